import type { Count, Figure } from './figure.cjs'
import type { PostInput, ProfileInput } from './model.cjs'

/** What a report is made of. Only profile, posts, time and recipient are needed. */
export interface ReportInput {
  readonly profile: ProfileInput
  readonly posts: readonly PostInput[]
  /** A sample of the audience. */
  readonly audience?: readonly Readonly<Record<string, unknown>>[]
  /** The followers over time. */
  readonly series?: {
    readonly influencerId: string
    readonly points: readonly {
      readonly date: string
      readonly followers: Count
      readonly following?: Count
    }[]
  }
  /** The headline rates of similar accounts, fractions. */
  readonly peers?: readonly number[]
  /** The answer of `audienceCredibility`. */
  readonly credibility?: Readonly<Record<string, unknown>>
  /** The choices behind the report, as docs/schema/report_options.json names them, in camelCase. */
  readonly options?: Readonly<Record<string, unknown>>
  readonly generatedAt: string | Date
  readonly recipient: { readonly kind: string; readonly id: string }
  /** `influencer_search` unless given. */
  readonly purpose?: string
  /** What stands in the way besides what the profile says: `objected`, `restricted`, `erased`, … */
  readonly states?: readonly string[]
}

/** The sections of a report; docs/report.md says what each field means, docs/schema/report.json how it looks. */
export type ReportSection =
  | 'version'
  | 'generatedAt'
  | 'updatedAt'
  | 'identity'
  | 'counts'
  | 'tier'
  | 'engagement'
  | 'averages'
  | 'history'
  | 'cadence'
  | 'sponsorship'
  | 'content'
  | 'value'
  | 'credibility'
  | 'audience'
  | 'provenance'
  | 'options'

/** What a chart of a report shows; `overview` is all that there are, one above the other. */
export type ChartKind =
  | 'likes_over_time'
  | 'growth'
  | 'peers'
  | 'credibility'
  | 'pyramid'
  | 'countries'
  | 'overview'

/** A Vega-Lite specification, version 6, with its data in it. */
export type ChartSpec = Readonly<Record<string, unknown>> & { readonly description: string }

export interface TextOptions {
  /** Columns of the terminal, 100 unless given. */
  readonly width?: number
  /** Whether headings are set off with escape sequences. */
  readonly styled?: boolean
}

/** The report of one influencer: the sections of `ReportSection`, and its other forms. It never changes. */
export declare class Report {
  private constructor()
  /** Reads a report from its JSON text or plain data, checked by the core. */
  static from(written: string | Readonly<Record<string, unknown>> | Report): Report
  readonly version: number
  readonly generatedAt: string
  readonly updatedAt: string | null
  readonly identity: Readonly<Record<string, unknown>> & { readonly platform: string }
  readonly counts: Readonly<Record<string, unknown>>
  readonly tier: Readonly<Record<string, unknown>>
  readonly engagement: Readonly<Record<string, unknown>> & { readonly rate: Figure }
  readonly averages: Readonly<Record<string, Figure>>
  readonly history: Readonly<Record<string, unknown>>
  readonly cadence: Readonly<Record<string, unknown>>
  readonly sponsorship: Readonly<Record<string, unknown>>
  readonly content: Readonly<Record<string, unknown>>
  readonly value: Readonly<Record<string, unknown>>
  readonly credibility: Readonly<Record<string, unknown>>
  readonly audience: readonly Readonly<Record<string, unknown>>[]
  readonly provenance: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, unknown>>
  /** The kinds of charts that there is something to draw for. */
  get charts(): ChartKind[]
  /** A chart as a Vega-Lite specification; `overview` unless given. */
  chart(kind?: ChartKind): ChartSpec
  /** A table for a terminal. */
  text(options?: TextOptions): string
  /** One self-contained page, accessible, without script or request. */
  toHtml(): string
  /** The text of the form of docs/schema/report.json, which every language reads. */
  toJson(): string
}

/** A report, and the receipt of its disclosure. */
export interface ShownReport {
  readonly report: Report
  readonly receipt: Readonly<Record<string, unknown>> & { readonly id: string }
}

/** One influencer's report, where the shipped policy permits it to the recipient. */
export declare function report(
  input: ReportInput,
  options?: {
    /** A report that is being made is given up, with the reason of the signal. */
    readonly signal?: AbortSignal
  },
): Promise<ShownReport>
/** As `Report.from`. */
export declare function readReport(report: string | Readonly<Record<string, unknown>> | Report): Report
/** As the methods of a report, of a report or its plain data. */
export declare function reportText(
  report: Report | Readonly<Record<string, unknown>>,
  options?: TextOptions,
): string
export declare function reportHtml(report: Report | Readonly<Record<string, unknown>>): string
export declare function reportCharts(report: Report | Readonly<Record<string, unknown>>): ChartKind[]
export declare function reportChart(
  report: Report | Readonly<Record<string, unknown>>,
  kind: ChartKind,
): ChartSpec

/** What a chart can be made of without a report: the answer of another function. */
export type ChartQuestion =
  | {
      readonly kind: 'figures'
      readonly data: readonly {
        readonly name: string
        readonly value: number | null
        readonly low?: number | null
        readonly high?: number | null
      }[]
      /** What is measured: `Engagement rate` unless given. */
      readonly measure?: string
      /** Whether values are fractions, shown as per cent; they are unless told. */
      readonly share?: boolean
    }
  | { readonly kind: 'likes_over_time'; readonly data: readonly object[]; readonly period?: string }
  | { readonly kind: 'peers'; readonly data: object; readonly own?: Figure }
  | { readonly kind: 'credibility' | 'score'; readonly data: object }

/** A chart of an answer of another function. */
export declare function chart(question: ChartQuestion): ChartSpec

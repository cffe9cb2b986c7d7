import type { Count } from './figure.cjs'
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
  | 'audience'
  | 'provenance'
  | 'options'

/** A report, and the receipt of its disclosure. */
export interface ShownReport {
  readonly report: Readonly<Record<ReportSection, unknown>>
  readonly receipt: Readonly<Record<string, unknown>> & { readonly id: string }
}

/** One influencer's report, where the shipped policy permits it to the recipient. */
export declare function report(input: ReportInput): Promise<ShownReport>

import type { Instant } from './accounts.cjs'
import type { FrameOptions, TableInput } from './frame.cjs'
import type { Decision, Question } from './privacy.cjs'

type Recipient = Question['request']['recipient']

/** A figure, or a figure with the lower bound of its interval. */
export type Bounded = number | { readonly value: number; readonly low?: number }

/** One influencer, as a catalog takes it in: what is not known is left out. */
export interface InfluencerRecord {
  readonly id: string | number
  readonly platform?: string | null
  readonly country?: string | null
  readonly region?: string | null
  readonly city?: string | null
  readonly language?: string | null
  readonly gender?: string | null
  readonly ageBand?: string | null
  readonly category?: string | null
  readonly accountType?: string | null
  readonly verified?: boolean | null
  readonly contactAvailable?: boolean | null
  readonly interests?: readonly string[]
  readonly hashtags?: readonly string[]
  readonly mentions?: readonly string[]
  readonly brands?: readonly string[]
  /** Collaborations, with the day of the latest post: `2026-02-20`. */
  readonly sponsored?: readonly { readonly brand: string; readonly on: string }[]
  /** Weights of content topics, from 0. */
  readonly topics?: Readonly<Record<string, number>>
  /** Shares of the audience by dimension and label: `{ country: { DE: 0.4 } }`. */
  readonly audience?: Readonly<Record<string, Readonly<Record<string, Bounded>>>>
  /** Figures by name: `{ followers: 2000, credibility: { value: 0.8, low: 0.7 } }`. */
  readonly figures?: Readonly<Record<string, Bounded>>
  readonly lastPost?: string | null
  readonly name?: string | null
  readonly bio?: string | null
  readonly captions?: readonly string[]
}

/** A range, both ends included; a number that is not known is in none. */
export interface SearchRange {
  readonly atLeast?: number
  readonly atMost?: number
  /** The lower bound of the interval is no less than this. */
  readonly lowAtLeast?: number
}

/** Labels, of which an influencer may have several. */
export interface SearchChoice {
  readonly any?: readonly string[]
  readonly all?: readonly string[]
  readonly none?: readonly string[]
}

/** A share of the audience: of one dimension, or of a gender and an age band together. */
export interface SearchShare extends SearchRange {
  readonly country?: string
  readonly region?: string
  readonly city?: string
  readonly gender?: string
  readonly ageBand?: string
  readonly language?: string
  readonly interest?: string
  readonly brandAffinity?: string
}

/** Words of a text, in any case, with or without accents; one of the forms is given. */
export interface SearchText {
  readonly phrase?: string
  readonly words?: readonly string[]
  readonly prefix?: string
  readonly fuzzy?: string
  readonly edits?: 1 | 2
  readonly within?: readonly ('name' | 'bio' | 'captions' | 'hashtags')[]
}

/** Alike to an influencer, who is not found. */
export interface SearchAlike {
  readonly id: string
  readonly atLeast?: number
}

type LabelField =
  | 'platform'
  | 'country'
  | 'region'
  | 'city'
  | 'language'
  | 'gender'
  | 'ageBand'
  | 'category'
  | 'accountType'
type ListField = 'interests' | 'hashtags' | 'mentions' | 'brands'
type NumberField =
  | 'followers'
  | 'following'
  | 'engagementRate'
  | 'averageLikes'
  | 'averageComments'
  | 'averageViews'
  | 'growthMonth'
  | 'growthQuarter'
  | 'growthYear'
  | 'postsPerWeek'
  | 'credibility'
  | 'hiddenLikeShare'
  | 'sponsoredShare'
  | 'sponsoredPerformance'

/** A condition: one of these keys, with what it takes. */
export type SearchClause =
  | { readonly and: readonly SearchClause[] }
  | { readonly or: readonly SearchClause[] }
  | { readonly not: SearchClause }
  | { readonly [Field in LabelField]: { readonly [Key in Field]: readonly string[] } }[LabelField]
  | { readonly [Field in ListField]: { readonly [Key in Field]: SearchChoice } }[ListField]
  | { readonly [Field in NumberField]: { readonly [Key in Field]: SearchRange } }[NumberField]
  | { readonly verified: boolean }
  | { readonly contactAvailable: boolean }
  | { readonly lastPost: { readonly since?: string; readonly until?: string; readonly withinDays?: number } }
  | { readonly audience: SearchShare }
  | { readonly text: SearchText }
  | { readonly lookalikeOf: SearchAlike }
  | { readonly similarAudienceTo: SearchAlike }
  | { readonly exclude: readonly string[] }
  | { readonly sponsored: { readonly brand: string; readonly withinDays?: number } }

/** Counts of labels, or of numbers by bins between edges. Fields are named in snake_case: `engagement_rate`. */
export interface SearchFacet {
  readonly field: string
  readonly top?: number
  readonly edges?: readonly number[]
}

/** What is looked for. Names of fields as values are in snake_case: `engagement_rate`, `audience.country.DE`. */
export interface SearchQuery {
  readonly filters?: readonly SearchClause[]
  readonly sort?: readonly { readonly by: string; readonly order?: 'descending' | 'ascending' }[]
  readonly limit?: number
  readonly cursor?: string | null
  readonly count?: 'exact' | 'estimated' | 'none'
  readonly fields?: readonly string[]
  readonly facets?: readonly SearchFacet[]
  readonly explain?: boolean
}

export interface SearchCell {
  readonly label?: string
  readonly from?: number
  readonly below?: number
  readonly n: number
}

export interface SearchCounted {
  readonly field: string
  readonly cells: readonly SearchCell[]
  /** How many cells are not told because they, or others by subtraction, count too few. */
  readonly suppressed: number
}

export interface SearchExplained {
  readonly path: string
  /** How many of all that may be shown the filter leaves by itself. */
  readonly alone: number
  /** How many of those that the filters before it left it takes away. */
  readonly excluded: number
}

export interface SearchFound {
  /** The influencers of this page, in order, with the fields that were asked for. */
  readonly matches: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[]
  readonly total: number | null
  readonly cursor: string | null
  /** The fields that were asked for and that the permit does not cover. */
  readonly masked: readonly string[]
  readonly facets: readonly SearchCounted[]
  readonly explained: readonly SearchExplained[] | null
  /** What is to be kept of the search: to whom how many influencers were told, with the obligations. */
  readonly metered: {
    readonly recipient: Recipient
    readonly purpose: string
    readonly at: string
    readonly units: number
    readonly obligations: readonly string[]
    readonly policy: Decision['policy']
  }
}

export type Exclusion = 'objected' | 'restricted' | 'erased' | 'minor' | 'not_public' | 'suppressed'

/** The right to search, for one recipient and a short time, by the shipped policy. */
export declare class SearchPermit {
  constructor(asked: {
    readonly recipient: Recipient
    /** What may be searched by and told; `['influencer']` where nothing is said. */
    readonly categories?: readonly string[]
    readonly now: Instant
  })
  /** Whether what is told may reveal this category. */
  covers(category: string): boolean
}

export interface SearchOptions {
  readonly permit: SearchPermit
  readonly now: Instant
  /** A search that runs is given up, with the reason of the signal. */
  readonly signal?: AbortSignal
}

/** Influencers in memory that can be searched; all work is off the event loop. */
export declare class Catalog {
  private constructor()
  static fromRows(rows: readonly InfluencerRecord[]): Promise<Catalog>
  /** Columns are called as the fields; `columns` says what the table calls them otherwise. */
  static fromArrow(
    data: TableInput,
    options?: FrameOptions & { readonly columns?: Readonly<Record<string, string>> },
  ): Promise<Catalog>
  /** Reads what `toBytes` wrote. */
  static fromBytes(bytes: Uint8Array): Promise<Catalog>
  /** The catalog with a version and a checksum, for a file. */
  toBytes(): Promise<Uint8Array>
  /** How many influencers there are. */
  readonly size: number
  add(rows: readonly InfluencerRecord[]): Promise<void>
  update(rows: readonly InfluencerRecord[]): Promise<void>
  remove(id: string | number): Promise<boolean>
  /** Keeps somebody from being found or counted, from the next search on. */
  restrict(id: string | number, why?: Exclusion): Promise<void>
  lift(id: string | number, why?: Exclusion): Promise<void>
  /** Keeps somebody from one recipient, to whom the rules of transfer do not let the data pass. */
  keepFrom(id: string | number, recipient: string): Promise<void>
  /** Removes everything that is known of an influencer, and refuses the id from now on. */
  erase(id: string | number): Promise<void>
  search(query: SearchQuery, options: SearchOptions): Promise<SearchFound>
  facets(
    query: SearchQuery,
    facets: readonly SearchFacet[],
    options: SearchOptions,
  ): Promise<readonly SearchCounted[]>
  explain(query: SearchQuery, options: SearchOptions): Promise<readonly SearchExplained[]>
}

/** One search over a few influencers; a `Catalog` is for many, and for many searches. */
export declare function searchRows(question: {
  readonly rows: readonly InfluencerRecord[]
  readonly query?: SearchQuery
  readonly recipient: Recipient
  readonly categories?: readonly string[]
  readonly restricted?: readonly { readonly id: string; readonly why: Exclusion }[]
  readonly now: Instant
}): Promise<SearchFound>

/** What went wrong, for programs. */
export type ErrorCode =
  | 'AMBIGUOUS_NUMBER'
  | 'CANNOT_RETRACT'
  | 'CATEGORY_NOT_COVERED'
  | 'CONFLICTING_POSTS'
  | 'CONFLICTING_READINGS'
  | 'CONTRADICTION'
  | 'CORRUPT_BYTES'
  | 'COUNT_TOO_LARGE'
  | 'DATES_NOT_INCREASING'
  | 'DEFECT'
  | 'DIFFERENT_OPTIONS'
  | 'EMPTY_DATES'
  | 'EMPTY_LAST'
  | 'EMPTY_NAME'
  | 'EMPTY_TEXT'
  | 'ENGAGEMENT_TOO_LARGE'
  | 'FORBIDDEN_CHARACTER'
  | 'FOREIGN_BYTES'
  | 'FRACTIONAL_COUNT'
  | 'HANDLE_CHARACTER'
  | 'HANDLE_LENGTH'
  | 'INVALID_BINS'
  | 'INVALID_LEVEL'
  | 'INVALID_PRICE'
  | 'INVALID_RATE'
  | 'INVALID_SHARE'
  | 'INVALID_SPIKE'
  | 'LEVEL_OUT_OF_RANGE'
  | 'MALFORMED_ARGUMENTS'
  | 'MALFORMED_DATE'
  | 'MALFORMED_HASHTAG'
  | 'MALFORMED_ID'
  | 'MALFORMED_KEY'
  | 'MALFORMED_NUMBER'
  | 'MALFORMED_OPTIONS'
  | 'MALFORMED_RECORD'
  | 'MALFORMED_STATE'
  | 'MALFORMED_TABLE'
  | 'MALFORMED_TIMESTAMP'
  | 'MALFORMED_URL'
  | 'MISSING_LAST'
  | 'MORE_SUCCESSES_THAN_TRIALS'
  | 'NAIVE_TIMESTAMP'
  | 'NEGATIVE_COUNT'
  | 'NEGATIVE_SETTLING'
  | 'NEVER_TAKEN_IN'
  | 'NOTHING_COUNTED'
  | 'NOT_A_NUMBER'
  | 'NOT_A_PROFILE'
  | 'NOT_A_RATIO'
  | 'NOT_FINITE'
  | 'NOT_HELD'
  | 'NOT_PERMITTED'
  | 'NO_PRICES'
  | 'NO_THREADS'
  | 'NO_TIERS'
  | 'NUMBER_OUT_OF_RANGE'
  | 'ONE_SIDED'
  | 'OTHER_SUBJECT'
  | 'PERMIT_EXPIRED'
  | 'PROBABILITY_OUT_OF_RANGE'
  | 'REGION_OUTSIDE_COUNTRY'
  | 'REPEATED_TIER'
  | 'RESAMPLES_OUT_OF_RANGE'
  | 'SAMPLE_LARGER_THAN_POPULATION'
  | 'SUM_TOO_LARGE'
  | 'TEXT_TOO_LONG'
  | 'TIMESTAMP_OUT_OF_RANGE'
  | 'TOO_LARGE'
  | 'TOO_MANY_POSTS'
  | 'TRIM_OUT_OF_RANGE'
  | 'TRUNCATED_BYTES'
  | 'UNKNOWN_CALL'
  | 'UNKNOWN_COUNTRY'
  | 'UNKNOWN_CURRENCY'
  | 'UNKNOWN_LANGUAGE'
  | 'UNKNOWN_PLATFORM'
  | 'UNKNOWN_REGION'
  | 'UNKNOWN_VERSION'
  | 'UNKNOWN_WORD'
  | 'UNKNOWN_ZONE'
  | 'UNLIKE_BATCHES'
  | 'UNNAMED_TIER'
  | 'UNORDERED_TIERS'
  | 'UNSUPPORTED_COLUMN'
  | 'WEIGHT_OUT_OF_RANGE'
  | 'WRONG_TYPE'

/** All codes, sorted. */
export declare const CODES: readonly ErrorCode[]

/** Why a call failed; `code` is stable, `message` says what, where and what would be right. */
export declare class RenownError extends Error {
  private constructor()
  readonly name: 'RenownError'
  readonly code: ErrorCode
}

/** A value of a table; null where it is missing. The type of a column decides: 64-bit counts are BigInts always. */
export type Cell = number | bigint | string | boolean | Date | null

/** A table of apache-arrow, of any copy of it that can be found from the package or the working directory. */
export interface ArrowTable {
  readonly batches: readonly object[]
  readonly schema: { readonly fields: readonly object[] }
  readonly numRows: number
}

/** Objects with a value for each column, Arrow IPC bytes (stream or file), a table of apache-arrow, or a frame. */
export type TableInput = Frame | readonly object[] | Uint8Array | ArrayBuffer | SharedArrayBuffer | ArrowTable

export interface FrameOptions {
  /** Gives the buffer away instead of copying it: it is empty afterwards. */
  readonly transfer?: boolean
  /** Stops the reading; the promise is rejected with the reason of the signal. */
  readonly signal?: AbortSignal
}

/**
 * A table that lives outside of JavaScript's memory and never changes: what every function over tables gives, and
 * takes without copying it again.
 */
export declare class Frame<Row extends object = Record<string, Cell>> implements Iterable<Row> {
  private constructor()
  /** Copies a table, so that the caller may do with it what it likes meanwhile. */
  static from<Row extends object = Record<string, Cell>>(
    data: TableInput,
    options?: FrameOptions,
  ): Promise<Frame<Row>>
  readonly numRows: number
  /** The names of the columns in camelCase, as objects have them; Arrow has them in snake_case. */
  readonly columns: readonly string[]
  /** The table in Arrow's stream format, for `tableFromIPC` of apache-arrow or a file. */
  toIPC(): Uint8Array<ArrayBuffer>
  /** All rows as objects. */
  toArray(): Row[]
  /** The rows one after the other, without holding them all. */
  [Symbol.iterator](): IterableIterator<Row>
}

/** The range that covers the true value in `level` of repeated samples. */
export interface Interval {
  readonly low: number
  readonly high: number
  /** Confidence level, a fraction. */
  readonly level: number
}

/** Why there is no value, or no interval. */
export interface Undefined {
  readonly undefined: string
}

/** A finished figure. Rates and shares are fractions: 0.031 is 3.1 %. */
export interface Estimate {
  readonly value: number
  readonly interval: Interval | Undefined
  /** How many observations the value rests on. */
  readonly n: bigint
  /** How value and interval were computed. */
  readonly method: string
}

export type Figure = Estimate | Undefined

export type Platform = 'instagram' | 'tiktok' | 'youtube'

/** A whole number from 0; beyond 2^53 only a BigInt holds it. */
export type Count = number | bigint

export interface LevelOptions {
  /** Confidence level, a fraction between 0 and 1; 0.95 by default. */
  readonly level?: number
}

export interface BootstrapOptions extends LevelOptions {
  readonly statistic: 'mean' | 'median'
  readonly method?: 'percentile' | 'bca'
  readonly resamples?: number
  /** The same seed gives the same bytes on every platform. */
  readonly seed: Count
}

export interface Handle {
  readonly platform: Platform
  readonly handle: string
  /** What handles are compared by. */
  readonly key: string
  /** The same for handles that look alike (UTS #39). */
  readonly skeleton: string
  readonly url: string
}

export interface Disclosure {
  readonly label: string
  readonly language: string
  /** Where it stands, in characters (code points). */
  readonly start: number
  readonly end: number
}

export interface Caption {
  readonly hashtags: readonly string[]
  readonly mentions: readonly string[]
  readonly disclosures: readonly Disclosure[]
}

export interface Country {
  readonly code: string
  readonly alpha3: string
  readonly name: string
}

export interface Language {
  readonly tag: string
  readonly primary: string
  readonly name: string | null
}

export interface Provenance {
  readonly source: 'subject' | 'third_party' | 'automatic' | 'public' | 'government' | 'representative'
  readonly collectedAt: string | Date
  readonly origins?: readonly string[]
  readonly proof?: string
}

export interface PostInput {
  readonly id: string
  readonly influencerId: string
  readonly platform: string
  /** RFC 3339 with an offset. */
  readonly publishedAt: string | Date
  readonly kind?: string
  readonly url?: string
  readonly caption?: string
  /** Left out where the platform hides it; never 0 for "unknown". */
  readonly likes?: Count | null
  readonly comments?: Count | null
  readonly shares?: Count | null
  readonly saves?: Count | null
  readonly views?: Count | null
  readonly plays?: Count | null
  readonly reach?: Count | null
  readonly impressions?: Count | null
  readonly pinned?: boolean
  readonly sponsored?: boolean
  readonly hashtags?: readonly string[]
  readonly mentions?: readonly string[]
  readonly brands?: readonly string[]
  readonly followersAtPost?: Count
  readonly collectedAt?: string | Date
  readonly provenance?: Provenance
}

export interface Post extends PostInput {
  readonly platform: Platform
  readonly publishedAt: string
  readonly pinned: boolean
  readonly hashtags: readonly string[]
  readonly mentions: readonly string[]
  readonly brands: readonly string[]
}

export interface ProfileInput {
  readonly id: string
  readonly platform: string
  readonly handle: string
  readonly url?: string
  readonly imageUrl?: string
  readonly fullName?: string
  readonly bio?: string
  readonly category?: string
  readonly accountType?: string
  readonly verified?: boolean
  readonly private?: boolean
  readonly gender?: string
  readonly ageBand?: string
  readonly language?: string
  readonly location?: { readonly country?: string; readonly region?: string; readonly city?: string }
  readonly followers?: Count
  readonly following?: Count
  readonly posts?: Count
  readonly createdAt?: string | Date
  readonly provenance?: Provenance
}

export interface Profile extends ProfileInput {
  readonly platform: Platform
}

export interface Question {
  readonly facts: {
    readonly role?: 'visitor' | 'user' | 'influencer'
    readonly states?: readonly ('objected' | 'restricted' | 'erased' | 'minor' | 'not_public')[]
  }
  readonly request: {
    /** A pseudonymous id, never a name or a handle. */
    readonly subject: string
    readonly categories: readonly string[]
    readonly purpose: string
    readonly recipient: { readonly kind: string; readonly id: string }
  }
  readonly now: string | Date
}

export type Outcome = 'not_applicable' | 'permit' | 'permit_with' | 'partial' | 'needs_human' | 'deny'

export interface Cite {
  readonly regime: string
  readonly place: string
  readonly strength: 'promise' | 'statute' | 'guidance'
  readonly verified: boolean
}

export interface Decision {
  readonly request: Question['request']
  readonly outcome: Outcome
  readonly items: readonly {
    readonly category: string
    readonly outcome: Outcome
    readonly reason: string
    readonly cites: readonly Cite[]
  }[]
  readonly obligations: readonly string[]
  readonly policy: {
    readonly name: string
    readonly version: string
    readonly hash: string
    readonly permitLifetimeSeconds: number
  }
  readonly decidedAt: string
}

/** The platform under any of its usual spellings. */
export declare function parsePlatform(text: string): Platform
/** A handle, with or without @, or the address of a profile. */
export declare function parseHandle(platform: string, text: string): Handle
/** Whether two handles look alike. */
export declare function handlesConfusable(platform: string, first: string, second: string): boolean
/** Hashtags, mentions and disclosed partnerships of a caption. */
export declare function scanCaption(platform: string, text: string): Caption
/** A country by its ISO 3166-1 code or its English name. */
export declare function parseCountry(text: string): Country
/** A language by its BCP 47 tag. */
export declare function parseLanguage(text: string): Language
export declare function parseAgeBand(text: string): string
/** Checks a post and gives it in its normal form. */
export declare function readPost(post: PostInput): Post
/** Checks a profile and gives it in its normal form. */
export declare function readProfile(profile: ProfileInput): Profile
/** What the built-in policy decides. */
export declare function decide(question: Question): Decision
/** A proportion with Wilson's score interval. */
export declare function wilson(successes: Count, trials: Count, options?: LevelOptions): Figure
/** A proportion with the interval of Clopper and Pearson. */
export declare function clopperPearson(successes: Count, trials: Count, options?: LevelOptions): Figure
/** The quantile of type 7; null where there are no values. */
export declare function quantile(values: readonly number[] | Float64Array, probability: number): number | null
/** Arithmetic mean with Student's t interval. */
export declare function mean(
  values: readonly number[] | Float64Array,
  options?: LevelOptions,
): Promise<Figure>
/** Median with the interval of binomial order statistics. */
export declare function median(
  values: readonly number[] | Float64Array,
  options?: LevelOptions,
): Promise<Figure>
/** Bootstrap interval of mean or median. */
export declare function bootstrap(
  values: readonly number[] | Float64Array,
  options: BootstrapOptions,
): Promise<Figure>

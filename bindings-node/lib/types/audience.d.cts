// Audiences: who they are, how alike and how much shared, and what of it may be published.
import type { Count, Figure, LevelOptions } from './figure.cjs'
import type { Frame, TableInput } from './frame.cjs'
import type { CallOptions, FigureRow, IntervalOptions } from './tables.cjs'

export type Dimension =
  | 'country'
  | 'region'
  | 'city'
  | 'gender'
  | 'age_band'
  | 'language'
  | 'interest'
  | 'reachability'
  | 'kind'

/** What is known of one member of an audience; what is left out or null is not known. */
export interface PersonInput {
  readonly country?: string | null
  readonly region?: string | null
  readonly city?: string | null
  readonly gender?: string | null
  readonly ageBand?: string | null
  readonly language?: string | null
  readonly interests?: readonly string[] | null
  readonly following?: Count | null
  readonly kind?: string | null
  readonly weight?: number | null
}

export interface ShareChoices extends LevelOptions {
  /** How many people the audience has in all, where those given are a sample of it. */
  readonly population?: Count | null
  /** Of whom the shares are shares. */
  readonly base?: 'everyone' | 'known'
}

export interface DemographicsTableOptions extends ShareChoices, IntervalOptions, CallOptions {
  /** Each a dimension (a marginal) or a list of them (a cross). */
  readonly dimensions: readonly (Dimension | readonly Dimension[])[]
  /** The column of the key; `influencerId` by default, null takes the table as one audience. */
  readonly by?: string | null
  /** Only the followers, likers or commenters of a table that has all of them, by its column `role`. */
  readonly role?: 'follower' | 'liker' | 'commenter' | null
  /** The column of the weights. */
  readonly weight?: string | null
  /** Cells of fewer people are left out; their share is in a row of its own. 1 by default. */
  readonly minimum?: number
  readonly columns?: Readonly<Record<string, string>>
}

export interface DemographicsRow extends FigureRow {
  readonly breakdown: string
  /** Whether the row sums the cells that are left out. */
  readonly hidden: boolean
  readonly people: number | null
}

/** Counts and shares of many audiences, by any breakdowns. That alone is not safe publication: see `release`. */
export declare function demographics(
  audience: TableInput,
  options: DemographicsTableOptions,
): Promise<Frame<DemographicsRow & Record<string, unknown>>>

export interface Share {
  readonly categories: readonly (string | null)[]
  readonly n: Count
  readonly weight?: number
  readonly share: Figure
}

export interface Breakdown {
  readonly dimensions: readonly Dimension[]
  readonly base: 'everyone' | 'known'
  readonly n: Count
  readonly effectiveN: number | null
  readonly designEffect: number | null
  readonly missing: Figure
  readonly shares: readonly Share[]
}

export interface Demographics {
  readonly role: string
  readonly people: Count
  readonly breakdowns: readonly Breakdown[]
  readonly reachable?: Figure
}

/** The demographics of one audience. */
export declare function audienceDemographics(
  question: ShareChoices & {
    readonly rows: readonly PersonInput[]
    readonly dimensions: readonly (readonly Dimension[])[]
    readonly weighted?: boolean
    readonly role?: 'follower' | 'liker' | 'commenter'
  },
): Promise<Demographics>

/**
 * An audience that goes on: people come to what was counted before, or are erased from it as if never counted. A state
 * holds counts and no people; `merged` are states of other parts; each breakdown has the table that `release` takes.
 */
export declare function countAudience(
  question: ShareChoices & {
    readonly added?: readonly PersonInput[]
    readonly erased?: readonly PersonInput[]
    readonly dimensions?: readonly (readonly Dimension[])[]
    readonly state?: string
    readonly merged?: readonly string[]
    readonly weighted?: boolean
    readonly role?: 'follower' | 'liker' | 'commenter'
  },
): Promise<Demographics & { readonly state: string; readonly tables: readonly CountTable[] }>

export interface Affinity {
  readonly categories: readonly (string | null)[]
  readonly share: Figure
  readonly baseShare: Figure
  /** Share over base share. */
  readonly affinity: Figure
}

export declare function affinity(question: {
  readonly audience: readonly PersonInput[]
  readonly base: readonly PersonInput[]
  readonly dimensions: readonly Dimension[]
  readonly weighted?: boolean
  readonly options?: LevelOptions & {
    readonly population?: Count | null
    readonly basePopulation?: Count | null
    readonly of?: 'everyone' | 'known'
  }
}): Promise<readonly Affinity[]>

export interface Overlap {
  readonly first: Figure
  readonly second: Figure
  readonly both: Figure
  readonly either: Figure
  readonly jaccard: Figure
  readonly firstInSecond: Figure
  readonly secondInFirst: Figure
}

/** Exact from ids; by theta sketches where a key is given. */
export declare function overlap(
  question: LevelOptions & {
    readonly first: readonly string[]
    readonly second: readonly string[]
    readonly sketchKey?: string
    readonly sketchSize?: number
  },
): Promise<Overlap>

/**
 * A theta sketch of an audience, to keep, and how many people it has taken in. `merged` are sketches of the same key.
 * Whoever has the key can test whether somebody is in it; nobody can be taken back out of it.
 */
export declare function sketchAudience(
  question: LevelOptions & {
    readonly ids?: readonly string[]
    readonly merged?: readonly string[]
    readonly sketchKey: string
    readonly sketchSize?: number
  },
): Promise<{ readonly sketch: string; readonly people: Figure }>

/** What two audiences have in common, from sketches of one key. */
export declare function overlapSketches(
  question: LevelOptions & {
    readonly first: string
    readonly second: string
    readonly sketchKey: string
  },
): Promise<Overlap>

export interface Raked {
  readonly weights: readonly number[]
  readonly iterations: number
  readonly largestGap: number
  readonly effectiveN: number
  readonly designEffect: number
  readonly factors: readonly [number, number]
  readonly fitted: readonly object[]
}

export declare function rake(question: {
  readonly rows: readonly PersonInput[]
  readonly margins: readonly {
    readonly dimensions: readonly Dimension[]
    readonly targets: readonly ({ readonly n: number } & Readonly<Record<string, string | number | null>>)[]
  }[]
  readonly options?: { readonly tolerance?: number; readonly iterations?: number }
}): Promise<Raked>

/** Per dimension a weight per category. */
export type Portrait = Readonly<Record<string, Readonly<Record<string, number>>>>

export declare function lookalikes(question: {
  readonly target: Portrait
  readonly candidates: readonly Portrait[]
  readonly options?: { readonly top?: number; readonly weights?: Readonly<Record<string, number>> }
}): Promise<
  readonly {
    readonly candidate: number
    readonly similarity: number
    readonly distance: number
    readonly dimensions: Readonly<Record<string, number | null>>
  }[]
>

export declare function notableFollowers(question: {
  readonly members: readonly { readonly id: string; readonly followers?: Count | null }[]
  readonly options?: LevelOptions & {
    readonly followers?: Count
    readonly top?: number
    readonly population?: Count | null
  }
}): Promise<{
  readonly share: Figure
  readonly n: Count
  readonly unknown: Count
  readonly top: readonly (readonly [string, Count])[]
}>

/** A cell of a table of counts: its categories beside these. What is added up is named in `over`. */
export interface CountRow {
  readonly n?: Count | null
  readonly sum?: Count | null
  readonly largest?: readonly Count[]
  readonly over?: readonly Dimension[]
  readonly [category: string]: unknown
}

export interface Rules {
  /** The minimum cell size; 10 by default. */
  readonly k?: Count
  /** The least that the policy allows for it; 5 by default. */
  readonly floor?: Count
  readonly zeros?: 'show' | 'may_hide' | 'protect'
  readonly protection?: { readonly below: Count; readonly above: Count } | null
  readonly dominance?: { readonly n: number; readonly percent: number } | null
  readonly pPercent?: number | null
  readonly rangePercent?: number
  readonly cost?: 'cells' | 'totals' | 'people'
  readonly method?: 'optimised' | 'heuristic'
}

export interface CountTable {
  readonly rows: readonly CountRow[]
  /**
   * Each an axis: a dimension, or nested ones with the widest first. By default those that the rows have, with country,
   * region and city nested.
   */
  readonly dimensions?: readonly (Dimension | readonly Dimension[])[]
}

/** What may be published, a hidden cell having no `n`; the report is for those who keep the data. */
export declare function release(
  question: CountTable & { readonly rules: Rules; readonly previous?: readonly CountRow[] },
): Promise<{ readonly rows: readonly CountRow[]; readonly report: object }>

/** A table rounded to multiples of a base so that it adds up. */
export declare function roundTable(
  question: CountTable & { readonly rules: Rules; readonly base: Count },
): Promise<{ readonly rows: readonly CountRow[]; readonly base: Count; readonly report: object }>

/** Whom a question counts: all with these labels, without all with those. */
export interface Asked {
  readonly of?: Readonly<Record<string, readonly (string | null)[]>>
  readonly without?: Readonly<Record<string, readonly (string | null)[]>>
}

/** One count, or why it is refused; and the log to keep. */
export declare function askCount(
  question: CountTable & {
    readonly rules: Rules
    readonly snapshot: string
    readonly population?: Asked
    readonly log?: object
    readonly changed?: Count
  },
): Promise<{
  readonly answer: { readonly n: Count | null; readonly refused: string | null }
  readonly log: object
}>

/** One count with noise, and the account to keep. */
export declare function noisyCount(
  question: CountTable & {
    readonly snapshot: string
    readonly population?: Asked
    readonly noise:
      | { readonly laplace: { readonly epsilon: number } }
      | { readonly gaussian: { readonly rho: number } }
    /** 64 hexadecimal digits or more, from a secure source of randomness. */
    readonly secret: string
    readonly budget:
      | { readonly pure: { readonly epsilon: number } }
      | { readonly concentrated: { readonly rho: number } }
      | { readonly approximate: { readonly epsilon: number; readonly delta: number } }
    readonly account?: object
  },
): Promise<{ readonly n: Count; readonly margin: Count; readonly account: object }>

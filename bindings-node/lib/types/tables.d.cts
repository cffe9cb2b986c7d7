// Functions over tables: many accounts at once.
import type { DatesOptions, EngagementChoices, ZoneOptions } from './accounts.cjs'
import type { LevelOptions } from './figure.cjs'
import type { Frame, TableInput } from './frame.cjs'

/** How a call over tables runs. */
export interface CallOptions {
  /** How many threads it may use; one for each core by default. The result is the same to the last bit. */
  readonly threads?: number
  /** A call that has not begun does not begin; one that runs is given up, with the reason of the signal. */
  readonly signal?: AbortSignal
}

/** What the tables call a column, as in `{ likes: 'likeCount' }`. */
export interface ColumnsOptions<By extends string> {
  /** The column of the key of an account; `influencerId` by default. */
  readonly by?: By
  readonly columns?: Readonly<Record<string, string>>
}

export interface IntervalOptions {
  /** `false` leaves the intervals out, which is faster. */
  readonly interval?: boolean
}

/** A name of a column as objects have it. */
export type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name

/** The key of an account: of the type that it has in the table. */
export type Keyed<By extends string> = { readonly [Name in By as CamelCase<Name>]: string | number | bigint }

/** A figure as columns: no value, or no interval, has a reason. */
export interface FigureRow {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** Confidence level, a fraction. */
  readonly level: number | null
  /** How many observations the value rests on. */
  readonly n: number
  readonly method: string | null
  readonly reason: string | null
}

export interface EngagementOptions<By extends string = 'influencerId'>
  extends EngagementChoices,
    ColumnsOptions<By>,
    IntervalOptions,
    CallOptions {
  /** Followers by account, where posts do not have them. */
  readonly profiles?: TableInput | null
}

export interface EngagementColumns extends FigureRow {
  /** Of the posts in the window, the share that hides its likes. */
  readonly hiddenShare: number | null
}

export interface LikesOverTimeOptions<By extends string = 'influencerId'>
  extends DatesOptions,
    ZoneOptions,
    ColumnsOptions<By>,
    CallOptions {
  readonly period?: 'month' | 'week' | 'day'
  /** What is summed; all that the posts have by default. */
  readonly counts?: readonly ('likes' | 'comments' | 'views')[] | null
}

export interface LikesOverTimeColumns {
  /** The first day of the period, as in `2026-01-01`. */
  readonly start: string
  readonly posts: number
  /** Over the posts that show them; null where none does. */
  readonly likes?: bigint | null
  /** How many posts hide them. */
  readonly likesHidden?: number
  readonly comments?: bigint | null
  readonly commentsHidden?: number
  readonly views?: bigint | null
  readonly viewsHidden?: number
}

export interface CadenceOptions<By extends string = 'influencerId'>
  extends DatesOptions,
    ZoneOptions,
    LevelOptions,
    ColumnsOptions<By>,
    IntervalOptions,
    CallOptions {
  /** Adds the shares of posts by weekday and by hour. */
  readonly shares?: boolean
}

/** The value is the median gap between posts, in hours. */
export interface CadenceColumns extends FigureRow {
  readonly posts: number
  readonly postsPerWeek: number | null
  /** In hours. */
  readonly longestSilence: number | null
}

/** The engagement rate of each account. */
export declare function engagement<By extends string = 'influencerId'>(
  posts: TableInput,
  options?: EngagementOptions<By>,
): Promise<Frame<Keyed<By> & EngagementColumns>>
/** Likes, comments and views of each account by month, week or day. */
export declare function likesOverTime<By extends string = 'influencerId'>(
  posts: TableInput,
  options?: LikesOverTimeOptions<By>,
): Promise<Frame<Keyed<By> & LikesOverTimeColumns>>
/** How often each account posts, and when. */
export declare function cadence<By extends string = 'influencerId'>(
  posts: TableInput,
  options?: CadenceOptions<By>,
): Promise<Frame<Keyed<By> & CadenceColumns>>

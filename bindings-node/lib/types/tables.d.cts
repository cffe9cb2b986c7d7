// Functions over tables: many accounts at once.
import type {
  DatesOptions,
  EngagementChoices,
  GrowthOptions,
  SharesOptions,
  Tier,
  UnitPrices,
  ZoneOptions,
} from './accounts.cjs'
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

/** The columns of a figure among others, with its name before them: `likesValue`, `likesLow`, and so on. */
export type FigureColumns<Name extends string> = {
  readonly [Column in keyof FigureRow as `${Name}${Capitalize<Column>}`]: FigureRow[Column]
}

/** Posts and, where they tell something that posts do not, profiles. */
export interface ProfilesOptions {
  readonly profiles?: TableInput | null
}

export interface GrowthTableOptions<By extends string = 'influencerId'>
  extends GrowthOptions,
    ColumnsOptions<By>,
    IntervalOptions,
    CallOptions {}

export interface GrowthColumns extends FigureColumns<'growth'>, FigureColumns<'monthly'> {
  readonly firstAt: Date | null
  readonly firstFollowers: bigint | null
  readonly lastAt: Date | null
  readonly lastFollowers: bigint | null
  /** How many days stand out. */
  readonly spikes: bigint | null
  readonly spikesReason: string | null
}

export interface GrowthSpikeColumns {
  /** As in `2026-01-31`. */
  readonly day: string
  readonly change: bigint
  /** Robust deviations from the usual change of a day. */
  readonly z: number
}

export interface SummaryOptions<By extends string = 'influencerId'>
  extends Omit<EngagementOptions<By>, 'basis' | 'statistic' | 'trim'> {}

export interface SummaryColumns
  extends FigureColumns<'likes'>,
    FigureColumns<'comments'>,
    FigureColumns<'views'>,
    FigureColumns<'shares'>,
    FigureColumns<'saves'>,
    FigureColumns<'likesPerComment'>,
    FigureColumns<'hiddenLikes'>,
    FigureColumns<'followersPerFollowing'> {}

export interface SponsorshipOptions<By extends string = 'influencerId'>
  extends Omit<EngagementOptions<By>, 'statistic' | 'sponsored' | 'trim'> {}

export interface SponsorshipColumns
  extends FigureColumns<'performance'>,
    FigureColumns<'sponsored'>,
    FigureColumns<'organic'> {
  readonly hiddenShare: number | null
}

export interface SharesTableOptions<By extends string = 'influencerId'>
  extends SharesOptions,
    ProfilesOptions,
    ColumnsOptions<By>,
    IntervalOptions,
    CallOptions {
  /** Hashtags by default. */
  readonly of?: 'hashtags' | 'mentions' | 'brands'
}

export interface SharesColumns extends FigureRow {
  readonly name: string
  /** In how many posts it is. */
  readonly posts: bigint
}

export interface TiersOptions<By extends string = 'influencerId'> extends ColumnsOptions<By>, CallOptions {
  /** Ascending; the usual ones by default. */
  readonly tiers?: readonly Tier[] | null
}

export interface TiersColumns {
  readonly followers: bigint | null
  /** Null below the first tier, and where the followers are not known. */
  readonly tier: string | null
  readonly reason: string | null
}

export interface BenchmarkOptions extends LevelOptions, ColumnsOptions<string>, CallOptions {
  /** How many bins the histogram has, or where they end. */
  readonly bins?: number | readonly number[] | null
}

export interface BenchmarkColumns {
  readonly min: number | null
  readonly max: number | null
  readonly totalProfileCount: bigint
  readonly isMedian: boolean
}

export interface PercentilesOptions<By extends string = 'influencerId'>
  extends LevelOptions,
    ColumnsOptions<By>,
    IntervalOptions,
    CallOptions {}

export interface ValueOptions<By extends string = 'influencerId'>
  extends DatesOptions,
    ProfilesOptions,
    ColumnsOptions<By>,
    CallOptions {
  readonly prices: UnitPrices
  /** What was paid to an account, in the currency of the prices: rows with the key and an `amount`. */
  readonly payments?: TableInput | null
  readonly sponsored?: EngagementChoices['sponsored']
  readonly counts?: EngagementChoices['counts']
}

/** Amounts are decimal numbers as text. */
export interface ValueColumns {
  readonly currency: string
  readonly posts: bigint
  readonly impressions: bigint | null
  readonly impressionsN: bigint
  readonly engagements: bigint | null
  readonly engagementsN: bigint
  readonly views: bigint | null
  readonly viewsN: bigint
  readonly byImpressions: string | null
  readonly byImpressionsReason: string | null
  readonly byEngagements: string | null
  readonly byEngagementsReason: string | null
  readonly byViews: string | null
  readonly byViewsReason: string | null
  readonly rangeLow: string | null
  readonly rangeHigh: string | null
  /** Where there is a table of payments: the sum of what was paid, and what that is by the unit. */
  readonly cost?: string | null
  readonly costReason?: string | null
  readonly cpm?: string | null
  readonly cpmReason?: string | null
  readonly cpe?: string | null
  readonly cpeReason?: string | null
  readonly cpv?: string | null
  readonly cpvReason?: string | null
}

/** What may be asked for together; `call` is the name of the request by default. */
export type FiguresRequest =
  | ({ readonly call?: 'engagement' } & Omit<
      EngagementOptions,
      'by' | 'columns' | 'profiles' | keyof CallOptions
    >)
  | ({ readonly call?: 'cadence' } & Omit<CadenceOptions, 'by' | 'columns' | keyof CallOptions>)
  | ({ readonly call?: 'likesOverTime' } & Omit<LikesOverTimeOptions, 'by' | 'columns' | keyof CallOptions>)

export interface FiguresOptions<Name extends string, By extends string = 'influencerId'>
  extends ProfilesOptions,
    ColumnsOptions<By>,
    CallOptions {
  readonly requests: { readonly [Request in Name]: FiguresRequest }
}

/** Several figures of the same posts, which are read and brought together by account only once. */
export declare function figures<Name extends string, By extends string = 'influencerId'>(
  posts: TableInput,
  options: FiguresOptions<Name, By>,
): Promise<{ readonly [Request in Name]: Frame }>
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
/** How the followers of each account grow, from rows of `followers` at an instant (`at`) or of a day (`date`). */
export declare function growth<By extends string = 'influencerId'>(
  readings: TableInput,
  options?: GrowthTableOptions<By>,
): Promise<Frame<Keyed<By> & GrowthColumns>>
/** The days on which the followers of an account jumped. */
export declare function growthSpikes<By extends string = 'influencerId'>(
  readings: TableInput,
  options?: GrowthTableOptions<By>,
): Promise<Frame<Keyed<By> & GrowthSpikeColumns>>
/** Likes, comments, views and their kind by post, for each account. */
export declare function summary<By extends string = 'influencerId'>(
  posts: TableInput,
  options?: SummaryOptions<By>,
): Promise<Frame<Keyed<By> & SummaryColumns>>
/** What sponsored posts bring about against the others, for each account. */
export declare function sponsorship<By extends string = 'influencerId'>(
  posts: TableInput,
  options?: SponsorshipOptions<By>,
): Promise<Frame<Keyed<By> & SponsorshipColumns>>
/** The hashtags, mentions or brands that each account uses most. */
export declare function shares<By extends string = 'influencerId'>(
  posts: TableInput,
  options?: SharesTableOptions<By>,
): Promise<Frame<Keyed<By> & SharesColumns>>
/** The tier of each profile by its followers. */
export declare function tiers<By extends string = 'influencerId'>(
  profiles: TableInput,
  options?: TiersOptions<By>,
): Promise<Frame<Keyed<By> & TiersColumns>>
/** The histogram of the values of a table of figures, as `engagement` gives it: one row for each bin. */
export declare function benchmark(
  figures: TableInput,
  options?: BenchmarkOptions,
): Promise<Frame<BenchmarkColumns>>
/** Where each account of a table of figures stands among the others. */
export declare function percentiles<By extends string = 'influencerId'>(
  figures: TableInput,
  options?: PercentilesOptions<By>,
): Promise<Frame<Keyed<By> & FigureRow>>
/** What the posts of each account are worth at prices that you state, and what they cost by what was paid. */
export declare function value<By extends string = 'influencerId'>(
  posts: TableInput,
  options: ValueOptions<By>,
): Promise<Frame<Keyed<By> & ValueColumns>>

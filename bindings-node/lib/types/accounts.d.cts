// One account, from plain lists of its posts or its followers.
import type { Count, Figure, LevelOptions, Undefined } from './figure.cjs'
import type { PostInput, ProfileInput } from './model.cjs'

/** An instant: a Date, or RFC 3339 text with an offset. */
export type Instant = string | Date

/** Which posts: published at or after `since`, before `until`. */
export interface DatesOptions {
  readonly since?: Instant | null
  readonly until?: Instant | null
}

export interface ZoneOptions {
  /** A name of the IANA database, as in `Europe/Berlin`; UTC by default. */
  readonly zone?: string | null
}

/** The choices behind an engagement rate. */
export interface EngagementChoices extends DatesOptions, LevelOptions {
  /** What the engagement of a post is divided by; followers by default. */
  readonly basis?: 'followers' | 'reach' | 'impressions' | 'views'
  /** How one figure is made of the rates of the posts; the median by default. */
  readonly statistic?: 'median' | 'mean' | 'pooled' | 'trimmed' | 'winsorised'
  /** The share that `trimmed` and `winsorised` take on each side, a fraction; 0.1 by default. */
  readonly trim?: number
  /** The latest so many posts; 30 by default, null for all. */
  readonly last?: number | null
  readonly hiddenLikes?: 'drop' | 'lower_bound' | 'impute'
  readonly sponsored?: 'keep' | 'leave_out' | 'only'
  readonly pinned?: 'leave_out' | 'keep'
  /** What counts as engagement; the components of the platform by default. */
  readonly counts?: readonly ('likes' | 'comments' | 'shares' | 'saves')[] | null
  /** Milliseconds: a post younger than this when its counts were read is left out; a day by default. */
  readonly settling?: number
  /** When the counts were read, for posts that do not say so. */
  readonly asOf?: Instant | null
}

export interface AccountOptions {
  readonly profile?: ProfileInput | null
}

/** How many posts were looked at, and why the others were left out. */
export interface Tally {
  readonly duplicates: Count
  readonly outsideDates: Count
  readonly pinned: Count
  readonly sponsored: Count
  readonly unsettled: Count
  readonly beyondLast: Count
  readonly hidden: Count
  readonly withoutDenominator: Count
  readonly counted: Count
  readonly hiddenLikes: Count
}

export interface AccountEngagement {
  readonly figure: Figure
  /** Of the posts in the window, the share that hides its likes. */
  readonly hiddenShare: number | null
  readonly posts: Tally
}

export interface AccountSponsorship {
  /** The rate of sponsored posts as a multiple of that of the others. */
  readonly performance: Figure
  readonly sponsored: Figure
  readonly organic: Figure
  readonly hiddenShare: number | null
  readonly posts: Tally
}

export interface AccountSummary {
  readonly likes: Figure
  readonly comments: Figure
  readonly views: Figure
  readonly shares: Figure
  readonly saves: Figure
  readonly likesPerComment: Figure
  readonly hiddenLikes: Figure
  readonly followersPerFollowing: Figure
}

export interface Total {
  /** Over the posts that show the number; null where none does. */
  readonly sum: Count | null
  readonly shown: Count
  readonly hidden: Count
}

export interface PeriodTotals {
  /** `2026-01`, `2026-W05` or `2026-01-31`. */
  readonly period: string
  /** The first day of the period. */
  readonly start: string
  readonly posts: Count
  readonly likes: Total
  readonly comments: Total
  readonly views: Total
}

export interface AccountCadence {
  readonly postsPerWeek: Figure
  readonly medianGap: Figure
  readonly longestSilence: Figure
  /** The share of the posts of each day of the week, from Monday. */
  readonly weekdays: readonly Figure[]
  /** The share of the posts of each hour of the day. */
  readonly hours: readonly Figure[]
}

/** Followers at an instant, or of a day, which begins at midnight UTC. */
export type Reading =
  | { readonly at: Instant; readonly followers: Count }
  | { readonly date: string; readonly followers: Count }

export interface GrowthOptions extends DatesOptions, ZoneOptions {
  /** How many robust deviations from the usual make a day stand out. */
  readonly spike?: number
}

export interface AccountGrowth {
  readonly first: { readonly at: string; readonly followers: Count } | null
  readonly last: { readonly at: string; readonly followers: Count } | null
  readonly growth: Figure
  readonly monthly: Figure
  readonly spikes: readonly { readonly day: string; readonly change: Count; readonly z: number }[] | Undefined
}

export interface SharesOptions extends DatesOptions, LevelOptions {
  /** The most frequent so many names; null for all. */
  readonly top?: number | null
}

export interface AccountShares {
  readonly posts: Count
  readonly names: Count
  readonly top: readonly { readonly name: string; readonly posts: Count; readonly share: Figure }[]
}

export interface PeerOptions extends LevelOptions {
  /** The figure of the account itself. */
  readonly own?: number | null
  /** How many bins the histogram has, or where they end. */
  readonly bins?: number | readonly number[] | null
}

export interface PeerBenchmark {
  readonly peers: Count
  readonly median: Figure
  readonly histogram: readonly {
    readonly min: number | null
    readonly max: number | null
    readonly totalProfileCount: Count
    readonly isMedian: boolean
  }[]
  readonly percentile: Figure
}

export interface Tier {
  readonly name: string
  /** From so many followers on. */
  readonly from: Count
}

/** Money: a decimal number as text, which no rounding touches. */
export interface Amount {
  readonly currency: string
  readonly value: string
}

export interface Delivered {
  readonly impressions?: Count | null
  readonly engagements?: Count | null
  readonly views?: Count | null
}

export interface AccountDelivered {
  /** How many posts were added up. */
  readonly posts: Count
  /** The sums over the posts that show the number. */
  readonly delivered: Delivered
  readonly impressionsShown: Count
  readonly engagementsShown: Count
  readonly viewsShown: Count
}

export interface UnitPrices {
  readonly currency: string
  /** For a thousand impressions. */
  readonly cpm?: string | null
  /** For an engagement. */
  readonly cpe?: string | null
  /** For a view. */
  readonly cpv?: string | null
}

export interface EarnedValue {
  readonly byImpressions: Amount | Undefined | null
  readonly byEngagements: Amount | Undefined | null
  readonly byViews: Amount | Undefined | null
  readonly range: { readonly low: Amount; readonly high: Amount } | null
}

export interface UnitCosts {
  readonly cpm: Amount | Undefined
  readonly cpe: Amount | Undefined
  readonly cpv: Amount | Undefined
}

type Posts = readonly PostInput[]

/** The engagement rate of an account. */
export declare function accountEngagement(
  posts: Posts,
  options?: EngagementChoices & AccountOptions,
): Promise<AccountEngagement>
/** What sponsored posts bring about, against the others. */
export declare function accountSponsorship(
  posts: Posts,
  options?: EngagementChoices & AccountOptions,
): Promise<AccountSponsorship>
/** Likes, comments, views and their kind by post. */
export declare function accountSummary(
  posts: Posts,
  options?: EngagementChoices & AccountOptions,
): Promise<AccountSummary>
/** Likes, comments and views by month, week or day. */
export declare function accountLikesOverTime(
  posts: Posts,
  options?: DatesOptions & ZoneOptions & AccountOptions & { readonly period?: 'month' | 'week' | 'day' },
): Promise<readonly PeriodTotals[]>
/** What the posts of an account brought about together, as `earnedValue` and `unitCosts` take it. */
export declare function accountDelivered(
  posts: Posts,
  options?: DatesOptions & Pick<EngagementChoices, 'sponsored' | 'counts'> & AccountOptions,
): Promise<AccountDelivered>
/** How often an account posts, and when. */
export declare function accountCadence(
  posts: Posts,
  options?: DatesOptions & ZoneOptions & LevelOptions & AccountOptions,
): Promise<AccountCadence>
/** How the followers of an account grow. */
export declare function accountGrowth(
  readings: readonly Reading[],
  options?: GrowthOptions,
): Promise<AccountGrowth>
/** In what share of the posts each hashtag, mention or brand is. */
export declare function accountShares(
  posts: Posts,
  of: 'hashtags' | 'mentions' | 'brands',
  options?: SharesOptions,
): Promise<AccountShares>
/** Where an account stands among its peers. */
export declare function peerBenchmark(
  peers: readonly number[] | Float64Array,
  options?: PeerOptions,
): Promise<PeerBenchmark>
/** The name of a tier of accounts by their followers; null below the first. */
export declare function tier(followers: Count, options?: { readonly tiers?: readonly Tier[] }): string | null
/** What was delivered is worth, at prices that you state. */
export declare function earnedValue(delivered: Delivered, prices: UnitPrices): EarnedValue
/** What was delivered cost, by the unit. */
export declare function unitCosts(delivered: Delivered, cost: Amount): UnitCosts

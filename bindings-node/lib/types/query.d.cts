// Queries and what searches give. Names of fields as values are in snake_case: `engagement_rate`.
// Written by `tools/query-types/generate.py` from `docs/schema`.

/** Alike to somebody. */
export interface SearchAlike {
  /** The least similarity, from 0 to 1. */
  readonly atLeast?: number
  /** To whom. */
  readonly id: string
}

/** One count. */
export interface SearchCell {
  /** Below this number; open where there is none. */
  readonly below?: number | null
  /** From this number on; open where there is none. */
  readonly from?: number | null
  /** Of this label. */
  readonly label?: string | null
  /** How many influencers. */
  readonly n: number
}

/** Labels, of which an influencer may have several. All parts that are given must hold. */
export interface SearchChoice {
  /** Each of these. */
  readonly all?: readonly string[]
  /** At least one of these. */
  readonly any?: readonly string[]
  /** None of these. */
  readonly none?: readonly string[]
}

/** A condition. */
export type SearchClause =
  | { readonly and: readonly SearchClause[] }
  | { readonly or: readonly SearchClause[] }
  | { readonly not: SearchClause }
  | { readonly platform: readonly ('instagram' | 'tiktok' | 'youtube')[] }
  | { readonly country: readonly string[] }
  | { readonly region: readonly string[] }
  | { readonly city: readonly string[] }
  | { readonly language: readonly string[] }
  | { readonly gender: readonly ('female' | 'male' | 'other')[] }
  | {
      readonly ageBand: readonly (
        | '13-17'
        | '18-24'
        | '25-34'
        | '35-44'
        | '45-54'
        | '45-64'
        | '55-64'
        | '65+'
      )[]
    }
  | { readonly category: readonly string[] }
  | { readonly accountType: readonly ('creator' | 'business' | 'personal')[] }
  | { readonly verified: boolean }
  | { readonly contactAvailable: boolean }
  | { readonly interests: SearchChoice }
  | { readonly hashtags: SearchChoice }
  | { readonly mentions: SearchChoice }
  | { readonly brands: SearchChoice }
  | { readonly followers: SearchRange }
  | { readonly following: SearchRange }
  | { readonly engagementRate: SearchRange }
  | { readonly averageLikes: SearchRange }
  | { readonly averageComments: SearchRange }
  | { readonly averageViews: SearchRange }
  | { readonly growthMonth: SearchRange }
  | { readonly growthQuarter: SearchRange }
  | { readonly growthYear: SearchRange }
  | { readonly postsPerWeek: SearchRange }
  | { readonly credibility: SearchRange }
  | { readonly hiddenLikeShare: SearchRange }
  | { readonly sponsoredShare: SearchRange }
  | { readonly sponsoredPerformance: SearchRange }
  | { readonly lastPost: SearchDays }
  | { readonly audience: SearchShare }
  | { readonly text: SearchText }
  | { readonly lookalikeOf: SearchAlike }
  | { readonly similarAudienceTo: SearchAlike }
  | { readonly exclude: readonly string[] }
  | { readonly sponsored: SearchSponsored }

/** The counts of a field. */
export interface SearchCounted {
  /** Labels by count, the most frequent first, equal ones by label; bins in order. */
  readonly cells: readonly SearchCell[]
  /** Which. */
  readonly field: string
  /** How many cells are not told because they, or others by subtraction, count too few. */
  readonly suppressed: number
}

/** Days, both ends included. */
export interface SearchDays {
  /** On this day or later. */
  readonly since?: string | null
  /** On this day or earlier. */
  readonly until?: string | null
  /** In the last days, counted back from the time of the search. */
  readonly withinDays?: number | null
}

/** What a filter leaves. */
export interface SearchExplained {
  /** How many of all that may be shown it leaves by itself. */
  readonly alone: number
  /** How many of those that the filters before it left it takes away. */
  readonly excluded: number
  /** Which filter: `filters[2]`. */
  readonly path: string
}

/** What is counted over all that match. */
export interface SearchFacet {
  /** Of numbers, the edges between bins, ascending; a bin holds its lower edge. The outer bins are open. */
  readonly edges?: readonly number[]
  /** A field. */
  readonly field:
    | 'platform'
    | 'country'
    | 'region'
    | 'city'
    | 'language'
    | 'gender'
    | 'age_band'
    | 'category'
    | 'account_type'
    | 'verified'
    | 'contact_available'
    | 'interests'
    | 'hashtags'
    | 'mentions'
    | 'brands'
    | 'followers'
    | 'following'
    | 'engagement_rate'
    | 'average_likes'
    | 'average_comments'
    | 'average_views'
    | 'growth_month'
    | 'growth_quarter'
    | 'growth_year'
    | 'posts_per_week'
    | 'credibility'
    | 'hidden_like_share'
    | 'sponsored_share'
    | 'sponsored_performance'
    | 'last_post'
    | `audience.${string}.${string}`
  /** Of labels, the most frequent ones, 10 where nothing is said. */
  readonly top?: number
}

/** What a search gives. */
export interface SearchFound {
  /** Where the next page begins; none after the last one. */
  readonly cursor: string | null
  /** What each filter leaves, where it was to be told. */
  readonly explained: readonly SearchExplained[] | null
  /** The counts that were asked for, in their order. */
  readonly facets: readonly SearchCounted[]
  /** The fields that were asked for and that the permit does not cover. */
  readonly masked: readonly string[]
  /** The influencers of this page, in order. */
  readonly matches: readonly SearchMatch[]
  /** What is to be kept of it. */
  readonly metered: SearchMetered
  /** How many match altogether, if it was to be told. */
  readonly total: number | null
}

/** An influencer that was found. */
export type SearchMatch = {
  /** Who. */
  readonly id: string
} & Readonly<Record<string, unknown>>

/** What is to be kept of a search: who was told how much, for what, by which policy. */
export interface SearchMetered {
  /** When. */
  readonly at: string
  /** What must be done along with it. */
  readonly obligations: readonly string[]
  /** By which policy. */
  readonly policy: SearchPolicyIdentity
  /** What for. */
  readonly purpose: string
  /** To whom it was told. */
  readonly recipient: SearchRecipient
  /** How many influencers were told. */
  readonly units: number
}

/** Which policy decided: enough to find its exact text again. */
export interface SearchPolicyIdentity {
  /** SHA-256 of its document, hexadecimal. */
  readonly hash: string
  /** Its name. */
  readonly name: string
  /** How long after the decision a permit opens, seconds. */
  readonly permitLifetimeSeconds: number
  /** SHA-256 of the rules of law that were read beside it, hexadecimal. */
  readonly rulesHash: string
  /** Its version. */
  readonly version: string
}

/** What is looked for. All filters must hold. */
export interface SearchQuery {
  /** How many match altogether. */
  readonly count?: 'exact' | 'estimated' | 'none'
  /** The cursor of the page before. */
  readonly cursor?: string | null
  /** Whether to tell what each filter leaves out. */
  readonly explain?: boolean
  /** What is counted over all that match. */
  readonly facets?: readonly SearchFacet[]
  /** Which fields the influencers come with. */
  readonly fields?: readonly (
    | 'platform'
    | 'country'
    | 'region'
    | 'city'
    | 'language'
    | 'gender'
    | 'age_band'
    | 'category'
    | 'account_type'
    | 'verified'
    | 'contact_available'
    | 'interests'
    | 'hashtags'
    | 'mentions'
    | 'brands'
    | 'followers'
    | 'following'
    | 'engagement_rate'
    | 'average_likes'
    | 'average_comments'
    | 'average_views'
    | 'growth_month'
    | 'growth_quarter'
    | 'growth_year'
    | 'posts_per_week'
    | 'credibility'
    | 'hidden_like_share'
    | 'sponsored_share'
    | 'sponsored_performance'
    | 'last_post'
    | 'similarity'
    | `audience.${string}.${string}`
  )[]
  /** All of them must hold. */
  readonly filters?: readonly SearchClause[]
  /** How many influencers a page has, 20 where nothing is said, at most 1,000. With 0 there are only counts. */
  readonly limit?: number
  /** The first key decides, the next between equal ones; last the id, ascending. What is not known comes last. */
  readonly sort?: readonly SearchSort[]
}

/** A range of numbers, both ends included; a number that is not known is in none. */
export interface SearchRange {
  /** No less than this. */
  readonly atLeast?: number | null
  /** No more than this. */
  readonly atMost?: number | null
  /** The lower bound of the interval is no less than this: surely as much. */
  readonly lowAtLeast?: number | null
}

/** To whom data would be shown. */
export interface SearchRecipient {
  /** The pseudonymous id under which the caller keeps the recipient. */
  readonly id: string
  /** What kind of recipient. */
  readonly kind:
    | 'affiliate'
    | 'processor'
    | 'user'
    | 'authority'
    | 'counsel'
    | 'adviser'
    | 'successor'
    | 'subject'
    | 'controller'
    | 'public'
    | 'third_party'
}

/** A share of the audience, of one dimension, or of a gender and an age band together. */
export interface SearchShare {
  readonly ageBand?: '13-17' | '18-24' | '25-34' | '35-44' | '45-54' | '45-64' | '55-64' | '65+' | null
  /** The share is no less than this; a fraction. */
  readonly atLeast?: number | null
  /** The share is no more than this; a fraction. */
  readonly atMost?: number | null
  readonly brandAffinity?: string | null
  readonly city?: string | null
  readonly country?: string | null
  readonly gender?: 'female' | 'male' | 'other' | null
  readonly interest?: string | null
  readonly language?: string | null
  /** The lower bound of its interval is no less than this; a fraction. */
  readonly lowAtLeast?: number | null
  readonly region?: string | null
}

/** A key of the order. */
export interface SearchSort {
  /** A number, a share of the audience, or `similarity`. */
  readonly by:
    | 'followers'
    | 'following'
    | 'engagement_rate'
    | 'average_likes'
    | 'average_comments'
    | 'average_views'
    | 'growth_month'
    | 'growth_quarter'
    | 'growth_year'
    | 'posts_per_week'
    | 'credibility'
    | 'hidden_like_share'
    | 'sponsored_share'
    | 'sponsored_performance'
    | 'last_post'
    | 'similarity'
    | `audience.${string}.${string}`
  /** Which way. */
  readonly order?: 'descending' | 'ascending'
}

/** Has worked for a brand. */
export interface SearchSponsored {
  /** Which. */
  readonly brand: string
  /** In the last days, counted back from the time of the search; ever where nothing is said. */
  readonly withinDays?: number | null
}

/** Words of a text, in any case, with or without accents. One of the forms is given. */
export interface SearchText {
  /** How many letters of a fuzzy word may be missing, added, changed or swapped with their neighbour: 1 or 2. */
  readonly edits?: number | null
  /** A word like this one. */
  readonly fuzzy?: string | null
  /** These words, one after the other. */
  readonly phrase?: string | null
  /** A word that begins so. */
  readonly prefix?: string | null
  /** Where: `name`, `bio`, `captions`, `hashtags`; everywhere where nothing is said. */
  readonly within?: readonly ('name' | 'bio' | 'captions' | 'hashtags')[]
  /** Each of these words, anywhere. */
  readonly words?: readonly string[] | null
}

// Answers of other systems, read into the model.
import type { Count } from './figure.cjs'
import type { Post, Profile } from './model.cjs'

/** A group of an audience: a fraction or a number of people, as the service states it. */
export interface ImportedGroup {
  readonly label: string
  readonly share?: number
  readonly people?: Count
}

export interface ImportedAudience {
  readonly influencerId: string
  readonly role: 'follower' | 'liker' | 'commenter'
  readonly dimension:
    | 'country'
    | 'city'
    | 'gender'
    | 'age_band'
    | 'gender_age'
    | 'language'
    | 'interests'
    | 'kind'
  readonly groups: readonly ImportedGroup[]
}

/** What an answer holds, as far as the model has a place for it. */
export interface Imported {
  readonly profiles: readonly Profile[]
  readonly posts: readonly Post[]
  readonly followerSeries: readonly {
    readonly influencerId: string
    readonly points: readonly {
      readonly date: string
      readonly followers: Count
      readonly following?: Count
    }[]
  }[]
  readonly audiences: readonly ImportedAudience[]
  /** Figures that the service states: they are not renown's, and have no interval and no method. */
  readonly stated: readonly {
    readonly influencerId: string
    readonly figures: {
      readonly engagementRate?: number
      readonly averageLikes?: number
      readonly averageComments?: number
      readonly averageViews?: number
      readonly sponsoredPerformance?: number
      readonly credibility?: number
    }
  }[]
  /** What was not read, by path, and why. */
  readonly leftOut: readonly {
    readonly path: string
    readonly reason: 'not_modelled' | 'other_people' | 'special_category'
  }[]
}

/** An answer as data, a list of pages, or the text in which it came. */
export type ForeignAnswer = string | object

/** Profile analytics of InsightIQ. */
export declare function importInsightiq(
  answer: ForeignAnswer,
  options: { readonly collectedAt: string | Date },
): Promise<Imported>
/** Accounts, media and insights of the Instagram Graph API. */
export declare function importInstagramGraph(
  answer: ForeignAnswer,
  options: { readonly collectedAt: string | Date; readonly influencerId?: string },
): Promise<Imported>
/** Channels and videos of the YouTube Data API v3. */
export declare function importYoutube(
  answer: ForeignAnswer,
  options: { readonly collectedAt: string | Date },
): Promise<Imported>

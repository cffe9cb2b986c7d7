import type { Count } from './figure.cjs'

export type Platform = 'instagram' | 'tiktok' | 'youtube'

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

import type { Instant } from './accounts.cjs'
import type { FrameOptions, TableInput } from './frame.cjs'
import type { Ledger } from './ledger.cjs'
import type { Question } from './privacy.cjs'
import type { SearchCounted, SearchExplained, SearchFacet, SearchFound, SearchQuery } from './query.cjs'

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
  /** With a ledger that is followed, under what the search is metered: the same search under the same id counts once. */
  readonly id?: string
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
  /**
   * Opens a file that `save` wrote, without reading it into memory: what a search needs is brought in by the system, and
   * shared by all processes that have the file open. A change copies what it touches, and is not written to the file.
   * Nothing may write to the file or shorten it meanwhile; `save` puts a new one in its place. `verify: false` passes over
   * the checksum, for which all of it is read once; what is damaged within a part gives wrong answers then.
   */
  static open(path: string, options?: { readonly verify?: boolean }): Promise<Catalog>
  /** Writes one file, without whom was removed or erased; a reader sees the old one or the new one, whole. */
  save(path: string): Promise<void>
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
  /**
   * Keeps in step with a ledger, from the next search on: whoever may not be shown by what the ledger says is not found,
   * whichever process wrote it; whoever was erased is removed; every search needs an `id` and is metered under it. With
   * `store`, a name, and `key`, 32 bytes of its own, the catalog is a registered store that gives its receipts.
   */
  follow(ledger: Ledger, options?: { readonly store: string; readonly key: Uint8Array }): Promise<void>
  /** Takes over what the ledger says by now, as every search does: removes who was erased, and says so there. */
  refresh(options: { readonly now: Instant }): Promise<void>
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

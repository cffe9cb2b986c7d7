// How long data may stay, and what a back-up brings back.

import type { Frame, TableInput } from './frame.cjs'
import type { Hold, LawName, PlaceCited } from './rights.cjs'
import type { CallOptions } from './tables.cjs'

export interface RetainedRecord {
  readonly id: string
  readonly category: string
  readonly collectedAt: string | Date
  readonly refreshedAt?: string | Date | null
  readonly agreement?: { readonly endedAt?: string | Date | null } | null
  readonly notPublicSince?: string | Date | null
  readonly notNeededSince?: string | Date | null
  readonly fromEea?: boolean
  /** The keyed hash of the person, against which tombstones are held. */
  readonly subject?: string | null
}

export interface TimeToLive {
  readonly category: string
  readonly amount: number
  readonly unit: 'day' | 'month'
  readonly from: 'collected' | 'refreshed' | 'agreement_end'
}

export interface SweepQuestion {
  readonly records: readonly RetainedRecord[]
  /** One for each category, or for one above it: there is no default. */
  readonly ttls: readonly TimeToLive[]
  readonly holds?: readonly Hold[]
  readonly regimes?: readonly LawName[]
  readonly now: string | Date
}

export interface SweptRecord {
  readonly id: string
  readonly verdict: 'keep' | 'keep_restricted' | 'needs_human' | 'erase'
  readonly reason: string
  readonly expiresAt: string | null
  readonly keepUntil: string | null
  readonly holds: readonly string[]
}

/** What is to be done with each record. */
export declare function sweepRecords(question: SweepQuestion): Promise<readonly SweptRecord[]>

/** Whether what was restored from a back-up may be served, and what must go first. */
export declare function checkRestore(
  question: SweepQuestion & {
    readonly tombstones: readonly {
      readonly subject: string
      readonly erasedAt: string | Date
      readonly categories?: readonly string[]
    }[]
  },
): Promise<{
  readonly mayServe: boolean
  readonly tombstoned: readonly string[]
  readonly expired: readonly string[]
  readonly needsHuman: readonly string[]
}>

/** The duties of retention that hold on a day. */
export declare function retentionDuties(question: {
  readonly regimes: readonly LawName[]
  readonly on: string
  readonly fromEea?: boolean
}): readonly {
  readonly duty: string
  readonly regime: LawName
  readonly since: string
  readonly cites: readonly PlaceCited[]
}[]

export interface RetentionSweepOptions extends CallOptions {
  readonly now: string | Date
  readonly ttls: readonly TimeToLive[]
  /** Holds, which name records by their `id`: `record`, `heldFrom`, `heldUntil`, `recordedAt`. */
  readonly holds?: TableInput
  /** The laws under which data goes that nobody needs. */
  readonly regimes?: readonly LawName[]
  /** Which columns are computed; all of them where nobody says. */
  readonly output?: readonly (keyof RetentionColumns)[]
  /** What the tables call a column, as in `{ collectedAt: 'fetchedAt' }`. */
  readonly columns?: Readonly<Record<string, string>>
}

export interface RetentionColumns {
  readonly verdict: 'keep' | 'keep_restricted' | 'needs_human' | 'erase'
  readonly reason: string
  readonly erase: boolean
}

/** What is to be done with each row of a table, in the order of the rows. */
export declare function retentionSweep(
  records: TableInput,
  options: RetentionSweepOptions,
): Promise<Frame<RetentionColumns>>

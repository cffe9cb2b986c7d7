import type { Instant } from './accounts.cjs'
import type { FactsExport } from './rights.cjs'

/** What happened: a `kind` and what belongs to it, such as `{ kind: 'objection_made', purpose: 'marketing' }`. */
export interface EventKind {
  readonly kind: string
  readonly [field: string]: unknown
}

export interface LedgerEvent {
  /** Your id for it: the same id again is the same event. */
  readonly id: string
  /** A pseudonymous id, never a name or a handle. */
  readonly subject: string
  readonly at: Instant
  readonly what: EventKind
}

/** What is known about a person at a time. */
export interface KnownFacts {
  /** What {@link decide} takes. */
  readonly facts: Record<string, unknown>
  readonly consents: readonly { readonly purpose: string; readonly text: string }[]
  readonly objections: readonly string[]
  readonly optOuts: readonly string[]
  readonly holds: readonly { readonly id: string; readonly ground: string; readonly until: string | null }[]
  readonly agreements: readonly string[]
  readonly notices: readonly string[]
  readonly accepted: readonly string[]
  readonly requests: readonly { readonly id: string; readonly state: string }[]
}

/** A signed statement about a log. */
export interface Checkpoint {
  readonly log: string
  readonly size: number
  readonly root: string
  readonly signedAt: Instant
  readonly signature: string
}

/** That an entry stands in a log. */
export interface InclusionProof {
  readonly index: number
  readonly size: number
  readonly leaf: string
  readonly proof: readonly string[]
  readonly root: string
}

/** That a log begins with what it was. */
export interface ConsistencyProof {
  readonly oldSize: number
  readonly newSize: number
  readonly oldRoot: string
  readonly newRoot: string
  readonly proof: readonly string[]
}

export interface Account {
  readonly platform: string
  readonly account: string
}

export interface ErasurePlan {
  readonly id: string
  readonly subject: string
  /** Purposes whose items are kept under their own keys. */
  readonly kept?: readonly string[]
  /** Single items that are kept, each group under a key of its own. */
  readonly exceptions?: readonly ErasureException[]
  /** Which items lie in which stores; without it every registered store is asked for the whole person. */
  readonly scope?: ErasureScope
  readonly suppress?: readonly Account[]
  readonly decision: string
}

export interface LedgerExportOptions {
  readonly now: Instant
  /** `access` where it is not told; portability leaves inferences out. */
  readonly right?: 'access' | 'portability'
  /** `json` where it is not told. */
  readonly format?: 'json' | 'csv'
  /** The categories of fields by their names. */
  readonly categories?: Readonly<Record<string, string>>
}

export interface ErasureException {
  /** The name of the key, such as `claim-7`. */
  readonly key: string
  /** Fields by their names. */
  readonly fields?: readonly string[]
  /** Events by their ids. */
  readonly events?: readonly string[]
}

export interface ErasureScope {
  /** The ids say what kind of datum it is, and name nobody. */
  readonly items: readonly { readonly id: string; readonly category: string }[]
  /** All but the ledger itself, called `ledger`, are registered. */
  readonly stores: readonly {
    readonly name: string
    readonly kind: string
    readonly categories: readonly string[]
  }[]
  /** Under California's law alone a back-up may wait. */
  readonly regimes: readonly string[]
}

export interface ErasureReceipt {
  readonly erasure: string
  readonly store: string
  readonly outcome: 'absent' | 'found' | { readonly backUpUntil: Instant }
  readonly at: Instant
  readonly signature: string
}

export interface Erasure {
  readonly id: string
  readonly state: 'planned' | 'incomplete' | 'deferred' | 'complete'
  readonly plannedAt: string
  readonly erasedAt: string | null
  readonly kept: readonly string[]
  readonly receipts: readonly ErasureReceipt[]
  /** The stores whose receipts are missing. */
  readonly missing: readonly string[]
  /** The stores that may wait until a back-up is next used. */
  readonly deferred: readonly string[]
  /** What each store has to do, where the plan has a scope. */
  readonly tasks: readonly {
    readonly store: string
    readonly way: string
    readonly items: readonly string[]
    readonly awaited: readonly string[]
  }[]
}

export interface HeldField {
  readonly name: string
  readonly value: unknown
  readonly expires: Instant
}

export interface PasswordCost {
  readonly memoryKib: number
  readonly passes: number
  readonly lanes: number
}

export interface Registration {
  readonly user: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** The date of birth; only that the user is 18 is kept. */
  readonly born: string
  readonly agreement: string
}

export interface RegisteredUser {
  readonly user: string
  readonly name: string
  readonly email: string
  readonly registeredAt: string
}

export interface UsageBatch {
  /** Your id for the batch: the same id again is the same batch. */
  readonly id: string
  readonly at: Instant
  readonly usage: readonly { readonly user: string; readonly kind: string; readonly units: number | bigint }[]
}

export interface Days {
  readonly first: string
  /** The first day after the last one. */
  readonly end: string
}

export interface UsagePrice {
  readonly kind: string
  readonly cost: string
  readonly revenue: string
}

/** Money is decimal, as text. */
export interface UsageStatement {
  readonly currency: string
  readonly lines: readonly {
    readonly kind: string
    readonly units: number | bigint
    readonly cost: string
    readonly revenue: string
    readonly margin: string
  }[]
  readonly cost: string
  readonly revenue: string
  readonly margin: string
}

export interface LedgerOptions {
  /** The master key of 32 bytes, or master keys by name, of which the first one wraps. */
  readonly key: Uint8Array | Readonly<Record<string, Uint8Array>>
  /** How long to wait for other writers, in milliseconds. */
  readonly waitMs?: number
  readonly readOnly?: boolean
  /** The list of those who were erased, kept apart from the ledger. */
  readonly tombstones?: string
}

/** Counts in memory, by number, until it is flushed. */
export interface UsageCounter {
  /** The numbers under which kinds of usage of users are counted: from 0, the same for the same pair. */
  numbers(of: readonly (readonly [user: string, kind: string])[]): number[]
  /** Adds units to numbers, all or none of them. Typed arrays are not copied first. */
  add(numbers: Uint32Array | readonly number[], units: BigUint64Array | readonly (number | bigint)[]): void
  /** Writes what was counted on the day of `at`; it is on disk when this is fulfilled, with how many units that were.
   *  After an error the next flush writes the same units, once. */
  flush(options: { readonly at: Instant }): Promise<number | bigint>
}

/** A ledger in one file. All work is done off the event loop. */
export declare class Ledger {
  private constructor()
  /** A new random master key of 32 bytes. */
  static newKey(): Uint8Array
  /** Opens the ledger in a file; makes it where there is none. */
  static open(path: string, options: LedgerOptions): Promise<Ledger>
  /** Opens the ledger in a schema of a PostgreSQL database, version 15 or newer; makes it where there is none.
   *  `parameters` are those of libpq, or a URL; the connection has no TLS. */
  static openPostgres(
    parameters: string,
    options: LedgerOptions & { readonly tombstones: string; readonly schema?: string },
  ): Promise<Ledger>
  /** Closes the ledger; closing it twice changes nothing. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
  /** Writes events, all or none of them; they are on disk when this is fulfilled. */
  record(events: readonly LedgerEvent[]): Promise<{ readonly position: number; readonly new: boolean }[]>
  /** What is known about a person at a time. */
  facts(subject: string, options: { readonly at: Instant }): Promise<KnownFacts>
  /** A copy of what is held about a person, which {@link readExport} reads back. */
  export(subject: string, options: LedgerExportOptions & { readonly to?: undefined }): Promise<FactsExport>
  /** The same written fact by fact to a new file. */
  export(
    subject: string,
    options: LedgerExportOptions & { readonly to: string },
  ): Promise<{ readonly format: 'json' | 'csv'; readonly facts: number }>
  /** All events of a person that still open. */
  events(subject: string): Promise<LedgerEvent[]>
  /** The key with which checkpoints and receipts of this ledger are verified. */
  publicKey(): Promise<string>
  /** Signs the log as it stands. */
  checkpoint(options: { readonly now: Instant }): Promise<Checkpoint>
  /** The proof that an entry stands in the log, for {@link verifyInclusion}. */
  proveInclusion(index: number, options?: { readonly size?: number }): Promise<InclusionProof>
  /** The proof that the log begins with what it was, for {@link verifyConsistency}. */
  proveConsistency(oldSize: number, options?: { readonly newSize?: number }): Promise<ConsistencyProof>
  /** Checks the whole ledger; how many entries its log has. */
  verify(): Promise<number>
  /** Wraps with the first master key whatever another one wrapped. */
  rotateKeys(): Promise<number>
  /** Registers a place that holds people's data. */
  registerStore(name: string, options: { readonly publicKey: string }): Promise<null>
  /** Writes down that a person is to be erased, and what is kept. */
  planErasure(plan: ErasurePlan, options: { readonly now: Instant }): Promise<Erasure>
  /** Destroys the person's keys in this ledger, as planned. */
  erase(erasure: string, options: { readonly subject: string; readonly now: Instant }): Promise<Erasure>
  /** How far an erasure is. */
  erasure(id: string): Promise<Erasure>
  /** Takes in a receipt that a store signed. */
  addReceipt(receipt: ErasureReceipt): Promise<null>
  /** Whether an account belongs to someone who was erased. */
  isSuppressed(account: Account): Promise<boolean>
  /** Holds fields of an influencer, each until it expires. */
  holdFields(
    subject: string,
    fields: readonly HeldField[],
    options: { readonly now: Instant; readonly account?: Account; readonly purpose?: string },
  ): Promise<null>
  /** The fields of an influencer that have not expired. */
  fields(subject: string, options: { readonly now: Instant }): Promise<HeldField[]>
  /** Deletes whatever has expired, and overwrites it in the files. */
  sweep(options: {
    readonly now: Instant
  }): Promise<{ readonly fields: number; readonly reservations: number; readonly attempts: number }>
  /** Registers a user whose agreement begins now. */
  register(
    registration: Registration,
    options: { readonly now: Instant; readonly passwordCost?: PasswordCost },
  ): Promise<RegisteredUser>
  /** Whose address and password these are; null where nobody's. */
  logIn(
    email: string,
    password: string,
    options: { readonly source: string; readonly now: Instant; readonly passwordCost?: PasswordCost },
  ): Promise<string | null>
  /** Who a user is. */
  user(user: string): Promise<RegisteredUser | null>
  /** Counts batches of usage, each once however often it is sent. */
  meter(batches: readonly UsageBatch[]): Promise<boolean[]>
  /** A counter in memory, from which usage is written many at once. */
  counter(): UsageCounter
  /** What a user consumed; for null, what the erased consumed. */
  usage(
    user: string | null,
    options: Days,
  ): Promise<{ readonly kind: string; readonly units: number | bigint }[]>
  /** The same in decimal money. */
  statement(
    user: string | null,
    options: Days & { readonly currency: string; readonly prices: readonly UsagePrice[] },
  ): Promise<UsageStatement>
  /** Sets how much of a kind a user may consume. */
  setQuota(
    user: string,
    kind: string,
    quota: { readonly limit: number; readonly period: 'day' | 'month' | 'ever' },
  ): Promise<null>
  /** Promises units of a quota to work that begins; how many are left, null where there is no quota. */
  reserve(
    id: string,
    user: string,
    kind: string,
    units: number,
    options: { readonly expires: Instant; readonly now: Instant },
  ): Promise<number | null>
  /** Counts what the work of a reservation consumed, and ends it. */
  settle(id: string, units: number, options: { readonly now: Instant }): Promise<null>
  /** Gives back what a reservation promised. */
  release(id: string): Promise<null>
}

/** Checks that an entry stands in a log, without the log; throws where it does not. */
export declare function verifyInclusion(proof: InclusionProof): true

/** Checks that a log begins with what it was, without the log; throws where it does not. */
export declare function verifyConsistency(proof: ConsistencyProof): true

/** Checks that the holder of a key signed a checkpoint; throws where not. */
export declare function verifyCheckpoint(question: {
  readonly checkpoint: Checkpoint
  readonly publicKey: string
}): true

// What a person may ask for, what is answered, and where the request stands.

import type { Clock } from './deadline.cjs'
import type { Outcome } from './privacy.cjs'

/** `gdpr`, `ccpa`, … */
export type LawName = string
/** As in `gdpr.erasure`. */
export type RightName = string
export type LegalBasis =
  | 'consent'
  | 'contract'
  | 'legal_obligation'
  | 'vital_interests'
  | 'public_task'
  | 'legitimate_interests'
export type IdentityTier = 'none' | 'reasonable' | 'high'

export interface PlaceCited {
  readonly place: string
  readonly strength: 'promise' | 'statute' | 'guidance'
  readonly verified: boolean
}

export interface RightsQuestion {
  readonly regimes: readonly LawName[]
  readonly bases?: readonly LegalBasis[]
  readonly role?: 'visitor' | 'user' | 'influencer' | null
  readonly directMarketing?: boolean
}

export interface RightsHeld {
  /** What a human must say first. */
  readonly needsHuman: string | null
  readonly rights: readonly {
    readonly right: RightName
    readonly article: string
    readonly statute: 'no' | 'limited' | 'yes'
    readonly promise: boolean
    /** What gives it: the statute where it does, else the policy's promise. */
    readonly bound: 'statute' | 'promise' | null
    readonly note: string | null
    readonly identity: 'none' | 'reasonable' | 'high' | 'by_sensitivity'
    readonly cites: readonly PlaceCited[]
  }[]
}

/** The rights of a person under these laws, for data processed on these legal bases. */
export declare function rightsOf(question: RightsQuestion): RightsHeld

export interface IdentityEvidence {
  readonly loggedIn?: boolean
  readonly reauthenticated?: boolean
  readonly matchingPoints?: number
  readonly declarationSigned?: boolean
  readonly documentChecked?: boolean
  /** `false` is a recorded statement that there is no doubt. */
  readonly doubt?: boolean | null
  readonly suspectedFraud?: boolean
  readonly agent?: 'none' | 'signed' | 'power_of_attorney' | null
}

export interface IdentityAnswer {
  readonly right: RightName
  readonly needed: IdentityTier
  readonly reached: IdentityTier
  readonly sufficient: boolean
  readonly askFor: readonly string[]
  readonly reason: string | null
  /** The right that is answered instead. */
  readonly fallback: RightName | null
  readonly cites: readonly PlaceCited[]
}

/** Whether a person is known surely enough for a right. */
export declare function checkIdentity(question: {
  readonly right: RightName
  readonly evidence?: IdentityEvidence
  readonly sensitive?: boolean
}): IdentityAnswer

export interface RequestEvent {
  /** The same event may be handed in twice. */
  readonly id: string
  readonly at: string | Date
  readonly kind:
    | 'received'
    | 'acknowledged'
    | 'agent_authorised'
    | 'identity_asked'
    | 'evidence_arrived'
    | 'verified'
    | 'verification_failed'
    | 'extended'
    | 'answered'
    | 'withdrawn'
    | 'closed'
  readonly channel?: string
  readonly doubt?: boolean
  readonly tier?: IdentityTier
  readonly permission?: 'signed' | 'power_of_attorney'
  readonly right?: RightName
  readonly outcome?: 'complete' | 'partial' | 'refused'
  readonly reasons?: readonly string[]
}

export interface RequestLogEntry {
  readonly receivedOn: string
  readonly channel: string
  readonly settled: readonly {
    readonly right: RightName
    readonly outcome?: 'complete' | 'partial' | 'refused' | null
    readonly answeredOn?: string | null
    readonly reasons?: readonly string[]
  }[]
  readonly keepUntil?: string | null
}

export interface RequestState {
  readonly status: 'open' | 'answered' | 'withdrawn' | 'closed'
  readonly identity: 'unasked' | 'awaited' | 'evidence_held' | 'verified' | 'failed'
  readonly tier: IdentityTier
  readonly receivedOn: string
  readonly acknowledgedOn: string | null
  readonly answers: readonly {
    readonly right: RightName
    readonly outcome: 'complete' | 'partial' | 'refused' | null
    readonly answeredOn: string | null
    readonly reasons: readonly string[]
    readonly explanation: readonly string[]
    readonly remedies: readonly string[]
  }[]
  readonly clocks: readonly (Clock & {
    readonly right: RightName
    readonly status: 'met' | 'met_late' | 'running' | 'overdue' | 'stopped' | 'bound'
    readonly metOn: string | null
    readonly overdueSince: string | null
  })[]
  readonly nextDue: string | null
  readonly suspensions: readonly { readonly from: string; readonly until: string }[]
  readonly breaches: readonly string[]
  /** The state as the Data Rights Protocol and OpenDSR write it. */
  readonly messages: {
    readonly drpStatus: string
    readonly drpReason: string | null
    readonly opendsrStatus: string
  }
  readonly log: RequestLogEntry
}

/** Where a request stands: what is answered, which clocks run, what is overdue, what must be kept. */
export declare function followRequest(question: {
  readonly request: {
    readonly rights: readonly RightName[]
    readonly sensitive?: boolean
    readonly zone?: string
    readonly calendar?: string
    readonly reading?: string
    readonly suspend?: boolean
  }
  readonly events: readonly RequestEvent[]
  readonly now: string | Date
}): RequestState

/** How many requests of a year were received, complied with and denied, and in how many days. */
export declare function requestMetrics(question: {
  readonly year: number
  readonly log: readonly RequestLogEntry[]
}): Promise<
  readonly {
    readonly right: RightName
    readonly received: number
    readonly complied: number
    readonly compliedInPart: number
    readonly denied: number
    readonly open: number
    readonly meanDays: number | null
    readonly medianDays: number | null
    readonly publishBy: string | null
  }[]
>

/** What a message of the Data Rights Protocol or of OpenDSR asks for. */
export declare function readRightsMessage(question: { readonly message: object }): {
  readonly protocol: 'drp' | 'opendsr'
  readonly requestId: string | null
  readonly sentAt: string | null
  readonly rights: readonly RightName[]
}

export interface HeldItem {
  readonly id: string
  readonly category: string
  readonly origin: 'provided' | 'observed' | 'inferred'
  readonly source: 'subject' | 'representative' | 'automatic' | 'third_party' | 'public' | 'government'
  readonly purposes?: readonly string[]
  readonly bases?: readonly LegalBasis[]
  readonly obtainedOn?: string | null
  readonly keptUntil?: string | null
  readonly recipients?: readonly string[]
  readonly public?: boolean
  readonly madePublic?: boolean
  readonly secret?: string | null
  readonly others?: boolean
  readonly household?: boolean
  readonly automated?: boolean
  readonly sensitive?: boolean
  readonly usedBeyondService?: boolean | null
  readonly erasureGrounds?: readonly string[]
  readonly erasureExceptions?: readonly string[]
  readonly californiaExceptions?: readonly string[]
  readonly restrictionGrounds?: readonly string[]
  readonly accuracy?: 'inaccurate' | 'not_disproved' | 'incomplete' | 'opinion' | 'accurate' | null
  readonly correctionDeniedOn?: string | null
  readonly decision?: {
    readonly solely: boolean
    readonly significant: boolean
    readonly allowedBy?: 'contract' | 'law' | 'explicit_consent' | null
  } | null
}

export interface Hold {
  readonly id: string
  readonly kind: 'legal_obligation' | 'dispute' | 'claim' | 'enforcement'
  /** The items that it needs, by id. */
  readonly items: readonly string[]
  readonly recordedBy: string
  readonly recordedAt: string | Date
  readonly case?: string | null
  readonly from: string
  readonly until?: string | null
}

export interface RequestQuestion {
  readonly right: RightName
  readonly regimes: readonly LawName[]
  readonly role?: 'visitor' | 'user' | 'influencer' | null
  readonly received: string | Date
  readonly zone?: string
  readonly calendar?: string
  readonly reading?: string
  readonly evidence?: IdentityEvidence
  readonly standing?: 'ordinary' | 'manifestly_unfounded' | 'excessive'
  readonly standingRecordedBy?: string
  readonly purposes?: readonly string[]
  /** What is said against an objection; left out while it is not decided. */
  readonly controllerGrounds?:
    | { readonly kind: 'none' }
    | { readonly kind: 'compelling'; readonly code?: string; readonly recordedBy?: string }
    | { readonly kind: 'claims'; readonly recordedBy: string }
  readonly everything?: boolean
  readonly since?: string
  readonly answeredInTwelveMonths?: number
}

export interface RequestAnswer {
  readonly outcome: Outcome
  readonly needsHuman: boolean
  readonly rights: readonly RightName[]
  readonly identity: readonly IdentityAnswer[]
  readonly instead: RightName | null
  readonly items: readonly {
    readonly item: string
    readonly purpose: string | null
    readonly outcome: Outcome
    readonly statute: Outcome
    readonly promise: Outcome
    readonly bound: 'statute' | 'promise' | 'both'
    readonly reasons: readonly string[]
    /** What is to be done, each with its `kind`. */
    readonly effects: readonly { readonly kind: string; readonly [field: string]: unknown }[]
    readonly findings: readonly {
      readonly right: RightName
      readonly by: 'statute' | 'promise'
      readonly outcome: Outcome
      readonly reasons: readonly string[]
      readonly cites: readonly PlaceCited[]
    }[]
  }[]
  readonly remedies: readonly string[]
  readonly disclosure: {
    readonly purposes: readonly string[]
    readonly categories: readonly string[]
    readonly recipients: readonly string[]
    readonly periods: readonly { readonly category: string; readonly keptUntil: string | null }[]
    readonly sources: readonly string[]
    readonly bases: readonly LegalBasis[]
    readonly rights: readonly RightName[]
    readonly automatedDecision: boolean
    readonly free: boolean
  } | null
  readonly holdsIgnored: readonly { readonly hold: string; readonly reason: string }[]
  readonly clocks: readonly (Clock & { readonly right: RightName })[]
  readonly due: string | null
}

/** What a person who exercises a right is answered, item by item, with what is to be done. */
export declare function answerRequest(question: {
  readonly request: RequestQuestion
  readonly items: readonly HeldItem[]
  readonly holds?: readonly Hold[]
  readonly now: string | Date
}): Promise<RequestAnswer>

export interface FactsExport {
  readonly format: 'json' | 'csv'
  readonly document: string
}

/** A copy for a person; portability leaves inferences out. */
export declare function exportFacts(question: {
  readonly facts: readonly { readonly item: HeldItem; readonly value: unknown; readonly redacted?: unknown }[]
  readonly right: 'access' | 'portability'
  readonly format: 'json' | 'csv'
}): Promise<FactsExport>

/** The facts of a copy that `exportFacts` wrote. */
export declare function readExport(copy: FactsExport): Promise<
  readonly {
    readonly id: string
    readonly category: string
    readonly origin: HeldItem['origin']
    readonly source: HeldItem['source']
    readonly shown: 'whole' | 'redacted' | 'kind_only'
    readonly secret: string | null
    readonly value: unknown
  }[]
>

/** What each store has to erase, and whether every receipt is in. */
export declare function planErasure(question: {
  readonly items: readonly { readonly id: string; readonly category: string }[]
  readonly stores: readonly {
    readonly name: string
    readonly kind: 'primary' | 'index' | 'cache' | 'feature_store' | 'export' | 'log' | 'backup' | 'processor'
    readonly categories: readonly string[]
  }[]
  readonly regimes: readonly LawName[]
  readonly decidedAt: string | Date
  readonly receipts?: readonly {
    readonly store: string
    readonly items: readonly string[]
    readonly absent: boolean
    readonly at: string | Date
  }[]
}): {
  readonly state: 'incomplete' | 'deferred' | 'complete'
  readonly tasks: readonly {
    readonly store: string
    readonly way: 'erase' | 'shred_key' | 'instruct' | 'on_restore'
    readonly items: readonly string[]
    readonly awaited: readonly string[]
  }[]
}

/** Whether an opt-out holds, and from when a person may be asked again. */
export declare function optOutStatus(question: {
  readonly events: readonly {
    readonly at: string | Date
    readonly kind: 'opted_in' | 'signal_missing' | 'asked' | 'opted_out'
  }[]
  readonly sixteenOn?: string | null
  readonly now: string | Date
}): {
  readonly optedOut: boolean
  readonly since: string | null
  readonly notAskedBefore: string | null
  readonly mayAsk: boolean
  readonly askedTooEarly: readonly string[]
}

/** Refuses a quote that looks at what rights a person exercised. */
export declare function checkPriceInputs(question: { readonly inputs: readonly string[] }): true

/** The keyed hash under which an erased account is known, so that it is not collected again. */
export declare function suppressionHash(question: {
  /** Hexadecimal, 64 digits or more. */
  readonly key: string
  readonly platform: string
  readonly account: string
}): string

/** The authorities with which a person may lodge a complaint under the GDPR. */
export declare function complaintAuthorities(question: {
  readonly residence?: string | null
  readonly work?: string | null
  readonly infringement?: string | null
}): readonly {
  readonly becauseOf: 'residence' | 'work' | 'infringement'
  readonly place: string
  readonly term: string
  readonly name: string
}[]

import type { Frame, TableInput } from './frame.cjs'
import type { CallOptions } from './tables.cjs'

/** A shipped policy by its name, or a document of your own. Without: the shipped `influencer-marketing`. */
export type PolicyChoice = { readonly name: 'influencer-marketing' | 'minimal' } | { readonly toml: string }

export type SubjectState =
  | 'objected'
  | 'restricted'
  | 'erased'
  | 'minor'
  | 'not_public'
  | 'suspected_minor'
  | 'opted_out'
  | 'limited'
  | 'suppressed'

/** From a day to a day; both belong to it. */
export interface Span {
  readonly from?: string
  readonly until?: string
}

/** What is known when the question is put; what is not given is unknown, and what is unknown never permits. */
export interface Facts {
  readonly role?: 'visitor' | 'user' | 'influencer'
  readonly states?: readonly SubjectState[]
  /** ISO 3166, as in `DE` or `US-CA`. */
  readonly residence?: string
  readonly stay?: string
  readonly objections?: readonly string[]
  readonly consents?: readonly { readonly purpose: string; readonly recipient?: string }[]
  readonly platform?: string
  readonly followers?: number
  readonly firstHeld?: string
  readonly notified?: boolean
  readonly noticeExemption?: string
  readonly abuse?: boolean
  readonly value?: {
    readonly source?: 'subject' | 'third_party' | 'automatic' | 'public' | 'government' | 'representative'
    readonly publicProof?: boolean
    readonly datum?: 'plain' | 'unclassified' | 'special' | 'special_made_public'
    readonly identifiability?: 'identified' | 'pseudonymous' | 'aggregate' | 'anonymous'
    readonly googleWorkspace?: boolean
    readonly collectedUnder?: string
    readonly compatible?: readonly string[]
    readonly release?: 'unchecked' | 'passed' | 'failed'
  }
  readonly recipient?: {
    readonly place?: string
    readonly contract?: {
      readonly term?: Span
      readonly purposes?: readonly string[]
      readonly ownPurposes?: boolean
    }
    readonly owned?: Span
    readonly privacyFramework?: Span
    readonly clauses?: { readonly moduleFits?: boolean; readonly assessed?: boolean }
    readonly subjectToGdpr?: boolean
  }
  readonly occasion?: {
    readonly order?: { readonly compulsory: boolean; readonly origin: string; readonly id: string }
    readonly necessity?: { readonly author: string; readonly case: string; readonly reason: string }
    readonly deal?: 'possible' | 'actual' | 'bankruptcy'
    readonly minimised?: boolean
    readonly confidential?: boolean
    readonly derogation?: string
    readonly callback?: string
  }
}

export interface Question {
  readonly policy?: PolicyChoice
  readonly facts: Facts
  readonly request: {
    /** A pseudonymous id, never a name or a handle. */
    readonly subject: string
    readonly categories: readonly string[]
    readonly purpose: string
    readonly recipient: { readonly kind: string; readonly id: string }
    /** Not said: `disclose`. */
    readonly action?: 'disclose' | 'use' | 'collect' | 'store' | 'release'
  }
  readonly now: string | Date
}

export type Outcome = 'not_applicable' | 'permit' | 'permit_with' | 'partial' | 'needs_human' | 'deny'

export interface Cite {
  readonly regime: string
  readonly place: string
  readonly strength: 'promise' | 'statute' | 'guidance'
  readonly verified: boolean
  /** The day on which the text was as cited. */
  readonly asOf?: string
  /** Where it can be read. */
  readonly source?: string
}

/** Which policy decided: enough to find its exact text again. */
export interface PolicyIdentity {
  readonly name: string
  readonly version: string
  readonly hash: string
  /** SHA-256 of the rules of law that were read beside it. */
  readonly rulesHash: string
  readonly permitLifetimeSeconds: number
}

export interface Decision {
  readonly request: Question['request']
  readonly outcome: Outcome
  readonly items: readonly {
    readonly category: string
    readonly outcome: Outcome
    readonly reason: string
    /** What the promise gives, what the law gives, and which of the two bound. */
    readonly promise: Outcome
    readonly statute: Outcome
    readonly bound: 'promise' | 'statute' | 'both'
    /** The rules that fitted, by their ids. */
    readonly rules: readonly string[]
    readonly cites: readonly Cite[]
  }[]
  /** What must be done: `log`, `meter`, `notify:gdpr_art14`, … */
  readonly obligations: readonly string[]
  readonly clocks: readonly { readonly clock: string; readonly start: string; readonly due: string }[]
  readonly regimes: readonly string[]
  /** Facts that nobody gave and that would matter. */
  readonly missing: readonly string[]
  readonly policy: PolicyIdentity
  /** SHA-256 of the facts, hexadecimal. */
  readonly factsHash: string
  readonly decidedAt: string
}

/** May it be done? What no rule permits is denied. */
export declare function decide(question: Question): Decision

/** The answer to one of many questions, in brief. */
export interface BriefDecision {
  readonly outcome: Outcome
  readonly items: readonly Omit<Decision['items'][number], 'reason' | 'cites'>[]
  readonly obligations: readonly string[]
  readonly clocks: Decision['clocks']
  readonly regimes: readonly string[]
  readonly missing: readonly string[]
}

/** The answers to many questions, in brief: without the questions, hashes and citations. */
export declare function decideMany(given: {
  readonly policy?: PolicyChoice
  readonly questions: readonly (Omit<Question, 'policy' | 'facts'> & { readonly facts?: Facts })[]
}): BriefDecision[]

/** A column of the answers to a table of records. */
export type DecisionColumn =
  | 'outcome'
  | 'reason'
  | 'obligations'
  | 'bound'
  | 'cites'
  | 'rules'
  | 'promise'
  | 'statute'
  | 'missing'
  | 'noticeDue'

export interface DecideBatchOptions extends CallOptions {
  readonly now: string | Date
  /** What is asked about all records; a column says it for each. */
  readonly request?: {
    readonly category?: string
    readonly purpose?: string
    readonly recipient?: { readonly kind: string; readonly id: string }
    readonly action?: Question['request']['action']
  }
  /** What holds for all records; a column says it for each. */
  readonly facts?: Facts
  /** Without: outcome, reason, obligations, bound, cites. */
  readonly output?: readonly DecisionColumn[]
}

/** The columns of an answer: those of `output`, and `id` where the table has one. */
export type DecisionColumns = { readonly [column in DecisionColumn]?: string | null } & {
  readonly id?: bigint | number | string | null
}

/** The decision for each row of a table, in the order of the rows; `docs/privacy/decision.md` lists the columns. */
export declare function decideBatch(
  records: TableInput,
  options: DecideBatchOptions & { readonly policy?: PolicyChoice },
): Promise<Frame<DecisionColumns>>

export interface Lint {
  readonly severity: 'warning' | 'error'
  readonly code: string
  readonly key: string
  readonly message: string
}

/** What is questionable about a policy. */
export declare function lintPolicy(given: {
  readonly policy?: PolicyChoice
  readonly now: string | Date
}): Lint[]

/** Which version of a policy holds on a day. `versions` are the documents; without, the shipped policy. */
export declare function policyAt(given: {
  readonly versions?: readonly string[]
  readonly day: string
}): PolicyIdentity

/** What a value carries along: what it reveals, what it may be used for, how long it lives, where it came from. */
export interface Label {
  readonly categories: readonly string[]
  readonly purposes: readonly string[]
  readonly ttlDays?: number | null
  readonly googleWorkspace?: boolean
  readonly inferred?: boolean
}

/** What sticks to data that are derived from others; null from none. */
export declare function combineLabels(given: {
  readonly labels: readonly Label[]
  readonly newFacts?: boolean
}): Required<Label> | null

/** Which of several documents holds where they differ; null where the policy knows none of them. */
export declare function bindingDocument(given: {
  readonly policy?: PolicyChoice
  readonly documents: readonly string[]
}): string | null

export interface ProcessingRecord {
  readonly purpose: string
  readonly basis: string | null
  readonly categories: readonly string[]
  readonly recipients: readonly string[]
  readonly ttlDays: readonly (number | null)[]
  readonly transferTools: readonly string[]
  readonly clause: string | null
}

/** The records of processing, computed from the policy. */
export declare function recordsOfProcessing(given: { readonly policy?: PolicyChoice }): ProcessingRecord[]

/** By when a breach must be told to the authority; null where no rule is known. */
export declare function breachNotice(given: {
  readonly regime: string
  readonly awareAt: string | Date
}): { readonly due: string; readonly hours: number; readonly place: string } | null

/** The answer to a prepared question; what is read of it becomes an object only then. */
export interface PreparedAnswer {
  readonly outcome: Outcome
  readonly permits: boolean
  readonly obligations: readonly string[]
  readonly reason: string
}

/** A question with its facts that is asked again and again. */
export declare class PreparedQuestion {
  private constructor()
  decide(now: string | Date): PreparedAnswer
  /** The answer in full, as `Policy.decide` gives it. */
  decision(now: string | Date): Decision
}

/** A policy that was read once, ready to decide. */
export declare class Policy {
  private constructor()
  static influencerMarketing(): Policy
  static minimal(): Policy
  /** A document of your own; an error says the line and the key. */
  static fromToml(text: string): Policy
  readonly identity: PolicyIdentity
  /** SHA-256 of its document, hexadecimal. */
  get hash(): string
  decide(question: Omit<Question, 'policy'>): Decision
  prepare(question: Pick<Question, 'request'> & { readonly facts?: Facts }): PreparedQuestion
  decideMany(
    questions: readonly (Omit<Question, 'policy' | 'facts'> & { readonly facts?: Facts })[],
  ): BriefDecision[]
  /** As `decideBatch`, by this policy. */
  decideBatch(records: TableInput, options: DecideBatchOptions): Promise<Frame<DecisionColumns>>
  lint(now: string | Date): Lint[]
  /** Its rules, those of law and the rows by which requests are answered as SMT-LIB 2.6, for a prover. */
  toSmtlib(): string
  recordsOfProcessing(): ProcessingRecord[]
}

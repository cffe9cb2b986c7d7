export interface Question {
  readonly facts: {
    readonly role?: 'visitor' | 'user' | 'influencer'
    readonly states?: readonly ('objected' | 'restricted' | 'erased' | 'minor' | 'not_public')[]
  }
  readonly request: {
    /** A pseudonymous id, never a name or a handle. */
    readonly subject: string
    readonly categories: readonly string[]
    readonly purpose: string
    readonly recipient: { readonly kind: string; readonly id: string }
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

export interface Decision {
  readonly request: Question['request']
  readonly outcome: Outcome
  readonly items: readonly {
    readonly category: string
    readonly outcome: Outcome
    readonly reason: string
    readonly cites: readonly Cite[]
  }[]
  readonly obligations: readonly string[]
  readonly policy: {
    readonly name: string
    readonly version: string
    readonly hash: string
    readonly permitLifetimeSeconds: number
  }
  readonly decidedAt: string
}

/** What the built-in policy decides. */
export declare function decide(question: Question): Decision

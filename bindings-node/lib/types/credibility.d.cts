// Who is real: scores of accounts, shares of audiences, signals, and how good probabilities are.
import type { Count, Figure, LevelOptions } from './figure.cjs'
import type { Frame, TableInput } from './frame.cjs'
import type { CallOptions, ColumnsOptions, FigureRow, IntervalOptions, Keyed } from './tables.cjs'

/** What an account is as a follower. */
export type FollowerKind = 'real' | 'influencer' | 'mass_follower' | 'suspicious'

/** What is public about an account; what is left out or null is unknown, never 0. */
export interface AccountInput {
  readonly id?: string | null
  readonly hasPicture?: boolean | null
  readonly username?: string | null
  readonly usernameLength?: Count | null
  readonly usernameDigits?: Count | null
  readonly usernameDigitShare?: number | null
  readonly fullName?: string | null
  readonly fullNameLength?: Count | null
  readonly fullNameWords?: Count | null
  readonly fullNameDigits?: Count | null
  readonly fullNameDigitShare?: number | null
  readonly nameEqualsUsername?: boolean | null
  readonly bio?: string | null
  readonly bioLength?: Count | null
  readonly externalLink?: boolean | null
  readonly private?: boolean | null
  readonly verified?: boolean | null
  readonly posts?: Count | null
  readonly followers?: Count | null
  readonly following?: Count | null
  readonly createdAt?: string | Date | null
  readonly collectedAt?: string | Date | null
}

/** A scorecard or trees of one's own, in the formats of `docs/credibility.md`. */
export type ModelInput = Readonly<Record<string, unknown>>

/** An ensemble of another library, and what that library does not know of it. */
export interface TreesInput {
  readonly source: 'xgboost' | 'lightgbm'
  /** What XGBoost's `saveModel` writes as JSON, or LightGBM's `dumpModel` gives. */
  readonly ensemble: Readonly<Record<string, unknown>>
  readonly name: string
  readonly platform?: string | null
  /** What its features are here, in their order. */
  readonly features?: readonly string[] | null
  /** What label 1 is; `real` by default. */
  readonly finds?: 'real' | 'fake'
  readonly kinds?: {
    readonly suspiciousBelow: number
    readonly massFollowerAbove: Count
    readonly notableAbove: Count
  }
  /** How common each kind was in training. */
  readonly prior: {
    readonly real: number
    readonly influencer: number
    readonly massFollower: number
    readonly suspicious: number
  }
  readonly errors: {
    readonly realTakenForReal: number
    readonly fakeTakenForReal: number
    readonly trustedAs: Count
  }
  readonly card?: unknown
}

/** What was seen on labelled accounts, scored with the model. */
export interface ValidationInput {
  readonly real: Count
  readonly realTakenForReal: Count
  readonly fake: Count
  readonly fakeTakenForReal: Count
}

export interface AccountScore {
  /** Where real and fake accounts are equally many. */
  readonly pReal: number
  readonly kind: FollowerKind
  readonly points: number | bigint
  /** The largest first; above 0 speaks for a person. */
  readonly reasons: readonly {
    readonly feature: string
    readonly contribution: number
    readonly text: string
  }[]
  readonly model: string
  readonly category: string
}

export interface AudienceChoices extends LevelOptions {
  /** How shares are found of scores; `em` by default. */
  readonly method?: 'em' | 'adjusted' | 'naive'
  readonly validation?: ValidationInput | null
  readonly model?: ModelInput | null
}

export interface AudienceCredibility {
  /** The share of persons who may see a post: real and influencer. */
  readonly credibility: Figure
  readonly real: Figure
  readonly influencer: Figure
  readonly massFollower: Figure
  readonly suspicious: Figure
}

export interface CredibilityOptions<By extends string = 'influencerId'>
  extends AudienceChoices,
    ColumnsOptions<By>,
    IntervalOptions,
    CallOptions {
  /** How many followers there are in all: a number, or the column that says so. */
  readonly population?: Count | string | null
}

/** The value is the share of persons who may see a post. */
export interface CredibilityColumns extends FigureRow {
  readonly real: number | null
  readonly realLow: number | null
  readonly realHigh: number | null
  readonly influencer: number | null
  readonly influencerLow: number | null
  readonly influencerHigh: number | null
  readonly massFollower: number | null
  readonly massFollowerLow: number | null
  readonly massFollowerHigh: number | null
  readonly suspicious: number | null
  readonly suspiciousLow: number | null
  readonly suspiciousHigh: number | null
}

export interface ScoreAccountsOptions extends CallOptions {
  readonly model?: ModelInput | null
  readonly columns?: Readonly<Record<string, string>>
}

export interface ScoreColumns {
  readonly pReal: number
  readonly kind: FollowerKind
  readonly points: number
}

export interface LabelledInput {
  readonly probabilities: readonly number[]
  /** True for a person. */
  readonly labels: readonly boolean[]
}

/** The probability that a person is behind an account, its kind and the reasons. */
export declare function scoreAccount(question: {
  readonly account: AccountInput
  readonly model?: ModelInput | null
}): AccountScore

/** How much of one audience is real, from a sample of its followers. */
export declare function audienceCredibility(
  question: AudienceChoices & {
    readonly accounts: readonly AccountInput[]
    readonly population?: Count | null
  },
): Promise<AudienceCredibility>

/** Signals that the numbers of an account are not grown. */
export declare function authenticity(
  seen: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>>

/** How good probabilities are: Brier score, calibration error, AUC, and the table. */
export declare function reliability(
  question: LabelledInput & LevelOptions & { readonly bins?: number },
): Promise<Record<string, unknown>>

/** The probability from which an account is best taken for a person, by what errors cost. */
export declare function thresholdByCost(
  question: LabelledInput & { readonly fakeTakenForReal: number; readonly realTakenForFake: number },
): Promise<Record<string, unknown>>

/** Probabilities made right by labels of one's own. */
export declare function recalibrate(
  question: LabelledInput & { readonly method?: 'platt' | 'isotonic'; readonly to?: readonly number[] },
): Promise<Record<string, unknown>>

/** An ensemble of XGBoost or LightGBM in the format of `docs/credibility.md`, its keys as they are written there. */
export declare function readTrees(question: TreesInput): ModelInput

/** The probability that a person is behind each account, in the order of the rows. */
export declare function scoreAccounts(
  accounts: TableInput,
  options?: ScoreAccountsOptions,
): Promise<Frame<ScoreColumns>>

/** How much of each audience is real: one row for each influencer. */
export declare function credibility<By extends string = 'influencerId'>(
  accounts: TableInput,
  options?: CredibilityOptions<By>,
): Promise<Frame<Keyed<By> & CredibilityColumns>>

/** The range that covers the true value in `level` of repeated samples. */
export interface Interval {
  readonly low: number
  readonly high: number
  /** Confidence level, a fraction. */
  readonly level: number
}

/** Why there is no value, or no interval. */
export interface Undefined {
  readonly undefined: string
}

/** A finished figure. Rates and shares are fractions: 0.031 is 3.1 %. */
export interface Estimate {
  readonly value: number
  readonly interval: Interval | Undefined
  /** How many observations the value rests on. */
  readonly n: bigint
  /** How value and interval were computed. */
  readonly method: string
}

export type Figure = Estimate | Undefined

/** A whole number from 0; beyond 2^53 only a BigInt holds it. */
export type Count = number | bigint

export interface LevelOptions {
  /** Confidence level, a fraction between 0 and 1; 0.95 by default. */
  readonly level?: number
}

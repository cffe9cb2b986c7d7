import type { Count, Figure, LevelOptions } from './figure.cjs'

export interface BootstrapOptions extends LevelOptions {
  readonly statistic: 'mean' | 'median'
  readonly method?: 'percentile' | 'bca'
  readonly resamples?: number
  /** The same seed gives the same bytes on every platform. */
  readonly seed: Count
}

/** A proportion with Wilson's score interval. */
export declare function wilson(successes: Count, trials: Count, options?: LevelOptions): Figure
/** A proportion with the interval of Clopper and Pearson. */
export declare function clopperPearson(successes: Count, trials: Count, options?: LevelOptions): Figure
/** The quantile of type 7; null where there are no values. */
export declare function quantile(values: readonly number[] | Float64Array, probability: number): number | null

/** Arithmetic mean with Student's t interval. */
export declare function mean(
  values: readonly number[] | Float64Array,
  options?: LevelOptions,
): Promise<Figure>

/** Median with the interval of binomial order statistics. */
export declare function median(
  values: readonly number[] | Float64Array,
  options?: LevelOptions,
): Promise<Figure>

/** Bootstrap interval of mean or median. */
export declare function bootstrap(
  values: readonly number[] | Float64Array,
  options: BootstrapOptions,
): Promise<Figure>

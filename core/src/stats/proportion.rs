//! Proportions: Wilson and Clopper–Pearson intervals, the correction for a finite population, the design effect
//! of weights, and the ratio of two proportions.

use super::incomplete_beta::{Tail, inverse};
use super::quantiles::checked_level;
use super::{Bounds, Error, Estimate, Figure, Interval, Method, Quantiles, Undefined};

fn checked(successes: u64, trials: u64) -> Result<(), Error> {
    if successes > trials { Err(Error::MoreSuccessesThanTrials { successes, trials }) } else { Ok(()) }
}

/// A proportion with Wilson's score interval (Wilson 1927).
///
/// # Errors
/// [`Error::MoreSuccessesThanTrials`], [`Error::LevelOutOfRange`].
///
/// ```
/// let share = renown::stats::wilson(30, 100, 0.95)?;
/// let interval = share.interval().ok_or("none")?;
/// assert_eq!(share.value(), Some(0.3));
/// assert!((interval.low - 0.218_948_9).abs() < 1e-6 && (interval.high - 0.395_848_5).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn wilson(successes: u64, trials: u64, level: f64) -> Result<Figure, Error> {
    wilson_at(successes, trials, None, &Quantiles::new(level)?)
}

/// [`wilson`] with quantiles at hand, and with the size of the population that was sampled without replacement,
/// where it is known: the interval is then that of a sample of n / (1 − f) · (N − 1)/N, f = n/N, and a whole
/// population has no sampling error.
///
/// # Errors
/// [`Error::MoreSuccessesThanTrials`], [`Error::SampleLargerThanPopulation`].
pub fn wilson_at(
    successes: u64,
    trials: u64,
    population: Option<u64>,
    quantiles: &Quantiles,
) -> Result<Figure, Error> {
    checked(successes, trials)?;
    let correction = population.map_or(Ok(1.0), |population| finite_population(trials, population))?;
    if trials == 0 {
        return Ok(Figure::Undefined { undefined: Undefined::Empty });
    }
    let value = successes as f64 / trials as f64;
    let interval = if correction == 0.0 {
        Interval { low: value, high: value, level: quantiles.level() }
    } else {
        wilson_interval(value, trials as f64 / correction, quantiles)
    };
    let interval = Bounds::Known(interval);
    Ok(Figure::Estimate(Estimate { value, interval, n: trials, method: Method::Wilson }))
}

/// Wilson's interval around a proportion that rests on `n` trials, `n` not necessarily whole: an effective
/// sample size.
pub fn wilson_interval(proportion: f64, n: f64, quantiles: &Quantiles) -> Interval {
    let z2 = quantiles.z() * quantiles.z();
    let centre = (proportion + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half =
        quantiles.z() / (1.0 + z2 / n) * (proportion * (1.0 - proportion) / n + z2 / (4.0 * n * n)).sqrt();
    // At 0 and 1 the interval ends there exactly, whatever the rounding.
    let low = if proportion == 0.0 { 0.0 } else { (centre - half).clamp(0.0, proportion) };
    let high = if proportion == 1.0 { 1.0 } else { (centre + half).clamp(proportion, 1.0) };
    Interval { low, high, level: quantiles.level() }
}

/// A proportion with the interval of Clopper and Pearson (1934), which covers at least its level.
///
/// # Errors
/// [`Error::MoreSuccessesThanTrials`], [`Error::LevelOutOfRange`].
///
/// ```
/// let none = renown::stats::clopper_pearson(0, 10, 0.95)?;
/// let interval = none.interval().ok_or("none")?;
/// assert_eq!(interval.low, 0.0);
/// assert!((interval.high - 0.308_497_1).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn clopper_pearson(successes: u64, trials: u64, level: f64) -> Result<Figure, Error> {
    checked(successes, trials)?;
    let tail = 0.5 * (1.0 - checked_level(level)?);
    if trials == 0 {
        return Ok(Figure::Undefined { undefined: Undefined::Empty });
    }
    let (x, rest) = (successes as f64, (trials - successes) as f64);
    let low = if successes == 0 { 0.0 } else { inverse(Tail::Lower, tail, x, rest + 1.0).0 };
    let high = if successes == trials { 1.0 } else { inverse(Tail::Upper, tail, x + 1.0, rest).0 };
    let interval = Bounds::Known(Interval { low, high, level });
    let value = x / trials as f64;
    Ok(Figure::Estimate(Estimate { value, interval, n: trials, method: Method::ClopperPearson }))
}

/// By how much the variance of a mean shrinks where `sample` of `population` were drawn without replacement:
/// (N − n) / (N − 1), a fraction.
///
/// # Errors
/// [`Error::SampleLargerThanPopulation`].
///
/// ```
/// assert_eq!(renown::stats::finite_population(100, 100)?, 0.0);
/// assert_eq!(renown::stats::finite_population(1, 100)?, 1.0);
/// # Ok::<(), renown::stats::Error>(())
/// ```
pub fn finite_population(sample: u64, population: u64) -> Result<f64, Error> {
    match population.checked_sub(sample) {
        None => Err(Error::SampleLargerThanPopulation { sample, population }),
        Some(0) => Ok(0.0),
        Some(rest) => Ok(rest as f64 / (population - 1).max(1) as f64),
    }
}

/// Kish's effective sample size of weights: (Σw)² / Σw². `None` where all are 0.
///
/// # Errors
/// [`Error::WeightOutOfRange`] where a weight is negative or not finite.
///
/// ```
/// assert_eq!(renown::stats::effective_size(&[1.0, 1.0, 1.0])?, Some(3.0));
/// # Ok::<(), renown::stats::Error>(())
/// ```
pub fn effective_size(weights: &[f64]) -> Result<Option<f64>, Error> {
    let mut largest = 0.0_f64;
    for (index, weight) in weights.iter().enumerate() {
        if !(weight.is_finite() && *weight >= 0.0) {
            return Err(Error::WeightOutOfRange { index, value: *weight });
        }
        largest = largest.max(*weight);
    }
    if largest == 0.0 {
        return Ok(None);
    }
    // Over the largest, so that neither sum overflows.
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    let squares: f64 = weights.iter().map(|weight| (weight / largest).powi(2)).sum();
    Ok(Some(sum * sum / squares))
}

/// A proportion and the sample size that it rests on, not necessarily whole: an effective one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectiveShare {
    /// The proportion, a fraction.
    pub share: f64,
    /// The effective sample size; infinite where the whole population was counted.
    pub n: f64,
}

/// [`proportion_ratio`] for weighted proportions: the variance of the logarithm is (1 − p) / (p · n) for each, with
/// Kish's effective sample sizes. `n` is how many people the first rests on.
///
/// Undefined where the second is 0; without interval where the first is.
pub fn weighted_ratio(first: EffectiveShare, base: EffectiveShare, n: u64, quantiles: &Quantiles) -> Figure {
    if base.share <= 0.0 {
        return Figure::Undefined { undefined: Undefined::NoDenominator };
    }
    let value = first.share / base.share;
    let interval = if first.share <= 0.0 {
        Bounds::Unknown { undefined: Undefined::TooFew }
    } else {
        let variance = |of: EffectiveShare| (1.0 - of.share) / (of.share * of.n);
        let factor = libm::exp(quantiles.z() * (variance(first) + variance(base)).max(0.0).sqrt());
        Bounds::Known(Interval { low: value / factor, high: value * factor, level: quantiles.level() })
    };
    Figure::Estimate(Estimate { value, interval, n, method: Method::KatzLogKish })
}

/// The ratio of two independent proportions with the interval on its logarithm (Katz, Baptista, Azen and Pike
/// 1978). Undefined where either has no success: the ratio is then 0 or unbounded.
///
/// # Errors
/// [`Error::MoreSuccessesThanTrials`].
pub fn proportion_ratio(
    (successes, trials): (u64, u64),
    (base_successes, base_trials): (u64, u64),
    quantiles: &Quantiles,
) -> Result<Figure, Error> {
    checked(successes, trials)?;
    checked(base_successes, base_trials)?;
    if trials == 0 || base_trials == 0 {
        return Ok(Figure::Undefined { undefined: Undefined::Empty });
    }
    if base_successes == 0 {
        return Ok(Figure::Undefined { undefined: Undefined::NoDenominator });
    }
    let value = (successes as f64 / trials as f64) / (base_successes as f64 / base_trials as f64);
    let interval = if successes == 0 {
        Bounds::Unknown { undefined: Undefined::TooFew }
    } else {
        let reciprocal = |count: u64| 1.0 / count as f64;
        let variance =
            reciprocal(successes) - reciprocal(trials) + reciprocal(base_successes) - reciprocal(base_trials);
        let factor = libm::exp(quantiles.z() * variance.max(0.0).sqrt());
        Bounds::Known(Interval { low: value / factor, high: value * factor, level: quantiles.level() })
    };
    Ok(Figure::Estimate(Estimate { value, interval, n: trials, method: Method::KatzLog }))
}

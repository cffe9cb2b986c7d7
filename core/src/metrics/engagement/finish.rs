//! From rates to a figure: the one place where rows, accumulators and columns become floating point.
//!
//! One idea to keep in mind: where all denominators are the same, numerators are aggregated as whole numbers and
//! divided once. Which way is taken depends on the multiset of rates alone.

use super::{Rate, Statistic};
use crate::stats::{
    self, Figure, Over, PairMoments, Quantiles, Ratios, Scale, Undefined, mean_of, median, pooled, trimmed,
    winsorised,
};

/// The figure of rates in any order.
///
/// A kernel that has whole numbers over one denominator, or ratios, in a buffer of its own calls [`finish_values`]
/// on [`Over`] or [`Ratios`] for the same bits without an allocation, and [`stats::pooled`] for a pooled rate.
///
/// ```
/// use renown::metrics::engagement::{Rate, Statistic, finish_rates};
/// use renown::stats::Quantiles;
/// let rates: Vec<Rate> = [(1, 4), (1, 2)].iter().filter_map(|&(e, d)| Rate::new(e, d)).collect();
/// let quantiles = Quantiles::new(0.95)?;
/// assert_eq!(finish_rates(&rates, Statistic::Mean, &quantiles).value(), Some(0.375));
/// assert_eq!(finish_rates(&rates, Statistic::Pooled, &quantiles).value(), Some(2.0 / 6.0));
/// # Ok::<(), renown::stats::Error>(())
/// ```
#[must_use]
pub fn finish_rates(rates: &[Rate], statistic: Statistic, quantiles: &Quantiles) -> Figure {
    if statistic == Statistic::Pooled {
        let mut sums = PairMoments::new();
        let summed = rates.iter().try_for_each(|rate| sums.update(rate.engagement(), rate.denominator()));
        return or_too_large(summed.map(|()| pooled(&sums, quantiles)));
    }
    let Some(first) = rates.first() else {
        return Figure::Undefined { undefined: Undefined::Empty };
    };
    let denominator = first.denominator();
    if rates.iter().all(|rate| rate.denominator() == denominator) {
        let mut values: Vec<u64> = rates.iter().map(|rate| rate.engagement()).collect();
        finish_values(&mut values, Over(denominator), statistic, quantiles)
    } else {
        let mut values: Vec<f64> = rates.iter().map(|rate| rate.value()).collect();
        finish_values(&mut values, Ratios, statistic, quantiles)
    }
}

/// The figure of values in any order, which it reorders. [`Statistic::Pooled`] of values without denominators of
/// their own is their mean.
#[must_use]
pub fn finish_values<S: Scale>(
    values: &mut [S::Value],
    scale: S,
    statistic: Statistic,
    quantiles: &Quantiles,
) -> Figure {
    match statistic {
        Statistic::Median => median(values, scale, quantiles),
        Statistic::Mean | Statistic::Pooled => or_too_large(mean_of(values, scale, quantiles)),
        Statistic::Trimmed { share } => or_too_large(trimmed(values, share, scale, quantiles)),
        Statistic::Winsorised { share } => or_too_large(winsorised(values, share, scale, quantiles)),
    }
}

/// What exact sums cannot hold is no figure, and says so.
#[must_use]
pub fn or_too_large(figure: Result<Figure, stats::Error>) -> Figure {
    figure.unwrap_or(Figure::Undefined { undefined: Undefined::TooLarge })
}

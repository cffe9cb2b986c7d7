//! The mathematics that every figure shares.
//!
//! One idea to keep in mind: a figure is either an [`Estimate`] with its interval, sample size and
//! method, or [`Undefined`] with the reason. It is never NaN, and never 0 for "unknown".

mod bootstrap;
pub(crate) mod codec;
mod distributions;
mod error;
mod figure;
mod incomplete_beta;
mod location;
mod median_ratio;
mod moments;
mod ordered;
mod proportion;
mod quantiles;
mod sample;
mod wide;

#[cfg(test)]
mod tests;

pub use bootstrap::{Bootstrap, BootstrapMethod, bootstrap};
pub use error::{CODES, Error};
pub use figure::{Bounds, Estimate, Figure, Interval, Method, Undefined};
pub use location::{mean, pooled};
pub use median_ratio::median_ratio;
pub use moments::{FIXED_BITS, MOMENTS_BYTES, Moments, PairMoments, RatioSums, Unit, to_fixed};
pub use ordered::{Over, Ratios, Scale, checked_trim, mean_of, median, trimmed, winsorised};
pub use proportion::{
    EffectiveShare, clopper_pearson, effective_size, finite_population, proportion_ratio, weighted_ratio,
    wilson, wilson_at, wilson_interval,
};
pub use quantiles::Quantiles;
pub use sample::{
    Resampled, bootstrap_of_values, checked_finite, mean_of_values, median_deviation, median_in_place,
    median_of_values, quantile, quantile_of_sorted, robust_z,
};

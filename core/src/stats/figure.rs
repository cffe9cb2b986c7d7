//! What a computation answers: an estimate with its uncertainty, or the reason why there is none.

use serde::{Deserialize, Serialize};

/// The range that covers the true value in `level` of repeated samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interval {
    /// Lower end, in the unit of the value.
    pub low: f64,
    /// Upper end, in the unit of the value.
    pub high: f64,
    /// Confidence level, a fraction: 0.95 is 95 %.
    pub level: f64,
}

/// An interval, or the reason why this figure has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Bounds {
    /// The interval.
    Known(Interval),
    /// No interval, and why.
    Unknown {
        /// Why there is no interval.
        undefined: Undefined,
    },
}

/// A finished figure: value, interval, sample size, method.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Estimate {
    /// The value. A rate or share is a fraction: 0.031 is 3.1 %.
    pub value: f64,
    /// The interval around the value.
    pub interval: Bounds,
    /// How many observations the value rests on.
    pub n: u64,
    /// How value and interval were computed.
    pub method: Method,
}

/// An [`Estimate`], or the reason why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Figure {
    /// The estimate.
    Estimate(Estimate),
    /// No value, and why.
    Undefined {
        /// Why there is no value.
        undefined: Undefined,
    },
}

/// Why a figure, or its interval, cannot be given.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Undefined {
    /// Nothing to compute from.
    #[error("there is nothing to compute from")]
    Empty,
    /// Fewer observations than the method needs.
    #[error("there are fewer observations than the method needs")]
    TooFew,
    /// The platform hides the likes of every post in the window.
    #[error("the likes of every post are hidden")]
    HiddenLikes,
    /// A counted component other than likes is unknown in every post.
    #[error("a counted component is unknown in every post")]
    MissingCounts,
    /// The number of followers is unknown or 0.
    #[error("the number of followers is unknown or zero")]
    NoFollowers,
    /// Reach, impressions or views are unknown or 0.
    #[error("the denominator is unknown or zero")]
    NoDenominator,
    /// The figure would exceed what exact sums hold.
    #[error("the figure is too large to be summed exactly")]
    TooLarge,
    /// The figure is exact: a count has no sampling error, so it has no interval.
    #[error("the figure is exact and has no interval")]
    Exact,
}

/// How a value and its interval were computed: `statistic_interval`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// A count or a quantity that is known, not estimated.
    Exact,
    /// Arithmetic mean, Student's t interval.
    MeanT,
    /// Median, interval from binomial order statistics.
    MedianOrderStatistic,
    /// Sum over sum, interval by linearisation with Student's t.
    PooledT,
    /// Trimmed mean, Tukey–McLaughlin interval (winsorised variance, Student's t).
    TrimmedT,
    /// Winsorised mean, interval from the winsorised variance with Student's t.
    WinsorisedT,
    /// Proportion, Wilson score interval.
    Wilson,
    /// Proportion, Clopper–Pearson interval.
    ClopperPearson,
    /// Any statistic, percentile bootstrap interval.
    BootstrapPercentile,
    /// Any statistic, bias-corrected and accelerated bootstrap interval.
    BootstrapBca,
}

//! What a computation answers: an estimate with its uncertainty, or the reason why there is none.

use serde::{Deserialize, Serialize};

/// The range that covers the true value in `level` of repeated samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "RawInterval")]
pub struct Interval {
    /// Lower end, in the unit of the value.
    pub low: f64,
    /// Upper end, in the unit of the value.
    pub high: f64,
    /// Confidence level, a fraction: 0.95 is 95 %.
    pub level: f64,
}

/// An interval before it is checked.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RawInterval {
    low: f64,
    high: f64,
    level: f64,
}

impl TryFrom<RawInterval> for Interval {
    type Error = String;
    fn try_from(RawInterval { low, high, level }: RawInterval) -> Result<Self, String> {
        if !(low.is_finite() && high.is_finite() && low <= high) {
            return Err(format!(
                "an interval from {low} to {high}; it has two finite ends, the lower one first"
            ));
        }
        if !(level > 0.0 && level < 1.0) {
            return Err(format!("a confidence level of {level}; it is a fraction between 0 and 1"));
        }
        Ok(Interval { low, high, level })
    }
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
    /// No sponsored post is in the window.
    #[error("there is no sponsored post to compare")]
    NoSponsored,
    /// Every post in the window is sponsored.
    #[error("there is no organic post to compare with")]
    NoOrganic,
    /// Nobody who counts has a weight above 0.
    #[error("the weights are all zero")]
    NoWeight,
    /// The figure would exceed what exact sums hold.
    #[error("the figure is too large to be summed exactly")]
    TooLarge,
    /// The figure is exact: a count has no sampling error, so it has no interval.
    #[error("the figure is exact and has no interval")]
    Exact,
    /// The rules of release withhold the figure: it would tell of too few people.
    #[error("the figure is withheld to protect the people behind it")]
    Withheld,
}

impl Undefined {
    /// The reason's name, as it stands in every language and format.
    pub fn as_str(self) -> &'static str {
        match self {
            Undefined::Empty => "empty",
            Undefined::TooFew => "too_few",
            Undefined::HiddenLikes => "hidden_likes",
            Undefined::MissingCounts => "missing_counts",
            Undefined::NoFollowers => "no_followers",
            Undefined::NoDenominator => "no_denominator",
            Undefined::NoSponsored => "no_sponsored",
            Undefined::NoOrganic => "no_organic",
            Undefined::NoWeight => "no_weight",
            Undefined::TooLarge => "too_large",
            Undefined::Exact => "exact",
            Undefined::Withheld => "withheld",
        }
    }
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
    /// Ratio of two medians, interval on its logarithm (Price and Bonett).
    MedianRatioLog,
    /// Sum over sum, interval by linearisation with Student's t.
    PooledT,
    /// Trimmed mean, Tukey–McLaughlin interval (winsorised variance, Student's t).
    TrimmedT,
    /// Winsorised mean, interval from the winsorised variance with Student's t.
    WinsorisedT,
    /// Proportion, Wilson score interval.
    Wilson,
    /// Weighted proportion, Wilson score interval with Kish's effective sample size.
    WilsonKish,
    /// Proportion, Clopper–Pearson interval.
    ClopperPearson,
    /// Ratio of two proportions, interval on its logarithm (Katz).
    KatzLog,
    /// Ratio of two weighted proportions, interval on its logarithm with effective sample sizes (Katz, Kish).
    KatzLogKish,
    /// A count or share from a theta sketch: of counts the score interval of Poisson, of shares that of Wilson.
    ThetaSketch,
    /// Share of a class, count corrected by the classifier's error rates (Rogan and Gladen), score interval.
    AdjustedCount,
    /// Share of a class, maximum likelihood of a mixture (Saerens, Latinne and Decaestecker), score interval.
    MixtureScore,
    /// Any statistic, percentile bootstrap interval.
    BootstrapPercentile,
    /// Any statistic, bias-corrected and accelerated bootstrap interval.
    BootstrapBca,
}

impl Method {
    /// The method's name, as it stands in every language and format.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Exact => "exact",
            Method::MeanT => "mean_t",
            Method::MedianOrderStatistic => "median_order_statistic",
            Method::MedianRatioLog => "median_ratio_log",
            Method::PooledT => "pooled_t",
            Method::TrimmedT => "trimmed_t",
            Method::WinsorisedT => "winsorised_t",
            Method::Wilson => "wilson",
            Method::WilsonKish => "wilson_kish",
            Method::ClopperPearson => "clopper_pearson",
            Method::KatzLog => "katz_log",
            Method::KatzLogKish => "katz_log_kish",
            Method::ThetaSketch => "theta_sketch",
            Method::AdjustedCount => "adjusted_count",
            Method::MixtureScore => "mixture_score",
            Method::BootstrapPercentile => "bootstrap_percentile",
            Method::BootstrapBca => "bootstrap_bca",
        }
    }
}

impl Figure {
    /// A figure that cannot be given, and why.
    pub fn undefined(undefined: Undefined) -> Self {
        Figure::Undefined { undefined }
    }

    /// A quantity that is known, not estimated: it has no interval.
    pub fn exact(value: f64, n: u64) -> Self {
        let interval = Bounds::Unknown { undefined: Undefined::Exact };
        Figure::Estimate(Estimate { value, interval, n, method: Method::Exact })
    }

    /// The estimate, where there is one.
    pub fn estimate(&self) -> Option<&Estimate> {
        match self {
            Figure::Estimate(estimate) => Some(estimate),
            Figure::Undefined { .. } => None,
        }
    }

    /// The value, where there is one.
    pub fn value(&self) -> Option<f64> {
        self.estimate().map(|estimate| estimate.value)
    }

    /// The interval, where there is one.
    pub fn interval(&self) -> Option<Interval> {
        match self.estimate()?.interval {
            Bounds::Known(interval) => Some(interval),
            Bounds::Unknown { .. } => None,
        }
    }

    /// Why there is no value, or no interval; nothing where both are there.
    pub fn reason(&self) -> Option<Undefined> {
        match self {
            Figure::Undefined { undefined } => Some(*undefined),
            Figure::Estimate(Estimate { interval: Bounds::Unknown { undefined }, .. }) => Some(*undefined),
            Figure::Estimate(_) => None,
        }
    }
}

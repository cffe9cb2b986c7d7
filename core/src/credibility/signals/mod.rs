//! Signals that an account's numbers are not grown: each with its figure, its threshold, and how often an honest
//! account passes it.
//!
//! One idea to keep in mind: a signal is a question to ask, not a verdict. A post that goes round the world raises the
//! same signal as bought followers. That is why each carries its false-positive rate, and why the summary shows its
//! parts and has no score.

mod comments;
mod followers;
mod peers;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use comments::duplicated_comments;
pub use followers::{DailyFollowers, follower_drop, growth_anomaly};
pub use peers::{comments_per_like, engagement_for_tier};

use super::{AudienceCredibility, Error};
use crate::stats::Undefined;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The day whose gain stands out most, as a robust z-score without trend and weekdays.
    GrowthAnomaly,
    /// The largest share of followers that was lost from one day to the next.
    FollowerDrop,
    /// How far the engagement rate lies from those of accounts of the same tier, as a robust z-score of logarithms.
    EngagementForTier,
    /// How far comments per like lie from those of accounts of the same tier, as a robust z-score of logarithms.
    CommentsPerLike,
    /// The share of comments that repeat another one.
    DuplicatedComments,
}

impl Subject {
    /// Where a signal is raised, unless the caller says otherwise.
    #[must_use]
    pub const fn threshold(self) -> f64 {
        match self {
            Subject::GrowthAnomaly => 12.0,
            Subject::FollowerDrop => 0.02,
            Subject::EngagementForTier | Subject::CommentsPerLike => 3.5,
            Subject::DuplicatedComments => 0.3,
        }
    }

    /// How many honest accounts in one raise the signal at its usual threshold, by the simulations of
    /// `docs/credibility.md#signals`; a test runs them again.
    #[must_use]
    pub const fn false_positive_rate(self) -> f64 {
        match self {
            Subject::GrowthAnomaly => 0.013,
            Subject::EngagementForTier | Subject::CommentsPerLike => 0.015,
            Subject::FollowerDrop | Subject::DuplicatedComments => 0.001,
        }
    }
}

/// What was seen of one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signal {
    /// What was looked at.
    pub subject: Subject,
    /// The figure, in the unit of the subject; nothing where there is too little to see.
    pub value: Option<f64>,
    /// Where the signal is raised: beyond it, up or down for z-scores, above it for shares.
    pub threshold: f64,
    /// Whether it is; nothing where there is no figure.
    pub raised: Option<bool>,
    /// How many honest accounts in one raise it at the usual threshold; nothing at another one.
    pub false_positive_rate: Option<f64>,
    /// How many days, peers or comments the figure rests on.
    pub n: u64,
    /// Which day of the series it was, counted from 0, where it was one.
    pub day: Option<u64>,
    /// Why there is no figure.
    pub reason: Option<Undefined>,
}

impl Signal {
    fn seen(
        subject: Subject,
        threshold: f64,
        value: f64,
        raised: bool,
        n: usize,
        day: Option<usize>,
    ) -> Self {
        Signal {
            subject,
            value: Some(value),
            threshold,
            raised: Some(raised),
            false_positive_rate: (threshold == subject.threshold()).then(|| subject.false_positive_rate()),
            n: n as u64,
            day: day.map(|day| day as u64),
            reason: None,
        }
    }

    fn unseen(subject: Subject, threshold: f64, n: usize, reason: Undefined) -> Self {
        Signal {
            subject,
            value: None,
            threshold,
            raised: None,
            false_positive_rate: None,
            n: n as u64,
            day: None,
            reason: Some(reason),
        }
    }
}

/// The threshold that was given, or the usual one.
fn threshold(subject: Subject, given: Option<f64>) -> Result<f64, Error> {
    let value = given.unwrap_or(subject.threshold());
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        let expected = "a threshold is a finite number above 0";
        Err(Error::BadThreshold { name: "threshold", value, expected })
    }
}

/// How authentic an account looks: its parts, and no number that hides them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Authenticity {
    /// The shares of its audience, where followers were scored.
    pub audience: Option<AudienceCredibility>,
    /// The signals, each with its figure.
    pub signals: Vec<Signal>,
    /// How many signals are raised.
    pub raised: u64,
    /// How many signals have a figure.
    pub seen: u64,
    /// How many of these an honest account of this kind raises on average: the sum of the false-positive rates.
    pub raised_if_honest: f64,
}

/// Puts the parts side by side.
#[must_use]
pub fn authenticity(audience: Option<AudienceCredibility>, signals: Vec<Signal>) -> Authenticity {
    let count = |of: &dyn Fn(&Signal) -> bool| signals.iter().filter(|signal| of(signal)).count() as u64;
    let raised = count(&|signal| signal.raised == Some(true));
    let seen = count(&|signal| signal.raised.is_some());
    let rates = signals.iter().filter_map(|signal| signal.false_positive_rate);
    let raised_if_honest = rates.fold(0.0, |sum, rate| sum + rate);
    Authenticity { audience, signals, raised, seen, raised_if_honest }
}

//! An account beside others of its tier.

use super::{Signal, Subject, threshold};
use crate::credibility::Error;
use crate::stats::{Undefined, median_deviation, robust_z};

/// Fewer peers show nothing.
const FEWEST: usize = 20;

fn check(index: usize, value: f64) -> Result<f64, Error> {
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(Error::BadSeries { index, problem: "it is not a finite number from 0" })
    }
}

/// The robust z-score of a logarithm among those of peers. Rates are spread over orders of magnitude, so that their
/// logarithms are what is alike; an account or peer at 0 has none.
fn beside(subject: Subject, own: f64, peers: &[f64], given: Option<f64>) -> Result<Signal, Error> {
    let threshold = threshold(subject, given)?;
    check(peers.len(), own)?;
    let mut logarithms = Vec::with_capacity(peers.len());
    for (index, value) in peers.iter().enumerate() {
        if check(index, *value)? > 0.0 {
            logarithms.push(libm::log(*value));
        }
    }
    let n = logarithms.len();
    if n < FEWEST || own == 0.0 {
        return Ok(Signal::unseen(subject, threshold, n, Undefined::TooFew));
    }
    let z = median_deviation(&logarithms)?
        .and_then(|(centre, deviation)| robust_z(libm::log(own), centre, deviation));
    Ok(match z {
        Some(z) => Signal::seen(subject, threshold, z, z.abs() > threshold, n, None),
        None => Signal::unseen(subject, threshold, n, Undefined::TooFew),
    })
}

/// How far an engagement rate lies from those of peers of the same tier: too low where followers are bought, too high
/// where likes are. Rates are fractions. At least 20 peers above 0 are needed.
///
/// # Errors
/// [`Error::BadSeries`] where a rate is negative or not finite (the account's own counts as the last),
/// [`Error::BadThreshold`].
///
/// ```
/// use renown::credibility::signals::engagement_for_tier;
/// let peers: Vec<f64> = (1..=40).map(|rate| f64::from(rate) / 1_000.0).collect();
/// let signal = engagement_for_tier(0.0001, &peers, None)?;
/// assert_eq!(signal.raised, Some(true));
/// assert!(signal.value.is_some_and(|z| z < -3.5));
/// # Ok::<(), renown::credibility::Error>(())
/// ```
pub fn engagement_for_tier(rate: f64, peers: &[f64], threshold: Option<f64>) -> Result<Signal, Error> {
    beside(Subject::EngagementForTier, rate, peers, threshold)
}

/// How far comments per like lie from those of peers: too few where likes are bought, too many where comments are.
///
/// # Errors
/// As [`engagement_for_tier`].
pub fn comments_per_like(ratio: f64, peers: &[f64], threshold: Option<f64>) -> Result<Signal, Error> {
    beside(Subject::CommentsPerLike, ratio, peers, threshold)
}

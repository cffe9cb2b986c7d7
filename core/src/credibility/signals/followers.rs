//! Followers from day to day: gains that stand out, and falls.

use serde::{Deserialize, Serialize};

use super::{Signal, Subject, threshold};
use crate::credibility::Error;
use crate::stats::{Undefined, median_deviation, median_in_place, robust_z};

/// Followers at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DailyFollowers {
    /// The day, counted from any fixed day.
    pub day: i64,
    /// How many.
    pub followers: u64,
}

/// Fewer daily changes show no habit.
const FEWEST: usize = 14;
/// From so many on, each weekday has its own level.
const FEWEST_FOR_WEEKDAYS: usize = 28;

/// Relative daily changes as logarithms, with the weekday, of neighbouring days only.
fn changes(series: &[DailyFollowers]) -> Result<Vec<(usize, f64)>, Error> {
    let mut changes = Vec::with_capacity(series.len());
    for (index, pair) in series.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        if after.day <= before.day {
            return Err(Error::BadSeries {
                index: index + 1,
                problem: "it is not later than the one before",
            });
        }
        if after.day - before.day == 1 {
            // One is added, so that an account without followers has a logarithm.
            let change = libm::log((after.followers as f64 + 1.0) / (before.followers as f64 + 1.0));
            changes.push((index + 1, change));
        }
    }
    Ok(changes)
}

/// The day whose gain or loss stands out most from the account's habit.
///
/// The habit is a running median of 15 days; with four weeks of changes each weekday has its own level on top. What
/// is left is judged by its median and MAD (Iglewicz and Hoaglin 1993), with at least one follower as the unit, so
/// that a quiet account is not anomalous by a handful.
///
/// # Errors
/// [`Error::BadSeries`] where the days do not rise, [`Error::BadThreshold`].
pub fn growth_anomaly(series: &[DailyFollowers], given: Option<f64>) -> Result<Signal, Error> {
    const HALF: usize = 7;
    let subject = Subject::GrowthAnomaly;
    let threshold = threshold(subject, given)?;
    let changes = changes(series)?;
    let n = changes.len();
    if n < FEWEST {
        return Ok(Signal::unseen(subject, threshold, n, Undefined::TooFew));
    }
    let mut window = Vec::with_capacity(2 * HALF + 1);
    let mut left: Vec<f64> = Vec::with_capacity(n);
    for (at, (_, change)) in changes.iter().enumerate() {
        window.clear();
        let from = at.saturating_sub(HALF);
        window.extend(changes.iter().skip(from).take(at + HALF + 1 - from).map(|(_, change)| *change));
        left.push(change - median_in_place(&mut window).unwrap_or_default());
    }
    if n >= FEWEST_FOR_WEEKDAYS {
        let weekday = |index: usize| series.get(index).map_or(0, |entry| entry.day.rem_euclid(7));
        for day in 0..7 {
            let of_day = |(index, _): &(usize, f64)| weekday(*index) == day;
            let mut values: Vec<f64> = changes
                .iter()
                .zip(&left)
                .filter(|(change, _)| of_day(change))
                .map(|(_, left)| *left)
                .collect();
            let Some(level) = median_in_place(&mut values) else { continue };
            for (_, value) in changes.iter().zip(&mut left).filter(|(change, _)| of_day(change)) {
                *value -= level;
            }
        }
    }
    let Some((centre, deviation)) = median_deviation(&left)? else {
        return Ok(Signal::unseen(subject, threshold, n, Undefined::TooFew));
    };
    let mut most: Option<(usize, f64)> = None;
    for ((index, _), value) in changes.iter().zip(&left) {
        let followers = series.get(*index).map_or(1.0, |entry| entry.followers as f64 + 1.0);
        let z = robust_z(*value, centre, deviation.max(1.0 / followers)).unwrap_or_default();
        if most.is_none_or(|(_, other): (usize, f64)| z.abs() > other.abs()) {
            most = Some((*index, z));
        }
    }
    let (day, z) = most.unwrap_or_default();
    Ok(Signal::seen(subject, threshold, z, z.abs() > threshold, n, Some(day)))
}

/// The largest share of followers lost from one day to the next: what a platform's clean-up does to bought ones.
///
/// It is raised where the share is above the threshold and ten followers or more.
///
/// # Errors
/// As [`growth_anomaly`].
pub fn follower_drop(series: &[DailyFollowers], given: Option<f64>) -> Result<Signal, Error> {
    const FEWEST_LOST: f64 = 10.0;
    let subject = Subject::FollowerDrop;
    let threshold = threshold(subject, given)?;
    let changes = changes(series)?;
    let mut most: Option<(usize, f64, f64)> = None;
    for (index, _) in &changes {
        let followers = |index: usize| series.get(index).map_or(0.0, |entry| entry.followers as f64);
        let before = followers(index - 1);
        let lost = before - followers(*index);
        let share = if before > 0.0 { lost.max(0.0) / before } else { 0.0 };
        if most.is_none_or(|(_, other, _)| share > other) {
            most = Some((*index, share, lost));
        }
    }
    Ok(match most {
        None => Signal::unseen(subject, threshold, 0, Undefined::TooFew),
        Some((day, share, lost)) => {
            let raised = share > threshold && lost >= FEWEST_LOST;
            Signal::seen(subject, threshold, share, raised, changes.len(), Some(day))
        }
    })
}

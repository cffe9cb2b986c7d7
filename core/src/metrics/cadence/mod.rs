//! Cadence: how often an account publishes, how long it is silent, and when.
//!
//! One idea to keep in mind: every post that was published counts, pinned or sponsored or with hidden likes; only
//! its time is read.

mod state;

use serde::{Deserialize, Serialize};

pub use self::state::CadenceState;
use super::engagement::distinct::distinct;
use super::engagement::{Listed, check_level, quantiles};
use super::{Error, Zone, check_dates, hour, share, weekday};
use crate::stats::{Figure, Over, Quantiles, Undefined, median};

/// A week in milliseconds.
pub const WEEK: u64 = 604_800_000;
/// An hour in milliseconds.
pub const HOUR: u64 = 3_600_000;

/// The choices behind cadence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CadenceOptions {
    /// By whose clocks weekday and hour are told.
    pub zone: Zone,
    /// Published at or after, milliseconds since 1970-01-01T00:00:00Z.
    pub since: Option<i64>,
    /// Published before, milliseconds since 1970-01-01T00:00:00Z.
    pub until: Option<i64>,
    /// Confidence level of the intervals, between 0 and 1.
    pub level: f64,
}

impl Default for CadenceOptions {
    fn default() -> Self {
        CadenceOptions { zone: Zone::UTC, since: None, until: None, level: 0.95 }
    }
}

impl CadenceOptions {
    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::EmptyDates`], [`Error::InvalidLevel`].
    ///
    /// ```
    /// use renown::metrics::cadence::CadenceOptions;
    /// assert!(CadenceOptions { since: Some(2), until: Some(1), ..Default::default() }.validate().is_err());
    /// ```
    pub fn validate(&self) -> Result<(), Error> {
        check_level(self.level)?;
        check_dates(self.since, self.until)
    }

    /// Whether a post published then counts.
    #[inline]
    #[must_use]
    pub fn admits(&self, published_at: i64) -> bool {
        self.since.is_none_or(|since| published_at >= since)
            && self.until.is_none_or(|until| published_at < until)
    }
}

/// How often, how regularly and when an account publishes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cadence {
    /// Posts a week: posts over the weeks between the first and the last, of which there is at least one.
    pub posts_per_week: Figure,
    /// The middle time between a post and the next, in hours.
    pub median_gap: Figure,
    /// The longest time between a post and the next, in hours.
    pub longest_silence: Figure,
    /// The share of posts by weekday, from Monday.
    pub weekdays: [Figure; 7],
    /// The share of posts by hour of the day, from midnight.
    pub hours: [Figure; 24],
}

/// Cadence of one account from its posts in any order.
///
/// Source: `docs/formulas/engagement.md#cadence`.
///
/// # Errors
/// Options out of range, counts or times out of range, the same post with different content.
///
/// ```
/// use renown::metrics::cadence::{CadenceOptions, cadence};
/// use renown::metrics::engagement::Observation;
/// let posts = (0..15).map(|day| Observation { published_at: day * 86_400_000, ..Observation::default() });
/// let cadence = cadence(posts, &CadenceOptions::default())?;
/// assert_eq!(cadence.posts_per_week.value(), Some(7.5), "15 posts in two weeks");
/// assert_eq!(cadence.median_gap.value(), Some(24.0));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn cadence<'a, L: Into<Listed<'a>>>(
    posts: impl IntoIterator<Item = L>,
    options: &CadenceOptions,
) -> Result<Cadence, Error> {
    options.validate()?;
    let quantiles = quantiles(options.level)?;
    let times = distinct(posts)?.posts.iter().map(|(_, listed)| listed.post.published_at).collect();
    Ok(of_times(times, options, &quantiles))
}

/// Cadence from times in any order.
fn of_times(mut times: Vec<i64>, options: &CadenceOptions, quantiles: &Quantiles) -> Cadence {
    times.retain(|&at| options.admits(at));
    times.sort_unstable();
    let (mut weekdays, mut hours) = ([0_u64; 7], [0_u64; 24]);
    for &at in &times {
        let local = options.zone.local(at);
        if let Some(count) = weekdays.get_mut(weekday(local)) {
            *count += 1;
        }
        if let Some(count) = hours.get_mut(hour(local)) {
            *count += 1;
        }
    }
    let posts = times.len() as u64;
    let mut gaps = Vec::with_capacity(times.len().saturating_sub(1));
    gaps.extend(times.iter().zip(times.iter().skip(1)).map(|(before, after)| after.abs_diff(*before)));
    let span = times.first().zip(times.last());
    Cadence {
        posts_per_week: match span {
            Some((&first, &last)) => Figure::exact(posts_per_week(posts, first, last), posts),
            None => Figure::undefined(Undefined::Empty),
        },
        longest_silence: longest_silence(gaps.iter().copied().max(), posts),
        median_gap: median_gap(&mut gaps, posts, quantiles),
        weekdays: weekdays.map(|count| share(count, posts, quantiles)),
        hours: hours.map(|count| share(count, posts, quantiles)),
    }
}

/// Posts a week: n / max((last − first) / 7 days, 1), as n · 7 days / max(last − first, 7 days) so that it is
/// rounded once.
///
/// ```
/// use renown::metrics::cadence::posts_per_week;
/// assert_eq!(posts_per_week(3, 0, 1_000), 3.0, "less than a week is taken for one");
/// ```
#[inline]
#[must_use]
pub fn posts_per_week(posts: u64, first: i64, last: i64) -> f64 {
    (u128::from(posts) * u128::from(WEEK)) as f64 / last.abs_diff(first).max(WEEK) as f64
}

/// The middle one of the gaps, in hours, with its interval. `gaps` are milliseconds between neighbours in time,
/// in any order, and are reordered; `posts` tells no post from one post where there are none.
#[must_use]
pub fn median_gap(gaps: &mut [u64], posts: u64, quantiles: &Quantiles) -> Figure {
    if gaps.is_empty() { no_gap(posts) } else { median(gaps, Over(HOUR), quantiles) }
}

/// The longest of the gaps, in hours.
#[must_use]
pub fn longest_silence(longest: Option<u64>, posts: u64) -> Figure {
    match longest {
        Some(gap) => Figure::exact(gap as f64 / HOUR as f64, posts - 1),
        None => no_gap(posts),
    }
}

fn no_gap(posts: u64) -> Figure {
    Figure::undefined(if posts == 0 { Undefined::Empty } else { Undefined::TooFew })
}

#[cfg(test)]
mod tests;

//! Likes, comments and views by month, ISO week or day, as people of a place count them.
//!
//! One idea to keep in mind: hidden likes are missing, not 0. A period says how many of its posts show a
//! count, and its sum is over those.

mod state;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::state::LikesOverTimeState;
use super::engagement::distinct::distinct;
use super::engagement::{Listed, Observation};
use super::{Error, Period, Zone, check_dates};

/// The choices behind likes over time.
///
/// ```
/// use renown::metrics::{Period, likes_over_time::LikesOverTimeOptions};
/// let options = LikesOverTimeOptions { zone: "Asia/Tokyo".parse()?, period: Period::Week, ..Default::default() };
/// assert!(options.validate().is_ok());
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LikesOverTimeOptions {
    /// By which stretch of the calendar.
    pub period: Period,
    /// In whose calendar.
    pub zone: Zone,
    /// Published at or after, milliseconds since 1970-01-01T00:00:00Z.
    pub since: Option<i64>,
    /// Published before, milliseconds since 1970-01-01T00:00:00Z.
    pub until: Option<i64>,
}

impl LikesOverTimeOptions {
    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::EmptyDates`] where the window ends before it begins.
    pub fn validate(&self) -> Result<(), Error> {
        check_dates(self.since, self.until)
    }

    /// The number of the period of a post, or `None` where it is outside the dates.
    #[must_use]
    pub fn index(&self, published_at: i64) -> Option<i32> {
        let within = self.since.is_none_or(|since| published_at >= since)
            && self.until.is_none_or(|until| published_at < until);
        within.then(|| self.period.index(self.zone.local(published_at)))
    }
}

/// The sum of a count over the posts that show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Total {
    /// The sum; `None` where no post shows the count.
    pub sum: Option<u64>,
    /// How many posts show it.
    pub shown: u64,
    /// How many do not.
    pub hidden: u64,
}

impl Total {
    /// The average of the posts that show the count.
    ///
    /// ```
    /// use renown::metrics::likes_over_time::Total;
    /// assert_eq!(Total { sum: Some(7), shown: 2, hidden: 1 }.mean(), Some(3.5));
    /// ```
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.sum.map(|sum| sum as f64 / self.shown as f64)
    }
}

/// One period of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodTotals {
    /// How the period is written: `2026-01`, `2026-W05`, `2026-01-31`.
    pub period: String,
    /// Its first day.
    pub start: NaiveDate,
    /// How many posts were published in it.
    pub posts: u64,
    /// Their likes.
    pub likes: Total,
    /// Their comments.
    pub comments: Total,
    /// Their views.
    pub views: Total,
}

/// Likes, comments and views of one account by period, the earliest first. A period without posts is left out.
///
/// Source: `docs/formulas/engagement.md#likes-over-time`.
///
/// # Errors
/// Options out of range, counts or times out of range, the same post with different content,
/// [`Error::SumTooLarge`].
///
/// ```
/// use renown::metrics::engagement::Observation;
/// use renown::metrics::likes_over_time::{LikesOverTimeOptions, likes_over_time};
/// let post = |published_at, likes| Observation { published_at, likes, ..Observation::default() };
/// let posts = [post(0, Some(5)), post(86_400_000, None), post(40 * 86_400_000, Some(2))];
/// let months = likes_over_time(posts, &LikesOverTimeOptions::default())?;
/// assert_eq!(months.len(), 2);
/// assert_eq!((months[0].period.as_str(), months[0].likes.sum, months[0].likes.hidden), ("1970-01", Some(5), 1));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn likes_over_time<'a, L: Into<Listed<'a>>>(
    posts: impl IntoIterator<Item = L>,
    options: &LikesOverTimeOptions,
) -> Result<Vec<PeriodTotals>, Error> {
    options.validate()?;
    let mut periods = Periods::default();
    for (_, listed) in distinct(posts)?.posts {
        periods.add(options.index(listed.post.published_at), &listed.post, 1);
    }
    periods.finish(options.period)
}

/// The sum of one count while it is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sum {
    sum: u128,
    shown: u64,
}

impl Sum {
    fn add(&mut self, count: Option<u64>, times: u64) {
        if let Some(count) = count {
            // Counts are below 2^63 and rows at most 2^40: no overflow.
            self.sum += u128::from(count) * u128::from(times);
            self.shown += times;
        }
    }

    fn less(mut self, count: Option<u64>) -> Option<Sum> {
        if let Some(count) = count {
            self.sum = self.sum.checked_sub(u128::from(count))?;
            self.shown = self.shown.checked_sub(1)?;
        }
        Some(self)
    }

    fn total(self, posts: u64) -> Option<Total> {
        let sum = if self.shown == 0 { None } else { Some(u64::try_from(self.sum).ok()?) };
        Some(Total { sum, shown: self.shown, hidden: posts - self.shown })
    }
}

/// The sums of one period while they are being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sums {
    posts: u64,
    likes: Sum,
    comments: Sum,
    views: Sum,
}

/// The sums of all periods, by the number of the period. A period without posts is not held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Periods(BTreeMap<i32, Sums>);

impl Periods {
    fn add(&mut self, index: Option<i32>, post: &Observation, times: u64) {
        let Some(index) = index else { return };
        let sums = self.0.entry(index).or_default();
        sums.posts += times;
        sums.likes.add(post.likes, times);
        sums.comments.add(post.comments, times);
        sums.views.add(post.views, times);
    }

    fn finish(&self, period: Period) -> Result<Vec<PeriodTotals>, Error> {
        let one = |(&index, sums): (&i32, &Sums)| {
            let name = period.label(index).unwrap_or_default();
            let total = |sum: Sum, column| {
                sum.total(sums.posts).ok_or_else(|| Error::SumTooLarge { column, period: name.clone() })
            };
            Ok(PeriodTotals {
                start: period.start(index).unwrap_or_default(),
                posts: sums.posts,
                likes: total(sums.likes, "likes")?,
                comments: total(sums.comments, "comments")?,
                views: total(sums.views, "views")?,
                period: name,
            })
        };
        self.0.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests;

//! What happened when: posts and their counts by month, week or day, followers, growth.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{Error, ReportOptions, Stated};
use crate::metrics::Period;
use crate::metrics::engagement::Listed;
use crate::metrics::growth::{Growth, Reading, growth};
use crate::metrics::likes_over_time::{LikesOverTimeOptions, PeriodTotals, Total, likes_over_time};
use crate::model::{FollowerPoint, FollowerSeries};
use crate::stats::{Figure, Undefined, quantile_of_sorted};

/// What happened when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct History {
    /// The periods with a post or a count of followers, the earliest first.
    pub periods: Vec<PeriodReport>,
    /// Growth of the following; undefined without a series of followers.
    pub growth: Stated<Growth>,
}

/// One month, week or day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodReport {
    /// How the period is written: `2026-01`, `2026-W05`, `2026-01-31`.
    pub period: String,
    /// Its first day.
    pub start: NaiveDate,
    /// Followers at the last reading of the period.
    pub followers: Stated<u64>,
    /// Accounts followed at the last reading of the period.
    pub following: Stated<u64>,
    /// How many posts were published in it.
    pub posts: u64,
    /// Their likes.
    pub likes: PeriodCount,
    /// Their comments.
    pub comments: PeriodCount,
    /// Their views.
    pub views: PeriodCount,
}

/// A count over the posts of a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodCount {
    /// The sum over the posts that show it.
    pub total: Stated<u64>,
    /// The average of the posts that show it. All posts of the period are read, so it is exact.
    pub average: Figure,
    /// The range of the middle half of the posts that show it, from the lower to the upper quartile; undefined where
    /// fewer than four do.
    #[serde(default = "not_told")]
    pub middle_half: Stated<Spread>,
    /// How many posts do not show it.
    pub hidden: u64,
}

/// A range of counts, both ends included. Quartiles lie between two counts where need be, so the ends are no counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spread {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Spread {
    /// Of fewer posts than these no half is the middle one.
    const LEAST: usize = 4;

    fn of(mut counts: Vec<f64>) -> Stated<Spread> {
        counts.sort_unstable_by(f64::total_cmp);
        let ends = quantile_of_sorted(&counts, 0.25).zip(quantile_of_sorted(&counts, 0.75));
        let ends = ends.filter(|_| counts.len() >= Spread::LEAST);
        let few = if counts.is_empty() { Undefined::Empty } else { Undefined::TooFew };
        Stated::or(ends.map(|(low, high)| Spread { low, high }), few)
    }
}

/// What a report says that was written before reports told how the posts of a period spread.
fn not_told() -> Stated<Spread> {
    Stated::undefined(Undefined::Empty)
}

impl PeriodCount {
    fn of(total: Total, hidden: Undefined) -> PeriodCount {
        let reason = if total.hidden > 0 { hidden } else { Undefined::Empty };
        let average = total.mean().map_or(Figure::undefined(reason), |mean| Figure::exact(mean, total.shown));
        PeriodCount {
            total: Stated::or(total.sum, reason),
            average,
            middle_half: not_told(),
            hidden: total.hidden,
        }
    }
}

impl History {
    pub(super) fn of(
        posts: &[Listed<'_>],
        series: Option<&FollowerSeries>,
        options: &ReportOptions,
    ) -> Result<History, Error> {
        let mut periods: BTreeMap<NaiveDate, PeriodReport> = BTreeMap::new();
        for totals in likes_over_time(posts.iter().copied(), &options.history())? {
            periods.insert(totals.start, PeriodReport::of(totals));
        }
        for (index, [likes, comments, views]) in counts_by_period(posts, &options.history()) {
            if let Some(period) = options.period.start(index).and_then(|start| periods.get_mut(&start)) {
                period.likes.middle_half = Spread::of(likes);
                period.comments.middle_half = Spread::of(comments);
                period.views.middle_half = Spread::of(views);
            }
        }
        let points = series.map(FollowerSeries::points).unwrap_or_default();
        for point in points {
            let Some(entry) = period_of(point, options) else { continue };
            let period = periods.entry(entry.start).or_insert(entry);
            // Points come in the order of their days, so the last one of a period stays.
            period.followers = Stated::Known(point.followers());
            period.following = Stated::or(point.following(), Undefined::MissingCounts);
        }
        let growth = match series {
            None => Stated::undefined(Undefined::Empty),
            Some(_) => Stated::Known(growth(points.iter().map(Reading::from), &options.growth())?),
        };
        Ok(History { periods: periods.into_values().collect(), growth })
    }
}

/// The likes, comments and views of the posts of each period, where they show them.
fn counts_by_period(posts: &[Listed<'_>], options: &LikesOverTimeOptions) -> BTreeMap<i32, [Vec<f64>; 3]> {
    let mut periods: BTreeMap<i32, [Vec<f64>; 3]> = BTreeMap::new();
    for Listed { post, .. } in posts {
        let Some(index) = options.index(post.published_at) else { continue };
        let counts = periods.entry(index).or_default();
        for (shown, count) in counts.iter_mut().zip([post.likes, post.comments, post.views]) {
            shown.extend(count.map(|count| count as f64));
        }
    }
    periods
}

/// The empty period in which the day of a point stands; none where the point is outside the dates.
fn period_of(point: &FollowerPoint, options: &ReportOptions) -> Option<PeriodReport> {
    let at = point.date().and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let within =
        options.since.is_none_or(|since| at >= since) && options.until.is_none_or(|until| at < until);
    // The point has a day of the calendar, not an instant, so no zone moves it.
    within.then(|| PeriodReport::empty(options.period, options.period.index(at)))?
}

impl PeriodReport {
    fn of(totals: PeriodTotals) -> PeriodReport {
        PeriodReport {
            period: totals.period,
            start: totals.start,
            followers: Stated::undefined(Undefined::NoFollowers),
            following: Stated::undefined(Undefined::MissingCounts),
            posts: totals.posts,
            likes: PeriodCount::of(totals.likes, Undefined::HiddenLikes),
            comments: PeriodCount::of(totals.comments, Undefined::MissingCounts),
            views: PeriodCount::of(totals.views, Undefined::MissingCounts),
        }
    }

    fn empty(period: Period, index: i32) -> Option<PeriodReport> {
        let none = Total { sum: None, shown: 0, hidden: 0 };
        Some(PeriodReport::of(PeriodTotals {
            period: period.label(index)?,
            start: period.start(index)?,
            posts: 0,
            likes: none,
            comments: none,
            views: none,
        }))
    }
}

//! What the posts of an account brought about together.
//!
//! One idea to keep in mind: a sum is over the posts that show the number, and says how many these are; where none
//! shows it, it is unknown, never 0.

use serde::{Deserialize, Serialize};

use super::{Decimal, Delivered};
use crate::metrics::engagement::distinct::distinct;
use crate::metrics::engagement::{Counts, HiddenLikes, Listed, Observation, Sponsored};
use crate::metrics::{Error, Place, check_dates};

/// Which posts are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DeliveredOptions {
    /// Published at or after, milliseconds since 1970-01-01T00:00:00Z.
    pub since: Option<i64>,
    /// Published before, milliseconds since 1970-01-01T00:00:00Z.
    pub until: Option<i64>,
    /// Whether sponsored posts count.
    pub sponsored: Sponsored,
    /// Which components are an engagement; `None` takes the platform's default.
    pub counts: Option<Counts>,
}

impl DeliveredOptions {
    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::EmptyDates`], [`Error::NothingCounted`].
    pub fn validate(&self) -> Result<(), Error> {
        if self.counts.is_some_and(|c| !(c.likes || c.comments || c.shares || c.saves)) {
            return Err(Error::NothingCounted);
        }
        check_dates(self.since, self.until)
    }

    fn admits(&self, post: &Observation) -> bool {
        let fits = match self.sponsored {
            Sponsored::Keep => true,
            Sponsored::LeaveOut => !post.sponsored,
            Sponsored::Only => post.sponsored,
        };
        fits && self.since.is_none_or(|since| post.published_at >= since)
            && self.until.is_none_or(|until| post.published_at < until)
    }
}

/// What posts brought about together, and how many of them say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveredTotals {
    /// How many posts were added up.
    pub posts: u64,
    /// The sums over the posts that show the number.
    pub delivered: Delivered,
    /// How many posts show their impressions.
    pub impressions_shown: u64,
    /// How many posts show all components of an engagement.
    pub engagements_shown: u64,
    /// How many posts show their views.
    pub views_shown: u64,
}

/// Adds up what the posts of one account brought about, in any order.
///
/// # Errors
/// Options out of range, counts or times out of range, the same post with different content,
/// [`Error::EngagementTooLarge`], [`Error::SumTooLarge`].
///
/// ```
/// use renown::metrics::engagement::Observation;
/// use renown::metrics::value::{DeliveredOptions, delivered};
/// let post = |views| Observation { likes: Some(5), comments: Some(1), views, ..Observation::default() };
/// let totals = delivered([post(Some(100)), post(None)], &DeliveredOptions::default())?;
/// assert_eq!((totals.delivered.engagements, totals.engagements_shown), (Some(12), 2));
/// assert_eq!((totals.delivered.views, totals.views_shown), (Some(100), 1));
/// assert_eq!(totals.delivered.impressions, None);
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn delivered<'a, L: Into<Listed<'a>>>(
    posts: impl IntoIterator<Item = L>,
    options: &DeliveredOptions,
) -> Result<DeliveredTotals, Error> {
    options.validate()?;
    let (mut posts_given, mut sums) = (0, [Sum::default(); 3]);
    for (row, listed) in distinct(posts)?.posts {
        let post = listed.post;
        if !options.admits(&post) {
            continue;
        }
        posts_given += 1;
        let counts = options.counts.unwrap_or(Counts::of(post.platform));
        let engagement = post
            .components()
            .engagement(counts, HiddenLikes::Drop)
            .map_err(|_| Error::EngagementTooLarge { place: Place::Row(row) })?;
        for (sum, number) in sums.iter_mut().zip([post.impressions, engagement, post.views]) {
            sum.add(number);
        }
    }
    let [impressions, engagements, views] = sums;
    Ok(DeliveredTotals {
        posts: posts_given,
        delivered: Delivered {
            impressions: impressions.finish("impressions")?,
            engagements: engagements.finish("engagements")?,
            views: views.finish("views")?,
        },
        impressions_shown: impressions.shown,
        engagements_shown: engagements.shown,
        views_shown: views.shown,
    })
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    sum: u128,
    shown: u64,
}

impl Sum {
    fn add(&mut self, number: Option<u64>) {
        if let Some(number) = number {
            // 2^64 posts of 2^64 would be needed to leave u128.
            self.sum += u128::from(number);
            self.shown += 1;
        }
    }

    fn finish(self, column: &'static str) -> Result<Option<u64>, Error> {
        let sum = (self.shown > 0).then(|| u64::try_from(self.sum));
        sum.transpose().map_err(|_| Error::SumTooLarge { column, period: "all posts".to_owned() })
    }
}

/// The sum of what was paid. `None` where it does not fit.
///
/// ```
/// use renown::metrics::value::paid;
/// let sum = paid(["12.50".parse()?, "0.25".parse()?]);
/// assert_eq!(sum.map(|sum| sum.to_string()).as_deref(), Some("12.75"));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[must_use]
pub fn paid(amounts: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    amounts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

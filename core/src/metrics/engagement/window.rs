//! Which posts count: dates, pinned, sponsored, settled, and the last N of what remains.
//!
//! One idea to keep in mind: the window is a function of the multiset of posts, never of the order of rows.

use super::{EngagementOptions, Pinned, Sponsored, Statistic};
use crate::metrics::Error;
use crate::stats::Quantiles;

/// Why a post is not looked at, in the order of the tests: the first that applies is the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
    /// Published before `since`, or at or after `until`.
    Dates,
    /// Pinned.
    Pinned,
    /// Sponsored where sponsored posts are left out, or not sponsored where only they count.
    Sponsored,
    /// Too young when its counts were read.
    Unsettled,
}

impl EngagementOptions {
    /// Whether a post is looked at, from the four values that decide it.
    ///
    /// # Errors
    /// Why it is left out.
    ///
    /// ```
    /// use renown::metrics::engagement::{EngagementOptions, LeftOut};
    /// let options = EngagementOptions::default();
    /// assert_eq!(options.admit(0, false, true, Some(86_400_000)), Ok(()));
    /// assert_eq!(options.admit(0, false, true, Some(86_399_999)), Err(LeftOut::Unsettled));
    /// ```
    #[inline]
    pub fn admit(
        &self,
        published_at: i64,
        pinned: bool,
        sponsored: bool,
        collected_at: Option<i64>,
    ) -> Result<(), LeftOut> {
        if self.window.since.is_some_and(|since| published_at < since)
            || self.window.until.is_some_and(|until| published_at >= until)
        {
            return Err(LeftOut::Dates);
        }
        if pinned && self.pinned == Pinned::LeaveOut {
            return Err(LeftOut::Pinned);
        }
        let fits = match self.sponsored {
            Sponsored::Keep => true,
            Sponsored::LeaveOut => !sponsored,
            Sponsored::Only => sponsored,
        };
        if !fits {
            return Err(LeftOut::Sponsored);
        }
        // A difference of two i64 may leave their range; saturated, it stays on the same side of `settling`.
        let settled =
            collected_at.or(self.as_of).is_none_or(|read| read.saturating_sub(published_at) >= self.settling);
        if settled { Ok(()) } else { Err(LeftOut::Unsettled) }
    }

    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::InvalidLevel`], [`Error::InvalidShare`], [`Error::EmptyLast`], [`Error::EmptyDates`],
    /// [`Error::NegativeSettling`] or [`Error::NothingCounted`].
    ///
    /// ```
    /// use renown::metrics::{Error, engagement::EngagementOptions};
    /// let options = EngagementOptions { level: 95.0, ..EngagementOptions::default() };
    /// assert_eq!(options.validate(), Err(Error::InvalidLevel { value: 95.0 }));
    /// ```
    pub fn validate(&self) -> Result<(), Error> {
        check_level(self.level)?;
        self.statistic.validate()?;
        if self.window.last == Some(0) {
            return Err(Error::EmptyLast);
        }
        check_dates(self.window.since, self.window.until)?;
        if self.settling < 0 {
            return Err(Error::NegativeSettling { value: self.settling });
        }
        if self.counts.is_some_and(|c| !(c.likes || c.comments || c.shares || c.saves)) {
            return Err(Error::NothingCounted);
        }
        Ok(())
    }
}

impl EngagementOptions {
    /// The quantiles behind the intervals of these options.
    ///
    /// # Errors
    /// [`Error::InvalidLevel`].
    pub fn quantiles(&self) -> Result<Quantiles, Error> {
        quantiles(self.level)
    }
}

/// The quantiles of a confidence level.
///
/// # Errors
/// [`Error::InvalidLevel`] where it is not above 0 and below 1.
pub(crate) fn quantiles(level: f64) -> Result<Quantiles, Error> {
    Quantiles::new(level).map_err(|_| Error::InvalidLevel { value: level })
}

/// Checks a confidence level: above 0 and below 1.
pub(crate) fn check_level(level: f64) -> Result<(), Error> {
    if level > 0.0 && level < 1.0 { Ok(()) } else { Err(Error::InvalidLevel { value: level }) }
}

/// Checks a window of dates: not empty where both ends are given.
pub(crate) fn check_dates(since: Option<i64>, until: Option<i64>) -> Result<(), Error> {
    match (since, until) {
        (Some(since), Some(until)) if since >= until => Err(Error::EmptyDates { since, until }),
        _ => Ok(()),
    }
}

impl Statistic {
    /// Checks the share that is trimmed or winsorised.
    ///
    /// # Errors
    /// [`Error::InvalidShare`] where it is not a number from 0 up to, not including, 0.5.
    pub fn validate(self) -> Result<(), Error> {
        match self {
            Statistic::Trimmed { share } | Statistic::Winsorised { share }
                if !(0.0..0.5).contains(&share) =>
            {
                Err(Error::InvalidShare { value: share })
            }
            _ => Ok(()),
        }
    }
}

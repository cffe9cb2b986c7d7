//! From the posts of a window to the rates that are counted: hidden components, then denominators.

use serde::{Deserialize, Serialize};

use super::rate::{TooLarge, no_denominator};
use super::{Components, Counts, EngagementOptions, HiddenLikes, Imputation, LeftOut, Rate};
use crate::stats::Undefined;

/// What one post of the window gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// A rate.
    Counted(Rate),
    /// Nothing: a counted component is hidden.
    Hidden,
    /// Nothing: everything counted is shown, but the denominator is unknown or 0.
    NoDenominator,
}

/// What one post of the window gives, from plain values. `imputation` is read only under
/// [`HiddenLikes::Impute`] and holds the whole window by then.
///
/// # Errors
/// [`Undefined::TooLarge`] where components or imputed likes do not fit.
///
/// ```
/// use renown::metrics::engagement::{Components, Counts, HiddenLikes, Imputation, Measured, measure};
/// let post = Components { comments: Some(7), ..Components::default() };
/// let none = Imputation::default();
/// assert_eq!(measure(post, Some(100), Counts::LIKES_COMMENTS, HiddenLikes::Drop, &none), Ok(Measured::Hidden));
/// ```
#[inline]
pub fn measure(
    post: Components,
    denominator: Option<u64>,
    counts: Counts,
    hidden: HiddenLikes,
    imputation: &Imputation,
) -> Result<Measured, Undefined> {
    let post = if hidden == HiddenLikes::Impute { imputation.complete(post)? } else { post };
    let engagement = post.engagement(counts, hidden).map_err(|TooLarge| Undefined::TooLarge)?;
    Ok(match (engagement, denominator) {
        (None, _) => Measured::Hidden,
        (Some(engagement), Some(denominator)) => {
            Rate::new(engagement, denominator).map_or(Measured::NoDenominator, Measured::Counted)
        }
        (Some(_), None) => Measured::NoDenominator,
    })
}

/// How many posts were looked at, and why the others were left out. Every post given is counted in exactly one
/// of the fields but `hidden_likes`, which tells how many posts of the window hide their likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tally {
    /// Rows that gave a post again.
    pub duplicates: u64,
    /// Left out: outside the dates.
    pub outside_dates: u64,
    /// Left out: pinned.
    pub pinned: u64,
    /// Left out: sponsored, or not sponsored where only sponsored ones count.
    pub sponsored: u64,
    /// Left out: too young when its counts were read.
    pub unsettled: u64,
    /// Left out: older than the last N.
    pub beyond_last: u64,
    /// In the window, not counted: a counted component is hidden.
    pub hidden: u64,
    /// In the window, not counted: the denominator is unknown or 0.
    pub without_denominator: u64,
    /// In the window and counted.
    pub counted: u64,
    /// Of the window: posts that hide their likes, counted or not.
    pub hidden_likes: u64,
}

impl Tally {
    /// The posts in the window.
    #[must_use]
    pub const fn window(&self) -> u64 {
        self.hidden + self.without_denominator + self.counted
    }

    /// The share of the window that hides its likes, a fraction; `None` where the window is empty.
    ///
    /// ```
    /// use renown::metrics::engagement::Tally;
    /// let tally = Tally { hidden: 1, counted: 3, hidden_likes: 1, ..Tally::default() };
    /// assert_eq!(tally.hidden_share(), Some(0.25));
    /// ```
    #[must_use]
    pub fn hidden_share(&self) -> Option<f64> {
        (self.window() > 0).then(|| self.hidden_likes as f64 / self.window() as f64)
    }

    /// Counts a post that is not looked at.
    pub const fn leave_out(&mut self, reason: LeftOut) {
        match reason {
            LeftOut::Dates => self.outside_dates += 1,
            LeftOut::Pinned => self.pinned += 1,
            LeftOut::Sponsored => self.sponsored += 1,
            LeftOut::Unsettled => self.unsettled += 1,
        }
    }

    /// Counts a post of the window by what it gives and by whether it shows its likes.
    pub const fn measured(&mut self, measured: Measured, likes: Option<u64>) {
        match measured {
            Measured::Counted(_) => self.counted += 1,
            Measured::Hidden => self.hidden += 1,
            Measured::NoDenominator => self.without_denominator += 1,
        }
        if likes.is_none() {
            self.hidden_likes += 1;
        }
    }

    /// Why there is no figure where no post of the window is counted: what kept those posts out that came
    /// furthest.
    #[must_use]
    pub fn why_none(&self, options: &EngagementOptions) -> Undefined {
        if self.without_denominator > 0 {
            no_denominator(options.basis)
        } else if self.hidden == 0 {
            Undefined::Empty
        } else if self.hidden_likes > 0 && options.counts.is_none_or(|counts| counts.likes) {
            Undefined::HiddenLikes
        } else {
            Undefined::MissingCounts
        }
    }
}

//! What sums an account up, one post at a time, in parts that merge.

use super::{Summary, of_window};
use crate::metrics::Error;
use crate::metrics::codec::Kind;
use crate::metrics::engagement::{EngagementOptions, EngagementState, Listed};

/// Averages and ratios of one account, as an accumulator that keeps every post: which of them are the last N is known
/// at the end only.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, Observation};
/// use renown::metrics::summary::SummaryState;
/// let mut state = SummaryState::new(EngagementOptions::default())?;
/// state.update(Observation { likes: Some(10), ..Observation::default() })?;
/// state.update(Observation { likes: Some(30), ..Observation::default() })?;
/// assert_eq!(state.finish().likes.value(), Some(20.0));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct SummaryState {
    posts: EngagementState,
}

impl SummaryState {
    /// An accumulator without posts.
    ///
    /// # Errors
    /// As [`summary`](super::summary).
    pub fn new(options: EngagementOptions) -> Result<Self, Error> {
        Ok(SummaryState { posts: EngagementState::new(options)? })
    }

    /// Takes a post in.
    ///
    /// # Errors
    /// As [`EngagementState::update`]. Then nothing has changed.
    pub fn update<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        self.posts.update(post)
    }

    /// Takes back a post that was taken in.
    ///
    /// # Errors
    /// As [`EngagementState::retract`]. Then nothing has changed.
    pub fn retract<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        self.posts.retract(post)
    }

    /// Takes in what another has taken in.
    ///
    /// # Errors
    /// As [`EngagementState::merge`]. Then nothing has changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.posts.merge(&other.posts)
    }

    /// The summary.
    #[must_use]
    pub fn finish(&self) -> Summary {
        of_window(self.posts.selected(), self.posts.quantiles())
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.posts.write(Kind::Summary)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::TruncatedBytes`], [`Error::CorruptBytes`], [`Error::ForeignBytes`], [`Error::UnknownVersion`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let posts = EngagementState::read(bytes, Kind::Summary)?;
        Ok(SummaryState { posts })
    }
}

/// Shows how much is held, not what: ids lead to persons.
impl std::fmt::Debug for SummaryState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SummaryState")
            .field("options", self.posts.options())
            .field("rows", &self.posts.rows())
            .finish()
    }
}

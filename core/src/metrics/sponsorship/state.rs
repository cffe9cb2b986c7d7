//! Sponsored performance, one post at a time, in parts that merge.

use super::{Sponsorship, check, of_window};
use crate::metrics::Error;
use crate::metrics::codec::Kind;
use crate::metrics::engagement::{EngagementOptions, EngagementState, Listed};

/// Sponsored performance of one account, as an accumulator that keeps every post.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, Observation};
/// use renown::metrics::sponsorship::SponsorshipState;
/// let post = |likes, sponsored| Observation {
///     likes: Some(likes), comments: Some(0), followers: Some(1_000), sponsored, ..Observation::default()
/// };
/// let mut state = SponsorshipState::new(EngagementOptions::default())?;
/// state.update(post(30, true))?;
/// state.update(post(60, false))?;
/// assert_eq!(state.finish().performance.value(), Some(0.5));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct SponsorshipState {
    posts: EngagementState,
}

impl SponsorshipState {
    /// An accumulator without posts.
    ///
    /// # Errors
    /// As [`sponsored_performance`](super::sponsored_performance).
    pub fn new(options: EngagementOptions) -> Result<Self, Error> {
        check(&options)?;
        Ok(SponsorshipState { posts: EngagementState::new(options)? })
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

    /// The sponsored performance.
    #[must_use]
    pub fn finish(&self) -> Sponsorship {
        of_window(self.posts.selected(), self.posts.options(), self.posts.quantiles())
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.posts.write(Kind::Sponsorship)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::TruncatedBytes`], [`Error::CorruptBytes`], [`Error::ForeignBytes`], [`Error::UnknownVersion`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let posts = EngagementState::read(bytes, Kind::Sponsorship)?;
        check(posts.options())?;
        Ok(SponsorshipState { posts })
    }
}

/// Shows how much is held, not what: ids lead to persons.
impl std::fmt::Debug for SponsorshipState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SponsorshipState")
            .field("options", self.posts.options())
            .field("rows", &self.posts.rows())
            .finish()
    }
}

//! Engagement, one post at a time, in parts that merge, with every post kept.

use super::account::{Selected, admit};
use super::bytes::{Multiset, read_options, write_options};
use super::{Engagement, EngagementOptions, Listed, Tally};
use crate::metrics::codec::{Kind, Reader, Writer};
use crate::metrics::gathered::Gathered;
use crate::metrics::{Error, Place};
use crate::stats::Quantiles;

/// Engagement of one account, as an accumulator that keeps every post, so that any post can be taken back.
///
/// What it finishes is what [`engagement`](super::engagement) says of the same rows. Where only the latest posts
/// matter and nothing is ever taken back, [`LatestEngagementState`](super::LatestEngagementState) is smaller.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, EngagementState, Observation};
/// let post = |at, likes| Observation {
///     published_at: at, likes: Some(likes), comments: Some(0), followers: Some(100), ..Observation::default()
/// };
/// let mut state = EngagementState::new(EngagementOptions::default())?;
/// state.update(post(1, 5))?;
/// let before = state.to_bytes();
/// state.update(post(2, 50))?;
/// state.retract(post(2, 50))?;
/// assert_eq!(state.to_bytes(), before);
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct EngagementState {
    options: EngagementOptions,
    quantiles: Quantiles,
    posts: Gathered<Multiset>,
}

impl EngagementState {
    /// An accumulator without posts.
    ///
    /// # Errors
    /// What [`EngagementOptions::validate`] refuses.
    pub fn new(options: EngagementOptions) -> Result<Self, Error> {
        options.validate()?;
        Ok(EngagementState { options, quantiles: options.quantiles()?, posts: Gathered::default() })
    }

    /// The options it was made with.
    #[must_use]
    pub const fn options(&self) -> &EngagementOptions {
        &self.options
    }

    /// Takes a post in.
    ///
    /// # Errors
    /// Counts or times out of range; the same post with different content; [`Error::TooManyPosts`]. Then nothing
    /// has changed.
    pub fn update<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        let listed = post.into();
        self.check(listed)?;
        self.posts.add(listed.id, &listed.post)
    }

    fn check(&self, listed: Listed<'_>) -> Result<(), Error> {
        let place = Place::Published(listed.post.published_at);
        listed.post.check(place)?;
        admit(listed, &self.options, place, &mut Tally::default())?;
        Ok(())
    }

    /// Takes back a post that was taken in.
    ///
    /// # Errors
    /// [`Error::NotHeld`] where it was not, [`Error::ConflictingPosts`] where it was with different content. Then
    /// nothing has changed.
    pub fn retract<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        let Listed { id, post } = post.into();
        self.posts.remove(id, &post)
    }

    /// Takes in what another has taken in.
    ///
    /// # Errors
    /// [`Error::DifferentOptions`]; the same post with different content; [`Error::TooManyPosts`]. Then nothing
    /// has changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.options != other.options {
            return Err(Error::DifferentOptions);
        }
        self.posts.merge(&other.posts)
    }

    /// The engagement.
    #[must_use]
    pub fn finish(&self) -> Engagement {
        self.selected().engagement(&self.options, &self.quantiles)
    }

    /// The posts of the window, for every figure that is made of them.
    pub(crate) fn selected(&self) -> Selected<'_> {
        let known = self.posts.known().map(|(id, post)| Listed { id: Some(id), post: *post });
        let anonymous = self.posts.anonymous().iter().map(|post| Listed::from(*post));
        let mut tally = Tally { duplicates: self.posts.duplicates(), ..Tally::default() };
        let mut admitted = Vec::new();
        for listed in known.chain(anonymous) {
            let place = Place::Published(listed.post.published_at);
            // What does not add up was refused when it was given.
            if let Ok(Some(listed)) = admit(listed, &self.options, place, &mut tally) {
                admitted.push(listed);
            }
        }
        Selected::from_admitted(admitted, tally, &self.options)
    }

    pub(crate) const fn quantiles(&self) -> &Quantiles {
        &self.quantiles
    }

    pub(crate) fn rows(&self) -> u64 {
        self.posts.rows()
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.write(Kind::Engagement)
    }

    /// The byte form of an accumulator of another kind that keeps the same.
    pub(crate) fn write(&self, kind: Kind) -> Vec<u8> {
        let mut writer = Writer::new(kind);
        write_options(&self.options, &mut writer);
        self.posts.write(&mut writer);
        writer.finish()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::TruncatedBytes`], [`Error::CorruptBytes`], [`Error::ForeignBytes`], [`Error::UnknownVersion`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::read(bytes, Kind::Engagement)
    }

    /// Reads what [`write`](Self::write) wrote.
    pub(crate) fn read(bytes: &[u8], kind: Kind) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes, kind)?;
        let mut state = EngagementState::new(read_options(&mut reader)?)?;
        state.posts = Gathered::read(&mut reader)?;
        reader.finish()?;
        let known = state.posts.known().map(|(_, post)| post);
        for post in known.chain(state.posts.anonymous().distinct()) {
            state.check((*post).into())?;
        }
        Ok(state)
    }
}

/// Shows how much is held, not what: ids lead to persons.
impl std::fmt::Debug for EngagementState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EngagementState").field("options", &self.options).field("rows", &self.rows()).finish()
    }
}

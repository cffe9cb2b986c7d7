//! Engagement, one post at a time, with only the latest posts kept.

use super::account::{Selected, admit};
use super::bytes::{read_options, write_options};
use super::{Engagement, EngagementOptions, Listed, Observation, Tally, window_order};
use crate::metrics::codec::{Kind, Reader, Writer, corrupt};
use crate::metrics::gathered::Item;
use crate::metrics::{Error, Place};
use crate::stats::Quantiles;

/// How many rows may be given, so that no tally overflows.
const LIMIT: u64 = 1 << 40;

/// Engagement of one account over its last N posts, as an accumulator that keeps no more than these.
///
/// What it finishes is the figure that [`engagement`](super::engagement) gives of the same rows. What it has let
/// go it cannot know: it cannot take a post back; it finds the same post with different content only where it
/// still holds the first; and a row that gives a post again counts under
/// [`beyond_last`](super::Tally::beyond_last), or once more under the reason why the post is left out.
///
/// ```
/// use renown::metrics::engagement::{EngagementOptions, LatestEngagementState, Observation, Window};
/// let window = Window { last: Some(2), ..Window::default() };
/// let mut state = LatestEngagementState::new(EngagementOptions { window, ..EngagementOptions::default() })?;
/// for at in 0..1_000 {
///     state.update(Observation { published_at: at, ..Observation::default() })?;
/// }
/// assert_eq!(state.finish().posts.window(), 2);
/// assert!(state.to_bytes().len() < 150);
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct LatestEngagementState {
    options: EngagementOptions,
    quantiles: Quantiles,
    /// At most the last N, in the order of the window.
    held: Vec<(Option<Box<str>>, Observation)>,
    /// Rows that were not looked at; the other fields stay 0.
    left_out: Tally,
    /// Rows that were looked at.
    admitted: u64,
}

impl LatestEngagementState {
    /// An accumulator without posts.
    ///
    /// # Errors
    /// What [`EngagementOptions::validate`] refuses; [`Error::MissingLast`] where the window has no `last`.
    pub fn new(options: EngagementOptions) -> Result<Self, Error> {
        options.validate()?;
        options.window.last.ok_or(Error::MissingLast)?;
        let (held, left_out) = (Vec::new(), Tally::default());
        Ok(LatestEngagementState { options, quantiles: options.quantiles()?, held, left_out, admitted: 0 })
    }

    /// The options it was made with.
    #[must_use]
    pub const fn options(&self) -> &EngagementOptions {
        &self.options
    }

    fn last(&self) -> usize {
        self.options.window.last.map_or(0, |last| usize::try_from(last).unwrap_or(usize::MAX))
    }

    fn rows(&self) -> u64 {
        let Tally { outside_dates, pinned, sponsored, unsettled, .. } = self.left_out;
        outside_dates + pinned + sponsored + unsettled + self.admitted
    }

    fn room_for(&self, more: u64) -> Result<(), Error> {
        if self.rows() + more > LIMIT { Err(Error::TooManyPosts { limit: LIMIT }) } else { Ok(()) }
    }

    /// Takes a post in.
    ///
    /// # Errors
    /// Counts or times out of range; the same post with different content. Then nothing has changed.
    pub fn update<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        let listed = post.into();
        let place = Place::Published(listed.post.published_at);
        listed.post.check(place)?;
        self.room_for(1)?;
        if let Some(listed) = admit(listed, &self.options, place, &mut self.left_out)? {
            self.hold(listed)?;
            self.admitted += 1;
        }
        Ok(())
    }

    fn hold(&mut self, listed: Listed<'_>) -> Result<(), Error> {
        if let Some(id) = listed.id
            && let Some((_, held)) = self.held.iter().find(|(known, _)| known.as_deref() == Some(id))
        {
            let (first, second) = (held.place(), listed.post.place());
            return match held.differs_in(&listed.post) {
                None => Ok(()),
                Some(column) => Err(Error::ConflictingPosts { first, second, column }),
            };
        }
        let at = self
            .held
            .partition_point(|(id, post)| window_order(&list(id, post), &listed, &self.options).is_lt());
        if at < self.last() {
            self.held.insert(at, (listed.id.map(Into::into), listed.post));
            self.held.truncate(self.last());
        }
        Ok(())
    }

    /// Refuses: what would take the place of the post has been let go.
    ///
    /// # Errors
    /// Always [`Error::CannotRetract`]. [`EngagementState`](super::EngagementState) can.
    pub fn retract<'a>(&mut self, _: impl Into<Listed<'a>>) -> Result<(), Error> {
        Err(Error::CannotRetract)
    }

    /// Takes in what another has taken in.
    ///
    /// # Errors
    /// [`Error::DifferentOptions`]; the same post with different content. Then nothing has changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.options != other.options {
            return Err(Error::DifferentOptions);
        }
        self.room_for(other.rows())?;
        let mut merged = self.clone();
        for (id, post) in &other.held {
            merged.hold(list(id, post))?;
        }
        merged.admitted += other.admitted;
        merged.left_out.outside_dates += other.left_out.outside_dates;
        merged.left_out.pinned += other.left_out.pinned;
        merged.left_out.sponsored += other.left_out.sponsored;
        merged.left_out.unsettled += other.left_out.unsettled;
        *self = merged;
        Ok(())
    }

    /// The engagement.
    #[must_use]
    pub fn finish(&self) -> Engagement {
        let posts: Vec<Listed<'_>> = self.held.iter().map(|(id, post)| list(id, post)).collect();
        let beyond_last = self.admitted - posts.len() as u64;
        let tally = Tally { beyond_last, ..self.left_out };
        Selected { posts, tally }.engagement(&self.options, &self.quantiles)
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::LatestEngagement);
        write_options(&self.options, &mut writer);
        let Tally { outside_dates, pinned, sponsored, unsettled, .. } = self.left_out;
        for rows in [outside_dates, pinned, sponsored, unsettled, self.admitted] {
            writer.count(rows);
        }
        writer.count(self.held.len() as u64);
        for (id, post) in &self.held {
            writer.maybe(id.as_deref(), Writer::text);
            post.write(&mut writer);
        }
        writer.finish()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::TruncatedBytes`], [`Error::CorruptBytes`], [`Error::ForeignBytes`], [`Error::UnknownVersion`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes, Kind::LatestEngagement)?;
        let mut state = LatestEngagementState::new(read_options(&mut reader)?)?;
        let mut rows = 0_u64;
        let mut count = |reader: &mut Reader<'_>| {
            let more = reader.count()?;
            rows = rows.checked_add(more).filter(|&rows| rows <= LIMIT).ok_or(corrupt("too many rows"))?;
            Ok::<u64, Error>(more)
        };
        state.left_out = Tally {
            outside_dates: count(&mut reader)?,
            pinned: count(&mut reader)?,
            sponsored: count(&mut reader)?,
            unsettled: count(&mut reader)?,
            ..Tally::default()
        };
        state.admitted = count(&mut reader)?;
        let held = reader.count()?;
        if held > state.admitted || held > state.last() as u64 {
            return Err(corrupt("more posts are held than may be"));
        }
        for position in 0..held {
            let id = reader.maybe(Reader::text)?;
            let listed = Listed { id, post: Observation::read(&mut reader)? };
            let place = listed.post.place();
            if admit(listed, &state.options, place, &mut Tally::default())?.is_none() {
                return Err(corrupt("a post is held that is left out"));
            }
            state.hold(listed)?;
            let last = state.held.last().map(|(id, post)| list(id, post));
            if last != Some(listed) || state.held.len() as u64 != position + 1 {
                return Err(corrupt("posts are out of order"));
            }
        }
        reader.finish()?;
        Ok(state)
    }
}

fn list<'a>(id: &'a Option<Box<str>>, post: &Observation) -> Listed<'a> {
    Listed { id: id.as_deref(), post: *post }
}

/// Shows how much is held, not what: ids lead to persons.
impl std::fmt::Debug for LatestEngagementState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LatestEngagementState")
            .field("options", &self.options)
            .field("rows", &self.rows())
            .field("held", &self.held.len())
            .finish()
    }
}

//! Cadence, one post at a time, in parts that merge.

use std::collections::BTreeMap;

use super::{Cadence, CadenceOptions, of_times};
use crate::metrics::codec::{Kind, Reader, Writer, corrupt};
use crate::metrics::engagement::{Listed, Observation, TIMES, quantiles};
use crate::metrics::gathered::{Gathered, Sums};
use crate::metrics::{Error, Place, Zone};
use crate::stats::Quantiles;

/// Cadence of one account, as an accumulator. It keeps every time, for gaps are between neighbours.
///
/// ```
/// use renown::metrics::cadence::{CadenceOptions, CadenceState};
/// use renown::metrics::engagement::Observation;
/// let mut state = CadenceState::new(CadenceOptions::default())?;
/// for day in [9, 1, 5] {
///     state.update(Observation { published_at: day * 86_400_000, ..Observation::default() })?;
/// }
/// assert_eq!(state.finish().longest_silence.value(), Some(96.0));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct CadenceState {
    options: CadenceOptions,
    quantiles: Quantiles,
    posts: Gathered<Times>,
}

impl CadenceState {
    /// An accumulator without posts.
    ///
    /// # Errors
    /// As [`CadenceOptions::validate`].
    pub fn new(options: CadenceOptions) -> Result<Self, Error> {
        options.validate()?;
        Ok(CadenceState { options, quantiles: quantiles(options.level)?, posts: Gathered::default() })
    }

    /// Takes a post in.
    ///
    /// # Errors
    /// Counts or times out of range; the same post with different content; [`Error::TooManyPosts`]. Then nothing
    /// has changed.
    pub fn update<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        let Listed { id, post } = post.into();
        post.check(Place::Published(post.published_at))?;
        self.posts.add(id, &post)
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

    /// The cadence.
    #[must_use]
    pub fn finish(&self) -> Cadence {
        let anonymous = self.posts.anonymous().0.iter();
        let anonymous = anonymous.flat_map(|(&at, &times)| (0..times).map(move |_| at));
        let known = self.posts.known().map(|(_, post)| post.published_at);
        of_times(anonymous.chain(known).collect(), &self.options, &self.quantiles)
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Cadence);
        writer.text(self.options.zone.name());
        writer.maybe(self.options.since, Writer::signed);
        writer.maybe(self.options.until, Writer::signed);
        writer.float(self.options.level);
        self.posts.write(&mut writer);
        writer.finish()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::TruncatedBytes`], [`Error::CorruptBytes`], [`Error::ForeignBytes`], [`Error::UnknownVersion`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes, Kind::Cadence)?;
        let zone: Zone = reader.text()?.parse()?;
        let since = reader.maybe(Reader::signed)?;
        let until = reader.maybe(Reader::signed)?;
        let level = reader.float()?;
        let mut state = CadenceState::new(CadenceOptions { zone, since, until, level })?;
        state.posts = Gathered::read(&mut reader)?;
        reader.finish()?;
        Ok(state)
    }
}

/// Shows how much is held, not what: ids lead to persons.
impl std::fmt::Debug for CadenceState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CadenceState")
            .field("options", &self.options)
            .field("rows", &self.posts.rows())
            .finish()
    }
}

/// How often each time is there.
#[derive(Debug, Clone, Default, PartialEq)]
struct Times(BTreeMap<i64, u64>);

impl Sums for Times {
    type Item = Observation;
    const LIMIT: u64 = 1 << 24;

    fn rows(&self) -> u64 {
        self.0.values().fold(0, |sum, times| sum.saturating_add(*times))
    }

    fn add(&mut self, item: &Observation, times: u64) {
        *self.0.entry(item.published_at).or_default() += times;
    }

    fn remove(&mut self, item: &Observation) -> Option<()> {
        let times = self.0.get_mut(&item.published_at)?;
        if *times == 1 {
            self.0.remove(&item.published_at);
        } else {
            *times -= 1;
        }
        Some(())
    }

    fn merge(&mut self, other: &Self) {
        for (at, times) in &other.0 {
            *self.0.entry(*at).or_default() += times;
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.count(self.0.len() as u64);
        for (at, times) in &self.0 {
            writer.signed(*at);
            writer.count(*times);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut read = Times::default();
        for _ in 0..reader.count()? {
            let (at, times) = (reader.signed()?, reader.count()?);
            let after = read.0.last_key_value().is_none_or(|(last, _)| *last < at);
            if !after || !TIMES.contains(&at) || times == 0 {
                return Err(corrupt("a time is out of order or out of range"));
            }
            read.0.insert(at, times);
        }
        if read.rows() > Self::LIMIT {
            return Err(corrupt("there are more posts than an accumulator holds"));
        }
        Ok(read)
    }
}

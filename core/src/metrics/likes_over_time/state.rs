//! Likes over time, one post at a time, in parts that merge.

use super::{LikesOverTimeOptions, PeriodTotals, Periods, Sum, Sums};
use crate::metrics::codec::{Kind, Reader, Writer, corrupt};
use crate::metrics::engagement::{COUNT_LIMIT, Listed, Observation};
use crate::metrics::gathered::{self, Gathered};
use crate::metrics::{Error, Period, Place, Zone};

/// Likes over time of one account, as an accumulator.
///
/// Posts without an id go into one sum per period; posts with an id are kept, so that one which is given again
/// counts once.
///
/// ```
/// use renown::metrics::engagement::{Listed, Observation};
/// use renown::metrics::likes_over_time::{LikesOverTimeOptions, LikesOverTimeState};
/// let mut state = LikesOverTimeState::new(LikesOverTimeOptions::default())?;
/// let post = Listed { id: Some("1"), post: Observation { likes: Some(5), ..Observation::default() } };
/// state.update(post)?;
/// state.update(post)?;
/// assert_eq!(state.finish()?[0].likes.sum, Some(5));
/// let copy = LikesOverTimeState::from_bytes(&state.to_bytes())?;
/// assert_eq!(copy.finish()?, state.finish()?);
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct LikesOverTimeState {
    options: LikesOverTimeOptions,
    posts: Gathered<Outside>,
}

impl LikesOverTimeState {
    /// An accumulator without posts.
    ///
    /// # Errors
    /// As [`LikesOverTimeOptions::validate`].
    pub fn new(options: LikesOverTimeOptions) -> Result<Self, Error> {
        options.validate()?;
        Ok(LikesOverTimeState { options, posts: Gathered::default() })
    }

    fn item(&self, post: Observation) -> Result<Dated, Error> {
        post.check(Place::Published(post.published_at))?;
        Ok(Dated { index: self.options.index(post.published_at), post })
    }

    /// Takes a post in.
    ///
    /// # Errors
    /// Counts or times out of range; the same post with different content. Then nothing has changed.
    pub fn update<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        let Listed { id, post } = post.into();
        self.posts.add(id, &self.item(post)?)
    }

    /// Takes back a post that was taken in.
    ///
    /// # Errors
    /// [`Error::NotHeld`] where it was not. Then nothing has changed.
    pub fn retract<'a>(&mut self, post: impl Into<Listed<'a>>) -> Result<(), Error> {
        let Listed { id, post } = post.into();
        self.posts.remove(id, &self.item(post)?)
    }

    /// Takes in what another has taken in.
    ///
    /// # Errors
    /// [`Error::DifferentOptions`]; the same post with different content. Then nothing has changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.options != other.options {
            return Err(Error::DifferentOptions);
        }
        self.posts.merge(&other.posts)
    }

    /// The periods, the earliest first.
    ///
    /// # Errors
    /// [`Error::SumTooLarge`].
    pub fn finish(&self) -> Result<Vec<PeriodTotals>, Error> {
        self.posts.sums().periods.finish(self.options.period)
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::LikesOverTime);
        writer.byte(match self.options.period {
            Period::Month => 0,
            Period::Week => 1,
            Period::Day => 2,
        });
        writer.text(self.options.zone.name());
        writer.maybe(self.options.since, Writer::signed);
        writer.maybe(self.options.until, Writer::signed);
        self.posts.write(&mut writer);
        writer.finish()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::TruncatedBytes`], [`Error::CorruptBytes`], [`Error::ForeignBytes`], [`Error::UnknownVersion`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes, Kind::LikesOverTime)?;
        let period = match reader.byte()? {
            0 => Period::Month,
            1 => Period::Week,
            2 => Period::Day,
            _ => return Err(corrupt("a period is neither month nor week nor day")),
        };
        let zone: Zone = reader.text()?.parse()?;
        let since = reader.maybe(Reader::signed)?;
        let until = reader.maybe(Reader::signed)?;
        let mut state = LikesOverTimeState::new(LikesOverTimeOptions { period, zone, since, until })?;
        state.posts = Gathered::read(&mut reader)?;
        reader.finish()?;
        for (_, item) in state.posts.known() {
            if state.item(item.post)? != *item {
                return Err(corrupt("a post is in the wrong period"));
            }
        }
        Ok(state)
    }
}

/// Shows how much is held, not what: ids lead to persons.
impl std::fmt::Debug for LikesOverTimeState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LikesOverTimeState")
            .field("options", &self.options)
            .field("rows", &self.posts.rows())
            .finish()
    }
}

/// A post and the number of its period; `None` outside the dates.
#[derive(Debug, Clone, PartialEq)]
struct Dated {
    index: Option<i32>,
    post: Observation,
}

impl gathered::Item for Dated {
    fn differs_in(&self, other: &Self) -> Option<&'static str> {
        self.post.differs_in(&other.post)
    }

    fn place(&self) -> Place {
        Place::Published(self.post.published_at)
    }

    fn write(&self, writer: &mut Writer) {
        writer.maybe(self.index, |writer, index| writer.signed(i64::from(index)));
        self.post.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(Dated { index: reader.maybe(read_index)?, post: Observation::read(reader)? })
    }
}

fn read_index(reader: &mut Reader<'_>) -> Result<i32, Error> {
    i32::try_from(reader.signed()?).map_err(|_| corrupt("a period is out of range"))
}

/// The periods, and how many posts are outside the dates.
#[derive(Debug, Clone, Default, PartialEq)]
struct Outside {
    periods: Periods,
    outside: u64,
}

impl gathered::Sums for Outside {
    type Item = Dated;
    const LIMIT: u64 = 1 << 40;

    fn rows(&self) -> u64 {
        self.periods.0.values().fold(self.outside, |sum, period| sum.saturating_add(period.posts))
    }

    fn add(&mut self, item: &Dated, times: u64) {
        match item.index {
            None => self.outside += times,
            Some(_) => self.periods.add(item.index, &item.post, times),
        }
    }

    fn remove(&mut self, item: &Dated) -> Option<()> {
        let Some(index) = item.index else {
            self.outside = self.outside.checked_sub(1)?;
            return Some(());
        };
        let sums = self.periods.0.get_mut(&index)?;
        let left = sums.less(&item.post)?;
        *sums = left;
        if left.posts == 0 {
            self.periods.0.remove(&index);
        }
        Some(())
    }

    fn merge(&mut self, other: &Self) {
        self.outside += other.outside;
        for (index, theirs) in &other.periods.0 {
            self.periods.0.entry(*index).or_default().merge(theirs);
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.count(self.outside);
        writer.count(self.periods.0.len() as u64);
        for (index, sums) in &self.periods.0 {
            writer.signed(i64::from(*index));
            writer.count(sums.posts);
            for sum in [sums.likes, sums.comments, sums.views] {
                writer.count(sum.shown);
                writer.wide(sum.sum);
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let outside = reader.count()?;
        let mut periods = Periods::default();
        for _ in 0..reader.count()? {
            let index = read_index(reader)?;
            if periods.0.last_key_value().is_some_and(|(last, _)| *last >= index) {
                return Err(corrupt("periods are out of order"));
            }
            let posts = reader.count()?;
            let [likes, comments, views] =
                [Sum::read(reader, posts)?, Sum::read(reader, posts)?, Sum::read(reader, posts)?];
            periods.0.insert(index, Sums { posts, likes, comments, views });
        }
        let read = Outside { periods, outside };
        let empty = read.periods.0.values().any(|sums| sums.posts == 0);
        if empty || read.rows() > Self::LIMIT {
            return Err(corrupt("a number of posts is out of range"));
        }
        Ok(read)
    }
}

impl Sum {
    fn read(reader: &mut Reader<'_>, posts: u64) -> Result<Sum, Error> {
        let (shown, sum) = (reader.count()?, reader.wide()?);
        let most = u128::from(shown) * u128::from(COUNT_LIMIT - 1);
        if shown > posts || sum > most {
            return Err(corrupt("a sum is larger than its posts allow"));
        }
        Ok(Sum { sum, shown })
    }
}

impl Sums {
    fn merge(&mut self, other: &Sums) {
        self.posts += other.posts;
        for (mine, theirs) in [
            (&mut self.likes, other.likes),
            (&mut self.comments, other.comments),
            (&mut self.views, other.views),
        ] {
            mine.sum += theirs.sum;
            mine.shown += theirs.shown;
        }
    }

    fn less(&self, post: &Observation) -> Option<Sums> {
        let less = Sums {
            posts: self.posts.checked_sub(1)?,
            likes: self.likes.less(post.likes)?,
            comments: self.comments.less(post.comments)?,
            views: self.views.less(post.views)?,
        };
        let consistent = [less.likes, less.comments, less.views].iter().all(|sum| {
            sum.shown <= less.posts && sum.sum <= u128::from(sum.shown) * u128::from(COUNT_LIMIT - 1)
        });
        consistent.then_some(less)
    }
}

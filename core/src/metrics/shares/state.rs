//! Shares, one post at a time, in parts that merge.

use std::collections::BTreeMap;

use super::{Named, Names, Shares, SharesOptions, check, finish};
use crate::metrics::codec::{Kind, Reader, Writer, corrupt};
use crate::metrics::engagement::{TIMES, quantiles};
use crate::metrics::gathered::{self, Gathered};
use crate::metrics::{Error, Place};
use crate::stats::Quantiles;

/// Shares of hashtags, mentions or brands of one account, as an accumulator.
///
/// ```
/// use renown::metrics::shares::{Named, SharesOptions, SharesState};
/// let mut state = SharesState::new(SharesOptions::default())?;
/// state.update(&Named { id: Some("1"), published_at: 0, names: vec!["tea"] })?;
/// state.update(&Named { id: Some("2"), published_at: 0, names: vec![] })?;
/// assert_eq!(state.finish().top[0].share.value(), Some(0.5));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct SharesState {
    options: SharesOptions,
    quantiles: Quantiles,
    posts: Gathered<Counts>,
}

impl SharesState {
    /// An accumulator without posts.
    ///
    /// # Errors
    /// As [`SharesOptions::validate`].
    pub fn new(options: SharesOptions) -> Result<Self, Error> {
        options.validate()?;
        Ok(SharesState { options, quantiles: quantiles(options.level)?, posts: Gathered::default() })
    }

    fn item(&self, named: &Named<'_>) -> Result<NamedPost, Error> {
        check(named, Place::Published(named.published_at))?;
        Ok(NamedPost {
            published_at: named.published_at,
            admitted: self.options.admits(named.published_at),
            names: named.names.iter().map(|&name| name.into()).collect(),
        })
    }

    /// Takes a post in.
    ///
    /// # Errors
    /// A time out of range, an empty name, the same post with different content. Then nothing has changed.
    pub fn update(&mut self, post: &Named<'_>) -> Result<(), Error> {
        self.posts.add(post.id, &self.item(post)?)
    }

    /// Takes back a post that was taken in.
    ///
    /// # Errors
    /// [`Error::NotHeld`] where it was not, [`Error::ConflictingPosts`] where it was with different content. Then
    /// nothing has changed.
    pub fn retract(&mut self, post: &Named<'_>) -> Result<(), Error> {
        self.posts.remove(post.id, &self.item(post)?)
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

    /// The shares.
    #[must_use]
    pub fn finish(&self) -> Shares {
        let sums = self.posts.sums();
        let counts = sums.names.iter().map(|(name, count)| (&**name, *count)).collect();
        finish(&counts, sums.posts, &self.options, &self.quantiles)
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Shares);
        writer.maybe(self.options.top, |writer, top| writer.count(u64::from(top)));
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
        let mut reader = Reader::new(bytes, Kind::Shares)?;
        let top = reader.maybe(|reader| {
            u32::try_from(reader.count()?).map_err(|_| corrupt("a number of names is out of range"))
        })?;
        let since = reader.maybe(Reader::signed)?;
        let until = reader.maybe(Reader::signed)?;
        let level = reader.float()?;
        let mut state = SharesState::new(SharesOptions { top, since, until, level })?;
        state.posts = Gathered::read(&mut reader)?;
        reader.finish()?;
        if state.posts.known().any(|(_, post)| post.admitted != state.options.admits(post.published_at)) {
            return Err(corrupt("a post is on the wrong side of the dates"));
        }
        Ok(state)
    }
}

/// Shows how much is held, not what: ids and names lead to persons.
impl std::fmt::Debug for SharesState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharesState")
            .field("options", &self.options)
            .field("rows", &self.posts.rows())
            .finish()
    }
}

/// What is kept of a post with an id.
#[derive(Clone, PartialEq)]
struct NamedPost {
    published_at: i64,
    admitted: bool,
    names: Names,
}

impl gathered::Item for NamedPost {
    fn differs_in(&self, other: &Self) -> Option<&'static str> {
        if self.published_at != other.published_at {
            Some("published_at")
        } else if self.names != other.names {
            Some("names")
        } else {
            None
        }
    }

    fn place(&self) -> Place {
        Place::Published(self.published_at)
    }

    fn write(&self, writer: &mut Writer) {
        writer.signed(self.published_at);
        writer.flag(self.admitted);
        writer.count(self.names.len() as u64);
        self.names.iter().for_each(|name| writer.text(name));
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let published_at = reader.signed()?;
        if !TIMES.contains(&published_at) {
            return Err(corrupt("a time is out of range"));
        }
        let admitted = reader.flag()?;
        let mut names = Names::new();
        for _ in 0..reader.count()? {
            names.insert(read_name(reader, names.last().map(|last| &**last))?);
        }
        Ok(NamedPost { published_at, admitted, names })
    }
}

/// A name that comes after another.
fn read_name(reader: &mut Reader<'_>, last: Option<&str>) -> Result<Box<str>, Error> {
    let name = reader.text()?;
    let after = last.map_or(!name.is_empty(), |last| last < name);
    if after { Ok(name.into()) } else { Err(corrupt("names are out of order")) }
}

/// How many posts there are, how many of them use each name, and how many are outside the dates.
#[derive(Clone, Default, PartialEq)]
struct Counts {
    posts: u64,
    outside: u64,
    names: BTreeMap<Box<str>, u64>,
}

impl gathered::Sums for Counts {
    type Item = NamedPost;
    const LIMIT: u64 = 1 << 40;

    fn rows(&self) -> u64 {
        self.posts.saturating_add(self.outside)
    }

    fn add(&mut self, item: &NamedPost, times: u64) {
        if !item.admitted {
            self.outside += times;
            return;
        }
        self.posts += times;
        for name in &item.names {
            match self.names.get_mut(name) {
                Some(count) => *count += times,
                None => drop(self.names.insert(name.clone(), times)),
            }
        }
    }

    fn remove(&mut self, item: &NamedPost) -> Option<()> {
        if !item.admitted {
            self.outside = self.outside.checked_sub(1)?;
            return Some(());
        }
        let posts = self.posts.checked_sub(1)?;
        // Without this post no name may be in more posts than there are.
        let full = self.names.iter().filter(|(_, count)| **count > posts);
        if !item.names.iter().all(|name| self.names.contains_key(name))
            || !full.into_iter().all(|(name, _)| item.names.contains(name))
        {
            return None;
        }
        self.posts = posts;
        for name in &item.names {
            if let Some(count) = self.names.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    self.names.remove(name);
                }
            }
        }
        Some(())
    }

    fn merge(&mut self, other: &Self) {
        self.posts += other.posts;
        self.outside += other.outside;
        for (name, count) in &other.names {
            *self.names.entry(name.clone()).or_default() += count;
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.count(self.posts);
        writer.count(self.outside);
        writer.count(self.names.len() as u64);
        for (name, count) in &self.names {
            writer.text(name);
            writer.count(*count);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut read = Counts { posts: reader.count()?, outside: reader.count()?, names: BTreeMap::new() };
        if gathered::Sums::rows(&read) > Self::LIMIT {
            return Err(corrupt("there are more posts than an accumulator holds"));
        }
        for _ in 0..reader.count()? {
            let name = read_name(reader, read.names.last_key_value().map(|(last, _)| &**last))?;
            let count = reader.count()?;
            if count == 0 || count > read.posts {
                return Err(corrupt("a name is in no post or in more than there are"));
            }
            read.names.insert(name, count);
        }
        Ok(read)
    }
}

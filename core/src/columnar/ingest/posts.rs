//! The posts of a call: their keys, and the columns that the call reads.

use arrow_array::RecordBatch;

use super::column::Source;
use super::flags::Flags;
use super::identifiers::identifiers;
use super::keys::Keys;
use super::numbers::{ABSENT, Numbers};
use super::platforms::Platforms;
use super::profiles::Profiles;
use super::texts::Texts;
use super::times::Times;
use crate::columnar::Error;
use crate::columnar::spans::Span;
use crate::metrics::engagement::{Basis, EngagementOptions, Observation};
use crate::model::Platform;

/// Which columns a call reads. A column that is not read is not looked at, unless posts have ids: whether two rows
/// with the same id agree is decided by all of their columns.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::columnar) struct Wanted {
    pub(in crate::columnar) likes: bool,
    pub(in crate::columnar) comments: bool,
    pub(in crate::columnar) shares: bool,
    pub(in crate::columnar) saves: bool,
    pub(in crate::columnar) views: bool,
    pub(in crate::columnar) reach: bool,
    pub(in crate::columnar) impressions: bool,
    pub(in crate::columnar) followers: bool,
    pub(in crate::columnar) platform: bool,
    pub(in crate::columnar) pinned: bool,
    pub(in crate::columnar) sponsored: bool,
    pub(in crate::columnar) collected_at: bool,
    /// Whether the time of the post is read; without it every post is of 1970, which no figure of all posts notices.
    pub(in crate::columnar) published_at: bool,
}

impl Wanted {
    /// What either reads.
    pub(in crate::columnar) fn and(self, other: Wanted) -> Wanted {
        Wanted {
            likes: self.likes || other.likes,
            comments: self.comments || other.comments,
            shares: self.shares || other.shares,
            saves: self.saves || other.saves,
            views: self.views || other.views,
            reach: self.reach || other.reach,
            impressions: self.impressions || other.impressions,
            followers: self.followers || other.followers,
            platform: self.platform || other.platform,
            pinned: self.pinned || other.pinned,
            sponsored: self.sponsored || other.sponsored,
            collected_at: self.collected_at || other.collected_at,
            published_at: self.published_at || other.published_at,
        }
    }
}

/// The posts of a call, checked.
pub(in crate::columnar) struct Posts {
    pub(in crate::columnar) lengths: Vec<usize>,
    pub(in crate::columnar) keys: Keys,
    pub(in crate::columnar) published_at: Option<Times>,
    pub(in crate::columnar) likes: Option<Numbers>,
    pub(in crate::columnar) comments: Option<Numbers>,
    pub(in crate::columnar) shares: Option<Numbers>,
    pub(in crate::columnar) saves: Option<Numbers>,
    pub(in crate::columnar) views: Option<Numbers>,
    pub(in crate::columnar) plays: Option<Numbers>,
    pub(in crate::columnar) reach: Option<Numbers>,
    pub(in crate::columnar) impressions: Option<Numbers>,
    pub(in crate::columnar) followers_at_post: Option<Numbers>,
    pub(in crate::columnar) platform: Option<Platforms>,
    pub(in crate::columnar) pinned: Option<Flags>,
    pub(in crate::columnar) sponsored: Option<Flags>,
    pub(in crate::columnar) collected_at: Option<Times>,
    pub(in crate::columnar) ids: Option<Vec<Texts>>,
    pub(in crate::columnar) profiles: Option<Profiles>,
}

impl Posts {
    /// Reads the columns that are wanted.
    ///
    /// # Errors
    /// A column is missing, is there twice, or has a type or a value that is wrong.
    pub(in crate::columnar) fn new(
        posts: &Source<'_>,
        profiles: Option<&Source<'_>>,
        by: &str,
        wanted: Wanted,
    ) -> Result<Self, Error> {
        let lengths: Vec<usize> = posts.table.batches().iter().map(RecordBatch::num_rows).collect();
        if u32::try_from(lengths.iter().sum::<usize>()).is_err() {
            return Err(Error::TooManyRows { table: "posts" });
        }
        let keys = Keys::new(posts.require(by)?)?;
        let ids = identifiers(posts)?;
        let all = ids.is_some();
        let column = |name: &str, wanted: bool| if wanted || all { posts.find(name) } else { Ok(None) };
        let numbers = |name: &str, wanted: bool| column(name, wanted)?.map(Numbers::new).transpose();
        let flags = |name: &str, wanted: bool| column(name, wanted)?.map(Flags::new).transpose();
        let times = |name: &str, wanted, required| {
            column(name, wanted)?.map(|column| Times::new(column, required)).transpose()
        };
        let platform = column("platform", wanted.platform)?.map(Platforms::new).transpose()?;
        let from_profiles = wanted.platform && platform.is_none();
        let profiles = profiles.filter(|_| wanted.followers || from_profiles || all);
        let profiles =
            profiles.map(|source| Profiles::new(source, by, keys.names(), from_profiles)).transpose()?;
        Ok(Posts {
            published_at: times("published_at", wanted.published_at, true)?,
            likes: numbers("likes", wanted.likes)?,
            comments: numbers("comments", wanted.comments)?,
            shares: numbers("shares", wanted.shares)?,
            saves: numbers("saves", wanted.saves)?,
            views: numbers("views", wanted.views)?,
            plays: numbers("plays", wanted.views)?,
            reach: numbers("reach", wanted.reach)?,
            impressions: numbers("impressions", wanted.impressions)?,
            followers_at_post: numbers("followers_at_post", wanted.followers)?,
            platform,
            pinned: flags("pinned", wanted.pinned)?,
            sponsored: flags("sponsored", wanted.sponsored)?,
            collected_at: times("collected_at", wanted.collected_at, false)?,
            lengths,
            keys,
            ids,
            profiles,
        })
    }

    /// How many rows there are; fewer than 2^32.
    pub(in crate::columnar) fn rows(&self) -> usize {
        self.lengths.iter().sum()
    }

    /// What the metrics read of the row of a batch, which is of the account with this id.
    pub(in crate::columnar) fn observation(&self, account: u32, batch: usize, row: usize) -> Observation {
        let count = |column: &Option<Numbers>| column.as_ref().and_then(|column| column.get(batch, row));
        let flag = |column: &Option<Flags>| column.as_ref().is_some_and(|column| column.get(batch, row));
        let time = |column: &Option<Times>| column.as_ref().and_then(|column| column.get(batch, row));
        Observation {
            platform: self.platform_at(account, batch, row),
            published_at: time(&self.published_at).unwrap_or_default(),
            likes: count(&self.likes),
            comments: count(&self.comments),
            shares: count(&self.shares),
            saves: count(&self.saves),
            views: count(&self.views).or_else(|| count(&self.plays)),
            reach: count(&self.reach),
            impressions: count(&self.impressions),
            followers: count(&self.followers_at_post).or_else(|| self.followers_of(account)),
            pinned: flag(&self.pinned),
            sponsored: flag(&self.sponsored),
            collected_at: time(&self.collected_at),
        }
    }

    /// Followers that the profile of an account states.
    pub(in crate::columnar) fn followers_of(&self, account: u32) -> Option<u64> {
        let followers = self.profiles.as_ref()?.followers.get(account as usize).copied()?;
        (followers != ABSENT).then_some(followers)
    }

    /// The platform that the profile of an account states.
    pub(in crate::columnar) fn platform_of(&self, account: u32) -> Option<Platform> {
        self.profiles.as_ref()?.platforms.as_ref()?.get(account as usize).copied().flatten()
    }

    /// Whether the platform of some post may be known.
    pub(in crate::columnar) fn has_platforms(&self) -> bool {
        let of_profiles = self.profiles.as_ref().is_some_and(|profiles| profiles.platforms.is_some());
        self.platform.is_some() || of_profiles
    }

    /// The platform of the row of a batch, which is of the account with this id.
    pub(in crate::columnar) fn platform_at(
        &self,
        account: u32,
        batch: usize,
        row: usize,
    ) -> Option<Platform> {
        let platform = self.platform.as_ref().and_then(|column| column.get(batch, row));
        platform.or_else(|| self.platform_of(account))
    }

    /// Whether the post of a row, published at a time, is looked at.
    pub(in crate::columnar) fn admits(
        &self,
        options: &EngagementOptions,
        published_at: i64,
        batch: usize,
        row: usize,
    ) -> bool {
        let flag = |column: &Option<Flags>| column.as_ref().is_some_and(|column| column.get(batch, row));
        let collected_at = self.collected_at.as_ref().and_then(|column| column.get(batch, row));
        options.admit(published_at, flag(&self.pinned), flag(&self.sponsored), collected_at).is_ok()
    }

    /// No engagement is larger, whatever is counted.
    pub(in crate::columnar) fn largest_engagement(&self) -> u128 {
        let largest = |column: &Option<Numbers>| u128::from(column.as_ref().map_or(0, Numbers::largest));
        largest(&self.likes) + largest(&self.comments) + largest(&self.shares) + largest(&self.saves)
    }

    /// No denominator that the posts state is larger.
    pub(in crate::columnar) fn largest_denominator(&self, basis: Basis) -> u64 {
        let columns = match basis {
            Basis::Followers => [&self.followers_at_post, &None],
            Basis::Reach => [&self.reach, &None],
            Basis::Impressions => [&self.impressions, &None],
            Basis::Views => [&self.views, &self.plays],
        };
        columns.into_iter().flatten().map(Numbers::largest).max().unwrap_or_default()
    }

    /// The one column that states the denominators of a basis; `None` where there is none, or more than one.
    pub(in crate::columnar) fn column_of(&self, basis: Basis) -> Option<&Numbers> {
        match basis {
            Basis::Followers => self.followers_at_post.as_ref(),
            Basis::Reach => self.reach.as_ref(),
            Basis::Impressions => self.impressions.as_ref(),
            Basis::Views => match (&self.views, &self.plays) {
                (Some(column), None) | (None, Some(column)) => Some(column),
                _ => None,
            },
        }
    }

    /// The denominators of rows as the posts state them; `other` is room to work in.
    pub(in crate::columnar) fn read_denominator(
        &self,
        basis: Basis,
        span: Span,
        out: &mut Vec<u64>,
        other: &mut Vec<u64>,
    ) {
        match basis {
            Basis::Followers => read(self.followers_at_post.as_ref(), span, out),
            Basis::Reach => read(self.reach.as_ref(), span, out),
            Basis::Impressions => read(self.impressions.as_ref(), span, out),
            Basis::Views => self.read_views(span, out, other),
        }
    }

    /// The views of rows, or their plays where views are missing.
    pub(in crate::columnar) fn read_views(&self, span: Span, out: &mut Vec<u64>, other: &mut Vec<u64>) {
        read(self.views.as_ref(), span, out);
        if self.plays.is_some() {
            read(self.plays.as_ref(), span, other);
            for (views, plays) in out.iter_mut().zip(other) {
                if *views == ABSENT {
                    *views = *plays;
                }
            }
        }
    }

    /// How many accounts an account follows, as its profile states.
    pub(in crate::columnar) fn following_of(&self, account: u32) -> Option<u64> {
        let known = self.profiles.as_ref()?.following.get(account as usize).copied();
        known.filter(|&count| count != ABSENT)
    }

    /// The id of the post of a row, where it has one.
    pub(in crate::columnar) fn id(&self, batch: usize, row: usize) -> Option<&str> {
        self.ids.as_ref()?.get(batch)?.get(row)
    }
}

fn read(column: Option<&Numbers>, span: Span, out: &mut Vec<u64>) {
    out.resize(span.to - span.from, 0);
    match column {
        Some(column) => column.read(span.batch, span.from, out),
        None => out.fill(ABSENT),
    }
}

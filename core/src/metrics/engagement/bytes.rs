//! The byte form of posts and options inside accumulators.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::order::platform_rank;
use super::{
    Basis, Counts, EngagementOptions, HiddenLikes, Observation, Pinned, Sponsored, Statistic, Window,
};
use crate::metrics::codec::{Reader, Writer, corrupt};
use crate::metrics::gathered::{Item, Sums};
use crate::metrics::{Error, Place};
use crate::model::Platform;

impl Item for Observation {
    fn differs_in(&self, other: &Self) -> Option<&'static str> {
        Observation::differs_in(self, other)
    }

    fn place(&self) -> Place {
        Place::Published(self.published_at)
    }

    fn write(&self, writer: &mut Writer) {
        writer.byte(self.platform.map_or(0, platform_rank));
        writer.signed(self.published_at);
        for count in self.counts() {
            writer.maybe(count, Writer::count);
        }
        writer.flag(self.pinned);
        writer.flag(self.sponsored);
        writer.maybe(self.collected_at, Writer::signed);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let platform = match reader.byte()? {
            0 => None,
            1 => Some(Platform::Instagram),
            2 => Some(Platform::TikTok),
            3 => Some(Platform::YouTube),
            _ => return Err(corrupt("a platform is unknown")),
        };
        let published_at = reader.signed()?;
        let mut count = || reader.maybe(Reader::count);
        let post = Observation {
            platform,
            published_at,
            likes: count()?,
            comments: count()?,
            shares: count()?,
            saves: count()?,
            views: count()?,
            reach: count()?,
            impressions: count()?,
            followers: count()?,
            pinned: reader.flag()?,
            sponsored: reader.flag()?,
            collected_at: reader.maybe(Reader::signed)?,
        };
        post.check(post.place())?;
        Ok(post)
    }
}

impl Observation {
    const fn counts(&self) -> [Option<u64>; 8] {
        [
            self.likes,
            self.comments,
            self.shares,
            self.saves,
            self.views,
            self.reach,
            self.impressions,
            self.followers,
        ]
    }
}

/// A post in the order of its content, so that a set of posts has one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ByContent(Observation);

impl Ord for ByContent {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.content_order(&other.0)
    }
}

impl PartialOrd for ByContent {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Posts without an id, each with the number of times that it is there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Multiset {
    posts: BTreeMap<ByContent, u64>,
}

impl Multiset {
    /// Every post, as often as it is there.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Observation> {
        self.posts.iter().flat_map(|(post, times)| (0..*times).map(|_| &post.0))
    }

    /// Every post, once.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = &Observation> {
        self.posts.keys().map(|post| &post.0)
    }
}

impl Sums for Multiset {
    type Item = Observation;
    /// A finished window takes 16 bytes a post: half a GiB at most.
    const LIMIT: u64 = 1 << 24;

    fn rows(&self) -> u64 {
        self.posts.values().fold(0, |sum, times| sum.saturating_add(*times))
    }

    fn add(&mut self, item: &Observation, times: u64) {
        *self.posts.entry(ByContent(*item)).or_default() += times;
    }

    fn remove(&mut self, item: &Observation) -> Option<()> {
        let times = self.posts.get_mut(&ByContent(*item))?;
        if *times == 1 {
            self.posts.remove(&ByContent(*item));
        } else {
            *times -= 1;
        }
        Some(())
    }

    fn merge(&mut self, other: &Self) {
        for (post, times) in &other.posts {
            self.add(&post.0, *times);
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.count(self.posts.len() as u64);
        for (post, times) in &self.posts {
            post.0.write(writer);
            writer.count(*times);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut read = Multiset::default();
        for _ in 0..reader.count()? {
            let post = ByContent(Observation::read(reader)?);
            if read.posts.last_key_value().is_some_and(|(last, _)| *last >= post) {
                return Err(corrupt("posts are out of order"));
            }
            let times = reader.count()?;
            if times == 0 {
                return Err(corrupt("a post is there 0 times"));
            }
            read.posts.insert(post, times);
        }
        if read.rows() > Self::LIMIT {
            return Err(corrupt("there are more posts than an accumulator holds"));
        }
        Ok(read)
    }
}

/// Writes options; [`read_options`] reads them.
pub(crate) fn write_options(options: &EngagementOptions, writer: &mut Writer) {
    let EngagementOptions {
        basis,
        statistic,
        window,
        pinned,
        sponsored,
        hidden_likes,
        counts,
        settling,
        as_of,
        level,
    } = options;
    writer.byte(match basis {
        Basis::Followers => 0,
        Basis::Reach => 1,
        Basis::Impressions => 2,
        Basis::Views => 3,
    });
    let (kind, share) = match *statistic {
        Statistic::Median => (0, None),
        Statistic::Mean => (1, None),
        Statistic::Pooled => (2, None),
        Statistic::Trimmed { share } => (3, Some(share)),
        Statistic::Winsorised { share } => (4, Some(share)),
    };
    writer.byte(kind);
    if let Some(share) = share {
        writer.float(share);
    }
    writer.maybe(window.last, |writer, last| writer.count(u64::from(last)));
    writer.maybe(window.since, Writer::signed);
    writer.maybe(window.until, Writer::signed);
    writer.byte(match pinned {
        Pinned::LeaveOut => 0,
        Pinned::Keep => 1,
    });
    writer.byte(match sponsored {
        Sponsored::Keep => 0,
        Sponsored::LeaveOut => 1,
        Sponsored::Only => 2,
    });
    writer.byte(match hidden_likes {
        HiddenLikes::Drop => 0,
        HiddenLikes::LowerBound => 1,
        HiddenLikes::Impute => 2,
    });
    writer.maybe(*counts, |writer, counts| {
        for counted in [counts.likes, counts.comments, counts.shares, counts.saves] {
            writer.flag(counted);
        }
    });
    writer.signed(*settling);
    writer.maybe(*as_of, Writer::signed);
    writer.float(*level);
}

/// Reads what [`write_options`] wrote, and checks it.
pub(crate) fn read_options(reader: &mut Reader<'_>) -> Result<EngagementOptions, Error> {
    let basis = match reader.byte()? {
        0 => Basis::Followers,
        1 => Basis::Reach,
        2 => Basis::Impressions,
        3 => Basis::Views,
        _ => return Err(corrupt("a basis is unknown")),
    };
    let statistic = match reader.byte()? {
        0 => Statistic::Median,
        1 => Statistic::Mean,
        2 => Statistic::Pooled,
        3 => Statistic::Trimmed { share: reader.float()? },
        4 => Statistic::Winsorised { share: reader.float()? },
        _ => return Err(corrupt("a statistic is unknown")),
    };
    let last = reader.maybe(|reader| {
        u32::try_from(reader.count()?).map_err(|_| corrupt("a number of posts is out of range"))
    })?;
    let window = Window { last, since: reader.maybe(Reader::signed)?, until: reader.maybe(Reader::signed)? };
    let pinned = match reader.byte()? {
        0 => Pinned::LeaveOut,
        1 => Pinned::Keep,
        _ => return Err(corrupt("a choice about pinned posts is unknown")),
    };
    let sponsored = match reader.byte()? {
        0 => Sponsored::Keep,
        1 => Sponsored::LeaveOut,
        2 => Sponsored::Only,
        _ => return Err(corrupt("a choice about sponsored posts is unknown")),
    };
    let hidden_likes = match reader.byte()? {
        0 => HiddenLikes::Drop,
        1 => HiddenLikes::LowerBound,
        2 => HiddenLikes::Impute,
        _ => return Err(corrupt("a choice about hidden likes is unknown")),
    };
    let counts = reader.maybe(|reader| {
        Ok(Counts {
            likes: reader.flag()?,
            comments: reader.flag()?,
            shares: reader.flag()?,
            saves: reader.flag()?,
        })
    })?;
    let settling = reader.signed()?;
    let as_of = reader.maybe(Reader::signed)?;
    let level = reader.float()?;
    let options = EngagementOptions {
        basis,
        statistic,
        window,
        pinned,
        sponsored,
        hidden_likes,
        counts,
        settling,
        as_of,
        level,
    };
    options.validate()?;
    Ok(options)
}

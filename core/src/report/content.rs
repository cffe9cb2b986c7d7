//! What was published: hashtags, mentions and brands, and the top, recent and sponsored posts.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Error, ReportOptions};
use crate::metrics::engagement::{Basis, EngagementOptions, Listed};
use crate::metrics::shares::{Named, Shares, shares};
use crate::model::{Post, PostId, PostKind, Timestamp, Url};
use crate::stats::{Figure, Undefined};

/// What was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Content {
    /// Shares of posts by hashtag.
    pub hashtags: Shares,
    /// Shares of posts by account mentioned.
    pub mentions: Shares,
    /// Shares of posts by brand named.
    pub brands: Shares,
    /// The posts with the most engagement; of equal ones the newest first. A post that hides a counted component is
    /// ranked only where `hidden_likes` is `lower_bound`.
    pub top: Vec<ContentPost>,
    /// The newest posts.
    pub recent: Vec<ContentPost>,
    /// The newest sponsored posts.
    pub sponsored: Vec<ContentPost>,
}

/// One post. `Debug` shows no text of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContentPost {
    /// The platform's or the caller's id.
    pub id: PostId,
    /// What kind of post it is.
    pub kind: Option<PostKind>,
    /// Its address.
    pub url: Option<Url>,
    /// Its caption; on YouTube the title and description as the caller collected them.
    pub caption: Option<String>,
    /// When it was published.
    pub published_at: Timestamp,
    /// What it shows.
    pub engagement: Engagements,
    /// Its rate on the basis of the headline rate, a fraction. One post is no sample, so it has no interval.
    pub rate: Figure,
    /// Hashtags without the number sign, as they are written.
    pub hashtags: Vec<String>,
    /// Handles without the @, as they are written.
    pub mentions: Vec<String>,
    /// Brands, as they are written.
    pub brands: Vec<String>,
    /// Whether it is disclosed as paid for, by the platform's label or in the caption.
    pub sponsored: bool,
    /// Whether it is pinned.
    pub pinned: bool,
}

/// What a post shows. A count that is hidden or unknown is null, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the count it is named after")]
pub struct Engagements {
    pub likes: Option<u64>,
    pub comments: Option<u64>,
    pub shares: Option<u64>,
    pub saves: Option<u64>,
    pub views: Option<u64>,
    pub plays: Option<u64>,
    pub reach: Option<u64>,
    pub impressions: Option<u64>,
}

impl fmt::Debug for ContentPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentPost")
            .field("published_at", &self.published_at)
            .field("engagement", &self.engagement)
            .finish_non_exhaustive()
    }
}

/// A post beside what the metrics read of it.
pub(super) type Read<'a> = (&'a Post, Listed<'a>);

impl Content {
    pub(super) fn of(posts: &[Read<'_>], basis: Basis, options: &ReportOptions) -> Result<Content, Error> {
        let rating = options.engagement(basis, None);
        let top = usize::try_from(options.top).unwrap_or(usize::MAX);
        let within = |post: &Post| {
            let at = post.published_at().millis();
            options.since.is_none_or(|since| at >= since) && options.until.is_none_or(|until| at < until)
        };
        let mut newest: Vec<Read<'_>> = posts.iter().copied().filter(|(post, _)| within(post)).collect();
        newest.sort_by_key(|(post, _)| (Reverse(post.published_at()), post.id()));
        let listed = |posts: &mut dyn Iterator<Item = Read<'_>>| {
            posts.take(top).map(|post| ContentPost::of(post, &rating)).collect()
        };
        let mut ranked: Vec<(u64, Read<'_>)> = newest
            .iter()
            .filter_map(|read| engagement_of(&read.1, &rating).map(|engagement| (engagement, *read)))
            .collect();
        // A stable sort: of equal ones the newest stays first.
        ranked.sort_by_key(|(engagement, _)| Reverse(*engagement));
        let named = options.shares();
        Ok(Content {
            hashtags: shares(posts.iter().map(|(post, _)| Named::hashtags(post)), &named)?,
            mentions: shares(posts.iter().map(|(post, _)| Named::mentions(post)), &named)?,
            brands: shares(posts.iter().map(|(post, _)| Named::brands(post)), &named)?,
            top: listed(&mut ranked.iter().map(|(_, read)| *read)),
            recent: listed(&mut newest.iter().copied()),
            sponsored: listed(&mut newest.iter().copied().filter(|(post, _)| post.sponsored())),
        })
    }
}

/// What a post got, where everything that counts is shown. Sums that do not fit were refused before.
fn engagement_of(listed: &Listed<'_>, options: &EngagementOptions) -> Option<u64> {
    let post = &listed.post;
    post.components().engagement(options.counts_for(post.platform), options.hidden_likes).ok().flatten()
}

impl ContentPost {
    fn of((post, listed): Read<'_>, options: &EngagementOptions) -> ContentPost {
        let counts = post.counts();
        let rate = match (engagement_of(&listed, options), listed.post.denominator(options.basis)) {
            (Some(engagement), Some(denominator)) => Figure::exact(engagement as f64 / denominator as f64, 1),
            (Some(_), None) if options.basis == Basis::Followers => Figure::undefined(Undefined::NoFollowers),
            (Some(_), None) => Figure::undefined(Undefined::NoDenominator),
            (None, _) if counts.likes.is_none() => Figure::undefined(Undefined::HiddenLikes),
            (None, _) => Figure::undefined(Undefined::MissingCounts),
        };
        ContentPost {
            id: post.id().clone(),
            kind: post.kind(),
            url: post.url().cloned(),
            caption: post.caption().map(str::to_owned),
            published_at: post.published_at(),
            engagement: Engagements {
                likes: counts.likes,
                comments: counts.comments,
                shares: counts.shares,
                saves: counts.saves,
                views: counts.views,
                plays: counts.plays,
                reach: counts.reach,
                impressions: counts.impressions,
            },
            rate,
            hashtags: post.hashtags().iter().map(|tag| tag.as_str().to_owned()).collect(),
            mentions: post.mentions().iter().map(|mention| mention.handle().as_str().to_owned()).collect(),
            brands: post.brands().iter().map(|brand| brand.as_str().to_owned()).collect(),
            sponsored: post.sponsored(),
            pinned: post.pinned(),
        }
    }
}

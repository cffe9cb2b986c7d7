//! A post: what was published, when, and how it was received.

mod wire;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{COUNT_MAX, Nested};
use super::words::{record, words};
use super::{
    Brand, Error, Hashtag, InfluencerId, Mention, Platform, PostId, Provenance, Timestamp, Url, caption, text,
};
use wire::Wire;

words! {
    /// What kind of post it is.
    #[non_exhaustive]
    pub enum PostKind or |value| Error::UnknownWord {
        what: "kind of post",
        value,
        known: "photo, carousel, video, reel, short, story, live",
    } => {
        /// One picture.
        Photo = "photo" | "image" | "picture",
        /// Several pictures or videos.
        Carousel = "carousel" | "album" | "sidecar" | "carousel_album",
        /// A video.
        Video = "video",
        /// An Instagram reel.
        Reel = "reel" | "reels" | "clips",
        /// A YouTube short.
        Short = "short" | "shorts",
        /// A story, gone after a day.
        Story = "story",
        /// A live broadcast.
        Live = "live" | "livestream" | "live_stream",
    }
}

/// How a post was received. A count that the platform hides or the caller does not know is `None`, never 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[expect(missing_docs, reason = "each field is the count it is named after")]
pub struct PostCounts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saves: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plays: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impressions: Option<u64>,
}

impl PostCounts {
    fn check(&self) -> Result<(), Error> {
        let named = [
            ("likes", self.likes),
            ("comments", self.comments),
            ("shares", self.shares),
            ("saves", self.saves),
            ("views", self.views),
            ("plays", self.plays),
            ("reach", self.reach),
            ("impressions", self.impressions),
        ];
        for (field, count) in named {
            if let Some(count) = count.filter(|count| *count > COUNT_MAX) {
                return Err(Error::CountTooLarge { value: count.to_string() }.at(field));
            }
        }
        Ok(())
    }
}

/// A post of an influencer.
///
/// Hashtags, mentions and disclosures are read from the caption where they are not given. `Debug` shows no text.
///
/// ```
/// use renown::model::{InfluencerId, Platform, Post, PostCounts, PostId};
///
/// let published = "2026-01-31T10:00:00Z".parse()?;
/// let post = Post::new(PostId::new("1")?, InfluencerId::new("4711")?, Platform::Instagram, published)
///     .with_counts(PostCounts { likes: Some(120), comments: Some(4), ..Default::default() })?
///     .with_caption("New shoes by @invented_shoes #ad")?;
/// assert!(post.sponsored());
/// assert_eq!(post.mentions()[0].handle().as_str(), "invented_shoes");
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct Post {
    id: PostId,
    influencer_id: InfluencerId,
    platform: Platform,
    published_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<PostKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
    /// Whether the caption discloses a partnership: known from the caption, so never written.
    #[serde(skip)]
    discloses: bool,
    #[serde(flatten)]
    counts: PostCounts,
    pinned: bool,
    #[serde(rename = "sponsored", skip_serializing_if = "Option::is_none")]
    declared_sponsored: Option<bool>,
    hashtags: Vec<Hashtag>,
    #[serde(serialize_with = "bare")]
    mentions: Vec<Mention>,
    brands: Vec<Brand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    followers_at_post: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collected_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<Provenance>,
}

/// Writes mentions without their platform, which stands beside them.
fn bare<S: serde::Serializer>(mentions: &[Mention], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(mentions.iter().map(|mention| mention.handle().as_str()))
}

record!(Post: Wire);

impl Post {
    /// A post of which nothing is known but that it was published.
    pub fn new(id: PostId, influencer_id: InfluencerId, platform: Platform, published_at: Timestamp) -> Self {
        Post {
            id,
            influencer_id,
            platform,
            published_at,
            kind: None,
            url: None,
            caption: None,
            discloses: false,
            counts: PostCounts::default(),
            pinned: false,
            declared_sponsored: None,
            hashtags: Vec::new(),
            mentions: Vec::new(),
            brands: Vec::new(),
            followers_at_post: None,
            collected_at: None,
            provenance: None,
        }
    }

    /// Adds how the post was received.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_counts(mut self, counts: PostCounts) -> Result<Self, Error> {
        counts.check()?;
        self.counts = counts;
        Ok(self)
    }

    /// Adds the caption, and the hashtags, mentions and disclosures that stand in it.
    ///
    /// # Errors
    /// [`Error::TextTooLong`].
    pub fn with_caption(mut self, caption: impl Into<String>) -> Result<Self, Error> {
        let caption = caption.into();
        if caption.len() > text::CAPTION_MAX {
            let length = caption.len();
            return Err(Error::TextTooLong { length, max: text::CAPTION_MAX, unit: "bytes" }.at("caption"));
        }
        let scanned = caption::scan(&caption, self.platform);
        self.discloses = !scanned.disclosures.is_empty();
        self.hashtags = scanned.hashtags;
        self.mentions = scanned.mentions;
        self.caption = Some(caption);
        Ok(self)
    }

    /// Replaces the hashtags.
    #[must_use]
    pub fn with_hashtags(mut self, hashtags: Vec<Hashtag>) -> Self {
        self.hashtags = hashtags;
        self
    }

    /// Replaces the mentions.
    ///
    /// # Errors
    /// [`Error::Contradiction`] where a mention is a handle on another platform than the post's.
    pub fn with_mentions(mut self, mentions: Vec<Mention>) -> Result<Self, Error> {
        if mentions.iter().any(|mention| mention.handle().platform() != self.platform) {
            return Err(Error::Contradiction { first: "platform", second: "mentions" });
        }
        self.mentions = mentions;
        Ok(self)
    }

    /// Adds the brands that the post shows or advertises.
    #[must_use]
    pub fn with_brands(mut self, brands: Vec<Brand>) -> Self {
        self.brands = brands;
        self
    }

    /// Adds the kind of post.
    #[must_use]
    pub fn with_kind(mut self, kind: PostKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Adds the address of the post.
    #[must_use]
    pub fn with_url(mut self, url: Url) -> Self {
        self.url = Some(url);
        self
    }

    /// Says whether the post is pinned.
    #[must_use]
    pub fn with_pinned(mut self, pinned: bool) -> Self {
        self.pinned = pinned;
        self
    }

    /// Says whether the platform's own label declares a paid partnership.
    #[must_use]
    pub fn with_declared_sponsored(mut self, sponsored: bool) -> Self {
        self.declared_sponsored = Some(sponsored);
        self
    }

    /// Adds how many followers the account had when the post was published.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_followers_at_post(mut self, followers: u64) -> Result<Self, Error> {
        if followers > COUNT_MAX {
            return Err(Error::CountTooLarge { value: followers.to_string() }.at("followers_at_post"));
        }
        self.followers_at_post = Some(followers);
        Ok(self)
    }

    /// Adds when the counts were read.
    ///
    /// # Errors
    /// [`Error::Contradiction`] where the provenance says another time.
    pub fn with_collected_at(mut self, collected_at: Timestamp) -> Result<Self, Error> {
        if self.provenance.as_ref().is_some_and(|p| p.collected_at() != collected_at) {
            return Err(Error::Contradiction { first: "collected_at", second: "provenance.collected_at" });
        }
        self.collected_at = Some(collected_at);
        Ok(self)
    }

    /// Adds where the post comes from.
    ///
    /// # Errors
    /// [`Error::Contradiction`] where another time of collection was given before.
    pub fn with_provenance(mut self, provenance: Provenance) -> Result<Self, Error> {
        if self.collected_at.is_some_and(|at| at != provenance.collected_at()) {
            return Err(Error::Contradiction { first: "collected_at", second: "provenance.collected_at" });
        }
        self.provenance = Some(provenance);
        Ok(self)
    }

    /// The identifier of the post.
    pub fn id(&self) -> &PostId {
        &self.id
    }

    /// Whose post it is.
    pub fn influencer_id(&self) -> &InfluencerId {
        &self.influencer_id
    }

    /// The platform.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// When the post was published.
    pub fn published_at(&self) -> Timestamp {
        self.published_at
    }

    /// The kind of post.
    pub fn kind(&self) -> Option<PostKind> {
        self.kind
    }

    /// The address of the post.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The caption; on YouTube the description.
    pub fn caption(&self) -> Option<&str> {
        self.caption.as_deref()
    }

    /// How the post was received.
    pub fn counts(&self) -> &PostCounts {
        &self.counts
    }

    /// Whether the account has pinned the post.
    pub fn pinned(&self) -> bool {
        self.pinned
    }

    /// Whether the post is sponsored: declared by the platform's label, or disclosed in the caption.
    pub fn sponsored(&self) -> bool {
        self.discloses || self.declared_sponsored == Some(true)
    }

    /// Whether the platform's own label declares a paid partnership.
    pub fn declared_sponsored(&self) -> Option<bool> {
        self.declared_sponsored
    }

    /// Whether the caption discloses a partnership; [`caption::scan`] says with which words.
    pub fn discloses(&self) -> bool {
        self.discloses
    }

    /// The hashtags, as given or in the order of the caption.
    pub fn hashtags(&self) -> &[Hashtag] {
        &self.hashtags
    }

    /// The mentions, as given or in the order of the caption.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// The brands that the post shows or advertises.
    pub fn brands(&self) -> &[Brand] {
        &self.brands
    }

    /// Followers of the account when the post was published.
    pub fn followers_at_post(&self) -> Option<u64> {
        self.followers_at_post
    }

    /// When the counts were read.
    pub fn collected_at(&self) -> Option<Timestamp> {
        self.collected_at.or(self.provenance.as_ref().map(Provenance::collected_at))
    }

    /// Where the post comes from.
    pub fn provenance(&self) -> Option<&Provenance> {
        self.provenance.as_ref()
    }
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post")
            .field("id", &self.id)
            .field("influencer_id", &self.influencer_id)
            .field("platform", &self.platform)
            .field("published_at", &self.published_at)
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

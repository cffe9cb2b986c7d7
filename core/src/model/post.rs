//! A post: what was published, when, and how it was received.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{
    Any, COUNT_MAX, Nested, count_some, flag_some, parse, parse_all, parse_id, parse_some, record_some,
    text_some, texts_some,
};
use super::words::{record, words};
use super::{
    Brand, Error, Handle, Hashtag, InfluencerId, Mention, Platform, PostId, Provenance, Timestamp, Url,
    caption, text,
};

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

/// A post as it comes in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Post"))]
struct Wire {
    #[cfg_attr(feature = "schema", schemars(with = "PostId"))]
    id: Any,
    #[cfg_attr(feature = "schema", schemars(with = "InfluencerId"))]
    influencer_id: Any,
    #[cfg_attr(feature = "schema", schemars(with = "Platform"))]
    platform: Any,
    #[cfg_attr(feature = "schema", schemars(with = "Timestamp"))]
    published_at: Any,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PostKind>"))]
    kind: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Url>"))]
    url: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    caption: Option<Any>,
    /// Left out where the platform hides it; never 0 for "unknown".
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    likes: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    comments: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    shares: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    saves: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    views: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    plays: Option<Any>,
    /// Accounts that saw the post.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    reach: Option<Any>,
    /// Times that the post was shown.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    impressions: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    pinned: Option<Any>,
    /// Whether the platform's own label declares a paid partnership.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    sponsored: Option<Any>,
    /// Without their number signs; read from the caption where left out.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Hashtag>>"))]
    hashtags: Option<Any>,
    /// Handles on the platform of the post; read from the caption where left out.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    mentions: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Brand>>"))]
    brands: Option<Any>,
    /// Followers of the account when the post was published.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    followers_at_post: Option<Any>,
    /// When the counts were read.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Timestamp>"))]
    collected_at: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Provenance>"))]
    provenance: Option<Nested<super::provenance::Wire>>,
}

record!(Post: Wire);

impl TryFrom<Wire> for Post {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let platform: Platform = parse("platform", wire.platform)?;
        let mut post = Post::new(
            parse_id("id", wire.id)?,
            parse_id("influencer_id", wire.influencer_id)?,
            platform,
            parse("published_at", wire.published_at)?,
        )
        .with_counts(PostCounts {
            likes: count_some("likes", wire.likes.as_ref())?,
            comments: count_some("comments", wire.comments.as_ref())?,
            shares: count_some("shares", wire.shares.as_ref())?,
            saves: count_some("saves", wire.saves.as_ref())?,
            views: count_some("views", wire.views.as_ref())?,
            plays: count_some("plays", wire.plays.as_ref())?,
            reach: count_some("reach", wire.reach.as_ref())?,
            impressions: count_some("impressions", wire.impressions.as_ref())?,
        })?;
        if let Some(caption) = text_some("caption", wire.caption)? {
            post = post.with_caption(caption)?;
        }
        if let Some(tags) = texts_some("hashtags", wire.hashtags)? {
            post.hashtags = parse_all("hashtags", &tags)?;
        }
        if let Some(names) = texts_some("mentions", wire.mentions)? {
            post.mentions = mentions(platform, &names)?;
        }
        post.kind = parse_some("kind", wire.kind)?;
        post.url = parse_some("url", wire.url)?;
        post.pinned = flag_some("pinned", wire.pinned.as_ref())?.unwrap_or_default();
        post.declared_sponsored = flag_some("sponsored", wire.sponsored.as_ref())?;
        post.brands = parse_all("brands", &texts_some("brands", wire.brands)?.unwrap_or_default())?;
        post.followers_at_post = count_some("followers_at_post", wire.followers_at_post.as_ref())?;
        if let Some(provenance) = record_some("provenance", wire.provenance)? {
            post = post.with_provenance(provenance)?;
        }
        match parse_some("collected_at", wire.collected_at)? {
            Some(collected_at) => post.with_collected_at(collected_at),
            None => Ok(post),
        }
    }
}

fn mentions(platform: Platform, names: &[String]) -> Result<Vec<Mention>, Error> {
    names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            Handle::new(platform, name).map(Mention::from).map_err(|e| e.at(format!("mentions[{i}]")))
        })
        .collect()
}

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

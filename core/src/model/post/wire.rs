//! A post as it comes in.

use serde::Deserialize;

use super::{Post, PostCounts};
#[cfg(feature = "schema")]
use crate::model::raw;
use crate::model::raw::{
    Any, Nested, count_some, flag_some, parse, parse_all, parse_id, parse_some, record_some, text_some,
    texts_some,
};
#[cfg(feature = "schema")]
use crate::model::{Brand, Hashtag, InfluencerId, PostId, PostKind, Provenance, Timestamp, Url};
use crate::model::{Error, Handle, Mention, Platform};

/// A post as it comes in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Post"))]
pub(super) struct Wire {
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
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    likes: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    comments: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    shares: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    saves: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    views: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    plays: Option<Any>,
    /// Accounts that saw the post.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    reach: Option<Any>,
    /// Times that the post was shown.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
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
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    followers_at_post: Option<Any>,
    /// When the counts were read.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Timestamp>"))]
    collected_at: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Provenance>"))]
    provenance: Option<Nested<crate::model::provenance::Wire>>,
}

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

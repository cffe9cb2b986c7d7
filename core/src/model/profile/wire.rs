//! A profile as it comes in.

use serde::Deserialize;

use super::{About, Profile};
#[cfg(feature = "schema")]
use crate::model::raw;
use crate::model::raw::{
    Any, Nested, count_some, flag_some, parse, parse_id, parse_some, record_some, text_some,
};
#[cfg(feature = "schema")]
use crate::model::{
    AccountType, AgeBand, Gender, InfluencerId, Language, Location, Platform, Provenance, Timestamp, Url,
};
use crate::model::{Error, Handle};

/// A profile as it comes in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Profile"))]
pub(super) struct Wire {
    /// The caller's identifier of the influencer.
    #[cfg_attr(feature = "schema", schemars(with = "InfluencerId"))]
    id: Any,
    #[cfg_attr(feature = "schema", schemars(with = "Platform"))]
    platform: Any,
    /// The handle without the @.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    handle: Any,
    /// The address of the profile.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Url>"))]
    url: Option<Any>,
    /// The address of the profile picture.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Url>"))]
    image_url: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    full_name: Option<Any>,
    /// What the person says of themselves.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    bio: Option<Any>,
    /// The category in which the platform lists the account.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    category: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<AccountType>"))]
    account_type: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    verified: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    private: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Gender>"))]
    gender: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<AgeBand>"))]
    age_band: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Language>"))]
    language: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Location>"))]
    location: Option<Nested<crate::model::location::Wire>>,
    /// Followers, on YouTube subscribers.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    followers: Option<Any>,
    /// Accounts that this one follows.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    following: Option<Any>,
    /// How many posts the account shows.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    posts: Option<Any>,
    /// When the account was made.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Timestamp>"))]
    created_at: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Provenance>"))]
    provenance: Option<Nested<crate::model::provenance::Wire>>,
}

impl TryFrom<Wire> for Profile {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let platform = parse("platform", wire.platform)?;
        let name = wire.handle.text().map_err(|e| e.at("handle"))?;
        let handle = Handle::new(platform, &name).map_err(|e| e.at("handle"))?;
        let id = parse_id("id", wire.id)?;
        let mut profile = Profile::new(id, handle);
        if let Some(name) = text_some("full_name", wire.full_name)? {
            profile = profile.with_full_name(name)?;
        }
        if let Some(bio) = text_some("bio", wire.bio)? {
            profile = profile.with_bio(bio)?;
        }
        if let Some(category) = text_some("category", wire.category)? {
            profile = profile.with_category(category)?;
        }
        profile.about = About {
            url: parse_some("url", wire.url)?,
            image_url: parse_some("image_url", wire.image_url)?,
            account_type: parse_some("account_type", wire.account_type)?,
            verified: flag_some("verified", wire.verified.as_ref())?,
            private: flag_some("private", wire.private.as_ref())?,
            gender: parse_some("gender", wire.gender)?,
            age_band: parse_some("age_band", wire.age_band)?,
            language: parse_some("language", wire.language)?,
            location: record_some("location", wire.location)?,
            followers: count_some("followers", wire.followers.as_ref())?,
            following: count_some("following", wire.following.as_ref())?,
            posts: count_some("posts", wire.posts.as_ref())?,
            created_at: parse_some("created_at", wire.created_at)?,
            provenance: record_some("provenance", wire.provenance)?,
            ..profile.about
        };
        Ok(profile)
    }
}

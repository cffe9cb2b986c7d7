//! Features as they come in: flat, as the columns of a table.

use serde::{Deserialize, Serialize};

use super::{AccountFeatures, Measures, TextFeature};
use crate::model::Error;
#[cfg(feature = "schema")]
use crate::model::raw;
use crate::model::raw::{Any, count_some, flag_some, parse_id, parse_some, text_some};
#[cfg(feature = "schema")]
use crate::model::{MemberId, Platform, Timestamp};

/// Features as they come in: flat, as the columns of a table.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AccountFeatures"))]
pub(super) struct Wire {
    /// The caller's identifier of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<MemberId>"))]
    id: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Platform>"))]
    platform: Option<Any>,
    /// Whether the account has a picture of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    has_picture: Option<Any>,
    /// The handle, without the @.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    username: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    username_length: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    username_digits: Option<Any>,
    /// Digits by characters, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", range(min = 0, max = 1)))]
    username_digit_share: Option<Any>,
    /// The name shown; empty where the account shows none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    full_name: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    full_name_length: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    full_name_words: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    full_name_digits: Option<Any>,
    /// Digits by characters, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", range(min = 0, max = 1)))]
    full_name_digit_share: Option<Any>,
    /// Whether the name shown is the handle; known of itself where both texts are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    name_equals_username: Option<Any>,
    /// What the account says of itself; empty where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    bio: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    bio_length: Option<Any>,
    /// Whether the account shows a link.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    external_link: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    private: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    verified: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    posts: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    followers: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    following: Option<Any>,
    /// When the account was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Timestamp>"))]
    created_at: Option<Any>,
    /// When all this was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Timestamp>"))]
    collected_at: Option<Any>,
}

impl Wire {
    fn feature(
        field: &'static str,
        measured: &'static str,
        text: Option<String>,
        measures: Measures,
    ) -> Result<Option<TextFeature>, Error> {
        let feature = match text {
            Some(_) if !measures.is_empty() => {
                return Err(Error::Contradiction { first: field, second: measured });
            }
            Some(text) => TextFeature::Text(text),
            None if measures.is_empty() => return Ok(None),
            None => TextFeature::Measured(measures.completed()),
        };
        feature.check(field)?;
        Ok(Some(feature))
    }
}

fn share_some(field: &str, number: Option<&Any>) -> Result<Option<f64>, Error> {
    number.map(|number| number.within(0.0, 1.0).map_err(|e| e.at(field))).transpose()
}

impl TryFrom<Wire> for AccountFeatures {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let username = Measures {
            length: count_some("username_length", wire.username_length.as_ref())?,
            digits: count_some("username_digits", wire.username_digits.as_ref())?,
            digit_share: share_some("username_digit_share", wire.username_digit_share.as_ref())?,
            words: None,
        };
        let full_name = Measures {
            length: count_some("full_name_length", wire.full_name_length.as_ref())?,
            digits: count_some("full_name_digits", wire.full_name_digits.as_ref())?,
            digit_share: share_some("full_name_digit_share", wire.full_name_digit_share.as_ref())?,
            words: count_some("full_name_words", wire.full_name_words.as_ref())?,
        };
        let bio =
            Measures { length: count_some("bio_length", wire.bio_length.as_ref())?, ..Measures::default() };
        let id = wire.id.map(|id| parse_id("id", id)).transpose()?;
        let username_text = text_some("username", wire.username)?;
        let full_name_text = text_some("full_name", wire.full_name)?;
        let bio_text = text_some("bio", wire.bio)?;
        Ok(AccountFeatures {
            id,
            platform: parse_some("platform", wire.platform)?,
            has_picture: flag_some("has_picture", wire.has_picture.as_ref())?,
            username: Wire::feature("username", "the measures of username", username_text, username)?,
            full_name: Wire::feature("full_name", "the measures of full_name", full_name_text, full_name)?,
            name_equals_username: flag_some("name_equals_username", wire.name_equals_username.as_ref())?,
            bio: Wire::feature("bio", "bio_length", bio_text, bio)?,
            external_link: flag_some("external_link", wire.external_link.as_ref())?,
            private: flag_some("private", wire.private.as_ref())?,
            verified: flag_some("verified", wire.verified.as_ref())?,
            posts: count_some("posts", wire.posts.as_ref())?,
            followers: count_some("followers", wire.followers.as_ref())?,
            following: count_some("following", wire.following.as_ref())?,
            created_at: parse_some("created_at", wire.created_at)?,
            collected_at: parse_some("collected_at", wire.collected_at)?,
        })
    }
}

impl From<AccountFeatures> for Wire {
    fn from(account: AccountFeatures) -> Self {
        let whole = |count: u64| Any::Whole(count.into());
        let split = |feature: Option<TextFeature>| match feature {
            Some(TextFeature::Text(text)) => (Some(Any::Text(text)), Measures::default()),
            Some(TextFeature::Measured(measures)) => (None, measures),
            None => (None, Measures::default()),
        };
        let (username, username_measures) = split(account.username);
        let (full_name, full_name_measures) = split(account.full_name);
        let (bio, bio_measures) = split(account.bio);
        Wire {
            id: account.id.map(|id| Any::Text(id.into())),
            platform: account.platform.map(|platform| Any::Text(platform.to_string())),
            has_picture: account.has_picture.map(Any::Flag),
            username,
            username_length: username_measures.length.map(whole),
            username_digits: username_measures.digits.map(whole),
            username_digit_share: username_measures.digit_share.map(Any::Float),
            full_name,
            full_name_length: full_name_measures.length.map(whole),
            full_name_words: full_name_measures.words.map(whole),
            full_name_digits: full_name_measures.digits.map(whole),
            full_name_digit_share: full_name_measures.digit_share.map(Any::Float),
            name_equals_username: account.name_equals_username.map(Any::Flag),
            bio,
            bio_length: bio_measures.length.map(whole),
            external_link: account.external_link.map(Any::Flag),
            private: account.private.map(Any::Flag),
            verified: account.verified.map(Any::Flag),
            posts: account.posts.map(whole),
            followers: account.followers.map(whole),
            following: account.following.map(whole),
            created_at: account.created_at.map(|at| Any::Text(at.to_string())),
            collected_at: account.collected_at.map(|at| Any::Text(at.to_string())),
        }
    }
}

//! What is public about an account, as far as it helps to tell whether a person is behind it.

mod wire;

mod text_feature;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use text_feature::{Measures, TextFeature};

use super::raw::{COUNT_MAX, Nested};
use super::words::record;
use super::{Error, Platform, Timestamp};
use wire::Wire;

/// What is public about an account; what is not known is `None` and never taken for 0.
///
/// In data each text stands as itself (`username`, `full_name`, `bio`) or as what was measured of it
/// (`username_length`, `full_name_words`, `bio_length`, …), not both. Gender, ethnicity, language and country are
/// not here: they are no evidence.
///
/// ```
/// use renown::model::AccountFeatures;
///
/// let account: AccountFeatures = serde_json::from_str(
///     r#"{ "has_picture": true, "username": "invented_person", "bio_length": 48, "followers": 120 }"#,
/// ).unwrap();
/// assert_eq!(account.username().unwrap().measures().length, Some(15));
/// assert_eq!(account.bio().unwrap().measures().length, Some(48));
/// assert_eq!(account.private(), None);
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>", into = "Wire")]
pub struct AccountFeatures {
    id: Option<super::MemberId>,
    platform: Option<Platform>,
    has_picture: Option<bool>,
    username: Option<TextFeature>,
    full_name: Option<TextFeature>,
    name_equals_username: Option<bool>,
    bio: Option<TextFeature>,
    external_link: Option<bool>,
    private: Option<bool>,
    verified: Option<bool>,
    posts: Option<u64>,
    followers: Option<u64>,
    following: Option<u64>,
    created_at: Option<Timestamp>,
    collected_at: Option<Timestamp>,
}

record!(AccountFeatures: Wire);

/// Setters that cannot fail.
macro_rules! plain {
    ($($(#[$doc:meta])* $with:ident, $field:ident: $type:ty;)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $with(mut self, value: $type) -> Self {
                self.$field = Some(value);
                self
            }
        )*
    };
}

impl AccountFeatures {
    /// An account of which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    plain! {
        /// Adds the caller's identifier of the account.
        with_id, id: super::MemberId;
        /// Adds the platform.
        with_platform, platform: Platform;
        /// Says whether the account has a picture of its own.
        with_picture, has_picture: bool;
        /// Says whether the name shown is the handle.
        with_name_equals_username, name_equals_username: bool;
        /// Says whether the account shows a link.
        with_external_link, external_link: bool;
        /// Says whether the account is private.
        with_private, private: bool;
        /// Says whether the platform has verified the account.
        with_verified, verified: bool;
        /// Adds when the account was made.
        with_created_at, created_at: Timestamp;
        /// Adds when all this was read.
        with_collected_at, collected_at: Timestamp;
    }

    /// Adds the handle, or what was measured of it.
    ///
    /// # Errors
    /// [`Error::TextTooLong`], [`Error::NumberOutOfRange`], [`Error::NotANumber`], [`Error::Contradiction`].
    pub fn with_username(mut self, username: TextFeature) -> Result<Self, Error> {
        username.check("username")?;
        self.username = Some(username.completed());
        Ok(self)
    }

    /// Adds the name shown, or what was measured of it.
    ///
    /// # Errors
    /// As [`AccountFeatures::with_username`].
    pub fn with_full_name(mut self, name: TextFeature) -> Result<Self, Error> {
        name.check("full_name")?;
        self.full_name = Some(name.completed());
        Ok(self)
    }

    /// Adds what the account says of itself, or how long it is.
    ///
    /// # Errors
    /// As [`AccountFeatures::with_username`].
    pub fn with_bio(mut self, bio: TextFeature) -> Result<Self, Error> {
        bio.check("bio")?;
        self.bio = Some(bio.completed());
        Ok(self)
    }

    /// Adds the numbers of posts, followers and accounts followed.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_counts(
        mut self,
        posts: Option<u64>,
        followers: Option<u64>,
        following: Option<u64>,
    ) -> Result<Self, Error> {
        for (field, count) in [("posts", posts), ("followers", followers), ("following", following)] {
            if let Some(count) = count.filter(|count| *count > COUNT_MAX) {
                return Err(Error::CountTooLarge { value: count.to_string() }.at(field));
            }
        }
        (self.posts, self.followers, self.following) = (posts, followers, following);
        Ok(self)
    }

    /// The caller's identifier of the account.
    pub fn id(&self) -> Option<&super::MemberId> {
        self.id.as_ref()
    }

    /// The platform.
    pub fn platform(&self) -> Option<Platform> {
        self.platform
    }

    /// Whether the account has a picture of its own.
    pub fn has_picture(&self) -> Option<bool> {
        self.has_picture
    }

    /// The handle, or what was measured of it.
    pub fn username(&self) -> Option<&TextFeature> {
        self.username.as_ref()
    }

    /// The name shown, or what was measured of it.
    pub fn full_name(&self) -> Option<&TextFeature> {
        self.full_name.as_ref()
    }

    /// Whether the name shown is the handle: as given, else by comparing the two texts.
    pub fn name_equals_username(&self) -> Option<bool> {
        self.name_equals_username.or_else(|| {
            let username = self.username.as_ref()?.text()?;
            let name = self.full_name.as_ref()?.text()?;
            Some(super::key::key(name.trim()) == super::key::key(username.trim_start_matches('@')))
        })
    }

    /// What the account says of itself, or how long it is.
    pub fn bio(&self) -> Option<&TextFeature> {
        self.bio.as_ref()
    }

    /// Whether the account shows a link.
    pub fn external_link(&self) -> Option<bool> {
        self.external_link
    }

    /// Whether the account is private.
    pub fn private(&self) -> Option<bool> {
        self.private
    }

    /// Whether the platform has verified the account.
    pub fn verified(&self) -> Option<bool> {
        self.verified
    }

    /// How many posts the account shows.
    pub fn posts(&self) -> Option<u64> {
        self.posts
    }

    /// Followers.
    pub fn followers(&self) -> Option<u64> {
        self.followers
    }

    /// Accounts that this one follows.
    pub fn following(&self) -> Option<u64> {
        self.following
    }

    /// When the account was made.
    pub fn created_at(&self) -> Option<Timestamp> {
        self.created_at
    }

    /// When all this was read.
    pub fn collected_at(&self) -> Option<Timestamp> {
        self.collected_at
    }
}

impl fmt::Debug for AccountFeatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountFeatures")
            .field("posts", &self.posts)
            .field("followers", &self.followers)
            .field("following", &self.following)
            .finish_non_exhaustive()
    }
}

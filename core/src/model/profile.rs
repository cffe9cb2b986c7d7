//! An influencer's account: who it is and how large.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{
    Any, COUNT_MAX, Nested, count_some, flag_some, parse, parse_id, parse_some, record_some, text_some,
};
use super::words::{record, words};
use super::{
    AgeBand, Error, Gender, Handle, InfluencerId, Language, Location, Platform, Provenance, Timestamp, Url,
    text,
};

words! {
    /// What kind of account it is, as the platform names it.
    #[non_exhaustive]
    pub enum AccountType or |value| Error::UnknownWord {
        what: "account type",
        value,
        known: "creator, business, personal",
    } => {
        /// A creator's.
        Creator = "creator" | "media_creator" | "professional",
        /// A business's.
        Business = "business",
        /// A private person's.
        Personal = "personal",
    }
}

/// An influencer's account on one platform.
///
/// What is not known is `None`. `Debug` shows no name and no text.
///
/// ```
/// use renown::model::{Handle, InfluencerId, Platform, Profile};
///
/// let handle = Handle::new(Platform::TikTok, "invented_person")?;
/// let profile = Profile::new(InfluencerId::new("4711")?, handle)
///     .with_followers(120_000)?
///     .with_full_name("Invented Person")?;
/// assert_eq!(profile.followers(), Some(120_000));
/// assert!(!format!("{profile:?}").contains("nvented"));
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct Profile {
    id: InfluencerId,
    platform: Platform,
    #[serde(serialize_with = "bare")]
    handle: Handle,
    #[serde(flatten)]
    about: About,
}

/// What may be known of an account. Kept apart so that "nothing is known" is its default.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
struct About {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_type: Option<AccountType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    private: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<Gender>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_band: Option<AgeBand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    followers: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    following: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    posts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<Provenance>,
}

/// Writes a handle without its platform, which stands beside it.
fn bare<S: serde::Serializer>(handle: &Handle, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(handle.as_str())
}

/// A profile as it comes in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Profile"))]
struct Wire {
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
    location: Option<Nested<super::location::Wire>>,
    /// Followers, on YouTube subscribers.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    followers: Option<Any>,
    /// Accounts that this one follows.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    following: Option<Any>,
    /// How many posts the account shows.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    posts: Option<Any>,
    /// When the account was made.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Timestamp>"))]
    created_at: Option<Any>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Provenance>"))]
    provenance: Option<Nested<super::provenance::Wire>>,
}

record!(Profile: Wire);

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

fn checked(field: &str, count: u64) -> Result<Option<u64>, Error> {
    if count > COUNT_MAX {
        return Err(Error::CountTooLarge { value: count.to_string() }.at(field));
    }
    Ok(Some(count))
}

/// Setters that cannot fail: their arguments are already valid.
macro_rules! plain {
    ($($(#[$doc:meta])* $with:ident, $get:ident: $type:ty;)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $with(mut self, value: $type) -> Self {
                self.about.$get = Some(value);
                self
            }
        )*
    };
}

impl Profile {
    /// A profile of which only the account is known.
    pub fn new(id: InfluencerId, handle: Handle) -> Self {
        Profile { id, platform: handle.platform(), handle, about: About::default() }
    }

    /// Adds the number of followers, on YouTube of subscribers.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_followers(mut self, count: u64) -> Result<Self, Error> {
        self.about.followers = checked("followers", count)?;
        Ok(self)
    }

    /// Adds the number of accounts that this one follows.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_following(mut self, count: u64) -> Result<Self, Error> {
        self.about.following = checked("following", count)?;
        Ok(self)
    }

    /// Adds the number of posts that the account shows.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_posts(mut self, count: u64) -> Result<Self, Error> {
        self.about.posts = checked("posts", count)?;
        Ok(self)
    }

    /// Adds the full name; an empty one means that the account shows none.
    ///
    /// # Errors
    /// [`Error::TextTooLong`].
    pub fn with_full_name(mut self, name: impl Into<String>) -> Result<Self, Error> {
        self.about.full_name =
            Some(text::at_most(name.into(), text::NAME_MAX).map_err(|e| e.at("full_name"))?);
        Ok(self)
    }

    /// Adds what the person says of themselves; an empty text means that the account shows none.
    ///
    /// # Errors
    /// [`Error::TextTooLong`].
    pub fn with_bio(mut self, bio: impl Into<String>) -> Result<Self, Error> {
        self.about.bio = Some(text::at_most(bio.into(), text::BIO_MAX).map_err(|e| e.at("bio"))?);
        Ok(self)
    }

    /// Adds the category in which the platform lists the account.
    ///
    /// # Errors
    /// [`Error::EmptyText`], [`Error::TextTooLong`], [`Error::ForbiddenCharacter`].
    pub fn with_category(mut self, category: impl Into<String>) -> Result<Self, Error> {
        self.about.category = Some(text::name(category.into()).map_err(|e| e.at("category"))?);
        Ok(self)
    }

    plain! {
        /// Adds the address of the profile.
        with_url, url: Url;
        /// Adds the address of the profile picture.
        with_image_url, image_url: Url;
        /// Adds the kind of account.
        with_account_type, account_type: AccountType;
        /// Adds whether the platform has verified the account.
        with_verified, verified: bool;
        /// Adds whether the account is private.
        with_private, private: bool;
        /// Adds the gender.
        with_gender, gender: Gender;
        /// Adds the age band.
        with_age_band, age_band: AgeBand;
        /// Adds the language.
        with_language, language: Language;
        /// Adds the location.
        with_location, location: Location;
        /// Adds when the account was made.
        with_created_at, created_at: Timestamp;
        /// Adds where the profile comes from.
        with_provenance, provenance: Provenance;
    }

    /// The caller's identifier of the influencer.
    pub fn id(&self) -> &InfluencerId {
        &self.id
    }

    /// The platform.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// The handle.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The address of the profile.
    pub fn url(&self) -> Option<&Url> {
        self.about.url.as_ref()
    }

    /// The address of the profile picture.
    pub fn image_url(&self) -> Option<&Url> {
        self.about.image_url.as_ref()
    }

    /// The full name; empty where the account shows none.
    pub fn full_name(&self) -> Option<&str> {
        self.about.full_name.as_deref()
    }

    /// What the person says of themselves; empty where the account shows nothing.
    pub fn bio(&self) -> Option<&str> {
        self.about.bio.as_deref()
    }

    /// The category in which the platform lists the account.
    pub fn category(&self) -> Option<&str> {
        self.about.category.as_deref()
    }

    /// The kind of account.
    pub fn account_type(&self) -> Option<AccountType> {
        self.about.account_type
    }

    /// Whether the platform has verified the account.
    pub fn verified(&self) -> Option<bool> {
        self.about.verified
    }

    /// Whether the account is private.
    pub fn private(&self) -> Option<bool> {
        self.about.private
    }

    /// The gender.
    pub fn gender(&self) -> Option<Gender> {
        self.about.gender
    }

    /// The age band.
    pub fn age_band(&self) -> Option<AgeBand> {
        self.about.age_band
    }

    /// The language.
    pub fn language(&self) -> Option<&Language> {
        self.about.language.as_ref()
    }

    /// The location.
    pub fn location(&self) -> Option<&Location> {
        self.about.location.as_ref()
    }

    /// Followers, on YouTube subscribers.
    pub fn followers(&self) -> Option<u64> {
        self.about.followers
    }

    /// Accounts that this one follows.
    pub fn following(&self) -> Option<u64> {
        self.about.following
    }

    /// How many posts the account shows.
    pub fn posts(&self) -> Option<u64> {
        self.about.posts
    }

    /// When the account was made.
    pub fn created_at(&self) -> Option<Timestamp> {
        self.about.created_at
    }

    /// Where the profile comes from and when it was read.
    pub fn provenance(&self) -> Option<&Provenance> {
        self.about.provenance.as_ref()
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("id", &self.id)
            .field("handle", &self.handle)
            .field("followers", &self.about.followers)
            .finish_non_exhaustive()
    }
}

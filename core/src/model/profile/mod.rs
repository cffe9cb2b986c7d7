//! An influencer's account: who it is and how large.

mod wire;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{COUNT_MAX, Nested};
use super::words::{record, words};
use super::{
    AgeBand, Error, Gender, Handle, InfluencerId, Language, Location, Platform, Provenance, Timestamp, Url,
    text,
};
use wire::Wire;

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

record!(Profile: Wire);

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

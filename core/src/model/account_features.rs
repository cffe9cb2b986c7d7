//! What is public about an account, as far as it helps to tell whether a person is behind it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::raw::{self, Any, COUNT_MAX, Nested, count_some, flag_some, parse_id, parse_some, text_some};
use super::words::record;
use super::{Error, Platform, Timestamp, text};

/// The longest text that features are read from, in characters.
const TEXT_MAX: u64 = text::BIO_MAX as u64;

/// A text, or what someone measured of it: not everyone may hand over a name.
#[derive(Clone, PartialEq)]
pub enum TextFeature {
    /// The text itself; empty where the account shows none.
    Text(String),
    /// Measured beforehand.
    Measured(Measures),
}

/// What is measured of a text. Lengths are in characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Characters.
    pub length: Option<u64>,
    /// Decimal digits of any script.
    pub digits: Option<u64>,
    /// Digits by characters, a fraction.
    pub digit_share: Option<f64>,
    /// Words: runs of characters other than white space.
    pub words: Option<u64>,
}

impl Measures {
    /// Measures a text. The share of digits of an empty text is 0.
    ///
    /// ```
    /// use renown::model::Measures;
    ///
    /// let measures = Measures::of("anna 99");
    /// assert_eq!((measures.length, measures.digits, measures.words), (Some(7), Some(2), Some(2)));
    /// ```
    pub fn of(text: &str) -> Self {
        let length = text.chars().count() as u64;
        let digits = text.chars().filter(|c| c.is_numeric() && !c.is_alphabetic()).count() as u64;
        let words = text.split_whitespace().count() as u64;
        Measures { digit_share: Some(share(digits, length)), ..Measures::counted(length, digits, words) }
    }

    fn counted(length: u64, digits: u64, words: u64) -> Self {
        Measures { length: Some(length), digits: Some(digits), digit_share: None, words: Some(words) }
    }

    fn is_empty(&self) -> bool {
        *self == Measures::default()
    }

    /// Fills in what follows from the rest.
    fn completed(mut self) -> Self {
        if let (Some(digits), Some(length), None) = (self.digits, self.length, self.digit_share) {
            self.digit_share = Some(share(digits, length));
        }
        self
    }

    fn check(&self) -> Result<(), (&'static str, Error)> {
        for (part, count) in [("length", self.length), ("digits", self.digits), ("words", self.words)] {
            if let Some(count) = count.filter(|count| *count > TEXT_MAX) {
                let (value, high) = (count.to_string(), TEXT_MAX.to_string());
                return Err((part, Error::NumberOutOfRange { value, low: "0".into(), high }));
            }
        }
        if let (Some(digits), Some(length)) = (self.digits, self.length)
            && digits > length
        {
            return Err(("digits", Error::Contradiction { first: "digits", second: "length" }));
        }
        if let Some(share) = self.digit_share {
            raw::within(share, 0.0, 1.0).map_err(|e| ("digit_share", e))?;
        }
        Ok(())
    }
}

fn share(part: u64, whole: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts are far below 2^53")]
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl TextFeature {
    /// The text, where it was handed over.
    pub fn text(&self) -> Option<&str> {
        match self {
            TextFeature::Text(text) => Some(text),
            TextFeature::Measured(_) => None,
        }
    }

    /// What is measured of the text.
    pub fn measures(&self) -> Measures {
        match self {
            TextFeature::Text(text) => Measures::of(text),
            TextFeature::Measured(measures) => *measures,
        }
    }

    fn check(&self, field: &str) -> Result<(), Error> {
        match self {
            TextFeature::Text(text) => {
                text::at_most(text.clone(), text::BIO_MAX).map(drop).map_err(|e| e.at(field))
            }
            TextFeature::Measured(measures) => {
                measures.check().map_err(|(part, e)| e.at(format!("{field}_{part}")))
            }
        }
    }
}

impl fmt::Debug for TextFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TextFeature").field(&self.measures()).finish()
    }
}

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

/// Features as they come in: flat, as the columns of a table.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AccountFeatures"))]
struct Wire {
    /// The caller's identifier of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::MemberId>"))]
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
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
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
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
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

record!(AccountFeatures: Wire);

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
        self.username = Some(completed(username));
        Ok(self)
    }

    /// Adds the name shown, or what was measured of it.
    ///
    /// # Errors
    /// As [`AccountFeatures::with_username`].
    pub fn with_full_name(mut self, name: TextFeature) -> Result<Self, Error> {
        name.check("full_name")?;
        self.full_name = Some(completed(name));
        Ok(self)
    }

    /// Adds what the account says of itself, or how long it is.
    ///
    /// # Errors
    /// As [`AccountFeatures::with_username`].
    pub fn with_bio(mut self, bio: TextFeature) -> Result<Self, Error> {
        bio.check("bio")?;
        self.bio = Some(completed(bio));
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

fn completed(feature: TextFeature) -> TextFeature {
    match feature {
        TextFeature::Measured(measures) => TextFeature::Measured(measures.completed()),
        text => text,
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

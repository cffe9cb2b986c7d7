//! Categories and purposes: keys in a tree, in the manner of fideslang.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::privacy::Error;

/// True where `key` is words of `a-z`, `0-9` and `_` joined by single dots.
fn is_dotted_key(key: &str) -> bool {
    key.split('.').all(|word| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    })
}

macro_rules! dotted_key {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// A key of words (`a-z`, `0-9`, `_`) joined by dots.
            ///
            /// # Errors
            /// [`Error::MalformedKey`] where `key` has another form.
            pub fn new(key: impl Into<String>) -> Result<Self, Error> {
                let key = key.into();
                if is_dotted_key(&key) {
                    Ok(Self(Cow::Owned(key)))
                } else {
                    Err(Error::MalformedKey { what: $what, key })
                }
            }

            /// The key as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether `other` is this key or stands below it: `user.social` covers `user.social.bio`.
            pub fn covers(&self, other: &Self) -> bool {
                match other.0.strip_prefix(self.as_str()) {
                    Some(rest) => rest.is_empty() || rest.starts_with('.'),
                    None => false,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;
            fn try_from(key: String) -> Result<Self, Error> {
                Self::new(key)
            }
        }

        impl From<$name> for String {
            fn from(key: $name) -> String {
                key.0.into_owned()
            }
        }
    };
}

dotted_key! {
    /// What kind of data a value is: a key in a tree, such as `influencer.performance`.
    DataCategory, "data category"
}

dotted_key! {
    /// What data is used for: a key in a tree, such as `influencer_search`.
    Purpose, "purpose"
}

impl Purpose {
    /// Helping users to search for influencers, and showing what they found.
    pub const INFLUENCER_SEARCH: Purpose = Purpose(Cow::Borrowed("influencer_search"));
}

/// The categories that code names.
pub mod category {
    use super::{Cow, DataCategory};

    /// All Influencer Information: what influencers make public, and what is computed from it.
    pub const INFLUENCER: DataCategory = DataCategory(Cow::Borrowed("influencer"));
    /// Name, nickname, image, general location, public characteristics.
    pub const IDENTITY: DataCategory = DataCategory(Cow::Borrowed("influencer.identity"));
    /// Posts, hashtags, mentions, brands.
    pub const CONTENT: DataCategory = DataCategory(Cow::Borrowed("influencer.content"));
    /// Counts, engagement, growth, cadence.
    pub const PERFORMANCE: DataCategory = DataCategory(Cow::Borrowed("influencer.performance"));
    /// Aggregates over the influencer's audience.
    pub const AUDIENCE: DataCategory = DataCategory(Cow::Borrowed("influencer.audience"));
    /// Credibility: an inference about a person.
    pub const CREDIBILITY: DataCategory = DataCategory(Cow::Borrowed("influencer.inferred.credibility"));
    /// Name, e-mail and password verifier of a user.
    pub const REGISTRATION: DataCategory = DataCategory(Cow::Borrowed("user.registration"));
    /// What was received through Google Workspace APIs.
    pub const WORKSPACE: DataCategory = DataCategory(Cow::Borrowed("user.workspace"));
    /// What a user consumed.
    pub const CONSUMPTION: DataCategory = DataCategory(Cow::Borrowed("usage.consumption"));
}

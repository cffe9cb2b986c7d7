//! The words of a decision: categories and purposes as dotted keys in the manner of fideslang, recipients,
//! roles and states of a person, citations.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Error;

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

/// The categories that the built-in policy knows.
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
    /// What a user consumed.
    pub const CONSUMPTION: DataCategory = DataCategory(Cow::Borrowed("usage.consumption"));
}

/// The pseudonymous id under which the caller keeps a person. Never a name, a handle or an e-mail address:
/// it stands in receipts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct SubjectId(String);

impl SubjectId {
    /// An id of 1 to 256 bytes without white space or control characters.
    ///
    /// # Errors
    /// [`Error::MalformedId`] where `id` has another form.
    pub fn new(id: impl Into<String>) -> Result<Self, Error> {
        let id = id.into();
        if id.is_empty() || id.len() > 256 || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Error::MalformedId { length: id.len() });
        }
        Ok(SubjectId(id))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectId(…)")
    }
}

impl TryFrom<String> for SubjectId {
    type Error = Error;
    fn try_from(id: String) -> Result<Self, Error> {
        SubjectId::new(id)
    }
}

impl From<SubjectId> for String {
    fn from(id: SubjectId) -> String {
        id.0
    }
}

/// As what a person stands before the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SubjectRole {
    /// Someone who looks at the platform without an account.
    Visitor,
    /// A registered representative of a company or brand.
    User,
    /// Someone whose public activity is held.
    Influencer,
}

/// What stands in the way of showing a person's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SubjectState {
    /// The person objected to the processing.
    Objected,
    /// Processing is restricted to storage.
    Restricted,
    /// The person was erased.
    Erased,
    /// The person is, or is taken to be, under age.
    Minor,
    /// The account is no longer public.
    NotPublic,
}

/// To whom data is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecipientKind {
    /// A company under common ownership.
    Affiliate,
    /// A service provider under contract.
    Processor,
    /// A registered representative of a company or brand.
    User,
    /// A public authority or court.
    Authority,
    /// Legal counsel.
    Counsel,
    /// Who takes over the business.
    Successor,
    /// Anyone.
    Public,
    /// Anyone else.
    ThirdParty,
}

/// From which body of rules a citation comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Regime {
    /// The published policy.
    Policy,
    /// Regulation (EU) 2016/679.
    Gdpr,
    /// California Civil Code 1798.100 and following.
    Ccpa,
}

/// How strong a citation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Strength {
    /// What the published policy promises.
    Promise,
    /// What the law requires.
    Statute,
    /// What an authority recommends.
    Guidance,
}

/// Where a rule stands written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cite {
    /// The body of rules.
    pub regime: Regime,
    /// Article, section or clause, such as `5(1)(b)` or `C31`.
    pub place: Cow<'static, str>,
    /// Promise, statute or guidance.
    pub strength: Strength,
    /// Whether the text was checked against the official one.
    pub verified: bool,
}

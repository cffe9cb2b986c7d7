//! What is written down: one entry for each thing that happened. Entries are added, never changed.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Error;
use crate::privacy::receipt::sha256_hex;
use crate::privacy::{DataCategory, Purpose, SubjectId};

/// The SHA-256 of the exact text that was shown, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct TextHash(#[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9a-f]{64}$")))] String);

impl TextHash {
    /// The hash of a text, as UTF-8.
    pub fn of(text: &str) -> Self {
        TextHash(sha256_hex(text.as_bytes()))
    }

    /// A hash that is known.
    ///
    /// # Errors
    /// [`Error::MalformedHash`] where it is not 64 characters of 0-9 and a-f.
    pub fn new(hash: impl Into<String>) -> Result<Self, Error> {
        let hash = hash.into();
        if hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            Ok(TextHash(hash))
        } else {
            Err(Error::MalformedHash { length: hash.len() })
        }
    }

    /// The hash in hexadecimal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for TextHash {
    type Error = Error;
    fn try_from(hash: String) -> Result<Self, Error> {
        TextHash::new(hash)
    }
}

impl From<TextHash> for String {
    fn from(hash: TextHash) -> String {
        hash.0
    }
}

/// What happened.
#[expect(
    clippy::large_enum_variant,
    reason = "a log is mostly of consents; a box around each would cost more"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Entry {
    /// A text was put before the person.
    Notified(Seen),
    /// The person accepted a text as a contract, by an act or by going on. Never consent.
    Accepted(Seen),
    /// The person consented.
    Given(Given),
    /// The person was asked and said no. Ends an earlier consent to the same purposes.
    Refused(Refused),
    /// The person took consent back.
    Withdrawn(Withdrawn),
}

impl Entry {
    /// About whom.
    pub fn subject(&self) -> &SubjectId {
        match self {
            Entry::Notified(seen) | Entry::Accepted(seen) => &seen.subject,
            Entry::Given(given) => &given.subject,
            Entry::Refused(refused) => &refused.subject,
            Entry::Withdrawn(withdrawn) => &withdrawn.subject,
        }
    }
}

/// A person and a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Who.
    pub subject: SubjectId,
    /// Which text.
    pub text: TextHash,
    /// When.
    pub at: DateTime<Utc>,
}

/// A consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The id of the record.
    pub id: SubjectId,
    /// Who consented.
    pub subject: SubjectId,
    /// Who relies on it.
    pub controller: String,
    /// The text that was shown.
    pub text: TextHash,
    /// The language of the text, such as `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// To what; each stands for itself, and covers nothing below or above it.
    pub purposes: Vec<Purpose>,
    /// With which data; none where the text says.
    #[serde(default)]
    pub categories: Vec<DataCategory>,
    /// Who receives the data.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Country (`IE`) or country and state (`US-CA`) whose law counts.
    pub jurisdiction: String,
    /// When.
    pub at: DateTime<Utc>,
    /// From when on it no longer counts.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
    /// The act.
    pub act: Act,
    /// How it was given.
    pub means: Means,
    /// How it can be taken back.
    pub withdrawal: Vec<Means>,
    /// What shows it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// The person's age in years, where known.
    #[serde(default)]
    pub age: Option<u8>,
    /// Who consented for a child, as holder of parental responsibility.
    #[serde(default)]
    pub guardian: Option<SubjectId>,
}

/// What a person did. The last four are no consent and are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Act {
    /// Ticked a box that was empty.
    BoxTicked,
    /// Pressed a button that says what it does.
    ButtonPressed,
    /// Chose a setting.
    SettingChosen,
    /// Signed.
    Signed,
    /// Said so, on record.
    Spoken,
    /// Confirmed by a link sent to them.
    DoubleOptIn,
    /// Left a box ticked.
    PreTickedBox,
    /// Did nothing.
    Silence,
    /// Went on using the service.
    ContinuedUse,
    /// Accepted terms as a whole.
    AcceptanceOfTerms,
}

impl Act {
    /// What it is called where it is no consent.
    pub(super) fn refusal(self) -> Option<&'static str> {
        match self {
            Act::PreTickedBox => Some("a box that was ticked beforehand"),
            Act::Silence => Some("silence"),
            Act::ContinuedUse => Some("continued use"),
            Act::AcceptanceOfTerms => Some("acceptance of terms"),
            _ => None,
        }
    }
}

/// By what way, and in how many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Means {
    /// By what way.
    pub channel: Channel,
    /// How many actions it takes from where the person starts.
    pub steps: u32,
}

/// A way to reach a controller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Channel {
    /// A web page.
    Web,
    /// An app.
    App,
    /// E-mail.
    Email,
    /// A telephone call.
    Telephone,
    /// A letter or a form on paper.
    Paper,
    /// In person.
    InPerson,
}

impl Channel {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Web => "web",
            Channel::App => "app",
            Channel::Email => "email",
            Channel::Telephone => "telephone",
            Channel::Paper => "paper",
            Channel::InPerson => "in_person",
        }
    }
}

/// What shows that consent was given: where it is kept, and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The id under which it is kept.
    pub reference: String,
    /// Its SHA-256.
    #[serde(default)]
    pub sha256: Option<TextHash>,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Who.
    pub subject: SubjectId,
    /// The text that was shown.
    pub text: TextHash,
    /// To what; a refusal of `marketing` is one of `marketing.email` too.
    pub purposes: Vec<Purpose>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A withdrawal: of one consent, of purposes under all consents, or of purposes of one consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Who.
    pub subject: SubjectId,
    /// The id of the consent; all of them where none is named.
    #[serde(default)]
    pub consent: Option<SubjectId>,
    /// Of what; all purposes of the consent where none is named. Reaches what stands below in the tree.
    #[serde(default)]
    pub purposes: Vec<Purpose>,
    /// When.
    pub at: DateTime<Utc>,
}

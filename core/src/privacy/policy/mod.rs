//! A policy: a document that is data, with the law that holds beside it, ready to decide.
//!
//! One idea to keep in mind: the document says what is promised, `core/policies/statutes.toml` what the law demands,
//! and both become one table of rules. A policy of one's own cannot leave the law out.

mod document;
mod error;
mod lint;
mod named;
mod read;
mod records;
mod versions;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

pub use document::{
    Acceptance, BasisText, Binding, Category, Change, Controller, DeclaredPurpose, DeclaredRecipient,
    Declares, Document, EarlierVersion, Head, Limits, Open, PromisedRight, Timer, Transfers,
};
pub use error::{CODES, Error};
pub use lint::{Lint, Severity};
pub(crate) use named::Named;
pub use records::ProcessingRecord;
pub use versions::Policies;

use super::rules::Table;
use super::{DataCategory, Decision, Facts, Purpose, Request};

/// Which policy decided: enough to find its exact text again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyIdentity {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its version.
    pub version: Cow<'static, str>,
    /// SHA-256 of its document, hexadecimal.
    pub hash: String,
    /// SHA-256 of the rules of law that were read beside it, hexadecimal.
    pub rules_hash: String,
    /// How long after the decision a permit opens, seconds.
    pub permit_lifetime_seconds: u32,
}

impl PolicyIdentity {
    pub(super) fn permit_lifetime(&self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.permit_lifetime_seconds))
    }
}

/// A document with its rules compiled.
pub(super) struct Compiled {
    pub(super) document: Document,
    pub(super) identity: Arc<PolicyIdentity>,
    pub(super) table: Table,
}

/// The name and the version are enough; the rules would fill pages.
impl fmt::Debug for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.identity.name, self.identity.version)
    }
}

/// The same text and the same law are the same policy.
impl PartialEq for Compiled {
    fn eq(&self, other: &Self) -> bool {
        self.identity == other.identity
    }
}

impl Eq for Compiled {}

impl Compiled {
    pub(super) fn purpose(&self, key: &Purpose) -> Option<&DeclaredPurpose> {
        self.document.purpose.iter().find(|known| known.key.get_ref() == key.as_str())
    }

    /// The narrowest category of the document that covers a key.
    pub(super) fn category(&self, key: &DataCategory) -> Option<&Category> {
        let covering = |known: &&Category| {
            key.as_str()
                .strip_prefix(known.key.get_ref().as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let known_word = super::TermKind::Category.term(key.as_str()).is_ok();
        let narrowest =
            || self.document.category.iter().filter(covering).max_by_key(|known| known.key.get_ref().len());
        known_word.then(narrowest).flatten()
    }

    /// Whether a version had a purpose. Of a version that the document does not list nothing is known.
    pub(super) fn had_purpose(&self, version: &str, purpose: &Purpose) -> bool {
        if version == self.document.policy.version {
            return self.purpose(purpose).is_some();
        }
        let earlier = self.document.version.iter().find(|earlier| earlier.version.get_ref() == version);
        earlier.is_some_and(|earlier| earlier.purposes.contains(purpose))
    }
}

/// A policy, ready to decide. Cheap to clone.
///
/// ```
/// use renown::privacy::Policy;
/// let policy = Policy::influencer_marketing();
/// assert!(!policy.document().open.is_empty(), "what the published text leaves open is declared");
/// # Ok::<(), renown::privacy::policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy(pub(super) Arc<Compiled>);

const INFLUENCER_MARKETING: &str = include_str!("../../../policies/influencer-marketing.toml");
const MINIMAL: &str = include_str!("../../../policies/minimal.toml");

static SHIPPED: LazyLock<Result<[Policy; 2], Error>> =
    LazyLock::new(|| Ok([Policy::from_toml(INFLUENCER_MARKETING)?, Policy::from_toml(MINIMAL)?]));

impl Policy {
    /// The shipped policy for influencer marketing: the published policy of a platform for it, as data.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the document is part of the program, and a test reads it")]
    pub fn influencer_marketing() -> Policy {
        Policy::shipped("influencer-marketing").expect("the shipped policy reads")
    }

    /// A shipped policy by its name: `influencer-marketing` or `minimal`.
    ///
    /// # Errors
    /// [`Error::UnknownPolicy`] where none has the name.
    pub fn shipped(name: &str) -> Result<Policy, Error> {
        let [influencer_marketing, minimal] = SHIPPED.as_ref().map_err(Error::clone)?;
        match name {
            "influencer-marketing" => Ok(influencer_marketing.clone()),
            "minimal" => Ok(minimal.clone()),
            _ => Err(Error::UnknownPolicy { name: name.to_owned() }),
        }
    }

    /// The text of a shipped policy, to start one's own from.
    #[must_use]
    pub fn shipped_text(name: &str) -> Option<&'static str> {
        match name {
            "influencer-marketing" => Some(INFLUENCER_MARKETING),
            "minimal" => Some(MINIMAL),
            _ => None,
        }
    }

    /// Reads a policy document.
    ///
    /// # Errors
    /// [`Error::MalformedPolicy`] with the line and the key.
    ///
    /// ```
    /// use renown::privacy::Policy;
    /// let text = Policy::shipped_text("minimal").unwrap().replace("\"influencer_search\"", "\"mind_reading\"");
    /// let error = Policy::from_toml(&text).unwrap_err().to_string();
    /// assert!(error.contains("mind_reading") && error.starts_with("line "), "{error}");
    /// ```
    pub fn from_toml(text: &str) -> Result<Policy, Error> {
        read::read(text).map(|compiled| Policy(Arc::new(compiled)))
    }

    /// What it says.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.0.document
    }

    /// Which policy this is.
    #[must_use]
    pub fn identity(&self) -> PolicyIdentity {
        (*self.0.identity).clone()
    }

    /// How long a category is kept at most, days: none where it is bound to an agreement, or not held.
    #[must_use]
    pub fn ttl_days(&self, category: &DataCategory) -> Option<u32> {
        self.0.category(category)?.ttl_days
    }

    /// What is questionable about it.
    #[must_use]
    pub fn lint(&self, now: DateTime<Utc>) -> Vec<Lint> {
        lint::lint(&self.0, now.date_naive())
    }

    /// May it be done? What no rule permits is denied. Pure: the same facts, request and time give the same decision.
    #[must_use]
    pub fn decide(&self, facts: &Facts, request: &Request, now: DateTime<Utc>) -> Decision {
        super::decide::decide(&self.0, facts, request, now)
    }
}

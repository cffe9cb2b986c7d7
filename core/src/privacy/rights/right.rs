//! A right as it stands in `core/policies/rights.toml`.

use serde::{Deserialize, Serialize};

use super::{Error, rules};
use crate::privacy::Regime;
use crate::privacy::clocks::Cited;

/// How surely a person must be known before a right is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Not at all: whoever asks, it is done.
    None,
    /// To a reasonable degree.
    Reasonable,
    /// To a reasonably high degree.
    High,
    /// To a high degree where the data is sensitive or its loss would harm, else to a reasonable one.
    BySensitivity,
}

/// The name of a right under a law, such as `gdpr.erasure`. One that is not known cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RightKey(&'static str);

impl RightKey {
    /// A right by its name.
    ///
    /// # Errors
    /// [`Error::UnknownRight`].
    ///
    /// ```
    /// use renown::privacy::rights::RightKey;
    /// assert_eq!(RightKey::new("gdpr.erasure")?.as_str(), "gdpr.erasure");
    /// assert_eq!(RightKey::new("gdpr.oblivion").unwrap_err().code(), "UNKNOWN_RIGHT");
    /// # Ok::<(), renown::privacy::rights::Error>(())
    /// ```
    pub fn new(right: &str) -> Result<Self, Error> {
        rules::right(right).map(|row| RightKey(row.right.as_str()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    pub(super) fn row(self) -> Result<&'static RightRow, Error> {
        rules::right(self.0)
    }
}

/// A row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RightRow {
    pub(super) right: String,
    pub(super) means: String,
    pub(super) article: String,
    #[serde(default)]
    pub(super) bases: Vec<String>,
    #[serde(default)]
    pub(super) limited: Vec<String>,
    pub(super) purposes: Option<String>,
    pub(super) note: Option<String>,
    pub(super) clock: Option<String>,
    pub(super) identity: Verification,
    pub(super) fallback: Option<String>,
    pub(super) promised: bool,
    #[serde(default)]
    pub(super) promised_bases: Vec<String>,
    pub(super) cites: Vec<Cited>,
}

impl RightRow {
    /// `gdpr` of `gdpr.erasure`.
    pub(super) fn law(&self) -> &str {
        self.right.split_once('.').map_or("", |(law, _)| law)
    }

    pub(super) fn key(&'static self) -> RightKey {
        RightKey(self.right.as_str())
    }

    pub(super) fn is_of(&self, regime: Regime) -> bool {
        law_of(regime) == Some(self.law())
    }
}

/// How the tables write a regime that gives rights.
pub(super) fn law_of(regime: Regime) -> Option<&'static str> {
    match regime {
        Regime::Gdpr => Some("gdpr"),
        Regime::Ccpa => Some("ccpa"),
        _ => None,
    }
}

//! Where a rule stands written.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From which body of rules a citation comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Regime {
    /// The published policy.
    Policy,
    /// Terms, contracts and other agreements that bind beside the policy.
    Agreement,
    /// Regulation (EU) 2016/679.
    Gdpr,
    /// Directive 2002/58/EC, as the Member States carry it out.
    Eprivacy,
    /// California Civil Code 1798.100 and following, with 11 CCR 7000 and following.
    Ccpa,
    /// The Israeli Protection of Privacy Law with its regulations.
    IlPpl,
    /// The policy of Google for data received through Workspace APIs.
    Workspace,
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
#[serde(deny_unknown_fields)]
pub struct Cite {
    /// The body of rules.
    pub regime: Regime,
    /// Article, section or clause, such as `5(1)(b)` or `C31`.
    pub place: Arc<str>,
    /// Promise, statute or guidance.
    pub strength: Strength,
    /// Whether the text was checked against the official one. What is stated from general knowledge is not.
    #[serde(default)]
    pub verified: bool,
    /// The day on which the text was as cited.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub as_of: Option<NaiveDate>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Arc<str>>,
}

impl Cite {
    /// A citation that nobody has compared with the official text.
    #[must_use]
    pub fn new(regime: Regime, place: &str, strength: Strength) -> Self {
        Cite { regime, place: Arc::from(place), strength, verified: false, as_of: None, source: None }
    }
}

//! Which rights a person has, by the legal bases on which their data is processed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::right::{RightKey, RightRow, Verification};
use super::rules::{RIGHTS, Rights};
use crate::privacy::clocks::Cited;
use crate::privacy::{Regime, SubjectRole};

/// The legal basis of a processing (GDPR Art. 6(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeldUnder {
    /// (a) consent.
    Consent,
    /// (b) a contract with the person.
    Contract,
    /// (c) an obligation under the law of the Union or a Member State.
    LegalObligation,
    /// (d) vital interests.
    VitalInterests,
    /// (e) a task in the public interest.
    PublicTask,
    /// (f) legitimate interests.
    LegitimateInterests,
}

impl HeldUnder {
    /// All of them, (a) to (f).
    pub const ALL: &'static [HeldUnder] = &[
        HeldUnder::Consent,
        HeldUnder::Contract,
        HeldUnder::LegalObligation,
        HeldUnder::VitalInterests,
        HeldUnder::PublicTask,
        HeldUnder::LegitimateInterests,
    ];

    /// The key that the tables use.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            HeldUnder::Consent => "consent",
            HeldUnder::Contract => "contract",
            HeldUnder::LegalObligation => "legal_obligation",
            HeldUnder::VitalInterests => "vital_interests",
            HeldUnder::PublicTask => "public_task",
            HeldUnder::LegitimateInterests => "legitimate_interests",
        }
    }
}

/// Whose rights, under which laws?
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RightsQuestion {
    /// The legal bases of the processing; they matter to the GDPR alone.
    #[serde(default)]
    pub bases: BTreeSet<HeldUnder>,
    /// The laws that apply to the person.
    pub regimes: BTreeSet<Regime>,
    /// As what the person stands before the policy; without it, a human must look.
    #[serde(default)]
    pub role: Option<SubjectRole>,
    /// Whether data is used for direct marketing.
    #[serde(default)]
    pub direct_marketing: bool,
}

/// What the statute says of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatuteSays {
    /// It does not give it.
    No,
    /// It gives it with the limit that the note names.
    Limited,
    /// It gives it.
    Yes,
}

/// A right, and what gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RightHeld {
    /// Its name.
    pub right: RightKey,
    /// The article or section.
    pub article: &'static str,
    /// What the statute says.
    pub statute: StatuteSays,
    /// Whether the published policy promises it.
    pub promise: bool,
    /// What gives it: `statute` where it does, else `promise`, else nothing.
    pub bound: Option<&'static str>,
    /// A condition or limit.
    pub note: Option<&'static str>,
    /// How surely the person must be known.
    pub identity: Verification,
    /// Where it stands.
    pub cites: &'static [Cited],
}

/// The rights of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RightsHeld {
    /// What a human must say first.
    pub needs_human: Option<&'static str>,
    /// Every right of the laws that apply, in the order of the table.
    pub rights: Vec<RightHeld>,
}

/// Every right of the laws that apply, with what gives it. Of a person without a role nothing is listed: a human must
/// say first who it is.
///
/// ```
/// use renown::privacy::rights::{HeldUnder, RightsQuestion, StatuteSays, rights_of};
/// use renown::privacy::{Regime, SubjectRole};
/// let asked = RightsQuestion {
///     bases: [HeldUnder::LegitimateInterests].into(),
///     regimes: [Regime::Gdpr].into(),
///     role: Some(SubjectRole::User),
///     direct_marketing: false,
/// };
/// let held = rights_of(&asked);
/// let portability = held.rights.iter().find(|held| held.article == "20").unwrap();
/// assert_eq!((portability.statute, portability.bound), (StatuteSays::No, Some("promise")));
/// ```
#[must_use]
pub fn rights_of(asked: &RightsQuestion) -> RightsHeld {
    let rights: &'static Rights = &RIGHTS;
    if asked.role.is_none() {
        return RightsHeld { needs_human: Some("role"), rights: Vec::new() };
    }
    let applies = |row: &&'static RightRow| asked.regimes.iter().any(|&regime| row.is_of(regime));
    RightsHeld {
        needs_human: None,
        rights: rights.right.iter().filter(applies).map(|row| held(row, asked)).collect(),
    }
}

fn held(row: &'static RightRow, asked: &RightsQuestion) -> RightHeld {
    let statute = statute(row, asked);
    let promise = promised(row, &asked.bases);
    RightHeld {
        right: row.key(),
        article: &row.article,
        statute,
        promise,
        bound: match (statute, promise) {
            (StatuteSays::Yes | StatuteSays::Limited, _) => Some("statute"),
            (StatuteSays::No, true) => Some("promise"),
            (StatuteSays::No, false) => None,
        },
        note: row.note.as_deref(),
        identity: row.identity,
        cites: &row.cites,
    }
}

fn statute(row: &RightRow, asked: &RightsQuestion) -> StatuteSays {
    if row.purposes.is_some() && !asked.direct_marketing {
        return StatuteSays::No;
    }
    if row.law() != "gdpr" {
        return StatuteSays::Yes;
    }
    let of = |basis: &HeldUnder| on_basis(row, *basis);
    asked.bases.iter().map(of).max().unwrap_or(StatuteSays::No)
}

/// What the statute says where data is processed on one basis.
pub(super) fn on_basis(row: &RightRow, basis: HeldUnder) -> StatuteSays {
    let is = |named: &[String]| named.iter().any(|name| name == basis.key());
    if is(&row.limited) {
        StatuteSays::Limited
    } else if row.bases.is_empty() || is(&row.bases) {
        StatuteSays::Yes
    } else {
        StatuteSays::No
    }
}

/// Whether the policy promises the right for data on these bases.
pub(super) fn promised(row: &RightRow, bases: &BTreeSet<HeldUnder>) -> bool {
    let named = |basis: &HeldUnder| row.promised_bases.iter().any(|name| name == basis.key());
    row.promised && (row.promised_bases.is_empty() || bases.iter().any(named))
}

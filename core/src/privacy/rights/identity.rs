//! Who asks, and is that sure enough for what is asked?
//!
//! One idea to keep in mind: no more proof is asked for than the right needs, an opt-out needs none, and where proof
//! does not reach, the next lesser right is answered instead of none.

use serde::{Deserialize, Serialize};

use super::right::{RightKey, RightRow, Verification};
use super::rules::REQUESTS;
use super::{Error, rules};
use crate::privacy::clocks::Cited;

/// How surely a person is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Not at all.
    #[default]
    None,
    /// To a reasonable degree.
    Reasonable,
    /// To a reasonably high degree.
    High,
}

impl Tier {
    pub(super) fn name(self) -> &'static str {
        match self {
            Tier::None => "none",
            Tier::Reasonable => "reasonable",
            Tier::High => "high",
        }
    }
}

/// What an agent shows who acts for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgentPermission {
    /// Nothing.
    None,
    /// The person's signed permission.
    Signed,
    /// A power of attorney, which exempts from further checks (11 CCR 7063(b)).
    PowerOfAttorney,
}

/// What shows who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// The person is logged in to their account.
    pub logged_in: bool,
    /// The person logged in again for this request.
    pub reauthenticated: bool,
    /// How many data points that the person gave match what is held.
    pub matching_points: u32,
    /// The person signed a declaration under penalty of perjury.
    pub declaration_signed: bool,
    /// A document was needed and shows the person.
    pub document_checked: bool,
    /// Whether the office doubts who asks: `false` is a recorded statement that it does not, absent is unknown.
    pub doubt: Option<bool>,
    /// Something points to fraud.
    pub suspected_fraud: bool,
    /// An agent asks, who shows this.
    pub agent: Option<AgentPermission>,
}

/// Is that sure enough?
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityQuestion {
    /// The right, such as `ccpa.know_pieces`.
    pub right: String,
    /// What shows who asks.
    #[serde(default)]
    pub evidence: Evidence,
    /// Whether the data is sensitive, or its loss or change would harm.
    #[serde(default)]
    pub sensitive: bool,
}

/// How sure it is, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    /// The right that was asked about.
    pub right: RightKey,
    /// How surely the person must be known.
    pub needed: Tier,
    /// How surely the person is known.
    pub reached: Tier,
    /// Whether that suffices.
    pub sufficient: bool,
    /// What may be asked for: never more than is needed.
    pub ask_for: Vec<&'static str>,
    /// Why it does not suffice.
    pub reason: Option<&'static str>,
    /// The right that is answered instead.
    pub fallback: Option<RightKey>,
    /// Where it stands.
    pub cites: &'static [Cited],
}

/// Whether a person is known surely enough for a right.
///
/// # Errors
/// [`Error::UnknownRight`].
///
/// ```
/// use renown::privacy::rights::{Evidence, IdentityQuestion, check_identity};
/// let evidence = Evidence { matching_points: 2, ..Evidence::default() };
/// let asked = IdentityQuestion { right: "ccpa.know_pieces".to_owned(), evidence, sensitive: false };
/// let identity = check_identity(&asked)?;
/// assert!(!identity.sufficient);
/// assert_eq!(identity.fallback.map(|right| right.as_str()), Some("ccpa.know_categories"));
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn check_identity(asked: &IdentityQuestion) -> Result<Identity, Error> {
    let row = rules::right(&asked.right)?;
    let needed = needed(row, asked.sensitive);
    let (reached, reason) = reached(row.law(), &asked.evidence);
    let sufficient = needed == Tier::None || (reason.is_none() && reached >= needed);
    let reason = if sufficient { None } else { Some(reason.unwrap_or("identity_not_proven")) };
    let fallback = match (&row.fallback, sufficient, reason) {
        (Some(right), false, Some("identity_not_proven")) => {
            let lesser = rules::right(right)?;
            (reached >= self::needed(lesser, asked.sensitive)).then(|| lesser.key())
        }
        _ => None,
    };
    Ok(Identity {
        right: row.key(),
        needed,
        reached,
        sufficient,
        ask_for: if sufficient { Vec::new() } else { ask_for(row.law(), needed, &asked.evidence) },
        reason,
        fallback,
        cites: &REQUESTS.identity.cites,
    })
}

pub(super) fn needed(row: &RightRow, sensitive: bool) -> Tier {
    match row.identity {
        Verification::None => Tier::None,
        Verification::Reasonable => Tier::Reasonable,
        Verification::High => Tier::High,
        Verification::BySensitivity if sensitive => Tier::High,
        Verification::BySensitivity => Tier::Reasonable,
    }
}

/// How surely, and what makes it worth nothing whatever else is shown.
fn reached(law: &str, evidence: &Evidence) -> (Tier, Option<&'static str>) {
    if evidence.suspected_fraud {
        return (Tier::None, Some("suspected_fraud"));
    }
    match evidence.agent {
        Some(AgentPermission::PowerOfAttorney) => return (Tier::High, None),
        Some(AgentPermission::None) => return (Tier::None, Some("agent_not_authorised")),
        Some(AgentPermission::Signed) | None => {}
    }
    let proof = &REQUESTS.identity;
    let points = evidence.matching_points;
    let tier = if evidence.reauthenticated
        || evidence.document_checked
        || (points >= proof.high_points && evidence.declaration_signed)
    {
        Tier::High
    } else if points >= proof.reasonable_points || (law == "gdpr" && evidence.doubt == Some(false)) {
        // Under the GDPR more may be asked for only where there is reasonable doubt (Art. 12(6)).
        Tier::Reasonable
    } else {
        Tier::None
    };
    (tier, None)
}

fn ask_for(law: &str, needed: Tier, evidence: &Evidence) -> Vec<&'static str> {
    let mut ask = Vec::new();
    if evidence.suspected_fraud {
        ask.push("further_verification");
    }
    if evidence.agent == Some(AgentPermission::None) {
        ask.push("signed_permission");
    }
    if evidence.logged_in && !evidence.reauthenticated {
        // Who has an account is asked for nothing but to log in again (11 CCR 7061).
        ask.push("reauthentication");
        return ask;
    }
    let proof = &REQUESTS.identity;
    let points = if needed == Tier::High { proof.high_points } else { proof.reasonable_points };
    if evidence.matching_points < points {
        ask.push("data_points");
    }
    if law == "ccpa" && needed == Tier::High && !evidence.declaration_signed {
        ask.push("signed_declaration");
    }
    ask
}

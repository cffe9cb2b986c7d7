//! The rows of `core/policies/answers.toml`, and how those that match are joined.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::privacy::shipped::Shipped;

use crate::privacy::clocks::Cited;
use crate::privacy::rights::RightKey;
use crate::privacy::{Outcome, Strength};

/// What a row says, in the order in which rows are joined within one source: the strictest stands, and what the text
/// does not speak of, it does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Says {
    Permit,
    Partial,
    NeedsHuman,
    Deny,
    NotApplicable,
}

impl Says {
    fn outcome(self) -> Outcome {
        match self {
            Says::Permit => Outcome::Permit,
            Says::Partial => Outcome::Partial,
            Says::NeedsHuman => Outcome::NeedsHuman,
            Says::Deny => Outcome::Deny,
            Says::NotApplicable => Outcome::NotApplicable,
        }
    }
}

/// What a row wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Deed {
    AddStatement,
    Correct,
    Erase,
    Export,
    ExportKindOnly,
    ExportRedacted,
    ForwardOptOut,
    HumanReview,
    KeepRestricted,
    LimitUse,
    List,
    NameRecipients,
    NameSource,
    OpenErasure,
    Recompute,
    Restrict,
    StopDecision,
    StopPurpose,
    StopSale,
    Supplement,
    Suppress,
    TellControllers,
    TellRecipients,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) rights: Vec<String>,
    pub(super) by: Vec<Strength>,
    #[serde(default)]
    pub(super) when: Vec<String>,
    #[serde(default)]
    pub(super) unless: Vec<String>,
    /// Where such a row matches, no other counts.
    #[serde(default)]
    pub(super) first: bool,
    pub(super) says: Says,
    pub(super) reason: String,
    #[serde(default)]
    pub(super) effects: Vec<Deed>,
    pub(super) cites: Vec<Cited>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) rule: Vec<Rule>,
}

pub(super) static RULES: Shipped<File> =
    Shipped::new("answers.toml", include_str!("../../../../policies/answers.toml"));

/// All rows.
pub(super) fn rules() -> &'static [Rule] {
    &RULES.rule
}

/// Whether any row but those for every right speaks of a right.
pub(super) fn speaks_of(right: RightKey) -> bool {
    RULES.rule.iter().any(|rule| rule.rights.iter().any(|name| name == right.as_str()))
}

/// What one source says of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Under which right.
    pub right: RightKey,
    /// Statute or promise.
    pub by: Strength,
    /// What it says.
    pub outcome: Outcome,
    /// Why.
    pub reasons: Vec<&'static str>,
    /// Where it stands.
    pub cites: Vec<&'static Cited>,
    #[serde(skip)]
    pub(super) deeds: BTreeSet<Deed>,
}

/// Joins the rows of a source that match.
pub(super) fn find(right: RightKey, by: Strength, promised: bool, facts: &BTreeSet<&'static str>) -> Finding {
    let rules: &'static File = &RULES;
    let speaks = |rule: &&'static Rule| {
        let of = |name: &String| name == "*" || name == right.as_str();
        let is = |name: &String| facts.contains(name.as_str());
        rule.by.contains(&by)
            && rule.rights.iter().any(of)
            && rule.when.iter().all(is)
            && !rule.unless.iter().any(is)
    };
    let silent = by == Strength::Promise && !promised;
    let mut matching: Vec<&'static Rule> =
        if silent { Vec::new() } else { rules.rule.iter().filter(speaks).collect() };
    if matching.iter().any(|rule| rule.first) {
        matching.retain(|rule| rule.first);
    }
    let Some(says) = matching.iter().map(|rule| rule.says).max() else {
        let (outcome, reason) =
            if silent { (Outcome::NotApplicable, "not_promised") } else { (Outcome::Deny, "no_rule") };
        let (reasons, cites) = (vec![reason], Vec::new());
        return Finding { right, by, outcome, reasons, cites, deeds: BTreeSet::new() };
    };
    let decisive = || matching.iter().filter(|rule| rule.says == says);
    let reasons: BTreeSet<&str> = decisive().map(|rule| rule.reason.as_str()).collect();
    let mut cites: Vec<&Cited> = decisive().flat_map(|rule| &rule.cites).collect();
    cites.sort_by(|one, other| one.place.cmp(&other.place));
    cites.dedup();
    Finding {
        right,
        by,
        outcome: says.outcome(),
        reasons: reasons.into_iter().collect(),
        cites,
        deeds: decisive().flat_map(|rule| rule.effects.iter().copied()).collect(),
    }
}

/// How much an outcome gives the person: of what statute and promise say, the one that gives more binds.
pub(super) fn generosity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Permit | Outcome::PermitWith => 4,
        Outcome::Partial => 3,
        Outcome::NeedsHuman => 2,
        Outcome::Deny => 1,
        Outcome::NotApplicable => 0,
    }
}

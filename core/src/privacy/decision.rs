//! The answer, and the algebra by which single answers are joined to one.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{Cite, DataCategory, Error, Permit, PolicyIdentity, Request};

/// What is decided. Joined by the strictest: the order of the variants is the order of strictness, so that
/// the order in which rules are asked cannot matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing to decide: the question is outside the rules.
    NotApplicable,
    /// Yes.
    Permit,
    /// Yes, under obligations.
    PermitWith,
    /// Some items yes, some no.
    Partial,
    /// A person has to decide.
    NeedsHuman,
    /// No.
    Deny,
}

impl Outcome {
    /// The stricter of two.
    #[must_use]
    pub fn join(self, other: Outcome) -> Outcome {
        self.max(other)
    }

    fn permits(self) -> bool {
        matches!(self, Outcome::Permit | Outcome::PermitWith)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::NotApplicable => "not applicable",
            Outcome::Permit => "permit",
            Outcome::PermitWith => "permit with obligations",
            Outcome::Partial => "partial",
            Outcome::NeedsHuman => "needs a human decision",
            Outcome::Deny => "deny",
        })
    }
}

/// What must be done along with showing the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Obligation {
    /// Keep the receipt in the disclosure log.
    Log,
    /// Count the access as consumption of the recipient.
    Meter,
}

/// The answer for one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// The category asked for.
    pub category: DataCategory,
    /// What was decided for it.
    pub outcome: Outcome,
    /// Why, in words.
    pub reason: String,
    /// Where the rules stand that decided.
    pub cites: Vec<Cite>,
}

/// The answer to a [`Request`]. Only [`Decision::of`] makes one, so that nobody can turn a denial into a permit
/// by writing to a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// The question.
    pub(super) request: Request,
    /// The answer as a whole.
    pub(super) outcome: Outcome,
    /// The answer for each category asked for, in the order of the request.
    pub(super) items: Vec<Item>,
    /// What must be done along with it.
    pub(super) obligations: BTreeSet<Obligation>,
    /// By which policy.
    pub(super) policy: PolicyIdentity,
    /// When.
    pub(super) decided_at: DateTime<Utc>,
}

impl Decision {
    /// Joins the answers for each category: all the same way is that way, permits and denials mixed is
    /// [`Outcome::Partial`], no item at all is [`Outcome::Deny`].
    pub fn of(
        request: &Request,
        items: Vec<Item>,
        obligations: BTreeSet<Obligation>,
        policy: PolicyIdentity,
        now: DateTime<Utc>,
    ) -> Self {
        let strictest = items.iter().map(|item| item.outcome).reduce(Outcome::join).unwrap_or(Outcome::Deny);
        let some_permitted = items.iter().any(|item| item.outcome.permits());
        let outcome = if strictest == Outcome::Deny && some_permitted { Outcome::Partial } else { strictest };
        let outcome =
            if outcome == Outcome::Permit && !obligations.is_empty() { Outcome::PermitWith } else { outcome };
        let obligations = if some_permitted { obligations } else { BTreeSet::new() };
        Decision { request: request.clone(), outcome, items, obligations, policy, decided_at: now }
    }

    /// The question.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The answer as a whole.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The answer for each category asked for, in the order of the request.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What must be done along with showing the data.
    pub fn obligations(&self) -> &BTreeSet<Obligation> {
        &self.obligations
    }

    /// By which policy it was decided.
    pub fn policy(&self) -> &PolicyIdentity {
        &self.policy
    }

    /// When it was decided.
    pub fn decided_at(&self) -> DateTime<Utc> {
        self.decided_at
    }

    /// The permit that this decision issues, for the categories that it permits.
    ///
    /// # Errors
    /// [`Error::NotPermitted`] where it permits none.
    pub fn permit(&self) -> Result<Permit, Error> {
        let granted: Vec<_> = self.items.iter().filter(|item| item.outcome.permits()).cloned().collect();
        let open = matches!(self.outcome, Outcome::Permit | Outcome::PermitWith | Outcome::Partial);
        if granted.is_empty() || !open {
            return Err(Error::NotPermitted { outcome: self.outcome, reason: self.reason() });
        }
        Ok(Permit::issue(self, granted))
    }

    /// Why, in words: the reasons of the strictest items.
    pub fn reason(&self) -> String {
        let strictest = self.items.iter().map(|item| item.outcome).max();
        let reasons: BTreeSet<_> = self
            .items
            .iter()
            .filter(|item| Some(item.outcome) == strictest)
            .map(|item| item.reason.as_str())
            .collect();
        if reasons.is_empty() {
            return "no data category was asked for".to_owned();
        }
        reasons.into_iter().collect::<Vec<_>>().join("; ")
    }

    pub(super) fn lifetime(&self) -> TimeDelta {
        self.policy.permit_lifetime()
    }
}

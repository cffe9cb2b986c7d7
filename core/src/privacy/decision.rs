//! The answer, and the algebra by which single answers are joined to one.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize, Serializer};

use super::policy::Compiled;
use super::{Cite, DataCategory, Error, Facts, Obligation, Permit, PolicyIdentity, Regime, Request};

/// What is decided. Joined by the strictest: the order of the variants is the order of strictness, so that
/// the order in which rules are asked cannot matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// All of them, from the mildest to the strictest.
    pub const ALL: [Outcome; 6] = [
        Outcome::NotApplicable,
        Outcome::Permit,
        Outcome::PermitWith,
        Outcome::Partial,
        Outcome::NeedsHuman,
        Outcome::Deny,
    ];

    /// Its name as it crosses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::NotApplicable => "not_applicable",
            Outcome::Permit => "permit",
            Outcome::PermitWith => "permit_with",
            Outcome::Partial => "partial",
            Outcome::NeedsHuman => "needs_human",
            Outcome::Deny => "deny",
        }
    }

    /// The stricter of two.
    #[must_use]
    pub fn join(self, other: Outcome) -> Outcome {
        self.max(other)
    }

    /// Whether it permits, with or without obligations.
    #[must_use]
    pub fn permits(self) -> bool {
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

/// Which of two bodies of rules an answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// What the policy promises is stricter.
    Promise,
    /// What the law demands is stricter.
    Statute,
    /// Both say the same.
    Both,
}

/// The answer for one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// The category asked for.
    pub category: DataCategory,
    /// What was decided for it.
    pub outcome: Outcome,
    /// Why, in words: the reasons of the rules that decided.
    pub reason: Arc<str>,
    /// What the promise gives.
    pub promise: Outcome,
    /// What the law gives.
    pub statute: Outcome,
    /// Which of the two bound.
    pub bound: Bound,
    /// The rules that fitted, by their ids: the trace.
    pub rules: Vec<Arc<str>>,
    /// Where the rules stand that decided.
    pub cites: Vec<Cite>,
}

/// A date that came with the answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionClock {
    /// Which clock.
    pub clock: &'static str,
    /// The day from which it counts.
    pub start: NaiveDate,
    /// The last day.
    pub due: NaiveDate,
}

/// The answer to a [`Request`]. Only [`Policy::decide`](super::Policy::decide) makes one, so that nobody can turn a
/// denial into a permit by writing to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The question.
    pub(super) request: Arc<Request>,
    /// The facts by which it was decided.
    pub(super) facts: Arc<Facts>,
    /// The answer as a whole.
    pub(super) outcome: Outcome,
    /// The answer for each category asked for, in the order of the request.
    pub(super) items: Vec<Item>,
    /// What must be done along with it.
    pub(super) obligations: BTreeSet<Obligation>,
    /// Dates that came with it.
    pub(super) clocks: BTreeSet<DecisionClock>,
    /// Which bodies of law apply to the person.
    pub(super) regimes: BTreeSet<Regime>,
    /// Facts that nobody gave and that would matter.
    pub(super) missing: BTreeSet<&'static str>,
    /// By which policy.
    pub(super) policy: Arc<PolicyIdentity>,
    /// The rules themselves, so that a permit for the whole can ask about a part.
    pub(super) rules: Arc<Compiled>,
    /// When.
    pub(super) decided_at: DateTime<Utc>,
}

/// A decision as it is written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Decision"))]
struct Written<'a> {
    /// The question.
    request: &'a Request,
    /// The answer as a whole.
    outcome: Outcome,
    /// The answer for each category asked for, in the order of the request.
    items: &'a [Item],
    /// What must be done along with it.
    obligations: &'a BTreeSet<Obligation>,
    /// Dates that came with it.
    clocks: &'a BTreeSet<DecisionClock>,
    /// Which bodies of law apply to the person.
    regimes: &'a BTreeSet<Regime>,
    /// Facts that nobody gave and that would matter.
    missing: &'a BTreeSet<&'static str>,
    /// By which policy.
    policy: &'a PolicyIdentity,
    /// SHA-256 of the facts, hexadecimal.
    facts_hash: String,
    /// When.
    decided_at: DateTime<Utc>,
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Decision { request, outcome, items, obligations, clocks, regimes, missing, policy, .. } = self;
        let (outcome, facts_hash, decided_at) = (*outcome, self.facts_hash(), self.decided_at);
        Written {
            request,
            outcome,
            items,
            obligations,
            clocks,
            regimes,
            missing,
            policy,
            facts_hash,
            decided_at,
        }
        .serialize(to)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Decision {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Written::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}

impl Decision {
    /// Joins the answers for each category: all the same way is that way, permits and denials mixed is
    /// [`Outcome::Partial`], no item at all is [`Outcome::Deny`].
    pub(super) fn join(items: &[Item], obligations: &BTreeSet<Obligation>) -> Outcome {
        let strictest = items.iter().map(|item| item.outcome).reduce(Outcome::join).unwrap_or(Outcome::Deny);
        let some_permitted = items.iter().any(|item| item.outcome.permits());
        match strictest {
            Outcome::Deny if some_permitted => Outcome::Partial,
            Outcome::Permit if !obligations.is_empty() => Outcome::PermitWith,
            strictest => strictest,
        }
    }

    /// SHA-256 of the facts, hexadecimal: the same facts have the same hash.
    #[must_use]
    pub fn facts_hash(&self) -> String {
        // Facts are strings, numbers and dates only, none of which fails to serialise.
        super::receipt::sha256_hex(&serde_json::to_vec(&*self.facts).unwrap_or_default())
    }

    /// Dates that came with the answer.
    #[must_use]
    pub fn clocks(&self) -> &BTreeSet<DecisionClock> {
        &self.clocks
    }

    /// Which bodies of law apply to the person, as far as is known.
    #[must_use]
    pub fn regimes(&self) -> &BTreeSet<Regime> {
        &self.regimes
    }

    /// Facts that nobody gave and that would matter, such as `residence`.
    #[must_use]
    pub fn missing(&self) -> &BTreeSet<&'static str> {
        &self.missing
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
            .map(|item| &*item.reason)
            .collect();
        if reasons.is_empty() {
            return "no data category was asked for".to_owned();
        }
        reasons.into_iter().collect::<Vec<_>>().join("; ")
    }

    /// Whether a permit of this decision still opens, and opens already.
    pub(super) fn check_age(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let age = now.signed_duration_since(self.decided_at);
        let lifetime = self.policy.permit_lifetime();
        if age < TimeDelta::zero() || age > lifetime {
            return Err(Error::PermitExpired { lifetime_seconds: lifetime.num_seconds() });
        }
        Ok(())
    }
}

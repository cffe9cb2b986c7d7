//! What a person who exercises a right is answered: item by item, and purpose by purpose where the right is.
//!
//! One idea to keep in mind: for each item, what the statute says and what the policy promises are found apart, and the
//! one that gives the person more binds. A hold, an exception or a doubt is part of both, so that no promise erases
//! what a live claim needs.

mod check;
mod disclosure;
mod effect;
mod fact;
mod item;
mod smt;
mod table;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::identity::{Evidence, Identity, IdentityQuestion, check_identity};
use super::right::{RightKey, RightRow};
use super::rules::{REQUESTS, RIGHTS, Requests, Rights};
use super::{Error, rules};
use crate::privacy::clocks::{Calendar, Choice, Clock, Deadline, Kind, Receipt, deadline, office_zone};
use crate::privacy::{Outcome, Purpose, Regime, Strength, SubjectRole, TermKind};

pub(super) use check::secret_category;
pub use disclosure::{Disclosure, Period};
pub use effect::Effect;
pub use item::{
    Accuracy, CaliforniaException, DecisionAllowed, ErasureException, ErasureGround, HeldItem, Hold,
    HoldKind, MachineDecision, Origin, RestrictionGround, Secret, Source,
};
pub(in crate::privacy) use smt::write_smtlib;
pub use table::Finding;

/// Whether the request itself is one that need not be answered (GDPR Art. 12(5)).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is answered.
    #[default]
    Ordinary,
    /// It is manifestly unfounded.
    ManifestlyUnfounded,
    /// It is excessive.
    Excessive,
}

/// What the controller says against an objection (GDPR Art. 21(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ControllerGrounds {
    /// Nothing: the objection is upheld.
    None {},
    /// Compelling legitimate grounds that override. Without a code and somebody who recorded it they are not shown.
    Compelling {
        /// Which grounds.
        #[serde(default)]
        code: Option<String>,
        /// Who recorded the balancing.
        #[serde(default)]
        recorded_by: Option<String>,
    },
    /// The data is needed for legal claims.
    Claims {
        /// Who recorded it.
        recorded_by: String,
    },
}

/// A right that is exercised.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestQuestion {
    /// The right, as the person or the office names it. What it means is answered under every law that applies.
    pub right: String,
    /// The laws that apply to the person.
    pub regimes: BTreeSet<Regime>,
    /// As what the person stands before the policy; without it, a human must look.
    #[serde(default)]
    pub role: Option<SubjectRole>,
    /// When the organisation received it.
    pub received: DateTime<Utc>,
    /// The office's IANA zone.
    #[serde(default)]
    pub zone: Option<String>,
    /// Whose holidays count.
    #[serde(default)]
    pub calendar: Option<String>,
    /// Which reading of the clocks counts.
    #[serde(default)]
    pub reading: Option<String>,
    /// What shows who asks.
    #[serde(default)]
    pub evidence: Evidence,
    /// Whether the request need be answered at all.
    #[serde(default)]
    pub standing: Standing,
    /// Who recorded why it need not be.
    #[serde(default)]
    pub standing_recorded_by: Option<String>,
    /// Against which purposes; absent means all.
    #[serde(default)]
    pub purposes: Option<BTreeSet<Purpose>>,
    /// What the controller says against an objection; absent while it is not decided.
    #[serde(default)]
    pub controller_grounds: Option<ControllerGrounds>,
    /// Whether older data than that of the last twelve months is asked for.
    #[serde(default)]
    pub everything: bool,
    /// The day since which data is asked for.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// How many requests to know were answered in the last twelve months.
    #[serde(default)]
    pub answered_in_twelve_months: u32,
}

/// Which of the two bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The statute gives more.
    Statute,
    /// The policy promises more.
    Promise,
    /// Both say the same.
    Both,
}

/// The answer for one item, for one purpose where the right is exercised against purposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemAnswer {
    /// The item.
    pub item: String,
    /// The purpose.
    pub purpose: Option<Purpose>,
    /// What is answered.
    pub outcome: Outcome,
    /// What the statutes that apply say.
    pub statute: Outcome,
    /// What the policy promises.
    pub promise: Outcome,
    /// Which of the two bound.
    pub bound: Bound,
    /// Why.
    pub reasons: Vec<&'static str>,
    /// What is to be done.
    pub effects: Vec<Effect>,
    /// Everything that was found, each with its cites.
    pub findings: Vec<Finding>,
}

/// A hold that does not count, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoldIgnored {
    /// The hold.
    pub hold: String,
    /// Why.
    pub reason: &'static str,
}

/// A clock that runs for the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunningClock {
    /// The right.
    pub right: RightKey,
    /// The clock.
    #[serde(flatten)]
    pub clock: Clock,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestAnswer {
    /// All items together: what they all are, else partial.
    pub outcome: Outcome,
    /// Whether a human must decide something.
    pub needs_human: bool,
    /// The rights under which it is answered.
    pub rights: Vec<RightKey>,
    /// How surely the person is known for each right.
    pub identity: Vec<Identity>,
    /// The right that is answered instead, where the person is not known surely enough for this one.
    pub instead: Option<RightKey>,
    /// Item by item.
    pub items: Vec<ItemAnswer>,
    /// What the person is told beside the reasons where something is refused.
    pub remedies: BTreeSet<&'static str>,
    /// What is told along with a copy, or instead of one.
    pub disclosure: Option<Disclosure>,
    /// Holds that do not count.
    pub holds_ignored: Vec<HoldIgnored>,
    /// The clocks.
    pub clocks: Vec<RunningClock>,
    /// The strictest day by which something must be done.
    pub due: Option<NaiveDate>,
}

/// What the items are asked about.
struct AskedOf<'a> {
    request: &'a RequestQuestion,
    received: NaiveDate,
    /// The day since which the statute reaches.
    look_back: Option<NaiveDate>,
    /// The day twelve months before receipt.
    twelve_months: Option<NaiveDate>,
}

/// What a person who exercises a right is answered.
///
/// # Errors
/// What [`Error`] lists of requests, items and holds: facts that contradict each other are one.
///
/// ```
/// use renown::privacy::Outcome;
/// use renown::privacy::rights::{RequestQuestion, answer_request};
/// let request: RequestQuestion = serde_json::from_value(serde_json::json!({
///     "right": "gdpr.objection", "regimes": ["gdpr"], "role": "user", "calendar": "IE",
///     "received": "2026-01-31T10:00:00Z", "evidence": { "reauthenticated": true }
/// })).unwrap();
/// let item = serde_json::from_value(serde_json::json!({
///     "id": "e-mail", "category": "user.registration", "origin": "provided", "source": "subject",
///     "purposes": ["authenticate", "marketing"], "bases": ["legitimate_interests"]
/// })).unwrap();
/// let answer = answer_request(&request, &[item], &[], "2026-02-01T10:00:00Z".parse().unwrap())?;
/// assert_eq!(answer.items[0].outcome, Outcome::NeedsHuman, "letting in: restricted until grounds are decided");
/// assert_eq!(answer.items[1].outcome, Outcome::Permit, "marketing stops at once");
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn answer_request(
    request: &RequestQuestion,
    items: &[HeldItem],
    holds: &[Hold],
    now: DateTime<Utc>,
) -> Result<RequestAnswer, Error> {
    let rights = rights_meant(request)?;
    check::request(request, now)?;
    check::items(items)?;
    let (live, holds_ignored) = check::holds(request, items, holds, now)?;
    let office = office_zone(request.zone.as_deref())?;
    let clocks = clocks_of(request, office, &rights)?;
    let asked = asked_of(request, office, &clocks);
    let mut answers = Vec::new();
    for item in items {
        let held: Vec<&Hold> = live.iter().filter(|hold| hold.items.contains(&item.id)).copied().collect();
        for purpose in purposes(request, &rights, item) {
            answers.push(of_item(&asked, &rights, item, purpose, &held)?);
        }
    }
    let identity = rights.iter().map(|row| identity(request, row, items)).collect::<Result<Vec<_>, _>>()?;
    let known = identity.iter().any(|identity| identity.sufficient);
    let instead = if known { None } else { identity.iter().find_map(|identity| identity.fallback) };
    let requests: &'static Requests = &REQUESTS;
    let refused = |answer: &&ItemAnswer| {
        matches!(answer.outcome, Outcome::Deny | Outcome::Partial | Outcome::NotApplicable)
    };
    let remedies = match answers.iter().find(refused) {
        Some(_) => {
            rights.iter().flat_map(|row| requests.remedies.of(row.law())).map(String::as_str).collect()
        }
        None => BTreeSet::new(),
    };
    let by = clocks.iter().filter(|running| running.clock.kind == Kind::By);
    Ok(RequestAnswer {
        outcome: together(&answers),
        needs_human: answers.iter().any(|answer| answer.outcome == Outcome::NeedsHuman),
        rights: rights.iter().map(|row| row.key()).collect(),
        identity,
        instead,
        remedies,
        disclosure: Disclosure::of(request, items, &answers, instead),
        holds_ignored,
        due: by.map(|running| running.clock.due).min(),
        items: answers,
        clocks,
    })
}

/// The rights of the laws that apply which mean the same as the one that was named.
fn rights_meant(request: &RequestQuestion) -> Result<Vec<&'static RightRow>, Error> {
    let named = rules::right(&request.right)?;
    let rights: &'static Rights = &RIGHTS;
    let means = |row: &&'static RightRow| {
        row.means == named.means && request.regimes.iter().any(|&regime| row.is_of(regime))
    };
    let meant: Vec<_> = rights.right.iter().filter(means).collect();
    if meant.is_empty() {
        return Err(Error::OtherRegime { right: named.right.clone() });
    }
    if !meant.iter().any(|row| table::speaks_of(row.key())) {
        return Err(Error::NotOverItems { right: named.right.clone() });
    }
    Ok(meant)
}

fn clocks_of(
    request: &RequestQuestion,
    office: Tz,
    rights: &[&'static RightRow],
) -> Result<Vec<RunningClock>, Error> {
    let calendar = request.calendar.as_deref().map(Calendar::shipped).transpose()?;
    let mut running = Vec::new();
    for row in rights {
        let Some(right) = &row.clock else { continue };
        let deadlines = deadline(&Deadline {
            regime: row.law(),
            right,
            received: Receipt::At(request.received, office),
            calendar: calendar.as_ref(),
            reading: Choice::named(request.reading.as_deref()),
            suspensions: &[],
            suspend: false,
            extended_on: None,
        })?;
        running.extend(deadlines.clocks.into_iter().map(|clock| RunningClock { right: row.key(), clock }));
    }
    Ok(running)
}

fn asked_of<'a>(request: &'a RequestQuestion, office: Tz, clocks: &[RunningClock]) -> AskedOf<'a> {
    let day = |id: &str| clocks.iter().find(|running| running.clock.id == id).map(|found| found.clock.due);
    let twelve_months = day("ccpa.look_back");
    let oldest = day("ccpa.look_back_on_request").or(twelve_months);
    let look_back = match (request.since, request.everything) {
        (Some(since), _) => oldest.map(|oldest| since.max(oldest)),
        (None, true) => oldest,
        (None, false) => twelve_months,
    };
    let received = request.received.with_timezone(&office).date_naive();
    AskedOf { request, received, look_back, twelve_months }
}

/// The purposes for which an item is answered apart; one answer without a purpose where the right is not exercised so.
fn purposes(
    request: &RequestQuestion,
    rights: &[&'static RightRow],
    item: &HeldItem,
) -> Vec<Option<Purpose>> {
    let by_purpose = rights.iter().any(|row| ["object", "withdraw_consent"].contains(&row.means.as_str()));
    let wanted = |purpose: &&Purpose| match &request.purposes {
        Some(asked) => asked.iter().any(|one| one.covers(purpose)),
        None => true,
    };
    if by_purpose && !item.purposes.is_empty() {
        return item.purposes.iter().filter(wanted).cloned().map(Some).collect();
    }
    vec![None]
}

fn identity(request: &RequestQuestion, row: &RightRow, items: &[HeldItem]) -> Result<Identity, Error> {
    check_identity(&IdentityQuestion {
        right: row.right.clone(),
        evidence: request.evidence.clone(),
        sensitive: items.iter().any(|item| item.sensitive || check::secret_of(item).is_some()),
    })
}

fn of_item(
    asked: &AskedOf<'_>,
    rights: &[&'static RightRow],
    item: &HeldItem,
    purpose: Option<Purpose>,
    holds: &[&Hold],
) -> Result<ItemAnswer, Error> {
    let marketing = purpose.as_ref().is_some_and(is_direct_marketing);
    let mut findings = Vec::new();
    for row in rights {
        let identity = identity(asked.request, row, std::slice::from_ref(item))?;
        let facts = fact::facts(asked, &identity, item, marketing, !holds.is_empty());
        for by in [Strength::Statute, Strength::Promise] {
            findings.push(table::find(row.key(), by, row.promised, &facts));
        }
    }
    let most = |by: Option<Strength>| {
        let of = findings.iter().filter(|finding| by.is_none_or(|by| finding.by == by));
        of.map(|finding| finding.outcome).max_by_key(|&outcome| table::generosity(outcome))
    };
    let outcome = most(None).unwrap_or(Outcome::NotApplicable);
    let statute = most(Some(Strength::Statute)).unwrap_or(Outcome::NotApplicable);
    let promise = most(Some(Strength::Promise)).unwrap_or(Outcome::NotApplicable);
    let bound = match table::generosity(statute).cmp(&table::generosity(promise)) {
        std::cmp::Ordering::Greater => Bound::Statute,
        std::cmp::Ordering::Less => Bound::Promise,
        std::cmp::Ordering::Equal => Bound::Both,
    };
    let decisive = || findings.iter().filter(|finding| finding.outcome == outcome);
    let reasons: BTreeSet<&'static str> =
        decisive().flat_map(|finding| finding.reasons.iter().copied()).collect();
    let deeds: BTreeSet<table::Deed> = decisive().flat_map(|finding| finding.deeds.iter().copied()).collect();
    let effects = effect::effects(&deeds, asked, item, purpose.as_ref(), holds);
    let reasons = reasons.into_iter().collect();
    let item = item.id.clone();
    Ok(ItemAnswer { item, purpose, outcome, statute, promise, bound, reasons, effects, findings })
}

/// Whether a purpose is direct marketing, to which an objection is absolute.
fn is_direct_marketing(purpose: &Purpose) -> bool {
    check::word(TermKind::Purpose, purpose.as_str()).is_some_and(|term| term.direct_marketing)
}

fn together(answers: &[ItemAnswer]) -> Outcome {
    let mut outcomes = answers.iter().map(|answer| answer.outcome);
    match outcomes.next() {
        None => Outcome::NotApplicable,
        Some(first) if outcomes.all(|outcome| outcome == first) => first,
        Some(_) => Outcome::Partial,
    }
}

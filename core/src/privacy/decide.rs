//! The decision: facts and request to attributes, attributes to rules, rules to one answer.
//!
//! One idea to keep in mind: an answer is the strictest of what all fitting rules say, and both sources are told apart:
//! what the policy promises, what the law demands, and which of them bound.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, NaiveDate, Utc};

use super::clocks::{Choice, Deadline, Receipt, deadline};
use super::decision::{Bound, DecisionClock};
use super::policy::Compiled;
use super::question::{Known, Regimes, encode, encode_category};
use super::rules::{Rule, Verdict};
use super::{Action, Cite, DataCategory, Decision, Facts, Item, Obligation, Regime, Request, Strength};

/// The reason of what no rule permits.
static NO_RULE: LazyLock<Arc<str>> =
    LazyLock::new(|| Arc::from("no rule permits this category for this purpose to this recipient"));
static NO_RULE_ID: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from("default_deny"));

pub(super) fn decide(
    policy: &Arc<Compiled>,
    facts: &Facts,
    request: &Request,
    now: DateTime<Utc>,
) -> Decision {
    decide_prepared(policy, &Arc::new(facts.clone()), &Arc::new(request.clone()), now)
}

/// The same for facts and a request that outlive the decision: nothing is copied.
pub(super) fn decide_prepared(
    policy: &Arc<Compiled>,
    facts: &Arc<Facts>,
    request: &Arc<Request>,
    now: DateTime<Utc>,
) -> Decision {
    let day = now.date_naive();
    let shared = encode(policy, facts, request, now);
    let regimes = shared.1;
    let mut items = Vec::with_capacity(request.categories.len());
    let mut obligations = BTreeSet::new();
    for category in &request.categories {
        let codes = encode_category(policy, facts, request, category, shared, day);
        let verdict = policy.table.judge(&codes, regimes.gdpr == Known::Yes);
        items.push(item(policy, category.clone(), verdict, &mut obligations));
    }
    Decision {
        outcome: Decision::join(&items, &obligations),
        clocks: clocks(facts, request, &obligations, day),
        regimes: applying(regimes),
        missing: missing(facts, regimes),
        request: Arc::clone(request),
        facts: Arc::clone(facts),
        items,
        obligations,
        policy: Arc::clone(&policy.identity),
        rules: Arc::clone(policy),
        decided_at: now,
    }
}

/// Whether the same question, asked about a narrower category, would be permitted too.
pub(super) fn permits_part(decision: &Decision, category: &DataCategory) -> bool {
    let (policy, facts, request) = (&decision.rules, &decision.facts, &decision.request);
    let shared = encode(policy, facts, request, decision.decided_at);
    let day = decision.decided_at.date_naive();
    let codes = encode_category(policy, facts, request, category, shared, day);
    policy.table.judge(&codes, shared.1.gdpr == Known::Yes).outcome.permits()
}

fn item(
    policy: &Compiled,
    category: DataCategory,
    verdict: Verdict,
    obligations: &mut BTreeSet<Obligation>,
) -> Item {
    let rules = || verdict.matched.rules().filter_map(|at| policy.table.rules.get(at));
    // What grants and duties ask for comes with a permit only; what a barrier asks for comes with the denial.
    let takes_part = |rule: &&Rule| match rule.outcome {
        Some(outcome) if !outcome.permits() => true,
        _ => verdict.outcome.permits(),
    };
    rules().filter(takes_part).for_each(|rule| obligations.extend(rule.obligations.iter().cloned()));
    let decided =
        |rule: &&Rule| rule.outcome == Some(verdict.outcome) || (verdict.outcome.permits() && rule.grants());
    let mut reasons: Vec<&Arc<str>> = rules().filter(decided).map(|rule| &rule.reason).collect();
    reasons.sort();
    reasons.dedup();
    let reason = match reasons.as_slice() {
        [] => Arc::clone(&NO_RULE),
        [one] => Arc::clone(one),
        several => several.iter().map(|reason| &***reason).collect::<Vec<_>>().join(" and ").into(),
    };
    let mut cites: Vec<_> = rules().filter(decided).flat_map(|rule| rule.cites.iter().cloned()).collect();
    cites.sort();
    cites.dedup();
    let mut trace: Vec<_> = rules().map(|rule| Arc::clone(&rule.id)).collect();
    if reasons.is_empty() {
        trace.push(Arc::clone(&NO_RULE_ID));
        cites.push(Cite { verified: true, ..Cite::new(Regime::Policy, "C27", Strength::Promise) });
    }
    trace.sort();
    Item {
        category,
        outcome: verdict.outcome,
        reason,
        promise: verdict.promise,
        statute: verdict.statute,
        bound: bound(verdict),
        rules: trace,
        cites,
    }
}

/// The stricter of the two binds; where a source is silent, the other does.
fn bound(verdict: Verdict) -> Bound {
    match verdict.promise.cmp(&verdict.statute) {
        std::cmp::Ordering::Equal => Bound::Both,
        std::cmp::Ordering::Greater => Bound::Promise,
        std::cmp::Ordering::Less => Bound::Statute,
    }
}

/// Whether the obligations include the notice of GDPR Art. 14.
pub(super) fn owes_notice(obligations: &BTreeSet<Obligation>) -> bool {
    obligations.iter().any(|one| matches!(one, Obligation::Notify(text) if &**text == "gdpr_art14"))
}

/// The notice of GDPR Art. 14 is owed within a month, and at the first disclosure at the latest.
pub(super) fn notice_due(start: NaiveDate, discloses: bool, day: NaiveDate) -> NaiveDate {
    let asked = Deadline {
        regime: "gdpr",
        right: "notice",
        received: Receipt::Day(start),
        calendar: None,
        reading: Choice::Usual,
        suspensions: &[],
        suspend: false,
        extended_on: None,
    };
    let in_a_month = deadline(&asked).ok().and_then(|all| all.clocks.iter().map(|clock| clock.due).min());
    match discloses {
        true => in_a_month.map_or(day, |due| due.min(day.max(start))),
        false => in_a_month.unwrap_or(start),
    }
}

fn clocks(
    facts: &Facts,
    request: &Request,
    obligations: &BTreeSet<Obligation>,
    day: NaiveDate,
) -> BTreeSet<DecisionClock> {
    let mut clocks = BTreeSet::new();
    if owes_notice(obligations) {
        let start = facts.first_held.unwrap_or(day);
        let due = notice_due(start, request.action == Action::Disclose, day);
        clocks.insert(DecisionClock { clock: "gdpr.notice", start, due });
    }
    clocks
}

fn applying(regimes: Regimes) -> BTreeSet<Regime> {
    let mut all = BTreeSet::from([Regime::Policy]);
    if regimes.gdpr == Known::Yes {
        all.insert(Regime::Gdpr);
    }
    if regimes.ccpa == Known::Yes {
        all.insert(Regime::Ccpa);
    }
    all
}

fn missing(facts: &Facts, regimes: Regimes) -> BTreeSet<&'static str> {
    let mut missing = BTreeSet::new();
    if facts.role.is_none() {
        missing.insert("role");
    }
    if regimes.gdpr == Known::Unknown || regimes.ccpa == Known::Unknown {
        missing.insert("residence");
    }
    missing
}

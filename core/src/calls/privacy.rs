//! The decisions of a policy, and what is questionable about it.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Error, arguments, result};
use crate::privacy::policy::{Named, Policies};
use crate::privacy::{self, Facts, Label, Policy, Prepared, Request};

/// The policy that is named, or the one that was prepared; without either the shipped one.
fn policy_of(named: Option<&Named>, prepared: Option<&Policy>) -> Result<Policy, Error> {
    Named::policy(named, prepared).map_err(|fault| match fault {
        Some(error) => error.into(),
        None => {
            let reason = "the policy is the one that was prepared; do not name another".to_owned();
            Error::MalformedArguments { reason }
        }
    })
}

/// A function that asks the policy of the caller, or the shipped one where there is none.
type Function = fn(Option<&Policy>, &Value) -> Result<Value, Error>;

/// Functions of a policy, by name.
const FUNCTIONS: &[(&str, Function)] = &[
    ("binding_document", binding),
    ("decide", decision),
    ("decide_many", decisions),
    ("lint_policy", lints),
    ("records_of_processing", records),
];

/// Calls a function of a policy that was prepared.
pub(super) fn call(policy: &Policy, name: &str, given: &Value) -> Result<Value, Error> {
    match FUNCTIONS.iter().find(|(known, _)| *known == name) {
        Some((_, function)) => function(Some(policy), given),
        None => Err(Error::UnknownCall { name: name.to_owned() }),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    #[serde(default)]
    policy: Option<Named>,
    facts: Facts,
    request: Request,
    now: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    facts: Facts,
    request: Request,
}

/// A question that is asked of a policy again and again.
pub(super) fn prepare(policy: &Policy, given: &Value) -> Result<Prepared, Error> {
    let Asked { facts, request } = arguments(given)?;
    Ok(policy.prepare(facts, request))
}

pub(super) fn decide(given: &Value) -> Result<Value, Error> {
    decision(None, given)
}

fn decision(prepared: Option<&Policy>, given: &Value) -> Result<Value, Error> {
    let Question { policy, facts, request, now } = arguments(given)?;
    result(&policy_of(policy.as_ref(), prepared)?.decide(&facts, &request, now))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    #[serde(default)]
    policy: Option<Named>,
    questions: Vec<OneOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneOf {
    #[serde(default)]
    facts: Facts,
    request: Request,
    now: DateTime<Utc>,
}

/// The answers to many questions, in brief: without the questions, hashes and citations.
pub(super) fn decide_many(given: &Value) -> Result<Value, Error> {
    decisions(None, given)
}

fn decisions(prepared: Option<&Policy>, given: &Value) -> Result<Value, Error> {
    let Questions { policy, questions } = arguments(given)?;
    let policy = policy_of(policy.as_ref(), prepared)?;
    let answer = |OneOf { facts, request, now }: &OneOf| {
        let decision = policy.decide(facts, request, *now);
        let item = |item: &crate::privacy::Item| {
            json!({
                "category": item.category, "outcome": item.outcome, "promise": item.promise,
                "statute": item.statute, "bound": item.bound, "rules": item.rules,
            })
        };
        json!({
            "outcome": decision.outcome(),
            "items": decision.items().iter().map(item).collect::<Vec<_>>(),
            "obligations": decision.obligations(),
            "clocks": decision.clocks(),
            "regimes": decision.regimes(),
            "missing": decision.missing(),
        })
    };
    Ok(Value::Array(questions.iter().map(answer).collect()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToLint {
    #[serde(default)]
    policy: Option<Named>,
    now: DateTime<Utc>,
}

/// What is questionable about a policy.
pub(super) fn lint_policy(given: &Value) -> Result<Value, Error> {
    lints(None, given)
}

fn lints(prepared: Option<&Policy>, given: &Value) -> Result<Value, Error> {
    let ToLint { policy, now } = arguments(given)?;
    result(&policy_of(policy.as_ref(), prepared)?.lint(now))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AtDay {
    /// The documents of all versions; without, the shipped policy.
    #[serde(default)]
    versions: Vec<Cow<'static, str>>,
    day: NaiveDate,
}

/// Which version of a policy holds on a day.
pub(super) fn policy_at(given: &Value) -> Result<Value, Error> {
    let AtDay { versions, day } = arguments(given)?;
    let read = versions.iter().map(|text| Policy::from_toml(text)).collect::<Result<Vec<_>, _>>()?;
    let policies = Policies::new(if read.is_empty() { vec![Policy::influencer_marketing()] } else { read });
    result(&policies.at(day)?.identity())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Combined {
    labels: Vec<Label>,
    /// Whether what is derived states new facts about a person.
    #[serde(default)]
    new_facts: bool,
}

/// What sticks to data that are derived from others; null from none.
pub(super) fn combine_labels(given: &Value) -> Result<Value, Error> {
    let Combined { labels, new_facts } = arguments(given)?;
    result(&Label::derived(&labels, new_facts))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Documents {
    #[serde(default)]
    policy: Option<Named>,
    documents: Vec<String>,
}

/// Which of several documents holds where they differ; null where the policy knows none of them.
pub(super) fn binding_document(given: &Value) -> Result<Value, Error> {
    binding(None, given)
}

fn binding(prepared: Option<&Policy>, given: &Value) -> Result<Value, Error> {
    let Documents { policy, documents } = arguments(given)?;
    let policy = policy_of(policy.as_ref(), prepared)?;
    result(&policy.binding(documents.iter().map(String::as_str)).map(|binding| binding.name.get_ref()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfPolicy {
    #[serde(default)]
    policy: Option<Named>,
}

/// The records of processing, computed from the policy.
pub(super) fn records_of_processing(given: &Value) -> Result<Value, Error> {
    records(None, given)
}

fn records(prepared: Option<&Policy>, given: &Value) -> Result<Value, Error> {
    let OfPolicy { policy } = arguments(given)?;
    result(&policy_of(policy.as_ref(), prepared)?.records_of_processing())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Breach {
    regime: String,
    aware_at: DateTime<Utc>,
}

/// By when a breach must be told to the authority; null where no rule is known.
pub(super) fn breach_notice(given: &Value) -> Result<Value, Error> {
    let Breach { regime, aware_at } = arguments(given)?;
    result(&privacy::breach_notice(&regime, aware_at))
}

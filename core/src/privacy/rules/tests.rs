//! The shipped tables mutated cell by cell against the vectors, and the laws of deciding.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::privacy::policy::Compiled;
use crate::privacy::{
    Action, DataCategory, Facts, Outcome, Place, Policy, Purpose, Recipient, RecipientKind, Request,
    SubjectId, SubjectRole, SubjectState, TermKind,
};

/// A question of the vectors, with the policy that was asked and its answer: outcome, rules and obligations.
struct Vector {
    policy: Arc<Compiled>,
    facts: Facts,
    request: Request,
    now: DateTime<Utc>,
    then: Value,
}

/// The vectors that ask a policy and are answered: the shipped one, or one of their own.
fn vectors() -> Vec<Vector> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/calls/policy.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let answered = |case: &&Value| case["when"]["call"] == "decide_many" && case["then"].is_array();
    let mut vectors = Vec::new();
    for case in cases.iter().filter(answered) {
        let which = &case["given"]["policy"];
        let policy = match (which["name"].as_str(), which["toml"].as_str()) {
            (Some(name), _) => Policy::shipped(name).unwrap(),
            (_, Some(text)) => Policy::from_toml(text).unwrap(),
            _ => Policy::influencer_marketing(),
        };
        let questions = case["given"]["questions"].as_array().unwrap();
        for (question, then) in questions.iter().zip(case["then"].as_array().unwrap()) {
            let facts = question.get("facts").cloned().unwrap_or_else(|| serde_json::json!({}));
            vectors.push(Vector {
                policy: Arc::clone(&policy.0),
                facts: serde_json::from_value(facts).unwrap(),
                request: serde_json::from_value(question["request"].clone()).unwrap(),
                now: serde_json::from_value(question["now"].clone()).unwrap(),
                then: then.clone(),
            });
        }
    }
    vectors
}

pub(super) fn with_rules(rules: Vec<Rule>) -> Arc<Compiled> {
    with_table(&Policy::influencer_marketing().0, rules)
}

fn with_table(policy: &Compiled, rules: Vec<Rule>) -> Arc<Compiled> {
    Arc::new(Compiled {
        document: policy.document.clone(),
        identity: Arc::clone(&policy.identity),
        table: Table::new(rules, size_of),
    })
}

/// Whether a vector tells a policy from the one that it asks.
fn differs(policy: &Arc<Compiled>, vector: &Vector) -> bool {
    let decision = crate::privacy::decide::decide(policy, &vector.facts, &vector.request, vector.now);
    let json = |value: &dyn erased::Json| value.json();
    let items_differ =
        decision.items().iter().zip(vector.then["items"].as_array().unwrap()).any(|(ours, then)| {
            json(&ours.outcome) != then["outcome"]
                || json(&ours.promise) != then["promise"]
                || json(&ours.statute) != then["statute"]
                || json(&ours.rules) != then["rules"]
        });
    items_differ || json(decision.obligations()) != vector.then["obligations"]
}

mod erased {
    /// What serialises to JSON, behind a reference.
    pub(super) trait Json {
        fn json(&self) -> serde_json::Value;
    }

    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap()
        }
    }
}

/// A rule that differs from a shipped one in one cell.
struct Mutant {
    what: String,
    shipped: Rule,
    changed: Rule,
}

/// Whether some vector notices the change. The policies of the vectors read the same law; the shipped policy is asked
/// first, since nearly all are noticed there.
fn is_noticed(mutant: &Mutant, asked: &[(Arc<Compiled>, Vec<Vector>)]) -> bool {
    asked.iter().any(|(policy, vectors)| {
        let mut rules = policy.table.rules.clone();
        let Some(rule) = rules.iter_mut().find(|rule| **rule == mutant.shipped) else { return false };
        *rule = mutant.changed.clone();
        let changed = with_table(policy, rules);
        vectors.iter().any(|vector| differs(&changed, vector))
    })
}

/// Every change of one cell of a rule.
fn mutants(rule: &Rule) -> Vec<Mutant> {
    let mut all = Vec::new();
    let mut add = |what: String, change: &dyn Fn(&mut Rule)| {
        let mut changed = rule.clone();
        change(&mut changed);
        all.push(Mutant { what, shipped: rule.clone(), changed });
    };
    for (cell, (attribute, codes)) in rule.when.iter().enumerate() {
        add(format!("{} when.{} dropped", rule.id, attribute.name()), &|rule| {
            rule.when.remove(cell);
        });
        // A category stands for many, and so does a list of all purposes but some.
        if *attribute != Attribute::Category && (*attribute != Attribute::Purpose || codes.len() < 12) {
            let named = read::values_of(*attribute).enumerate();
            let fitting = named.filter(|(code, _)| codes.iter().any(|one| usize::from(*one) == *code));
            for (code, value) in fitting {
                add(format!("{} when.{} without {value}", rule.id, attribute.name()), &|rule| {
                    rule.when[cell].1.retain(|kept| usize::from(*kept) != code);
                });
            }
        }
    }
    for (cell, obligation) in rule.obligations.iter().enumerate() {
        add(format!("{} without the obligation {obligation}", rule.id), &|rule| {
            rule.obligations.remove(cell);
        });
    }
    if let Some(outcome) = rule.outcome {
        for other in Outcome::ALL.into_iter().filter(|other| *other != outcome) {
            add(format!("{} outcome {other}", rule.id), &|rule| rule.outcome = Some(other));
        }
    }
    all
}

#[test]
fn a_change_of_any_cell_of_the_shipped_tables_makes_a_vector_fail() {
    let mut asked: Vec<(Arc<Compiled>, Vec<Vector>)> = vec![(Policy::influencer_marketing().0, Vec::new())];
    for vector in vectors() {
        assert!(!differs(&vector.policy, &vector), "the vector itself fails: {:?}", vector.request);
        match asked.iter_mut().find(|(policy, _)| *policy == vector.policy) {
            Some((_, vectors)) => vectors.push(vector),
            None => asked.push((Arc::clone(&vector.policy), vec![vector])),
        }
    }
    let mut rules = Policy::influencer_marketing().0.table.rules.clone();
    for rule in &Policy::shipped("minimal").unwrap().0.table.rules {
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
    let all: Vec<Mutant> = rules.iter().flat_map(mutants).collect();
    assert!(all.len() > 1_200, "{}", all.len());
    let unnoticed: Vec<&str> =
        all.iter().filter(|mutant| !is_noticed(mutant, &asked)).map(|mutant| mutant.what.as_str()).collect();
    assert!(unnoticed.is_empty(), "{} of {} go unnoticed: {unnoticed:#?}", unnoticed.len(), all.len());
}

fn words(kind: TermKind) -> impl Strategy<Value = String> {
    let keys: Vec<String> = kind.terms().map(|(key, _)| key.to_owned()).collect();
    prop::sample::select(keys)
}

pub(super) fn facts() -> impl Strategy<Value = Facts> {
    let role = prop::option::of(prop::sample::select(SubjectRole::ALL));
    let states = prop::collection::btree_set(prop::sample::select(SubjectState::ALL), 0..3);
    let home = prop::option::of(prop::sample::select(vec!["DE", "US-CA", "IL", "BR"]));
    let platform = prop::option::of(Just(crate::model::Platform::Instagram));
    (role, states, home, platform, prop::option::of(0_u64..3_000), any::<bool>()).prop_map(
        |(role, states, home, platform, followers, notified)| Facts {
            role,
            states,
            residence: home.and_then(|home| Place::new(home).ok()),
            platform,
            followers,
            notified,
            ..Facts::default()
        },
    )
}

pub(super) fn request() -> impl Strategy<Value = Request> {
    let action = prop::sample::select(vec![
        Action::Disclose,
        Action::Use,
        Action::Collect,
        Action::Store,
        Action::Release,
    ]);
    let kind = prop::sample::select(RecipientKind::ALL);
    let categories = prop::collection::vec(words(TermKind::Category), 1..4);
    (action, kind, categories, words(TermKind::Purpose)).prop_map(|(action, kind, categories, purpose)| {
        Request {
            subject: SubjectId::new("subject-1").unwrap(),
            categories: categories.into_iter().map(|key| DataCategory::new(key).unwrap()).collect(),
            purpose: Purpose::new(purpose).unwrap(),
            recipient: Recipient { kind, id: SubjectId::new("recipient-1").unwrap() },
            action,
        }
    })
}

/// The shipped policy, read from its text once more.
static REREAD: LazyLock<Policy> =
    LazyLock::new(|| Policy::from_toml(Policy::shipped_text("influencer-marketing").unwrap()).unwrap());

pub(super) fn noon() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

proptest! {
    #[test]
    fn one_more_state_never_permits_more(facts in facts(), request in request(), state in prop::sample::select(SubjectState::ALL)) {
        let policy = Policy::influencer_marketing();
        let before = policy.decide(&facts, &request, noon());
        let after = policy.decide(&facts.clone().with(state), &request, noon());
        for (before, after) in before.items().iter().zip(after.items()) {
            let permits_more = after.outcome.permits() && !before.outcome.permits();
            prop_assert!(!permits_more, "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn the_order_of_rules_never_matters(facts in facts(), request in request(), seed in any::<u64>()) {
        let shipped = Policy::influencer_marketing().0;
        let mut rules = shipped.table.rules.clone();
        let length = rules.len();
        for at in 0..length {
            let other = usize::try_from(seed.rotate_left(u32::try_from(at).unwrap()) % 97).unwrap() % length;
            rules.swap(at, other);
        }
        let shuffled = crate::privacy::decide::decide(&with_rules(rules), &facts, &request, noon());
        let usual = crate::privacy::decide::decide(&shipped, &facts, &request, noon());
        prop_assert_eq!(shuffled, usual);
    }

    #[test]
    fn a_barrier_more_never_permits_more(facts in facts(), request in request(), at in 0_usize..200) {
        let shipped = Policy::influencer_marketing().0;
        let mut rules = shipped.table.rules.clone();
        let mut stricter = rules[at % rules.len()].clone();
        stricter.id = "stricter".into();
        stricter.outcome = Some(Outcome::Deny);
        rules.push(stricter);
        let strict = crate::privacy::decide::decide(&with_rules(rules), &facts, &request, noon());
        let usual = crate::privacy::decide::decide(&shipped, &facts, &request, noon());
        for (usual, strict) in usual.items().iter().zip(strict.items()) {
            prop_assert!(strict.outcome >= usual.outcome);
        }
    }

    #[test]
    fn the_zone_in_which_an_instant_is_written_never_matters(facts in facts(), request in request(), hours in -12_i32..=12) {
        let policy = Policy::influencer_marketing();
        let zone = chrono::FixedOffset::east_opt(hours * 3_600).unwrap();
        let written = noon().with_timezone(&zone).to_rfc3339();
        let same: DateTime<Utc> = written.parse().unwrap();
        prop_assert_eq!(policy.decide(&facts, &request, same), policy.decide(&facts, &request, noon()));
    }

    #[test]
    fn a_policy_without_rules_of_its_own_permits_nothing(facts in facts(), request in request()) {
        let law = Policy::influencer_marketing().0.table.rules.iter().filter(|rule| !rule.grants()).cloned().collect();
        let decision = crate::privacy::decide::decide(&with_rules(law), &facts, &request, noon());
        prop_assert!(decision.items().iter().all(|item| !item.outcome.permits()));
    }

    #[test]
    fn an_opt_out_never_permits_more(facts in facts(), request in request(), to_all in any::<bool>()) {
        let policy = Policy::influencer_marketing();
        let before = policy.decide(&facts, &request, noon());
        let mut said_no = facts.clone();
        if to_all {
            said_no.states.extend([SubjectState::OptedOut, SubjectState::Limited, SubjectState::Objected]);
        } else {
            said_no.objections.insert(request.purpose.clone());
        }
        let after = policy.decide(&said_no, &request, noon());
        prop_assert!(after.outcome() >= before.outcome() || !after.outcome().permits(), "{before:?} {after:?}");
        for (before, after) in before.items().iter().zip(after.items()) {
            prop_assert!(after.outcome >= before.outcome, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_policy_with_one_grant_less_never_permits_more(facts in facts(), request in request(), at in 0_usize..200) {
        let shipped = Policy::influencer_marketing().0;
        let mut rules = shipped.table.rules.clone();
        let grants: Vec<usize> = (0..rules.len()).filter(|at| rules[*at].grants()).collect();
        rules.remove(grants[at % grants.len()]);
        let less = crate::privacy::decide::decide(&with_rules(rules), &facts, &request, noon());
        let usual = crate::privacy::decide::decide(&shipped, &facts, &request, noon());
        for (usual, less) in usual.items().iter().zip(less.items()) {
            prop_assert!(less.outcome.permits() <= usual.outcome.permits(), "{usual:?} {less:?}");
        }
    }

    #[test]
    fn a_decision_that_is_replayed_from_what_was_logged_is_the_same_to_the_byte(facts in facts(), request in request()) {
        let policy = Policy::influencer_marketing();
        let decision = policy.decide(&facts, &request, noon());
        let logged = serde_json::to_string(&serde_json::json!({ "facts": facts, "request": request, "now": noon() })).unwrap();
        let read: Value = serde_json::from_str(&logged).unwrap();
        let facts: Facts = serde_json::from_value(read["facts"].clone()).unwrap();
        let request: Request = serde_json::from_value(read["request"].clone()).unwrap();
        let now: DateTime<Utc> = serde_json::from_value(read["now"].clone()).unwrap();
        let again = REREAD.decide(&facts, &request, now);
        prop_assert_eq!(serde_json::to_vec(&again).unwrap(), serde_json::to_vec(&decision).unwrap());
    }
}

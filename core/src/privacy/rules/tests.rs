//! The shipped tables mutated cell by cell against the vectors, and the laws of deciding.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::privacy::policy::Compiled;
use crate::privacy::{
    Action, DataCategory, Facts, Outcome, Place, Policy, Purpose, Recipient, RecipientKind, Request,
    SubjectId, SubjectRole, SubjectState, TermKind,
};

/// A question of the vectors, with its answer: outcome, rules and obligations.
struct Vector {
    facts: Facts,
    request: Request,
    now: DateTime<Utc>,
    then: Value,
}

/// The vectors that ask the shipped policy.
fn vectors() -> Vec<Vector> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/calls/policy.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let shipped = |case: &&Value| {
        case["when"]["call"] == "decide_many"
            && case["then"].is_array()
            && case["given"].get("policy").is_none()
    };
    let mut vectors = Vec::new();
    for case in cases.iter().filter(shipped) {
        let questions = case["given"]["questions"].as_array().unwrap();
        for (question, then) in questions.iter().zip(case["then"].as_array().unwrap()) {
            let facts = question.get("facts").cloned().unwrap_or_else(|| serde_json::json!({}));
            vectors.push(Vector {
                facts: serde_json::from_value(facts).unwrap(),
                request: serde_json::from_value(question["request"].clone()).unwrap(),
                now: serde_json::from_value(question["now"].clone()).unwrap(),
                then: then.clone(),
            });
        }
    }
    vectors
}

fn with_rules(rules: Vec<Rule>) -> std::sync::Arc<Compiled> {
    let shipped = Policy::influencer_marketing().0;
    std::sync::Arc::new(Compiled {
        document: shipped.document.clone(),
        identity: std::sync::Arc::clone(&shipped.identity),
        table: Table::new(rules, size_of),
    })
}

/// Whether some vector tells the rules from the shipped ones.
fn is_noticed(rules: Vec<Rule>, vectors: &[Vector]) -> bool {
    let policy = with_rules(rules);
    vectors.iter().any(|vector| {
        let decision = crate::privacy::decide::decide(&policy, &vector.facts, &vector.request, vector.now);
        let json = |value: &dyn erased::Json| value.json();
        let items_differ =
            decision.items().iter().zip(vector.then["items"].as_array().unwrap()).any(|(ours, then)| {
                json(&ours.outcome) != then["outcome"]
                    || json(&ours.promise) != then["promise"]
                    || json(&ours.statute) != then["statute"]
                    || json(&ours.rules) != then["rules"]
            });
        items_differ || json(decision.obligations()) != vector.then["obligations"]
    })
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

/// Every table that differs from the shipped one in one cell, with what was changed.
fn mutants(rules: &[Rule]) -> Vec<(String, Vec<Rule>)> {
    let mut all = Vec::new();
    let mut add = |what: String, at: usize, change: &dyn Fn(&mut Rule)| {
        let mut changed = rules.to_vec();
        change(&mut changed[at]);
        all.push((what, changed));
    };
    for (at, rule) in rules.iter().enumerate() {
        for (cell, (attribute, codes)) in rule.when.iter().enumerate() {
            add(format!("{} when.{} dropped", rule.id, attribute.name()), at, &|rule| {
                rule.when.remove(cell);
            });
            // Lists of words that are written one by one; a category stands for many.
            if *attribute != Attribute::Category && codes.len() < 12 {
                for code in codes {
                    let value = read::values_of(*attribute).nth(usize::from(*code)).unwrap();
                    add(format!("{} when.{} without {value}", rule.id, attribute.name()), at, &|rule| {
                        rule.when[cell].1.retain(|kept| kept != code);
                    });
                }
            }
        }
        for (cell, obligation) in rule.obligations.iter().enumerate() {
            add(format!("{} without the obligation {obligation}", rule.id), at, &|rule| {
                rule.obligations.remove(cell);
            });
        }
        if let Some(outcome) = rule.outcome {
            for other in Outcome::ALL.into_iter().filter(|other| *other != outcome) {
                add(format!("{} outcome {other}", rule.id), at, &|rule| rule.outcome = Some(other));
            }
        }
    }
    all
}

/// Cells that no vector tells apart yet; the list only shrinks.
fn survivors() -> BTreeSet<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/unnoticed-cells.txt");
    std::fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_change_of_any_cell_of_the_shipped_tables_makes_a_vector_fail() {
    let vectors = vectors();
    let shipped = Policy::influencer_marketing().0;
    assert!(vectors.len() > 200 && !is_noticed(shipped.table.rules.clone(), &vectors));
    let all = mutants(&shipped.table.rules);
    let unnoticed: BTreeSet<String> = all
        .iter()
        .filter(|(_, rules)| !is_noticed(rules.clone(), &vectors))
        .map(|(what, _)| what.clone())
        .collect();
    if std::env::var_os("UPDATE_UNNOTICED").is_some() {
        let text: String = unnoticed.iter().map(|what| format!("{what}\n")).collect();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/unnoticed-cells.txt");
        std::fs::write(file, text).unwrap();
    }
    let known = survivors();
    let new: Vec<_> = unnoticed.difference(&known).collect();
    assert!(new.is_empty(), "no vector notices: {new:#?}");
    let gone: Vec<_> = known.difference(&unnoticed).collect();
    assert!(gone.is_empty(), "noticed now, take them out of tests/vectors/unnoticed-cells.txt: {gone:#?}");
    assert!(unnoticed.len() * 5 < all.len(), "{} of {} cells go unnoticed", unnoticed.len(), all.len());
}

fn words(kind: TermKind) -> impl Strategy<Value = String> {
    let keys: Vec<String> = kind.terms().map(|(key, _)| key.to_owned()).collect();
    prop::sample::select(keys)
}

fn facts() -> impl Strategy<Value = Facts> {
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

fn request() -> impl Strategy<Value = Request> {
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

fn noon() -> DateTime<Utc> {
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
}

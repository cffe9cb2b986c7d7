//! Columns against single decisions, and what is wrong with columns.

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, DictionaryArray, Int8Array, RecordBatch, StringArray, StringViewArray};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::columnar::{Error, Table, call};
use crate::privacy::{Decision, Facts, Policy, Request};

const NOW: &str = "2026-03-01T12:00:00Z";
const PARTS: [&str; 10] = [
    "outcome",
    "reason",
    "obligations",
    "bound",
    "cites",
    "rules",
    "promise",
    "statute",
    "missing",
    "notice_due",
];

fn decided(rows: &[Value], request: Value, facts: Value) -> Result<Vec<Value>, Error> {
    let table = Table::from_rows(rows).unwrap();
    of_table(&table, request, facts)
}

fn of_table(table: &Table, request: Value, facts: Value) -> Result<Vec<Value>, Error> {
    let options = json!({ "now": NOW, "request": request, "facts": facts, "output": PARTS });
    Ok(call("decide_batch", &[("records", table)], &options)?.to_rows())
}

fn joined(items: impl Iterator<Item = String>, by: &str) -> Value {
    items.collect::<Vec<_>>().join(by).into()
}

/// What a single decision says, as a row of the answer.
fn row_of(decision: &Decision) -> Value {
    let item = &decision.items()[0];
    let said = serde_json::to_value(item).unwrap();
    let mut cites: Vec<String> = item
        .cites
        .iter()
        .map(|cite| {
            format!("{} {}", serde_json::to_value(cite.regime).unwrap().as_str().unwrap(), cite.place)
        })
        .collect();
    cites.sort();
    cites.dedup();
    json!({
        "outcome": decision.outcome(), "reason": said["reason"], "bound": said["bound"],
        "promise": said["promise"], "statute": said["statute"],
        "obligations": joined(decision.obligations().iter().map(ToString::to_string), " "),
        "rules": joined(item.rules.iter().map(ToString::to_string), " "),
        "missing": joined(decision.missing().iter().map(ToString::to_string), " "),
        "cites": joined(cites.into_iter(), "; "),
        "notice_due": decision.clocks().iter().next().map(|clock| clock.due),
    })
}

/// What stands in the way, by the names of the columns.
const STATES: [&str; 9] = [
    "objected",
    "restricted",
    "erased",
    "minor",
    "not_public",
    "suspected_minor",
    "opted_out",
    "limited",
    "suppressed",
];

/// A row as the question that it stands for, written from the documentation and not from the code.
fn single(row: &Value) -> (Facts, Request) {
    let yes = |name: &str| row[name] == true;
    let states: Vec<&str> = STATES.into_iter().filter(|state| yes(state)).collect();
    let later = |name: &str| row[name].as_str().is_none_or(|at| at > NOW);
    let given = row["consented_at"].as_str().is_some_and(|at| at <= NOW);
    let listed = row["consents"].as_array().unwrap();
    let active = yes("consented") && given && later("consent_withdrawn_at") && later("consent_expires_at");
    let consents: Vec<Value> =
        listed.iter().filter(|_| active).map(|purpose| json!({ "purpose": purpose })).collect();
    let mut value = json!({
        "public_proof": yes("public_proof"), "google_workspace": yes("google_workspace"),
        "datum": row["datum"].as_str().unwrap_or("unclassified"),
        "identifiability": row["identifiability"].as_str().unwrap_or("identified"),
        "compatible": row["compatible"],
    });
    for name in ["source", "collected_under"] {
        if row[name].is_string() {
            value[name] = row[name].clone();
        }
    }
    let mut facts = json!({
        "states": states, "objections": row["objections"], "consents": consents, "notified": yes("notified"),
        "abuse": yes("abuse"), "value": value, "recipient": {},
    });
    for name in ["role", "residence", "stay", "platform", "followers", "first_held", "notice_exemption"] {
        if !row[name].is_null() {
            facts[name] = row[name].clone();
        }
    }
    if row["recipient_place"].is_string() {
        facts["recipient"]["place"] = row["recipient_place"].clone();
    }
    let request = json!({
        "subject": "influencer-17", "categories": [row["category"]], "purpose": row["purpose"],
        "recipient": { "kind": row["recipient"], "id": "brand-4" }, "action": row["action"],
    });
    (serde_json::from_value(facts).unwrap(), serde_json::from_value(request).unwrap())
}

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = Value> {
    proptest::sample::select(values)
        .prop_map(|value| if value.is_empty() { Value::Null } else { json!(value) })
}

fn row() -> impl Strategy<Value = Value> {
    let purposes = || {
        let keys = vec!["marketing", "influencer_search", "survey"];
        proptest::collection::vec(proptest::sample::select(keys), 0..3)
    };
    let moments: &[&str] = &["", "2026-02-28T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z"];
    let question = (
        one_of(&[
            "influencer.performance",
            "user.registration.email",
            "user.workspace.mail",
            "influencer.shoe_size",
        ]),
        one_of(&["marketing", "influencer_search", "hosting", "training_and_quality", "mind_reading"]),
        one_of(&["user", "processor", "controller", "third_party", "authority"]),
        one_of(&["disclose", "use", "collect", "store", "release"]),
        one_of(&["", "visitor", "user", "influencer"]),
    );
    // Rarely, so that not everything is denied.
    let states = proptest::collection::vec(prop::bool::weighted(0.05), 9);
    let places = (
        one_of(&["", "DE", "IE", "US-CA", "US", "GB"]),
        one_of(&["", "FR", "US-CA", "BR"]),
        one_of(&["", "DE", "GB", "US", "BR"]),
    );
    let value = (
        one_of(&["", "public", "subject", "government"]),
        one_of(&["", "plain", "special", "special_made_public", "unclassified"]),
        one_of(&["", "identified", "aggregate", "anonymous"]),
        one_of(&["", "2025-01-14", "2019-01-01"]),
        any::<[bool; 3]>(),
    );
    let account = (
        one_of(&["", "instagram"]),
        prop::option::of(990_u64..1_010),
        one_of(&["", "2026-02-20", "2025-12-31"]),
    );
    let consent = (any::<bool>(), one_of(moments), one_of(moments), one_of(moments), purposes());
    let rest = (purposes(), purposes(), one_of(&["", "recorded"]), prop::bool::weighted(0.1));
    (question, states, places, value, account, consent, rest).prop_map(
        |(question, states, places, value, account, consent, rest)| {
            let [proof, notified, workspace] = value.4;
            let mut row = json!({
                "category": question.0, "purpose": question.1, "recipient": question.2, "action": question.3,
                "role": question.4, "residence": places.0, "stay": places.1, "recipient_place": places.2,
                "source": value.0, "datum": value.1, "identifiability": value.2, "collected_under": value.3,
                "public_proof": proof, "notified": notified, "google_workspace": workspace && proof,
                "platform": account.0, "followers": account.1, "first_held": account.2,
                "consented": consent.0, "consented_at": consent.1, "consent_withdrawn_at": consent.2,
                "consent_expires_at": consent.3, "consents": consent.4,
                "objections": rest.0, "compatible": rest.1, "notice_exemption": rest.2, "abuse": rest.3,
            });
            for (name, state) in STATES.into_iter().zip(states) {
                row[name] = state.into();
            }
            row
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// All columns at once: more cells than lie in memory, so that only those are decided at which a row stands.
    #[test]
    fn a_table_is_decided_as_its_rows_are(rows in proptest::collection::vec(row(), 1..40)) {
        let policy = Policy::influencer_marketing();
        let expected: Vec<Value> = rows.iter().map(|row| {
            let (facts, request) = single(row);
            row_of(&policy.decide(&facts, &request, NOW.parse().unwrap()))
        }).collect();
        prop_assert_eq!(decided(&rows, json!({}), json!({})).unwrap(), expected);
    }

    /// Few columns and many rows: all cells are decided beforehand, in whatever batches and layouts the rows come.
    #[test]
    fn layouts_and_batches_do_not_matter(rows in proptest::collection::vec((0_i8..4, 0_i8..3), 200..300)) {
        let roles = ["visitor", "user", "influencer"];
        let texts: Vec<Option<&str>> = rows.iter().map(|(role, _)| roles.get(*role as usize).copied()).collect();
        let places: Vec<&str> = rows.iter().map(|(_, place)| ["DE", "US-CA", "BR"][*place as usize]).collect();
        let keys: Int8Array = rows.iter().map(|(role, _)| (*role < 3).then_some(*role)).collect();
        let words = Arc::new(StringArray::from(roles.to_vec()));
        let dictionary: ArrayRef = Arc::new(DictionaryArray::<Int8Type>::try_new(keys, words).unwrap());
        let plain: ArrayRef = Arc::new(StringArray::from(texts.clone()));
        let view: ArrayRef = Arc::new(StringViewArray::from(texts));
        let residence: ArrayRef = Arc::new(StringArray::from(places));
        let request = json!({
            "category": "influencer.performance", "purpose": "influencer_search",
            "recipient": { "kind": "user", "id": "brand-4" },
        });
        let mut answers = Vec::new();
        for role in [plain, view, dictionary] {
            let batch = RecordBatch::try_from_iter([("role", role), ("residence", residence.clone())]).unwrap();
            let cut = batch.num_rows() / 3;
            let pieces = vec![batch.slice(0, cut), batch.slice(cut, 0), batch.slice(cut, batch.num_rows() - cut)];
            let pieces = Table::new(batch.schema(), pieces).unwrap();
            for table in [Table::from(batch), pieces] {
                answers.push(of_table(&table, request.clone(), json!({})).unwrap());
            }
        }
        prop_assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
        prop_assert_eq!(answers[0].len(), rows.len());
    }
}

fn search() -> Value {
    json!({
        "category": "influencer.performance", "purpose": "influencer_search",
        "recipient": { "kind": "user", "id": "brand-4" },
    })
}

#[test]
fn what_holds_for_all_records_is_said_once() {
    let rows = [json!({ "id": 1, "erased": false }), json!({ "id": 2, "erased": true })];
    let facts = json!({ "role": "influencer", "residence": "DE", "first_held": "2026-02-20", "states": ["restricted"] });
    let answer = decided(&rows, search(), facts.clone()).unwrap();
    let mut facts: Facts = serde_json::from_value(facts).unwrap();
    let (_, mut request) = single(&json!({
        "category": "influencer.performance", "purpose": "influencer_search", "recipient": "user", "action": "disclose",
        "objections": [], "consents": [], "compatible": [],
    }));
    request.categories.truncate(1);
    for (row, state) in answer.iter().zip([None, Some(crate::privacy::SubjectState::Erased)]) {
        facts.states.extend(state);
        let expected = row_of(&Policy::influencer_marketing().decide(&facts, &request, NOW.parse().unwrap()));
        for part in PARTS {
            assert_eq!(row[part], expected[part]);
        }
    }
    assert_eq!((&answer[0]["id"], &answer[1]["id"]), (&json!(1), &json!(2)));
}

#[test]
fn a_column_that_is_wrong_is_named_with_its_row() {
    let of = |rows: &[Value]| {
        let error = decided(rows, search(), json!({ "role": "influencer" })).unwrap_err();
        (error.code(), error.to_string())
    };
    let (code, text) = of(&[json!({ "role": "user" }), json!({ "role": "emperor" })]);
    assert_eq!(code, "UNKNOWN_TERM");
    assert!(
        text.starts_with("records row 1, column \"role\": the text is not a role")
            && !text.contains("emperor")
    );
    assert_eq!(of(&[json!({ "objected": true }), json!({ "objected": null })]).0, "MISSING_VALUE");
    assert_eq!(of(&[json!({ "category": "a b" })]).0, "MALFORMED_KEY");
    assert_eq!(of(&[json!({ "residence": "Atlantis" })]).0, "UNKNOWN_TERM");
    assert_eq!(of(&[json!({ "consents": ["a b"] })]).0, "MALFORMED_KEY");
    assert_eq!(of(&[json!({ "consent_expires_at": NOW })]).0, "NOTHING_TO_READ");
    assert_eq!(of(&[json!({ "minor": "yes" })]).0, "WRONG_COLUMN_TYPE");
    assert_eq!(of(&[json!({ "followers": -1 })]).0, "NEGATIVE_COUNT");
    let rows = [json!({ "role": "user" })];
    let refused = decided(&rows, json!({ "purpose": "influencer_search" }), json!({})).unwrap_err();
    assert_eq!(refused.code(), "NOT_ASKED");
}

#[test]
fn a_wrong_word_that_no_row_has_does_not_matter() {
    let words = Arc::new(StringArray::from(vec!["emperor", "influencer"]));
    let of = |keys: Vec<i8>| {
        let keys = Int8Array::from(keys);
        let roles: ArrayRef = Arc::new(DictionaryArray::<Int8Type>::try_new(keys, words.clone()).unwrap());
        of_table(&Table::from(RecordBatch::try_from_iter([("role", roles)]).unwrap()), search(), json!({}))
    };
    assert_eq!(of(vec![1, 1]).unwrap()[0]["outcome"], "permit_with");
    assert!(of(vec![1, 0]).unwrap_err().to_string().starts_with("records row 1, column \"role\""));
}

#[test]
fn a_table_without_rows_has_an_answer_without_rows() {
    let empty = StringArray::from(Vec::<&str>::new());
    let table = Table::from(RecordBatch::try_from_iter([("role", Arc::new(empty) as ArrayRef)]).unwrap());
    assert!(of_table(&table, search(), json!({})).unwrap().is_empty());
}

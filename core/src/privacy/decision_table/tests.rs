//! The table against single decisions: every cell, and every value that shares one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Asked, Axis, Cell, CellKey, DecisionTable, Error, Field, Value};
use crate::privacy::{
    Action, DataCategory, Facts, Place, Policy, Purpose, Recipient, RecipientKind, Request, SubjectId,
    SubjectRole, SubjectState, TermKind, category,
};

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn asked() -> Asked {
    Asked {
        category: Some(category::PERFORMANCE),
        purpose: Some(Purpose::INFLUENCER_SEARCH),
        recipient: Some(Recipient::user("brand-4").unwrap()),
        action: None,
    }
}

fn table(asked: Asked, axes: Vec<Axis>) -> DecisionTable {
    DecisionTable::new(
        &Policy::influencer_marketing(),
        Facts::of(SubjectRole::Influencer),
        asked,
        now(),
        axes,
    )
    .unwrap()
}

/// Every cell has the answer of the first cell with its key, which is what columns are answered by.
fn every_cell_is_what_is_decided(table: &DecisionTable) -> usize {
    let mut known: HashMap<CellKey, Cell> = HashMap::new();
    let policy = Policy::influencer_marketing();
    for place in 0..table.size() {
        let cell = known.entry(table.key(place)).or_insert_with(|| table.cell(place));
        let (facts, request) = table.question(place);
        let decision = policy.decide(&facts, &request, now());
        let [item] = decision.items() else { panic!("one item") };
        assert_eq!(
            (cell.outcome, cell.promise, cell.statute, cell.bound),
            (decision.outcome(), item.promise, item.statute, item.bound),
        );
        assert_eq!((&cell.reason, &cell.rules, &cell.cites), (&item.reason, &item.rules, &item.cites));
        assert!(
            cell.obligations.iter().eq(decision.obligations()) && cell.missing.iter().eq(decision.missing())
        );
        let due = decision.clocks().iter().next().map(|clock| clock.due);
        assert_eq!(cell.notice_due(facts.first_held, table.day()), due);
    }
    known.len()
}

fn words(field: Field, kind: TermKind) -> Axis {
    Axis::new(field, kind.terms().map(|(key, _)| field.read(key).unwrap()).collect())
}

fn flag(field: Field) -> Axis {
    Axis::new(field, vec![Value::No, Value::Yes])
}

#[test]
fn every_word_of_the_vocabulary_in_every_place_of_the_question() {
    let recipients = RecipientKind::ALL.iter().map(|kind| Value::Recipient(*kind)).collect();
    let axes = vec![
        words(Field::Category, TermKind::Category),
        words(Field::Purpose, TermKind::Purpose),
        Axis::new(Field::Recipient, recipients),
        Axis::new(Field::Action, vec![Value::Action(Action::Disclose), Value::Action(Action::Collect)]),
    ];
    assert!(every_cell_is_what_is_decided(&table(Asked::default(), axes)) > 20);
}

#[test]
fn every_state_with_every_role_and_law() {
    let states = SubjectState::ALL.iter().map(|state| flag(Field::State(*state)));
    let place = |code| Value::Place(Place::new(code).unwrap());
    let roles = SubjectRole::ALL.iter().map(|role| Value::Role(*role)).chain([Value::Unknown]).collect();
    let axes = states.chain([
        Axis::new(Field::Role, roles),
        Axis::new(Field::Residence, vec![Value::Unknown, place("DE"), place("US-CA")]),
        flag(Field::Consent),
    ]);
    assert!(every_cell_is_what_is_decided(&table(asked(), axes.collect())) > 100);
}

#[test]
fn facts_about_the_value_and_the_account() {
    let role = Axis::new(
        Field::Source,
        ["subject", "public", "government"].map(|text| Field::Source.read(text).unwrap()).into(),
    );
    let read = |field: Field, texts: &[&str]| {
        Axis::new(field, texts.iter().map(|text| field.read(text).unwrap()).chain([Value::Unknown]).collect())
    };
    let axes = vec![
        role,
        flag(Field::PublicProof),
        flag(Field::Notified),
        flag(Field::NoticeExemption),
        flag(Field::GoogleWorkspace),
        read(Field::Datum, &["plain", "special", "special_made_public"]),
        read(Field::Identifiability, &["identified", "pseudonymous", "aggregate"]),
        read(Field::Release, &["passed", "failed"]),
        read(Field::Platform, &["instagram"]),
        Axis::new(Field::Followers, vec![Value::Unknown, Value::Count(10), Value::Count(10_000)]),
        Axis::new(Field::Action, vec![Value::Action(Action::Collect), Value::Action(Action::Release)]),
    ];
    assert!(every_cell_is_what_is_decided(&table(asked(), axes)) > 5);
}

#[test]
fn every_place_shares_a_cell_only_with_places_that_no_rule_tells_apart() {
    let policy = Policy::influencer_marketing();
    let letters = || 'A'..='Z';
    let places = letters().flat_map(|one| letters().map(move |two| format!("{one}{two}")));
    let places = places.chain(["US-CA", "US-NY", "DE-BE"].map(str::to_owned));
    let places: Vec<Place> = places.filter_map(|code| Place::new(&code).ok()).collect();
    for field in [Field::Residence, Field::RecipientPlace] {
        let mut axis = Axis::new(field, vec![Value::Unknown]);
        let codes: Vec<usize> =
            places.iter().map(|place| axis.code(Value::Place(*place), &policy, now().date_naive())).collect();
        assert!((4..=5).contains(&axis.values().len()), "{}", axis.values().len());
        let mut facts = Facts::of(SubjectRole::Influencer);
        facts.residence = Some(Place::new("IE").unwrap());
        let table = DecisionTable::new(&policy, facts.clone(), asked(), now(), vec![axis]).unwrap();
        for (place, code) in places.iter().zip(codes) {
            match field {
                Field::Residence => facts.residence = Some(*place),
                _ => facts.recipient.place = Some(*place),
            }
            let Asked { category, purpose, recipient, .. } = asked();
            let subject = SubjectId::new("influencer-17").unwrap();
            let request = Request::disclose(
                subject,
                category.into_iter().collect(),
                purpose.unwrap(),
                recipient.unwrap(),
            );
            let decision = policy.decide(&facts, &request, now());
            let cell = table.cell(code as u64);
            assert_eq!(cell.rules, decision.items()[0].rules, "{place}");
            assert_eq!(cell.outcome, decision.outcome(), "{place}");
        }
    }
}

#[test]
fn a_question_that_cannot_be_put_is_refused() {
    let policy = Policy::influencer_marketing();
    let of = |asked, axes| DecisionTable::new(&policy, Facts::default(), asked, now(), axes).unwrap_err();
    assert_eq!(of(Asked::default(), vec![]), Error::NotAsked { what: "category" });
    let twice = vec![flag(Field::Consent), flag(Field::Consent)];
    assert_eq!(of(asked(), twice), Error::RepeatedAxis { field: "consents" });
    assert_eq!(of(asked(), vec![Axis::new(Field::Role, vec![])]), Error::EmptyAxis { field: "role" });
    let many = |field| Axis::new(field, vec![Value::No; 1 << 16]);
    let axes = [Field::Consent, Field::Objection, Field::Notified, Field::Abuse].map(many);
    assert_eq!(of(asked(), axes.into()), Error::TooManyCells);
}

#[test]
fn what_the_vocabulary_does_not_have_is_never_permitted() {
    let strange = Value::Category(DataCategory::new("influencer.shoe_size").unwrap());
    let table = table(asked(), vec![Axis::new(Field::Category, vec![strange])]);
    assert!(!table.cell(0).outcome.permits());
}

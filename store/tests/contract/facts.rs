use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use renown::privacy::{SubjectRole, SubjectState};
use renown_store::{Event, EventKind};

use crate::place::{Place, event, hour, notice, purpose, subject};

pub(crate) fn facts_are_those_of_the_time_asked_about(place: &Place) {
    let ledger = place.open();
    let marketing = || purpose("marketing");
    let hold = |until| EventKind::HoldOn { hold: "h".into(), ground: "claim".into(), until };
    ledger
        .record(&[
            event("1", "ada", 1, EventKind::RoleSet { role: SubjectRole::Influencer }),
            event("2", "ada", 2, EventKind::ConsentGiven { purpose: marketing(), text: "ab".into() }),
            event("3", "ada", 3, EventKind::ConsentWithdrawn { purpose: marketing() }),
            event("4", "ada", 4, EventKind::RestrictionOn { ground: "accuracy".into() }),
            event("5", "ada", 5, hold(Some(hour(8)))),
            event("6", "ada", 6, EventKind::RestrictionOff),
            event("7", "ada", 7, EventKind::RequestReceived { request: "r".into(), right: "access".into() }),
        ])
        .unwrap();
    let known = |at| ledger.facts(&subject("ada"), hour(at)).unwrap();
    assert_eq!(known(0).facts.role, None);
    assert_eq!(known(1).facts.role, Some(SubjectRole::Influencer));
    assert_eq!(known(2).consents[0].purpose, "marketing");
    assert!(known(3).consents.is_empty());
    assert!(known(4).facts.states.contains(&SubjectState::Restricted));
    assert!(!known(6).facts.states.contains(&SubjectState::Restricted));
    assert_eq!((known(7).holds.len(), known(8).holds.len()), (1, 0), "a hold ends by itself");
    assert_eq!(known(9).requests[0].state, "received");
    assert_eq!(ledger.facts(&subject("bob"), hour(9)).unwrap().facts.role, None);
}

pub(crate) fn of_each_topic_the_latest_word_counts_whatever_the_order(place: &Place) {
    let ledger = place.open();
    // The withdrawal arrives before the consent that it takes back.
    let withdrawn = EventKind::ConsentWithdrawn { purpose: purpose("survey") };
    ledger.record(&[event("late", "ada", 5, withdrawn)]).unwrap();
    let given = EventKind::ConsentGiven { purpose: purpose("survey"), text: "ab".into() };
    ledger.record(&[event("early", "ada", 1, given)]).unwrap();
    assert!(ledger.facts(&subject("ada"), hour(9)).unwrap().consents.is_empty());
    assert_eq!(ledger.facts(&subject("ada"), hour(4)).unwrap().consents.len(), 1);
}

fn what() -> impl Strategy<Value = EventKind> {
    let name = "[ab]".prop_map(|name| purpose(&name));
    prop_oneof![
        name.clone().prop_map(|purpose| EventKind::ConsentGiven { purpose, text: "ab".into() }),
        name.clone().prop_map(|purpose| EventKind::ConsentWithdrawn { purpose }),
        name.clone().prop_map(|purpose| EventKind::ObjectionMade { purpose }),
        name.prop_map(|purpose| EventKind::ObjectionEnded { purpose }),
        any::<bool>().prop_map(|minor| EventKind::MinoritySet { minor }),
        Just(EventKind::RestrictionOn { ground: "accuracy".into() }),
        Just(EventKind::RestrictionOff),
    ]
}

/// One person's facts are asked for after every few events, so that snapshots are made at every possible place; the
/// other's only once, from the start.
pub(crate) fn folding_from_any_snapshot_is_folding_from_the_start(place: &Place) {
    let ledger = place.open();
    let runs = AtomicU32::new(0);
    let events = prop::collection::vec((what(), 0_i64..400), 150..420);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(6) });
    let checked = runner.run(&(events, 1_usize..200, 0_i64..400), |(events, step, asked)| {
        let run = runs.fetch_add(1, Ordering::Relaxed);
        let (often, once) = (format!("often-{run}"), format!("once-{run}"));
        for (number, part) in events.chunks(step).enumerate() {
            let of = |who: &str| -> Vec<Event> {
                let each = part.iter().enumerate();
                each.map(|(i, (what, at))| event(&format!("{who} {number} {i}"), who, *at, what.clone()))
                    .collect()
            };
            ledger.record(&of(&often)).unwrap();
            ledger.record(&of(&once)).unwrap();
            ledger.facts(&subject(&often), hour(400)).unwrap();
            ledger.facts(&subject(&often), hour(asked)).unwrap();
        }
        for at in [asked, 400] {
            let (often, once) = (subject(&often), subject(&once));
            let folded = ledger.facts(&once, hour(at)).unwrap();
            prop_assert_eq!(ledger.facts(&often, hour(at)).unwrap(), folded);
        }
        Ok(())
    });
    checked.unwrap();
    ledger.record(&[notice("last", "ada", 0)]).unwrap();
    ledger.verify().unwrap();
}

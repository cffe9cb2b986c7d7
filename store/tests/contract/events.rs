use std::collections::BTreeSet;

use renown_store::Event;

use crate::place::{Place, notice, subject};

pub(crate) fn an_event_that_is_written_twice_stands_there_once(place: &Place) {
    let ledger = place.open();
    let events = [notice("one", "ada", 0), notice("two", "ada", 1)];
    let first = ledger.record(&events).unwrap();
    let again = ledger.record(&events).unwrap();
    assert_eq!(first.iter().map(|r| (r.position, r.new)).collect::<Vec<_>>(), [(0, true), (1, true)]);
    assert_eq!(again.iter().map(|r| (r.position, r.new)).collect::<Vec<_>>(), [(0, false), (1, false)]);
    assert_eq!(place.open().events(&subject("ada")).unwrap(), events);
    assert_eq!(ledger.verify().unwrap(), 2);
}

pub(crate) fn an_id_that_stands_for_another_event_is_refused(place: &Place) {
    let ledger = place.open();
    ledger.record(&[notice("one", "ada", 0)]).unwrap();
    let other = Event { subject: subject("bob"), ..notice("one", "ada", 0) };
    assert_eq!(ledger.record(&[other]).unwrap_err().code(), "ID_REUSED");
    assert_eq!(ledger.record(&[notice("", "ada", 0)]).unwrap_err().code(), "MALFORMED_FIELD");
}

pub(crate) fn a_batch_is_written_whole_or_not_at_all(place: &Place) {
    let ledger = place.open();
    ledger.record(&[notice("one", "ada", 0)]).unwrap();
    let batch = [notice("two", "ada", 1), notice("one", "ada", 9), notice("three", "ada", 2)];
    assert_eq!(ledger.record(&batch).unwrap_err().code(), "ID_REUSED");
    assert_eq!(ledger.events(&subject("ada")).unwrap().len(), 1);
    assert_eq!(ledger.verify().unwrap(), 1);
}

/// Each thread has a handle of its own. What each saw must be a beginning of what the next one saw: there is one order.
pub(crate) fn writers_in_several_threads_lose_nothing(place: &Place) {
    drop(place.open());
    let histories: Vec<Vec<Vec<String>>> = std::thread::scope(|scope| {
        let write = |thread: usize| {
            let ledger = place.open();
            let mut history = Vec::new();
            for i in 0..20 {
                // Every second event is written by all threads.
                let id = if i % 2 == 0 { format!("shared {i}") } else { format!("{thread} {i}") };
                ledger.record(&[notice(&id, "ada", i)]).unwrap();
                let read = ledger.events(&subject("ada")).unwrap();
                let ids: Vec<String> = read.into_iter().map(|event| event.id).collect();
                assert!(ids.contains(&id), "a write is seen by whoever wrote it");
                history.push(ids);
            }
            history
        };
        let threads: Vec<_> = (0..4).map(|thread| scope.spawn(move || write(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let last = place.open().events(&subject("ada")).unwrap();
    let last: Vec<String> = last.into_iter().map(|event| event.id).collect();
    // Ten events that all wrote and ten of each thread.
    assert_eq!((last.len(), last.iter().collect::<BTreeSet<_>>().len()), (50, 50));
    for history in &histories {
        assert!(history.iter().all(|seen| last.starts_with(seen)), "all saw one order");
        assert!(history.is_sorted_by_key(Vec::len), "nothing that was seen goes away");
    }
    assert_eq!(place.open().verify().unwrap(), 50);
}

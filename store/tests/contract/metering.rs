use renown::usage::{Period, Price, Quota};
use renown_store::{Total, Usage, UsageBatch};

use crate::erasure::plan;
use crate::place::{Place, hour, subject};

fn batch(id: &str, units: &[(&str, u64)]) -> UsageBatch {
    let usage = |(who, units): &(&str, u64)| Usage {
        user: subject(who),
        kind: "profile_view".to_owned(),
        units: *units,
    };
    UsageBatch { id: id.to_owned(), at: hour(1), usage: units.iter().map(usage).collect() }
}

fn views(place: &Place, who: Option<&str>) -> u64 {
    let (first, end) = ("2026-02-01".parse().unwrap(), "2026-03-01".parse().unwrap());
    let totals = place.open().usage(who.map(subject).as_ref(), first, end).unwrap();
    totals.iter().map(|total| total.units).sum()
}

pub(crate) fn a_batch_is_counted_once_however_often_it_is_sent(place: &Place) {
    let ledger = place.open();
    let batches =
        [batch("b1", &[("u1", 3), ("u2", 1), ("u1", 2)]), batch("b1", &[("u1", 3), ("u2", 1), ("u1", 2)])];
    assert_eq!(ledger.meter(&batches).unwrap(), [true, false]);
    assert_eq!(ledger.meter(&batches).unwrap(), [false, false]);
    assert_eq!((views(place, Some("u1")), views(place, Some("u2"))), (5, 1));
    let other = ledger.meter(&[batch("b2", &[("u1", 9)]), batch("b1", &[("u1", 3)])]);
    assert_eq!(other.unwrap_err().code(), "ID_REUSED");
    assert_eq!(views(place, Some("u1")), 5, "all batches of a call or none");
    let huge = ledger.meter(&[batch("b3", &[("u1", i64::MAX as u64)])]);
    assert_eq!(huge.unwrap_err().code(), "MALFORMED_FIELD");
    assert_eq!(views(place, Some("u1")), 5);
}

pub(crate) fn threads_that_send_the_same_batches_count_each_once(place: &Place) {
    drop(place.open());
    let counted: usize = std::thread::scope(|scope| {
        let send = || {
            let ledger = place.open();
            let each = (0..40).map(|i| ledger.meter(&[batch(&format!("b{i}"), &[("u1", 1 + i)])]).unwrap());
            each.flatten().filter(|new| *new).count()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(counted, 40, "each batch was new to one thread");
    assert_eq!(views(place, Some("u1")), (1..=40).sum::<u64>());
}

pub(crate) fn a_quota_is_never_passed_however_many_reserve(place: &Place) {
    let ledger = place.open();
    let u1 = subject("u1");
    ledger.set_quota(&u1, "profile_view", Quota { limit: 10, period: Period::Month }).unwrap();
    ledger.meter(&[batch("b", &[("u1", 2)])]).unwrap();
    let granted: u64 = std::thread::scope(|scope| {
        let reserve = |thread: u64| {
            let ledger = place.open();
            let each = (0..5).filter(|i| {
                let id = format!("{thread} {i}");
                ledger.reserve(&id, &subject("u1"), "profile_view", 1, hour(5), hour(1)).is_ok()
            });
            each.count() as u64
        };
        let threads: Vec<_> = (0..4).map(|thread| scope.spawn(move || reserve(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(granted, 8);
    let reserve = |id: &str, at| ledger.reserve(id, &u1, "profile_view", 2, hour(9), hour(at));
    assert_eq!(reserve("r", 1).unwrap_err().code(), "QUOTA_EXCEEDED");
    // What was promised until hour 5 and not settled is given back.
    assert_eq!(reserve("r", 5).unwrap(), Some(6));
    assert_eq!(reserve("r", 5).unwrap(), Some(6), "the same reservation again");
    assert_eq!(ledger.settle("r", 3, hour(6)).unwrap_err().code(), "QUOTA_EXCEEDED");
    ledger.settle("r", 1, hour(6)).unwrap();
    ledger.settle("r", 1, hour(6)).unwrap();
    assert_eq!(views(place, Some("u1")), 3);
    assert_eq!(ledger.settle("none", 1, hour(6)).unwrap_err().code(), "UNKNOWN_RECORD");
    assert_eq!(reserve("s", 6).unwrap(), Some(5));
    ledger.release("s").unwrap();
    assert_eq!(reserve("t", 6).unwrap(), Some(5));
    let next_month = hour(24 * 30);
    assert_eq!(ledger.reserve("v", &u1, "profile_view", 10, next_month, next_month).unwrap(), Some(0));
    assert_eq!(ledger.reserve("w", &subject("u2"), "profile_view", 99, hour(9), hour(1)).unwrap(), None);
}

pub(crate) fn a_statement_adds_up_what_was_counted(place: &Place) {
    let ledger = place.open();
    ledger.meter(&[batch("b1", &[("u1", 3)]), batch("b2", &[("u1", 4)])]).unwrap();
    let prices = [Price::new("profile_view", "0.002", "0.10").unwrap()];
    let (first, end) = ("2026-02-01".parse().unwrap(), "2026-03-01".parse().unwrap());
    let statement = ledger.statement(Some(&subject("u1")), first, end, "EUR", &prices).unwrap();
    let texts = (statement.cost.to_string(), statement.revenue.to_string(), statement.margin.to_string());
    assert_eq!(texts, ("0.014".into(), "0.70".into(), "0.686".into()));
    let unpriced = ledger.statement(Some(&subject("u1")), first, end, "EUR", &[]);
    assert_eq!(unpriced.unwrap_err().code(), "MISSING_PRICE");
}

pub(crate) fn totals_outlive_the_user_without_the_user(place: &Place) {
    let ledger = place.open();
    ledger.meter(&[batch("b1", &[("u1", 3), ("u2", 4), ("u3", 5)])]).unwrap();
    for who in ["u1", "u2"] {
        ledger.plan_erasure(&plan(who, who, &[]), hour(2)).unwrap();
        ledger.erase(who, &subject(who), &[], hour(2)).unwrap();
    }
    let one = |who| views(place, who);
    assert_eq!([one(Some("u1")), one(Some("u2")), one(Some("u3")), one(None)], [0, 0, 5, 7]);
    assert_eq!(ledger.meter(&[batch("b2", &[("u1", 3)])]).unwrap_err().code(), "SUBJECT_ERASED");
    let total = Total { kind: "profile_view".into(), units: 7 };
    let (first, end) = ("2026-02-01".parse().unwrap(), "2026-02-02".parse().unwrap());
    assert_eq!(ledger.usage(None, first, end).unwrap(), [total]);
}

pub(crate) fn what_was_counted_in_memory_is_counted_once_when_it_is_flushed(place: &Place) {
    let ledger = place.open();
    let counter = ledger.counter().unwrap();
    let (one, two) = (counter.number(&subject("u1"), "view"), counter.number(&subject("u2"), "view"));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let list = counter.list().unwrap();
                for i in 0..500 {
                    list.add(if i % 5 == 0 { two } else { one }, 1).unwrap();
                }
            });
        }
        for _ in 0..10 {
            ledger.flush(&counter, hour(1)).unwrap();
        }
    });
    counter.add_all(&[one, two], &[7, 8]).unwrap();
    ledger.flush(&counter, hour(1)).unwrap();
    assert_eq!(ledger.flush(&counter, hour(1)).unwrap(), 0);
    assert_eq!((views(place, Some("u1")), views(place, Some("u2"))), (807, 208));
    let foreign = crate::place::sqlite().open().counter().unwrap();
    assert_eq!(ledger.flush(&foreign, hour(1)).unwrap_err().code(), "MALFORMED_FIELD");
}

pub(crate) fn a_counter_goes_on_when_one_of_its_users_is_erased(place: &Place) {
    let ledger = place.open();
    let counter = ledger.counter().unwrap();
    let (one, two) = (counter.number(&subject("u1"), "view"), counter.number(&subject("u2"), "view"));
    counter.add_all(&[one, two], &[1, 2]).unwrap();
    ledger.flush(&counter, hour(1)).unwrap();
    counter.add_all(&[one, two], &[10, 20]).unwrap();
    ledger.plan_erasure(&plan("e1", "u1", &[]), hour(2)).unwrap();
    ledger.erase("e1", &subject("u1"), &[], hour(2)).unwrap();
    ledger.flush(&counter, hour(2)).unwrap();
    let all = || (views(place, Some("u1")), views(place, Some("u2")), views(place, None));
    assert_eq!(all(), (0, 22, 11));
    // Whether or not the journal was added up.
    for i in 0..70 {
        ledger.meter(&[batch(&i.to_string(), &[("u3", 1)])]).unwrap();
    }
    assert_eq!(all(), (0, 22, 11));
    assert_eq!(views(place, Some("u3")), 70);
    ledger.verify().unwrap();
}

/// Threads that come at the same time share a transaction, and yet each is answered for itself.
pub(crate) fn who_is_refused_holds_up_nobody_else(place: &Place) {
    let ledger = place.open();
    ledger.meter(&[batch("taken", &[("u1", 1)])]).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4_u64 {
            let ledger = &ledger;
            scope.spawn(move || {
                for i in 0..25 {
                    let refused = ledger.meter(&[batch("taken", &[("u1", 2)])]);
                    assert_eq!(refused.unwrap_err().code(), "ID_REUSED");
                    assert_eq!(
                        ledger.meter(&[batch(&format!("{thread}-{i}"), &[("u2", 1)])]).unwrap(),
                        [true]
                    );
                }
            });
        }
    });
    assert_eq!((views(place, Some("u1")), views(place, Some("u2"))), (1, 100));
}

/// Whatever is done to the rows of usage past the ledger is found.
pub(crate) fn a_total_or_quota_that_was_changed_is_noticed(place: &Place) {
    let changes = [
        "UPDATE usage_day SET day = day + 1",
        "UPDATE usage_day SET sealed = (SELECT sealed FROM usage_day o WHERE o.subject <> usage_day.subject)",
        "DELETE FROM usage_day WHERE subject = (SELECT subject FROM usage_day ORDER BY subject LIMIT 1)",
        "DELETE FROM usage_journal WHERE seq = (SELECT max(seq) FROM usage_journal)",
        "UPDATE usage_journal SET seq = seq + 100",
        "DELETE FROM usage_quota",
        "UPDATE usage_quota SET kind = 'other'",
        "DELETE FROM usage_state",
    ];
    for change in changes {
        let place = place.another();
        let ledger = place.open();
        for i in 0..80 {
            ledger.meter(&[batch(&i.to_string(), &[("u1", 1), ("u2", 2)])]).unwrap();
        }
        ledger.set_quota(&subject("u1"), "profile_view", Quota { limit: 10, period: Period::Month }).unwrap();
        assert_eq!(views(&place, Some("u2")), 160);
        ledger.meter(&[batch("last", &[("u1", 1)])]).unwrap();
        ledger.verify().unwrap();
        drop(ledger);
        place.change(change);
        let ledger = place.open();
        assert_eq!(ledger.verify().unwrap_err().code(), "LEDGER_CORRUPT", "{change}");
    }
    // A row that is put back as it once was.
    let place = place.another();
    let ledger = place.open();
    for i in 0..80 {
        ledger.meter(&[batch(&i.to_string(), &[("u1", 1)])]).unwrap();
    }
    assert_eq!(views(&place, Some("u1")), 80);
    let old = place.bytes("SELECT sealed FROM usage_day").pop().unwrap();
    for i in 80..160 {
        ledger.meter(&[batch(&i.to_string(), &[("u1", 1)])]).unwrap();
    }
    assert_eq!(views(&place, Some("u1")), 160);
    let hex: String = old.iter().map(|byte| format!("{byte:02x}")).collect();
    place.change(&format!("UPDATE usage_day SET sealed = {}", place.blob(&hex)));
    assert_eq!(ledger.verify().unwrap_err().code(), "LEDGER_CORRUPT");
}

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

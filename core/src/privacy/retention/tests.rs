use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::privacy::rights::HoldKind;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

/// A moment between 2018 and 2034.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (1_514_764_800_i64..2_019_686_400).prop_map(at)
}

fn ttl(amount: u32, unit: TtlUnit, from: TtlStart) -> Ttl {
    Ttl { category: DataCategory::new("influencer").unwrap(), amount, unit, from }
}

fn any_ttl() -> impl Strategy<Value = Ttl> {
    let start =
        prop_oneof![Just(TtlStart::Collected), Just(TtlStart::Refreshed), Just(TtlStart::AgreementEnd)];
    (0_u32..40, prop_oneof![Just(TtlUnit::Day), Just(TtlUnit::Month)], start)
        .prop_map(|(amount, unit, from)| ttl(amount, unit, from))
}

fn any_record() -> impl Strategy<Value = Record> {
    let maybe = || proptest::option::of(0_i64..40_000_000);
    (moment(), maybe(), maybe(), maybe(), maybe()).prop_map(
        |(collected, refreshed, ended, hidden, unneeded)| {
            let after =
                |seconds: Option<i64>| seconds.map(|seconds| collected + chrono::TimeDelta::seconds(seconds));
            Record {
                id: "r".to_owned(),
                category: DataCategory::new("influencer.performance").unwrap(),
                collected_at: collected,
                refreshed_at: after(refreshed),
                agreement: Some(Agreement { ended_at: after(ended) }),
                not_public_since: after(hidden),
                not_needed_since: after(unneeded),
                from_eea: true,
                subject: None,
            }
        },
    )
}

fn any_holds() -> impl Strategy<Value = Vec<Hold>> {
    let hold =
        (moment(), 0_i64..900, proptest::option::of(0_i64..900)).prop_map(|(recorded, lag, length)| {
            let from = recorded.date_naive() + chrono::TimeDelta::days(lag);
            Hold {
                id: format!("{recorded}-{lag}-{length:?}"),
                kind: HoldKind::Claim,
                items: ["r".to_owned()].into(),
                recorded_by: "counsel".to_owned(),
                recorded_at: recorded,
                case: None,
                from,
                until: length.map(|days| from + chrono::TimeDelta::days(days)),
            }
        });
    proptest::collection::vec(hold, 0..4)
}

fn verdict(record: &Record, ttl: &Ttl, holds: &[Hold], now: DateTime<Utc>) -> Swept {
    let asked = SweepQuestion {
        records: vec![record.clone()],
        ttls: vec![ttl.clone()],
        holds: holds.to_vec(),
        regimes: [Regime::Gdpr, Regime::IlPpl].into(),
    };
    sweep(&asked, now).unwrap().remove(0)
}

fn expired(swept: &Swept) -> bool {
    matches!(swept.verdict, Verdict::Erase | Verdict::NeedsHuman)
}

#[test]
fn the_shipped_table_is_read() {
    let duties = duty::DUTIES.parse().unwrap().duty;
    assert!(duties.iter().all(|duty| !duty.cites.is_empty()));
    assert!(duties.iter().any(|duty| duty.regime == Regime::IlPpl));
}

#[test]
fn a_category_without_a_declared_time_is_an_error_and_the_nearest_above_counts() {
    let asked = |ttls: serde_json::Value| {
        let records = json!([
            { "id": "r", "category": "influencer.performance.likes_over_time", "collected_at": "2026-01-01T00:00:00Z" }
        ]);
        let asked: SweepQuestion =
            serde_json::from_value(json!({ "records": records, "ttls": ttls })).unwrap();
        sweep(&asked, at(1_800_000_000)).map(|swept| swept[0].expires_at.unwrap().to_rfc3339())
    };
    let day = |category: &str, amount: u32| json!({ "category": category, "amount": amount, "unit": "day", "from": "collected" });
    assert_eq!(asked(json!([day("user", 1)])).unwrap_err().code(), "MISSING_TTL");
    let nearest = asked(json!([day("influencer", 1), day("influencer.performance", 2)])).unwrap();
    assert_eq!(nearest, "2026-01-03T00:00:00+00:00");
}

proptest! {
    #[test]
    fn what_has_expired_stays_expired(
        record in any_record(), ttl in any_ttl(), holds in any_holds(), first in moment(), second in moment()
    ) {
        let (earlier, later) = (first.min(second), first.max(second));
        prop_assume!(record.collected_at <= earlier);
        let before = verdict(&record, &ttl, &holds, earlier);
        prop_assert!(!expired(&before) || expired(&verdict(&record, &ttl, &holds, later)), "{:?}", before);
    }

    #[test]
    fn more_holds_never_erase_more_and_their_order_does_not_matter(
        record in any_record(), ttl in any_ttl(), holds in any_holds(), now in moment()
    ) {
        prop_assume!(record.collected_at <= now);
        let with = verdict(&record, &ttl, &holds, now);
        let without = verdict(&record, &ttl, &[], now);
        prop_assert!(with.verdict != Verdict::Erase || without.verdict == Verdict::Erase);
        let backwards: Vec<Hold> = holds.iter().rev().cloned().collect();
        let other = verdict(&record, &ttl, &backwards, now);
        prop_assert_eq!((with.verdict, with.keep_until), (other.verdict, other.keep_until));
    }

    #[test]
    fn a_shorter_time_never_keeps_what_a_longer_one_erases(
        record in any_record(), ttl in any_ttl(), holds in any_holds(), now in moment(), less in 0_u32..40
    ) {
        prop_assume!(record.collected_at <= now);
        let usual = verdict(&record, &ttl, &holds, now);
        let shorter = Ttl { amount: ttl.amount.saturating_sub(less), ..ttl };
        let strict = verdict(&record, &shorter, &holds, now);
        prop_assert!(usual.verdict != Verdict::Erase || strict.verdict == Verdict::Erase, "{usual:?} {strict:?}");
        prop_assert!(!expired(&usual) || expired(&strict), "{usual:?} {strict:?}");
    }

    #[test]
    fn the_latest_start_that_is_over_is_the_latest(now in moment(), amount in 0_u32..60, month in any::<bool>()) {
        let ttl = ttl(amount, if month { TtlUnit::Month } else { TtlUnit::Day }, TtlStart::Collected);
        let latest = ttl.latest_start_that_is_over(now).unwrap();
        prop_assert!(ttl.end(latest).unwrap() <= now);
        prop_assert!(ttl.end(latest + chrono::TimeDelta::nanoseconds(1)).unwrap() > now);
    }
}

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;
use serde_json::Value;

use super::rules::{self, Kind};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn asked<'a>(
    regime: &'a str,
    right: &'a str,
    received: &str,
    calendar: Option<&'a Calendar>,
) -> Deadline<'a> {
    Deadline {
        regime,
        right,
        received: Receipt::Day(day(received)),
        calendar,
        reading: Choice::Usual,
        suspensions: &[],
        suspend: false,
        extended_on: None,
    }
}

fn clock(asked: &Deadline<'_>, id: &str) -> Clock {
    deadline(asked).unwrap().clocks.into_iter().find(|clock| clock.id == id).unwrap()
}

fn shipped(name: &str) -> Calendar {
    Calendar::shipped(name).unwrap()
}

#[test]
fn the_shipped_clocks_are_readable_and_each_has_a_usual_reading_that_the_law_allows() {
    let rules = rules::FILE.parse().unwrap().clock;
    assert!(rules.len() >= 9);
    for rule in &rules {
        assert!(rule.fixed.is_some() || rule.reading.first().is_some_and(|reading| !reading.superseded));
        assert!(!rule.cites.is_empty(), "{}", rule.id);
        let mut names: Vec<_> = rule.reading.iter().map(|reading| &reading.name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), rule.reading.len(), "{}", rule.id);
    }
}

#[test]
fn every_shipped_calendar_covers_twenty_years_and_has_a_weekend() {
    assert_eq!(Calendar::names().count(), 34);
    for name in Calendar::names() {
        let calendar = shipped(name);
        let weekdays = (1..8).filter(|day| {
            let date = NaiveDate::from_ymd_opt(2026, 11, 8 + day).unwrap();
            calendar.is_working_day(date).unwrap()
        });
        assert!(weekdays.count() <= 5, "{name}");
        for year in 2018..=2037 {
            let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days();
            let holidays =
                days.take_while(|day| day.year() == year).filter(|&d| calendar.is_holiday(d).unwrap());
            assert!((4..25).contains(&holidays.count()), "{name} {year}");
        }
        assert!(matches!(calendar.is_holiday(day("2038-01-01")), Err(Error::CalendarExhausted { .. })));
    }
}

#[test]
fn a_month_from_31_january_ends_on_the_last_of_february_and_rolls_off_the_weekend() {
    for name in ["IE", "DE", "FR"] {
        let calendar = shipped(name);
        let answer = clock(&asked("gdpr", "access", "2026-01-31", Some(&calendar)), "gdpr.answer");
        assert_eq!((answer.raw, answer.due), (day("2026-02-28"), day("2026-03-02")), "{name}");
    }
}

#[test]
fn the_calendar_is_an_input_st_brigid_moves_the_irish_deadline() {
    let due = |name| clock(&asked("gdpr", "erasure", "2025-12-31", Some(&shipped(name))), "gdpr.answer").due;
    assert_eq!(due("DE"), day("2026-02-02"));
    assert_eq!(due("IE"), day("2026-02-03"));
}

#[test]
fn an_extension_counts_from_receipt_and_the_conservative_reading_takes_the_chain() {
    let ireland = shipped("IE");
    let mut question = asked("gdpr", "access", "2026-01-31", Some(&ireland));
    question.extended_on = Some(day("2026-02-20"));
    let answer = clock(&question, "gdpr.answer");
    assert_eq!(answer.due, day("2026-04-30"));
    assert_eq!(answer.readings["chained_extension"], day("2026-04-28"));
    assert!(answer.extension.unwrap().valid);
    question.reading = Choice::Conservative;
    assert_eq!(clock(&question, "gdpr.answer").due, day("2026-04-28"));
}

#[test]
fn an_extension_on_day_46_is_late_and_changes_nothing() {
    let mut question = asked("ccpa", "know", "2026-03-01", None);
    question.extended_on = Some(day("2026-04-16"));
    let answer = clock(&question, "ccpa.answer");
    assert_eq!(answer.due, day("2026-04-15"), "45 days");
    let extension = answer.extension.unwrap();
    assert_eq!((extension.latest, extension.valid), (day("2026-04-15"), false));
    question.extended_on = Some(day("2026-04-15"));
    assert_eq!(clock(&question, "ccpa.answer").due, day("2026-05-30"), "90 days in all, never 135");
}

#[test]
fn ten_business_days_over_christmas_default_to_the_earlier_reading() {
    let question = asked("ccpa", "know", "2026-12-24", None);
    let confirm = clock(&question, "ccpa.confirm");
    assert_eq!(confirm.due, day("2027-01-07"));
    assert_eq!(confirm.readings["weekdays"], day("2027-01-11"));
    assert_eq!(clock(&question, "ccpa.answer").due, day("2027-02-07"), "a Sunday: no roll");
    let named = Deadline { reading: Choice::Named("weekdays".into()), ..question };
    assert_eq!(clock(&named, "ccpa.confirm").due, day("2027-01-11"));
    assert_eq!(clock(&named, "ccpa.answer").due, day("2027-02-07"), "which has no such reading");
}

#[test]
fn the_office_zone_decides_the_day_of_receipt_and_both_days_are_told() {
    let at = "2026-01-31T23:30:00Z".parse().unwrap();
    let israel = shipped("IL");
    let mut question = asked("gdpr", "access", "2026-01-31", Some(&israel));
    question.received = Receipt::At(at, chrono_tz::Asia::Jerusalem);
    let answer = deadline(&question).unwrap();
    assert_eq!((answer.received_on, answer.received_on_in_utc), (day("2026-02-01"), day("2026-01-31")));
    assert_eq!(answer.clocks[0].raw, day("2026-03-01"));
    question.reading = Choice::Conservative;
    assert_eq!(clock(&question, "gdpr.answer").due, day("2026-02-28"), "from the earlier day");
}

#[test]
fn a_clock_stands_still_only_where_that_is_declared_and_both_days_are_told() {
    let (ireland, california) = (shipped("IE"), shipped("US-CA"));
    let waited = [Suspension { from: day("2026-03-04"), until: day("2026-03-21") }];
    let mut question = asked("gdpr", "access", "2026-03-02", Some(&ireland));
    question.suspensions = &waited;
    let running = clock(&question, "gdpr.answer");
    assert_eq!((running.due, running.if_suspended), (day("2026-04-02"), Some(day("2026-04-20"))));
    question.suspend = true;
    assert_eq!(clock(&question, "gdpr.answer").due, day("2026-04-20"), "19 April is a Sunday");
    let mut question = asked("ccpa", "know", "2026-03-02", Some(&california));
    question.suspensions = &waited;
    question.suspend = true;
    let answer = clock(&question, "ccpa.answer");
    assert_eq!((answer.due, answer.if_suspended), (day("2026-04-16"), None), "verification never stops it");
}

#[test]
fn look_backs_never_roll_and_older_data_is_reached_since_2026() {
    let look_back = clock(&asked("ccpa", "know", "2027-01-31", None), "ccpa.look_back");
    assert_eq!((look_back.kind, look_back.due), (Kind::BackTo, day("2026-01-31")));
    let older = |received| {
        let clocks = deadline(&asked("ccpa", "know", received, None)).unwrap().clocks;
        clocks.into_iter().find(|clock| clock.id == "ccpa.look_back_on_request").map(|clock| clock.due)
    };
    assert_eq!(older("2026-01-01"), Some(day("2022-01-01")));
    assert_eq!(older("2025-12-31"), None);
}

#[test]
fn what_is_out_of_order_or_unknown_is_refused_by_name() {
    let ireland = shipped("IE");
    let good = asked("gdpr", "access", "2026-01-31", Some(&ireland));
    let code = |question: &Deadline<'_>| deadline(question).unwrap_err().code();
    assert_eq!(code(&Deadline { right: "oblivion", ..good.clone() }), "UNKNOWN_RIGHT");
    assert_eq!(code(&Deadline { regime: "lgpd", ..good.clone() }), "UNKNOWN_RIGHT");
    assert_eq!(code(&Deadline { calendar: None, ..good.clone() }), "MISSING_CALENDAR");
    let named = |name: &str| Deadline { reading: Choice::Named(name.into()), ..good.clone() };
    assert_eq!(code(&named("lenient")), "UNKNOWN_READING");
    assert_eq!(code(&named("day_after_receipt")), "SUPERSEDED_READING");
    let before = [Suspension { from: day("2026-01-30"), until: day("2026-02-03") }];
    assert_eq!(code(&Deadline { suspensions: &before, ..good.clone() }), "MISPLACED_SUSPENSION");
    let overlapping = [
        Suspension { from: day("2026-02-05"), until: day("2026-02-09") },
        Suspension { from: day("2026-02-01"), until: day("2026-02-06") },
    ];
    assert_eq!(code(&Deadline { suspensions: &overlapping, ..good.clone() }), "MISPLACED_SUSPENSION");
    let early = Deadline { extended_on: Some(day("2026-01-30")), ..good.clone() };
    assert_eq!(code(&early), "EXTENSION_BEFORE_RECEIPT");
    let late = Deadline { received: Receipt::Day(day("2037-12-20")), ..good };
    assert_eq!(code(&late), "CALENDAR_EXHAUSTED");
    assert_eq!(Calendar::shipped("XX").unwrap_err().code(), "UNKNOWN_CALENDAR");
    assert_eq!(Calendar::shipped("#").unwrap_err().code(), "UNKNOWN_CALENDAR");
    assert!(Calendar::new("own", [Weekday::Sun], [day("2025-01-01")], 2026..=2027).is_err());
}

/// The published table of receipt dates and readings, where it is at hand.
#[test]
#[expect(clippy::print_stderr, reason = "says what is skipped")]
fn the_reference_dates_agree_to_the_day() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/privacy/deadlines/deadline-cases.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: ../shared/data/privacy/deadlines is not here");
        return;
    };
    let cases: Value = serde_json::from_str(&text).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 27);
    for case in cases {
        let received = case["received"].as_str().unwrap();
        let of = |name: &str| day(case[name].as_str().unwrap());
        for name in ["IE", "DE", "FR"] {
            let calendar = shipped(name);
            let mut question = asked("gdpr", "access", received, Some(&calendar));
            let answer = clock(&question, "gdpr.answer");
            assert_eq!(answer.raw, of("gdpr_1m_raw"), "{received}");
            assert_eq!(answer.due, day(case["gdpr_1m_rolled"][name].as_str().unwrap()), "{received} {name}");
            assert_eq!(answer.readings["twenty_eight_days"], of("conservative_safe_28d"));
            question.extended_on = Some(question.received.day());
            let answer = clock(&question, "gdpr.answer");
            assert_eq!(answer.raw, of("gdpr_extended_from_receipt_3m_raw"));
            assert_eq!(answer.readings["chained_extension"], of("gdpr_extended_chained_1m_then_2m_raw"));
            let rolled = &case["gdpr_extended_from_receipt_rolled"][name];
            assert_eq!(answer.due, day(rolled.as_str().unwrap()), "{received} {name}");
        }
        let mut question = asked("ccpa", "know", received, None);
        let readings = |clock: &Clock, table: &str| {
            assert_eq!(clock.due, day(case[table]["sat_counts"].as_str().unwrap()), "{received} {table}");
            let weekdays = day(case[table]["mon_fri"].as_str().unwrap());
            assert_eq!(clock.readings["weekdays"], weekdays, "{received} {table}");
        };
        readings(&clock(&question, "ccpa.confirm"), "ccpa_confirm_10_business_days");
        let answer = clock(&question, "ccpa.answer");
        assert_eq!(answer.due, of("ccpa_respond_45d"));
        assert_eq!(answer.readings["receipt_day_counts"], of("ccpa_respond_45d_inclusive_of_receipt_day"));
        assert_eq!(clock(&question, "ccpa.look_back").due, of("ccpa_lookback_12m_start"));
        assert_eq!(clock(&question, "ccpa.keep_record").due, of("ccpa_record_keep_until_24m"));
        question.extended_on = Some(question.received.day());
        assert_eq!(clock(&question, "ccpa.answer").due, of("ccpa_extended_90d"));
        let question = asked("ccpa", "opt_out", received, None);
        readings(&clock(&question, "ccpa.stop"), "ccpa_optout_or_limit_15_business_days");
        assert_eq!(clock(&question, "ccpa.ask_again").due, of("ccpa_no_reask_optin_until_12m"));
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..4_383).prop_map(|days| day("2024-01-01").checked_add_days(chrono::Days::new(days)).unwrap())
}

proptest! {
    /// Later receipt never means an earlier deadline, no reading that may be chosen is later than the usual one
    /// of the GDPR, and the conservative choice is the earliest of all.
    #[test]
    fn deadlines_are_monotone_and_the_conservative_one_is_the_earliest(
        received in any_day(), name in prop::sample::select(vec!["IE", "DE", "FR", "IL", "GB", "BG"]),
        extended in any::<bool>(),
    ) {
        let calendar = shipped(name);
        let due = |received: NaiveDate, reading: Choice| {
            let mut question = asked("gdpr", "erasure", "2026-01-01", Some(&calendar));
            question.received = Receipt::Day(received);
            question.reading = reading;
            question.extended_on = extended.then_some(received);
            clock(&question, "gdpr.answer")
        };
        let usual = due(received, Choice::Usual);
        let next = due(received.succ_opt().unwrap(), Choice::Usual);
        prop_assert!(usual.due <= next.due);
        prop_assert!(calendar.is_working_day(usual.due).unwrap());
        let conservative = due(received, Choice::Conservative);
        let readings: BTreeMap<_, _> = usual.readings;
        prop_assert_eq!(Some(&conservative.due), readings.values().min());
        prop_assert!(readings.values().all(|&due| due <= usual.due));
    }

    #[test]
    fn waiting_longer_for_evidence_never_brings_the_deadline_forward(
        received in any_day(), asked_after in 0_i64..20, waited in 0_i64..60,
    ) {
        let calendar = shipped("IE");
        let from = received + chrono::TimeDelta::days(asked_after);
        let due = |waited: i64| {
            let spans = [Suspension { from, until: from + chrono::TimeDelta::days(waited) }];
            let mut question = asked("gdpr", "access", "2026-01-01", Some(&calendar));
            question.received = Receipt::Day(received);
            question.suspensions = &spans;
            question.suspend = true;
            clock(&question, "gdpr.answer").due
        };
        prop_assert!(due(waited) <= due(waited + 1));
    }
}

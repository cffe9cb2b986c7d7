use proptest::prelude::*;

use super::*;
use crate::privacy::clocks;
use crate::privacy::rights::rules::{REQUESTS, RIGHTS};

fn made(rights: &[&str]) -> RequestMade {
    RequestMade {
        rights: rights.iter().map(|right| (*right).to_owned()).collect(),
        sensitive: false,
        zone: None,
        calendar: Some("IE".to_owned()),
        reading: None,
        suspend: false,
    }
}

fn at(day: u32) -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + chrono::TimeDelta::days(i64::from(day))
}

fn event(day: u32, kind: EventKind) -> Event {
    Event::new(format!("e{day}"), at(day), kind)
}

fn verified(day: u32, tier: Tier) -> Event {
    Event { tier: Some(tier), ..event(day, EventKind::Verified) }
}

fn answered(day: u32, right: &str, outcome: AnswerOutcome, reasons: &[&str]) -> Event {
    Event {
        right: Some(right.to_owned()),
        outcome: Some(outcome),
        reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        ..event(day, EventKind::Answered)
    }
}

fn extended(day: u32) -> Event {
    Event { reasons: vec!["complexity".to_owned()], ..event(day, EventKind::Extended) }
}

#[test]
fn the_shipped_tables_are_read_and_agree_with_each_other() {
    let (rights, requests) = (RIGHTS.parse().unwrap(), REQUESTS.parse().unwrap());
    for row in &rights.right {
        assert!(row.fallback.iter().all(|right| RightKey::new(right).is_ok()), "{}", row.right);
        assert!(!row.cites.is_empty(), "{}", row.right);
        if let Some(right) = &row.clock {
            let calendar = Calendar::shipped("IE").unwrap();
            let asked = clocks::Deadline {
                regime: row.law(),
                right,
                received: clocks::Receipt::At(at(0), Tz::UTC),
                calendar: Some(&calendar),
                reading: Choice::Usual,
                suspensions: &[],
                suspend: false,
                extended_on: None,
            };
            let clocks = clocks::deadline(&asked).unwrap().clocks;
            for clock in clocks.iter().filter(|clock| clock.kind == clocks::Kind::By) {
                let of = |deed: &rules::Deed| deed.clocks.iter().any(|id| id == clock.id);
                assert!(requests.deed.iter().any(of), "nothing meets {}", clock.id);
            }
        }
    }
    for step in &requests.step {
        assert!(EventKind::ALL.iter().any(|kind| kind.name() == step.event), "{}", step.event);
    }
    assert!(!crate::privacy::rights::complaint::FILE.parse().unwrap().authority.is_empty());
    assert!(requests.message.iter().all(|row| RightKey::new(&row.right).is_ok()));
    assert!(requests.reason.iter().all(|reason| reason.text.ends_with('.')));
}

#[test]
fn an_extension_on_day_46_is_too_late_and_the_request_is_overdue_since_day_46() {
    let events = [event(0, EventKind::Received), extended(46)];
    let state = follow(&made(&["ccpa.delete"]), &events, at(50)).unwrap();
    let answer = state.clocks.iter().find(|state| state.clock.id == "ccpa.answer").unwrap();
    assert_eq!(answer.status, ClockStatus::Overdue);
    assert_eq!(answer.overdue_since, Some(at(46).date_naive()));
    assert_eq!(state.breaches, ["extension_too_late", "overdue"]);
}

#[test]
fn an_opt_out_is_honoured_without_proof_while_the_rest_of_the_letter_waits() {
    let request = made(&["ccpa.delete", "ccpa.opt_out"]);
    let events = [
        event(0, EventKind::Received),
        event(1, EventKind::IdentityAsked),
        answered(2, "ccpa.opt_out", AnswerOutcome::Complete, &[]),
        event(44, EventKind::VerificationFailed),
        answered(45, "ccpa.delete", AnswerOutcome::Refused, &["identity_not_proven"]),
    ];
    let state = follow(&request, &events, at(45)).unwrap();
    assert_eq!(state.status, RequestStatus::Answered);
    assert_eq!(state.messages.drp_status, "fulfilled");
    let refusal = answered(3, "ccpa.opt_out", AnswerOutcome::Refused, &["identity_not_proven"]);
    let error = follow(&request, &[event(0, EventKind::Received), refusal], at(9)).unwrap_err();
    assert_eq!(error.code(), "IDENTITY_NOT_NEEDED");
}

#[test]
fn a_clock_stands_still_only_for_a_recorded_doubt_and_only_where_declared() {
    let asked = |doubt| Event { doubt: Some(doubt), ..event(3, EventKind::IdentityAsked) };
    let due = |suspend, doubt| {
        let request = RequestMade { suspend, ..made(&["gdpr.access"]) };
        let events = [event(0, EventKind::Received), asked(doubt), event(20, EventKind::EvidenceArrived)];
        let state = follow(&request, &events, at(21)).unwrap();
        (state.clocks[0].clock.due, state.clocks[0].clock.if_suspended)
    };
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(due(false, true), (day("2026-04-01"), Some(day("2026-04-20"))));
    assert_eq!(due(true, true), (day("2026-04-20"), Some(day("2026-04-20"))));
    assert_eq!(due(true, false), (day("2026-04-01"), None));
}

#[test]
fn half_a_year_of_figures_is_counted_by_hand() {
    let entry = |received: &str, days: i64, outcome| LogEntry {
        received_on: received.parse().unwrap(),
        channel: Channel::Form,
        settled: vec![Settled {
            right: "ccpa.delete".to_owned(),
            outcome: Some(outcome),
            answered_on: Some(received.parse::<NaiveDate>().unwrap() + chrono::TimeDelta::days(days)),
            reasons: Vec::new(),
        }],
        keep_until: None,
    };
    let log = vec![
        entry("2026-01-02", 10, AnswerOutcome::Complete),
        entry("2026-02-02", 20, AnswerOutcome::Complete),
        entry("2026-03-02", 45, AnswerOutcome::Refused),
        entry("2026-04-02", 40, AnswerOutcome::Partial),
        entry("2025-12-31", 5, AnswerOutcome::Complete),
    ];
    let figures = metrics(&MetricsQuestion { year: 2026, log }).unwrap();
    let [delete] = figures.as_slice() else { panic!("{figures:?}") };
    assert_eq!((delete.received, delete.complied, delete.complied_in_part, delete.denied), (4, 2, 1, 1));
    assert_eq!((delete.mean_days, delete.median_days), (Some(28.75), Some(30.0)));
}

/// Every kind of event that may come, for the explorer.
fn alphabet(day: u32) -> Vec<Event> {
    vec![
        event(day, EventKind::Acknowledged),
        Event { doubt: Some(true), ..event(day, EventKind::IdentityAsked) },
        event(day, EventKind::EvidenceArrived),
        verified(day, Tier::Reasonable),
        event(day, EventKind::VerificationFailed),
        extended(day),
        answered(day, "ccpa.delete", AnswerOutcome::Complete, &[]),
        answered(day, "ccpa.delete", AnswerOutcome::Partial, &["legal_obligation"]),
        answered(day, "ccpa.delete", AnswerOutcome::Refused, &["identity_not_proven"]),
        answered(day, "ccpa.opt_out", AnswerOutcome::Complete, &[]),
        event(day, EventKind::Withdrawn),
        event(day, EventKind::Closed),
    ]
}

/// Checks what must hold of a legal sequence, then tries every event after it. Gives how many sequences were legal and
/// how many were refused.
fn explore(request: &RequestMade, events: &mut Vec<Event>, left: u32) -> (u32, u32) {
    let day = u32::try_from(events.len()).unwrap();
    let now = at(day);
    let state = follow(request, events, now).unwrap();
    let outcome =
        |right: &str| state.answers.iter().find(|answer| answer.right.as_str() == right).unwrap().outcome;
    let delete = outcome("ccpa.delete");
    if matches!(delete, Some(AnswerOutcome::Complete | AnswerOutcome::Partial)) {
        assert!(events.iter().any(|event| event.kind == EventKind::Verified), "{events:?}");
    }
    if state.identity == IdentityPhase::Awaited {
        assert_eq!(state.tier, Tier::None, "{events:?}");
    }
    if state.status == RequestStatus::Answered {
        assert!(state.answers.iter().all(|answer| answer.outcome.is_some()), "{events:?}");
    }
    for answer in &state.answers {
        assert_eq!(answer.reasons.is_empty(), matches!(answer.outcome, None | Some(AnswerOutcome::Complete)));
    }
    for clock in state.clocks.iter().filter(|clock| clock.status == ClockStatus::Overdue) {
        assert!(clock.met_on.is_none() && clock.clock.due < now.date_naive(), "{events:?}");
    }
    // The same events, twice and backwards.
    let twice: Vec<Event> = events.iter().rev().chain(events.iter()).cloned().collect();
    assert_eq!(follow(request, &twice, now).unwrap(), state);

    let (mut legal, mut refused) = (1, 0);
    if left == 0 {
        return (legal, refused);
    }
    for next in alphabet(day) {
        events.push(next);
        match follow(request, events, at(day)) {
            Ok(_) => {
                assert_ne!(state.status, RequestStatus::Closed, "something followed a closed request");
                let (more, fewer) = explore(request, events, left - 1);
                (legal, refused) = (legal + more, refused + fewer);
            }
            Err(error) => {
                let code = error.code();
                assert!(["ILLEGAL_TRANSITION", "IDENTITY_NOT_PROVEN"].contains(&code), "{code}");
                refused += 1;
            }
        }
        events.pop();
    }
    (legal, refused)
}

#[test]
fn every_sequence_of_up_to_six_events_keeps_the_invariants() {
    let request = made(&["ccpa.delete", "ccpa.opt_out"]);
    let (legal, refused) = explore(&request, &mut vec![event(0, EventKind::Received)], 5);
    assert!(legal > 1_000 && refused > 1_000, "{legal} legal, {refused} refused");
}

proptest! {
    #[test]
    fn the_time_zone_in_which_an_instant_is_written_does_not_matter(hours in -11_i32..12, day in 1_u32..40) {
        let offset = chrono::FixedOffset::east_opt(hours * 3600).unwrap();
        let written = at(day).with_timezone(&offset).to_rfc3339();
        let read: DateTime<Utc> = written.parse().unwrap();
        let events = |at| [event(0, EventKind::Received), Event { at, ..event(1, EventKind::Acknowledged) }];
        let request = made(&["ccpa.delete"]);
        prop_assert_eq!(
            follow(&request, &events(at(day)), at(60)).unwrap(),
            follow(&request, &events(read), at(60)).unwrap()
        );
    }

    #[test]
    fn waiting_longer_never_takes_a_breach_away(first in 0_u32..200, second in 0_u32..200) {
        let (earlier, later) = (first.min(second), first.max(second));
        let breaches = |day| {
            follow(&made(&["ccpa.delete"]), &[event(0, EventKind::Received)], at(day)).unwrap().breaches
        };
        prop_assert!(breaches(earlier).iter().all(|breach| breaches(later).contains(breach)));
    }
}

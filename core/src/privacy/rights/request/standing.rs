//! What the events of a request mean at a time: which clocks run, which were met, what is overdue.

use chrono::{DateTime, NaiveDate, Utc};

use super::fold::Folded;
use super::log::LogEntry;
use super::message::StatusMessage;
use super::{
    Answer, AnswerOutcome, ClockState, ClockStatus, Error, Office, RequestState, RequestStatus, RightKey,
    Suspension,
};
use crate::privacy::clocks::{Clock, Deadline, Kind, Receipt, deadline};
use crate::privacy::rights::rules::{Done, REQUESTS, Requests, reason};

pub(super) fn standing(
    keys: &[RightKey],
    office: &Office,
    folded: &Folded,
    now: DateTime<Utc>,
) -> Result<RequestState, Error> {
    let suspensions = suspensions(office, folded, now);
    let answers = keys.iter().map(|&key| answer(key, office, folded)).collect::<Result<Vec<_>, _>>()?;
    let mut clocks = Vec::new();
    for answer in &answers {
        clocks.extend(clocks_of(answer, office, folded, &suspensions, office.day(now))?);
    }
    let status = if folded.closed {
        RequestStatus::Closed
    } else if folded.withdrawn {
        RequestStatus::Withdrawn
    } else if folded.all_answered(keys) {
        RequestStatus::Answered
    } else {
        RequestStatus::Open
    };
    let waiting = |state: &&ClockState| matches!(state.status, ClockStatus::Running | ClockStatus::Overdue);
    Ok(RequestState {
        status,
        identity: folded.phase,
        tier: folded.tier,
        received_on: office.day(folded.received),
        acknowledged_on: folded.acknowledged.map(|at| office.day(at)),
        next_due: clocks.iter().filter(waiting).map(|state| state.clock.due).min(),
        breaches: breaches(&clocks),
        messages: StatusMessage::of(status, folded, &answers)?,
        log: LogEntry::of(office.day(folded.received), folded.channel, &answers, &clocks),
        answers,
        clocks,
        suspensions,
    })
}

/// The spans in which identity was in recorded doubt and evidence awaited; an open one lasts until now.
fn suspensions(office: &Office, folded: &Folded, now: DateTime<Utc>) -> Vec<Suspension> {
    let span = |&(from, until): &(DateTime<Utc>, Option<DateTime<Utc>>)| Suspension {
        from: office.day(from),
        until: office.day(until.unwrap_or(now)),
    };
    folded.waits.iter().map(span).collect()
}

fn answer(key: RightKey, office: &Office, folded: &Folded) -> Result<Answer, Error> {
    let requests: &'static Requests = &REQUESTS;
    let given = folded.answers.get(&key);
    let refused = given.is_some_and(|given| given.outcome != AnswerOutcome::Complete);
    let reasons = given.map(|given| given.reasons.clone()).unwrap_or_default();
    let explanation =
        reasons.iter().map(|key| Ok(reason(key)?.text.as_str())).collect::<Result<_, Error>>()?;
    Ok(Answer {
        right: key,
        outcome: given.map(|given| given.outcome),
        answered_on: given.map(|given| office.day(given.at)),
        reasons,
        explanation,
        remedies: if refused { requests.remedies.of(key.row()?.law()) } else { &[] },
    })
}

fn clocks_of(
    answer: &Answer,
    office: &Office,
    folded: &Folded,
    suspensions: &[Suspension],
    today: NaiveDate,
) -> Result<Vec<ClockState>, Error> {
    let row = answer.right.row()?;
    let Some(right) = &row.clock else { return Ok(Vec::new()) };
    let deadlines = deadline(&Deadline {
        regime: row.law(),
        right,
        received: Receipt::At(folded.received, office.zone),
        calendar: office.calendar.as_ref(),
        reading: office.reading.clone(),
        suspensions,
        suspend: office.suspend,
        extended_on: folded.extended.map(|at| office.day(at)),
    })?;
    let acknowledged = folded.acknowledged.map(|at| office.day(at));
    Ok(deadlines
        .clocks
        .into_iter()
        .map(|clock| {
            let met_on = match done_by(&clock) {
                Some(Done::Answer) => answer.answered_on,
                // Who has the answer needs no confirmation that the request was received.
                Some(Done::Acknowledgement) => acknowledged.into_iter().chain(answer.answered_on).min(),
                None => None,
            };
            state(answer.right, clock, met_on, folded.withdrawn, today)
        })
        .collect())
}

fn done_by(clock: &Clock) -> Option<Done> {
    let meets = |id: &String| id == clock.id;
    REQUESTS.deed.iter().find(|deed| deed.clocks.iter().any(meets)).map(|deed| deed.done_by)
}

fn state(
    right: RightKey,
    clock: Clock,
    met_on: Option<NaiveDate>,
    withdrawn: bool,
    today: NaiveDate,
) -> ClockState {
    let due = clock.due;
    let status = match met_on {
        _ if clock.kind != Kind::By => ClockStatus::Bound,
        Some(day) if day <= due => ClockStatus::Met,
        Some(_) => ClockStatus::MetLate,
        None if withdrawn => ClockStatus::Stopped,
        None if today <= due => ClockStatus::Running,
        None => ClockStatus::Overdue,
    };
    let late = matches!(status, ClockStatus::MetLate | ClockStatus::Overdue);
    ClockState { right, status, met_on, overdue_since: if late { due.succ_opt() } else { None }, clock }
}

fn breaches(clocks: &[ClockState]) -> Vec<&'static str> {
    let mut breaches = Vec::new();
    let is = |wanted: ClockStatus| clocks.iter().any(|state| state.status == wanted);
    if clocks.iter().any(|state| state.clock.extension.is_some_and(|extension| !extension.valid)) {
        breaches.push("extension_too_late");
    }
    if is(ClockStatus::Overdue) {
        breaches.push("overdue");
    }
    if is(ClockStatus::MetLate) {
        breaches.push("answered_late");
    }
    breaches
}

//! When a record expires, and what is done then.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::duty;
use super::{Error, Record, SweepQuestion, Swept, Ttl, TtlStart, TtlUnit, Verdict};
use crate::privacy::DataCategory;
use crate::privacy::rights::Hold;

/// The declared times, by category.
#[derive(Debug, Clone)]
pub struct Limits<'a>(BTreeMap<&'a str, &'a Ttl>);

impl<'a> Limits<'a> {
    /// The times of a policy.
    ///
    /// # Errors
    /// [`Error::DuplicateTtl`].
    pub fn new(ttls: &'a [Ttl]) -> Result<Self, Error> {
        let mut limits = BTreeMap::new();
        for ttl in ttls {
            if limits.insert(ttl.category.as_str(), ttl).is_some() {
                return Err(Error::DuplicateTtl { category: ttl.category.to_string() });
            }
        }
        Ok(Limits(limits))
    }

    /// The time of a category: its own, or that of the nearest above it.
    ///
    /// # Errors
    /// [`Error::MissingTtl`].
    pub fn of(&self, category: &DataCategory) -> Result<&'a Ttl, Error> {
        let mut key = category.as_str();
        loop {
            if let Some(ttl) = self.0.get(key) {
                return Ok(ttl);
            }
            key = key
                .rsplit_once('.')
                .map(|(above, _)| above)
                .ok_or_else(|| Error::MissingTtl { category: category.to_string() })?;
        }
    }
}

impl Ttl {
    /// The moment at which something that starts then is over; `None` beyond the dates that exist.
    #[must_use]
    pub fn end(&self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.unit {
            TtlUnit::Day => start.checked_add_signed(TimeDelta::days(i64::from(self.amount))),
            TtlUnit::Month => {
                let end = start.checked_add_months(Months::new(self.amount))?;
                if end.day() == start.day() {
                    return Some(end);
                }
                // In a month that is too short it is over when the last day is, so that who starts later is never over
                // sooner.
                Some(end.date_naive().succ_opt()?.and_time(NaiveTime::MIN).and_utc())
            }
        }
    }

    /// The same in milliseconds, for columns: days are counted without a calendar.
    #[cfg_attr(not(feature = "arrow"), allow(dead_code, reason = "columns count in milliseconds"))]
    pub(crate) fn end_of_millis(&self, start: i64) -> Option<i64> {
        match self.unit {
            TtlUnit::Day => start.checked_add(i64::from(self.amount).checked_mul(86_400_000)?),
            TtlUnit::Month => Some(self.end(DateTime::from_timestamp_millis(start)?)?.timestamp_millis()),
        }
    }

    /// The latest start whose time is over at `now`: the inverse of [`Ttl::end`], for columns. `None` before the dates
    /// that exist.
    #[must_use]
    pub fn latest_start_that_is_over(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.unit == TtlUnit::Day {
            return now.checked_sub_signed(TimeDelta::days(i64::from(self.amount)));
        }
        let (months, today) = (Months::new(self.amount), now.date_naive());
        let ends_on = |day: NaiveDate| {
            let end = day.checked_add_months(months)?;
            Some((end, end.day() != day.day()))
        };
        let mut day = today.checked_sub_months(months)?;
        while let Some(next) = day.succ_opt() {
            let (end, clipped) = ends_on(next)?;
            if end > today || (clipped && end == today) {
                break;
            }
            day = next;
        }
        let time = if ends_on(day)? == (today, false) {
            now.time()
        } else {
            NaiveTime::from_hms_nano_opt(23, 59, 59, 999_999_999)?
        };
        Some(day.and_time(time).and_utc())
    }
}

pub(super) fn check_holds(records: &[Record], holds: &[Hold]) -> Result<(), Error> {
    let mut known = BTreeSet::new();
    for record in records {
        if !known.insert(record.id.as_str()) {
            return Err(Error::DuplicateRecord { record: record.id.clone() });
        }
    }
    for hold in holds {
        if let Some(record) = hold.items.iter().find(|record| !known.contains(record.as_str())) {
            return Err(Error::UnknownRecord { hold: hold.id.clone(), record: record.clone() });
        }
        if hold.until.is_some_and(|until| until < hold.from) {
            return Err(Error::MisplacedHold { hold: hold.id.clone() });
        }
    }
    Ok(())
}

/// When the time of a record is over, and why; no moment while an agreement lasts.
fn expires(
    record: &Record,
    limits: &Limits<'_>,
    asked: &SweepQuestion,
) -> Result<(Option<DateTime<Utc>>, &'static str), Error> {
    let ttl = limits.of(&record.category)?;
    let (start, reason) = match ttl.from {
        TtlStart::Collected => (Some(record.collected_at), "time_is_over"),
        TtlStart::Refreshed => (Some(refreshed(record)), "time_is_over"),
        TtlStart::AgreementEnd => {
            let agreement =
                record.agreement.ok_or_else(|| Error::MissingAgreement { record: record.id.clone() })?;
            (agreement.ended_at, "agreement_ended")
        }
    };
    let beyond = || Error::DateOutOfRange { record: record.id.clone() };
    let end = start.map(|start| ttl.end(start).ok_or_else(beyond)).transpose()?;
    let not_needed = duty::not_needed(record, &asked.regimes);
    let ends = [(end, reason), (record.not_public_since, "not_public"), (not_needed, "no_longer_needed")];
    let first = ends.into_iter().filter_map(|(end, reason)| Some((end?, reason))).min_by_key(|(end, _)| *end);
    Ok(first.map_or((None, "agreement_lasts"), |(end, reason)| (Some(end), reason)))
}

/// A fetch counts only while the record was still public.
fn refreshed(record: &Record) -> DateTime<Utc> {
    let public = |at: &DateTime<Utc>| record.not_public_since.is_none_or(|since| *at < since);
    record.refreshed_at.filter(public).unwrap_or(record.collected_at)
}

/// From when, and until when, something counts.
type Counts<T> = (T, Option<T>);

/// The span in which a hold counts: from when it holds and is recorded to the end of its last day.
fn span(hold: &Hold) -> Counts<DateTime<Utc>> {
    let from = hold.from.and_time(NaiveTime::MIN).and_utc().max(hold.recorded_at);
    let until = hold.until.and_then(|day| day.succ_opt());
    (from, until.map(|day| day.and_time(NaiveTime::MIN).and_utc()))
}

/// Until when holds keep a record whose time is over then, and which of them do. A hold reaches a record that is still
/// there when it begins; one after the other may carry it on.
pub(crate) fn kept<T: Copy + Ord>(expired: T, spans: &[Counts<T>]) -> (Option<T>, BTreeSet<usize>) {
    let (mut end, mut keeping) = (Some(expired), BTreeSet::new());
    while let Some(so_far) = end {
        let reaches = |(from, until): &Counts<T>| *from <= so_far && until.is_none_or(|until| until > so_far);
        let Some((at, span)) = spans.iter().enumerate().find(|(_, span)| reaches(span)) else { break };
        keeping.insert(at);
        end = span.1;
    }
    (end, keeping)
}

/// Whether a hold counts at a moment.
pub(crate) fn counts<T: Copy + Ord>((from, until): Counts<T>, now: T) -> bool {
    from <= now && until.is_none_or(|until| now < until)
}

pub(super) fn verdict(
    record: &Record,
    limits: &Limits<'_>,
    asked: &SweepQuestion,
    now: DateTime<Utc>,
) -> Result<Swept, Error> {
    let misplaced = |what| Error::MisplacedRecord { record: record.id.clone(), what };
    if record.collected_at > now {
        return Err(misplaced("it was collected after now"));
    }
    if record.refreshed_at.is_some_and(|at| at < record.collected_at) {
        return Err(misplaced("it was refreshed before it was collected"));
    }
    let (expires_at, reason) = expires(record, limits, asked)?;
    let named = |hold: &&Hold| hold.items.contains(&record.id) && !hold.recorded_by.is_empty();
    let holds: Vec<&Hold> = asked.holds.iter().filter(named).collect();
    let swept = |verdict, reason, keep_until, mut kept: Vec<String>| {
        kept.sort_unstable();
        Swept { id: record.id.clone(), verdict, reason, expires_at, keep_until, holds: kept }
    };
    let Some(expired) = expires_at else { return Ok(swept(Verdict::Keep, reason, None, Vec::new())) };

    let spans: Vec<_> = holds.iter().map(|hold| span(hold)).collect();
    let (end, keeping) = kept(expired, &spans);
    let ids = |chosen: &dyn Fn(usize) -> bool| {
        holds.iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, hold)| hold.id.clone()).collect()
    };
    let keeping = || ids(&|at| keeping.contains(&at));
    if now < expired {
        return Ok(swept(Verdict::Keep, "within_its_time", end, keeping()));
    }
    if end.is_none_or(|end| now < end) {
        return Ok(swept(Verdict::KeepRestricted, "held", end, keeping()));
    }
    let late: Vec<String> = ids(&|at| spans.get(at).is_some_and(|span| counts(*span, now)));
    Ok(if late.is_empty() {
        swept(Verdict::Erase, reason, end, Vec::new())
    } else {
        swept(Verdict::NeedsHuman, "held_too_late", end, late)
    })
}

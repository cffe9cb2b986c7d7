//! The clocks of one request.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::readings::{End, end, stricter};
use super::rules::{self, Cited, Kind, Rule};
use super::{Calendar, Error};

/// When a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipt {
    /// On a day of the office.
    Day(NaiveDate),
    /// At an instant, which an office sees in its own zone.
    At(DateTime<Utc>, Tz),
}

impl Receipt {
    /// The day in the office's zone.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        match self {
            Receipt::Day(day) => day,
            Receipt::At(at, zone) => at.with_timezone(&zone).date_naive(),
        }
    }

    /// The day in UTC, which may be another one.
    #[must_use]
    pub fn day_in_utc(self) -> NaiveDate {
        match self {
            Receipt::Day(day) => day,
            Receipt::At(at, _) => at.date_naive(),
        }
    }
}

/// A span in which the clock stood still: from the day on which evidence of identity was asked for to the day on
/// which it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// Evidence was asked for.
    pub from: NaiveDate,
    /// It came.
    pub until: NaiveDate,
}

/// Which reading counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// The usual one.
    #[default]
    Usual,
    /// The strictest of all.
    Conservative,
    /// The one of this name, for the clocks that have it; the others keep their usual one.
    Named(String),
}

impl Choice {
    /// The choice by its name: `usual`, which also holds where none is named, `conservative`, or the name of a reading.
    #[must_use]
    pub fn named(name: Option<&str>) -> Self {
        match name {
            None | Some("usual") => Choice::Usual,
            Some("conservative") => Choice::Conservative,
            Some(name) => Choice::Named(name.to_owned()),
        }
    }
}

/// The zone of an office by its IANA name; UTC where none is named.
///
/// # Errors
/// [`Error::UnknownOffice`].
pub fn office_zone(name: Option<&str>) -> Result<Tz, Error> {
    let name = name.unwrap_or("UTC");
    name.parse().map_err(|_| Error::UnknownOffice { name: name.to_owned() })
}

/// The question: by when must this request be answered?
#[derive(Debug, Clone)]
pub struct Deadline<'a> {
    /// `gdpr` or `ccpa`.
    pub regime: &'a str,
    /// The right, such as `access` or `know`.
    pub right: &'a str,
    /// When it came in.
    pub received: Receipt,
    /// Whose holidays count; `None` takes the clock's own where it has one.
    pub calendar: Option<&'a Calendar>,
    /// Which reading counts.
    pub reading: Choice,
    /// When the clock stood still.
    pub suspensions: &'a [Suspension],
    /// Whether a clock that may stand still does: guidance differs, so the caller declares it.
    pub suspend: bool,
    /// When the person was told of an extension and its reasons.
    pub extended_on: Option<NaiveDate>,
}

/// What became of an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Extension {
    /// When the person was told.
    pub announced_on: NaiveDate,
    /// The last day on which that was possible.
    pub latest: NaiveDate,
    /// Whether it holds: told in time.
    pub valid: bool,
}

/// One clock, where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clock {
    /// Which clock, such as `gdpr.answer`.
    pub id: &'static str,
    /// What the date bounds.
    pub kind: Kind,
    /// The day before it is moved off a weekend or holiday.
    pub raw: NaiveDate,
    /// The day that counts.
    pub due: NaiveDate,
    /// What every reading gives, superseded ones left out.
    pub readings: BTreeMap<&'static str, NaiveDate>,
    /// What the chosen reading gives where the clock stands still while identity is awaited; `None` where it
    /// cannot, or never did.
    pub if_suspended: Option<NaiveDate>,
    /// What became of the extension, where one was announced and this clock can be extended.
    pub extension: Option<Extension>,
    /// Where it stands in the law.
    pub cites: &'static [Cited],
}

/// The clocks of one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadlines {
    /// The day of receipt in the office's zone, from which is counted.
    pub received_on: NaiveDate,
    /// The day of receipt in UTC.
    pub received_on_in_utc: NaiveDate,
    /// Every clock that runs, in the order of the rules.
    pub clocks: Vec<Clock>,
}

/// By when a request must be answered.
///
/// # Errors
/// What [`Error`] lists: a right, calendar or reading that is not known, a calendar that does not reach far enough,
/// suspensions or an extension out of order.
///
/// ```
/// use renown::privacy::clocks::{Calendar, Choice, Deadline, Receipt, deadline};
/// let ireland = Calendar::shipped("IE")?;
/// let asked = Deadline {
///     regime: "gdpr",
///     right: "access",
///     received: Receipt::Day("2026-01-31".parse().unwrap()),
///     calendar: Some(&ireland),
///     reading: Choice::Usual,
///     suspensions: &[],
///     suspend: false,
///     extended_on: None,
/// };
/// let answer = &deadline(&asked)?.clocks[0];
/// assert_eq!(answer.raw.to_string(), "2026-02-28", "a Saturday");
/// assert_eq!(answer.due.to_string(), "2026-03-02", "the Monday after");
/// # Ok::<(), renown::privacy::clocks::Error>(())
/// ```
pub fn deadline(asked: &Deadline<'_>) -> Result<Deadlines, Error> {
    let received = asked.received.day();
    let rules = rules::of(asked.regime, asked.right, received);
    if rules.is_empty() {
        return Err(Error::UnknownRight {
            regime: asked.regime.to_owned(),
            right: asked.right.to_owned(),
            known: rules::known(asked.regime),
        });
    }
    check_reading(asked, &rules)?;
    check_order(asked, received)?;
    let clocks = rules.into_iter().map(|rule| clock(asked, rule)).collect::<Result<_, _>>()?;
    Ok(Deadlines { received_on: received, received_on_in_utc: asked.received.day_in_utc(), clocks })
}

fn check_reading(asked: &Deadline<'_>, rules: &[&'static Rule]) -> Result<(), Error> {
    let Choice::Named(name) = &asked.reading else { return Ok(()) };
    let readings = || rules.iter().flat_map(|rule| &rule.reading);
    match readings().find(|reading| reading.name == *name) {
        Some(reading) if reading.superseded => Err(Error::SupersededReading { name: name.clone() }),
        Some(_) => Ok(()),
        None => {
            let known = readings().filter(|reading| !reading.superseded).map(|reading| reading.name.as_str());
            let mut known: Vec<_> = known.chain(["conservative"]).collect();
            known.sort_unstable();
            known.dedup();
            let (right, known) = (asked.right.to_owned(), known.join(", "));
            Err(Error::UnknownReading { right, name: name.clone(), known })
        }
    }
}

fn check_order(asked: &Deadline<'_>, received: NaiveDate) -> Result<(), Error> {
    let mut spans = asked.suspensions.to_vec();
    spans.sort_by_key(|span| (span.from, span.until));
    let mut free_from = received;
    for Suspension { from, until } in spans {
        if from < free_from || until < from {
            return Err(Error::MisplacedSuspension { from, until });
        }
        free_from = until;
    }
    match asked.extended_on {
        Some(at) if at < received => Err(Error::ExtensionBeforeReceipt { at, received }),
        _ => Ok(()),
    }
}

fn clock(asked: &Deadline<'_>, rule: &'static Rule) -> Result<Clock, Error> {
    let own = match (&rule.calendar, asked.calendar) {
        (Some(name), None) => Some(Calendar::shipped(name)?),
        _ => None,
    };
    let calendar = asked.calendar.or(own.as_ref());
    let stood_still: i64 = asked.suspensions.iter().map(|span| (span.until - span.from).num_days()).sum();
    let stood_still = if rule.suspends { u64::try_from(stood_still).unwrap_or(0) } else { 0 };
    let counted = if asked.suspend { stood_still } else { 0 };

    let extension = extension(asked, rule, counted, calendar)?;
    let extended = extension.is_some_and(|extension| extension.valid);
    let chosen = chosen(asked, rule, extended, counted, calendar)?;
    let if_suspended = match stood_still {
        0 => None,
        days => Some(self::chosen(asked, rule, extended, days, calendar)?.due),
    };
    let mut readings = BTreeMap::new();
    for reading in rule.reading.iter().filter(|reading| !reading.superseded) {
        let end = end(rule, reading, asked.received.day(), extended, counted, calendar)?;
        readings.extend(end.map(|end| (reading.name.as_str(), end.due)));
    }
    let End { raw, due } = chosen;
    Ok(Clock {
        id: &rule.id,
        kind: rule.kind,
        raw,
        due,
        readings,
        if_suspended,
        extension,
        cites: &rule.cites,
    })
}

/// An extension holds where it was announced within the term that it extends.
fn extension(
    asked: &Deadline<'_>,
    rule: &'static Rule,
    stood_still: u64,
    calendar: Option<&Calendar>,
) -> Result<Option<Extension>, Error> {
    let Some(announced_on) = asked.extended_on else { return Ok(None) };
    if rule.reading.iter().all(|reading| reading.extended.is_none()) {
        return Ok(None);
    }
    let latest = chosen(asked, rule, false, stood_still, calendar)?.due;
    Ok(Some(Extension { announced_on, latest, valid: announced_on <= latest }))
}

/// What the chosen reading gives. A reading without an extended form gives way to the usual one where the clock is
/// extended; the conservative choice also looks at the other day of receipt.
fn chosen(
    asked: &Deadline<'_>,
    rule: &'static Rule,
    extended: bool,
    stood_still: u64,
    calendar: Option<&Calendar>,
) -> Result<End, Error> {
    if let Some(day) = rule.fixed {
        return Ok(End { raw: day, due: day });
    }
    let received = asked.received.day();
    let allowed = || rule.reading.iter().filter(|reading| !reading.superseded);
    let usual = || {
        for reading in allowed() {
            if let Some(end) = end(rule, reading, received, extended, stood_still, calendar)? {
                return Ok(end);
            }
        }
        Err(Error::DateOutOfRange { from: received })
    };
    match &asked.reading {
        Choice::Usual => usual(),
        Choice::Named(name) => {
            let named = allowed().find(|reading| reading.name == *name);
            let end = named.map(|reading| end(rule, reading, received, extended, stood_still, calendar));
            end.transpose()?.flatten().map_or_else(usual, Ok)
        }
        Choice::Conservative => {
            let mut strictest = usual()?;
            for day in [received, asked.received.day_in_utc()] {
                for reading in allowed() {
                    if let Some(other) = end(rule, reading, day, extended, stood_still, calendar)? {
                        strictest = stricter(rule.kind, strictest, other);
                    }
                }
            }
            Ok(strictest)
        }
    }
}

//! What each reading of a clock gives for one day of receipt.

use chrono::{Days, NaiveDate};

use super::rules::{Kind, Reading, Roll, Rule};
use super::{Calendar, Error};

/// The day that a reading gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// Before it is moved off a weekend or holiday.
    pub(super) raw: NaiveDate,
    /// The day that counts.
    pub(super) due: NaiveDate,
}

/// The end of a reading; `None` where it has no extended form and one is asked for.
pub(super) fn end(
    rule: &'static Rule,
    reading: &Reading,
    received: NaiveDate,
    extended: bool,
    suspended_days: u64,
    calendar: Option<&Calendar>,
) -> Result<Option<End>, Error> {
    let missing = Error::MissingCalendar { clock: &rule.id };
    let terms = if extended { reading.extended.as_ref() } else { Some(&reading.term) };
    let Some(terms) = terms else { return Ok(None) };
    let mut raw = received;
    for term in terms {
        raw = match rule.kind {
            Kind::BackTo => term.start(raw)?,
            Kind::By | Kind::NotBefore => term.end(raw, calendar).map_err(|error| match error {
                Error::MissingCalendar { .. } => missing.clone(),
                other => other,
            })?,
        };
    }
    raw = raw.checked_add_days(Days::new(suspended_days)).ok_or(Error::DateOutOfRange { from: raw })?;
    let due = match reading.roll {
        Roll::None => raw,
        Roll::WorkingDay => calendar.ok_or(missing)?.roll(raw)?,
    };
    Ok(Some(End { raw, due }))
}

/// The stricter of two days: the earlier one to act by, the later one to wait for, the one further back.
pub(super) fn stricter(kind: Kind, one: End, other: End) -> End {
    let other_is_stricter = match kind {
        Kind::By | Kind::BackTo => other.due < one.due,
        Kind::NotBefore => other.due > one.due,
    };
    if other_is_stricter { other } else { one }
}

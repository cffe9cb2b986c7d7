//! Spans of time as statutes count them.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{Calendar, Error};

/// What a term counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Calendar months: the day of the same number, or the last day of a month that has none.
    Month,
    /// Calendar days.
    Day,
    /// Days that are neither Sunday nor holiday, nor Saturday unless Saturdays count.
    BusinessDay,
}

/// A span such as one month, 45 days, 10 business days. The day from which it is counted does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// How many units.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
    /// Whether Saturdays are business days.
    #[serde(default)]
    pub saturday: bool,
}

impl Term {
    /// Calendar months.
    #[must_use]
    pub const fn months(amount: u32) -> Self {
        Term { amount, unit: Unit::Month, saturday: false }
    }

    /// The last day of the term.
    ///
    /// # Errors
    /// [`Error::MissingCalendar`] where business days are counted without one, [`Error::CalendarExhausted`],
    /// [`Error::DateOutOfRange`].
    ///
    /// ```
    /// use renown::privacy::clocks::Term;
    /// let day = |text: &str| text.parse().unwrap();
    /// assert_eq!(Term::months(1).end(day("2024-01-31"), None)?, day("2024-02-29"));
    /// # Ok::<(), renown::privacy::clocks::Error>(())
    /// ```
    pub fn end(self, from: NaiveDate, calendar: Option<&Calendar>) -> Result<NaiveDate, Error> {
        let end = match self.unit {
            Unit::Month => from.checked_add_months(Months::new(self.amount)),
            Unit::Day => from.checked_add_days(Days::new(self.amount.into())),
            Unit::BusinessDay => {
                let calendar = calendar.ok_or(Error::MissingCalendar { clock: "of business days" })?;
                return self.end_of_business(from, calendar);
            }
        };
        end.ok_or(Error::DateOutOfRange { from })
    }

    fn end_of_business(self, from: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, Error> {
        let mut day = from;
        let mut left = self.amount;
        while left > 0 {
            day = day.succ_opt().ok_or(Error::DateOutOfRange { from })?;
            let weekend = match day.weekday() {
                Weekday::Sun => true,
                Weekday::Sat => !self.saturday,
                _ => false,
            };
            if !weekend && !calendar.is_holiday(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// The first day of a term that looks back and ends on `until`. Only months and days look back.
    ///
    /// # Errors
    /// [`Error::DateOutOfRange`].
    pub fn start(self, until: NaiveDate) -> Result<NaiveDate, Error> {
        match self.unit {
            Unit::Month => until.checked_sub_months(Months::new(self.amount)),
            Unit::Day => until.checked_sub_days(Days::new(self.amount.into())),
            Unit::BusinessDay => None,
        }
        .ok_or(Error::DateOutOfRange { from: until })
    }
}

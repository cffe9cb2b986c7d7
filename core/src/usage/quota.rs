//! How many units a user may consume in a period.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Over which days units are counted. Days are those of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// All time.
    Ever,
}

impl Period {
    /// The first day of the period that `now` lies in, and the first day after it.
    pub fn around(self, now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
        let today = now.date_naive();
        // Chrono's last day is so far away that the day after it is never asked for.
        match self {
            Period::Day => (today, today.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)),
            Period::Month => {
                let first = today.with_day(1).unwrap_or(today);
                (first, first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX))
            }
            Period::Ever => (NaiveDate::MIN, NaiveDate::MAX),
        }
    }
}

/// A limit of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// How many units.
    pub limit: u64,
    /// In which period.
    pub period: Period,
}

impl Quota {
    /// How many units are left where so many are used and so many are promised to work that is under way.
    pub fn left(&self, used: u64, reserved: u64) -> u64 {
        self.limit.saturating_sub(used.saturating_add(reserved))
    }
}

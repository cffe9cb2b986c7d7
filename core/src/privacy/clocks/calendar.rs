//! Which days are working days, by jurisdiction.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, Weekday};

use super::Error;

/// The shipped calendars; the head of the file says where they come from.
const SHIPPED: &str = include_str!("../../../policies/calendars.txt");

/// The public holidays and the weekend of a jurisdiction, over the years that are known.
///
/// A day outside those years is an error, never a guess.
///
/// ```
/// use renown::privacy::clocks::Calendar;
/// let ireland = Calendar::shipped("IE")?;
/// let st_brigid = "2026-02-02".parse().unwrap();
/// assert!(!ireland.is_working_day(st_brigid)?);
/// # Ok::<(), renown::privacy::clocks::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    name: String,
    weekend: Vec<Weekday>,
    holidays: BTreeSet<NaiveDate>,
    years: RangeInclusive<i32>,
}

impl Calendar {
    /// A calendar of one's own.
    ///
    /// # Errors
    /// [`Error::MalformedCalendar`] where no year is covered, a holiday lies outside the years, or every day of the
    /// week is weekend.
    pub fn new(
        name: impl Into<String>,
        weekend: impl IntoIterator<Item = Weekday>,
        holidays: impl IntoIterator<Item = NaiveDate>,
        years: RangeInclusive<i32>,
    ) -> Result<Self, Error> {
        let calendar = Calendar {
            name: name.into(),
            weekend: weekend.into_iter().collect(),
            holidays: holidays.into_iter().collect(),
            years,
        };
        let what = if calendar.years.is_empty() {
            "it covers no year"
        } else if calendar.holidays.iter().any(|day| !calendar.years.contains(&day.year())) {
            "a holiday lies outside its years"
        } else if calendar.weekend.iter().collect::<std::collections::HashSet<_>>().len() == 7 {
            "every day of the week is weekend"
        } else {
            return Ok(calendar);
        };
        Err(Error::MalformedCalendar { what })
    }

    /// The calendar of a jurisdiction that is shipped: the states of the EEA, CH, GB, IL and US-CA, 2018 to 2037.
    ///
    /// # Errors
    /// [`Error::UnknownCalendar`].
    pub fn shipped(name: &str) -> Result<Self, Error> {
        let unknown = || Error::UnknownCalendar { name: name.to_owned() };
        let mut weekend = Vec::new();
        let mut holidays = BTreeSet::new();
        let mut years: Option<RangeInclusive<i32>> = None;
        for line in SHIPPED.lines() {
            let mut words = line.split(' ');
            if words.next() != Some(name) {
                continue;
            }
            match words.next() {
                Some("weekend") => weekend.extend(words.filter_map(|word| word.parse::<Weekday>().ok())),
                Some(year) => {
                    let number: i32 = year.parse().map_err(|_| unknown())?;
                    years = Some(years.map_or(number, |years| *years.start())..=number);
                    holidays
                        .extend(words.filter_map(|day| format!("{year}-{day}").parse::<NaiveDate>().ok()));
                }
                None => {}
            }
        }
        Calendar::new(name, weekend, holidays, years.ok_or_else(unknown)?)
    }

    /// The names of the calendars that are shipped, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.lines().filter_map(|line| line.split_once(" weekend ").map(|(name, _)| name))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a day is neither weekend nor holiday.
    ///
    /// # Errors
    /// [`Error::CalendarExhausted`].
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, Error> {
        Ok(!self.is_holiday(day)? && !self.weekend.contains(&day.weekday()))
    }

    /// Whether a day is a public holiday.
    ///
    /// # Errors
    /// [`Error::CalendarExhausted`].
    pub fn is_holiday(&self, day: NaiveDate) -> Result<bool, Error> {
        if self.years.contains(&day.year()) {
            return Ok(self.holidays.contains(&day));
        }
        Err(Error::CalendarExhausted {
            calendar: self.name.clone(),
            year: day.year(),
            first: *self.years.start(),
            last: *self.years.end(),
        })
    }

    /// The day itself where it is a working day, else the next one that is.
    ///
    /// # Errors
    /// [`Error::CalendarExhausted`].
    pub fn roll(&self, mut day: NaiveDate) -> Result<NaiveDate, Error> {
        while !self.is_working_day(day)? {
            day = day.succ_opt().ok_or(Error::DateOutOfRange { from: day })?;
        }
        Ok(day)
    }
}

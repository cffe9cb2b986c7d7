//! Instants as people of a place see them: the day, the ISO week, the month, the weekday and the hour.
//!
//! One idea to keep in mind: a period is a whole number. Days are counted from 1970-01-01, weeks from the
//! Monday of that week (1969-12-29), months from January 1970; so that a kernel can group by it, and so that
//! sorting it sorts time.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Error;

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
/// The longest that a message repeats of a name that it does not know.
const SHOWN: usize = 40;

/// A time zone of the IANA database, by name.
///
/// ```
/// use renown::metrics::Zone;
/// let zone: Zone = "Europe/Berlin".parse()?;
/// assert_eq!(zone.local(1_767_225_600_000), 1_767_229_200_000, "an hour ahead in winter");
/// assert!("Berlin".parse::<Zone>().is_err());
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(Tz::UTC);

    /// The name in the IANA database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// By how many milliseconds the clocks of this place are ahead of UTC at an instant, in milliseconds since
    /// 1970-01-01T00:00:00Z. Outside the years 1 to 9999 it is the offset of 1970.
    #[must_use]
    pub fn offset(self, at: i64) -> i64 {
        let utc = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default().naive_utc();
        i64::from(self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * 1000
    }

    /// What the clocks of this place show, as milliseconds since 1970-01-01T00:00:00 of these clocks.
    #[must_use]
    pub fn local(self, at: i64) -> i64 {
        at.saturating_add(self.offset(at))
    }

    /// The stretches of time within `from..=to` in which the offset stays the same: where each begins, and
    /// the offset, in milliseconds. The first begins at `from`. A kernel builds this once and looks offsets up
    /// in it; it says the same as [`Zone::offset`].
    ///
    /// It probes every second day, for no zone of the database changes its clocks twice within six days.
    #[must_use]
    pub fn offsets(self, from: i64, to: i64) -> Vec<(i64, i64)> {
        let mut offset = self.offset(from);
        let mut stretches = vec![(from, offset)];
        let mut at = from;
        while at < to {
            let next = at.saturating_add(2 * DAY).min(to);
            let there = self.offset(next);
            if there != offset {
                let (mut before, mut after) = (at, next);
                while after - before > 1 {
                    let middle = before + (after - before) / 2;
                    if self.offset(middle) == offset { before = middle } else { after = middle }
                }
                stretches.push((after, there));
                offset = there;
            }
            at = next;
        }
        stretches
    }
}

impl Default for Zone {
    fn default() -> Self {
        Zone::UTC
    }
}

impl FromStr for Zone {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        name.parse().map(Zone).map_err(|_| Error::UnknownZone { name: shortened(name) })
    }
}

impl TryFrom<String> for Zone {
    type Error = Error;

    fn try_from(name: String) -> Result<Self, Error> {
        name.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.name().to_owned()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Zone {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Zone".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A time zone of the IANA database, by name",
            "examples": ["Europe/Berlin", "UTC"],
        })
    }
}

/// The beginning of a text that the library does not know, for a message.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A calendar month.
    #[default]
    Month,
    /// An ISO 8601 week, from Monday.
    Week,
    /// A day.
    Day,
}

impl Period {
    /// The number of the period in which these local clocks stand ([`Zone::local`]).
    ///
    /// ```
    /// use renown::metrics::Period;
    /// assert_eq!(Period::Day.index(-1), -1);
    /// assert_eq!(Period::Week.index(0), 0, "1970-01-01 was a Thursday");
    /// assert_eq!(Period::Month.index(31 * 86_400_000), 1, "1970-02-01");
    /// ```
    #[inline]
    #[must_use]
    pub fn index(self, local: i64) -> i32 {
        let day = local.div_euclid(DAY);
        let index = match self {
            Period::Day => day,
            Period::Week => (day + 3).div_euclid(7),
            Period::Month => month_of_day(day),
        };
        // Within the years 1 to 9999 the index fits with room to spare.
        i32::try_from(index).unwrap_or(if index < 0 { i32::MIN } else { i32::MAX })
    }

    /// The first day of a period. `None` outside the years that a calendar holds.
    ///
    /// ```
    /// use renown::metrics::Period;
    /// assert_eq!(Period::Week.start(0).map(|day| day.to_string()).as_deref(), Some("1969-12-29"));
    /// ```
    #[must_use]
    pub fn start(self, index: i32) -> Option<NaiveDate> {
        let epoch = NaiveDate::default();
        match self {
            Period::Day => add_days(epoch, i64::from(index)),
            Period::Week => add_days(epoch, i64::from(index) * 7 - 3),
            Period::Month => {
                let months = Months::new(index.unsigned_abs());
                if index < 0 { epoch.checked_sub_months(months) } else { epoch.checked_add_months(months) }
            }
        }
    }

    /// How a period is written: `2026-01`, `2026-W05`, `2026-01-31`.
    ///
    /// ```
    /// use renown::metrics::Period;
    /// assert_eq!(Period::Month.label(672).as_deref(), Some("2026-01"));
    /// assert_eq!(Period::Week.label(0).as_deref(), Some("1970-W01"));
    /// ```
    #[must_use]
    pub fn label(self, index: i32) -> Option<String> {
        let start = self.start(index)?;
        Some(match self {
            Period::Day => start.format("%Y-%m-%d").to_string(),
            Period::Week => start.format("%G-W%V").to_string(),
            Period::Month => start.format("%Y-%m").to_string(),
        })
    }
}

fn add_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { date.checked_sub_days(by) } else { date.checked_add_days(by) }
}

/// Months since January 1970 of a day since 1970-01-01, in the proleptic Gregorian calendar.
///
/// The year is taken to begin in March, so that the leap day is its last; 400 years have 146 097 days. After
/// Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), `civil_from_days`.
#[inline]
fn month_of_day(day: i64) -> i64 {
    let day = day + 719_468; // since 0000-03-01
    let era = day.div_euclid(146_097);
    let day = day.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153; // from March
    (era * 400 + year) * 12 + month + 2 - 1970 * 12
}

/// Monday is 0, Sunday 6.
#[inline]
#[must_use]
pub fn weekday(local: i64) -> usize {
    // 1970-01-01 was a Thursday; the remainder is below 7.
    (local.div_euclid(DAY) + 3).rem_euclid(7) as usize
}

/// The hour of the day, 0 to 23.
#[inline]
#[must_use]
pub fn hour(local: i64) -> usize {
    // The remainder is below 24 hours.
    (local.rem_euclid(DAY) / HOUR) as usize
}

/// The date that these local clocks show.
pub(crate) fn date(local: i64) -> Option<NaiveDate> {
    add_days(NaiveDate::default(), local.div_euclid(DAY))
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::engagement::TIMES;

    fn utc(text: &str) -> i64 {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn the_last_second_of_a_month_depends_on_the_place() {
        let at = utc("2026-01-31T23:30:00Z");
        let month =
            |zone: &str| Period::Month.label(Period::Month.index(zone.parse::<Zone>().unwrap().local(at)));
        assert_eq!(month("UTC").unwrap(), "2026-01");
        assert_eq!(month("Europe/Berlin").unwrap(), "2026-02");
        assert_eq!(month("America/New_York").unwrap(), "2026-01");
    }

    #[test]
    fn an_iso_week_may_belong_to_the_year_before_or_after() {
        let week = |text: &str| Period::Week.label(Period::Week.index(utc(text))).unwrap();
        assert_eq!(week("2027-01-03T23:59:59Z"), "2026-W53");
        assert_eq!(week("2027-01-04T00:00:00Z"), "2027-W01");
        assert_eq!(week("2024-12-30T00:00:00Z"), "2025-W01");
    }

    #[test]
    fn an_unknown_zone_is_named_but_not_repeated_at_length() {
        let error = "Mars/Olympus".parse::<Zone>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"Mars/Olympus\" is not a time zone of the IANA database; give a name such as \"Europe/Berlin\" or \"UTC\""
        );
        let long = "ü".repeat(1_000_000).parse::<Zone>().unwrap_err();
        assert!(long.to_string().len() < 300);
    }

    #[test]
    fn clocks_that_go_back_over_midnight_keep_each_instant_in_its_day() {
        // St. John's went back from 00:01 to 23:01 on 2008-11-02: the day had begun, ended, and began again.
        let zone: Zone = "America/St_Johns".parse().unwrap();
        let day = |text: &str| Period::Day.label(Period::Day.index(zone.local(utc(text)))).unwrap();
        assert_eq!(day("2008-11-02T02:29:59Z"), "2008-11-01");
        assert_eq!(day("2008-11-02T02:30:30Z"), "2008-11-02");
        assert_eq!(day("2008-11-02T02:31:30Z"), "2008-11-01");
        assert_eq!(day("2008-11-02T03:30:00Z"), "2008-11-02");
    }

    #[test]
    fn the_table_of_offsets_knows_every_change_of_every_zone() {
        // A change to another offset and back within the two days between probes would be missed here as in
        // the table, so look every six hours instead.
        let (from, to) = (utc("1960-01-01T00:00:00Z"), utc("2040-01-01T00:00:00Z"));
        for tz in chrono_tz::TZ_VARIANTS.iter().step_by(7) {
            let zone = Zone(*tz);
            let table = zone.offsets(from, to);
            let mut stretches = table.iter().peekable();
            let mut offset = 0;
            for at in (from..=to).step_by(6 * HOUR as usize) {
                while let Some((_, next)) = stretches.next_if(|(start, _)| *start <= at) {
                    offset = *next;
                }
                assert_eq!(offset, zone.offset(at), "{zone} at {at}");
            }
        }
    }

    #[test]
    fn a_stretch_begins_at_the_millisecond_of_the_change() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let table = zone.offsets(utc("2026-01-01T00:00:00Z"), utc("2026-12-31T00:00:00Z"));
        let expected = [
            (utc("2026-01-01T00:00:00Z"), HOUR),
            (utc("2026-03-29T01:00:00Z"), 2 * HOUR),
            (utc("2026-10-25T01:00:00Z"), HOUR),
        ];
        assert_eq!(table, expected);
    }

    proptest! {
        #[test]
        fn periods_agree_with_the_calendar(at in TIMES) {
            let date = chrono::DateTime::from_timestamp_millis(at).unwrap();
            let start = |period: Period| period.start(period.index(at)).unwrap();
            prop_assert_eq!(start(Period::Day), date.date_naive());
            prop_assert_eq!(start(Period::Month), date.date_naive().with_day(1).unwrap());
            let monday = date.date_naive().week(chrono::Weekday::Mon).first_day();
            prop_assert_eq!(start(Period::Week), monday);
            prop_assert_eq!(weekday(at), date.weekday().num_days_from_monday() as usize);
            prop_assert_eq!(hour(at), chrono::Timelike::hour(&date) as usize);
        }

        #[test]
        fn a_start_is_the_first_day_of_its_own_index(index in -23_000..90_000_i32) {
            for period in [Period::Day, Period::Week, Period::Month] {
                let start = period.start(index).unwrap();
                let at = start.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_millis();
                prop_assert_eq!(period.index(at), index);
                prop_assert_eq!(period.index(at - 1), index - 1);
            }
        }
    }
}

//! Points in time: milliseconds since 1970, written as RFC 3339.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};

use super::Error;
use super::error::shortened;
use super::words::serde_as_text;

/// A point in time, to the millisecond, in the years 0001 to 9999.
///
/// It is read from RFC 3339 with a zone and written in UTC. A timestamp without a zone is refused: a guess would be
/// hours wrong. Digits beyond the millisecond are cut off.
///
/// ```
/// use renown::model::Timestamp;
///
/// let noon: Timestamp = "2026-01-31T12:00:00+02:00".parse()?;
/// assert_eq!(noon.to_string(), "2026-01-31T10:00:00Z");
/// assert_eq!(noon, Timestamp::from_millis(1_769_853_600_000)?);
/// assert_eq!("2026-01-31T12:00:00".parse::<Timestamp>().unwrap_err().code(), "NAIVE_TIMESTAMP");
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first millisecond of the year 0001.
    pub const MIN: Timestamp = Timestamp(-62_135_596_800_000);
    /// The last millisecond of the year 9999.
    pub const MAX: Timestamp = Timestamp(253_402_300_799_999);

    /// From milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`Error::TimestampOutOfRange`] outside the years 0001 to 9999.
    pub fn from_millis(millis: i64) -> Result<Self, Error> {
        let timestamp = Timestamp(millis);
        if timestamp < Self::MIN || timestamp > Self::MAX {
            return Err(Error::TimestampOutOfRange { value: millis.to_string() });
        }
        Ok(timestamp)
    }

    /// From seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`Error::TimestampOutOfRange`] outside the years 0001 to 9999.
    pub fn from_seconds(seconds: i64) -> Result<Self, Error> {
        match seconds.checked_mul(1000) {
            Some(millis) => Self::from_millis(millis),
            None => Err(Error::TimestampOutOfRange { value: format!("{seconds}000") }),
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The same point in time as `chrono` writes it.
    pub fn datetime(self) -> DateTime<Utc> {
        // Every value in the range is a valid datetime; the default is never taken.
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = Error;

    fn try_from(datetime: DateTime<Utc>) -> Result<Self, Error> {
        Self::from_millis(datetime.timestamp_millis())
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Ok(datetime) = DateTime::parse_from_rfc3339(text) {
            return Self::from_millis(datetime.timestamp_millis());
        }
        let value = shortened(text);
        let naive = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
            .iter()
            .any(|form| NaiveDateTime::parse_from_str(text, form).is_ok())
            || NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
        Err(if naive { Error::NaiveTimestamp { value } } else { Error::MalformedTimestamp { value } })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.datetime().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

serde_as_text!(Timestamp);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "pattern": "([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        })
    }
}

/// Reads a calendar date.
pub(crate) fn date(text: &str) -> Result<NaiveDate, Error> {
    let well_formed = text.len() == 10;
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) if well_formed => Ok(date),
        _ => Err(Error::MalformedDate { value: shortened(text) }),
    }
}

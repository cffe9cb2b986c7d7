//! By when a request must be answered.

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Error, arguments, result};
use crate::privacy::clocks::{
    Calendar, Choice, Deadline, Deadlines, Receipt, Suspension, deadline as clocks_of, office_zone,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    regime: String,
    right: String,
    /// A day of the office, or an RFC 3339 instant.
    received: String,
    /// The office's IANA zone, in which an instant of receipt becomes a day.
    #[serde(default)]
    zone: Option<String>,
    #[serde(default)]
    calendar: Option<CalendarOf>,
    /// `usual`, `conservative`, or the name of a reading.
    #[serde(default)]
    reading: Option<String>,
    #[serde(default)]
    suspensions: Vec<Suspension>,
    #[serde(default)]
    suspend: bool,
    #[serde(default)]
    extended_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CalendarOf {
    Shipped(String),
    Own(Own),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    name: String,
    weekend: Vec<Weekday>,
    holidays: Vec<NaiveDate>,
    first_year: i32,
    last_year: i32,
}

#[derive(Serialize)]
struct Answer<'a> {
    regime: &'a str,
    right: &'a str,
    calendar: Option<&'a str>,
    #[serde(flatten)]
    deadlines: Deadlines,
}

pub(super) fn deadline(given: &Value) -> Result<Value, Error> {
    let asked: Question = arguments(given)?;
    let calendar = match asked.calendar {
        None => None,
        Some(CalendarOf::Shipped(name)) => Some(Calendar::shipped(&name)?),
        Some(CalendarOf::Own(own)) => {
            Some(Calendar::new(own.name, own.weekend, own.holidays, own.first_year..=own.last_year)?)
        }
    };
    let received = received(&asked.received, asked.zone.as_deref())?;
    let deadlines = clocks_of(&Deadline {
        regime: &asked.regime,
        right: &asked.right,
        received,
        calendar: calendar.as_ref(),
        reading: Choice::named(asked.reading.as_deref()),
        suspensions: &asked.suspensions,
        suspend: asked.suspend,
        extended_on: asked.extended_on,
    })?;
    let calendar = calendar.as_ref().map(Calendar::name);
    result(&Answer { regime: &asked.regime, right: &asked.right, calendar, deadlines })
}

fn received(text: &str, office: Option<&str>) -> Result<Receipt, Error> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Receipt::Day(day));
    }
    let reason =
        "received is neither a day such as \"2026-01-31\" nor an instant such as \"2026-01-31T23:30:00Z\"";
    let at =
        text.parse::<DateTime<Utc>>().map_err(|_| Error::MalformedArguments { reason: reason.to_owned() })?;
    Ok(Receipt::At(at, office_zone(office)?))
}

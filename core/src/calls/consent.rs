//! Records of consent, as plain data.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Error, arguments, result};
use crate::privacy::consent::{self, Entry, Log, TextHash, Unsaid};
use crate::privacy::{Purpose, SubjectId};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    entries: Vec<Entry>,
    subject: SubjectId,
    purpose: Purpose,
    #[serde(default)]
    text: Option<TextHash>,
    at: DateTime<Utc>,
}

/// How a person stood to a purpose.
pub(super) fn consent_at(given: &Value) -> Result<Value, Error> {
    let Asked { entries, subject, purpose, text, at } = arguments(given)?;
    result(&Log::new(entries)?.consent_at(&subject, &purpose, text.as_ref(), at))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    entries: Vec<Entry>,
    subject: SubjectId,
    at: DateTime<Utc>,
}

pub(super) fn consent_states(given: &Value) -> Result<Value, Error> {
    let Person { entries, subject, at } = arguments(given)?;
    result(&Log::new(entries)?.states_at(&subject, at))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    entries: Vec<Entry>,
}

/// The entries as they are written, checked against each other.
pub(super) fn consent_read(given: &Value) -> Result<Value, Error> {
    let Entries { entries } = arguments(given)?;
    result(&Log::new(entries)?.entries())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    entries: Vec<Entry>,
    consent: SubjectId,
    at: DateTime<Utc>,
}

pub(super) fn consent_iso27560(given: &Value) -> Result<Value, Error> {
    let One { entries, consent, at } = arguments(given)?;
    Ok(Log::new(entries)?.iso27560(&consent, at)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    document: Value,
    #[serde(default)]
    unsaid: Unsaid,
}

/// The entries of a record of the standard.
pub(super) fn read_consent_iso27560(given: &Value) -> Result<Value, Error> {
    let Document { document, unsaid } = arguments(given)?;
    result(&Log::from_iso27560(&document, &unsaid)?.entries())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

/// The hash by which a text is named.
pub(super) fn consent_text(given: &Value) -> Result<Value, Error> {
    let Text { text } = arguments(given)?;
    result(&TextHash::of(&text))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    country: String,
    on: NaiveDate,
}

pub(super) fn consent_age(given: &Value) -> Result<Value, Error> {
    let Country { country, on } = arguments(given)?;
    result(consent::digital_age(&country, on)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Minor {
    age: u8,
    #[serde(default)]
    refused_on: Option<NaiveDate>,
    #[serde(default)]
    sixteenth_birthday: Option<NaiveDate>,
}

/// Who must opt in to a sale, and from when on they may be asked again.
pub(super) fn sale_opt_in(given: &Value) -> Result<Value, Error> {
    let Minor { age, refused_on, sixteenth_birthday } = arguments(given)?;
    let again = refused_on.map(|on| consent::ask_again_from(on, sixteenth_birthday)).transpose()?;
    Ok(json!({ "who": consent::sale_opt_in(age), "ask_again_from": again }))
}

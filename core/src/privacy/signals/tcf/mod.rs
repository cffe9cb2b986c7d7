//! TC strings of the IAB Europe Transparency and Consent Framework, version 1 and 2 (2.0 to 2.3).
//!
//! One idea to keep in mind: a TC string is a list of grants. What it does not name is not granted, and nothing
//! here reads silence as yes. Since TCF 2.3 the segment of disclosed vendors is required; a string without it is
//! still read, because older ones are in use, and [`Record::segments`] tells.
//!
//! Source: IAB Tech Lab, Consent string and vendor list formats v2 (CC BY 3.0).
//!
//! ```
//! use renown::privacy::signals::{Value, tcf};
//!
//! let text = "COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA";
//! let consent = tcf::decode(text)?;
//! assert_eq!(consent.get("core", "cmp_id"), Some(&Value::Integer(675)));
//! let Some(Value::Identifiers(purposes)) = consent.get("core", "purposes_consent") else { panic!() };
//! assert_eq!(purposes.iter().collect::<Vec<_>>(), [2, 10]);
//! assert_eq!(tcf::encode(&consent)?, "COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA");
//! # Ok::<(), renown::privacy::signals::Error>(())
//! ```

mod layouts;

use serde_json::Value as Json;

use super::{Error, Record, coding};

pub(super) use layouts::{V1, V2};

/// The versions, the newest first.
const LAYOUTS: &[&[&super::layout::Layout]] = &[&[&V2], &[&V1]];

const ITEM: &str = "the TC string";

/// Reads a TC string.
///
/// # Errors
/// [`Error`], with the segment, the field and the bit.
pub fn decode(text: &str) -> Result<Record, Error> {
    coding::decode(text, LAYOUTS, ITEM)
}

/// Writes a TC string: the core first, then disclosed vendors, allowed vendors, the publisher's segment.
///
/// # Errors
/// [`Error::UnwritableField`] where a value does not fit its field.
pub fn encode(record: &Record) -> Result<String, Error> {
    coding::encode(record)
}

/// A TC string from plain data, as [`Record::to_json`] gives it; version 2 where none is stated.
///
/// # Errors
/// [`Error::UnknownItem`], [`Error::MissingField`], [`Error::UnwritableField`].
pub fn from_json(given: &Json) -> Result<Record, Error> {
    Record::from_json(given, LAYOUTS, ITEM)
}

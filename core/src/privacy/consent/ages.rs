//! From which age a child may consent to an information society service alone, by country and date.
//!
//! Source: GDPR Art. 8(1), and the member states' laws named in `core/policies/consent_ages.toml`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::privacy::shipped::Shipped;

use super::Error;

/// A country's rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AgeRule {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// From this age on, in years.
    pub age: u8,
    /// From this day on.
    pub from: NaiveDate,
    /// Where it stands.
    pub place: String,
    /// Whether the place was read.
    pub verified: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    rule: Vec<AgeRule>,
}

pub(super) static TABLE: Shipped<Table> =
    Shipped::new("consent_ages.toml", include_str!("../../../policies/consent_ages.toml"));

/// The rule of a country on a day.
///
/// # Errors
/// [`Error::UnknownAge`] where none is known: it is not guessed.
pub fn digital_age(country: &str, on: NaiveDate) -> Result<&'static AgeRule, Error> {
    let rules = TABLE.rule.iter().filter(|rule| rule.country == country && rule.from <= on);
    rules.max_by_key(|rule| rule.from).ok_or_else(|| {
        let mut known: Vec<&str> = TABLE.rule.iter().map(|rule| rule.country.as_str()).collect();
        known.dedup();
        Error::UnknownAge { on, known: known.join(", ") }
    })
}

//! From which age a child may consent to an information society service alone, by country and date.
//!
//! Source: GDPR Art. 8(1), and the member states' laws named in `core/policies/consent_ages.toml`.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Error;

/// A country's rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<AgeRule>,
}

#[expect(clippy::expect_used, reason = "the table is compiled in and a test reads it")]
static RULES: LazyLock<Vec<AgeRule>> = LazyLock::new(|| {
    let text = include_str!("../../../policies/consent_ages.toml");
    toml::from_str::<Table>(text).expect("the shipped table of ages is well formed").rule
});

/// The rule of a country on a day.
///
/// # Errors
/// [`Error::UnknownAge`] where none is known: it is not guessed.
pub fn digital_age(country: &str, on: NaiveDate) -> Result<&'static AgeRule, Error> {
    let rules = RULES.iter().filter(|rule| rule.country == country && rule.from <= on);
    rules.max_by_key(|rule| rule.from).ok_or_else(|| {
        let mut known: Vec<&str> = RULES.iter().map(|rule| rule.country.as_str()).collect();
        known.dedup();
        Error::UnknownAge { on, known: known.join(", ") }
    })
}

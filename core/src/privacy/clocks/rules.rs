//! The clocks as they stand in `core/policies/clocks.toml`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::privacy::shipped::Shipped;

use super::Term;
use crate::privacy::Strength;

/// What the date of a clock bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It must be done on that day or before.
    By,
    /// It must not be done before that day.
    NotBefore,
    /// Data from that day on is reached.
    BackTo,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) clock: Vec<Rule>,
}

/// One clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) regime: String,
    pub(super) rights: Vec<String>,
    pub(super) kind: Kind,
    /// Whether it may stand still while identity is awaited.
    #[serde(default)]
    pub(super) suspends: bool,
    /// Whose calendar counts where the caller names none.
    pub(super) calendar: Option<String>,
    /// The first day of receipt for which it runs.
    #[serde(default, deserialize_with = "date")]
    valid_from: Option<NaiveDate>,
    /// A date that does not depend on receipt.
    #[serde(default, deserialize_with = "date")]
    pub(super) fixed: Option<NaiveDate>,
    pub(super) cites: Vec<Cited>,
    #[serde(default)]
    pub(super) reading: Vec<Reading>,
}

/// Where a clock stands in the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cited {
    /// Article or paragraph.
    pub place: String,
    /// How strongly it binds.
    pub strength: Strength,
    /// Whether it has been compared with the official text.
    pub verified: bool,
}

/// One way to read a clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reading {
    pub(super) name: String,
    pub(super) term: Vec<Term>,
    pub(super) extended: Option<Vec<Term>>,
    #[serde(default)]
    pub(super) roll: Roll,
    /// Later than the law allows: known by name, never chosen.
    #[serde(default)]
    pub(super) superseded: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Roll {
    #[default]
    None,
    WorkingDay,
}

/// TOML has dates of its own, which chrono does not read.
fn date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    let date = toml::value::Datetime::deserialize(from)?;
    date.to_string().parse().map(Some).map_err(serde::de::Error::custom)
}

pub(super) static FILE: Shipped<File> =
    Shipped::new("clocks.toml", include_str!("../../../policies/clocks.toml"));

fn rules() -> impl Iterator<Item = &'static Rule> {
    FILE.clock.iter()
}

/// The clocks of a right for a request received on a day.
pub(super) fn of(regime: &str, right: &str, received: NaiveDate) -> Vec<&'static Rule> {
    rules()
        .filter(|rule| rule.regime == regime && rule.rights.iter().any(|known| known == right))
        .filter(|rule| rule.valid_from.is_none_or(|from| received >= from))
        .collect()
}

/// The rights of a regime, or the regimes, that are known: for an error message.
pub(super) fn known(regime: &str) -> String {
    let of_regime = || rules().filter(|rule| rule.regime == regime);
    let mut names: Vec<&str> = if of_regime().next().is_some() {
        of_regime().flat_map(|rule| &rule.rights).map(String::as_str).collect()
    } else {
        rules().map(|rule| rule.regime.as_str()).collect()
    };
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// Whether a reading of a clock, by the clock's id, is superseded; none where there is no such reading.
pub(crate) fn reading(clock: &str, name: &str) -> Option<bool> {
    let rule = rules().find(|rule| rule.id == clock)?;
    rule.reading.iter().find(|reading| reading.name == name).map(|reading| reading.superseded)
}

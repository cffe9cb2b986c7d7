//! Which laws make data go that nobody needs, and since when: the rows of `core/policies/retention.toml`.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::privacy::shipped::Shipped;

use super::Record;
use crate::privacy::Regime;
use crate::privacy::clocks::Cited;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Data {
    Eea,
    Any,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Duty {
    pub(super) key: String,
    pub(super) regime: Regime,
    pub(super) data: Data,
    #[serde(deserialize_with = "day")]
    pub(super) since: NaiveDate,
    pub(super) cites: Vec<Cited>,
}

/// TOML has dates of its own, which chrono does not read.
fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let date = toml::value::Datetime::deserialize(from)?;
    date.to_string().parse().map_err(serde::de::Error::custom)
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) duty: Vec<Duty>,
}

pub(super) static DUTIES: Shipped<File> =
    Shipped::new("retention.toml", include_str!("../../../policies/retention.toml"));

/// Which duties hold, for whose data, on which day?
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyQuestion {
    /// The laws that apply to the controller.
    pub regimes: BTreeSet<Regime>,
    /// Whether the data came from the European Economic Area.
    #[serde(default)]
    pub from_eea: bool,
    /// The day.
    pub on: NaiveDate,
}

/// A duty that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DutyInForce {
    /// Which duty.
    pub duty: &'static str,
    /// Under which law.
    pub regime: Regime,
    /// Since which day, for this data.
    pub since: NaiveDate,
    /// Where it stands.
    pub cites: &'static [Cited],
}

/// The duties of retention that hold on a day, in the order of the table.
///
/// ```
/// use renown::privacy::Regime;
/// use renown::privacy::retention::{DutyQuestion, retention_duties};
/// let on = |day: &str| {
///     let asked = DutyQuestion { regimes: [Regime::IlPpl].into(), from_eea: false, on: day.parse().unwrap() };
///     retention_duties(&asked).len()
/// };
/// assert_eq!((on("2024-12-31"), on("2025-01-01")), (0, 3));
/// ```
#[must_use]
pub fn retention_duties(asked: &DutyQuestion) -> Vec<DutyInForce> {
    let duties: &'static File = &DUTIES;
    let holds = |duty: &&'static Duty| {
        asked.regimes.contains(&duty.regime)
            && duty.since <= asked.on
            && (duty.data == Data::Any || asked.from_eea)
    };
    let mut found: Vec<DutyInForce> = Vec::new();
    for duty in duties.duty.iter().filter(holds) {
        let same = |known: &DutyInForce| known.duty == duty.key && known.regime == duty.regime;
        if !found.iter().any(same) {
            let (regime, since) = (duty.regime, duty.since);
            found.push(DutyInForce { duty: &duty.key, regime, since, cites: &duty.cites });
        }
    }
    found
}

/// When a record goes that nobody needs: when it ceased to be needed, at the earliest when a law said so.
pub(super) fn not_needed(record: &Record, regimes: &BTreeSet<Regime>) -> Option<DateTime<Utc>> {
    Some(record.not_needed_since?.max(not_needed_from(record.from_eea, regimes)?))
}

/// Since when a law says so.
pub(crate) fn not_needed_from(from_eea: bool, regimes: &BTreeSet<Regime>) -> Option<DateTime<Utc>> {
    let applies = |duty: &&Duty| {
        duty.key == "remove_when_not_needed"
            && regimes.contains(&duty.regime)
            && (duty.data == Data::Any || from_eea)
    };
    let begins = DUTIES.duty.iter().filter(applies).map(|duty| duty.since).min()?;
    Some(begins.and_time(NaiveTime::MIN).and_utc())
}

//! By when a breach must be told to the authority (duty N8): hours, as dated data.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::shipped::Shipped;
use super::vocabulary::date;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    breach: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    regime: String,
    hours: u32,
    place: String,
    #[serde(with = "date", default)]
    valid_from: Option<NaiveDate>,
}

static FILE: Shipped<File> = Shipped::new("breach.toml", include_str!("../../policies/breach.toml"));

/// By when the authority must be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreachNotice {
    /// The last moment.
    pub due: DateTime<Utc>,
    /// How many hours there are.
    pub hours: u32,
    /// Where that stands.
    pub place: &'static str,
}

/// By when a breach must be told to the authority, from the moment at which the controller became aware of it: by the
/// rule in force at that moment. `None` where no rule is known.
///
/// ```
/// let notice = renown::privacy::breach_notice("gdpr", "2026-03-01T12:00:00Z".parse().unwrap()).unwrap();
/// assert_eq!(notice.due.to_rfc3339(), "2026-03-04T12:00:00+00:00");
/// ```
#[must_use]
pub fn breach_notice(regime: &str, aware_at: DateTime<Utc>) -> Option<BreachNotice> {
    let in_force =
        |row: &&Row| row.regime == regime && row.valid_from.is_none_or(|from| from <= aware_at.date_naive());
    let row = FILE.breach.iter().filter(in_force).max_by_key(|row| row.valid_from)?;
    let due = aware_at.checked_add_signed(TimeDelta::hours(i64::from(row.hours)))?;
    Some(BreachNotice { due, hours: row.hours, place: &row.place })
}

//! How long data may stay: a declared time for each category, agreements, holds, and what a back-up brings back.
//!
//! One idea to keep in mind: the moment at which a record expires follows from its facts alone, not from when somebody
//! looks. So a record that has expired stays expired, whatever time it is later; and where no time is declared for a
//! category there is an error, never a default.

mod duty;
mod error;
mod expiry;
mod restore;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::privacy::rights::Hold;
use crate::privacy::{DataCategory, Regime};

#[cfg(feature = "arrow")]
pub(crate) use duty::not_needed_from;
pub use duty::{DutyInForce, DutyQuestion, retention_duties};
pub use error::{CODES, Error};
pub use expiry::Limits;
#[cfg(feature = "arrow")]
pub(crate) use expiry::{counts, kept};
pub use restore::{RestoreQuestion, Restored, Tombstone, check_restore};

/// What a time to live counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TtlUnit {
    /// Spans of 24 hours.
    Day,
    /// Calendar months: the same moment of the day of the same number, or the end of the last day of a month that has
    /// none.
    Month,
}

/// From when a time to live runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TtlStart {
    /// From when the record was collected.
    Collected,
    /// From when it was last fetched while still public.
    Refreshed,
    /// From the end of the agreement: while it lasts, the record stays.
    AgreementEnd,
}

/// How long records of a category, and of those below it, may stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ttl {
    /// The category.
    pub category: DataCategory,
    /// How many units.
    pub amount: u32,
    /// Of what.
    pub unit: TtlUnit,
    /// From when.
    pub from: TtlStart,
}

/// The agreement under which a record is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// When it ended or is to end; absent while it lasts.
    #[serde(default)]
    pub ended_at: Option<DateTime<Utc>>,
}

/// What is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The caller's id.
    pub id: String,
    /// What kind of data.
    pub category: DataCategory,
    /// When it was collected.
    pub collected_at: DateTime<Utc>,
    /// When it was last fetched while still public.
    #[serde(default)]
    pub refreshed_at: Option<DateTime<Utc>>,
    /// The agreement under which it is held.
    #[serde(default)]
    pub agreement: Option<Agreement>,
    /// Since when it is no longer public, where it was collected as public.
    #[serde(default)]
    pub not_public_since: Option<DateTime<Utc>>,
    /// Since when nobody needs it.
    #[serde(default)]
    pub not_needed_since: Option<DateTime<Utc>>,
    /// Whether it came from the European Economic Area.
    #[serde(default)]
    pub from_eea: bool,
    /// The keyed hash of the person, against which tombstones are held.
    #[serde(default)]
    pub subject: Option<String>,
}

/// What is to be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may stay.
    Keep,
    /// It stays for what holds it, and is used for nothing else.
    KeepRestricted,
    /// It has expired, and a hold names it that came too late: a human looks, and nobody is served it.
    NeedsHuman,
    /// It goes.
    Erase,
}

/// The verdict on one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Swept {
    /// The record.
    pub id: String,
    /// What is to be done.
    pub verdict: Verdict,
    /// Why.
    pub reason: &'static str,
    /// When its time is over, holds left out; `None` while an agreement lasts.
    pub expires_at: Option<DateTime<Utc>>,
    /// When the last hold that reaches so far ends; `None` where there is no end.
    pub keep_until: Option<DateTime<Utc>>,
    /// The holds that keep it.
    pub holds: Vec<String>,
}

/// What is to be swept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SweepQuestion {
    /// The records.
    pub records: Vec<Record>,
    /// How long each category may stay.
    pub ttls: Vec<Ttl>,
    /// Holds, by the ids of records.
    #[serde(default)]
    pub holds: Vec<Hold>,
    /// The laws under which data goes that nobody needs.
    #[serde(default)]
    pub regimes: BTreeSet<Regime>,
}

/// What is to be done with each record at a time, in the order of the records.
///
/// # Errors
/// What [`Error`] lists: a category without a declared time among them.
///
/// ```
/// use renown::privacy::retention::{SweepQuestion, Verdict, sweep};
/// let asked: SweepQuestion = serde_json::from_value(serde_json::json!({
///     "records": [{ "id": "p1", "category": "influencer.performance", "collected_at": "2026-01-31T10:00:00Z" }],
///     "ttls": [{ "category": "influencer", "amount": 1, "unit": "month", "from": "collected" }]
/// })).unwrap();
/// let at = |text: &str| sweep(&asked, text.parse().unwrap()).unwrap()[0].verdict;
/// assert_eq!(at("2026-02-28T23:59:59Z"), Verdict::Keep);
/// assert_eq!(at("2026-03-01T00:00:00Z"), Verdict::Erase);
/// # Ok::<(), renown::privacy::retention::Error>(())
/// ```
pub fn sweep(asked: &SweepQuestion, now: DateTime<Utc>) -> Result<Vec<Swept>, Error> {
    let limits = Limits::new(&asked.ttls)?;
    expiry::check_holds(&asked.records, &asked.holds)?;
    asked.records.iter().map(|record| expiry::verdict(record, &limits, asked, now)).collect()
}

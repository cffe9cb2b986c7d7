//! What the values of an export are: the facts of `rights_export` hold them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::EventKind;

/// The value of a fact whose id begins with `event/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportedEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: EventKind,
}

/// The value of a fact whose id begins with `field/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportedField {
    /// What the field holds.
    pub value: Value,
    /// Until when it is held.
    pub expires: DateTime<Utc>,
}

/// The value of a fact whose id begins with `usage/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportedUsage {
    /// The day of UTC.
    pub day: NaiveDate,
    /// What was consumed.
    pub kind: String,
    /// How many units.
    pub units: u64,
}

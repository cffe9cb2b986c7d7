//! How long data may stay.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments, result};
use crate::privacy::Regime;
use crate::privacy::retention::{self, Record, RestoreQuestion, SweepQuestion, Tombstone, Ttl};
use crate::privacy::rights::Hold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sweep {
    records: Vec<Record>,
    ttls: Vec<Ttl>,
    #[serde(default)]
    holds: Vec<Hold>,
    #[serde(default)]
    regimes: BTreeSet<Regime>,
    now: DateTime<Utc>,
}

pub(super) fn sweep_records(given: &Value) -> Result<Value, Error> {
    let Sweep { records, ttls, holds, regimes, now } = arguments(given)?;
    result(&retention::sweep(&SweepQuestion { records, ttls, holds, regimes }, now)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Restore {
    records: Vec<Record>,
    ttls: Vec<Ttl>,
    #[serde(default)]
    holds: Vec<Hold>,
    #[serde(default)]
    regimes: BTreeSet<Regime>,
    tombstones: Vec<Tombstone>,
    now: DateTime<Utc>,
}

pub(super) fn check_restore(given: &Value) -> Result<Value, Error> {
    let Restore { records, ttls, holds, regimes, tombstones, now } = arguments(given)?;
    let restored = SweepQuestion { records, ttls, holds, regimes };
    result(&retention::check_restore(&RestoreQuestion { restored, tombstones }, now)?)
}

pub(super) fn retention_duties(given: &Value) -> Result<Value, Error> {
    result(&retention::retention_duties(&arguments(given)?))
}

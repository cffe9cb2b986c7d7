//! What is to be done with each record of a table: the sweep, over columns.
//!
//! One idea to keep in mind: for one category and one moment there is a latest start whose time is over, so that a record
//! is judged by comparing two numbers, and what is found of 64 records is a word of bits. Only a record that is over for
//! two reasons, or that a hold of its own names, is looked at by itself.

mod block;
mod holds;
mod judge;
mod output;
mod unneeded;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use self::judge::Records;
use self::output::{Output, Part};
use super::ingest::Source;
use super::options::read;
use super::output::Columns;
use super::spans::{Span, tasks};
use super::{Error, Table, Tables};
use crate::privacy::Regime;
use crate::privacy::retention::Ttl;

/// The columns that are read; `id` is carried over.
const NAMES: &[&str] = &[
    "category",
    "collected_at",
    "refreshed_at",
    "agreement_ended_at",
    "not_public_since",
    "not_needed_since",
    "from_eea",
    "held_from",
    "held_until",
    "record",
    "recorded_at",
];

/// Rows that one task judges.
const TASK: usize = 1 << 16;
/// Rows that are judged at a time: they stay in the nearest cache.
const BLOCK: usize = 1 << 11;

/// The options of `retention_sweep`.
///
/// | option | default | |
/// |---|---|---|
/// | `now` | | the moment at which records are judged |
/// | `ttls` | | how long each category may stay: there is no default |
/// | `regimes` | `[]` | the laws under which data goes that nobody needs |
/// | `output` | verdict, reason, erase | the columns of the answer |
/// | `columns` | `{}` | what the tables call a column |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SweepCall {
    now: DateTime<Utc>,
    ttls: Vec<Ttl>,
    #[serde(default)]
    regimes: BTreeSet<Regime>,
    #[serde(default = "Part::all")]
    output: Vec<Part>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

/// `retention_sweep`: for each record, in the order of the table, `id` where there is one, `verdict`, `reason` (both as
/// dictionaries) and `erase`, which is a mask.
///
/// Columns: `category`, `collected_at` and, where there are such, `refreshed_at` (fetched again while still public),
/// `agreement_ended_at` (absent while it lasts), `not_public_since`, `not_needed_since` with `from_eea`, `held_until` (the
/// end of a hold) and `held_from` (since when it holds and is recorded; without, before the time of the record is over).
/// A table `holds` names records by their `id`: `record`, `held_from`, `held_until` and `recorded_at`.
pub(super) fn retention_sweep(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let call: SweepCall = read(options)?;
    let (records, holds) = Source::first(tables, ["records", "holds"], NAMES, &call.columns, "id")?;
    let lengths = records.lengths()?;
    let rows: usize = lengths.iter().sum();
    let spans: Vec<Span> = tasks(&lengths, rows.div_ceil(TASK)).into_iter().flatten().collect();
    let known = Records::new(&records, holds.as_ref(), &call, &spans)?;
    let mut output = Output::new(&call.output, rows)?;
    let tasks: Vec<_> = spans.iter().zip(output.tasks(&spans)).collect();
    let masks = tasks.into_par_iter().map(|(span, task)| known.judge(*span, task));
    let masks: Vec<Vec<u64>> = masks.collect::<Result<_, Error>>()?;
    known.check()?;
    let mut columns = Columns::default();
    columns.carried("id", records.find("id")?)?;
    output.finish(&spans, &masks, &mut columns)?;
    columns.table()
}

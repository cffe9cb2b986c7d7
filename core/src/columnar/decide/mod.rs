//! May it be done, for every record of a table: the policy's decisions over columns.
//!
//! One idea to keep in mind: nothing is decided row by row. Each column is reduced to codes that the rules can tell
//! apart, the codes of a row add up to its place in a [`DecisionTable`], and only places at which a row stands are
//! decided, once, by the same code that decides a single question.

mod byte;
mod cells;
mod consent;
mod lanes;
mod output;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use self::cells::Cells;
use self::lanes::Lanes;
use self::output::{Output, Part};
use super::ingest::Source;
use super::options::read;
use super::output::Columns;
use super::spans::{Span, tasks};
use super::{Error, Table, Tables};
use crate::privacy::decision_table::{Asked, Field};
use crate::privacy::policy::Named;
use crate::privacy::{Facts, Policy};

/// Rows that one task reads.
const TASK: usize = 1 << 16;
/// Rows whose places are computed at a time: they stay in the nearest cache.
const BLOCK: usize = 1 << 11;

/// The options of `decide_batch`.
///
/// | option | default | |
/// |---|---|---|
/// | `now` | | the moment at which is decided |
/// | `request` | `{}` | `category`, `purpose`, `recipient`, `action`: what is asked about all records |
/// | `facts` | `{}` | what holds for all records |
/// | `policy` | the shipped one | `{"name": …}` or `{"toml": …}` |
/// | `output` | outcome, reason, obligations, bound, cites | the columns of the answer |
/// | `columns` | `{}` | what the table calls a column |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchCall {
    now: DateTime<Utc>,
    #[serde(default)]
    request: Asked,
    #[serde(default)]
    facts: Facts,
    #[serde(default)]
    policy: Option<Named>,
    #[serde(default = "Part::usual")]
    output: Vec<Part>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

/// The columns besides those that are named as their fields.
const MORE: &[&str] =
    &["consented", "consented_at", "consent_withdrawn_at", "consent_expires_at", "first_held"];

/// `decide_batch`: for each record, in the order of the table, `id` where there is one and the columns of `output`.
///
/// The columns that are read are those of [`Field`] by name, and those of [`MORE`]. A column that is not there says the
/// same about all records: what `request` and `facts` say, or nothing.
pub(super) fn decide_batch(
    prepared: Option<&Policy>,
    tables: &Tables<'_>,
    options: &Value,
) -> Result<Table, Error> {
    let call: BatchCall = read(options)?;
    let policy = Named::policy(call.policy.as_ref(), prepared).map_err(|fault| match fault {
        Some(error) => Error::Policy(error),
        None => {
            let reason = "options: the policy is the one that was prepared; do not name another".to_owned();
            Error::MalformedOptions { reason }
        }
    })?;
    let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).chain(MORE.iter().copied()).collect();
    let source = Source::only(tables, "records", &names, &call.columns, "id")?;
    let lengths = source.lengths()?;
    let rows: usize = lengths.iter().sum();
    let (table, lanes) = Lanes::new(&source, &policy, &call)?;
    let spans: Vec<Span> = tasks(&lengths, rows.div_ceil(TASK)).into_iter().flatten().collect();
    let cells = Cells::fill(&table, &lanes, &spans, rows);
    let mut output = Output::new(&call.output, &table, &cells, &lanes, rows)?;
    let tasks: Vec<_> = spans.iter().zip(output.tasks(&spans)).collect();
    tasks.into_par_iter().for_each(|(span, task)| write(&cells, &lanes, *span, task));
    lanes.check()?;
    let mut columns = Columns::default();
    columns.carried("id", source.find("id")?)?;
    output.finish(&mut columns)?;
    columns.table()
}

/// The answers of a stretch of rows.
fn write(cells: &Cells, lanes: &Lanes, span: Span, mut task: output::Task<'_>) {
    let mut ids = vec![0_u32; BLOCK];
    lanes.walk(span, |from, places| {
        let Some(ids) = ids.get_mut(..places.len()) else { return };
        cells.ids(places, ids);
        task.write(ids, |out| lanes.first_held(span.batch, from, out));
    });
}

//! Demographics of many audiences in one pass: counts and shares by any breakdowns, per influencer.
//!
//! One idea to keep in mind: audience samples are gathered influencer by influencer, so one dense cube of cells, small
//! enough for the nearest caches, serves all of them in turn; only the cells that were touched are read and cleared.
//! Rows that are not gathered so are put together first. The shares are finished by the code that finishes those of
//! [`Demographics`](crate::audience::Demographics), to the same bits.

mod breakdown;
mod categories;
mod count;
mod cube;
mod groups;
mod lists;
mod options;
mod output;
mod role;
mod sums;
#[cfg(test)]
mod tests;
mod weights;

use arrow_array::ArrayRef;
use arrow_schema::DataType;
use serde_json::Value;

use self::breakdown::breakdowns;
use self::categories::Categories;
use self::count::{Plan, count};
use self::groups::Groups;
use self::options::{DemographicsCall, Names};
use self::output::Layout;
use self::role::of_role;
use self::weights::Weights;
use super::ingest::missing_column;
use super::{Error, Table, Tables};
use crate::audience::{self, Dimension};
use crate::stats::Quantiles;

/// The table that the function reads.
const AUDIENCE: &str = "audience";

/// `demographics` over the table `audience`; see [`DemographicsCall`] for its options.
pub(super) fn demographics(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let call = DemographicsCall::read(options)?;
    let (_, table) =
        tables.iter().find(|(name, _)| *name == AUDIENCE).ok_or(Error::MissingTable { table: AUDIENCE })?;
    if u32::try_from(table.num_rows()).is_err() {
        return Err(Error::TooManyRows { table: AUDIENCE });
    }
    let table = &*of_role(table, &call)?;
    let asked = call.dimensions.iter().map(Names::parse).collect::<Result<Vec<_>, _>>()?;
    audience::check_breakdowns(&asked)?;
    let mut read: Vec<(Dimension, Categories)> = Vec::new();
    for dimension in asked.iter().flatten() {
        if !read.iter().any(|(known, _)| known == dimension) {
            read.push((*dimension, Categories::read(table, *dimension, call.column_of(*dimension))?));
        }
    }
    let groups = Groups::of(table, call.by.as_deref())?;
    let weights = call.weight.as_deref().map(|name| Weights::read(table, name)).transpose()?;
    let plan = Plan {
        breakdowns: breakdowns(&asked, &read)?,
        weights: weights.as_ref(),
        quantiles: Quantiles::new(call.level).map_err(audience::Error::from)?,
        population: call.population,
        base: call.base,
        minimum: call.minimum,
        interval: call.interval,
    };
    let layout = Layout::new(&call, table, &groups, &read, &plan)?;
    let empty = layout.batch(&[])?;
    let batches = count(&plan, &groups, table, |rows| layout.batch(rows))?;
    Table::new(empty.schema(), batches)
}

/// The pieces of a column.
fn column(table: &Table, name: &str) -> Result<(DataType, Vec<ArrayRef>), Error> {
    let schema = table.schema();
    let Some((at, field)) = schema.column_with_name(name) else {
        return Err(missing_column(AUDIENCE, name, name, schema.fields()));
    };
    Ok((field.data_type().clone(), table.batches().iter().map(|batch| batch.column(at).clone()).collect()))
}

fn wrong_type(name: &str, found: &DataType, expected: &'static str) -> Error {
    Error::WrongColumnType {
        table: AUDIENCE,
        column: name.to_owned(),
        found: format!("values of type {found}"),
        expected,
    }
}

fn unreadable(name: &str) -> Error {
    Error::UnreadableColumn { table: AUDIENCE, column: name.to_owned() }
}

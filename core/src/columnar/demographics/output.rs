//! The table of the result.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, UInt32Builder};
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow_select::interleave::interleave;

use super::categories::Categories;
use super::count::{Plan, Row};
use super::groups::Groups;
use super::options::DemographicsCall;
use super::{column, unreadable};
use crate::audience::Dimension;
use crate::columnar::output::{Columns, Figures};
use crate::columnar::{Error, Table};

/// Columns: the key, `breakdown`, the dimensions, `hidden`, `people`, and those of a figure.
pub(super) fn table(
    call: &DemographicsCall,
    given: &Table,
    groups: &Groups,
    read: &[(Dimension, Categories)],
    plan: &Plan<'_>,
    rows: Vec<Row>,
) -> Result<Table, Error> {
    let mut columns = Columns::default();
    if let Some(by) = &call.by {
        columns.full(by, keys(by, given, groups, &rows)?);
    }
    let names = plan.breakdowns.iter().map(|breakdown| {
        breakdown.dimensions.iter().map(|dimension| dimension.name()).collect::<Vec<_>>().join(" × ")
    });
    let names = StringArray::from_iter_values(names);
    let numbers = rows.iter().map(|row| i32::try_from(row.breakdown).ok());
    columns.full("breakdown", coded(numbers.collect(), names, "breakdown")?);
    for (dimension, categories) in read {
        let positions: Vec<Option<usize>> = plan
            .breakdowns
            .iter()
            .map(|breakdown| breakdown.dimensions.iter().position(|known| known == dimension))
            .collect();
        let missing = categories.size() - 1;
        let number = |row: &Row| {
            let position = positions.get(row.breakdown as usize).copied().flatten()?;
            let number = plan.breakdowns.get(row.breakdown as usize)?.number(position, row.cell?)?;
            i32::try_from(number).ok().filter(|_| number != missing)
        };
        let labels = StringArray::from_iter_values(&categories.labels);
        columns.gapped(dimension.name(), coded(rows.iter().map(number).collect(), labels, dimension.name())?);
    }
    let mut hidden = BooleanBuilder::with_capacity(rows.len());
    let mut people = UInt32Builder::with_capacity(rows.len());
    let mut figures = Figures::new(rows.len(), call.interval);
    for row in &rows {
        hidden.append_value(row.cell.is_none());
        people.append_option(row.cell.map(|_| row.people));
        figures.push(&row.share);
    }
    columns.full("hidden", Arc::new(hidden.finish()));
    columns.gapped("people", Arc::new(people.finish()));
    figures.finish(&mut columns, Vec::new());
    columns.table()
}

fn coded(keys: Int32Array, labels: StringArray, name: &str) -> Result<ArrayRef, Error> {
    let array =
        DictionaryArray::<Int32Type>::try_new(keys, Arc::new(labels)).map_err(|_| unreadable(name))?;
    Ok(Arc::new(array))
}

/// The key of every row, as the table has it.
fn keys(by: &str, given: &Table, groups: &Groups, rows: &[Row]) -> Result<ArrayRef, Error> {
    let (data_type, arrays) = column(given, by)?;
    if arrays.is_empty() {
        return Ok(arrow_array::new_empty_array(&data_type));
    }
    let place = |row: &Row| {
        let first = groups.runs_of(row.group as usize).first();
        first.map_or((0, 0), |run| (run.batch as usize, run.from as usize))
    };
    let places: Vec<(usize, usize)> = rows.iter().map(place).collect();
    let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
    interleave(&arrays, &places).map_err(|_| unreadable(by))
}

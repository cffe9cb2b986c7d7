//! The table of the result, batch by batch.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, UInt32Builder};
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use arrow_select::interleave::interleave;

use super::categories::Categories;
use super::count::{Breakdown, Plan, Row};
use super::groups::Groups;
use super::options::DemographicsCall;
use super::{column, unreadable};
use crate::audience::Dimension;
use crate::columnar::output::{Columns, Figures};
use crate::columnar::{Error, Table};

/// How the rows of the result become a batch. Labels are made once, and all batches share them.
pub(super) struct Layout<'a> {
    plan: &'a Plan<'a>,
    groups: &'a Groups,
    keys: Option<Keys<'a>>,
    names: ArrayRef,
    dimensions: Vec<Laid<'a>>,
    interval: bool,
}

/// The column that says of whom a row is.
struct Keys<'a> {
    name: &'a str,
    data_type: DataType,
    arrays: Vec<ArrayRef>,
}

/// The column of a dimension.
struct Laid<'a> {
    dimension: Dimension,
    categories: &'a Categories,
    labels: ArrayRef,
    /// Where the dimension stands in each breakdown, if it does.
    positions: Vec<Option<usize>>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(
        call: &'a DemographicsCall,
        given: &Table,
        groups: &'a Groups,
        read: &'a [(Dimension, Categories)],
        plan: &'a Plan<'a>,
    ) -> Result<Self, Error> {
        let keys = |name: &'a String| {
            column(given, name).map(|(data_type, arrays)| Keys { name, data_type, arrays })
        };
        let names = plan.breakdowns.iter().map(|breakdown| {
            breakdown.dimensions.iter().map(|dimension| dimension.name()).collect::<Vec<_>>().join(" × ")
        });
        let position = |dimension: Dimension| {
            let of =
                |breakdown: &Breakdown<'_>| breakdown.dimensions.iter().position(|known| *known == dimension);
            plan.breakdowns.iter().map(of).collect()
        };
        let laid = read.iter().map(|(dimension, categories)| Laid {
            dimension: *dimension,
            categories,
            labels: Arc::new(StringArray::from_iter_values(&categories.labels)),
            positions: position(*dimension),
        });
        Ok(Layout {
            plan,
            groups,
            keys: call.by.as_ref().map(keys).transpose()?,
            names: Arc::new(StringArray::from_iter_values(names)),
            dimensions: laid.collect(),
            interval: call.interval,
        })
    }

    /// Columns: the key, `breakdown`, the dimensions, `hidden`, `people`, and those of a figure.
    pub(super) fn batch(&self, rows: &[Row]) -> Result<RecordBatch, Error> {
        let mut columns = Columns::default();
        if let Some(keys) = &self.keys {
            columns.full(keys.name, keys.of(self.groups, rows)?);
        }
        let numbers = rows.iter().map(|row| i32::try_from(row.breakdown).ok());
        columns.full("breakdown", coded(numbers.collect(), &self.names, "breakdown")?);
        for laid in &self.dimensions {
            let name = laid.dimension.name();
            let numbers = rows.iter().map(|row| laid.number(self.plan, row));
            columns.gapped(name, coded(numbers.collect(), &laid.labels, name)?);
        }
        let mut hidden = BooleanBuilder::with_capacity(rows.len());
        let mut people = UInt32Builder::with_capacity(rows.len());
        let mut figures = Figures::new(rows.len(), self.interval);
        for row in rows {
            hidden.append_value(row.cell.is_none());
            people.append_option(row.cell.map(|_| row.people));
            figures.push(&row.share);
        }
        columns.full("hidden", Arc::new(hidden.finish()));
        columns.gapped("people", Arc::new(people.finish()));
        figures.finish(&mut columns, Vec::new());
        columns.batch()
    }
}

impl Laid<'_> {
    fn number(&self, plan: &Plan<'_>, row: &Row) -> Option<i32> {
        let position = self.positions.get(row.breakdown as usize).copied().flatten()?;
        let number = plan.breakdowns.get(row.breakdown as usize)?.number(position, row.cell?)?;
        let is_missing = number == self.categories.size() - 1;
        i32::try_from(number).ok().filter(|_| !is_missing)
    }
}

impl Keys<'_> {
    /// The key of every row, as the table has it.
    fn of(&self, groups: &Groups, rows: &[Row]) -> Result<ArrayRef, Error> {
        if self.arrays.is_empty() {
            return Ok(arrow_array::new_empty_array(&self.data_type));
        }
        let place = |row: &Row| {
            let first = groups.runs_of(row.group as usize).first();
            first.map_or((0, 0), |run| (run.batch as usize, run.from as usize))
        };
        let places: Vec<(usize, usize)> = rows.iter().map(place).collect();
        let arrays: Vec<&dyn Array> = self.arrays.iter().map(AsRef::as_ref).collect();
        interleave(&arrays, &places).map_err(|_| unreadable(self.name))
    }
}

fn coded(keys: Int32Array, labels: &ArrayRef, name: &str) -> Result<ArrayRef, Error> {
    let array =
        DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(labels)).map_err(|_| unreadable(name))?;
    Ok(Arc::new(array))
}

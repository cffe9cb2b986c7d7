//! The table of the result, batch by batch.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, RecordBatch, StringArray,
    UInt32Array, new_null_array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;
use arrow_select::interleave::interleave;

use super::breakdown::Breakdown;
use super::categories::Categories;
use super::count::{Plan, Row};
use super::groups::Groups;
use super::options::DemographicsCall;
use super::{column, unreadable};
use crate::audience::Dimension;
use crate::columnar::output::{Columns, Figures};
use crate::columnar::{Error, Table};
use crate::stats::{Interval, Method};

/// How the rows of the result become a batch. Labels are made once, and all batches share them.
pub(super) struct Layout<'a> {
    plan: &'a Plan<'a>,
    groups: &'a Groups,
    keys: Option<Keys<'a>>,
    names: ArrayRef,
    dimensions: Vec<Laid<'a>>,
    same: Same,
}

/// Columns in which all rows say the same: made once, and cut to length for each batch.
struct Same {
    level: ArrayRef,
    method: ArrayRef,
    reason: ArrayRef,
    /// In place of intervals where nobody asked for them.
    bounds: ArrayRef,
}

/// No batch has longer ones; where it has more rows, it has columns of its own.
const MOST_ALIKE: usize = 1 << 15;

impl Same {
    fn new(plan: &Plan<'_>, rows: usize) -> Same {
        let rows = rows.saturating_mul(plan.breakdowns.len() + 1).min(MOST_ALIKE);
        let method = if plan.weights.is_some() { Method::WilsonKish } else { Method::Wilson };
        let bounds = new_null_array(&DataType::Float64, if plan.interval { 0 } else { rows });
        let level: ArrayRef = match plan.interval {
            true => Arc::new(Float64Array::from_value(plan.quantiles.level(), rows)),
            false => Arc::clone(&bounds),
        };
        Same {
            level,
            method: Arc::new(StringArray::from_iter_values(std::iter::repeat_n(method.as_str(), rows))),
            reason: new_null_array(&DataType::Utf8, rows),
            bounds,
        }
    }
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
            same: Same::new(plan, given.num_rows()),
        })
    }

    /// Columns: the key, `breakdown`, the dimensions, `hidden`, `people`, and those of a figure.
    pub(super) fn batch(&self, rows: &[Row]) -> Result<RecordBatch, Error> {
        let mut columns = Columns::default();
        if let Some(keys) = &self.keys {
            columns.full(keys.name, keys.of(self.groups, rows)?);
        }
        let numbers = rows.iter().map(|row| i32::try_from(row.breakdown).unwrap_or(ABSENT));
        columns.full("breakdown", coded(numbers.collect(), &self.names, "breakdown")?);
        for laid in &self.dimensions {
            let name = laid.dimension.name();
            let numbers = rows.iter().map(|row| laid.number(self.plan, row).unwrap_or(ABSENT));
            columns.gapped(name, coded(numbers.collect(), &laid.labels, name)?);
        }
        let is_shown = |at: usize| rows.get(at).is_some_and(|row| row.cell.is_some());
        let shown = BooleanBuffer::collect_bool(rows.len(), is_shown);
        columns.full("hidden", Arc::new(BooleanArray::new(!&shown, None)));
        let people = rows.iter().map(|row| row.people).collect::<Vec<u32>>();
        columns.gapped("people", Arc::new(UInt32Array::new(people.into(), gaps(shown))));
        self.figures(rows, &mut columns);
        columns.batch()
    }

    /// The columns of the shares.
    fn figures(&self, rows: &[Row], columns: &mut Columns) {
        let length = rows.len();
        // Where some share is undefined, columns say why.
        if length > self.same.reason.len() || rows.iter().any(|row| row.share.estimate().is_none()) {
            let mut figures = Figures::new(length, self.plan.interval);
            rows.iter().for_each(|row| figures.push(&row.share));
            return figures.finish(columns, Vec::new());
        }
        let estimates = || rows.iter().filter_map(|row| row.share.estimate());
        let bound = |of: fn(Interval) -> f64| -> ArrayRef {
            let intervals = rows.iter().filter_map(|row| row.share.interval());
            match self.plan.interval {
                true => Arc::new(Float64Array::from_iter_values(intervals.map(of))),
                false => self.same.bounds.slice(0, length),
            }
        };
        let values = estimates().map(|estimate| estimate.value);
        columns.gapped("value", Arc::new(Float64Array::from_iter_values(values)));
        columns.gapped("low", bound(|interval| interval.low));
        columns.gapped("high", bound(|interval| interval.high));
        columns.gapped("level", self.same.level.slice(0, length));
        let n = estimates().map(|share| u32::try_from(share.n).unwrap_or(u32::MAX));
        columns.full("n", Arc::new(UInt32Array::from_iter_values(n)));
        columns.gapped("method", self.same.method.slice(0, length));
        columns.gapped("reason", self.same.reason.slice(0, length));
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

/// The key of a value that is not there.
const ABSENT: i32 = -1;

/// Which values are there; nothing where all are.
fn gaps(there: BooleanBuffer) -> Option<NullBuffer> {
    let gaps = NullBuffer::new(there);
    (gaps.null_count() > 0).then_some(gaps)
}

fn coded(mut keys: Vec<i32>, labels: &ArrayRef, name: &str) -> Result<ArrayRef, Error> {
    let there = BooleanBuffer::collect_bool(keys.len(), |at| keys.get(at).is_some_and(|key| *key >= 0));
    // A key that is one is checked quickest.
    keys.iter_mut().for_each(|key| *key = (*key).max(0));
    let keys = Int32Array::new(keys.into(), gaps(there));
    let array =
        DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(labels)).map_err(|_| unreadable(name))?;
    Ok(Arc::new(array))
}

//! Tables of results: their columns, and those of a figure.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, StringBuilder, UInt32Builder};
use arrow_array::{Array, ArrayRef, RecordBatch, new_null_array};
use arrow_schema::DataType::Float64;
use arrow_schema::{Field, Schema};

use super::ingest::Column;
use super::{Error, Table};
use crate::stats::Figure;

/// The columns of a table that is being made.
#[derive(Default)]
pub(super) struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    /// A column in which every row has a value.
    pub(super) fn full(&mut self, name: &str, array: ArrayRef) {
        self.fields.push(Field::new(name, array.data_type().clone(), false));
        self.arrays.push(array);
    }

    /// A column with gaps, or without.
    pub(super) fn gapped(&mut self, name: &str, array: ArrayRef) {
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.arrays.push(array);
    }

    /// The column by which rows are known, carried over as it came, where there is one.
    pub(super) fn carried(&mut self, name: &str, column: Option<Column>) -> Result<(), Error> {
        let Some(column) = column.filter(|column| !column.arrays.is_empty()) else { return Ok(()) };
        let pieces: Vec<&dyn Array> = column.arrays.iter().map(AsRef::as_ref).collect();
        self.gapped(name, arrow_select::concat::concat(&pieces).map_err(|_| column.unreadable())?);
        Ok(())
    }

    /// The table, in one batch.
    pub(super) fn table(self) -> Result<Table, Error> {
        self.batch().map(Table::from)
    }

    /// One batch of a table.
    pub(super) fn batch(self) -> Result<RecordBatch, Error> {
        let schema = Arc::new(Schema::new(self.fields));
        let batch = RecordBatch::try_new(schema, self.arrays);
        // All columns were made from one list of rows, so that they have one length.
        batch.map_err(|_| Error::UnreadableColumn { table: "result", column: String::new() })
    }
}

/// A figure of a result, by the prefix of its columns.
pub(super) type FigureOf<T> = (&'static str, fn(&T) -> &Figure);

/// Figures as columns: `value, low, high, level, n, method, reason`.
pub(super) struct Figures {
    value: Float64Builder,
    low: Float64Builder,
    high: Float64Builder,
    level: Float64Builder,
    n: UInt32Builder,
    method: StringBuilder,
    reason: StringBuilder,
    interval: bool,
}

impl Figures {
    /// Without `interval`, low, high and level stay empty.
    pub(super) fn new(rows: usize, interval: bool) -> Self {
        let floats = || Float64Builder::with_capacity(rows);
        let bounds = || Float64Builder::with_capacity(if interval { rows } else { 0 });
        Figures {
            value: floats(),
            low: bounds(),
            high: bounds(),
            level: bounds(),
            n: UInt32Builder::with_capacity(rows),
            method: StringBuilder::with_capacity(rows, rows * 16),
            reason: StringBuilder::with_capacity(rows, 0),
            interval,
        }
    }

    /// Takes in a figure. A figure that is exact has no interval and needs no reason for that.
    pub(super) fn push(&mut self, figure: &Figure) {
        let estimate = figure.estimate();
        self.value.append_option(estimate.map(|estimate| estimate.value));
        if self.interval {
            let interval = figure.interval();
            self.low.append_option(interval.map(|interval| interval.low));
            self.high.append_option(interval.map(|interval| interval.high));
            self.level.append_option(interval.map(|interval| interval.level));
        }
        let n = estimate.map_or(0, |estimate| u32::try_from(estimate.n).unwrap_or(u32::MAX));
        self.n.append_value(n);
        self.method.append_option(estimate.map(|estimate| estimate.method.as_str()));
        let reason = figure.reason().filter(|_| self.interval || estimate.is_none());
        self.reason.append_option(reason.map(|reason| reason.as_str()));
    }

    /// The columns; `between` are put after `n`.
    pub(super) fn finish(self, columns: &mut Columns, between: Vec<(&str, ArrayRef)>) {
        self.finish_as("", columns, between);
    }

    /// The columns with a prefix, where several figures share a row.
    pub(super) fn finish_as(mut self, prefix: &str, columns: &mut Columns, between: Vec<(&str, ArrayRef)>) {
        let named = |name: &str| format!("{prefix}{name}");
        let value = self.value.finish();
        let rows = value.len();
        columns.gapped(&named("value"), Arc::new(value));
        for (name, mut bound) in [("low", self.low), ("high", self.high), ("level", self.level)] {
            // Where nobody asked for them, no memory is written for what is not there.
            let bound = if self.interval { Arc::new(bound.finish()) } else { new_null_array(&Float64, rows) };
            columns.gapped(&named(name), bound);
        }
        columns.full(&named("n"), Arc::new(self.n.finish()));
        for (name, array) in between {
            columns.gapped(name, array);
        }
        columns.gapped(&named("method"), Arc::new(self.method.finish()));
        columns.gapped(&named("reason"), Arc::new(self.reason.finish()));
    }
}

/// A list that was made in parts, as one.
pub(super) fn joined<P, T: Copy>(parts: &[P], of: impl Fn(&P) -> &[T]) -> Vec<T> {
    parts.iter().map(of).collect::<Vec<&[T]>>().concat()
}

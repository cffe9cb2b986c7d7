//! Times: milliseconds since 1970-01-01T00:00:00Z.
//!
//! A column is of timestamps with a zone, of whole numbers (milliseconds), or of RFC 3339 text with an offset.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, Int64Array};
use arrow_schema::{DataType, TimeUnit};
use rayon::prelude::*;

use super::column::Column;
use super::numbers::{Piece, each};
use super::texts::Texts;
use crate::columnar::Error;
use crate::metrics::engagement::TIMES;
use crate::model::{self, Timestamp};

/// What stands in a block for a time that is missing.
pub(in crate::columnar) const NO_TIME: i64 = i64::MIN;
const EXPECTED: &str = "timestamps with a time zone, or text as in \"2026-01-31T10:00:00Z\",";

/// A column of times, all of which are right.
pub(in crate::columnar) struct Times {
    pieces: Vec<Int64Array>,
    unit: Unit,
    range: (i64, i64),
}

/// How a number becomes milliseconds. Digits beyond the millisecond are cut off.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Times(i64),
    Parts(i64),
}

impl Unit {
    #[inline]
    fn millis(self, value: i64) -> i64 {
        match self {
            Unit::Times(1) => value,
            Unit::Times(factor) => value.saturating_mul(factor),
            Unit::Parts(divisor) => value.div_euclid(divisor),
        }
    }

    /// The largest number that is not after a moment.
    pub(super) fn limit(self, millis: i64) -> i64 {
        match self {
            Unit::Times(factor) => millis.div_euclid(factor),
            Unit::Parts(parts) => millis.saturating_mul(parts).saturating_add(parts - 1),
        }
    }
}

impl Times {
    /// A column in which a time may be missing, or not.
    pub(in crate::columnar) fn new(column: Column, required: bool) -> Result<Self, Error> {
        let column = column.plain()?;
        let mut times = Times::read_unchecked(&column, required)?;
        for (batch, piece) in times.pieces.iter().enumerate() {
            let (low, high) = times.range_of(&column, batch, piece)?;
            times.range = (times.range.0.min(low), times.range.1.max(high));
        }
        Ok(times)
    }

    /// A plain column, of which nobody has looked yet whether its times are within the dates that exist.
    pub(super) fn read_unchecked(column: &Column, required: bool) -> Result<Self, Error> {
        let unit = match &column.data_type {
            DataType::Timestamp(_, None) => {
                return Err(Error::NaiveTimestamps { table: column.table, column: column.name.clone() });
            }
            DataType::Timestamp(TimeUnit::Second, Some(_)) => Unit::Times(1_000),
            DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => Unit::Parts(1_000),
            DataType::Timestamp(TimeUnit::Nanosecond, Some(_)) => Unit::Parts(1_000_000),
            _ => Unit::Times(1),
        };
        let mut times = Times { pieces: Vec::new(), unit, range: (i64::MAX, i64::MIN) };
        for (batch, array) in column.arrays.iter().enumerate() {
            let piece = integers(column, batch, array)?;
            let gaps = required && piece.null_count() > 0;
            if let Some(row) = (0..piece.len()).find(|&row| gaps && piece.is_null(row)) {
                return Err(column.missing(batch, row));
            }
            times.pieces.push(piece);
        }
        Ok(times)
    }

    /// The earliest and the latest time of a batch.
    fn range_of(&self, column: &Column, batch: usize, piece: &Int64Array) -> Result<(i64, i64), Error> {
        let tasks = piece.values().par_chunks(1 << 17).map(|task| {
            let fold = |(low, high): (i64, i64), &value: &i64| (low.min(value), high.max(value));
            task.iter().fold((i64::MAX, i64::MIN), fold)
        });
        let (low, high) = tasks.reduce(|| (i64::MAX, i64::MIN), |a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (low, high) = (self.unit.millis(low), self.unit.millis(high));
        if low <= high && (piece.null_count() > 0 || !TIMES.contains(&low) || !TIMES.contains(&high)) {
            return self.exact_range(column, batch, piece);
        }
        Ok((low, high))
    }

    /// The same of what is there alone, whatever lies under gaps.
    pub(super) fn exact_range(
        &self,
        column: &Column,
        batch: usize,
        piece: &Int64Array,
    ) -> Result<(i64, i64), Error> {
        let (mut low, mut high) = (i64::MAX, i64::MIN);
        for (row, value) in piece.iter().enumerate() {
            let Some(at) = value.map(|value| self.unit.millis(value)) else { continue };
            if !TIMES.contains(&at) {
                let value = at.to_string();
                let error = model::Error::TimestampOutOfRange { value };
                return Err(column.wrong_number(batch, row, error));
            }
            (low, high) = (low.min(at), high.max(at));
        }
        Ok((low, high))
    }

    pub(super) fn unit(&self) -> Unit {
        self.unit
    }

    pub(super) fn pieces(&self) -> &[Int64Array] {
        &self.pieces
    }

    /// The earliest and the latest time, where there is one.
    pub(in crate::columnar) fn range(&self) -> Option<(i64, i64)> {
        (self.range.0 <= self.range.1).then_some(self.range)
    }

    /// Times of a batch from a row on, as many as `out` holds.
    pub(in crate::columnar) fn read(&self, batch: usize, from: usize, out: &mut [i64]) {
        let Some(piece) = self.pieces.get(batch) else { return };
        let values = piece.values().get(from..).unwrap_or_default();
        match self.unit {
            Unit::Times(1) => out.iter_mut().zip(values).for_each(|(out, value)| *out = *value),
            unit => out.iter_mut().zip(values).for_each(|(out, &value)| *out = unit.millis(value)),
        }
        if let Some(nulls) = piece.nulls().filter(|nulls| nulls.null_count() > 0) {
            for (row, out) in (from..).zip(out) {
                if nulls.is_null(row) {
                    *out = NO_TIME;
                }
            }
        }
    }

    /// One time.
    pub(in crate::columnar) fn get(&self, batch: usize, row: usize) -> Option<i64> {
        let piece = self.pieces.get(batch)?;
        let value = piece.is_valid(row).then(|| piece.values().get(row)).flatten()?;
        Some(self.unit.millis(*value))
    }
}

fn integers(column: &Column, batch: usize, array: &ArrayRef) -> Result<Int64Array, Error> {
    Ok(match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            array.as_primitive::<TimestampSecondType>().reinterpret_cast()
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            array.as_primitive::<TimestampMillisecondType>().reinterpret_cast()
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            array.as_primitive::<TimestampMicrosecondType>().reinterpret_cast()
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            array.as_primitive::<TimestampNanosecondType>().reinterpret_cast()
        }
        DataType::Int64 => array.as_primitive::<Int64Type>().clone(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => texts(column, batch, array)?,
        _ => match Piece::of(array) {
            Some(piece) => whole(column, batch, &piece, array.len())?,
            None => return Err(column.wrong_type(EXPECTED)),
        },
    })
}

/// Whole numbers of another width.
fn whole(column: &Column, batch: usize, piece: &Piece, len: usize) -> Result<Int64Array, Error> {
    let absent = || Ok(Int64Array::new_null(len));
    each!(piece, array => {
        let each = array.iter().enumerate().map(|(row, value)| {
            value.map(|value| narrow(column, batch, row, value.into())).transpose()
        });
        each.collect()
    }, absent())
}

fn narrow(column: &Column, batch: usize, row: usize, value: i128) -> Result<i64, Error> {
    i64::try_from(value).map_err(|_| {
        column.wrong_number(batch, row, model::Error::TimestampOutOfRange { value: value.to_string() })
    })
}

fn texts(column: &Column, batch: usize, array: &ArrayRef) -> Result<Int64Array, Error> {
    let texts = Texts::of(array).ok_or_else(|| column.unreadable())?;
    let read = |row: usize| {
        let Some(text) = texts.get(row) else { return Ok(None) };
        text.parse::<Timestamp>().map(|at| Some(at.millis())).map_err(|error| match error {
            model::Error::NaiveTimestamp { .. } => {
                let right = "a time with an offset; write it as in 2026-01-31T10:00:00Z";
                column.wrong_text(batch, row, "NAIVE_TIMESTAMP", right)
            }
            error @ model::Error::TimestampOutOfRange { .. } => column.wrong_number(batch, row, error),
            _ => {
                let right = "a time; write it as in 2026-01-31T10:00:00Z";
                column.wrong_text(batch, row, "MALFORMED_TIMESTAMP", right)
            }
        })
    };
    (0..array.len()).map(read).collect()
}

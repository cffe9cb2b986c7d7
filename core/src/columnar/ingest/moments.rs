//! Times that are only compared with moments: the answer is a bit for each row.
//!
//! One idea to keep in mind: a column is read once. Whether all of its times are within the dates that exist is noticed
//! while they are compared, and looked at closely only where one may not be.

use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::Array;

use super::bits::read_bits;
use super::column::Column;
use super::times::{Times, Unit};
use crate::columnar::Error;
use crate::metrics::engagement::TIMES;

/// A column of times that are compared.
pub(in crate::columnar) struct Moments {
    times: Times,
    column: Column,
    /// The last moment that may be there, in the unit of the column.
    last: i64,
    /// What is this far before it, or less, is surely within the dates: a power of two, so that one look at the bits of
    /// all differences is enough.
    reach: u64,
    far: AtomicBool,
}

/// The moment, or the moments of rows, that times are compared with.
pub(in crate::columnar) trait Limits {
    /// Those of up to 64 rows.
    fn block(&self, start: usize, rows: usize) -> impl Iterator<Item = i64>;
}

impl Limits for i64 {
    #[inline]
    fn block(&self, _: usize, rows: usize) -> impl Iterator<Item = i64> {
        std::iter::repeat_n(*self, rows)
    }
}

impl Limits for [i64] {
    #[inline]
    fn block(&self, start: usize, rows: usize) -> impl Iterator<Item = i64> {
        self.get(start..).unwrap_or_default().iter().take(rows).copied()
    }
}

impl Moments {
    /// A column in which a time may be missing, or not.
    pub(in crate::columnar) fn new(column: Column, required: bool) -> Result<Self, Error> {
        Moments::not_after(column, required, TIMES.end - 1)
    }

    /// A column of which times after a moment are noticed.
    pub(in crate::columnar) fn not_after(column: Column, required: bool, last: i64) -> Result<Self, Error> {
        let column = column.plain()?;
        let times = Times::read_unchecked(&column, required)?;
        let width = last.abs_diff(TIMES.start);
        let reach = match times.unit() {
            Unit::Times(factor) => width / factor.unsigned_abs(),
            Unit::Parts(parts) => width.saturating_mul(parts.unsigned_abs()),
        };
        let last = times.unit().limit(last);
        let reach = reach.checked_ilog2().map_or(0, |bits| 1 << bits);
        Ok(Moments { times, column, last, reach, far: AtomicBool::new(false) })
    }

    /// A moment in the unit of the column, so that a time is not after it just where its number is not above.
    pub(in crate::columnar) fn limit(&self, millis: i64) -> i64 {
        self.times.unit().limit(millis)
    }

    /// Which rows have a time.
    #[inline]
    pub(in crate::columnar) fn there(&self, batch: usize, from: usize, rows: usize, out: &mut [u64]) {
        let nulls = self.times.pieces().get(batch).and_then(|piece| piece.nulls());
        match nulls.filter(|nulls| nulls.null_count() > 0) {
            Some(nulls) => read_bits(nulls.inner(), from, rows, out),
            None => out.fill(u64::MAX),
        }
    }

    /// Which rows have a time that is not after a [`Moments::limit`].
    #[inline]
    pub(in crate::columnar) fn come(
        &self,
        batch: usize,
        from: usize,
        rows: usize,
        out: &mut [u64],
        limits: &(impl Limits + ?Sized),
    ) {
        self.there(batch, from, rows, out);
        let Some(piece) = self.times.pieces().get(batch) else { return };
        let values = piece.values().get(from..).unwrap_or_default();
        let values = values.get(..rows.min(values.len())).unwrap_or_default();
        let mut far = 0;
        for ((block, out), start) in values.chunks(64).zip(out).zip((0..).step_by(64)) {
            if *out == 0 {
                continue;
            }
            let mut word = 0;
            for ((value, limit), at) in block.iter().zip(limits.block(start, block.len())).zip(0..) {
                word |= u64::from(*value <= limit) << at;
                far |= self.last.wrapping_sub(*value).cast_unsigned();
            }
            *out &= word;
        }
        if far >= self.reach {
            self.far.store(true, Ordering::Relaxed);
        }
    }

    /// Times of a batch from a row on, in milliseconds.
    pub(in crate::columnar) fn read(&self, batch: usize, from: usize, out: &mut [i64]) {
        self.times.read(batch, from, out);
    }

    /// One time.
    pub(in crate::columnar) fn get(&self, batch: usize, row: usize) -> Option<i64> {
        self.times.get(batch, row)
    }

    /// The batch and the row of the first time after a moment.
    pub(in crate::columnar) fn first_after(&self, millis: i64) -> Option<(usize, usize)> {
        let limit = self.limit(millis);
        let mut pieces = self.times.pieces().iter().enumerate();
        pieces.find_map(|(batch, piece)| {
            let row = piece.iter().position(|value| value.is_some_and(|value| value > limit))?;
            Some((batch, row))
        })
    }

    /// Whether all times that were compared are surely within the dates that exist, and not after the last moment.
    ///
    /// # Errors
    /// Where one is outside the dates.
    pub(in crate::columnar) fn check(&self) -> Result<bool, Error> {
        if !self.far.load(Ordering::Relaxed) {
            return Ok(true);
        }
        for (batch, piece) in self.times.pieces().iter().enumerate() {
            self.times.exact_range(&self.column, batch, piece)?;
        }
        Ok(false)
    }
}

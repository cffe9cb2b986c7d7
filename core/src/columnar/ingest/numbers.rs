//! Counts: whole numbers from 0, below 2^63, or missing.

use std::ops::{BitOr, BitOrAssign};

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type};
use arrow_array::{
    Array, ArrayRef, Int8Array, Int16Array, Int32Array, Int64Array, UInt8Array, UInt16Array, UInt32Array,
    UInt64Array,
};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use rayon::prelude::*;

use super::column::Column;
use crate::columnar::Error;
use crate::model::{self, COUNT_MAX, count, count_from_float};

/// What stands in a block for a count that is missing.
pub(in crate::columnar) const ABSENT: u64 = u64::MAX;
/// What stands in a narrow block for a count that is missing.
pub(in crate::columnar) const GAP: u32 = u32::MAX;
/// Rows that one task checks.
const TASK: usize = 1 << 17;
const EXPECTED: &str = "whole numbers";

/// A column of counts, all of which are right.
pub(in crate::columnar) struct Numbers {
    pieces: Vec<Piece>,
    largest: u64,
}

/// Whole numbers of any width, as they lie in memory.
pub(in crate::columnar) enum Piece {
    I8(Int8Array),
    I16(Int16Array),
    I32(Int32Array),
    I64(Int64Array),
    U8(UInt8Array),
    U16(UInt16Array),
    U32(UInt32Array),
    U64(UInt64Array),
    /// None is there.
    Absent,
}

/// Does the same with whole numbers of every width.
macro_rules! each {
    ($piece:expr, $array:ident => $body:expr, $absent:expr) => {
        match $piece {
            Piece::I8($array) => $body,
            Piece::I16($array) => $body,
            Piece::I32($array) => $body,
            Piece::I64($array) => $body,
            Piece::U8($array) => $body,
            Piece::U16($array) => $body,
            Piece::U32($array) => $body,
            Piece::U64($array) => $body,
            Piece::Absent => $absent,
        }
    };
}
pub(in crate::columnar) use each;

impl Numbers {
    pub(in crate::columnar) fn new(column: Column) -> Result<Self, Error> {
        let column = column.plain()?;
        let mut numbers = Numbers { pieces: Vec::with_capacity(column.arrays.len()), largest: 0 };
        for (batch, array) in column.arrays.iter().enumerate() {
            let piece = match Piece::of(array) {
                Some(piece) => piece,
                None => converted(&column, batch, array)?,
            };
            let refused = |(row, value)| match count(value) {
                Ok(_) => column.unreadable(),
                Err(error) => column.wrong_number(batch, row, error),
            };
            let largest = each!(&piece, array => largest(array.values(), array.nulls()), Ok(0));
            numbers.largest = numbers.largest.max(largest.map_err(refused)?);
            numbers.pieces.push(piece);
        }
        Ok(numbers)
    }

    /// No count is larger. There may be none so large.
    pub(in crate::columnar) fn largest(&self) -> u64 {
        self.largest
    }

    /// Counts of a batch from a row on, as many as `out` holds.
    #[expect(clippy::unnecessary_cast, reason = "of one width among many")]
    pub(in crate::columnar) fn read(&self, batch: usize, from: usize, out: &mut [u64]) {
        let Some(piece) = self.pieces.get(batch) else { return };
        each!(piece, array => {
            let values = array.values().get(from..).unwrap_or_default();
            // A value under a gap may be anything; sign extension keeps the right ones as they are.
            out.iter_mut().zip(values).for_each(|(out, &value)| *out = value as u64);
            blank(array.nulls(), from, out, |bit| bit.wrapping_sub(1));
        }, out.fill(ABSENT));
    }

    /// Whether a count is missing somewhere.
    pub(in crate::columnar) fn has_gaps(&self) -> bool {
        self.pieces.iter().any(|piece| each!(piece, array => array.null_count() > 0, true))
    }

    /// As [`Numbers::read`], where all counts are below [`GAP`], which stands for one that is missing.
    #[expect(clippy::unnecessary_cast, reason = "of one width among many")]
    pub(in crate::columnar) fn read_narrow(&self, batch: usize, from: usize, out: &mut [u32]) {
        let Some(piece) = self.pieces.get(batch) else { return };
        each!(piece, array => {
            let values = array.values().get(from..).unwrap_or_default();
            out.iter_mut().zip(values).for_each(|(out, &value)| *out = value as u32);
            blank(array.nulls(), from, out, |bit| (bit as u32).wrapping_sub(1));
        }, out.fill(GAP));
    }

    /// One count.
    #[expect(clippy::unnecessary_cast, reason = "of one width among many")]
    pub(in crate::columnar) fn get(&self, batch: usize, row: usize) -> Option<u64> {
        each!(self.pieces.get(batch)?, array => {
            array.is_valid(row).then(|| array.values().get(row).map(|&value| value as u64)).flatten()
        }, None)
    }
}

/// Sets all bits where there is a gap; `mask` makes none of the bit 1 and all of the bit 0.
fn blank<T: BitOrAssign>(nulls: Option<&NullBuffer>, from: usize, out: &mut [T], mask: impl Fn(u64) -> T) {
    let Some(nulls) = nulls.filter(|nulls| nulls.null_count() > 0) else { return };
    let bits = nulls.inner().slice(from, out.len());
    let chunks = bits.bit_chunks();
    let words = chunks.iter().chain([chunks.remainder_bits()]);
    for (out, word) in out.chunks_mut(64).zip(words) {
        if word != u64::MAX {
            let mut word = word;
            for value in out {
                *value |= mask(word & 1);
                word >>= 1;
            }
        }
    }
}

impl Piece {
    /// Whole numbers as they lie in memory; `None` for other types.
    pub(in crate::columnar) fn of(array: &ArrayRef) -> Option<Piece> {
        Some(match array.data_type() {
            DataType::Int8 => Piece::I8(array.as_primitive().clone()),
            DataType::Int16 => Piece::I16(array.as_primitive().clone()),
            DataType::Int32 => Piece::I32(array.as_primitive().clone()),
            DataType::Int64 => Piece::I64(array.as_primitive().clone()),
            DataType::UInt8 => Piece::U8(array.as_primitive().clone()),
            DataType::UInt16 => Piece::U16(array.as_primitive().clone()),
            DataType::UInt32 => Piece::U32(array.as_primitive().clone()),
            DataType::UInt64 => Piece::U64(array.as_primitive().clone()),
            DataType::Null => Piece::Absent,
            _ => return None,
        })
    }

    /// The number of a row as the place of something, such as a key of a dictionary.
    #[expect(clippy::cast_possible_truncation, reason = "one width among many")]
    pub(in crate::columnar) fn at(&self, row: usize) -> Option<usize> {
        each!(self, array => array.values().get(row).map(|key| *key as usize), None)
    }

    pub(in crate::columnar) fn len(&self) -> usize {
        each!(self, array => array.len(), 0)
    }
}

/// A bound that no count exceeds, or the first number that is none, with its row.
///
/// All bits that some value has are a bound, and have the sign bit where some value is negative. Unlike a minimum and
/// a maximum they are found without a comparison, which took twice as long.
fn largest<T>(values: &[T], nulls: Option<&NullBuffer>) -> Result<u64, (usize, i128)>
where
    T: Copy + Default + BitOr<Output = T> + Into<i128> + Send + Sync,
{
    let tasks =
        values.par_chunks(TASK).map(|task| task.iter().fold(T::default(), |bits, &value| bits | value));
    let bits: i128 = tasks.reduce(T::default, |a, b| a | b).into();
    let counts = 0..=i128::from(COUNT_MAX);
    // What lies under a gap means nothing: look closer where it might be that.
    let plain = nulls.is_none() || bits <= i128::from(u32::MAX);
    if plain && counts.contains(&bits) {
        return Ok(u64::try_from(bits).unwrap_or_default());
    }
    let mut most = 0;
    for (row, &value) in values.iter().enumerate() {
        if nulls.is_none_or(|nulls| nulls.is_valid(row)) {
            let value = value.into();
            if !counts.contains(&value) {
                return Err((row, value));
            }
            most = most.max(u64::try_from(value).unwrap_or_default());
        }
    }
    Ok(most)
}

/// Counts of another type than whole numbers, converted.
fn converted(column: &Column, batch: usize, array: &ArrayRef) -> Result<Piece, Error> {
    let exact = match array.data_type() {
        DataType::Float16 => 2_048.0,
        DataType::Float32 => 16_777_216.0,
        DataType::Float64 => 9_007_199_254_740_992.0,
        DataType::Decimal32(_, 0) | DataType::Decimal64(_, 0) | DataType::Decimal128(_, 0) => {
            return decimals(column, batch, array);
        }
        _ => return Err(column.wrong_type(EXPECTED)),
    };
    let floats = arrow_cast::cast(array, &DataType::Float64).map_err(|_| column.unreadable())?;
    let read = |value: f64| match count_from_float(value) {
        Ok(count) if value <= exact => Ok(count),
        Ok(_) => Err(model::Error::CountTooLarge { value: format!("{value:?}") }),
        Err(error) => Err(error),
    };
    let each = floats.as_primitive::<Float64Type>().iter().enumerate();
    let each = each.map(|(row, value)| {
        value.map(read).transpose().map_err(|error| column.wrong_number(batch, row, error))
    });
    Ok(Piece::U64(each.collect::<Result<_, _>>()?))
}

fn decimals(column: &Column, batch: usize, array: &ArrayRef) -> Result<Piece, Error> {
    let wide = arrow_cast::cast(array, &DataType::Decimal128(38, 0)).map_err(|_| column.unreadable())?;
    let each = wide.as_primitive::<Decimal128Type>().iter().enumerate();
    let each = each.map(|(row, value)| {
        value.map(count).transpose().map_err(|error| column.wrong_number(batch, row, error))
    });
    Ok(Piece::U64(each.collect::<Result<_, _>>()?))
}

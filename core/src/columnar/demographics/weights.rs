//! The column of weights, in fixed point.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{Array, Float32Array, Float64Array};
use arrow_cast::cast;
use arrow_schema::DataType;

use super::{column, unreadable, wrong_type};
use crate::audience::{self, Weight};
use crate::columnar::{Error, Table};

enum Piece {
    Single(Float32Array),
    Double(Float64Array),
}

pub(super) struct Weights {
    pieces: Vec<Piece>,
    /// The row of the table at which a batch begins.
    starts: Vec<u64>,
}

/// The fixed point is 2^-60; most weights have no digits below 2^-40, and fit 64 bits without them.
pub(super) const COARSE_BITS: u32 = 20;
const COARSE: f64 = (1_u64 << 40) as f64;
/// Coarse weights are below this, so that sums of many fit.
const LARGE: f64 = (1_u64 << 47) as f64;
const MANTISSA: u64 = (1 << 52) - 1;

/// Rows that are worked out together: as many as stay in the nearest cache with all that is computed of them.
pub(super) const BLOCK: usize = 1_024;

impl Weights {
    pub(super) fn read(table: &Table, name: &str) -> Result<Self, Error> {
        let (found, arrays) = column(table, name)?;
        let mut pieces = Vec::with_capacity(arrays.len());
        let mut starts = Vec::with_capacity(arrays.len());
        let mut start = 0_u64;
        for array in &arrays {
            if array.null_count() > 0 {
                let at = (0..array.len()).find(|row| array.is_null(*row)).unwrap_or(0);
                return Err(audience::Error::MissingWeight { row: Some(start + at as u64) }.into());
            }
            starts.push(start);
            start += array.len() as u64;
            pieces.push(match &found {
                DataType::Float32 => Piece::Single(array.as_primitive::<Float32Type>().clone()),
                found if found.is_numeric() => {
                    let doubles = cast(array, &DataType::Float64).map_err(|_| unreadable(name))?;
                    Piece::Double(doubles.as_primitive::<Float64Type>().clone())
                }
                found => return Err(wrong_type(name, found, "numbers")),
            });
        }
        Ok(Weights { pieces, starts })
    }

    /// The weights of a stretch of rows in units of 2^-40, where all of them are whole numbers of it below 2^47; whether
    /// they are. Otherwise `out` holds nothing of use, and [`Weights::fine`] says what the weights are.
    pub(super) fn coarse(&self, batch: usize, from: usize, out: &mut [u64]) -> bool {
        match self.pieces.get(batch) {
            Some(Piece::Single(values)) => {
                let values = values.values().get(from..).unwrap_or_default();
                fill(values.iter().map(|value| f64::from(*value)), out)
            }
            Some(Piece::Double(values)) => {
                fill(values.values().get(from..).unwrap_or_default().iter().copied(), out)
            }
            None => true,
        }
    }

    /// The weights of a stretch of rows, in units of 2^-60.
    pub(super) fn fine(
        &self,
        batch: usize,
        from: usize,
        length: usize,
        out: &mut Vec<u128>,
    ) -> Result<(), Error> {
        let mut row = self.starts.get(batch).copied().unwrap_or(0) + from as u64;
        let mut put = |value: f64| -> Result<(), Error> {
            out.push(Weight::new(value).map_err(|error| error.at_row(Some(row)))?.units());
            row += 1;
            Ok(())
        };
        match self.pieces.get(batch) {
            Some(Piece::Single(values)) => {
                let mut values = values.values().iter().skip(from).take(length);
                values.try_for_each(|value| put(f64::from(*value)))
            }
            Some(Piece::Double(values)) => {
                values.values().iter().skip(from).take(length).try_for_each(|value| put(*value))
            }
            None => Ok(()),
        }
    }
}

/// A number from here on has no digits below 1.
const WHOLE: f64 = (1_u64 << 52) as f64;

#[inline(always)]
fn fill(values: impl Iterator<Item = f64>, out: &mut [u64]) -> bool {
    let mut others = 0;
    for (out, value) in out.iter_mut().zip(values) {
        let scaled = value * COARSE;
        // Adding rounds to a whole number, which then stands in the lowest bits; taking away tells whether it was one.
        let moved = scaled + WHOLE;
        let is_coarse = (moved - WHOLE == scaled) & (0.0..LARGE).contains(&scaled);
        others |= u64::from(!is_coarse);
        *out = moved.to_bits() & MANTISSA;
    }
    others == 0
}

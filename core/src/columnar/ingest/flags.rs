//! True or false; a gap is false.

use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_schema::DataType;

use super::column::Column;
use crate::columnar::Error;

/// A column of flags.
pub(in crate::columnar) struct Flags {
    pieces: Vec<Option<BooleanArray>>,
}

impl Flags {
    pub(in crate::columnar) fn new(column: Column) -> Result<Self, Error> {
        let column = column.plain()?;
        match column.data_type {
            DataType::Boolean => Ok(Flags {
                pieces: column.arrays.iter().map(|array| Some(array.as_boolean().clone())).collect(),
            }),
            DataType::Null => Ok(Flags { pieces: column.arrays.iter().map(|_| None).collect() }),
            _ => Err(column.wrong_type("true and false")),
        }
    }

    /// One flag.
    pub(in crate::columnar) fn get(&self, batch: usize, row: usize) -> bool {
        let piece = self.pieces.get(batch).and_then(Option::as_ref);
        piece.is_some_and(|piece| row < piece.len() && piece.is_valid(row) && piece.value(row))
    }
}

//! Text in any layout.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::DataType;

use super::column::Column;
use crate::columnar::Error;

/// A piece of a column of text.
pub(in crate::columnar) enum Texts {
    Short(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    /// `None` where the array is not of text; a dictionary is to be written out first.
    pub(in crate::columnar) fn of(array: &ArrayRef) -> Option<Texts> {
        Some(match array.data_type() {
            DataType::Utf8 => Texts::Short(array.as_string().clone()),
            DataType::LargeUtf8 => Texts::Large(array.as_string().clone()),
            DataType::Utf8View => Texts::View(array.as_string_view().clone()),
            _ => return None,
        })
    }

    /// The pieces of a column of text.
    pub(in crate::columnar) fn pieces(column: Column) -> Result<Vec<Texts>, Error> {
        let mut column = column.plain()?;
        if column.data_type == DataType::Null {
            column.arrays = column.cast(&DataType::Utf8)?;
        } else if !Texts::is(&column.data_type) {
            return Err(column.wrong_type("texts"));
        }
        column.arrays.iter().map(|array| Texts::of(array).ok_or_else(|| column.unreadable())).collect()
    }

    /// Whether a type is text or a dictionary of text.
    pub(in crate::columnar) fn is(data_type: &DataType) -> bool {
        match data_type {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
            DataType::Dictionary(_, values) => Self::is(values),
            _ => false,
        }
    }

    pub(in crate::columnar) fn len(&self) -> usize {
        match self {
            Texts::Short(array) => array.len(),
            Texts::Large(array) => array.len(),
            Texts::View(array) => array.len(),
        }
    }

    /// The text of a row.
    pub(in crate::columnar) fn get(&self, row: usize) -> Option<&str> {
        fn valid(array: &dyn Array, row: usize) -> bool {
            row < array.len() && array.is_valid(row)
        }
        match self {
            Texts::Short(array) => valid(array, row).then(|| array.value(row)),
            Texts::Large(array) => valid(array, row).then(|| array.value(row)),
            Texts::View(array) => valid(array, row).then(|| array.value(row)),
        }
    }
}

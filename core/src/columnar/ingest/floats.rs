//! Numbers with fractions: figures that were computed before.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_schema::DataType;

use super::column::Column;
use crate::columnar::Error;

/// The numbers of all rows; a gap is `None`, and so is NaN, which is how some tables write one.
pub(in crate::columnar) fn floats(column: &Column) -> Result<Vec<Option<f64>>, Error> {
    let numbers = match &column.data_type {
        DataType::Dictionary(_, values) => values.as_ref(),
        other => other,
    };
    if !(numbers.is_numeric() || *numbers == DataType::Null) {
        return Err(column.wrong_type("numbers"));
    }
    let mut read = Vec::new();
    for array in column.cast(&DataType::Float64)? {
        read.extend(
            array.as_primitive::<Float64Type>().iter().map(|value| value.filter(|value| !value.is_nan())),
        );
    }
    Ok(read)
}

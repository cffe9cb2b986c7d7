//! The values of a column as objects of Python.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::{DataType, TimeUnit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3::{IntoPyObject, IntoPyObjectExt};

use crate::error::{MALFORMED_TABLE, raise};

type Values<'py> = Vec<Bound<'py, PyAny>>;

/// One object for each row; `None` where the column holds nothing.
pub(crate) fn of<'py>(py: Python<'py>, column: &ArrayRef) -> PyResult<Values<'py>> {
    match column.data_type() {
        DataType::Null => each(py, (0..column.len()).map(|_| None::<bool>)),
        DataType::Boolean => each(py, column.as_boolean().iter()),
        DataType::Int8 => primitive::<Int8Type>(py, column),
        DataType::Int16 => primitive::<Int16Type>(py, column),
        DataType::Int32 => primitive::<Int32Type>(py, column),
        DataType::Int64 => primitive::<Int64Type>(py, column),
        DataType::UInt8 => primitive::<UInt8Type>(py, column),
        DataType::UInt16 => primitive::<UInt16Type>(py, column),
        DataType::UInt32 => primitive::<UInt32Type>(py, column),
        DataType::UInt64 => primitive::<UInt64Type>(py, column),
        DataType::Float32 => primitive::<Float32Type>(py, column),
        DataType::Float64 => primitive::<Float64Type>(py, column),
        DataType::Utf8 => each(py, column.as_string::<i32>().iter()),
        DataType::LargeUtf8 => each(py, column.as_string::<i64>().iter()),
        DataType::Utf8View => each(py, column.as_string_view().iter()),
        DataType::Date32 => {
            let dates = column.as_primitive::<Date32Type>();
            each(
                py,
                (0..dates.len()).map(|row| dates.is_valid(row).then(|| dates.value_as_date(row)).flatten()),
            )
        }
        DataType::Timestamp(unit, zone) => instants(py, column, *unit, zone.is_some()),
        DataType::Dictionary(_, values) => of(py, &recast(py, column, values)?),
        DataType::List(_) => lists(py, column.as_list::<i32>().iter()),
        DataType::LargeList(_) => lists(py, column.as_list::<i64>().iter()),
        DataType::Struct(_) => structs(py, column),
        _ => of(py, &recast(py, column, &DataType::Utf8)?),
    }
}

fn each<'py, T: IntoPyObject<'py>>(
    py: Python<'py>,
    values: impl Iterator<Item = T>,
) -> PyResult<Values<'py>> {
    values.map(|value| value.into_bound_py_any(py)).collect()
}

fn primitive<'py, T>(py: Python<'py>, column: &ArrayRef) -> PyResult<Values<'py>>
where
    T: ArrowPrimitiveType,
    T::Native: IntoPyObject<'py>,
{
    each(py, column.as_primitive::<T>().iter())
}

fn recast(py: Python<'_>, column: &ArrayRef, kind: &DataType) -> PyResult<ArrayRef> {
    cast(column, kind).map_err(|error| raise(py, MALFORMED_TABLE, &error))
}

/// `datetime`s in UTC; without a zone where the column has none.
fn instants<'py>(py: Python<'py>, column: &ArrayRef, unit: TimeUnit, zoned: bool) -> PyResult<Values<'py>> {
    let zone = zoned.then(|| "+00:00".into());
    let column = match unit {
        TimeUnit::Microsecond => column.clone(),
        _ => recast(py, column, &DataType::Timestamp(TimeUnit::Microsecond, zone))?,
    };
    let instants = column.as_primitive::<TimestampMicrosecondType>();
    let naive = (0..instants.len()).map(|row| {
        let known = instants.is_valid(row);
        known.then(|| instants.value_as_datetime(row)).flatten()
    });
    if zoned {
        each(py, naive.map(|instant| instant.map(|instant| instant.and_utc())))
    } else {
        each(py, naive)
    }
}

fn lists<'py>(py: Python<'py>, rows: impl Iterator<Item = Option<ArrayRef>>) -> PyResult<Values<'py>> {
    rows.map(|row| match row {
        None => Ok(py.None().into_bound(py)),
        Some(items) => PyList::new(py, of(py, &items)?)?.into_bound_py_any(py),
    })
    .collect()
}

fn structs<'py>(py: Python<'py>, column: &ArrayRef) -> PyResult<Values<'py>> {
    let rows = column.as_struct();
    let dicts: Vec<_> = (0..rows.len()).map(|_| PyDict::new(py)).collect();
    for (name, member) in rows.column_names().into_iter().zip(rows.columns()) {
        for (dict, value) in dicts.iter().zip(of(py, member)?) {
            dict.set_item(name, value)?;
        }
    }
    let known = |row: usize| rows.is_valid(row);
    let values = dicts.into_iter().enumerate();
    values
        .map(|(row, dict)| if known(row) { dict.into_bound_py_any(py) } else { Ok(py.None().into_bound(py)) })
        .collect()
}

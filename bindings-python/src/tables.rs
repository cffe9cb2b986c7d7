//! Functions over tables, by name.

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Fields};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use renown::columnar;
use serde_json::Value;

use crate::batches::Batches;
use crate::error::{MALFORMED_TABLE, raise};
use crate::work;

/// Calls a function over tables. The figures are computed without the interpreter's lock, in a pool of `threads`
/// threads.
#[pyfunction]
#[pyo3(signature = (name, tables, options, /, threads = None))]
pub(crate) fn table(
    py: Python<'_>,
    name: String,
    tables: Vec<(String, Py<Batches>)>,
    options: &str,
    threads: Option<usize>,
) -> PyResult<Batches> {
    let options: Value =
        serde_json::from_str(options).map_err(|error| raise(py, "MALFORMED_OPTIONS", &error))?;
    let tables: Vec<_> =
        tables.into_iter().map(|(argument, table)| (argument, table.get().table().clone())).collect();
    let answer = work::run(py, threads, move || {
        let tables: Vec<_> = tables.iter().map(|(argument, table)| (argument.as_str(), table)).collect();
        columnar::call(&name, &tables, &options)
    })?;
    answer.map(Batches::from).map_err(|error| raise(py, error.code(), &error))
}

/// The names of all functions over tables.
#[pyfunction]
pub(crate) fn table_names() -> Vec<&'static str> {
    columnar::names().collect()
}

/// Reads whatever has the Arrow PyCapsule interface, without the interpreter's lock; `argument` is what the caller
/// knows it by.
#[pyfunction]
#[pyo3(signature = (argument, table, /))]
pub(crate) fn read(py: Python<'_>, argument: &str, table: &Bound<'_, PyAny>) -> PyResult<Batches> {
    let reader = table.extract::<AnyRecordBatch>()?.into_reader()?;
    let schema = reader.schema();
    let batches = py.detach(|| reader.map(|batch| batch.and_then(checked)).collect::<Result<Vec<_>, _>>());
    let batches =
        batches.map_err(|error| raise(py, MALFORMED_TABLE, &format!("table {argument:?}: {error}")))?;
    let table = columnar::Table::new(schema, batches);
    table.map(Batches::from).map_err(|error| raise(py, error.code(), &error))
}

/// Whoever made the columns may not have checked that their texts are UTF-8, on which everything here relies.
fn checked(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if holds_text(field.data_type()) {
            validate(column).map_err(|error| {
                ArrowError::InvalidArgumentError(format!("column {:?} is damaged: {error}", field.name()))
            })?;
        }
    }
    Ok(batch)
}

fn validate(column: &ArrayRef) -> Result<(), ArrowError> {
    column.to_data().validate_full()
}

fn holds_text(kind: &DataType) -> bool {
    let any = |fields: &Fields| fields.iter().any(|field| holds_text(field.data_type()));
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => holds_text(values),
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _)
        | DataType::Map(item, _) => holds_text(item.data_type()),
        DataType::Struct(fields) => any(fields),
        DataType::RunEndEncoded(_, values) => holds_text(values.data_type()),
        DataType::Union(fields, _) => fields.iter().any(|(_, field)| holds_text(field.data_type())),
        _ => false,
    }
}

//! Functions over tables, by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{
    AnyDictionaryArray, Array, ArrayRef, RecordBatch, RecordBatchOptions, downcast_integer_array,
    new_null_array,
};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use renown::columnar;
use serde_json::Value;

use crate::batches::Batches;
use crate::error::{MALFORMED_TABLE, raise};
use crate::policy::Policy;
use crate::work;

/// Calls a function over tables: its tables by name, of which most have one. The figures are computed without the
/// interpreter's lock, in a pool of `threads` threads. A function that asks a policy is given one that was read before.
#[pyfunction]
#[pyo3(signature = (name, tables, options, /, threads = None, policy = None))]
pub(crate) fn tables(
    py: Python<'_>,
    name: String,
    tables: Vec<(String, Py<Batches>)>,
    options: &str,
    threads: Option<usize>,
    policy: Option<Py<Policy>>,
) -> PyResult<BTreeMap<String, Batches>> {
    let options: Value =
        serde_json::from_str(options).map_err(|error| raise(py, "MALFORMED_OPTIONS", &error))?;
    let tables: Vec<_> =
        tables.into_iter().map(|(argument, table)| (argument, table.get().table().clone())).collect();
    let policy = policy.map(|policy| policy.get().0.clone());
    let answer = work::run(py, threads, move || {
        let tables: Vec<_> = tables.iter().map(|(argument, table)| (argument.as_str(), table)).collect();
        match policy {
            Some(policy) => {
                columnar::call_by(&policy, &name, &tables, &options).map(|table| vec![(name, table)])
            }
            None => columnar::call_many(&name, &tables, &options),
        }
    })?;
    let made = answer.map_err(|error| raise(py, error.code(), &error))?;
    Ok(made.into_iter().map(|(name, table)| (name, Batches::from(table))).collect())
}

/// The names of all functions over tables.
#[pyfunction]
pub(crate) fn table_names() -> Vec<&'static str> {
    columnar::names().collect()
}

/// Reads whatever has the Arrow PyCapsule interface, without the interpreter's lock; `argument` is what the caller
/// knows it by. Columns in which nothing stands are added by the names of `empty`.
#[pyfunction]
#[pyo3(signature = (argument, table, empty = Vec::new(), /))]
pub(crate) fn read(
    py: Python<'_>,
    argument: &str,
    table: &Bound<'_, PyAny>,
    empty: Vec<String>,
) -> PyResult<Batches> {
    let reader = table.extract::<AnyRecordBatch>()?.into_reader()?;
    let nothing = empty.iter().map(|name| Arc::new(Field::new(name, DataType::Null, true)));
    let fields = reader.schema().fields().iter().cloned().chain(nothing).collect::<Fields>();
    let schema = Arc::new(Schema::new(fields));
    let batches = py.detach(|| {
        let widened = |batch| widened(checked(batch?)?, &schema);
        reader.map(widened).collect::<Result<Vec<_>, ArrowError>>()
    });
    let batches =
        batches.map_err(|error| raise(py, MALFORMED_TABLE, &format!("table {argument:?}: {error}")))?;
    let table = columnar::Table::new(schema, batches);
    table.map(Batches::from).map_err(|error| raise(py, error.code(), &error))
}

/// Makes a table of rows: JSON, a list of objects.
#[pyfunction]
#[pyo3(signature = (argument, rows, /))]
pub(crate) fn read_rows(py: Python<'_>, argument: &str, rows: &str) -> PyResult<Batches> {
    let made = py.detach(|| {
        let rows: Vec<Value> =
            serde_json::from_str(rows).map_err(|error| ("MALFORMED_ROWS", error.to_string()))?;
        columnar::Table::from_rows(&rows).map_err(|error| (error.code(), error.to_string()))
    });
    made.map(Batches::from).map_err(|(code, message)| raise(py, code, &format!("{argument}: {message}")))
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

/// The batch under a schema that has columns of nothing after its own.
fn widened(batch: RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let rows = batch.num_rows();
    let mut columns = batch.columns().to_vec();
    columns.resize_with(schema.fields().len(), || new_null_array(&DataType::Null, rows));
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

/// Checks a column. The keys of a dictionary are first compared with the number of its values in one go; only where one
/// lies outside does Arrow look, row by row, whether it is that of a null.
fn validate(column: &ArrayRef) -> Result<(), ArrowError> {
    match column.as_any_dictionary_opt() {
        Some(dictionary) if keys_within(dictionary) => {
            column.to_data().validate()?;
            dictionary.values().to_data().validate_full()
        }
        _ => column.to_data().validate_full(),
    }
}

/// Whether every key of a dictionary, also where there is a null, is that of a value.
#[expect(clippy::unnecessary_cast, reason = "one of the widths is that of the count")]
fn keys_within(dictionary: &dyn AnyDictionaryArray) -> bool {
    let (keys, count) = (dictionary.keys(), dictionary.values().len() as u64);
    downcast_integer_array! {
        keys => {
            let Some(first) = keys.values().first().copied() else { return true };
            // Both ends in the keys' own width, for the processor to compare many at a time.
            let (mut low, mut high) = (first, first);
            for key in keys.values() {
                low = if *key < low { *key } else { low };
                high = if *key > high { *key } else { high };
            }
            // A negative key is large as a number without a sign.
            (low as u64) < count && (high as u64) < count
        }
        _ => false
    }
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

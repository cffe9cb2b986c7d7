//! A table that Python holds: its columns and its batches, shown to other packages without a copy.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, Field};
use arrow_select::concat::concat_batches;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use renown::columnar::Table;

use crate::error::{MALFORMED_TABLE, raise};
use crate::values;

/// A table: its columns and its batches.
#[pyclass(frozen, module = "renown._native")]
pub(crate) struct Batches {
    table: Table,
}

impl From<Table> for Batches {
    fn from(table: Table) -> Self {
        Batches { table }
    }
}

impl Batches {
    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    /// All rows in one batch, for which batches that were cut differently compare equal.
    fn whole(&self) -> Result<RecordBatch, ArrowError> {
        concat_batches(self.table.schema(), self.table.batches())
    }
}

fn malformed(py: Python<'_>, error: &ArrowError) -> PyErr {
    raise(py, MALFORMED_TABLE, error)
}

#[pymethods]
impl Batches {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.table.schema().as_ref())
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let schema = self.table.schema();
        let batches = self.table.batches().to_vec();
        let structs = batches.into_iter().map(|batch| Ok(Arc::new(StructArray::from(batch)) as ArrayRef));
        let field =
            Field::new_struct("", schema.fields().clone(), false).with_metadata(schema.metadata().clone());
        to_stream_pycapsule(py, Box::new(ArrayIterator::new(structs, field.into())), requested_schema)
    }

    /// How many rows there are.
    fn __len__(&self) -> usize {
        self.table.num_rows()
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, Batches>) -> PyResult<bool> {
        let other = other.get();
        if self.table.schema().fields() != other.table.schema().fields() {
            return Ok(false);
        }
        let whole = py.detach(|| Ok((self.whole()?, other.whole()?)));
        let (left, right) = whole.map_err(|error| malformed(py, &error))?;
        Ok(left.columns() == right.columns())
    }

    /// The columns by name, with their types in Arrow's words.
    #[getter]
    fn columns(&self) -> Vec<(String, String)> {
        let fields = self.table.schema().fields().iter();
        fields.map(|field| (field.name().clone(), field.data_type().to_string())).collect()
    }

    /// The rows from `start` on, at most `length` of them.
    fn rows<'py>(&self, py: Python<'py>, start: usize, length: usize) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        let (mut skip, mut left) = (start, length);
        for batch in self.table.batches() {
            let offset = skip.min(batch.num_rows());
            let taken = left.min(batch.num_rows() - offset);
            skip -= offset;
            left -= taken;
            append(py, &rows, &batch.slice(offset, taken))?;
        }
        Ok(rows)
    }

    /// The table in Arrow's stream format.
    fn to_ipc<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let written = py.detach(|| {
            let mut writer = StreamWriter::try_new(Vec::new(), self.table.schema())?;
            self.table.batches().iter().try_for_each(|batch| writer.write(batch))?;
            writer.into_inner()
        });
        Ok(PyBytes::new(py, &written.map_err(|error| malformed(py, &error))?))
    }

    /// Reads what `to_ipc` wrote.
    #[staticmethod]
    fn from_ipc(py: Python<'_>, written: &[u8]) -> PyResult<Batches> {
        let read = py.detach(|| {
            let reader = StreamReader::try_new(written, None)?;
            Ok((reader.schema(), reader.collect::<Result<Vec<_>, _>>()?))
        });
        let (schema, batches) = read.map_err(|error| malformed(py, &error))?;
        let table = Table::new(schema, batches).map_err(|error| raise(py, error.code(), &error))?;
        Ok(Batches { table })
    }
}

fn append(py: Python<'_>, rows: &Bound<'_, PyList>, batch: &RecordBatch) -> PyResult<()> {
    let mut columns = Vec::with_capacity(batch.num_columns());
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        columns.push((field.name().clone(), values::of(py, column)?.into_iter()));
    }
    for _ in 0..batch.num_rows() {
        let row = PyDict::new(py);
        for (name, values) in &mut columns {
            row.set_item(name.as_str(), values.next())?;
        }
        rows.append(row)?;
    }
    Ok(())
}

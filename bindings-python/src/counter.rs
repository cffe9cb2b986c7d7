//! Counting in memory: numbers and units come as arrays.

use std::sync::Arc;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{ArrowError, DataType};
use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyArray;
use renown_store::{Ledger, UsageCounter};
use serde_json::Value;

use crate::error::raise;
use crate::ledger::guarded;

/// A counter of one ledger.
#[pyclass(frozen, module = "renown._native")]
pub(crate) struct NativeCounter(Arc<UsageCounter>);

impl NativeCounter {
    pub(crate) fn of(ledger: &Ledger) -> Result<Self, renown_store::Error> {
        Ok(NativeCounter(Arc::new(ledger.counter()?)))
    }

    pub(crate) fn counter(&self) -> &UsageCounter {
        &self.0
    }
}

#[pymethods]
impl NativeCounter {
    /// The numbers of users and kinds: JSON in.
    #[pyo3(signature = (given, /))]
    fn numbers(&self, py: Python<'_>, given: &str) -> PyResult<Vec<u32>> {
        let given: Value =
            serde_json::from_str(given).map_err(|error| raise(py, "MALFORMED_ARGUMENTS", &error))?;
        guarded(py, || self.0.call_numbers(&given))
    }

    /// Adds units to numbers, all or none of them.
    #[pyo3(signature = (numbers, units, /))]
    fn add(&self, py: Python<'_>, numbers: &Bound<'_, PyAny>, units: &Bound<'_, PyAny>) -> PyResult<()> {
        let numbers: Vec<u32> = whole(numbers, "numbers")?;
        let units: Vec<u64> = whole(units, "units")?;
        guarded(py, || self.0.add_all(&numbers, &units))
    }
}

/// Whole numbers of a buffer (numpy, array), an Arrow array, or a list.
fn whole<T: TryFrom<i64> + TryFrom<u64> + Copy>(given: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<T>> {
    let py = given.py();
    let refused =
        |reason: &dyn std::fmt::Display| raise(py, "MALFORMED_ARGUMENTS", &format!("{name}: {reason}"));
    let range = || refused(&"a number is negative or too large");
    if let Ok(all) = PyBuffer::<u32>::get(given) {
        return all
            .to_vec(py)?
            .into_iter()
            .map(|one| T::try_from(u64::from(one)).map_err(|_| range()))
            .collect();
    }
    if let Ok(all) = PyBuffer::<u64>::get(given) {
        return all.to_vec(py)?.into_iter().map(|one| T::try_from(one).map_err(|_| range())).collect();
    }
    if let Ok(all) = PyBuffer::<i64>::get(given) {
        return all.to_vec(py)?.into_iter().map(|one| T::try_from(one).map_err(|_| range())).collect();
    }
    if let Ok(all) = given.extract::<Vec<i64>>() {
        return all.into_iter().map(|one| T::try_from(one).map_err(|_| range())).collect();
    }
    let array =
        given.extract::<AnyArray>().map_err(|_| refused(&"give an array or a list of whole numbers"))?;
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    let mut found = Vec::new();
    for part in array.into_reader()? {
        let part = part.and_then(|part| cast_with_options(&part, &DataType::UInt64, &strict));
        let part = part.map_err(|error: ArrowError| refused(&error))?;
        if part.null_count() > 0 {
            return Err(refused(&"a number is missing"));
        }
        for one in part.as_primitive::<UInt64Type>().values() {
            found.push(T::try_from(*one).map_err(|_| range())?);
        }
    }
    Ok(found)
}

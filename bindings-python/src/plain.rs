//! Functions over plain data, by name.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use serde_json::Value;

use crate::error::{internal, raise};

/// Calls a function over plain data: JSON in, JSON out.
#[pyfunction]
#[pyo3(signature = (name, given, /))]
pub(crate) fn call(py: Python<'_>, name: &str, given: &str) -> PyResult<String> {
    let given: Value =
        serde_json::from_str(given).map_err(|error| raise(py, "MALFORMED_ARGUMENTS", &error))?;
    let answer = py.detach(|| catch_unwind(AssertUnwindSafe(|| renown::calls::call(name, &given))));
    match answer {
        Ok(Ok(answer)) => Ok(answer.to_string()),
        Ok(Err(error)) => Err(raise(py, error.code(), &error)),
        Err(_) => Err(internal(py)),
    }
}

/// The names of all functions over plain data.
#[pyfunction]
pub(crate) fn call_names() -> Vec<&'static str> {
    renown::calls::names().collect()
}

//! A policy that was read once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use renown::privacy::policy::Error;
use serde_json::Value;

use crate::error::{internal, raise};

/// A policy, ready to decide.
#[pyclass(frozen, module = "renown._native", name = "Policy")]
pub(crate) struct Policy(renown::privacy::Policy);

fn read(py: Python<'_>, policy: Result<renown::privacy::Policy, Error>) -> PyResult<Policy> {
    policy.map(Policy).map_err(|error| raise(py, error.code(), &error))
}

#[pymethods]
impl Policy {
    /// A shipped policy.
    #[staticmethod]
    fn shipped(py: Python<'_>, name: &str) -> PyResult<Policy> {
        read(py, renown::privacy::Policy::shipped(name))
    }

    /// A document of one's own.
    #[staticmethod]
    fn from_toml(py: Python<'_>, text: &str) -> PyResult<Policy> {
        read(py, renown::privacy::Policy::from_toml(text))
    }

    /// Which policy it is, as JSON.
    fn identity(&self, py: Python<'_>) -> PyResult<String> {
        serde_json::to_string(&self.0.identity()).map_err(|_| internal(py))
    }

    /// Calls a function of the policy: JSON in, JSON out.
    #[pyo3(signature = (name, given, /))]
    fn call(&self, py: Python<'_>, name: &str, given: &str) -> PyResult<String> {
        let given: Value =
            serde_json::from_str(given).map_err(|error| raise(py, "MALFORMED_ARGUMENTS", &error))?;
        let answer =
            py.detach(|| catch_unwind(AssertUnwindSafe(|| renown::calls::call_by(&self.0, name, &given))));
        match answer {
            Ok(Ok(answer)) => Ok(answer.to_string()),
            Ok(Err(error)) => Err(raise(py, error.code(), &error)),
            Err(_) => Err(internal(py)),
        }
    }
}

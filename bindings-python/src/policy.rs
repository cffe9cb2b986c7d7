//! A policy that was read once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::DateTime;
use pyo3::prelude::*;
use renown::privacy::Decision;
use renown::privacy::policy::Error;
use serde_json::Value;

use crate::error::{internal, raise};

/// A policy, ready to decide.
#[pyclass(frozen, module = "renown._native", name = "Policy")]
pub(crate) struct Policy(pub(crate) renown::privacy::Policy);

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

    /// Its rules as SMT-LIB.
    fn to_smtlib(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_smtlib())
    }

    /// A question that is asked again and again: JSON in.
    #[pyo3(signature = (given, /))]
    fn prepare(&self, py: Python<'_>, given: &str) -> PyResult<Prepared> {
        let given: Value =
            serde_json::from_str(given).map_err(|error| raise(py, "MALFORMED_ARGUMENTS", &error))?;
        let prepared = renown::calls::prepare(&self.0, &given);
        prepared.map(Prepared).map_err(|error| raise(py, error.code(), &error))
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

/// A question that is asked again and again.
#[pyclass(frozen, module = "renown._native")]
pub(crate) struct Prepared(renown::privacy::Prepared);

#[pymethods]
impl Prepared {
    /// The answer at a moment, microseconds since 1970-01-01T00:00:00Z.
    #[pyo3(signature = (micros, /))]
    fn decide(&self, py: Python<'_>, micros: i64) -> PyResult<Answer> {
        let now = DateTime::from_timestamp_micros(micros)
            .ok_or_else(|| raise(py, "MALFORMED_ARGUMENTS", &"now: no year of the calendar"))?;
        Ok(Answer(self.0.decide(now)))
    }

    /// The answer at a moment that is written.
    #[pyo3(signature = (now, /))]
    fn decide_at(&self, py: Python<'_>, now: &str) -> PyResult<Answer> {
        let now = renown::calls::moment(now).map_err(|error| raise(py, error.code(), &error))?;
        Ok(Answer(self.0.decide(now)))
    }
}

/// The answer to a question, of which only what is asked for becomes an object of Python.
#[pyclass(frozen, module = "renown._native")]
pub(crate) struct Answer(Decision);

#[pymethods]
impl Answer {
    #[getter]
    fn outcome(&self) -> &'static str {
        self.0.outcome().as_str()
    }

    #[getter]
    fn permits(&self) -> bool {
        self.0.outcome().permits()
    }

    #[getter]
    fn obligations(&self) -> Vec<String> {
        self.0.obligations().iter().map(ToString::to_string).collect()
    }

    #[getter]
    fn reason(&self) -> String {
        self.0.reason()
    }

    /// All of it, as JSON.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        serde_json::to_string(&self.0).map_err(|_| internal(py))
    }

    fn __repr__(&self) -> String {
        format!("Answer({})", self.0.outcome().as_str())
    }
}

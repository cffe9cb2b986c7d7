//! Errors of the core as exceptions of Python.

use std::fmt::Display;

use pyo3::prelude::*;

/// A table that cannot be read.
pub(crate) const MALFORMED_TABLE: &str = "MALFORMED_TABLE";
/// A package that turns a table into something of its own is not installed.
const MISSING_PACKAGE: &str = "MISSING_PACKAGE";
/// A defect of ours.
const INTERNAL: &str = "INTERNAL";

/// The codes that only this package has.
pub(crate) const CODES: &[&str] = &[MALFORMED_TABLE, MISSING_PACKAGE, INTERNAL];

/// The exception of a code: `UnknownCountryError` of `UNKNOWN_COUNTRY`.
pub(crate) fn raise(py: Python<'_>, code: &str, message: &dyn Display) -> PyErr {
    let made = py
        .import("renown.errors")
        .and_then(|errors| errors.getattr("of_code")?.call1((code, message.to_string())));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// What is raised in place of a panic, which never reaches Python.
pub(crate) fn internal(py: Python<'_>) -> PyErr {
    raise(
        py,
        INTERNAL,
        &"the computation broke off: a defect of renown; please report the call that led to it",
    )
}

//! Errors of the core as errors of Node.

use napi::{Error, Status};

/// An error under its code.
pub(crate) fn raise(code: &str, message: &dyn std::fmt::Display) -> Error {
    Error::new(Status::GenericFailure, format!("{code}\n{message}"))
}

//! What can be wrong with tables and with calls over them.

/// What is wrong, where, and what would be right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// No function over tables has this name.
    #[error("no function over tables is called {name:?}")]
    UnknownCall { name: String },
    /// The options are not those of the function.
    #[error("{reason}")]
    MalformedOptions { reason: String },
    /// Batches of different columns.
    #[error("batch {batch} (counted from 0) has other columns than the table; give batches of one schema")]
    UnlikeBatches { batch: usize },
    /// A metric refuses its input.
    #[error(transparent)]
    Metrics(#[from] crate::metrics::Error),
    /// The model refuses a value.
    #[error(transparent)]
    Model(#[from] crate::model::Error),
}

/// The codes of this module's own [`Error`]s; the others have those of their modules.
pub const CODES: &[&str] = &["UNKNOWN_CALL", "MALFORMED_OPTIONS", "UNLIKE_BATCHES"];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::UnknownCall { .. } => "UNKNOWN_CALL",
            Error::MalformedOptions { .. } => "MALFORMED_OPTIONS",
            Error::UnlikeBatches { .. } => "UNLIKE_BATCHES",
            Error::Metrics(error) => error.code(),
            Error::Model(error) => error.code(),
        }
    }
}

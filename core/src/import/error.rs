//! Why an answer cannot be read.

use crate::model;

/// Why an answer cannot be read. No message shows a value that may be about a person.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The document is not the answer it was taken for.
    #[error("{place}: this is not {expected}")]
    #[non_exhaustive]
    NotThisAnswer {
        /// Where in the document.
        place: String,
        /// What would be right.
        expected: &'static str,
    },
    /// A field without which the rest means nothing is not there.
    #[error("{place} is missing; {remedy}")]
    #[non_exhaustive]
    MissingField {
        /// The field that is missing.
        place: String,
        /// How to get it.
        remedy: &'static str,
    },
    /// The service answered with an error of its own.
    #[error("the service answered with an error ({reason}); there is nothing to read")]
    #[non_exhaustive]
    ErrorAnswer {
        /// The service's code.
        reason: String,
    },
    /// A value is refused by the model.
    #[error(transparent)]
    Model(#[from] model::Error),
}

impl Error {
    /// The codes of this module's own errors.
    pub const CODES: &[&str] = &["NOT_THIS_ANSWER", "MISSING_FIELD", "ERROR_ANSWER"];

    /// The kind of error, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotThisAnswer { .. } => "NOT_THIS_ANSWER",
            Error::MissingField { .. } => "MISSING_FIELD",
            Error::ErrorAnswer { .. } => "ERROR_ANSWER",
            Error::Model(error) => error.code(),
        }
    }
}

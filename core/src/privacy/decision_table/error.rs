//! What can be wrong with the shape of a question.

/// Why a question cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// Something that every question has is said nowhere.
    #[error(
        "the question has no {what}: say it for all records, as in request={{{what:?}: …}}, or give it for each"
    )]
    NotAsked { what: &'static str },
    /// Something is said twice.
    #[error("{field:?} is given twice")]
    RepeatedAxis { field: &'static str },
    /// No value of something is given.
    #[error("{field:?} has no values")]
    EmptyAxis { field: &'static str },
    /// The cells cannot be counted in 64 bits.
    #[error("the records may differ in too many ways; give some of the facts once for all records")]
    TooManyCells,
}

/// The codes of [`Error`].
pub const CODES: &[&str] = &["NOT_ASKED", "REPEATED_AXIS", "EMPTY_AXIS", "TOO_MANY_CELLS"];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotAsked { .. } => "NOT_ASKED",
            Error::RepeatedAxis { .. } => "REPEATED_AXIS",
            Error::EmptyAxis { .. } => "EMPTY_AXIS",
            Error::TooManyCells => "TOO_MANY_CELLS",
        }
    }
}

//! What can be wrong with a policy document.

/// What is wrong, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// The text is no policy document.
    #[error("line {line}, {key}: {what}")]
    MalformedPolicy { line: usize, key: String, what: String },
    /// No policy of this name is shipped.
    #[error("no policy is called {name:?}; shipped are influencer-marketing and minimal")]
    UnknownPolicy { name: String },
    /// No version of the policy is known for the day.
    #[error("no version of the policy is known for {day}; the first known one holds from {first}")]
    NoPolicyAt { day: chrono::NaiveDate, first: String },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &["MALFORMED_POLICY", "UNKNOWN_POLICY", "NO_POLICY_AT"];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::MalformedPolicy { .. } => "MALFORMED_POLICY",
            Error::UnknownPolicy { .. } => "UNKNOWN_POLICY",
            Error::NoPolicyAt { .. } => "NO_POLICY_AT",
        }
    }
}

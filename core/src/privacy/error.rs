//! What can be wrong with a question, and why a held value stays closed.

use super::{DataCategory, Obligation, Outcome};

/// Why a question cannot be put, or a held value stays closed. No message contains a person's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A category or purpose of another form than words joined by dots.
    #[error(
        "{what} {key:?} is not a key: words of a-z, 0-9 and _ joined by single dots, such as \"influencer.performance\""
    )]
    #[non_exhaustive]
    MalformedKey {
        /// Which kind of key.
        what: &'static str,
        /// What was given.
        key: String,
    },
    /// A word that the vocabulary does not have.
    #[error("no {what} is called {key:?}; docs/privacy/policy.md lists those that are")]
    #[non_exhaustive]
    UnknownTerm {
        /// Which kind of word.
        what: &'static str,
        /// What was given.
        key: String,
    },
    /// An id that is empty, too long, or has white space or control characters.
    #[error("an id of {length} bytes is malformed: 1 to 256 bytes without white space or control characters")]
    #[non_exhaustive]
    MalformedId {
        /// Its length in bytes.
        length: usize,
    },
    /// The decision does not permit.
    #[error("the decision is {outcome}, so there is no permit: {reason}")]
    #[non_exhaustive]
    NotPermitted {
        /// What was decided.
        outcome: Outcome,
        /// Why, in words.
        reason: String,
    },
    /// The permit is for another person's data.
    #[error("the permit is for another subject")]
    OtherSubject,
    /// The value holds a category that the permit does not cover.
    #[error("the permit does not cover the data category {category}")]
    #[non_exhaustive]
    CategoryNotCovered {
        /// The category that is not covered.
        category: DataCategory,
    },
    /// Something must be done first.
    #[error("the obligation {obligation} must be acknowledged before the value is read")]
    #[non_exhaustive]
    ObligationPending {
        /// What must be done.
        obligation: Obligation,
    },
    /// The permit is too old, or from the future: ask again.
    #[error("the permit was valid for {lifetime_seconds} s from its decision; ask again")]
    #[non_exhaustive]
    PermitExpired {
        /// How long a permit of this policy is valid.
        lifetime_seconds: i64,
    },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "MALFORMED_KEY",
    "UNKNOWN_TERM",
    "MALFORMED_ID",
    "NOT_PERMITTED",
    "OTHER_SUBJECT",
    "CATEGORY_NOT_COVERED",
    "OBLIGATION_PENDING",
    "PERMIT_EXPIRED",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::MalformedKey { .. } => "MALFORMED_KEY",
            Error::UnknownTerm { .. } => "UNKNOWN_TERM",
            Error::MalformedId { .. } => "MALFORMED_ID",
            Error::NotPermitted { .. } => "NOT_PERMITTED",
            Error::OtherSubject => "OTHER_SUBJECT",
            Error::CategoryNotCovered { .. } => "CATEGORY_NOT_COVERED",
            Error::ObligationPending { .. } => "OBLIGATION_PENDING",
            Error::PermitExpired { .. } => "PERMIT_EXPIRED",
        }
    }
}

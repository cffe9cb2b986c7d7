//! What can be wrong with a question about retention.

/// What is wrong, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// A category for which no time is declared.
    #[error(
        "no time to live is declared for {category:?} or a category above it; declare one, there is no default"
    )]
    MissingTtl { category: String },
    /// Two times for one category.
    #[error("two times to live are declared for {category:?}; declare one")]
    DuplicateTtl { category: String },
    /// Two records with one id.
    #[error("two records have the id {record:?}; give each its own")]
    DuplicateRecord { record: String },
    /// A record whose time runs from the end of an agreement that it does not have.
    #[error("the record {record:?} is kept from the end of an agreement, and has none")]
    MissingAgreement { record: String },
    /// A record that was collected after now, or refreshed before it was collected.
    #[error("the record {record:?}: {what}")]
    MisplacedRecord { record: String, what: &'static str },
    /// A hold on something that is not among the records.
    #[error("the hold {hold:?} names the record {record:?}, which is not among the records")]
    UnknownRecord { hold: String, record: String },
    /// A hold that ends before it begins.
    #[error("the hold {hold:?} ends before it begins")]
    MisplacedHold { hold: String },
    /// A moment that no calendar reaches.
    #[error("the time of the record {record:?} leaves the dates that exist")]
    DateOutOfRange { record: String },
    /// A restored record that does not say whose it is.
    #[error("the record {record:?} was restored and names no subject; tombstones cannot be held against it")]
    MissingSubject { record: String },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "MISSING_TTL",
    "DUPLICATE_TTL",
    "DUPLICATE_RECORD",
    "MISSING_AGREEMENT",
    "MISPLACED_RECORD",
    "UNKNOWN_RECORD",
    "MISPLACED_HOLD",
    "DATE_OUT_OF_RANGE",
    "MISSING_SUBJECT",
];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::MissingTtl { .. } => "MISSING_TTL",
            Error::DuplicateTtl { .. } => "DUPLICATE_TTL",
            Error::DuplicateRecord { .. } => "DUPLICATE_RECORD",
            Error::MissingAgreement { .. } => "MISSING_AGREEMENT",
            Error::MisplacedRecord { .. } => "MISPLACED_RECORD",
            Error::UnknownRecord { .. } => "UNKNOWN_RECORD",
            Error::MisplacedHold { .. } => "MISPLACED_HOLD",
            Error::DateOutOfRange { .. } => "DATE_OUT_OF_RANGE",
            Error::MissingSubject { .. } => "MISSING_SUBJECT",
        }
    }
}

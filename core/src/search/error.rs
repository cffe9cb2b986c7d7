//! What can be wrong with a record, a query, a cursor or a saved catalog.

/// What is wrong, where, and what would be right. No message repeats anything about an influencer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// A part of a query that cannot be read.
    #[error("{path}: {problem}")]
    BadQuery { path: String, problem: String },
    /// A part of a record that cannot be taken in.
    #[error("row {row}, {path}: {problem}")]
    BadRecord { row: usize, path: String, problem: String },
    /// An influencer that is there already.
    #[error("row {row}: the id is in the catalog already; update it, or leave it out")]
    RepeatedId { row: usize },
    /// An influencer that is not there, or that may not be shown.
    #[error("the catalog has no influencer of this id to show")]
    UnknownId,
    /// An influencer that was erased comes back.
    #[error("row {row}: the influencer was erased; lift the erasure before the data are taken in again")]
    ErasedSubject { row: usize },
    /// There is no such field.
    #[error("{field:?} is no field; docs/search.md lists the fields")]
    UnknownField { field: String },
    /// The query asks for something that the permit does not cover.
    #[error("{path}: {field} reveals {category}, which the permit does not cover")]
    FieldNotPermitted { path: String, field: String, category: &'static str },
    /// The cursor is damaged.
    #[error("the cursor is damaged; give back the one of the page before as it was")]
    MalformedCursor,
    /// The cursor is that of another query.
    #[error("the cursor belongs to another query; filters and order stay the same from page to page")]
    ForeignCursor,
    /// More influencers than can be numbered.
    #[error("a catalog holds at most 4294967294 influencers; part it")]
    CatalogFull,
    /// Bytes that are no catalog, or a damaged one.
    #[error("the bytes are no catalog, or a damaged one: {problem}")]
    DamagedCatalog { problem: &'static str },
    /// A catalog of a later version of the format.
    #[error("the catalog is of version {version} of its format; this version of renown reads {known}")]
    NewerCatalog { version: u32, known: u32 },
    /// A question about an audience is refused.
    #[error(transparent)]
    Audience(#[from] crate::audience::Error),
    /// The permit is refused.
    #[error(transparent)]
    Privacy(#[from] crate::privacy::Error),
}

/// The codes of this module's own [`Error`]s.
pub const CODES: &[&str] = &[
    "BAD_QUERY",
    "BAD_RECORD",
    "REPEATED_ID",
    "UNKNOWN_ID",
    "ERASED_SUBJECT",
    "UNKNOWN_FIELD",
    "FIELD_NOT_PERMITTED",
    "MALFORMED_CURSOR",
    "FOREIGN_CURSOR",
    "CATALOG_FULL",
    "DAMAGED_CATALOG",
    "NEWER_CATALOG",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::BadQuery { .. } => "BAD_QUERY",
            Error::BadRecord { .. } => "BAD_RECORD",
            Error::RepeatedId { .. } => "REPEATED_ID",
            Error::UnknownId => "UNKNOWN_ID",
            Error::ErasedSubject { .. } => "ERASED_SUBJECT",
            Error::UnknownField { .. } => "UNKNOWN_FIELD",
            Error::FieldNotPermitted { .. } => "FIELD_NOT_PERMITTED",
            Error::MalformedCursor => "MALFORMED_CURSOR",
            Error::ForeignCursor => "FOREIGN_CURSOR",
            Error::CatalogFull => "CATALOG_FULL",
            Error::DamagedCatalog { .. } => "DAMAGED_CATALOG",
            Error::NewerCatalog { .. } => "NEWER_CATALOG",
            Error::Audience(error) => error.code(),
            Error::Privacy(error) => error.code(),
        }
    }

    pub(super) fn query(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Error::BadQuery { path: path.into(), problem: problem.into() }
    }
}

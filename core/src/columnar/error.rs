//! What can be wrong with tables and with calls over them.
//!
//! Rows are counted from 0 over all batches of a table. Numbers are repeated, text never is: it may be about a
//! person. A column is called what it is called in the table that was given.

use crate::model;

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
    /// A row that is no record, or a column of values that no column of a table holds together.
    #[error("row {row}{}: {reason}", column.as_ref().map_or(String::new(), |column| format!(", column {column:?}")))]
    MalformedRows { row: u64, column: Option<String>, reason: &'static str },
    /// The function reads a table that was not given.
    #[error("there is no table \"{table}\"; the function reads it")]
    MissingTable { table: &'static str },
    /// A table that the function does not read.
    #[error("the function reads no table {table:?}; it reads {known}")]
    UnknownTable { table: String, known: String },
    /// A table was given twice.
    #[error("the table {table:?} is given twice; give it once, in as many batches as you like")]
    RepeatedTable { table: String },
    /// The table lacks a column.
    #[error("{table} has no column {column:?}; it has {found}. {}", renaming(canonical, near))]
    MissingColumn {
        table: &'static str,
        column: String,
        canonical: String,
        found: String,
        /// The column that may be meant.
        near: Option<String>,
    },
    /// Two columns of a name.
    #[error("{table} has more than one column {column:?}; leave one")]
    RepeatedColumn { table: &'static str, column: String },
    /// A column of another name is promised that no table has.
    #[error("columns: no table has a column {column:?}, which is to be read as {canonical:?}")]
    UnknownColumn { column: String, canonical: String },
    /// A name that no function reads is to be given to a column.
    #[error("columns: {canonical:?} is no column that can be renamed; these can: {known}")]
    UnknownName { canonical: String, known: String },
    /// A column of the wrong type.
    #[error("{table}, column {column:?}: {found} where {expected} belong")]
    WrongColumnType { table: &'static str, column: String, found: String, expected: &'static str },
    /// A column of timestamps without a zone.
    #[error(
        "{table}, column {column:?}: the timestamps have no time zone; if they are UTC, cast the column to \
         timestamps with the zone \"UTC\""
    )]
    NaiveTimestamps { table: &'static str, column: String },
    /// A value that must be there is not.
    #[error("{table} row {row}, column {column:?}: the value is missing; every row needs it")]
    MissingValue { table: &'static str, row: u64, column: String },
    /// A number that is wrong.
    #[error("{table} row {row}, column {column:?}: {source}")]
    WrongNumber { table: &'static str, row: u64, column: String, source: Box<model::Error> },
    /// A text that is wrong.
    #[error("{table} row {row}, column {column:?}: the text is not {right}")]
    WrongText { table: &'static str, row: u64, column: String, code: &'static str, right: &'static str },
    /// More rows than can be counted.
    #[error("{table} has more than 4294967295 rows; split it by the column of the key")]
    TooManyRows { table: &'static str },
    /// Two profiles with the same key differ.
    #[error(
        "profiles rows {first} and {second} have the same key but differ in {column:?}; give a profile once, or \
         again with the same content"
    )]
    ConflictingProfiles { first: u64, second: u64, column: String },
    /// Keys of posts and profiles that cannot be equal.
    #[error(
        "the keys cannot be matched: {posts} in posts, {profiles} in profiles; make both whole numbers or both \
         text"
    )]
    UnlikeKeys { posts: &'static str, profiles: &'static str },
    /// A figure of the posts is asked for of which the column is not there.
    #[error("{reason}")]
    NothingToRead { reason: String },
    /// Arrow refuses an operation that should not fail.
    #[error("{table}, column {column:?}: the column cannot be read; its buffers do not fit its type")]
    UnreadableColumn { table: &'static str, column: String },
    /// A question about an audience is refused.
    #[error(transparent)]
    Audience(#[from] crate::audience::Error),
    /// A metric refuses its input.
    #[error(transparent)]
    Metrics(#[from] crate::metrics::Error),
    /// A model of credibility or an audience is refused.
    #[error(transparent)]
    Credibility(#[from] crate::credibility::Error),
    /// Records, or how long they may stay, are refused.
    #[error(transparent)]
    Retention(#[from] crate::privacy::retention::Error),
    /// A policy cannot be read.
    #[error(transparent)]
    Policy(#[from] crate::privacy::policy::Error),
    /// A question about many records is refused.
    #[error(transparent)]
    DecisionTable(#[from] crate::privacy::decision_table::Error),
    /// A catalog refuses a value.
    #[cfg(feature = "search")]
    #[error(transparent)]
    Search(#[from] crate::search::Error),
    /// The model refuses a value.
    #[error(transparent)]
    Model(#[from] model::Error),
}

/// The codes of this module's own [`Error`]s; the others have those of their modules.
pub const CODES: &[&str] = &[
    "UNKNOWN_CALL",
    "MALFORMED_OPTIONS",
    "UNLIKE_BATCHES",
    "MALFORMED_ROWS",
    "MISSING_TABLE",
    "UNKNOWN_TABLE",
    "REPEATED_TABLE",
    "MISSING_COLUMN",
    "REPEATED_COLUMN",
    "UNKNOWN_COLUMN",
    "UNKNOWN_NAME",
    "WRONG_COLUMN_TYPE",
    "NAIVE_TIMESTAMP",
    "MISSING_VALUE",
    "TOO_MANY_ROWS",
    "CONFLICTING_PROFILES",
    "UNLIKE_KEYS",
    "NOTHING_TO_READ",
    "UNREADABLE_COLUMN",
];

impl Error {
    /// Serde quotes a text that stands where something else belongs; the text may be about a person, so it is
    /// left out.
    pub(super) fn options(error: &serde_json::Error) -> Self {
        let reason = error.to_string();
        let reason = match (reason.split_once("string \""), reason.rsplit_once("\", expected ")) {
            (Some((before, _)), Some((_, expected))) => format!("{before}string, expected {expected}"),
            _ => reason,
        };
        Error::MalformedOptions { reason: format!("options: {reason}") }
    }

    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::UnknownCall { .. } => "UNKNOWN_CALL",
            Error::MalformedOptions { .. } => "MALFORMED_OPTIONS",
            Error::UnlikeBatches { .. } => "UNLIKE_BATCHES",
            Error::MalformedRows { .. } => "MALFORMED_ROWS",
            Error::MissingTable { .. } => "MISSING_TABLE",
            Error::UnknownTable { .. } => "UNKNOWN_TABLE",
            Error::RepeatedTable { .. } => "REPEATED_TABLE",
            Error::MissingColumn { .. } => "MISSING_COLUMN",
            Error::RepeatedColumn { .. } => "REPEATED_COLUMN",
            Error::UnknownColumn { .. } => "UNKNOWN_COLUMN",
            Error::UnknownName { .. } => "UNKNOWN_NAME",
            Error::WrongColumnType { .. } => "WRONG_COLUMN_TYPE",
            Error::NaiveTimestamps { .. } => "NAIVE_TIMESTAMP",
            Error::MissingValue { .. } => "MISSING_VALUE",
            Error::WrongNumber { source, .. } => source.code(),
            Error::WrongText { code, .. } => code,
            Error::TooManyRows { .. } => "TOO_MANY_ROWS",
            Error::ConflictingProfiles { .. } => "CONFLICTING_PROFILES",
            Error::UnlikeKeys { .. } => "UNLIKE_KEYS",
            Error::NothingToRead { .. } => "NOTHING_TO_READ",
            Error::UnreadableColumn { .. } => "UNREADABLE_COLUMN",
            Error::Audience(error) => error.code(),
            Error::Metrics(error) => error.code(),
            Error::Credibility(error) => error.code(),
            Error::Retention(error) => error.code(),
            Error::Policy(error) => error.code(),
            Error::DecisionTable(error) => error.code(),
            #[cfg(feature = "search")]
            Error::Search(error) => error.code(),
            Error::Model(error) => error.code(),
        }
    }
}

/// How to say which column is meant.
fn renaming(canonical: &str, near: &Option<String>) -> String {
    match near {
        Some(near) => format!("Did you mean {near:?}? If so, say so: columns={{{canonical:?}: {near:?}}}"),
        None => {
            format!("If it is called something else, say so: columns={{{canonical:?}: \"its name\"}}")
        }
    }
}

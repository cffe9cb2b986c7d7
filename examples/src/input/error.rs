//! What is wrong with an input file, and where.

use std::path::{Path, PathBuf};

/// A fault in an input file: `posts.csv, line 17, column "likes": …`.
#[derive(Debug, thiserror::Error)]
#[error("{}{}{}: {problem}", file.display(), place(*line), column.as_ref().map(|name| format!(", column {name:?}")).unwrap_or_default())]
pub struct InputError {
    /// The file.
    pub file: PathBuf,
    /// The line of a text file, or the row of a columnar one, counted from 1; `None` for the file as a whole.
    pub line: Option<u64>,
    /// The column, by the name it has in the file.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: Box<Problem>,
}

fn place(line: Option<u64>) -> String {
    line.map(|line| format!(", line {line}")).unwrap_or_default()
}

impl InputError {
    pub(super) fn of_file(file: &Path, problem: impl Into<Problem>) -> Self {
        InputError { file: file.to_owned(), line: None, column: None, problem: Box::new(problem.into()) }
    }

    pub(super) fn of_line(file: &Path, line: u64, problem: impl Into<Problem>) -> Self {
        InputError {
            file: file.to_owned(),
            line: Some(line),
            column: None,
            problem: Box::new(problem.into()),
        }
    }

    /// Whether only this row is at fault, so that the rest of the file can be read.
    pub fn is_of_row(&self) -> bool {
        self.line.is_some() && !matches!(*self.problem, Problem::Io(_))
    }
}

/// What is wrong. A value is shown only where it is a number or a date: text may be about a person.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The ending of the file names no known format.
    #[error("unknown format; known are .csv, .tsv, .jsonl, .ndjson, .parquet, .arrow, .ipc and .feather")]
    UnknownFormat,
    /// The file is not of the format that its ending names.
    #[error("not readable as {format}: {reason}")]
    Malformed {
        /// The format.
        format: &'static str,
        /// What the reader of that format says.
        reason: String,
    },
    /// A column stands twice.
    #[error("the column {0:?} stands twice; names must differ")]
    DuplicateColumn(String),
    /// A column that is needed is not there.
    #[error(
        "there is no column {wanted:?}; the file has {found}; name it with --columns {wanted}=THEIR_NAME"
    )]
    MissingColumn {
        /// What was looked for.
        wanted: String,
        /// What the file has.
        found: String,
    },
    /// A renaming names a column that is not there.
    #[error("--columns names {0:?}, which the file does not have")]
    UnknownRenaming(String),
    /// A cell that must be filled is empty.
    #[error("is empty; a value is needed here")]
    Empty,
    /// A cell holds another kind of value.
    #[error("{found} where {wanted} belongs")]
    WrongType {
        /// What the cell holds.
        found: String,
        /// What belongs here.
        wanted: &'static str,
    },
    /// The model refuses the value.
    #[error("{0}")]
    Refused(renown::model::Error),
    /// A text file without a byte in it.
    #[error("the file is empty; its first line names the columns, in JSON lines its objects do")]
    EmptyFile,
    /// A row belongs to an influencer that has no profile.
    #[error("no profile has this influencer_id; add the profile, or leave the row out")]
    NoProfile,
    /// A post is on another platform than its influencer's profile.
    #[error(
        "the post is on {post}, but the profile of this influencer_id on {profile}; give each account an id of its own"
    )]
    OtherPlatform {
        /// The platform of the post.
        post: renown::model::Platform,
        /// The platform of the profile.
        profile: renown::model::Platform,
    },
    /// Two rows have the same id and other content.
    #[error(
        "line {first} has the same {what} with other content; give it once, or again with the same content"
    )]
    Conflicting {
        /// What kind of id.
        what: &'static str,
        /// The line of the other row.
        first: u64,
    },
}

impl Problem {
    /// The kind of fault, the same for all rows that have it: under this rows are counted that were skipped.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Io(_) => "UNREADABLE",
            Problem::UnknownFormat => "UNKNOWN_FORMAT",
            Problem::Malformed { .. } => "MALFORMED_ROW",
            Problem::DuplicateColumn(_) => "DUPLICATE_COLUMN",
            Problem::MissingColumn { .. } => "MISSING_COLUMN",
            Problem::UnknownRenaming(_) => "UNKNOWN_RENAMING",
            Problem::Empty => "EMPTY_CELL",
            Problem::WrongType { .. } => "WRONG_TYPE",
            Problem::Refused(error) => error.code(),
            Problem::EmptyFile => "EMPTY_FILE",
            Problem::NoProfile => "NO_PROFILE",
            Problem::OtherPlatform { .. } => "OTHER_PLATFORM",
            Problem::Conflicting { .. } => "CONFLICTING_ROWS",
        }
    }
}

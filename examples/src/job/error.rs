//! Why the job ended early.

use std::path::PathBuf;

use crate::input::InputError;

/// Why the job ended early. No message contains a person's data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// An input file is at fault.
    #[error(transparent)]
    Input(#[from] InputError),
    /// What was chosen on the command line cannot be done.
    #[error("{0}")]
    Choice(String),
    /// A report cannot be made.
    #[error("{}, line {line}: no report can be made of this influencer: {reason}", file.display())]
    Report {
        /// The file of profiles.
        file: PathBuf,
        /// The line of the profile.
        line: u64,
        /// Why.
        reason: Box<renown::report::Error>,
    },
    /// A file cannot be written.
    #[error("{} cannot be written: {reason}", path.display())]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
}

//! What can keep a report from being made.

use crate::stats::Undefined;
use crate::{audience, metrics, model, privacy, stats};

/// Why there is no report. No message contains a person's data.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each field is what the message prints it as")]
pub enum Error {
    /// A post, a member or a series belongs to somebody else.
    #[error(
        "{what} {position} (counted from 0) is of another influencer than the profile; give what is of one influencer only"
    )]
    #[non_exhaustive]
    OtherInfluencer { what: &'static str, position: usize },
    /// Two records have the same id and differ.
    #[error(
        "{what} {first} and {second} (counted from 0) have the same id but differ; give one once, or again with the same content"
    )]
    #[non_exhaustive]
    ConflictingRecords { what: &'static str, first: usize, second: usize },
    /// The members of a sample have different weights.
    #[error(
        "member {position} (counted from 0) has the weight {weight}, but a report counts every member once; give a sample without weights, or take the figures from `audience`"
    )]
    #[non_exhaustive]
    WeightedSample { position: usize, weight: f64 },
    /// The id cannot stand in a receipt.
    #[error(
        "the influencer's id has white space in it, which an id in a receipt has not; give a pseudonymous id of 1 to 256 bytes without white space"
    )]
    MalformedSubject,
    /// A chart has nothing to show.
    #[error("the chart \"{chart}\" has nothing to draw: {reason}")]
    #[non_exhaustive]
    NothingToDraw { chart: &'static str, reason: Undefined },
    /// The options cannot be used.
    #[error("option \"{option}\": {problem}")]
    #[non_exhaustive]
    BadOption { option: &'static str, problem: String },
    /// A metric refuses its input.
    #[error(transparent)]
    Metrics(#[from] metrics::Error),
    /// The audience refuses its input.
    #[error(transparent)]
    Audience(#[from] audience::Error),
    /// A table of the audience cannot be released.
    #[error(transparent)]
    Release(#[from] audience::release::Error),
    /// The model refuses a value.
    #[error(transparent)]
    Model(#[from] model::Error),
    /// A statistic refuses its input.
    #[error(transparent)]
    Stats(#[from] stats::Error),
    /// The gate refuses.
    #[error(transparent)]
    Privacy(#[from] privacy::Error),
}

/// The codes of this module's own [`Error`]s; the others have those of their modules.
pub const CODES: &[&str] = &[
    "OTHER_INFLUENCER",
    "CONFLICTING_RECORDS",
    "WEIGHTED_SAMPLE",
    "MALFORMED_SUBJECT",
    "NOTHING_TO_DRAW",
    "BAD_OPTION",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::OtherInfluencer { .. } => "OTHER_INFLUENCER",
            Error::ConflictingRecords { .. } => "CONFLICTING_RECORDS",
            Error::WeightedSample { .. } => "WEIGHTED_SAMPLE",
            Error::MalformedSubject => "MALFORMED_SUBJECT",
            Error::NothingToDraw { .. } => "NOTHING_TO_DRAW",
            Error::BadOption { .. } => "BAD_OPTION",
            Error::Metrics(error) => error.code(),
            Error::Audience(error) => error.code(),
            Error::Release(error) => error.code(),
            Error::Model(error) => error.code(),
            Error::Stats(error) => error.code(),
            Error::Privacy(error) => error.code(),
        }
    }
}

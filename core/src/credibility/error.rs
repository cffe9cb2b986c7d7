//! What can be wrong with a model of credibility, with labels, and with what is asked of an audience.

use super::Feature;
use crate::stats;

/// What is wrong, where, and what would be right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// The model is not written in the format.
    #[error("the model cannot be read: {reason}; docs/credibility.md describes the format")]
    MalformedModel { reason: String },
    /// The model names a feature that is none.
    #[error("feature {position} of the model, {name:?}, is none; there are {}", Feature::names())]
    UnknownFeature { position: usize, name: String },
    /// The model would hold against a person who the person is.
    #[error(
        "feature {position} of the model, {name:?}, says who a person is (gender, ethnicity, language, country or \
         age), not whether there is one; no model may use it"
    )]
    ForbiddenFeature { position: usize, name: String },
    /// The points of a feature cannot be used.
    #[error("feature {feature} of the model: {problem}")]
    BadCard { feature: Feature, problem: &'static str },
    /// A tree of the model cannot be used.
    #[error("{path} of the model: {problem}")]
    BadTree { path: String, problem: &'static str },
    /// Another part of the model cannot be used.
    #[error("{part} of the model: {problem}")]
    BadModel { part: &'static str, problem: &'static str },
    /// The state was counted with another model.
    #[error("the audiences were scored with different models; score both with the same one")]
    DifferentModels,
    /// An account is taken back that was never taken in.
    #[error("an account is taken back that was never taken in")]
    NeverTakenIn,
    /// More accounts than a count holds.
    #[error("there are more accounts than a count holds")]
    TooManyAccounts,
    /// The labels of a validation do not add up.
    #[error("{what}: {part} of {whole}; a part is not larger than the whole, and the whole is at least 1")]
    BadValidation { what: &'static str, part: u64, whole: u64 },
    /// There are not as many labels as scores.
    #[error("{scores} probabilities and {labels} labels; there is one label for each probability")]
    UnevenLabels { scores: usize, labels: usize },
    /// There are no labels, or all are alike.
    #[error("all {n} labels are alike; at least one person and one that is none are needed")]
    OneClass { n: usize },
    /// A probability is none.
    #[error("probability {index} is {value}; a probability is a fraction from 0 to 1")]
    NotAProbability { index: usize, value: f64 },
    /// The number of bins is out of range.
    #[error("{value} bins; between 1 and 1000 serve")]
    BinsOutOfRange { value: usize },
    /// A cost is none.
    #[error("a cost of {value}; costs are finite numbers from 0, and not both 0")]
    BadCost { value: f64 },
    /// A series cannot be used.
    #[error("entry {index} of the series: {problem}")]
    BadSeries { index: usize, problem: &'static str },
    /// A threshold of a signal cannot be used.
    #[error("{name} is {value}; {expected}")]
    BadThreshold { name: &'static str, value: f64, expected: &'static str },
    /// A statistic refuses its input.
    #[error(transparent)]
    Stats(#[from] stats::Error),
}

/// The codes of this module's own [`Error`]s; the others have those of their modules.
pub const CODES: &[&str] = &[
    "MALFORMED_MODEL",
    "UNKNOWN_FEATURE",
    "FORBIDDEN_FEATURE",
    "BAD_CARD",
    "BAD_TREE",
    "BAD_MODEL",
    "DIFFERENT_MODELS",
    "NEVER_TAKEN_IN",
    "TOO_MANY_ACCOUNTS",
    "BAD_VALIDATION",
    "UNEVEN_LABELS",
    "ONE_CLASS",
    "NOT_A_PROBABILITY",
    "BINS_OUT_OF_RANGE",
    "BAD_COST",
    "BAD_SERIES",
    "BAD_THRESHOLD",
];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::MalformedModel { .. } => "MALFORMED_MODEL",
            Error::UnknownFeature { .. } => "UNKNOWN_FEATURE",
            Error::ForbiddenFeature { .. } => "FORBIDDEN_FEATURE",
            Error::BadCard { .. } => "BAD_CARD",
            Error::BadTree { .. } => "BAD_TREE",
            Error::BadModel { .. } => "BAD_MODEL",
            Error::DifferentModels => "DIFFERENT_MODELS",
            Error::NeverTakenIn => "NEVER_TAKEN_IN",
            Error::TooManyAccounts => "TOO_MANY_ACCOUNTS",
            Error::BadValidation { .. } => "BAD_VALIDATION",
            Error::UnevenLabels { .. } => "UNEVEN_LABELS",
            Error::OneClass { .. } => "ONE_CLASS",
            Error::NotAProbability { .. } => "NOT_A_PROBABILITY",
            Error::BinsOutOfRange { .. } => "BINS_OUT_OF_RANGE",
            Error::BadCost { .. } => "BAD_COST",
            Error::BadSeries { .. } => "BAD_SERIES",
            Error::BadThreshold { .. } => "BAD_THRESHOLD",
            Error::Stats(error) => error.code(),
        }
    }
}

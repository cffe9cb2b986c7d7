//! What can go wrong in a call by name.

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No function has this name.
    #[error("no function is called {name:?}")]
    #[non_exhaustive]
    UnknownCall {
        /// What was called.
        name: String,
    },
    /// The arguments are not those of the function.
    #[error("{reason}")]
    #[non_exhaustive]
    MalformedArguments {
        /// What is wrong with them.
        reason: String,
    },
    /// The model refuses a value.
    #[error(transparent)]
    Model(#[from] crate::model::Error),
    /// A metric refuses its input.
    #[error(transparent)]
    Metrics(#[from] crate::metrics::Error),
    /// A statistic refuses its input.
    #[error(transparent)]
    Stats(#[from] crate::stats::Error),
    /// A clock refuses.
    #[error(transparent)]
    Clocks(#[from] crate::privacy::clocks::Error),
    /// A question about an audience is refused.
    #[error(transparent)]
    Audience(#[from] crate::audience::Error),
    /// A table, its rules, or a release is refused.
    #[error(transparent)]
    Release(#[from] crate::audience::release::Error),
    /// A model of credibility, labels or an audience are refused.
    #[error(transparent)]
    Credibility(#[from] crate::credibility::Error),
    /// An answer of another system cannot be read.
    #[error(transparent)]
    Import(#[from] crate::import::Error),
    /// The gate refuses.
    #[error(transparent)]
    Privacy(#[from] crate::privacy::Error),
    /// A policy document is refused.
    #[error(transparent)]
    Policy(#[from] crate::privacy::policy::Error),
    /// Records of consent contradict each other, or are none.
    #[error(transparent)]
    Consent(#[from] crate::privacy::consent::Error),
    /// A signal cannot be read or written.
    #[error(transparent)]
    Signals(#[from] crate::privacy::signals::Error),
    /// Records, or how long they may stay, are refused.
    #[error(transparent)]
    Retention(#[from] crate::privacy::retention::Error),
    /// A request, or the facts about it, are refused.
    #[error(transparent)]
    Rights(#[from] crate::privacy::rights::Error),
    /// A proof or a checkpoint is not accepted.
    #[error(transparent)]
    Transparency(#[from] crate::transparency::Error),
    /// A record or a query is refused.
    #[cfg(feature = "search")]
    #[error(transparent)]
    Search(#[from] crate::search::Error),
    /// A report cannot be made.
    #[error(transparent)]
    Report(#[from] crate::report::Error),
}

/// The codes of this module's own [`Error`]s; the others have those of their modules.
pub const CODES: &[&str] = &["UNKNOWN_CALL", "MALFORMED_ARGUMENTS"];

impl Error {
    /// Serde quotes a text that stands where something else belongs; the text may be about a person, so it is
    /// left out.
    pub(super) fn malformed(error: &serde_json::Error) -> Self {
        let reason = error.to_string();
        let reason = match (reason.split_once("string \""), reason.rsplit_once("\", expected ")) {
            (Some((before, _)), Some((_, expected))) => format!("{before}string, expected {expected}"),
            _ => reason,
        };
        let reason = match (reason.split_once("unknown variant `"), reason.rsplit_once("`, expected ")) {
            (Some((before, _)), Some((_, expected))) => {
                format!("{before}unknown choice, expected {expected}")
            }
            _ => reason,
        };
        Error::MalformedArguments { reason }
    }

    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::UnknownCall { .. } => "UNKNOWN_CALL",
            Error::MalformedArguments { .. } => "MALFORMED_ARGUMENTS",
            Error::Model(error) => error.code(),
            Error::Metrics(error) => error.code(),
            Error::Stats(error) => error.code(),
            Error::Credibility(error) => error.code(),
            Error::Clocks(error) => error.code(),
            Error::Audience(error) => error.code(),
            Error::Release(error) => error.code(),
            Error::Import(error) => error.code(),
            Error::Privacy(error) => error.code(),
            Error::Policy(error) => error.code(),
            Error::Consent(error) => error.code(),
            Error::Signals(error) => error.code(),
            Error::Retention(error) => error.code(),
            Error::Rights(error) => error.code(),
            Error::Transparency(error) => error.code(),
            #[cfg(feature = "search")]
            Error::Search(error) => error.code(),
            Error::Report(error) => error.code(),
        }
    }
}

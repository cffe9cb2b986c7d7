//! Why a quota or a statement is refused.

/// Why a quota or a statement is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A price that is no decimal number, or is negative.
    #[error("{what}: {value:?} is no price; write a decimal number from 0, such as \"0.05\"")]
    #[non_exhaustive]
    MalformedPrice {
        /// Which price.
        what: &'static str,
        /// What was given, shortened.
        value: String,
    },
    /// A currency that is not three capital letters.
    #[error("{value:?} is no currency; write the three letters of ISO 4217, such as \"EUR\"")]
    #[non_exhaustive]
    MalformedCurrency {
        /// What was given, shortened.
        value: String,
    },
    /// Two prices for one kind of unit.
    #[error("{kind:?} has two prices; give one")]
    #[non_exhaustive]
    RepeatedPrice {
        /// Which kind.
        kind: String,
    },
    /// Units that have no price.
    #[error("{kind:?} has no price; give one, be it 0")]
    #[non_exhaustive]
    MissingPrice {
        /// Which kind.
        kind: String,
    },
    /// A sum beyond what a decimal number of 96 bits holds.
    #[error("the statement is too large for decimal money")]
    StatementTooLarge,
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] =
    &["MALFORMED_PRICE", "MALFORMED_CURRENCY", "REPEATED_PRICE", "MISSING_PRICE", "STATEMENT_TOO_LARGE"];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::MalformedPrice { .. } => "MALFORMED_PRICE",
            Error::MalformedCurrency { .. } => "MALFORMED_CURRENCY",
            Error::RepeatedPrice { .. } => "REPEATED_PRICE",
            Error::MissingPrice { .. } => "MISSING_PRICE",
            Error::StatementTooLarge => "STATEMENT_TOO_LARGE",
        }
    }
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

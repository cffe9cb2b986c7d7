//! Why a count, a quota or a statement is refused.

/// Why a count, a quota or a statement is refused.
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
    /// A number under which nothing is counted.
    #[error("nothing is counted under the number {number}; there are {known} numbers, from 0")]
    #[non_exhaustive]
    UnknownNumber {
        /// The number.
        number: u32,
        /// How many there are.
        known: usize,
    },
    /// More units than are counted before they are taken.
    #[error("more than {limit} units before they are taken")]
    #[non_exhaustive]
    TooManyUnits {
        /// How many there may be.
        limit: u64,
    },
    /// As many units as numbers are needed.
    #[error("{numbers} numbers, {units} units; each number needs its units")]
    #[non_exhaustive]
    UnequalLengths {
        /// How many numbers.
        numbers: usize,
        /// How many units.
        units: usize,
    },
    /// More lists of counts than may be open at once.
    #[error("{limit} lists of counts are open; let one go")]
    #[non_exhaustive]
    TooManyLists {
        /// How many there may be.
        limit: usize,
    },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "MALFORMED_PRICE",
    "MALFORMED_CURRENCY",
    "REPEATED_PRICE",
    "MISSING_PRICE",
    "STATEMENT_TOO_LARGE",
    "UNKNOWN_NUMBER",
    "TOO_MANY_UNITS",
    "UNEQUAL_LENGTHS",
    "TOO_MANY_LISTS",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::MalformedPrice { .. } => "MALFORMED_PRICE",
            Error::MalformedCurrency { .. } => "MALFORMED_CURRENCY",
            Error::RepeatedPrice { .. } => "REPEATED_PRICE",
            Error::MissingPrice { .. } => "MISSING_PRICE",
            Error::StatementTooLarge => "STATEMENT_TOO_LARGE",
            Error::UnknownNumber { .. } => "UNKNOWN_NUMBER",
            Error::TooManyUnits { .. } => "TOO_MANY_UNITS",
            Error::UnequalLengths { .. } => "UNEQUAL_LENGTHS",
            Error::TooManyLists { .. } => "TOO_MANY_LISTS",
        }
    }
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

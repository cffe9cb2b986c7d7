//! What can be wrong with a question about deadlines.

use chrono::NaiveDate;

/// What is wrong, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// No clock is known for this right under this regime.
    #[error("no clock is known for the right {right:?} under {regime:?}; known are {known}")]
    UnknownRight { regime: String, right: String, known: String },
    /// No calendar has this name.
    #[error(
        "no calendar is called {name:?}; give a code such as \"IE\" or \"US-CA\", or a calendar of your own"
    )]
    UnknownCalendar { name: String },
    /// A clock needs a calendar and none was given.
    #[error("the clock {clock} needs a calendar; say whose holidays count, such as \"IE\"")]
    MissingCalendar { clock: &'static str },
    /// A calendar ends before the clock does.
    #[error(
        "the calendar {calendar:?} knows the years {first} to {last}, not {year}; give one that reaches further"
    )]
    CalendarExhausted { calendar: String, year: i32, first: i32, last: i32 },
    /// A calendar that cannot be one.
    #[error("a calendar of your own is wrong: {what}")]
    MalformedCalendar { what: &'static str },
    /// No reading has this name.
    #[error("no reading of {right:?} is called {name:?}; known are {known}")]
    UnknownReading { right: String, name: String, known: String },
    /// A reading that is later than the law allows.
    #[error("the reading {name:?} ends later than the law allows and cannot be chosen")]
    SupersededReading { name: String },
    /// Two spans in which the clock stood still overlap, or one is out of order.
    #[error(
        "a suspension from {from} to {until} is out of order: it begins at receipt or later, ends when it begins or later, and no two overlap"
    )]
    MisplacedSuspension { from: NaiveDate, until: NaiveDate },
    /// An extension that was announced before there was a request.
    #[error("an extension announced on {at} lies before receipt on {received}")]
    ExtensionBeforeReceipt { at: NaiveDate, received: NaiveDate },
    /// A date that no calendar reaches.
    #[error("counting from {from} leaves the dates that exist")]
    DateOutOfRange { from: NaiveDate },
    /// No zone has this name.
    #[error("no time zone is called {name:?}; give an IANA name such as \"Europe/Dublin\"")]
    UnknownOffice { name: String },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "UNKNOWN_RIGHT",
    "UNKNOWN_CALENDAR",
    "MISSING_CALENDAR",
    "CALENDAR_EXHAUSTED",
    "MALFORMED_CALENDAR",
    "UNKNOWN_READING",
    "SUPERSEDED_READING",
    "MISPLACED_SUSPENSION",
    "EXTENSION_BEFORE_RECEIPT",
    "DATE_OUT_OF_RANGE",
    "UNKNOWN_OFFICE",
];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::UnknownRight { .. } => "UNKNOWN_RIGHT",
            Error::UnknownCalendar { .. } => "UNKNOWN_CALENDAR",
            Error::MissingCalendar { .. } => "MISSING_CALENDAR",
            Error::CalendarExhausted { .. } => "CALENDAR_EXHAUSTED",
            Error::MalformedCalendar { .. } => "MALFORMED_CALENDAR",
            Error::UnknownReading { .. } => "UNKNOWN_READING",
            Error::SupersededReading { .. } => "SUPERSEDED_READING",
            Error::MisplacedSuspension { .. } => "MISPLACED_SUSPENSION",
            Error::ExtensionBeforeReceipt { .. } => "EXTENSION_BEFORE_RECEIPT",
            Error::DateOutOfRange { .. } => "DATE_OUT_OF_RANGE",
            Error::UnknownOffice { .. } => "UNKNOWN_OFFICE",
        }
    }
}

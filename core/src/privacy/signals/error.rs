//! What can be wrong with a signal.

/// What is wrong, in which item, and at which bit or character. A message holds no part of the signal itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// A character that the alphabet does not have.
    #[error("{item}, character {position}: not of the alphabet A-Z, a-z, 0-9, - and _")]
    NotBase64url { item: String, position: usize },
    /// Padding characters that are misplaced or miscounted, or padding bits that are not zero.
    #[error("{item}, bit {bit}: wrong padding, {what}")]
    WrongPadding { item: String, bit: usize, what: &'static str },
    /// It ends inside a field.
    #[error("{item}, bit {bit}: ends {missing} bits before the field does")]
    TruncatedSignal { item: String, bit: usize, missing: usize },
    /// Bits or segments after the last field.
    #[error("{item}, bit {bit}: goes on after the last field")]
    OverlongSignal { item: String, bit: usize },
    /// A version that is not known; 0 is none.
    #[error("{item}, bit 0: version {version} is not known; known are {known}")]
    UnsupportedVersion { item: String, version: u64, known: String },
    /// A value that the field cannot have.
    #[error("{item}, bit {bit}: {what}")]
    FieldOutOfRange { item: String, bit: usize, what: &'static str },
    /// Not a GPP string: its header says so.
    #[error("the header, bit 0: its type is {found}, not 3; a GPP string begins with \"D\"")]
    NotGpp { found: u64 },
    /// The header announces another number of sections than follow.
    #[error("the header announces {announced} sections, {found} follow")]
    SectionCount { announced: usize, found: usize },
    /// A section without content.
    #[error("section {id}: empty")]
    EmptySection { id: u16 },
    /// A segment that the section does not have, or has twice.
    #[error("{item}, bit 0: segment of type {kind} {what}")]
    MisplacedSegment { item: String, kind: u64, what: &'static str },
    /// To be written: a section, segment or field that is not known.
    #[error("{item}: not known here; known are {known}")]
    UnknownItem { item: String, known: String },
    /// To be written: a field without a value.
    #[error("{item}: has no value and no default")]
    MissingField { item: String },
    /// To be written: a value of another kind or size than the field's.
    #[error("{item}: {what}")]
    UnwritableField { item: String, what: &'static str },
    /// The well-known resource of GPC is not JSON.
    #[error("the resource is not a JSON object")]
    MalformedResource,
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "NOT_BASE64URL",
    "WRONG_PADDING",
    "TRUNCATED_SIGNAL",
    "OVERLONG_SIGNAL",
    "UNSUPPORTED_VERSION",
    "FIELD_OUT_OF_RANGE",
    "NOT_GPP",
    "SECTION_COUNT",
    "EMPTY_SECTION",
    "MISPLACED_SEGMENT",
    "UNKNOWN_ITEM",
    "MISSING_FIELD",
    "UNWRITABLE_FIELD",
    "MALFORMED_RESOURCE",
];

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotBase64url { .. } => "NOT_BASE64URL",
            Error::WrongPadding { .. } => "WRONG_PADDING",
            Error::TruncatedSignal { .. } => "TRUNCATED_SIGNAL",
            Error::OverlongSignal { .. } => "OVERLONG_SIGNAL",
            Error::UnsupportedVersion { .. } => "UNSUPPORTED_VERSION",
            Error::FieldOutOfRange { .. } => "FIELD_OUT_OF_RANGE",
            Error::NotGpp { .. } => "NOT_GPP",
            Error::SectionCount { .. } => "SECTION_COUNT",
            Error::EmptySection { .. } => "EMPTY_SECTION",
            Error::MisplacedSegment { .. } => "MISPLACED_SEGMENT",
            Error::UnknownItem { .. } => "UNKNOWN_ITEM",
            Error::MissingField { .. } => "MISSING_FIELD",
            Error::UnwritableField { .. } => "UNWRITABLE_FIELD",
            Error::MalformedResource => "MALFORMED_RESOURCE",
        }
    }
}

//! What can be wrong with the input of a metric.

use super::Place;

/// What is wrong, where, and what would be right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum Error {
    /// A confidence level is not between 0 and 1.
    #[error("level {value} is not a confidence level; give a number above 0 and below 1, such as 0.95")]
    InvalidLevel { value: f64 },
    /// A trimmed share is not between 0 and a half.
    #[error("share {value} cannot be trimmed on each side; give a number from 0 up to, not including, 0.5")]
    InvalidShare { value: f64 },
    /// A window of no posts.
    #[error("a window of the last 0 posts is empty; give 1 or more, or leave `last` out to take all")]
    EmptyLast,
    /// The window ends where it begins, or before.
    #[error(
        "since ({since} ms) is not before until ({until} ms); the window is since <= published_at < until"
    )]
    EmptyDates { since: i64, until: i64 },
    /// A negative settling time.
    #[error("settling {value} ms is negative; give 0 or more, such as 86400000 for a day")]
    NegativeSettling { value: i64 },
    /// No component of engagement is counted.
    #[error("no component is counted; choose at least one of likes, comments, shares, saves")]
    NothingCounted,

    /// A count of 2^63 or more.
    #[error("{place}, column \"{column}\": {value} is too large; counts are whole numbers below 2^63")]
    CountTooLarge { place: Place, column: &'static str, value: u64 },
    /// The components of one post add up to 2^64 or more.
    #[error("{place}: the counted components add up to 2^64 or more; check the counts of this post")]
    EngagementTooLarge { place: Place },
    /// A time outside the years 1 to 9999.
    #[error(
        "{place}, column \"{column}\": {value} ms is outside the years 1 to 9999; times are milliseconds since \
         1970-01-01T00:00:00Z"
    )]
    TimestampOutOfRange { place: Place, column: &'static str, value: i64 },
    /// Two posts with the same id differ.
    #[error(
        "{first} and {second} have the same post id but differ in \"{column}\"; give a post once, or again with \
         the same content"
    )]
    ConflictingPosts { first: Place, second: Place, column: &'static str },
}

impl Error {
    /// The codes of all variants, in the order of their declaration.
    pub const CODES: &'static [&'static str] = &[
        "INVALID_LEVEL",
        "INVALID_SHARE",
        "EMPTY_LAST",
        "EMPTY_DATES",
        "NEGATIVE_SETTLING",
        "NOTHING_COUNTED",
        "COUNT_TOO_LARGE",
        "ENGAGEMENT_TOO_LARGE",
        "TIMESTAMP_OUT_OF_RANGE",
        "CONFLICTING_POSTS",
    ];

    /// The code of this variant, the same in every language.
    ///
    /// ```
    /// use renown::metrics::Error;
    /// assert_eq!(Error::EmptyLast.code(), "EMPTY_LAST");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::InvalidLevel { .. } => "INVALID_LEVEL",
            Error::InvalidShare { .. } => "INVALID_SHARE",
            Error::EmptyLast => "EMPTY_LAST",
            Error::EmptyDates { .. } => "EMPTY_DATES",
            Error::NegativeSettling { .. } => "NEGATIVE_SETTLING",
            Error::NothingCounted => "NOTHING_COUNTED",
            Error::CountTooLarge { .. } => "COUNT_TOO_LARGE",
            Error::EngagementTooLarge { .. } => "ENGAGEMENT_TOO_LARGE",
            Error::TimestampOutOfRange { .. } => "TIMESTAMP_OUT_OF_RANGE",
            Error::ConflictingPosts { .. } => "CONFLICTING_POSTS",
        }
    }
}

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

    /// A time zone that the IANA database does not have.
    #[error(
        "\"{name}\" is not a time zone of the IANA database; give a name such as \"Europe/Berlin\" or \"UTC\""
    )]
    UnknownZone { name: String },
    /// The counts of one period add up to 2^64 or more.
    #[error("column \"{column}\" adds up to 2^64 or more in {period}; check the counts of that period")]
    SumTooLarge { column: &'static str, period: String },
    /// A threshold for spikes that is not above 0.
    #[error("spike {value} is not a threshold; give a number above 0, such as 3.5")]
    InvalidSpike { value: f64 },
    /// Two readings of the same time differ.
    #[error(
        "{first} and {second} give different numbers of followers at {at} ms; give one reading for a time"
    )]
    ConflictingReadings { first: Place, second: Place, at: i64 },
    /// No tier at all.
    #[error("there is no tier; give at least one, such as [{{\"name\": \"nano\", \"from\": 1000}}]")]
    NoTiers,
    /// A tier without a name.
    #[error("tier {position} (counted from 0) has no name; name every tier")]
    UnnamedTier { position: u64 },
    /// Two tiers with the same name.
    #[error("two tiers are named \"{name}\"; give each its own name")]
    RepeatedTier { name: String },
    /// A tier that does not begin above the one before it.
    #[error(
        "tier \"{name}\" begins at {from}, which is not above {before}, where the one before it begins; give tiers from the smallest to the largest"
    )]
    UnorderedTiers { name: String, from: u64, before: u64 },
    /// A rate that is not a number from 0.
    #[error(
        "{}: {value} is not a rate; rates are fractions from 0", peer.map_or("the account".to_owned(), |peer| format!("peer {peer} (counted from 0)"))
    )]
    InvalidRate { peer: Option<u64>, value: f64 },
    /// Bins that cannot be made.
    #[error("the bins are wrong: {what}; give a number from 1 to 10000, or ascending ends")]
    InvalidBins { what: &'static str },
    /// Options that leave no two sides to compare.
    #[error(
        "sponsored performance compares the medians of sponsored and organic posts; leave `{option}` at \"{right}\""
    )]
    OneSided { option: &'static str, right: &'static str },
    /// A hashtag, mention or brand without a letter.
    #[error("{place}, column \"names\": a name is empty; leave it out")]
    EmptyName { place: Place },
    /// A price that is no decimal number.
    #[error(
        "\"{value}\" is not a price; give a decimal number from 0 as text, with up to 18 digits before the point and 12 after it, such as \"12.50\""
    )]
    InvalidPrice { value: String },
    /// A currency that ISO 4217 does not have.
    #[error("\"{code}\" is not a currency of ISO 4217; give three capital letters such as \"EUR\"")]
    UnknownCurrency { code: String },
    /// No price at all.
    #[error("no price is stated; give at least one of cpm, cpe, cpv")]
    NoPrices,

    /// Two accumulators were made with different options.
    #[error("the two accumulators were made with different options; merge only what was made with the same")]
    DifferentOptions,
    /// What is to be taken back was never given.
    #[error("{place} is not held; retract only what was given before, with the same content")]
    NotHeld { place: Place },
    /// The accumulator has forgotten what it would need.
    #[error(
        "an accumulator of the latest posts forgets the older ones and cannot take one back; use the one that keeps all"
    )]
    CannotRetract,
    /// A bounded accumulator without a bound.
    #[error("an accumulator of the latest posts needs `last`; set it, or use the one that keeps all")]
    MissingLast,
    /// More posts than an accumulator holds.
    #[error("an accumulator holds at most {limit} posts; split the input by account or by time")]
    TooManyPosts { limit: u64 },
    /// Bytes that are too few for any accumulator.
    #[error("{length} bytes are too few for an accumulator; give all that `to_bytes` returned")]
    TruncatedBytes { length: u64 },
    /// Bytes that no accumulator wrote.
    #[error("the bytes of the accumulator are damaged: {what}; give exactly what `to_bytes` returned")]
    CorruptBytes { what: &'static str },
    /// Bytes of another kind of accumulator.
    #[error(
        "the bytes are of an accumulator of kind {found}, not {expected}; read them with the type that wrote them"
    )]
    ForeignBytes { expected: u8, found: u8 },
    /// Bytes of a later version.
    #[error(
        "the bytes are of version {version}, of which this library knows nothing; read them with a later one"
    )]
    UnknownVersion { version: u8 },
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
        "UNKNOWN_ZONE",
        "SUM_TOO_LARGE",
        "INVALID_SPIKE",
        "CONFLICTING_READINGS",
        "NO_TIERS",
        "UNNAMED_TIER",
        "REPEATED_TIER",
        "UNORDERED_TIERS",
        "INVALID_RATE",
        "INVALID_BINS",
        "ONE_SIDED",
        "EMPTY_NAME",
        "INVALID_PRICE",
        "UNKNOWN_CURRENCY",
        "NO_PRICES",
        "DIFFERENT_OPTIONS",
        "NOT_HELD",
        "CANNOT_RETRACT",
        "MISSING_LAST",
        "TOO_MANY_POSTS",
        "TRUNCATED_BYTES",
        "CORRUPT_BYTES",
        "FOREIGN_BYTES",
        "UNKNOWN_VERSION",
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
            Error::UnknownZone { .. } => "UNKNOWN_ZONE",
            Error::SumTooLarge { .. } => "SUM_TOO_LARGE",
            Error::InvalidSpike { .. } => "INVALID_SPIKE",
            Error::ConflictingReadings { .. } => "CONFLICTING_READINGS",
            Error::NoTiers => "NO_TIERS",
            Error::UnnamedTier { .. } => "UNNAMED_TIER",
            Error::RepeatedTier { .. } => "REPEATED_TIER",
            Error::UnorderedTiers { .. } => "UNORDERED_TIERS",
            Error::InvalidRate { .. } => "INVALID_RATE",
            Error::InvalidBins { .. } => "INVALID_BINS",
            Error::OneSided { .. } => "ONE_SIDED",
            Error::EmptyName { .. } => "EMPTY_NAME",
            Error::InvalidPrice { .. } => "INVALID_PRICE",
            Error::UnknownCurrency { .. } => "UNKNOWN_CURRENCY",
            Error::NoPrices => "NO_PRICES",
            Error::DifferentOptions => "DIFFERENT_OPTIONS",
            Error::NotHeld { .. } => "NOT_HELD",
            Error::CannotRetract => "CANNOT_RETRACT",
            Error::MissingLast => "MISSING_LAST",
            Error::TooManyPosts { .. } => "TOO_MANY_POSTS",
            Error::TruncatedBytes { .. } => "TRUNCATED_BYTES",
            Error::CorruptBytes { .. } => "CORRUPT_BYTES",
            Error::ForeignBytes { .. } => "FOREIGN_BYTES",
            Error::UnknownVersion { .. } => "UNKNOWN_VERSION",
        }
    }
}

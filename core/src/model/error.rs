//! What can be wrong with a value of the model.
//!
//! Personal values (names, handles, bios, captions) never stand in a message: they are described by their
//! position and length.

/// A value that the model refuses, why, and what would be right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another error, and where it stands: a field, an index, a path of both.
    #[error("{place}: {source}")]
    At {
        /// The field or path, such as `likes` or `mentions[2]`.
        place: String,
        /// What is wrong there.
        source: Box<Error>,
    },

    /// A value of the wrong type.
    #[error("{found} where {expected} belongs")]
    WrongType {
        /// What stands there.
        found: &'static str,
        /// What belongs there.
        expected: &'static str,
    },
    /// A record of which a field is missing, unknown or given twice, or that is no JSON.
    #[error("{message}")]
    MalformedRecord {
        /// What is wrong with its form.
        message: String,
    },

    /// A count below 0.
    #[error("{value} is negative; counts are whole numbers from 0")]
    NegativeCount {
        /// The number as it was given.
        value: String,
    },
    /// A count that is not whole.
    #[error("{value} is not whole; counts are whole numbers from 0")]
    FractionalCount {
        /// The number as it was given.
        value: String,
    },
    /// A count of 2^63 or more.
    #[error("{value} is too large; counts end at 9223372036854775807")]
    CountTooLarge {
        /// The number as it was given.
        value: String,
    },
    /// Not a number: NaN, infinity.
    #[error("{value} is not a finite number; leave an unknown value out")]
    NotANumber {
        /// What was given, shortened.
        value: String,
    },
    /// A number of which the separators can be read in two ways.
    #[error(
        "\"{value}\" can be read as {first} and as {second}; write it without separators, or say \
         which sign stands before decimals"
    )]
    AmbiguousNumber {
        /// What was given, shortened.
        value: String,
        /// One reading.
        first: String,
        /// The other reading.
        second: String,
    },
    /// A text that is not the number asked for.
    #[error("\"{value}\" is not readable; write {right}")]
    MalformedNumber {
        /// What was given, shortened.
        value: String,
        /// How such a number looks.
        right: &'static str,
    },
    /// A number outside the range of its field.
    #[error("{value} is outside {low} to {high}")]
    NumberOutOfRange {
        /// The number as it was given.
        value: String,
        /// The lowest that is right.
        low: String,
        /// The highest that is right.
        high: String,
    },

    /// A timestamp that does not say its zone.
    #[error("\"{value}\" has no time zone; write RFC 3339 with an offset, as in 2026-01-31T10:00:00Z")]
    NaiveTimestamp {
        /// What was given, shortened.
        value: String,
    },
    /// A timestamp in another form than RFC 3339.
    #[error("\"{value}\" is not a timestamp; write RFC 3339, as in 2026-01-31T10:00:00Z")]
    MalformedTimestamp {
        /// What was given, shortened.
        value: String,
    },
    /// A timestamp outside the years 0001 to 9999.
    #[error(
        "{value} milliseconds since 1970 is outside the years 0001 to 9999; is it in another unit than \
         milliseconds?"
    )]
    TimestampOutOfRange {
        /// Milliseconds since 1970-01-01T00:00:00Z, or the number that was given.
        value: String,
    },
    /// A calendar date in another form than ISO 8601.
    #[error("\"{value}\" is not a date; write it as in 2026-01-31")]
    MalformedDate {
        /// What was given, shortened.
        value: String,
    },
    /// Dates of a series that do not increase.
    #[error("point {index} is dated {date}, point {previous_index} {previous}; dates increase strictly")]
    DatesNotIncreasing {
        /// Index of the point, from 0.
        index: usize,
        /// Its date.
        date: chrono::NaiveDate,
        /// Index of the point before.
        previous_index: usize,
        /// The date of the point before.
        previous: chrono::NaiveDate,
    },

    /// An empty text where there must be one.
    #[error("the text is empty; leave an unknown value out")]
    EmptyText,
    /// A text that is too long.
    #[error("the text has {length} {unit}, at most {max} are right")]
    TextTooLong {
        /// How long it is.
        length: usize,
        /// The longest that is right.
        max: usize,
        /// What is counted: bytes or characters.
        unit: &'static str,
    },
    /// A control character, or white space where none may be.
    #[error("character {position} of {length} is a control character or white space out of place")]
    ForbiddenCharacter {
        /// Which character, from 0.
        position: usize,
        /// How many characters there are.
        length: usize,
    },
    /// An address that is not `http(s)://host…`.
    #[error(
        "character {position} of {length} makes this no web address; write it whole, as in https://host/path"
    )]
    MalformedUrl {
        /// Which character, from 0.
        position: usize,
        /// How many characters there are.
        length: usize,
    },

    /// The name of a platform that is not known.
    #[error("platform \"{value}\" is unknown; known are instagram, tiktok, youtube")]
    UnknownPlatform {
        /// What was given, shortened.
        value: String,
    },
    /// A handle that is too short or too long.
    #[error("a handle of {length} characters; on {platform} they have {min} to {max}")]
    HandleLength {
        /// The platform whose rule it is.
        platform: super::Platform,
        /// Its length in characters after normalisation.
        length: usize,
        /// The shortest that is right.
        min: usize,
        /// The longest that is right.
        max: usize,
    },
    /// A character that handles of the platform cannot hold, or not in this place.
    #[error("character {position} of the handle's {length} is not allowed there; on {platform}: {rule}")]
    HandleCharacter {
        /// The platform whose rule it is.
        platform: super::Platform,
        /// Which character, from 0, after normalisation.
        position: usize,
        /// How many characters there are.
        length: usize,
        /// What the platform allows.
        rule: &'static str,
    },
    /// An address that is not a profile on the platform.
    #[error("the address is not that of a profile on {platform}; write {example} or the handle alone")]
    NotAProfile {
        /// The platform of which a profile was expected.
        platform: super::Platform,
        /// How an address of a profile looks.
        example: &'static str,
    },
    /// A hashtag with a character that ends it, or without a letter.
    #[error(
        "character {position} of the hashtag's {length} is not allowed there; hashtags are letters, marks, \
         digits, underscores and emoji, not digits alone"
    )]
    MalformedHashtag {
        /// Which character, from 0, after the number sign.
        position: usize,
        /// How many characters there are after the number sign.
        length: usize,
    },

    /// A country code or name that is not known.
    #[error("country \"{value}\" is unknown; write an ISO 3166-1 alpha-2 code{}", did_you_mean(suggestion))]
    UnknownCountry {
        /// What was given, shortened.
        value: String,
        /// The code that was probably meant.
        suggestion: Option<String>,
    },
    /// A subdivision code that is not known.
    #[error(
        "region \"{value}\" is unknown; write an ISO 3166-2 code, as in US-CA{}",
        did_you_mean(suggestion)
    )]
    UnknownRegion {
        /// What was given, shortened.
        value: String,
        /// The code that was probably meant.
        suggestion: Option<String>,
    },
    /// A region of another country than the one given beside it.
    #[error("region {region} does not lie in country {country}")]
    RegionOutsideCountry {
        /// The ISO 3166-2 code.
        region: String,
        /// The ISO 3166-1 code.
        country: String,
    },
    /// A language tag that is malformed or not registered.
    #[error(
        "language \"{value}\" is unknown; write a BCP 47 tag, as in en or pt-BR{}",
        did_you_mean(suggestion)
    )]
    UnknownLanguage {
        /// What was given, shortened.
        value: String,
        /// The tag that was probably meant.
        suggestion: Option<String>,
    },
    /// A word that is not one of a closed list.
    #[error("{what} \"{value}\" is unknown; known are {known}")]
    UnknownWord {
        /// What the word stands for, such as `gender`.
        what: &'static str,
        /// What was given, shortened.
        value: String,
        /// The words that are known.
        known: &'static str,
    },
    /// The same thing said twice, differently.
    #[error("{first} and {second} contradict each other; give one of them")]
    Contradiction {
        /// One field.
        first: &'static str,
        /// The other field.
        second: &'static str,
    },
}

/// Writes the list of codes once, so that `code` and `CODES` cannot disagree.
macro_rules! codes {
    ($($variant:ident => $code:literal,)*) => {
        impl Error {
            /// The codes of all variants, as `code` gives them.
            pub const CODES: &[&str] = &[$($code),*];

            /// The kind of error, for programs: `NEGATIVE_COUNT`. [`Error::At`] has the code of what is wrong
            /// there.
            pub fn code(&self) -> &'static str {
                match self {
                    Error::At { source, .. } => source.code(),
                    $(Error::$variant { .. } => $code,)*
                }
            }
        }
    };
}

codes! {
    WrongType => "WRONG_TYPE",
    MalformedRecord => "MALFORMED_RECORD",
    NegativeCount => "NEGATIVE_COUNT",
    FractionalCount => "FRACTIONAL_COUNT",
    CountTooLarge => "COUNT_TOO_LARGE",
    NotANumber => "NOT_A_NUMBER",
    AmbiguousNumber => "AMBIGUOUS_NUMBER",
    MalformedNumber => "MALFORMED_NUMBER",
    NumberOutOfRange => "NUMBER_OUT_OF_RANGE",
    NaiveTimestamp => "NAIVE_TIMESTAMP",
    MalformedTimestamp => "MALFORMED_TIMESTAMP",
    TimestampOutOfRange => "TIMESTAMP_OUT_OF_RANGE",
    MalformedDate => "MALFORMED_DATE",
    DatesNotIncreasing => "DATES_NOT_INCREASING",
    EmptyText => "EMPTY_TEXT",
    TextTooLong => "TEXT_TOO_LONG",
    ForbiddenCharacter => "FORBIDDEN_CHARACTER",
    MalformedUrl => "MALFORMED_URL",
    UnknownPlatform => "UNKNOWN_PLATFORM",
    HandleLength => "HANDLE_LENGTH",
    HandleCharacter => "HANDLE_CHARACTER",
    NotAProfile => "NOT_A_PROFILE",
    MalformedHashtag => "MALFORMED_HASHTAG",
    UnknownCountry => "UNKNOWN_COUNTRY",
    UnknownRegion => "UNKNOWN_REGION",
    RegionOutsideCountry => "REGION_OUTSIDE_COUNTRY",
    UnknownLanguage => "UNKNOWN_LANGUAGE",
    UnknownWord => "UNKNOWN_WORD",
    Contradiction => "CONTRADICTION",
}

impl Error {
    /// The same error, with the place where it stands put before it.
    ///
    /// ```
    /// use renown::model::{Error, Platform};
    ///
    /// let error = "myspace".parse::<Platform>().unwrap_err().at("platform").at("posts[3]");
    /// assert_eq!(error.place().as_deref(), Some("posts[3].platform"));
    /// assert_eq!(error.code(), "UNKNOWN_PLATFORM");
    /// ```
    #[must_use]
    pub fn at(self, place: impl Into<String>) -> Self {
        let outer = place.into();
        match self {
            Error::At { place, source } => {
                let joined = if place.starts_with('[') {
                    format!("{outer}{place}")
                } else {
                    format!("{outer}.{place}")
                };
                Error::At { place: joined, source }
            }
            source => Error::At { place: outer, source: Box::new(source) },
        }
    }

    /// Where the error stands, if that is known: `posts[3].likes`.
    pub fn place(&self) -> Option<String> {
        match self {
            Error::At { place, .. } => Some(place.clone()),
            _ => None,
        }
    }
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map(|code| format!("; did you mean {code}?")).unwrap_or_default()
}

/// What a message may show of a value that is not personal: its beginning, without control characters.
pub(crate) fn shortened(value: &str) -> String {
    const SHOWN: usize = 40;
    let mut text: String =
        value.chars().take(SHOWN).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if value.chars().nth(SHOWN).is_some() {
        text.push('…');
    }
    text
}

//! Tolerant readers for the numbers that tables show: "475.8m", "3.3k", "1.39%", "1,234".
//!
//! One idea to keep in mind: a reader takes what can be read in one way only, and refuses the rest with both
//! readings. Who knows how a table writes its decimals says so with [`Decimal`], and nothing is ambiguous any more.
//!
//! | written | read as | why |
//! |---|---|---|
//! | `1234`, `1 234`, `1'234`, `1_234` | 1234 | spaces, apostrophes and underscores only group |
//! | `1,234,567`, `1.234.567`, `12,34,567` | 1234567 | a sign that stands twice groups |
//! | `1,234.5k`, `1.234,5k` | 1234500 | of two signs the last one is the decimal sign |
//! | `3.3k`, `3,3k`, `0.125m` | 3300, 3300, 125000 | not three digits after the sign, or nothing but 0 before it |
//! | `1,234` | 1234 | a comma before three digits groups a count |
//! | `1.234`, `1.234k`, `1,234k`, `1,234%` | refused | the sign may group or begin decimals |
//! | `3,3b` | refused | English billions, or Turkish thousands (*bin*) |

mod number;
#[cfg(test)]
mod tests;
mod unit;

use super::Error;
use super::error::shortened;
use number::{Kind, Whole};

/// The sign before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decimal {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

/// Reads a count as tables show it, decimals unstated.
///
/// ```
/// use renown::model::read;
///
/// assert_eq!(read::count("475.8m")?, 475_800_000);
/// assert_eq!(read::count("1,234")?, 1_234);
/// assert_eq!(read::count("1.2万")?, 12_000);
/// assert_eq!(read::count("-3").unwrap_err().code(), "NEGATIVE_COUNT");
/// assert_eq!(read::count("NaN").unwrap_err().code(), "NOT_A_NUMBER");
/// # Ok::<(), renown::model::Error>(())
/// ```
///
/// # Errors
/// [`Error::EmptyText`], [`Error::NotANumber`], [`Error::MalformedNumber`], [`Error::AmbiguousNumber`],
/// [`Error::NegativeCount`], [`Error::FractionalCount`], [`Error::CountTooLarge`].
pub fn count(text: &str) -> Result<u64, Error> {
    to_count(text, None)
}

/// Reads a count from a table of which the decimal sign is known.
///
/// ```
/// use renown::model::read::{self, Decimal};
///
/// assert_eq!(read::count_with("1.234k", Decimal::Point)?, 1_234);
/// assert_eq!(read::count_with("1.234", Decimal::Comma)?, 1_234);
/// # Ok::<(), renown::model::Error>(())
/// ```
///
/// # Errors
/// As [`count`].
pub fn count_with(text: &str, decimal: Decimal) -> Result<u64, Error> {
    to_count(text, Some(decimal))
}

/// Reads a percentage as a fraction, decimals unstated.
///
/// ```
/// use renown::model::read;
///
/// assert_eq!(read::percent("1.39%")?, 0.0139);
/// assert_eq!(read::percent("NaN%").unwrap_err().code(), "NOT_A_NUMBER");
/// # Ok::<(), renown::model::Error>(())
/// ```
///
/// # Errors
/// [`Error::EmptyText`], [`Error::NotANumber`], [`Error::MalformedNumber`], [`Error::AmbiguousNumber`]; also where
/// the percent sign is missing, because 0.5 may be a fraction or half a per cent.
pub fn percent(text: &str) -> Result<f64, Error> {
    to_fraction(text, None)
}

/// Reads a percentage from a table of which the decimal sign is known.
///
/// # Errors
/// As [`percent`].
pub fn percent_with(text: &str, decimal: Decimal) -> Result<f64, Error> {
    to_fraction(text, Some(decimal))
}

fn to_count(text: &str, decimal: Option<Decimal>) -> Result<u64, Error> {
    let number = number::parse(text, decimal, Kind::Count)?;
    let value = || shortened(text.trim());
    if number.negative && !number.is_zero() {
        return Err(Error::NegativeCount { value: value() });
    }
    match number.whole() {
        Whole::Exact(count) if count <= super::COUNT_MAX => Ok(count),
        Whole::Exact(_) | Whole::TooLarge => Err(Error::CountTooLarge { value: value() }),
        Whole::Fractional => Err(Error::FractionalCount { value: value() }),
    }
}

fn to_fraction(text: &str, decimal: Option<Decimal>) -> Result<f64, Error> {
    let number = number::parse(text, decimal, Kind::Percent)?;
    number.hundredth().ok_or_else(|| Error::NotANumber { value: shortened(text.trim()) })
}

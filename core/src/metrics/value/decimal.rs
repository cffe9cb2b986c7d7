//! Amounts of money without binary fractions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::metrics::{Error, shortened};

/// Decimal places that a [`Decimal`] holds.
pub(super) const PLACES: u32 = 12;
/// Digits before the point that a [`Decimal`] holds.
const WHOLE_DIGITS: usize = 18;
const ONE: u128 = 10_u128.pow(PLACES);
const LIMIT: u128 = 10_u128.pow(WHOLE_DIGITS as u32 + PLACES);

/// A decimal number from 0, with up to 18 digits before the point and 12 after it, held exactly.
///
/// It is written and read as text, also in JSON, for a JSON number passes through binary fractions in most
/// languages.
///
/// ```
/// use renown::metrics::value::Decimal;
/// let price: Decimal = "0.0125".parse()?;
/// assert_eq!(price.to_string(), "0.0125");
/// assert_eq!("12.50".parse::<Decimal>()?, "12.5".parse()?);
/// assert!("1e3".parse::<Decimal>().is_err());
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(u128);

impl Decimal {
    /// Nothing.
    pub const ZERO: Decimal = Decimal(0);

    /// The sum of two. `None` where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_add(other.0).filter(|&value| value < LIMIT).map(Decimal)
    }

    /// `self · times / per`, rounded once, to so many places, a half to the even digit. `None` where it does not
    /// fit or `per` is 0.
    pub(super) fn scaled(self, times: u128, per: u128, places: u32) -> Option<Decimal> {
        let step = 10_u128.checked_pow(PLACES.checked_sub(places)?)?;
        let product = self.0.checked_mul(times)?;
        let divisor = per.checked_mul(step)?;
        if divisor == 0 {
            return None;
        }
        let (quotient, remainder) = (product / divisor, product % divisor);
        let rest = divisor - remainder;
        let up = remainder > rest || (remainder == rest && quotient % 2 == 1);
        let value = (quotient + u128::from(up)).checked_mul(step)?;
        (value < LIMIT).then_some(Decimal(value))
    }

    /// The places that are needed to write the number.
    pub(super) fn places(self) -> u32 {
        (0..=PLACES).find(|&places| self.0.is_multiple_of(10_u128.pow(PLACES - places))).unwrap_or(PLACES)
    }

    /// The number with exactly so many places; it has no more.
    pub(super) fn write(self, f: &mut impl fmt::Write, places: u32) -> fmt::Result {
        write!(f, "{}", self.0 / ONE)?;
        let fraction = (self.0 % ONE) / 10_u128.pow(PLACES.saturating_sub(places));
        if places > 0 { write!(f, ".{fraction:0width$}", width = places as usize) } else { Ok(()) }
    }
}

impl FromStr for Decimal {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let refused = || Error::InvalidPrice { value: shortened(text) };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > PLACES as usize {
            return Err(refused());
        }
        let whole: u128 = whole.parse().map_err(|_| refused())?;
        let padded = format!("{fraction:0<width$}", width = PLACES as usize);
        let fraction: u128 = padded.parse().map_err(|_| refused())?;
        let value = whole.checked_mul(ONE).and_then(|whole| whole.checked_add(fraction));
        value.filter(|&value| value < LIMIT).map(Decimal).ok_or_else(refused)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, self.places())
    }
}

impl TryFrom<String> for Decimal {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> String {
        decimal.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[0-9]+(\\.[0-9]{1,12})?$",
            "description": "A decimal number from 0, as text",
            "examples": ["12.50", "0.0125"],
        })
    }
}

//! Weights as fixed-point numbers, so that their sums do not depend on the order of the people.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Error;

/// Binary digits after the point.
const DIGITS: u32 = 60;
/// One, in units of 2^-60.
const ONE: f64 = (1_u64 << DIGITS) as f64;
/// A single weight must stay below this.
const LIMIT: f64 = 4_294_967_296.0;

/// A weight, or a sum of weights: a whole number of units of 2^-60.
///
/// The digits of a single weight beyond 2^-60 are cut off: for a weight from 2^-8 upwards there are none, and
/// a smaller one loses less than 1e-18.
///
/// ```
/// use renown::audience::Weight;
///
/// let a = Weight::new(0.1)?.checked_add(Weight::new(0.2)?).unwrap();
/// let b = Weight::new(0.2)?.checked_add(Weight::new(0.1)?).unwrap();
/// assert_eq!(a, b);
/// # Ok::<(), renown::audience::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Weight(u128);

impl Weight {
    /// No weight.
    pub const ZERO: Weight = Weight(0);
    /// The weight of a person where there are no weights.
    pub const ONE: Weight = Weight(1 << DIGITS);

    /// The weight of one person.
    ///
    /// # Errors
    /// [`Error::BadWeight`] where the weight is negative, not a number, or 2^32 and above.
    pub fn new(weight: f64) -> Result<Weight, Error> {
        let problem = if weight.is_nan() {
            "is not a number"
        } else if weight < 0.0 {
            "is negative"
        } else if weight >= LIMIT {
            "is too large"
        } else {
            return Ok(Weight((weight * ONE) as u128));
        };
        Err(Error::BadWeight { row: None, value: weight, problem })
    }

    /// A weight from its units of 2^-60.
    pub fn from_units(units: u128) -> Weight {
        Weight(units)
    }

    /// The units of 2^-60.
    pub fn units(self) -> u128 {
        self.0
    }

    /// The nearest float.
    pub fn value(self) -> f64 {
        self.0 as f64 / ONE
    }

    /// Whether there is no weight.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or `None` where it is too large to be held.
    pub fn checked_add(self, other: Weight) -> Option<Weight> {
        self.0.checked_add(other.0).map(Weight)
    }

    /// The difference, or `None` where it would be negative.
    pub fn checked_sub(self, other: Weight) -> Option<Weight> {
        self.0.checked_sub(other.0).map(Weight)
    }
}

impl From<Weight> for String {
    fn from(weight: Weight) -> String {
        weight.0.to_string()
    }
}

impl TryFrom<String> for Weight {
    type Error = std::num::ParseIntError;

    fn try_from(units: String) -> Result<Weight, std::num::ParseIntError> {
        units.parse().map(Weight)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

/// A sum of squared weights in units of 2^-120, exact: 256 bits, of which 2^64 people fill fewer than 250.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SquareSum {
    high: u128,
    low: u128,
}

impl SquareSum {
    /// The sum of no weights.
    pub const ZERO: SquareSum = SquareSum { high: 0, low: 0 };

    /// The square of one weight.
    pub fn of(weight: Weight) -> SquareSum {
        let (top, bottom) = (weight.0 >> 64, weight.0 & u128::from(u64::MAX));
        let cross = top * bottom;
        // 2 · cross · 2^64 stands across the border between the two halves.
        let (low, carry) = (bottom * bottom).overflowing_add(cross << 65);
        SquareSum { high: top * top + (cross >> 63) + u128::from(carry), low }
    }

    /// The two halves of the sum, high and low.
    pub fn units(self) -> (u128, u128) {
        (self.high, self.low)
    }

    /// A sum from its two halves, high and low.
    pub fn from_units(high: u128, low: u128) -> SquareSum {
        SquareSum { high, low }
    }

    /// The nearest float, to within one unit in the last place.
    pub fn value(self) -> f64 {
        const HALF: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
        (self.high as f64 * HALF + self.low as f64) / ONE / ONE
    }

    /// The sum, or `None` where it is too large to be held.
    pub fn checked_add(self, other: SquareSum) -> Option<SquareSum> {
        let (low, carry) = self.low.overflowing_add(other.low);
        let high = self.high.checked_add(other.high)?.checked_add(u128::from(carry))?;
        Some(SquareSum { high, low })
    }

    /// The difference, or `None` where it would be negative.
    pub fn checked_sub(self, other: SquareSum) -> Option<SquareSum> {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        let high = self.high.checked_sub(other.high)?.checked_sub(u128::from(borrow))?;
        Some(SquareSum { high, low })
    }
}

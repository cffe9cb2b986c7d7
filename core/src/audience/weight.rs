//! Weights as fixed-point numbers, so that their sums do not depend on the order of the people.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Error;
use crate::stats::{FIXED_BITS, to_fixed};

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
    pub const ONE: Weight = Weight(1 << FIXED_BITS);

    /// The weight of one person.
    ///
    /// # Errors
    /// [`Error::BadWeight`] where the weight is negative, not a number, or 2^32 and above.
    pub fn new(weight: f64) -> Result<Weight, Error> {
        to_fixed(weight).map(Weight).map_err(|_| {
            let problem = match weight {
                nan if nan.is_nan() => "is not a number",
                negative if negative < 0.0 => "is negative",
                _ => "is too large",
            };
            Error::BadWeight { row: None, value: weight, problem }
        })
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
        self.0 as f64 / (1_u64 << FIXED_BITS) as f64
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

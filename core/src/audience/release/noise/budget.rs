//! What may still be asked: a privacy filter.
//!
//! One idea to keep in mind: an answer is given only when its cost still fits, whatever was asked before and
//! however the questions were chosen. Adding up costs is right for questions that depend on earlier answers, for
//! pure differential privacy (basic composition) and for zero-concentrated (Feldman and Zrnic 2021).

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

use super::mechanism::{Mechanism, UNIT_BITS};
use crate::audience::release::Error;
use crate::audience::release::rules::out_of_range;

/// How costs are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Count {
    Pure,
    Concentrated,
}

/// A privacy budget that is only ever spent.
///
/// ```
/// use renown::audience::release::{Budget, Contribution, Mechanism};
/// # fn main() -> Result<(), renown::audience::release::Error> {
/// let mut budget = Budget::approximate(1.0, 1e-6)?;
/// let noise = Mechanism::gaussian(0.005, Contribution::COUNT)?;
/// budget.spend(&noise)?;
/// assert!(budget.epsilon(1e-6) <= 1.0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Budget {
    count: Count,
    limit: u64,
    spent: u64,
}

impl Budget {
    /// A budget of pure differential privacy. Only Laplace noise fits it.
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`] outside 0 to 8.
    pub fn pure(epsilon: f64) -> Result<Self, Error> {
        Ok(Budget { count: Count::Pure, limit: units("epsilon", epsilon)?, spent: 0 })
    }

    /// A budget of zero-concentrated differential privacy.
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`] outside 0 to 8.
    pub fn concentrated(rho: f64) -> Result<Self, Error> {
        Ok(Budget { count: Count::Concentrated, limit: units("rho", rho)?, spent: 0 })
    }

    /// The greatest zero-concentrated budget that keeps `(epsilon, delta)` differential privacy.
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`] for epsilon outside 0 to 8, or delta not between 0 and 1.
    pub fn approximate(epsilon: f64, delta: f64) -> Result<Self, Error> {
        units("epsilon", epsilon)?;
        if !(delta > 0.0 && delta < 1.0) {
            return Err(out_of_range("delta", delta, "between 0 and 1"));
        }
        let (mut enough, mut too_much) = (0.0_f64, 8.0_f64);
        for _ in 0..100 {
            let middle = (enough + too_much) / 2.0;
            if epsilon_of(middle, delta) <= epsilon { enough = middle } else { too_much = middle }
        }
        Self::concentrated(enough)
    }

    /// Takes the cost of one answer, or leaves everything as it was.
    ///
    /// # Errors
    /// [`Error::BudgetExhausted`]; [`Error::ParameterOutOfRange`] for Gaussian noise on a pure budget.
    pub fn spend(&mut self, mechanism: &Mechanism) -> Result<(), Error> {
        let cost = match self.count {
            Count::Concentrated => mechanism.concentrated_cost(),
            Count::Pure => mechanism.pure_cost().ok_or_else(|| {
                out_of_range("the mechanism", "gaussian", "laplace: a pure budget has no delta to spend")
            })?,
        };
        let left = u128::from(self.limit.saturating_sub(self.spent));
        match u64::try_from(cost) {
            Ok(whole) if cost <= left => {
                self.spent += whole;
                Ok(())
            }
            _ => Err(Error::BudgetExhausted { cost, left, budget: u128::from(self.limit) }),
        }
    }

    /// The share of the budget that is spent.
    pub fn share_spent(&self) -> f64 {
        if self.limit == 0 { 1.0 } else { self.spent as f64 / self.limit as f64 }
    }

    /// The epsilon that everything answered so far amounts to, at this delta; for a pure budget at any delta.
    pub fn epsilon(&self, delta: f64) -> f64 {
        let spent = self.spent as f64 / (1_u64 << UNIT_BITS) as f64;
        match self.count {
            Count::Pure => spent,
            Count::Concentrated => epsilon_of(spent, delta),
        }
    }
}

/// Rounded down to units of 2^-60.
fn units(what: &'static str, value: f64) -> Result<u64, Error> {
    if !(0.0..8.0).contains(&value) {
        return Err(out_of_range(what, value, "from 0 to below 8"));
    }
    Ok((value * (1_u64 << UNIT_BITS) as f64) as u64)
}

/// The least epsilon for which `rho` zero-concentrated differential privacy gives `(epsilon, delta)`:
/// the minimum over alpha > 1 of `alpha rho + (ln(1/delta) - ln alpha) / (alpha - 1) + ln(1 - 1/alpha)`
/// (Canonne, Kamath and Steinke 2020, corollary 13). Every alpha gives a valid bound, so an inexact minimum only errs on
/// the private side.
pub(super) fn epsilon_of(rho: f64, delta: f64) -> f64 {
    if rho <= 0.0 {
        return 0.0;
    }
    let bound = |log: f64| {
        let alpha = 1.0 + log.exp();
        alpha * rho + ((1.0 / delta).ln() - alpha.ln()) / (alpha - 1.0) + (1.0 - 1.0 / alpha).ln()
    };
    let (mut low, mut high) = (-12.0_f64, 40.0_f64);
    for _ in 0..200 {
        let (left, right) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if bound(left) <= bound(right) { high = right } else { low = left }
    }
    (bound(low) * (1.0 + 1e-12)).max(0.0)
}

/// The quantile of the standard normal distribution.
pub(super) fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

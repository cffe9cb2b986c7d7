//! What posts are worth by prices that the caller states, and what they cost by what was paid.
//!
//! One idea to keep in mind: money is decimal, a price comes from the caller with its currency, and an amount is
//! rounded once, at its end, a half to the even digit. No price is invented.

mod currency;
mod decimal;
mod delivered;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::currency::Currency;
pub use self::decimal::Decimal;
pub use self::delivered::{DeliveredOptions, DeliveredTotals, delivered, paid};
use super::Error;
use crate::stats::Undefined;

/// Decimal places of what one impression, engagement or view costs: far less than the smallest coin.
const COST_PLACES: u32 = 6;

/// An amount of money.
///
/// ```
/// use renown::metrics::value::Amount;
/// let amount = Amount { currency: "EUR".parse()?, value: "12.5".parse()? };
/// assert_eq!(amount.to_string(), "EUR 12.50");
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// In which currency.
    pub currency: Currency,
    /// How much.
    pub value: Decimal,
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.currency)?;
        self.value.write(f, self.value.places().max(self.currency.digits()))
    }
}

/// An [`Amount`], or the reason why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Valued {
    /// The amount.
    Amount(Amount),
    /// No amount, and why.
    Undefined {
        /// Why there is no amount.
        undefined: Undefined,
    },
}

impl Valued {
    fn of(currency: Currency, value: Result<Decimal, Undefined>) -> Valued {
        match value {
            Ok(value) => Valued::Amount(Amount { currency, value }),
            Err(undefined) => Valued::Undefined { undefined },
        }
    }

    /// The amount, where there is one.
    #[must_use]
    pub const fn amount(&self) -> Option<Amount> {
        match self {
            Valued::Amount(amount) => Some(*amount),
            Valued::Undefined { .. } => None,
        }
    }
}

/// What the caller holds one impression, engagement or view to be worth. A price that is not stated values
/// nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitPrices {
    /// In which currency.
    pub currency: Currency,
    /// Per thousand impressions (CPM).
    #[serde(default)]
    pub cpm: Option<Decimal>,
    /// Per engagement (CPE).
    #[serde(default)]
    pub cpe: Option<Decimal>,
    /// Per view (CPV).
    #[serde(default)]
    pub cpv: Option<Decimal>,
}

/// What posts brought about. A number that is not known is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Delivered {
    /// Times the posts were shown.
    pub impressions: Option<u64>,
    /// Engagements: likes, comments and what else was chosen to count.
    pub engagements: Option<u64>,
    /// Times the videos were viewed.
    pub views: Option<u64>,
}

/// What was delivered, at the prices that the caller stated. The three are three ways to value the same posts:
/// they are not added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EarnedValue {
    /// By impressions: impressions · CPM / 1000. `None` where no such price was stated; so for the others.
    pub by_impressions: Option<Valued>,
    /// By engagements: engagements · CPE.
    pub by_engagements: Option<Valued>,
    /// By views: views · CPV.
    pub by_views: Option<Valued>,
}

impl EarnedValue {
    /// The lowest and the highest of the values: the range of a price for these posts. `None` where there is
    /// none.
    #[must_use]
    pub fn range(&self) -> Option<(Amount, Amount)> {
        let amounts = [self.by_impressions, self.by_engagements, self.by_views];
        let amounts = amounts.iter().flatten().filter_map(Valued::amount);
        let low = amounts.clone().min_by_key(|amount| amount.value)?;
        let high = amounts.max_by_key(|amount| amount.value)?;
        Some((low, high))
    }
}

/// What was delivered, valued at stated prices, rounded to the places of the currency.
///
/// Source: `docs/formulas/engagement.md#earned-value`.
///
/// # Errors
/// [`Error::NoPrices`] where none is stated.
///
/// ```
/// use renown::metrics::value::{Delivered, UnitPrices, earned_value};
/// let prices = UnitPrices { currency: "EUR".parse()?, cpm: Some("12.50".parse()?), cpe: None, cpv: None };
/// let delivered = Delivered { impressions: Some(47_300), ..Delivered::default() };
/// let value = earned_value(&prices, &delivered)?;
/// let amount = value.by_impressions.and_then(|valued| valued.amount());
/// assert_eq!(amount.map(|amount| amount.to_string()).as_deref(), Some("EUR 591.25"));
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn earned_value(prices: &UnitPrices, delivered: &Delivered) -> Result<EarnedValue, Error> {
    if prices.cpm.or(prices.cpe).or(prices.cpv).is_none() {
        return Err(Error::NoPrices);
    }
    let digits = prices.currency.digits();
    let valued = |price: Option<Decimal>, number: Option<u64>, per: u128| {
        price.map(|price| {
            let number = number.ok_or(Undefined::MissingCounts);
            let value = number
                .and_then(|number| price.scaled(u128::from(number), per, digits).ok_or(Undefined::TooLarge));
            Valued::of(prices.currency, value)
        })
    };
    Ok(EarnedValue {
        by_impressions: valued(prices.cpm, delivered.impressions, 1000),
        by_engagements: valued(prices.cpe, delivered.engagements, 1),
        by_views: valued(prices.cpv, delivered.views, 1),
    })
}

/// What one unit of what was delivered cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitCosts {
    /// A thousand impressions (CPM): cost · 1000 / impressions.
    pub cpm: Valued,
    /// One engagement (CPE): cost / engagements.
    pub cpe: Valued,
    /// One view (CPV): cost / views.
    pub cpv: Valued,
}

/// What one unit of what was delivered cost, rounded to six places.
///
/// Source: `docs/formulas/engagement.md#earned-value`.
///
/// ```
/// use renown::metrics::value::{Amount, Delivered, unit_costs};
/// let cost = Amount { currency: "USD".parse()?, value: "250".parse()? };
/// let delivered = Delivered { views: Some(30_000), ..Delivered::default() };
/// let costs = unit_costs(&cost, &delivered);
/// assert_eq!(costs.cpv.amount().map(|amount| amount.to_string()).as_deref(), Some("USD 0.008333"));
/// assert_eq!(costs.cpm.amount(), None, "impressions are not known");
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[must_use]
pub fn unit_costs(cost: &Amount, delivered: &Delivered) -> UnitCosts {
    let per = |number: Option<u64>, times: u128| {
        let value = match number {
            None => Err(Undefined::MissingCounts),
            Some(0) => Err(Undefined::NoDenominator),
            Some(number) => {
                cost.value.scaled(times, u128::from(number), COST_PLACES).ok_or(Undefined::TooLarge)
            }
        };
        Valued::of(cost.currency, value)
    };
    UnitCosts {
        cpm: per(delivered.impressions, 1000),
        cpe: per(delivered.engagements, 1),
        cpv: per(delivered.views, 1),
    }
}

#[cfg(test)]
mod tests;

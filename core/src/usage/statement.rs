//! What the units of a period cost, bring in and leave.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Error;
use super::error::shortened;

/// What one unit of a kind costs us and brings in. As text in JSON, because money is no binary fraction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire")]
pub struct Price {
    kind: String,
    cost: Decimal,
    revenue: Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    kind: String,
    cost: String,
    revenue: String,
}

impl TryFrom<Wire> for Price {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        Price::new(wire.kind, &wire.cost, &wire.revenue)
    }
}

impl Price {
    /// The price of one unit: what it costs and what it brings in, as decimal numbers.
    ///
    /// # Errors
    /// [`Error::MalformedPrice`].
    pub fn new(kind: impl Into<String>, cost: &str, revenue: &str) -> Result<Self, Error> {
        Ok(Price { kind: kind.into(), cost: money("cost", cost)?, revenue: money("revenue", revenue)? })
    }
}

fn money(what: &'static str, text: &str) -> Result<Decimal, Error> {
    let found = Decimal::from_str_exact(text).ok().filter(|price| !price.is_sign_negative());
    found.ok_or_else(|| Error::MalformedPrice { what, value: shortened(text) })
}

/// The units of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What was consumed.
    pub kind: String,
    /// How much of it.
    pub units: u64,
    /// What it cost.
    pub cost: Decimal,
    /// What it brought in.
    pub revenue: Decimal,
    /// Revenue less cost.
    pub margin: Decimal,
}

/// A user's consumption of a period in money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The currency of all prices, ISO 4217.
    pub currency: String,
    /// One line for each kind, in the order of kinds.
    pub lines: Vec<Line>,
    /// The sum of the lines' cost.
    pub cost: Decimal,
    /// The sum of the lines' revenue.
    pub revenue: Decimal,
    /// Revenue less cost.
    pub margin: Decimal,
}

impl Statement {
    /// The statement over units by kind. `units · price` is exact; nothing is rounded.
    ///
    /// # Errors
    /// [`Error::MalformedCurrency`], [`Error::RepeatedPrice`], [`Error::MissingPrice`], [`Error::StatementTooLarge`].
    pub fn of(currency: &str, units: &[(&str, u64)], prices: &[Price]) -> Result<Self, Error> {
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Error::MalformedCurrency { value: shortened(currency) });
        }
        let mut known = BTreeMap::new();
        for price in prices {
            if known.insert(price.kind.as_str(), price).is_some() {
                return Err(Error::RepeatedPrice { kind: price.kind.clone() });
            }
        }
        let mut by_kind: BTreeMap<&str, u64> = BTreeMap::new();
        for (kind, units) in units {
            let sum = by_kind.entry(kind).or_default();
            *sum = sum.checked_add(*units).ok_or(Error::StatementTooLarge)?;
        }
        let mut statement = Statement {
            currency: currency.to_owned(),
            lines: Vec::new(),
            cost: Decimal::ZERO,
            revenue: Decimal::ZERO,
            margin: Decimal::ZERO,
        };
        for (kind, units) in by_kind {
            let price = known.get(kind).ok_or_else(|| Error::MissingPrice { kind: kind.to_owned() })?;
            let line = Line::of(price, units).ok_or(Error::StatementTooLarge)?;
            statement.add(&line).ok_or(Error::StatementTooLarge)?;
            statement.lines.push(line);
        }
        Ok(statement)
    }

    fn add(&mut self, line: &Line) -> Option<()> {
        self.cost = exact(self.cost, line.cost)?;
        self.revenue = exact(self.revenue, line.revenue)?;
        self.margin = exact(self.margin, line.margin)?;
        Some(())
    }
}

/// The sum, where none of its digits had to be cut off.
fn exact(one: Decimal, other: Decimal) -> Option<Decimal> {
    one.checked_add(other).filter(|sum| sum.scale() == one.scale().max(other.scale()))
}

impl Line {
    fn of(price: &Price, units: u64) -> Option<Self> {
        let number = Decimal::from(units);
        let times = |price: Decimal| number.checked_mul(price).filter(|sum| sum.scale() == price.scale());
        let (cost, revenue) = (times(price.cost)?, times(price.revenue)?);
        let margin = exact(revenue, -cost)?;
        Some(Line { kind: price.kind.clone(), units, cost, revenue, margin })
    }
}

//! What an account is among others, and what its posts are worth at prices that the caller states.

use serde::Deserialize;
use serde_json::{Value, json};

use super::metrics::choices;
use super::{Error, arguments, result};
use crate::metrics::benchmark::benchmark;
use crate::metrics::choices::{BenchmarkChoices, PriceChoices};
use crate::metrics::tiers::{Tier, Tiers};
use crate::metrics::value::{self, Amount, Delivered};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Followers {
    followers: u64,
    #[serde(default)]
    tiers: Option<Vec<Tier>>,
}

/// The name of the tier, null below the first.
pub(super) fn tier(given: &Value) -> Result<Value, Error> {
    let Followers { followers, tiers } = arguments(given)?;
    let tiers = tiers.map_or(Ok(Tiers::default()), Tiers::new)?;
    result(&tiers.of(followers).map(|tier| tier.name.as_str()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Peers {
    peers: Vec<f64>,
    #[serde(default)]
    own: Option<f64>,
    #[serde(default)]
    options: Value,
}

pub(super) fn peer_benchmark(given: &Value) -> Result<Value, Error> {
    let Peers { peers, own, options } = arguments(given)?;
    let options: BenchmarkChoices = choices(&options)?;
    result(&benchmark(&peers, own, &options.bins(), options.level())?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Priced {
    delivered: Delivered,
    prices: PriceChoices,
}

/// The value of what was delivered by each stated price, and the lowest and highest of these.
pub(super) fn earned_value(given: &Value) -> Result<Value, Error> {
    let Priced { delivered, prices } = arguments(given)?;
    let earned = value::earned_value(&prices.prices()?, &delivered)?;
    let range = earned.range().map(|(low, high)| json!({ "low": low, "high": high }));
    Ok(json!({
        "by_impressions": earned.by_impressions,
        "by_engagements": earned.by_engagements,
        "by_views": earned.by_views,
        "range": range,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    currency: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paid {
    delivered: Delivered,
    cost: Cost,
}

pub(super) fn unit_costs(given: &Value) -> Result<Value, Error> {
    let Paid { delivered, cost: Cost { currency, value } } = arguments(given)?;
    let cost = Amount { currency: currency.parse()?, value: value.parse()? };
    result(&value::unit_costs(&cost, &delivered))
}

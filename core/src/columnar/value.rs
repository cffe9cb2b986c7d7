//! What the posts of every account of a table are worth at stated prices, and what they cost by what was paid.

use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray, UInt64Array};
use serde_json::Value;

use super::accounts::{listed, parted, posts, read};
use super::groups::Groups;
use super::ingest::{Payments, Source};
use super::output::Columns;
use super::{Error, Table, Tables};
use crate::metrics::Error as MetricsError;
use crate::metrics::choices::{DeliveredChoices, PriceChoices};
use crate::metrics::engagement::Sponsored;
use crate::metrics::value::{
    Amount, DeliveredTotals, EarnedValue, UnitCosts, Valued, delivered, earned_value, unit_costs,
};

/// An amount of a result; `None` where its price is not stated.
type AmountOf<T> = fn(&T) -> Option<Valued>;

/// What an account's posts are worth and cost.
struct Worth {
    totals: DeliveredTotals,
    earned: EarnedValue,
    /// What was paid, and what it paid for.
    costs: Option<(Valued, UnitCosts)>,
}

/// `value`: one row for each account, in ascending order of the key: `<by>, currency, posts`; the sums `impressions,
/// engagements, views`, each with the number of posts that show it (`impressions_n`); the value of these at the stated
/// prices, `by_impressions, by_engagements, by_views`, each with its `_reason`; and their lowest and highest,
/// `range_low, range_high`. Where there is a table `payments`, also the sum of what was paid to the account, `cost`, and
/// the unit costs `cpm, cpe, cpv`, each with its `_reason`. Amounts are decimal text.
///
/// Options: `prices` (`{"currency": "EUR", "cpm": "12.50", "cpe": "0.35", "cpv": "0.01"}`, at least one price), `by`,
/// `since`, `until`, `sponsored`, `counts`, `columns`. A row of `payments` has the key and an `amount`, decimal text or a
/// whole number, in the currency of the prices.
pub(super) fn value(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let ([prices], table, choices) = parted::<DeliveredChoices, 1>(options, ["prices"])?;
    let prices = read::<PriceChoices>(prices.ok_or(MetricsError::NoPrices)?)?.prices()?;
    let options = choices.options()?;
    let (of_payments, of_posts): (Vec<_>, Vec<_>) =
        tables.iter().copied().partition(|(name, _)| *name == "payments");
    let (source, profiles) = Source::of(&of_posts, &table.columns, &table.by)?;
    let payments = Source::beside(&of_payments, "payments", &table.columns)?;
    if options.since.is_some() || options.until.is_some() {
        source.require("published_at")?;
    }
    if options.sponsored != Sponsored::Keep {
        source.require("sponsored")?;
    }
    for (price, column) in [(prices.cpm, "impressions"), (prices.cpe, "likes")] {
        if price.is_some() {
            source.require(column)?;
        }
    }
    if prices.cpv.is_some() && source.find("plays")?.is_none() {
        source.require("views")?;
    }
    let posts = posts(&source, profiles.as_ref(), &table)?;
    let payments =
        payments.map(|source| Payments::new(&source, &table.by, posts.keys.names())).transpose()?;
    let groups = Groups::new(&posts.keys, &posts.lengths);
    let worth = groups.compute(|account, rows| {
        let totals = delivered(listed(&posts, &groups, account, rows), &options)?;
        let earned = earned_value(&prices, &totals.delivered)?;
        let costs = payments.as_ref().map(|payments| match payments.to(account) {
            Ok(value) => {
                let cost = Amount { currency: prices.currency, value };
                (Valued::Amount(cost), unit_costs(&cost, &totals.delivered))
            }
            Err(undefined) => {
                let none = Valued::Undefined { undefined };
                (none, UnitCosts { cpm: none, cpe: none, cpv: none })
            }
        });
        Ok(Worth { totals, earned, costs })
    })?;
    let accounts = groups.accounts();
    let mut columns = Columns::default();
    columns.full(&table.by, posts.keys.names().array(&accounts));
    let currency = std::iter::repeat_n(prices.currency.code(), accounts.len());
    columns.full("currency", Arc::new(StringArray::from_iter_values(currency)));
    write_sums(&worth, &mut columns);
    write_values(&worth, &mut columns);
    if payments.is_some() {
        write_costs(&worth, &mut columns);
    }
    columns.table()
}

fn write_sums(worth: &[Worth], columns: &mut Columns) {
    let full = |of: fn(&DeliveredTotals) -> u64| -> ArrayRef {
        Arc::new(UInt64Array::from_iter_values(worth.iter().map(|worth| of(&worth.totals))))
    };
    let sums = |of: fn(&DeliveredTotals) -> Option<u64>| -> ArrayRef {
        Arc::new(worth.iter().map(|worth| of(&worth.totals)).collect::<UInt64Array>())
    };
    columns.full("posts", full(|totals| totals.posts));
    columns.gapped("impressions", sums(|totals| totals.delivered.impressions));
    columns.full("impressions_n", full(|totals| totals.impressions_shown));
    columns.gapped("engagements", sums(|totals| totals.delivered.engagements));
    columns.full("engagements_n", full(|totals| totals.engagements_shown));
    columns.gapped("views", sums(|totals| totals.delivered.views));
    columns.full("views_n", full(|totals| totals.views_shown));
}

fn write_values(worth: &[Worth], columns: &mut Columns) {
    let values: [(&str, AmountOf<EarnedValue>); 3] = [
        ("by_impressions", |earned| earned.by_impressions),
        ("by_engagements", |earned| earned.by_engagements),
        ("by_views", |earned| earned.by_views),
    ];
    for (name, value) in values {
        amounts(name, worth.iter().map(|worth| value(&worth.earned)), columns);
    }
    let end = |of: fn((Amount, Amount)) -> Amount| -> ArrayRef {
        let ends = worth.iter().map(|worth| worth.earned.range().map(|range| of(range).value.to_string()));
        Arc::new(ends.collect::<StringArray>())
    };
    columns.gapped("range_low", end(|(low, _)| low));
    columns.gapped("range_high", end(|(_, high)| high));
}

fn write_costs(worth: &[Worth], columns: &mut Columns) {
    let costs: [(&str, AmountOf<(Valued, UnitCosts)>); 4] = [
        ("cost", |(cost, _)| Some(*cost)),
        ("cpm", |(_, units)| Some(units.cpm)),
        ("cpe", |(_, units)| Some(units.cpe)),
        ("cpv", |(_, units)| Some(units.cpv)),
    ];
    for (name, cost) in costs {
        amounts(name, worth.iter().map(|worth| worth.costs.as_ref().and_then(cost)), columns);
    }
}

/// A column of decimal text, and one of reasons.
fn amounts(name: &str, values: impl Iterator<Item = Option<Valued>> + Clone, columns: &mut Columns) {
    let amount = |valued: Option<Valued>| Some(valued?.amount()?.value.to_string());
    let reason = |valued: Option<Valued>| match valued {
        Some(Valued::Undefined { undefined }) => Some(undefined.as_str()),
        _ => None,
    };
    columns.gapped(name, Arc::new(values.clone().map(amount).collect::<StringArray>()));
    columns.gapped(&format!("{name}_reason"), Arc::new(values.map(reason).collect::<StringArray>()));
}

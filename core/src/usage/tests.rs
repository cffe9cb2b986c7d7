use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn money_is_decimal_where_binary_fractions_would_be_off() {
    let prices = [Price::new("view", "0.1", "0.30").unwrap()];
    let statement = Statement::of("EUR", &[("view", 3)], &prices).unwrap();
    assert_eq!((statement.cost.to_string(), statement.margin.to_string()), ("0.3".into(), "0.60".into()));
}

#[test]
fn what_has_no_price_two_prices_or_a_negative_one_is_refused() {
    let price = Price::new("view", "0", "1").unwrap();
    let code =
        |units: &[(&str, u64)], prices: &[Price]| Statement::of("EUR", units, prices).unwrap_err().code();
    assert_eq!(code(&[("export", 1)], std::slice::from_ref(&price)), "MISSING_PRICE");
    assert_eq!(code(&[], &[price.clone(), price]), "REPEATED_PRICE");
    for price in ["-1", "one", "1e3", "", "NaN"] {
        assert_eq!(Price::new("view", price, "1").unwrap_err().code(), "MALFORMED_PRICE", "{price}");
    }
    assert_eq!(Statement::of("euro", &[], &[]).unwrap_err().code(), "MALFORMED_CURRENCY");
}

#[test]
fn a_sum_that_would_have_to_be_rounded_is_refused() {
    let prices = [Price::new("view", "0.3000000000000000000000000003", "0").unwrap()];
    let error = Statement::of("EUR", &[("view", u64::MAX)], &prices).unwrap_err();
    assert_eq!(error.code(), "STATEMENT_TOO_LARGE");
}

#[test]
fn a_month_ends_on_the_first_of_the_next() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    assert_eq!(Period::Month.around(at("2026-12-31T23:59:59Z")), (day(2026, 12, 1), day(2027, 1, 1)));
    assert_eq!(Period::Day.around(at("2028-02-28T12:00:00Z")), (day(2028, 2, 28), day(2028, 2, 29)));
}

#[test]
fn what_is_reserved_is_not_left() {
    let quota = Quota { limit: 10, period: Period::Month };
    assert_eq!(quota.left(6, 3), 1);
    assert_eq!(quota.left(6, u64::MAX), 0);
}

proptest! {
    /// The same sums in whole thousandths.
    #[test]
    fn a_statement_adds_up_to_the_last_digit(
        units in prop::collection::vec((0_usize..3, 0_u64..1_000_000_000), 0..20),
        prices in prop::collection::vec((0_u64..100_000, 0_u64..100_000), 3),
    ) {
        let kinds = ["a", "b", "c"];
        let text = |n: u64| format!("{}.{:03}", n / 1000, n % 1000);
        let priced: Vec<Price> =
            kinds.iter().zip(&prices).map(|(k, (c, r))| Price::new(*k, &text(*c), &text(*r)).unwrap()).collect();
        let given: Vec<(&str, u64)> = units.iter().map(|(k, n)| (kinds[*k], *n)).collect();
        let statement = Statement::of("EUR", &given, &priced).unwrap();
        let cost: u64 = units.iter().map(|(k, n)| n * prices[*k].0).sum();
        let revenue: u64 = units.iter().map(|(k, n)| n * prices[*k].1).sum();
        let thousandths = |d: rust_decimal::Decimal| (d * rust_decimal::Decimal::from(1000)).normalize().to_string();
        prop_assert_eq!(thousandths(statement.cost), cost.to_string());
        prop_assert_eq!(thousandths(statement.margin), (i128::from(revenue) - i128::from(cost)).to_string());
    }
}

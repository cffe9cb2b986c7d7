use proptest::prelude::*;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn amount(currency: &str, value: &str) -> Amount {
    Amount { currency: currency.parse().unwrap(), value: decimal(value) }
}

fn shown(valued: Option<Valued>) -> String {
    match valued.unwrap() {
        Valued::Amount(amount) => amount.to_string(),
        Valued::Undefined { undefined } => undefined.to_string(),
    }
}

#[test]
fn a_third_of_a_cent_a_view_is_exact() {
    let prices = UnitPrices {
        currency: "USD".parse().unwrap(),
        cpm: Some(decimal("7")),
        cpe: Some(decimal("0.1")),
        cpv: Some(decimal("0.003")),
    };
    let delivered = Delivered { impressions: Some(1_500), engagements: Some(3), views: Some(1_000_001) };
    let value = earned_value(&prices, &delivered).unwrap();
    assert_eq!(shown(value.by_impressions), "USD 10.50");
    assert_eq!(shown(value.by_engagements), "USD 0.30", "0.1 + 0.1 + 0.1 in binary is not");
    assert_eq!(shown(value.by_views), "USD 3000.00", "3000.003");
    let (low, high) = value.range().unwrap();
    assert_eq!((low.to_string().as_str(), high.to_string().as_str()), ("USD 0.30", "USD 3000.00"));
}

#[test]
fn half_of_the_smallest_coin_goes_to_the_even_one() {
    let yen = |impressions| {
        let prices =
            UnitPrices { currency: "JPY".parse().unwrap(), cpm: Some(decimal("500")), cpe: None, cpv: None };
        let delivered = Delivered { impressions: Some(impressions), ..Delivered::default() };
        shown(earned_value(&prices, &delivered).unwrap().by_impressions)
    };
    assert_eq!(yen(1), "JPY 0", "0.5");
    assert_eq!(yen(3), "JPY 2", "1.5");
    assert_eq!(yen(5), "JPY 2", "2.5");
    assert_eq!(yen(7), "JPY 4", "3.5");
}

#[test]
fn what_is_not_known_is_not_worth_nothing() {
    let prices = UnitPrices {
        currency: "KWD".parse().unwrap(),
        cpm: Some(decimal("1")),
        cpe: Some(decimal("1")),
        cpv: None,
    };
    let delivered = Delivered { engagements: Some(0), ..Delivered::default() };
    let value = earned_value(&prices, &delivered).unwrap();
    assert_eq!(value.by_impressions, Some(Valued::Undefined { undefined: Undefined::MissingCounts }));
    assert_eq!(shown(value.by_engagements), "KWD 0.000");
    assert_eq!(value.by_views, None);
    let none = UnitPrices { cpm: None, cpe: None, ..prices };
    assert_eq!(earned_value(&none, &delivered), Err(Error::NoPrices));
}

#[test]
fn unit_costs_are_rounded_to_six_places() {
    let delivered = Delivered { impressions: Some(47_300), engagements: Some(0), views: Some(7) };
    let costs = unit_costs(&amount("EUR", "591.25"), &delivered);
    assert_eq!(costs.cpm.amount(), Some(amount("EUR", "12.5")));
    assert_eq!(costs.cpe, Valued::Undefined { undefined: Undefined::NoDenominator });
    assert_eq!(costs.cpv.amount(), Some(amount("EUR", "84.464286")));
}

#[test]
fn what_does_not_fit_is_no_amount() {
    let largest = "999999999999999999";
    let prices =
        UnitPrices { currency: "EUR".parse().unwrap(), cpm: None, cpe: Some(decimal(largest)), cpv: None };
    let value = |engagements| {
        let delivered = Delivered { engagements: Some(engagements), ..Delivered::default() };
        earned_value(&prices, &delivered).unwrap().by_engagements.unwrap()
    };
    assert_eq!(value(1).amount(), Some(amount("EUR", largest)));
    assert_eq!(value(2), Valued::Undefined { undefined: Undefined::TooLarge });
    assert_eq!(value(u64::MAX), Valued::Undefined { undefined: Undefined::TooLarge });
}

#[test]
fn prices_that_are_no_decimals_are_refused_with_the_text() {
    for text in
        ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "NaN", "inf", " 1", "0x10", "٣", "0.1234567890123"]
    {
        let error = text.parse::<Decimal>().unwrap_err();
        assert_eq!(error, Error::InvalidPrice { value: text.to_owned() });
    }
    assert!("1000000000000000000".parse::<Decimal>().is_err());
    assert!("9".repeat(1_000_000).parse::<Decimal>().unwrap_err().to_string().len() < 300);
    assert!(serde_json::from_str::<Decimal>("12.5").is_err(), "a JSON number has passed through binary");
    assert_eq!(serde_json::from_str::<Decimal>("\"12.5\"").unwrap(), decimal("12.50"));
}

#[test]
fn every_currency_is_listed_once_and_reads_itself() {
    let unknown = "XXX".parse::<Currency>().unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "\"XXX\" is not a currency of ISO 4217; give three capital letters such as \"EUR\""
    );
    for (code, digits) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLP", 0), ("TND", 3), ("ZWG", 2)] {
        assert_eq!(code.parse::<Currency>().unwrap().digits(), digits, "{code}");
    }
}

proptest! {
    #[test]
    fn a_decimal_reads_what_it_writes(whole in 0..10_u64.pow(18), fraction in "[0-9]{1,12}") {
        let text = format!("{whole}.{fraction}");
        let read = decimal(&text);
        prop_assert_eq!(read.to_string().parse::<Decimal>().unwrap(), read);
        prop_assert!(text.starts_with(&read.to_string()));
    }

    #[test]
    fn any_text_is_read_without_panic(text: String) {
        let _ = text.parse::<Decimal>();
        let _ = text.parse::<Currency>();
    }
}

fn listed(id: Option<&str>, views: Option<u64>, sponsored: bool) -> crate::metrics::engagement::Listed<'_> {
    let post = crate::metrics::engagement::Observation {
        likes: Some(3),
        comments: Some(1),
        views,
        sponsored,
        ..Default::default()
    };
    crate::metrics::engagement::Listed { id, post }
}

#[test]
fn sums_are_over_the_posts_that_show_the_number_and_a_post_read_twice_counts_once() {
    let posts = [
        listed(Some("a"), Some(10), true),
        listed(Some("b"), None, false),
        listed(Some("a"), Some(10), true),
    ];
    let totals = delivered(posts, &DeliveredOptions::default()).unwrap();
    assert_eq!((totals.posts, totals.views_shown, totals.delivered.views), (2, 1, Some(10)));
    assert_eq!((totals.engagements_shown, totals.delivered.engagements), (2, Some(8)));
    let only =
        DeliveredOptions { sponsored: crate::metrics::engagement::Sponsored::Only, ..Default::default() };
    assert_eq!(delivered(posts, &only).unwrap().posts, 1);
    let none = delivered([posts[0]; 0], &DeliveredOptions::default()).unwrap();
    assert_eq!(none, DeliveredTotals::default());
}

#[test]
fn sums_that_leave_64_bits_are_refused() {
    let most = (1 << 63) - 1;
    let posts = [listed(None, Some(most), false); 3];
    let error = delivered(posts, &DeliveredOptions::default()).unwrap_err();
    assert_eq!(error.code(), "SUM_TOO_LARGE");
    assert!(error.to_string().contains("\"views\" adds up to 2^64 or more in all posts"), "{error}");
    let dates = DeliveredOptions { since: Some(1), until: Some(1), ..Default::default() };
    assert_eq!(delivered(posts, &dates).unwrap_err().code(), "EMPTY_DATES");
}

#[test]
fn amounts_that_do_not_fit_have_no_sum() {
    let large: Decimal = "999999999999999999".parse().unwrap();
    assert_eq!(
        paid([large, "0.999999999999".parse().unwrap()]).map(|sum| sum.to_string()).as_deref(),
        Some("999999999999999999.999999999999")
    );
    assert_eq!(paid([large, "1".parse().unwrap()]), None);
    assert_eq!(paid([]), Some(Decimal::ZERO));
}

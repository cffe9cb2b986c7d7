use proptest::prelude::*;

use super::*;
use crate::model::COUNT_MAX;

fn code(text: &str) -> &'static str {
    count(text).unwrap_err().code()
}

#[test]
fn counts_are_read_as_tables_show_them() {
    for (text, value) in [
        ("0", 0),
        ("007", 7),
        ("475.8m", 475_800_000),
        ("3.3k", 3_300),
        ("3,3 k", 3_300),
        (" 1,234 ", 1_234),
        ("12,345", 12_345),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("12,34,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\u{202F}234", 1_234),
        ("1'234", 1_234),
        ("1’234", 1_234),
        ("1_234", 1_234),
        ("1,234.5k", 1_234_500),
        ("1.234,5k", 1_234_500),
        ("1,234.0", 1_234),
        ("0.125m", 125_000),
        (".5k", 500),
        ("1.50M", 1_500_000),
        ("2B", 2_000_000_000),
        ("1.2 Mio.", 1_200_000),
        ("12,3 Tsd.", 12_300),
        ("1,5 млн", 1_500_000),
        ("1.2万", 12_000),
        ("3.4억", 340_000_000),
        ("１２３", 123),
        ("1.2e6", 1_200_000),
        ("1.2E+06", 1_200_000),
        ("1200e-2", 12),
        ("3.0", 3),
        ("-0", 0),
        ("+5", 5),
        ("9223372036854775807", COUNT_MAX),
        ("0e999999", 0),
    ] {
        assert_eq!(count(text), Ok(value), "{text}");
    }
}

#[test]
fn what_is_no_count_is_refused_with_its_kind() {
    for (text, expected) in [
        ("", "EMPTY_TEXT"),
        ("  ", "EMPTY_TEXT"),
        ("NaN", "NOT_A_NUMBER"),
        ("nan", "NOT_A_NUMBER"),
        ("inf", "NOT_A_NUMBER"),
        ("-inf", "NOT_A_NUMBER"),
        ("∞", "NOT_A_NUMBER"),
        ("-", "MALFORMED_NUMBER"),
        ("N/A", "NOT_A_NUMBER"),
        ("-3", "NEGATIVE_COUNT"),
        ("\u{2212}3", "NEGATIVE_COUNT"),
        ("-3.5k", "NEGATIVE_COUNT"),
        ("3.5", "FRACTIONAL_COUNT"),
        ("3.3333k", "FRACTIONAL_COUNT"),
        ("1e-3", "FRACTIONAL_COUNT"),
        ("9223372036854775808", "COUNT_TOO_LARGE"),
        ("1e19", "COUNT_TOO_LARGE"),
        ("1e4294967296", "MALFORMED_NUMBER"),
        ("9e999", "COUNT_TOO_LARGE"),
        ("99999999999999999999999999999999999999999999", "COUNT_TOO_LARGE"),
        ("1.39%", "MALFORMED_NUMBER"),
        ("1.234", "AMBIGUOUS_NUMBER"),
        ("1.234k", "AMBIGUOUS_NUMBER"),
        ("1,234k", "AMBIGUOUS_NUMBER"),
        ("3,3b", "AMBIGUOUS_NUMBER"),
        ("1,2345,678", "MALFORMED_NUMBER"),
        ("1,23", "FRACTIONAL_COUNT"),
        ("1.234,567.8", "MALFORMED_NUMBER"),
        ("1.23,4.5", "MALFORMED_NUMBER"),
        ("1..2", "MALFORMED_NUMBER"),
        ("1,", "MALFORMED_NUMBER"),
        ("1 23", "MALFORMED_NUMBER"),
        ("k", "MALFORMED_NUMBER"),
        ("1x", "MALFORMED_NUMBER"),
        ("1kk", "MALFORMED_NUMBER"),
        ("1k2", "MALFORMED_NUMBER"),
        ("1e", "MALFORMED_NUMBER"),
        ("1e+-2", "MALFORMED_NUMBER"),
        ("0x10", "MALFORMED_NUMBER"),
        ("--3", "MALFORMED_NUMBER"),
        ("three", "MALFORMED_NUMBER"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
    assert_eq!(code(&"1".repeat(1_000_000)), "MALFORMED_NUMBER");
}

#[test]
fn an_ambiguous_number_is_refused_with_both_readings() {
    assert_eq!(
        count("1.234k").unwrap_err().to_string(),
        "\"1.234k\" can be read as 1234k and as 1.234k; write it without separators, or say which sign stands before decimals"
    );
    assert_eq!(count_with("1.234k", Decimal::Point), Ok(1_234));
    assert_eq!(count_with("1.234k", Decimal::Comma), Ok(1_234_000));
    assert_eq!(count_with("1.234", Decimal::Comma), Ok(1_234));
    assert_eq!(count_with("1.000", Decimal::Point), Ok(1));
    assert_eq!(count_with("1,234", Decimal::Point), Ok(1_234));
    assert_eq!(count_with("1,000", Decimal::Comma), Ok(1));
    assert_eq!(count_with("1.5", Decimal::Comma).unwrap_err().code(), "MALFORMED_NUMBER");
}

#[test]
fn percentages_become_the_nearest_fraction() {
    for (text, value) in [
        ("1.39%", 0.0139),
        ("1,39 %", 0.0139),
        ("0.125%", 0.00125),
        ("100%", 1.0),
        ("-2.5%", -0.025),
        ("1,234.5%", 12.345),
        ("7٪", 0.07),
        ("５％", 0.05),
    ] {
        assert_eq!(percent(text), Ok(value), "{text}");
    }
    for (text, expected) in [
        ("NaN%", "NOT_A_NUMBER"),
        ("nan %", "NOT_A_NUMBER"),
        ("inf%", "NOT_A_NUMBER"),
        ("", "EMPTY_TEXT"),
        ("%", "MALFORMED_NUMBER"),
        ("0.5", "AMBIGUOUS_NUMBER"),
        ("1.394%", "AMBIGUOUS_NUMBER"),
        ("1.2k%", "MALFORMED_NUMBER"),
        ("1e400%", "NOT_A_NUMBER"),
        ("1%%", "MALFORMED_NUMBER"),
    ] {
        assert_eq!(percent(text).unwrap_err().code(), expected, "{text}");
    }
    assert_eq!(percent_with("1.394%", Decimal::Point), Ok(0.01394));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,24}") {
        let _ = (count(&text), percent(&text), count_with(&text, Decimal::Comma), percent_with(&text, Decimal::Point));
    }

    #[test]
    fn nothing_that_looks_like_a_number_panics(text in "[-+0-9.,' ekKmMbB%万]{0,24}") {
        let _ = (count(&text), percent(&text), count_with(&text, Decimal::Comma), percent_with(&text, Decimal::Point));
    }

    #[test]
    fn a_count_written_with_commas_is_read_back(value in 0..=COUNT_MAX) {
        let digits = value.to_string();
        let grouped: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
        prop_assert_eq!(count(&grouped.join(",")), Ok(value));
        prop_assert_eq!(count_with(&grouped.join("."), Decimal::Comma), Ok(value));
        prop_assert_eq!(count(&grouped.join(" ")), Ok(value));
    }

    #[test]
    fn a_fraction_written_as_a_percentage_is_the_nearest_float(hundredths in 0_u32..1_000_000) {
        let text = format!("{}.{:02}%", hundredths / 100, hundredths % 100);
        prop_assert_eq!(percent(&text), Ok(format!("{hundredths}e-4").parse::<f64>().unwrap()));
    }
}

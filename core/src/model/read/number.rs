//! Decimal numbers with grouping and units, read without floats.

use unicode_normalization::UnicodeNormalization;

use super::{Decimal, unit};
use crate::model::Error;
use crate::model::error::shortened;

/// Longer texts are no numbers.
const LONGEST: usize = 64;
/// Powers of ten beyond this are out of every range.
const POWER_MAX: u32 = 400;

/// What the number stands for, which decides what a single comma may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Count,
    Percent,
}

/// A number as a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Exact(u64),
    Fractional,
    TooLarge,
}

/// digits · 10^exponent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) negative: bool,
    digits: String,
    exponent: i64,
}

impl Number {
    pub(super) fn is_zero(&self) -> bool {
        self.digits.bytes().all(|digit| digit == b'0')
    }

    /// The magnitude as a whole number.
    pub(super) fn whole(&self) -> Whole {
        if self.is_zero() {
            return Whole::Exact(0);
        }
        let significant = self.digits.trim_end_matches('0');
        let exponent = self.exponent + i64::try_from(self.digits.len() - significant.len()).unwrap_or(0);
        let Ok(power) = u32::try_from(exponent) else { return Whole::Fractional };
        let scale = 10_u64.checked_pow(power);
        let scaled =
            significant.parse::<u64>().ok().zip(scale).and_then(|(value, scale)| value.checked_mul(scale));
        scaled.map_or(Whole::TooLarge, Whole::Exact)
    }

    /// A hundredth of the number as the nearest float, if that is finite.
    pub(super) fn hundredth(&self) -> Option<f64> {
        let sign = if self.negative { "-" } else { "" };
        let written = format!("{sign}{}e{}", self.digits, self.exponent - 2);
        written.parse::<f64>().ok().filter(|value| value.is_finite())
    }
}

/// Reads a number with its unit.
pub(super) fn parse(text: &str, decimal: Option<Decimal>, kind: Kind) -> Result<Number, Error> {
    let malformed = || Error::MalformedNumber {
        value: shortened(text.trim()),
        right: match kind {
            Kind::Count => "a count such as 1234, 1,234 or 1.2k",
            Kind::Percent => "a percentage such as 1.39%",
        },
    };
    if text.len() > LONGEST * 4 {
        return Err(malformed());
    }
    let plain: String =
        text.trim().nfkc().map(|c| if matches!(c, '\u{2212}' | '\u{2013}') { '-' } else { c }).collect();
    if plain.is_empty() {
        return Err(Error::EmptyText);
    }
    if plain.len() > LONGEST {
        return Err(malformed());
    }
    let (negative, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (unsigned, is_percent) = match unsigned.strip_suffix(['%', '\u{66A}']) {
        Some(rest) => (rest.trim_end(), true),
        None => (unsigned, false),
    };
    if is_no_number(unsigned) {
        return Err(Error::NotANumber { value: shortened(text.trim()) });
    }
    let end = unsigned.find(|c: char| !(c.is_ascii_digit() || is_separator(c))).unwrap_or(unsigned.len());
    let (body, rest) = unsigned.split_at_checked(end).ok_or_else(malformed)?;
    let body = body.trim_end();
    let (power, unit) = power(rest).ok_or_else(malformed)?;
    let has_unit = !unit.is_empty();
    if is_percent && (kind == Kind::Count || has_unit) {
        return Err(malformed());
    }
    let grouping = Grouping { decimal, kind, has_unit };
    let (digits, fraction) = grouping.split(body, text, &malformed)?;
    if kind == Kind::Percent && !is_percent {
        let value = shortened(text.trim());
        let (first, second) = (format!("the fraction {value}"), format!("{value}%"));
        return Err(Error::AmbiguousNumber { value, first, second });
    }
    let comma_before_decimals = fraction > 0 && body.contains(',') && !body.ends_with(',');
    if unit::is_turkish_or_english(unit) && comma_before_decimals && decimal != Some(Decimal::Point) {
        let first = format!("{body} billion");
        let second = format!("{body} thousand (Turkish bin)");
        return Err(Error::AmbiguousNumber { value: shortened(text.trim()), first, second });
    }
    let fraction = i64::try_from(fraction).unwrap_or(i64::MAX);
    Ok(Number { negative, digits, exponent: power - fraction })
}

/// The power of ten behind the digits: a unit, or an exponent as in 1.2e6.
fn power(rest: &str) -> Option<(i64, &str)> {
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let value: u32 = digits.parse().ok().filter(|_| digits.bytes().all(|c| c.is_ascii_digit()))?;
        let power = i64::from(value.min(POWER_MAX));
        return Some((if exponent.starts_with('-') { -power } else { power }, ""));
    }
    let unit = rest.trim();
    Some((i64::from(unit::power(unit)?), unit))
}

fn is_no_number(text: &str) -> bool {
    let known = ["nan", "inf", "infinity", "∞", "null", "none", "na", "n/a", "-", "--"];
    known.iter().any(|word| text.eq_ignore_ascii_case(word))
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\'' | '\u{2019}' | '_' | '\u{2009}' | '\u{202F}' | '\u{A0}')
}

const fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',') || is_space(c)
}

struct Grouping {
    decimal: Option<Decimal>,
    kind: Kind,
    has_unit: bool,
}

impl Grouping {
    /// The digits without separators, and how many of them stand after the decimal sign.
    fn split(&self, body: &str, text: &str, malformed: &dyn Fn() -> Error) -> Result<(String, usize), Error> {
        let starts_and_ends = body.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
            && body.ends_with(|c: char| c.is_ascii_digit());
        if !starts_and_ends {
            return Err(malformed());
        }
        let (whole, fraction) = match self.decimal_sign(body, text)? {
            Some(sign) => body.rsplit_once(sign).ok_or_else(malformed)?,
            None => (body, ""),
        };
        let fraction_is_plain = fraction.bytes().all(|c| c.is_ascii_digit());
        if !fraction_is_plain || !is_grouped(whole) {
            return Err(malformed());
        }
        let digits: String = whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
        Ok((digits, fraction.len()))
    }

    /// Which sign stands before decimals in this number, if any does.
    fn decimal_sign(&self, body: &str, text: &str) -> Result<Option<char>, Error> {
        let periods = body.matches('.').count();
        let commas = body.matches(',').count();
        if let Some(decimal) = self.decimal {
            let (sign, found) = match decimal {
                Decimal::Point => ('.', periods),
                Decimal::Comma => (',', commas),
            };
            return Ok((found > 0).then_some(sign));
        }
        match (periods, commas) {
            (0, 0) => Ok(None),
            (0, 1) => self.only(',', body, text),
            (1, 0) => self.only('.', body, text),
            // One kind of sign, several times: it groups.
            (0, _) | (_, 0) => Ok(None),
            // Both: the last one stands before decimals; that it stands once is checked with the groups.
            _ => Ok(body.chars().rev().find(|c| matches!(c, '.' | ','))),
        }
    }

    /// What a sign means that stands alone.
    fn only(&self, sign: char, body: &str, text: &str) -> Result<Option<char>, Error> {
        let (before, after) = body.split_once(sign).unwrap_or((body, ""));
        let could_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
        if !could_group {
            return Ok(Some(sign));
        }
        if sign == ',' && self.kind == Kind::Count && !self.has_unit {
            return Ok(None);
        }
        let rest = text.trim().strip_prefix(body).unwrap_or_default();
        Err(Error::AmbiguousNumber {
            value: shortened(text.trim()),
            first: format!("{before}{after}{rest}"),
            second: format!("{before}.{after}{rest}"),
        })
    }
}

/// Whether the digits before the decimals are grouped rightly: not at all, in threes, or as in India, by one sign.
fn is_grouped(whole: &str) -> bool {
    let Some(sign) = whole.chars().find(|c| !c.is_ascii_digit()) else { return true };
    let mut groups: Vec<&str> = whole.split(sign).collect();
    let plain = |group: &&str| !group.is_empty() && group.bytes().all(|c| c.is_ascii_digit());
    if !groups.iter().all(plain) {
        return false;
    }
    let last = groups.pop().unwrap_or_default();
    let inner = groups.get(1..).unwrap_or_default();
    let first = groups.first().map_or(0, |group| group.len());
    let thousands = (1..=3).contains(&first) && inner.iter().all(|group| group.len() == 3);
    let indian = sign == ',' && (1..=2).contains(&first) && inner.iter().all(|group| group.len() == 2);
    last.len() == 3 && (thousands || indian)
}

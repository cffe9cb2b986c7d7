//! Numbers as people read them. The JSON form has the exact ones.

/// A whole number in groups of three.
pub(in crate::report) fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How the value of a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Unit {
    /// A fraction, as per cent.
    Share,
    /// A fraction that may be below 0, as per cent with its sign.
    Change,
    /// A number with as many decimals as its size needs.
    Number,
}

impl Unit {
    pub(in crate::report) fn write(self, value: f64) -> String {
        match self {
            Unit::Share => format!("{:.2} %", value * 100.0),
            Unit::Change => format!("{:+.2} %", value * 100.0),
            Unit::Number => number(value),
        }
    }
}

/// Three significant digits and more for small numbers, whole ones in groups for large.
fn number(value: f64) -> String {
    let size = value.abs();
    let sign = if value < 0.0 { "-" } else { "" };
    if size >= 1e15 {
        format!("{value:.3e}")
    } else if size >= 100.0 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 100 to 10^15, rounded"
        )]
        let whole = size.round() as u64;
        format!("{sign}{}", count(whole))
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_groups_and_with_the_decimals_that_matter() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
        let written = [0.5, 9.996, 12.34, 1234.5, -1234.5, 1e17].map(|value| Unit::Number.write(value));
        assert_eq!(written, ["0.50", "10.00", "12.3", "1,235", "-1,235", "1.000e17"]);
        assert_eq!(Unit::Share.write(0.0312), "3.12 %");
        assert_eq!(Unit::Change.write(0.05), "+5.00 %");
    }
}

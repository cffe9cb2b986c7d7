//! Scales, and where an axis has its ticks.

use crate::report::text::{Unit, count};

/// From values to places on the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Values from `low` to `high` at the places from `from` to `to`. A range without extent is widened.
    pub(super) fn new(low: f64, high: f64, from: f64, to: f64) -> Scale {
        let high = if high > low { high } else { low + 1.0 };
        Scale { low, high, from, to }
    }

    /// The same, widened to the ticks around.
    pub(super) fn round(self) -> Scale {
        let step = self.step();
        let low = (self.low / step).floor() * step;
        Scale { low, high: (self.high / step).ceil() * step, ..self }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        self.from + part.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// 1, 2 or 5 times a power of ten, so that there are about five ticks.
    fn step(&self) -> f64 {
        let rough = (self.high - self.low) / 5.0;
        let mut power = 1.0_f64;
        // Powers by steps and not by a logarithm, which platforms round differently.
        while power > rough && power > 1e-12 {
            power /= 10.0;
        }
        while power * 10.0 <= rough && power < 1e18 {
            power *= 10.0;
        }
        [1.0, 2.0, 5.0]
            .into_iter()
            .map(|times| times * power)
            .find(|step| *step >= rough)
            .unwrap_or(power * 10.0)
    }

    /// The ticks within, each with its label.
    pub(super) fn ticks(&self, unit: Unit) -> Vec<(f64, String)> {
        let step = self.step();
        let first = (self.low / step - 1e-9).ceil();
        let ticks = (0..12).map(|at| (first + f64::from(at)) * step);
        ticks
            .take_while(|tick| *tick <= self.high + step * 1e-9)
            .map(|tick| (tick, label(tick, step, unit)))
            .collect()
    }
}

/// As many decimals as tell one tick from the next.
fn label(tick: f64, step: f64, unit: Unit) -> String {
    let tick = if tick.abs() < step * 1e-6 { 0.0 } else { tick };
    let (value, step, sign) = match unit {
        Unit::Share | Unit::Change => (tick * 100.0, step * 100.0, " %"),
        Unit::Number => (tick, step, ""),
    };
    if unit == Unit::Number && value.abs() >= 1e4 {
        return large(value);
    }
    let decimals = [1.0, 0.1, 0.01, 0.001].into_iter().position(|least| step >= least * 0.999).unwrap_or(4);
    format!("{value:.decimals$}{sign}")
}

fn large(value: f64) -> String {
    let (value, letter) = match value.abs() {
        size if size >= 1e9 => (value / 1e9, "bn"),
        size if size >= 1e6 => (value / 1e6, "m"),
        _ => (value / 1e3, "k"),
    };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text.parse::<u64>() {
        Ok(whole) => format!("{}{letter}", count(whole)),
        Err(_) => format!("{text}{letter}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, unit: Unit) -> Vec<String> {
        Scale::new(low, high, 0.0, 100.0).round().ticks(unit).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_and_no_two_have_the_same_label() {
        assert_eq!(labels(0.0, 0.034, Unit::Share), ["0 %", "1 %", "2 %", "3 %", "4 %"]);
        assert_eq!(labels(0.0, 0.004, Unit::Share), ["0.0 %", "0.1 %", "0.2 %", "0.3 %", "0.4 %"]);
        assert_eq!(labels(0.0, 1_239.0, Unit::Number), ["0", "500", "1000", "1500"]);
        assert_eq!(labels(40_100.0, 42_900.0, Unit::Number), ["40k", "41k", "42k", "43k"]);
        assert_eq!(labels(0.0, 4.1e9, Unit::Number), ["0", "1bn", "2bn", "3bn", "4bn", "5bn"]);
        assert_eq!(labels(-3.66, 3.2, Unit::Number), ["-4", "-2", "0", "2", "4"]);
        for high in [1e-9, 0.3, 7.0, 123.0, 9.9e17] {
            let labels = labels(0.0, high, Unit::Number);
            let distinct: std::collections::BTreeSet<&String> = labels.iter().collect();
            assert!(
                labels.len() > 1 && (distinct.len() == labels.len() || high < 1e-3),
                "{high}: {labels:?}"
            );
        }
    }

    #[test]
    fn a_range_without_extent_has_a_place_all_the_same() {
        let scale = Scale::new(5.0, 5.0, 0.0, 100.0).round();
        assert!((0.0..=100.0).contains(&scale.at(5.0)));
        assert!(scale.ticks(Unit::Number).len() > 1);
    }
}

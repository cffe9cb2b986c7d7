//! The extremes of each word of rows of a column: where a word cannot hold what is looked for, it is not read.

use super::mask::WORD;

/// The extremes of the numbers of up to 64 rows, rounded outwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Zone {
    pub(super) low: f32,
    pub(super) high: f32,
    /// Whether a number is missing.
    pub(super) gaps: bool,
}

/// What a range does to a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    None,
    Some,
    All,
}

/// Bounds as zones are compared with them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    low_down: f32,
    low_up: f32,
    high_down: f32,
    high_up: f32,
}

impl Bounds {
    pub(super) fn new(low: f64, high: f64) -> Self {
        Bounds {
            low_down: at_most(low),
            low_up: at_least(low),
            high_down: at_most(high),
            high_up: at_least(high),
        }
    }

    /// How much of a zone lies within the bounds.
    pub(super) fn reach(&self, zone: &Zone) -> Reach {
        if zone.high < self.low_down || zone.low > self.high_up {
            Reach::None
        } else if !zone.gaps && zone.low >= self.low_up && zone.high <= self.high_down {
            Reach::All
        } else {
            Reach::Some
        }
    }
}

impl Zone {
    const NOTHING: Zone = Zone { low: f32::INFINITY, high: f32::NEG_INFINITY, gaps: false };

    /// Takes in one number, or that one is missing.
    fn take(&mut self, value: Option<f64>) {
        match value {
            Some(value) => {
                self.low = self.low.min(at_most(value));
                self.high = self.high.max(at_least(value));
            }
            None => self.gaps = true,
        }
    }

    /// Takes in the number of the next row, of so many before.
    pub(super) fn push(zones: &mut Vec<Zone>, rows: usize, value: Option<f64>) {
        if rows.is_multiple_of(WORD) {
            zones.push(Zone::NOTHING);
        }
        zones.last_mut().into_iter().for_each(|zone| zone.take(value));
    }
}

/// The least 32-bit float that is not below the bound.
#[expect(clippy::cast_possible_truncation, reason = "corrected right away")]
pub(super) fn at_least(bound: f64) -> f32 {
    let narrow = bound as f32;
    if f64::from(narrow) < bound { narrow.next_up() } else { narrow }
}

/// The greatest 32-bit float that is not above the bound.
#[expect(clippy::cast_possible_truncation, reason = "corrected right away")]
pub(super) fn at_most(bound: f64) -> f32 {
    let narrow = bound as f32;
    if f64::from(narrow) > bound { narrow.next_down() } else { narrow }
}

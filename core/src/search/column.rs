//! One number for each row, in the narrowest type that holds all of them exactly.
//!
//! One idea to keep in mind: a bound is brought to the type of the column once, outwards for no row, so that a column
//! of 32-bit floats is compared exactly as if its values were 64-bit floats.

use super::mask::{Mask, WORD, ones};
use super::values::Values;
use super::zone::{Bounds, Reach, Zone, at_least, at_most};

/// What stands in a column of whole numbers for one that is missing.
const GAP: u32 = u32::MAX;
/// With fewer candidates in a word of rows, each is looked at by itself.
const FEW: u32 = 8;

/// Numbers of rows, in one type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Numbers {
    /// Nothing is known of any row.
    Empty(usize),
    Whole(Values<u32>),
    Single(Values<f32>),
    Double(Values<f64>),
}

/// One number for each row; a missing one fulfils no comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    numbers: Numbers,
    /// The extremes of each word of rows, where a number is known.
    zones: Vec<Zone>,
}

#[expect(clippy::cast_possible_truncation, reason = "compared with the wider value right away")]
fn single(value: f64) -> Option<f32> {
    let narrow = value as f32;
    (f64::from(narrow) == value).then_some(narrow)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared right away")]
fn whole(value: f64) -> Option<u32> {
    let narrow = value as u32;
    (f64::from(narrow) == value && narrow != GAP && value.is_sign_positive()).then_some(narrow)
}

impl Column {
    /// Rows of which nothing is known.
    pub(super) fn empty(rows: usize) -> Self {
        Column { numbers: Numbers::Empty(rows), zones: Vec::new() }
    }

    /// Numbers of a file, with the extremes of their words; none where these are not as many.
    pub(super) fn of_file(numbers: Numbers, zones: Vec<Zone>) -> Option<Self> {
        let words = if matches!(numbers, Numbers::Empty(_)) { 0 } else { numbers.len().div_ceil(WORD) };
        (zones.len() == words).then_some(Column { numbers, zones })
    }

    /// The numbers of these rows alone, in memory of their own.
    pub(super) fn of_rows(&self, rows: &[u32]) -> Self {
        let mut kept = Column::empty(0);
        rows.iter().for_each(|row| kept.push(self.get(*row)));
        kept
    }

    pub(super) fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    pub(super) fn zones(&self) -> &[Zone] {
        &self.zones
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The memory that the numbers take, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.numbers.memory() + size_of::<Zone>() * self.zones.len()
    }

    /// The number of a row; none where it is missing.
    pub(super) fn get(&self, row: u32) -> Option<f64> {
        self.numbers.get(row)
    }

    /// Adds a row. The column gets wider where it cannot hold the number exactly.
    pub(super) fn push(&mut self, value: Option<f64>) {
        let rows = self.len();
        if self.zones.is_empty() && value.is_some() {
            (0..rows).for_each(|row| Zone::push(&mut self.zones, row, None));
        }
        if value.is_some() || !matches!(self.numbers, Numbers::Empty(_)) {
            Zone::push(&mut self.zones, rows, value);
        }
        self.numbers.push(value);
    }

    /// Forgets the number of a row. The extremes stay: wider than needed, they leave nobody out.
    pub(super) fn blank(&mut self, row: u32) {
        self.numbers.blank(row);
        self.zones.get_mut(row as usize / WORD).into_iter().for_each(|zone| zone.gaps = true);
    }

    /// Keeps the candidates whose number lies between the bounds, both included.
    pub(super) fn between(&self, low: f64, high: f64, candidates: &mut Mask) {
        let bounds = Bounds::new(low, high);
        let zones = (&*self.zones, bounds);
        match &self.numbers {
            Numbers::Empty(_) => candidates.words_mut().fill(0),
            Numbers::Whole(values) => match whole_bounds(low, high) {
                Some((low, high)) => scan(values, zones, low, high, candidates),
                None => candidates.words_mut().fill(0),
            },
            Numbers::Single(values) => scan(values, zones, at_least(low), at_most(high), candidates),
            Numbers::Double(values) => scan(values, zones, low, high, candidates),
        }
    }
}

impl Numbers {
    fn len(&self) -> usize {
        match self {
            Numbers::Empty(rows) => *rows,
            Numbers::Whole(values) => values.len(),
            Numbers::Single(values) => values.len(),
            Numbers::Double(values) => values.len(),
        }
    }

    /// The memory that the numbers take, in bytes.
    fn memory(&self) -> usize {
        match self {
            Numbers::Empty(_) => 0,
            Numbers::Whole(values) => values.memory(),
            Numbers::Single(values) => values.memory(),
            Numbers::Double(values) => values.memory(),
        }
    }

    /// The number of a row; none where it is missing.
    fn get(&self, row: u32) -> Option<f64> {
        let row = row as usize;
        match self {
            Numbers::Empty(_) => None,
            Numbers::Whole(values) => values.get(row).filter(|value| **value != GAP).map(|v| f64::from(*v)),
            Numbers::Single(values) => values.get(row).map(|v| f64::from(*v)).filter(|v| !v.is_nan()),
            Numbers::Double(values) => values.get(row).copied().filter(|v| !v.is_nan()),
        }
    }

    /// Adds a row. The column gets wider where it cannot hold the number exactly.
    fn push(&mut self, value: Option<f64>) {
        match (&mut *self, value) {
            (Numbers::Empty(rows), None) => *rows += 1,
            (Numbers::Whole(values), None) => values.own().push(GAP),
            (Numbers::Single(values), None) => values.own().push(f32::NAN),
            (Numbers::Double(values), value) => values.own().push(value.unwrap_or(f64::NAN)),
            (Numbers::Whole(values), Some(value)) => match whole(value) {
                Some(value) => values.own().push(value),
                None => self.widened_push(value),
            },
            (Numbers::Single(values), Some(value)) => match single(value) {
                Some(value) => values.own().push(value),
                None => self.widened_push(value),
            },
            (Numbers::Empty(_), Some(value)) => self.widened_push(value),
        }
    }

    fn widened_push(&mut self, value: f64) {
        let rows = self.len();
        *self = match self {
            Numbers::Empty(_) if whole(value).is_some() => Numbers::Whole(vec![GAP; rows].into()),
            Numbers::Empty(_) if single(value).is_some() => Numbers::Single(vec![f32::NAN; rows].into()),
            Numbers::Empty(_) => Numbers::Double(vec![f64::NAN; rows].into()),
            Numbers::Whole(_) if single(value).is_some() && self.fits_single() => Numbers::Single(
                self.each().map(|v| v.and_then(single).unwrap_or(f32::NAN)).collect::<Vec<_>>().into(),
            ),
            _ => {
                Numbers::Double(self.each().map(|value| value.unwrap_or(f64::NAN)).collect::<Vec<_>>().into())
            }
        };
        self.push(Some(value));
    }

    fn fits_single(&self) -> bool {
        self.each().flatten().all(|value| single(value).is_some())
    }

    /// The numbers of all rows.
    fn each(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        (0_u32..).take(self.len()).map(|row| self.get(row))
    }

    /// Forgets the number of a row.
    fn blank(&mut self, row: u32) {
        let row = row as usize;
        match self {
            Numbers::Empty(_) => {}
            Numbers::Whole(values) => values.own().get_mut(row).into_iter().for_each(|value| *value = GAP),
            Numbers::Single(values) => {
                values.own().get_mut(row).into_iter().for_each(|value| *value = f32::NAN)
            }
            Numbers::Double(values) => {
                values.own().get_mut(row).into_iter().for_each(|value| *value = f64::NAN)
            }
        }
    }
}

/// The whole numbers between two bounds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the type before")]
fn whole_bounds(low: f64, high: f64) -> Option<(u32, u32)> {
    let top = f64::from(GAP - 1);
    let (low, high) = (low.ceil().max(0.0), high.floor().min(top));
    (low <= high).then_some((low as u32, high as u32))
}

/// Looks only at words of rows that have a candidate left, and that the extremes leave in question.
fn scan<T: Copy + PartialOrd>(
    values: &[T],
    (zones, bounds): (&[Zone], Bounds),
    low: T,
    high: T,
    candidates: &mut Mask,
) {
    for ((word, rows), zone) in candidates.words_mut().iter_mut().zip(values.chunks(WORD)).zip(zones) {
        if *word == 0 {
            continue;
        }
        match bounds.reach(zone) {
            Reach::None => {
                *word = 0;
                continue;
            }
            Reach::All => continue,
            Reach::Some => {}
        }
        let holds = |value: T| (value >= low) & (value <= high);
        if word.count_ones() < FEW {
            for bit in ones(*word) {
                if !rows.get(bit as usize).is_some_and(|value| holds(*value)) {
                    *word &= !(1 << bit);
                }
            }
        } else {
            let mut flags = [0_u8; WORD];
            flags.iter_mut().zip(rows).for_each(|(flag, value)| *flag = u8::from(holds(*value)));
            *word &= packed(&flags);
        }
    }
}

/// The lowest bit of each byte, the first byte's lowest.
fn packed(flags: &[u8; WORD]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().enumerate().fold(0, |word, (place, eight)| {
        // Each byte's bit is brought to its place in the highest byte by one term of the factor.
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word | bits << (8 * place)
    })
}

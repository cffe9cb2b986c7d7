//! One bit for each row of a catalog.

use super::posting::Rows;
use super::values::Values;

/// Rows in one word.
pub(super) const WORD: usize = 64;

/// A set of rows, all of which it has room for: sixteen thousand words at a million rows stay in the cache.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mask {
    words: Values<u64>,
}

impl Mask {
    pub(super) fn none(rows: usize) -> Self {
        Mask { words: vec![0; rows.div_ceil(WORD)].into() }
    }

    pub(super) fn all(rows: usize) -> Self {
        let mut words = vec![u64::MAX; rows.div_ceil(WORD)];
        if let Some(last) = words.last_mut() {
            *last >>= (WORD - rows % WORD) % WORD;
        }
        Mask { words: words.into() }
    }

    /// A set of a file.
    pub(super) fn of_file(words: Values<u64>) -> Self {
        Mask { words }
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The memory that the bits take, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.words.memory()
    }

    pub(super) fn words_mut(&mut self) -> &mut [u64] {
        self.words.own()
    }

    /// Makes room for so many rows; those that are new are not in the set.
    pub(super) fn grow(&mut self, rows: usize) {
        let words = rows.div_ceil(WORD).max(self.words.len());
        self.words.own().resize(words, 0);
    }

    pub(super) fn set(&mut self, row: u32) {
        if let Some(word) = self.words.own().get_mut(row as usize / WORD) {
            *word |= 1 << (row as usize % WORD);
        }
    }

    pub(super) fn clear(&mut self, row: u32) {
        if let Some(word) = self.words.own().get_mut(row as usize / WORD) {
            *word &= !(1 << (row as usize % WORD));
        }
    }

    pub(super) fn has(&self, row: u32) -> bool {
        self.words.get(row as usize / WORD).is_some_and(|word| word >> (row as usize % WORD) & 1 == 1)
    }

    pub(super) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Keeps what the other set has too; rows beyond its room it does not have.
    pub(super) fn and(&mut self, other: &Mask) {
        self.and_any(&[other]);
    }

    /// Keeps what one of these sets has too, looking only at words that have a row left.
    pub(super) fn and_any(&mut self, others: &[&Mask]) {
        for (at, word) in self.words.own().iter_mut().enumerate() {
            if *word != 0 {
                let other = |other: &&Mask| other.words.get(at).copied().unwrap_or(0);
                *word &= others.iter().map(other).fold(0, |all, other| all | other);
            }
        }
    }

    pub(super) fn and_not(&mut self, other: &Mask) {
        self.words.own().iter_mut().zip(&*other.words).for_each(|(word, other)| *word &= !other);
    }

    pub(super) fn or(&mut self, other: &Mask) {
        self.words.own().iter_mut().zip(&*other.words).for_each(|(word, other)| *word |= other);
    }

    /// Adds the rows of a label.
    pub(super) fn add(&mut self, rows: Rows<'_>) {
        let words = self.words_mut();
        rows.each(|row| {
            if let Some(word) = words.get_mut(row as usize / WORD) {
                *word |= 1 << (row as usize % WORD);
            }
        });
    }

    /// The rows, ascending.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        let words = (0_u32..).step_by(WORD).zip(&*self.words).filter(|(_, word)| **word != 0);
        words.flat_map(|(start, word)| ones(*word).map(move |bit| start + bit))
    }

    /// Keeps the rows for which the test holds.
    pub(super) fn retain(&mut self, mut test: impl FnMut(u32) -> bool) {
        for (start, word) in (0_u32..).step_by(WORD).zip(self.words.own()) {
            for bit in ones(*word) {
                if !test(start + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }
}

/// The places of the bits that are set, ascending.
pub(super) fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        (word != 0).then(|| {
            let bit = word.trailing_zeros();
            word &= word - 1;
            bit
        })
    })
}

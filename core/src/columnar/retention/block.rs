//! What is found of a block of records: a bit for each, and for each thing that can be so.

use super::BLOCK;
use crate::columnar::ingest::bytes_of_rows;

/// Words of bits that a block has.
pub(super) const WORDS: usize = BLOCK / 64;
pub(super) type Bits = [u64; WORDS];

/// What can be so of a record, as the bits of a byte.
pub(super) const OVER: usize = 0;
pub(super) const HIDDEN: usize = 1;
pub(super) const UNNEEDED: usize = 2;
pub(super) const HELD: usize = 3;
pub(super) const LATE: usize = 4;
pub(super) const LASTS: usize = 5;
pub(super) const OF_AGREEMENT: usize = 6;

pub(super) const VERDICTS: &[&str] = &["keep", "keep_restricted", "needs_human", "erase"];
pub(super) const REASONS: &[&str] = &[
    "within_its_time",
    "agreement_lasts",
    "held",
    "held_too_late",
    "time_is_over",
    "agreement_ended",
    "not_public",
    "no_longer_needed",
];

/// The verdict and the reason of a byte, by their places in [`VERDICTS`] and [`REASONS`].
pub(super) fn found(byte: usize) -> (i8, i8) {
    let is = |bit: usize| byte >> bit & 1 == 1;
    let over = byte & (1 << OVER | 1 << HIDDEN | 1 << UNNEEDED) != 0;
    match () {
        () if !over => (0, i8::from(is(LASTS))),
        () if is(HELD) => (1, 2),
        () if is(LATE) => (2, 3),
        () if is(OVER) => (3, if is(OF_AGREEMENT) { 5 } else { 4 }),
        () if is(HIDDEN) => (3, 6),
        () => (3, 7),
    }
}

/// What is found of a block.
pub(super) struct Block {
    pub(super) batch: usize,
    pub(super) from: usize,
    pub(super) rows: usize,
    pub(super) bits: [Bits; 8],
}

impl Block {
    pub(super) fn word(&self, bit: usize, at: usize) -> u64 {
        self.bits.get(bit).and_then(|bits| bits.get(at)).copied().unwrap_or_default()
    }

    pub(super) fn is(&self, bit: usize, row: usize) -> bool {
        self.word(bit, row / 64) >> (row % 64) & 1 == 1
    }

    pub(super) fn set(&mut self, bit: usize, row: usize, is: bool) {
        if let Some(word) = self.bits.get_mut(bit).and_then(|bits| bits.get_mut(row / 64)) {
            *word = *word & !(1 << (row % 64)) | u64::from(is) << (row % 64);
        }
    }

    /// Writes a key for each row into what is left of a column, and leaves the rest.
    pub(super) fn write(&self, column: &mut Option<&mut [i8]>, key: impl Fn(usize) -> i8) {
        let Some((own, rest)) = column.take().and_then(|left| left.split_at_mut_checked(self.rows)) else {
            return;
        };
        let keys: [i8; 256] = std::array::from_fn(key);
        for (at, own) in own.chunks_mut(64).enumerate() {
            let columns = self.bits.each_ref().map(|bits| bits.get(at).copied().unwrap_or_default());
            for (eight, own) in bytes_of_rows(columns).into_iter().zip(own.chunks_mut(8)) {
                for (byte, own) in eight.to_le_bytes().into_iter().zip(own) {
                    *own = keys.get(usize::from(byte)).copied().unwrap_or_default();
                }
            }
        }
        *column = Some(rest);
    }
}

pub(super) fn merge(into: &mut Bits, bits: &Bits) {
    into.iter_mut().zip(bits).for_each(|(into, bits)| *into |= bits);
}

/// The rows of which the bit is set.
pub(super) fn each_bit(bits: &Bits, rows: usize) -> impl Iterator<Item = usize> {
    let rows_of = |(at, mut word): (usize, u64)| {
        std::iter::from_fn(move || {
            let bit = word.trailing_zeros() as usize;
            (bit < 64).then(|| {
                word &= word - 1;
                at * 64 + bit
            })
        })
    };
    (*bits).into_iter().enumerate().flat_map(rows_of).take_while(move |row| *row < rows)
}

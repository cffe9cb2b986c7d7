//! Where the values of a record stand: bits within words of 64 bits.
//!
//! One idea to keep in mind: a record takes as many bytes as its bits need, but is written and read as whole words.
//! What the last word has beyond the record is written over by the next one, and masked away where it is read.

/// The place of a value in a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::columnar) struct Slot {
    pub(super) word: usize,
    shift: u32,
    /// All ones, which stand for a count that is missing.
    pub(in crate::columnar) mask: u64,
}

impl Slot {
    /// A value where it stands in its word.
    #[inline]
    pub(super) fn put(self, value: u64) -> u64 {
        (value & self.mask) << self.shift
    }

    /// The value of a word.
    #[inline]
    fn of_word(self, word: u64) -> u64 {
        (word >> self.shift) & self.mask
    }

    /// The value of a record.
    #[inline]
    pub(super) fn of<const N: usize>(self, record: &[u64; N]) -> u64 {
        self.of_word(record.get(self.word).copied().unwrap_or_default())
    }
}

/// How many bits of each word are taken.
#[derive(Default)]
pub(super) struct Layout {
    taken: Vec<u32>,
}

impl Layout {
    /// A place for a value of so many bits, at most 64, in the first word that has room.
    pub(super) fn place(&mut self, bits: u32) -> Slot {
        let room = self.taken.iter().position(|taken| *taken < 64 && taken + bits <= 64);
        let word = room.unwrap_or_else(|| {
            self.taken.push(0);
            self.taken.len() - 1
        });
        let mut shift = 0;
        if let Some(taken) = self.taken.get_mut(word) {
            shift = *taken;
            *taken += bits;
        }
        Slot { word, shift, mask: u64::MAX.checked_shr(64 - bits).unwrap_or_default() }
    }

    pub(super) fn words(&self) -> usize {
        self.taken.len()
    }

    /// Bytes of a record.
    pub(super) fn bytes(&self) -> usize {
        let last = self.taken.last().copied().unwrap_or_default();
        8 * self.taken.len().saturating_sub(1) + (last as usize).div_ceil(8).max(1)
    }
}

/// Writes a record at a byte.
#[inline]
pub(super) fn write<const N: usize>(bytes: &mut [u8], at: usize, record: [u64; N]) {
    if let Some(place) = bytes.get_mut(at..at + 8 * N) {
        for (place, word) in place.as_chunks_mut::<8>().0.iter_mut().zip(record) {
            *place = word.to_le_bytes();
        }
    }
}

/// Records that lie one after the other.
#[derive(Clone, Copy)]
pub(in crate::columnar) struct Stretch<'a, const N: usize> {
    /// The records, and beyond them as many bytes as `N` words have.
    pub(super) bytes: &'a [u8],
    pub(super) bytes_of_record: usize,
    pub(in crate::columnar) rows: usize,
}

impl<'a, const N: usize> Stretch<'a, N> {
    /// The records, a few at a time.
    pub(in crate::columnar) fn chunks(self, few: usize) -> impl Iterator<Item = Stretch<'a, N>> {
        (0..self.rows).step_by(few).map(move |from| {
            let bytes = self.bytes.get(from * self.bytes_of_record..).unwrap_or_default();
            Stretch { bytes, rows: few.min(self.rows - from), ..self }
        })
    }

    #[inline]
    pub(super) fn records(self) -> impl Iterator<Item = [u64; N]> + Clone + use<'a, N> {
        (0..self.rows).map(move |row| {
            let from = row * self.bytes_of_record;
            let mut record = [0; N];
            if let Some(place) = self.bytes.get(from..from + 8 * N) {
                for (word, place) in record.iter_mut().zip(place.as_chunks::<8>().0) {
                    *word = u64::from_le_bytes(*place);
                }
            }
            record
        })
    }

    /// One value of each record.
    #[inline]
    pub(in crate::columnar) fn values(self, slot: Slot) -> impl Iterator<Item = u64> + use<'a, N> {
        let bytes = self.bytes.get(8 * slot.word..).unwrap_or_default();
        (0..self.rows).map(move |row| {
            let word = bytes.get(row * self.bytes_of_record..).and_then(|bytes| bytes.first_chunk());
            slot.of_word(word.copied().map(u64::from_le_bytes).unwrap_or_default())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn records_one_after_the_other_are_what_was_written(
            bits in prop::collection::vec(1_u32..=64, 1..5), values in prop::collection::vec(any::<[u64; 4]>(), 1..9),
        ) {
            let mut layout = Layout::default();
            let slots: Vec<Slot> = bits.iter().map(|bits| layout.place(*bits)).collect();
            let bytes = layout.bytes();
            let mut stretch = vec![0xA5; values.len() * bytes + 32];
            for (row, values) in values.iter().enumerate() {
                let mut record = [0_u64; 4];
                for (slot, value) in slots.iter().zip(values) {
                    record[slot.word] |= slot.put(*value);
                }
                write(&mut stretch, row * bytes, record);
            }
            let stretch = Stretch::<4> { bytes: &stretch, bytes_of_record: bytes, rows: values.len() };
            for (at, slot) in slots.iter().enumerate() {
                let expected = || values.iter().map(|values| values[at] & slot.mask);
                prop_assert!(stretch.values(*slot).eq(expected()));
                prop_assert!(stretch.records().map(|record| slot.of(&record)).eq(expected()));
            }
            prop_assert!(bytes * 8 >= bits.iter().sum::<u32>() as usize);
        }
    }
}

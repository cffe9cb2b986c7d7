//! The rows of a label: a roaring bitmap where they are few, one bit for each row where they are many; in a file, few
//! rows are a list.
//!
//! One idea to keep in mind: bits of rows are joined a word of 64 at a time, and only where a word has a candidate, so
//! that a label which every tenth influencer has costs no more than a rare one.

use roaring::RoaringBitmap;

use super::mask::Mask;

/// A label is of many rows from this number on,
const MANY: u64 = 4_096;
/// and where at least one row of so many has it: up to here, bits take no more memory than the roaring bitmap.
const ONE_OF: u64 = 24;

/// The rows of a label, wherever they are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rows<'a> {
    Few(&'a RoaringBitmap),
    /// Ascending, each once.
    Listed(&'a [u32]),
    Many {
        rows: &'a Mask,
        len: u64,
    },
}

impl Rows<'_> {
    pub(super) fn len(self) -> u64 {
        match self {
            Rows::Few(rows) => rows.len(),
            Rows::Listed(rows) => rows.len() as u64,
            Rows::Many { len, .. } => len,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Hands on each row, ascending.
    pub(super) fn each(self, take: impl FnMut(u32)) {
        match self {
            Rows::Few(rows) => rows.iter().for_each(take),
            Rows::Listed(rows) => rows.iter().copied().for_each(take),
            Rows::Many { rows, .. } => rows.rows().for_each(take),
        }
    }

    /// The first row.
    #[cfg(feature = "arrow")]
    pub(super) fn first(self) -> Option<u32> {
        match self {
            Rows::Few(rows) => rows.min(),
            Rows::Listed(rows) => rows.first().copied(),
            Rows::Many { rows, .. } => rows.rows().next(),
        }
    }
}

/// The rows of a label, in memory.
#[derive(Debug, Clone)]
pub(super) enum Posting {
    Few(RoaringBitmap),
    Many { rows: Mask, len: u64 },
}

impl Default for Posting {
    fn default() -> Self {
        Posting::Few(RoaringBitmap::new())
    }
}

impl Posting {
    /// Of rows that ascend; one that is there several times counts once.
    pub(super) fn of(sorted: &[u32]) -> Self {
        let mut rows = RoaringBitmap::new();
        for row in sorted {
            // A row that has the label already is not above the last one, and is passed over.
            let _ = rows.try_push(*row);
        }
        let mut posting = Posting::Few(rows);
        posting.widen();
        posting
    }

    /// Adds a row, mostly one above all others.
    pub(super) fn push(&mut self, row: u32) {
        match self {
            Posting::Few(rows) => {
                if rows.try_push(row).is_err() {
                    rows.insert(row);
                }
                // Looked at now and then: often enough to keep bits from being late.
                if rows.len().is_multiple_of(MANY) {
                    self.widen();
                }
            }
            Posting::Many { rows, len } => {
                if !rows.has(row) {
                    rows.grow(row as usize + 1);
                    rows.set(row);
                    *len += 1;
                }
            }
        }
    }

    fn widen(&mut self) {
        let Posting::Few(rows) = &*self else { return };
        let (len, room) = (rows.len(), rows.max().map_or(0, |last| u64::from(last) + 1));
        if len < MANY || len * ONE_OF < room {
            return;
        }
        let mut bits = Mask::none(room as usize);
        bits.add(Rows::Few(rows));
        *self = Posting::Many { rows: bits, len };
    }

    pub(super) fn remove(&mut self, row: u32) {
        match self {
            Posting::Few(rows) => drop(rows.remove(row)),
            Posting::Many { rows, len } => {
                if rows.has(row) {
                    rows.clear(row);
                    *len -= 1;
                }
            }
        }
    }

    pub(super) fn rows(&self) -> Rows<'_> {
        match self {
            Posting::Few(rows) => Rows::Few(rows),
            Posting::Many { rows, len } => Rows::Many { rows, len: *len },
        }
    }

    /// The memory that the rows take, in bytes, roughly.
    pub(super) fn memory(&self) -> usize {
        size_of::<Posting>()
            + match self {
                Posting::Few(rows) => rows.serialized_size(),
                Posting::Many { rows, .. } => rows.memory(),
            }
    }
}

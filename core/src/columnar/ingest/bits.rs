//! Yes and no of many rows: bits, 64 rows a word.

use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_buffer::BooleanBuffer;
use arrow_schema::DataType;

use super::column::Column;
use crate::columnar::Error;

/// Yes and no; a gap is a no, or an error where every record has to say.
pub(in crate::columnar) fn bits_of(column: Column, required: bool) -> Result<Vec<BooleanBuffer>, Error> {
    let column = column.plain()?;
    let mut batches = Vec::with_capacity(column.arrays.len());
    for (batch, array) in column.arrays.iter().enumerate() {
        if required && let Some(nulls) = array.logical_nulls().filter(|nulls| nulls.null_count() > 0) {
            let row = (0..nulls.len()).find(|&row| nulls.is_null(row)).unwrap_or_default();
            return Err(column.missing(batch, row));
        }
        batches.push(match array.data_type() {
            DataType::Null => BooleanBuffer::new_unset(array.len()),
            DataType::Boolean => set(array.as_boolean()),
            _ => return Err(column.wrong_type("true and false")),
        });
    }
    Ok(batches)
}

/// The bits of what is there and true.
fn set(array: &BooleanArray) -> BooleanBuffer {
    match array.nulls().filter(|nulls| nulls.null_count() > 0) {
        Some(nulls) => array.values() & nulls.inner(),
        None => array.values().clone(),
    }
}

/// Writes the bits of rows from one on, as many as `rows`.
#[inline]
pub(in crate::columnar) fn read_bits(bits: &BooleanBuffer, from: usize, rows: usize, out: &mut [u64]) {
    let bits = bits.slice(from, rows);
    let chunks = bits.bit_chunks();
    let words = chunks.iter().chain([chunks.remainder_bits()]);
    out.iter_mut().zip(words).for_each(|(out, word)| *out = word);
}

/// For 64 rows and eight columns of bits, the bits of each row as a byte: eight rows a word, the first in the lowest byte.
#[inline]
pub(in crate::columnar) fn bytes_of_rows(columns: [u64; 8]) -> [u64; 8] {
    /// Exchanges the upper part of each pair of fields of `low` with the lower part of those of `high`.
    const fn swap(low: u64, high: u64, by: u32, mask: u64) -> (u64, u64) {
        let both = ((low >> by) ^ high) & mask;
        (low ^ (both << by), high ^ both)
    }
    // A matrix of eight by eight bytes, turned about its diagonal by halves, quarters and eighths …
    let [a, b, c, d, e, f, g, h] = columns;
    let halves = 0xFFFF_FFFF;
    let ((a, e), (b, f)) = (swap(a, e, 32, halves), swap(b, f, 32, halves));
    let ((c, g), (d, h)) = (swap(c, g, 32, halves), swap(d, h, 32, halves));
    let quarters = 0x0000_FFFF_0000_FFFF;
    let ((a, c), (b, d)) = (swap(a, c, 16, quarters), swap(b, d, 16, quarters));
    let ((e, g), (f, h)) = (swap(e, g, 16, quarters), swap(f, h, 16, quarters));
    let eighths = 0x00FF_00FF_00FF_00FF;
    let ((a, b), (c, d)) = (swap(a, b, 8, eighths), swap(c, d, 8, eighths));
    let ((e, f), (g, h)) = (swap(e, f, 8, eighths), swap(g, h, 8, eighths));
    // … and then each word as a matrix of eight by eight bits.
    [a, b, c, d, e, f, g, h].map(|word| {
        let swapped = (word ^ (word >> 7)) & 0x00AA_00AA_00AA_00AA;
        let word = word ^ swapped ^ (swapped << 7);
        let swapped = (word ^ (word >> 14)) & 0x0000_CCCC_0000_CCCC;
        let word = word ^ swapped ^ (swapped << 14);
        let swapped = (word ^ (word >> 28)) & 0x0000_0000_F0F0_F0F0;
        word ^ swapped ^ (swapped << 28)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_byte_has_the_bits_of_its_row(columns: [u64; 8], row in 0_usize..64) {
            let bytes = bytes_of_rows(columns).map(u64::to_le_bytes).concat();
            let bits = columns.iter().enumerate().map(|(at, column)| u8::from((column >> row) & 1 == 1) << at);
            prop_assert_eq!(bytes[row], bits.sum::<u8>());
        }

        #[test]
        fn bits_are_read_from_any_row_on(
            bits in proptest::collection::vec(any::<bool>(), 1..200), from in 0_usize..200,
        ) {
            let from = from % bits.len();
            let (rows, mut out) = (bits.len() - from, [0; 4]);
            read_bits(&BooleanBuffer::from(bits.clone()), from, rows, &mut out);
            for (at, bit) in bits[from..].iter().enumerate() {
                prop_assert_eq!((out[at / 64] >> (at % 64)) & 1 == 1, *bit);
            }
        }
    }
}

//! Columns of yes and no, eight at a time: the byte of a row says at once what all of them add to its place.

use arrow_buffer::BooleanBuffer;

use super::BLOCK;
use super::consent::Consent;
use crate::columnar::ingest::{bytes_of_rows, read_bits};

/// Words of bits that a block of rows has.
pub(super) const WORDS: usize = BLOCK / 64;

/// A column of yes and no.
pub(super) enum Yes {
    Flags(Vec<BooleanBuffer>),
    Consent(Box<Consent>),
}

impl Yes {
    fn read(&self, batch: usize, from: usize, rows: usize, out: &mut [u64; WORDS]) {
        match self {
            Yes::Consent(consent) => consent.read(batch, from, rows, out),
            Yes::Flags(batches) => {
                if let Some(flags) = batches.get(batch) {
                    read_bits(flags, from, rows, out);
                }
            }
        }
    }
}

/// Up to eight columns of yes and no.
pub(super) struct Byte {
    columns: Vec<Yes>,
    /// What each byte adds to a place.
    sums: Box<[u64; 256]>,
}

impl Byte {
    /// The columns, eight by eight, each with what a yes adds to a place.
    pub(super) fn all(columns: Vec<(Yes, u64)>) -> Vec<Byte> {
        let mut columns = columns.into_iter().peekable();
        let mut bytes = Vec::new();
        while columns.peek().is_some() {
            let (columns, steps): (Vec<Yes>, Vec<u64>) = columns.by_ref().take(8).unzip();
            let mut sums = Box::new([0; 256]);
            for (byte, sum) in sums.iter_mut().enumerate() {
                *sum = steps
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| byte >> at & 1 == 1)
                    .map(|(_, step)| step)
                    .sum();
            }
            bytes.push(Byte { columns, sums });
        }
        bytes
    }

    /// Adds to the places of the rows of a batch from a row on.
    pub(super) fn add(&self, batch: usize, from: usize, places: &mut [u64]) {
        let mut bits = [[0; WORDS]; 8];
        for (column, bits) in self.columns.iter().zip(&mut bits) {
            column.read(batch, from, places.len(), bits);
        }
        for (at, places) in places.chunks_mut(64).enumerate() {
            let columns = bits.each_ref().map(|bits| bits.get(at).copied().unwrap_or_default());
            for (eight, places) in bytes_of_rows(columns).into_iter().zip(places.chunks_mut(8)) {
                for (byte, place) in eight.to_le_bytes().into_iter().zip(places) {
                    *place += self.sums.get(usize::from(byte)).copied().unwrap_or_default();
                }
            }
        }
    }

    /// Looks closely at times that may lie outside the dates that exist.
    pub(super) fn check(&self) -> Result<(), crate::columnar::Error> {
        self.columns.iter().try_for_each(|column| match column {
            Yes::Consent(consent) => consent.check(),
            Yes::Flags(_) => Ok(()),
        })
    }
}

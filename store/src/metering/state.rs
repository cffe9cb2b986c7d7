//! What is known of all usage together, sealed in one row.
//!
//! One idea to keep in mind: a sealed row cannot be changed unnoticed, but it could be taken away, or put back as it was
//! once. So every row of usage has a mark, and the sum of all marks stands here: whoever counts a row in counts its mark
//! in, and `verify` adds them up anew.

use serde::{Deserialize, Serialize};

use crate::engine::Statements;
use crate::keys::{self, Roots};
use crate::{Error, hex};

const PLACE: &[u8] = b"usage state";

/// The rows of usage that have marks, each with a name that goes into its marks.
pub(super) const MARKED: [(&str, &str); 3] = [
    ("journal", "SELECT seq, sealed FROM usage_journal"),
    ("day", "SELECT subject, day, sealed FROM usage_day"),
    ("quota", "SELECT subject, kind, sealed FROM usage_quota"),
];

/// A sum of marks, modulo 2^256.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks([u64; 4]);

impl Marks {
    pub(super) fn add(&mut self, mark: [u8; 32]) {
        let mut carry = false;
        for (sum, part) in self.0.iter_mut().zip(words(&mark)) {
            let (with_carry, one) = sum.overflowing_add(u64::from(carry));
            let (all, other) = with_carry.overflowing_add(part);
            (*sum, carry) = (all, one || other);
        }
    }

    pub(super) fn remove(&mut self, mark: [u8; 32]) {
        let mut borrow = false;
        for (sum, part) in self.0.iter_mut().zip(words(&mark)) {
            let (with_borrow, one) = sum.overflowing_sub(u64::from(borrow));
            let (all, other) = with_borrow.overflowing_sub(part);
            (*sum, borrow) = (all, one || other);
        }
    }
}

fn words(mark: &[u8; 32]) -> impl Iterator<Item = u64> {
    mark.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word))
}

/// The mark of a row: which table, which key, what is sealed.
pub(super) fn mark(roots: &Roots, table: &str, key: &[&[u8]], sealed: &[u8]) -> [u8; 32] {
    // The nonce and the tag at the ends stand for all that lies between.
    let (nonce, tag) = (sealed.first_chunk::<24>(), sealed.last_chunk::<16>());
    let ends = [nonce.map_or(sealed, |part| part), tag.map_or(sealed, |part| part)];
    let words: Vec<&[u8]> = [table.as_bytes()].into_iter().chain(key.iter().copied()).chain(ends).collect();
    roots.usage_mark(&words)
}

/// What is known of all usage together.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// All units that were ever counted: no total is larger.
    pub(super) units: u64,
    /// The number of the next row of the journal.
    pub(super) next: i64,
    /// Rows of the journal.
    pub(super) rows: u64,
    /// Entries of the journal.
    pub(super) entries: u64,
    /// The marks of all rows.
    pub(super) marks: Marks,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    units: u64,
    next: i64,
    rows: u64,
    entries: u64,
    marks: [u64; 4],
}

impl State {
    pub(super) fn read(statements: &mut dyn Statements, roots: &Roots) -> Result<Self, Error> {
        let Some(row) = statements.row("SELECT sealed FROM usage_state", &[])? else {
            return Ok(State::default());
        };
        let plain = keys::open(&roots.usage, PLACE, row.bytes(0)?);
        let kept: Option<Kept> = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        let kept = kept.ok_or_else(|| Error::corrupt("what is known of all usage does not open"))?;
        let Kept { units, next, rows, entries, marks } = kept;
        Ok(State { units, next, rows, entries, marks: Marks(marks) })
    }

    pub(super) fn write(&self, statements: &mut dyn Statements, roots: &Roots) -> Result<(), Error> {
        let State { units, next, rows, entries, marks: Marks(marks) } = *self;
        let plain = serde_json::to_vec(&Kept { units, next, rows, entries, marks })
            .map_err(|error| Error::malformed("usage", error.to_string()))?;
        let sealed = keys::seal(&roots.usage, PLACE, &plain)?;
        statements.execute(
            "INSERT INTO usage_state (single, sealed) VALUES (1, ?1) \
             ON CONFLICT (single) DO UPDATE SET sealed = ?1",
            &[sealed.into()],
        )?;
        Ok(())
    }

    /// Whether the rows of usage are those whose marks were added up.
    pub(super) fn check(&self, statements: &mut dyn Statements, roots: &Roots) -> Result<(), Error> {
        let mut found = Marks::default();
        for (table, sql) in MARKED {
            statements.each(sql, &[], &mut |row| {
                let (sealed, key) =
                    row.0.split_last().ok_or_else(|| Error::corrupt("a row of usage is empty"))?;
                let key: Vec<Vec<u8>> = key.iter().map(key_bytes).collect();
                let key: Vec<&[u8]> = key.iter().map(Vec::as_slice).collect();
                let crate::engine::Cell::Bytes(sealed) = sealed else {
                    return Err(Error::corrupt("a row of usage is not sealed"));
                };
                found.add(mark(roots, table, &key, sealed));
                Ok(())
            })?;
        }
        if found == self.marks { Ok(()) } else { Err(Error::corrupt("rows of usage are missing or old")) }
    }
}

/// A column of a key as it goes into a mark.
fn key_bytes(cell: &crate::engine::Cell) -> Vec<u8> {
    use crate::engine::Cell;
    match cell {
        Cell::Null => Vec::new(),
        Cell::Integer(value) => value.to_be_bytes().to_vec(),
        Cell::Text(value) => value.as_bytes().to_vec(),
        Cell::Bytes(value) => value.clone(),
    }
}

/// A name for a place that is taken into the seal.
pub(super) fn place(table: &str, key: &[&[u8]]) -> Vec<u8> {
    let mut place = format!("usage {table}").into_bytes();
    for word in key {
        place.push(0);
        place.extend_from_slice(hex::of(word).as_bytes());
    }
    place
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Marks;

    proptest! {
        #[test]
        fn marks_add_up_in_any_order_and_come_out_again(
            marks in prop::collection::vec(prop::array::uniform32(any::<u8>()), 1..20),
        ) {
            let (mut one, mut other) = (Marks::default(), Marks::default());
            marks.iter().for_each(|mark| one.add(*mark));
            marks.iter().rev().for_each(|mark| other.add(*mark));
            prop_assert_eq!(one, other);
            let (last, rest) = marks.split_last().unwrap();
            one.remove(*last);
            let mut without = Marks::default();
            rest.iter().for_each(|mark| without.add(*mark));
            prop_assert_eq!(one, without);
            rest.iter().for_each(|mark| one.remove(*mark));
            prop_assert_eq!(one, Marks::default());
        }
    }
}

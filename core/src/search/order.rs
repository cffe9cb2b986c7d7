//! The first rows in an order.
//!
//! One idea to keep in mind: every key of an order becomes a whole number that ascends in it, so that a row is skipped
//! by one comparison with the last of the best so far: the threshold that grows with them.

use std::cmp::Ordering;

use super::catalog::Catalog;
use super::column::Column;
use super::field::Field;
use super::mask::Mask;
use super::query::Order;
use super::similar::Target;

/// A key of the order, ready to be read.
pub(super) enum Key<'a> {
    Column(&'a Column, Order),
    /// Likeness to the one who is compared with, by row.
    Similarity(&'a Target, Order),
    /// No row has it.
    Unknown,
}

/// The number of a row that is not known: the last.
const LAST: u64 = u64::MAX;

impl<'a> Key<'a> {
    pub(super) fn new(catalog: &'a Catalog, field: &Field, order: Order, target: Option<&'a Target>) -> Self {
        match (field, target) {
            (Field::Similarity, Some(target)) => Key::Similarity(target, order),
            _ => catalog.figure(field).map_or(Key::Unknown, |figure| Key::Column(&figure.value, order)),
        }
    }

    /// What the row is ordered by, ascending.
    pub(super) fn code(&self, catalog: &Catalog, row: u32) -> u64 {
        let (value, order) = match self {
            Key::Column(column, order) => (column.get(row), *order),
            Key::Similarity(target, order) => (Some(target.similarity(catalog, row)), *order),
            Key::Unknown => (None, Order::Ascending),
        };
        value.map_or(LAST, |value| code(value, order))
    }
}

/// Whole numbers in the order of floats; no finite float is the last one.
fn code(value: f64, order: Order) -> u64 {
    // -0 is 0.
    let bits = (value + 0.0).to_bits();
    let ascending = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    match order {
        Order::Ascending => ascending,
        Order::Descending => !ascending,
    }
}

/// A row with what it is ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) codes: Vec<u64>,
    pub(super) row: u32,
}

/// Where a page begins: after this one.
pub(super) struct After {
    pub(super) codes: Vec<u64>,
    pub(super) id: String,
}

/// The first `limit` rows after a place, in order.
pub(super) fn first(
    catalog: &Catalog,
    candidates: &Mask,
    keys: &[Key<'_>],
    after: Option<&After>,
    limit: usize,
) -> Vec<Placed> {
    let id = |row: u32| catalog.ids.get(row as usize).map_or("", |id| id);
    let rest = |row: u32| -> Vec<u64> { keys.iter().skip(1).map(|key| key.code(catalog, row)).collect() };
    let before = |a: &(u64, Vec<u64>, u32), b: &(u64, Vec<u64>, u32)| -> Ordering {
        a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)).then_with(|| id(a.2).cmp(id(b.2)))
    };
    let room = limit * 2 + 64;
    let mut best: Vec<(u64, Vec<u64>, u32)> = Vec::with_capacity(if limit == 0 { 0 } else { room });
    let mut threshold = LAST;
    let mut offer = |row: u32, code: u64| {
        if code > threshold {
            return;
        }
        if let Some(after) = after {
            let first = after.codes.first().copied().unwrap_or(0);
            let later = code
                .cmp(&first)
                .then_with(|| rest(row).as_slice().cmp(after.codes.get(1..).unwrap_or_default()));
            if later.then_with(|| id(row).cmp(&after.id)) != Ordering::Greater {
                return;
            }
        }
        best.push((code, rest(row), row));
        if best.len() == room {
            best.select_nth_unstable_by(limit - 1, before);
            best.truncate(limit);
            threshold = best.last().map_or(LAST, |(code, ..)| *code);
        }
    };
    if limit > 0 {
        match keys.first() {
            Some(key) => candidates.rows().for_each(|row| offer(row, key.code(catalog, row))),
            None => candidates.rows().for_each(|row| offer(row, 0)),
        }
    }
    best.sort_unstable_by(before);
    best.truncate(limit);
    let keyed = !keys.is_empty();
    let placed = best.into_iter().map(|(code, rest, row)| {
        let codes = keyed.then_some(code).into_iter().chain(rest).collect();
        Placed { codes, row }
    });
    placed.collect()
}

//! The first rows in an order.
//!
//! One idea to keep in mind: every key of an order becomes a whole number that ascends in it, so that a row is skipped
//! by one comparison with the last of the best so far: the threshold that grows with them.

use std::cmp::Ordering;

use super::catalog::Catalog;
use super::column::Column;
use super::field::Field;
use super::mask::{Mask, WORD, ones};
use super::query::Order;
use super::similar::Target;
use super::zone::Zone;

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

/// The first place that a row of a word can have, judged by the extremes of its numbers.
fn earliest(zone: &Zone, order: Order) -> u64 {
    code(f64::from(if order == Order::Ascending { zone.low } else { zone.high }), order)
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
    let id = |row: u32| catalog.ids.get(row);
    let rest = |row: u32| -> Vec<u64> { keys.iter().skip(1).map(|key| key.code(catalog, row)).collect() };
    let before = |a: &(u64, Vec<u64>, u32), b: &(u64, Vec<u64>, u32)| -> Ordering {
        a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)).then_with(|| id(a.2).cmp(id(b.2)))
    };
    let is_after = |code: u64, row: u32, after: &After| {
        let first = after.codes.first().copied().unwrap_or(0);
        let later =
            code.cmp(&first).then_with(|| rest(row).as_slice().cmp(after.codes.get(1..).unwrap_or_default()));
        later.then_with(|| id(row).cmp(&after.id)) == Ordering::Greater
    };
    let room = limit * 2 + 64;
    let mut best: Vec<(u64, Vec<u64>, u32)> = Vec::with_capacity(if limit == 0 { 0 } else { room });
    let mut threshold = LAST;
    // Words of which no row can come before the last of the best are not read.
    let zones = match keys.first() {
        Some(Key::Column(column, order)) => Some((column.zones(), *order)),
        _ => None,
    };
    let words = if limit == 0 { &[] } else { candidates.words() };
    for (at, word) in words.iter().enumerate().filter(|(_, word)| **word != 0) {
        let zone = zones.and_then(|(zones, order)| Some((zones.get(at)?, order)));
        if zone.is_some_and(|(zone, order)| earliest(zone, order) > threshold) {
            continue;
        }
        for bit in ones(*word) {
            #[expect(clippy::cast_possible_truncation, reason = "rows are numbered in 32 bits")]
            let row = (at * WORD) as u32 + bit;
            let code = keys.first().map_or(0, |key| key.code(catalog, row));
            if code > threshold || after.is_some_and(|after| !is_after(code, row, after)) {
                continue;
            }
            best.push((code, rest(row), row));
            if best.len() == room {
                best.select_nth_unstable_by(limit - 1, before);
                best.truncate(limit);
                threshold = best.last().map_or(LAST, |(code, ..)| *code);
            }
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

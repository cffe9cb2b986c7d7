//! The cells of a table at which rows stand, each decided once.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::lanes::Lanes;
use crate::columnar::spans::Span;
use crate::privacy::decision_table::{Cell, CellKey, DecisionTable};

/// A table of up to so many cells lies in memory as it is; of a larger one only the cells that are there.
const DENSE: u64 = 1 << 22;
/// Where so many rows come to one cell, all are decided beforehand.
const ROWS_A_CELL: u64 = 16;

type Fixed = BuildHasherDefault<DefaultHasher>;

/// Which answer stands at a place.
enum Index {
    /// By place.
    Dense(Vec<u32>),
    /// The places at which rows stand.
    Sparse(HashMap<u64, u32, Fixed>),
}

/// The distinct answers, in the order of the first place of each, so that neither tasks nor the order of rows matter.
pub(super) struct Cells {
    index: Index,
    pub(super) cells: Vec<Cell>,
}

impl Cells {
    /// Decides all cells at which a row stands.
    pub(super) fn fill(table: &DecisionTable, lanes: &Lanes, spans: &[Span], rows: usize) -> Self {
        let size = table.size();
        if size > DENSE {
            let places = distinct(lanes, spans);
            let (ids, cells) = decided(table, &places);
            return Cells { index: Index::Sparse(places.into_iter().zip(ids).collect()), cells };
        }
        let places: Vec<u64> = if size.saturating_mul(ROWS_A_CELL) <= rows as u64 {
            (0..size).collect()
        } else {
            occupied(lanes, spans, size)
        };
        let (ids, cells) = decided(table, &places);
        let mut index = vec![0_u32; usize::try_from(size).unwrap_or_default()];
        for (place, id) in places.into_iter().zip(ids) {
            if let Some(slot) = usize::try_from(place).ok().and_then(|place| index.get_mut(place)) {
                *slot = id;
            }
        }
        Cells { index: Index::Dense(index), cells }
    }

    /// The answers at places.
    #[inline]
    pub(super) fn ids(&self, places: &[u64], ids: &mut [u32]) {
        match &self.index {
            Index::Dense(index) => {
                for (id, place) in ids.iter_mut().zip(places) {
                    *id = usize::try_from(*place)
                        .ok()
                        .and_then(|at| index.get(at))
                        .copied()
                        .unwrap_or_default();
                }
            }
            Index::Sparse(index) => {
                for (id, place) in ids.iter_mut().zip(places) {
                    *id = index.get(place).copied().unwrap_or_default();
                }
            }
        }
    }
}

/// The answer at each place, and the distinct ones.
fn decided(table: &DecisionTable, places: &[u64]) -> (Vec<u32>, Vec<Cell>) {
    let keys: Vec<CellKey> = places.par_iter().map(|place| table.key(*place)).collect();
    let mut known: HashMap<CellKey, u32, Fixed> = HashMap::default();
    let (mut ids, mut cells) = (Vec::with_capacity(places.len()), Vec::new());
    for (place, key) in places.iter().zip(keys) {
        let id = *known.entry(key).or_insert_with(|| {
            cells.push(table.cell(*place));
            u32::try_from(cells.len() - 1).unwrap_or(u32::MAX)
        });
        ids.push(id);
    }
    (ids, cells)
}

fn occupied(lanes: &Lanes, spans: &[Span], size: u64) -> Vec<u64> {
    let seen: Vec<AtomicBool> = (0..size).map(|_| AtomicBool::new(false)).collect();
    spans.par_iter().for_each(|span| {
        lanes.walk(*span, |_, places| {
            for place in places {
                let slot = usize::try_from(*place).ok().and_then(|at| seen.get(at));
                // Looked at before it is written, so that cores do not take the line from each other.
                if let Some(slot) = slot.filter(|slot| !slot.load(Ordering::Relaxed)) {
                    slot.store(true, Ordering::Relaxed);
                }
            }
        });
    });
    (0_u64..).zip(seen).filter_map(|(place, seen)| seen.into_inner().then_some(place)).collect()
}

fn distinct(lanes: &Lanes, spans: &[Span]) -> Vec<u64> {
    let found = spans.par_iter().map(|span| {
        let mut own: HashSet<u64, Fixed> = HashSet::default();
        lanes.walk(*span, |_, places| own.extend(places.iter().copied()));
        own
    });
    let all = found.reduce(HashSet::default, |mut one, other| {
        one.extend(other);
        one
    });
    let mut all: Vec<u64> = all.into_iter().collect();
    all.par_sort_unstable();
    all
}

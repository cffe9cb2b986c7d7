//! Many accounts through an ensemble.

use super::bins::Bins;
use super::tiles::{Mask, Tile};
use super::{Tree, Trees};
use crate::credibility::Feature;

/// Values of one feature, a place for each row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Column<'a> {
    /// Whole numbers; the largest stands for an unknown one.
    Counts(&'a [u64]),
    /// Numbers; NaN is unknown.
    Numbers(&'a [f64]),
    /// Nothing is known.
    Unknown,
}

/// An ensemble made ready for many accounts.
pub(crate) struct Batch<'a> {
    base: i64,
    features: &'a [Feature],
    bins: Vec<Bins>,
    small: Vec<Tile<u32>>,
    middle: Vec<Tile<u64>>,
    /// Trees of more leaves than a mask has bits: they are walked, each bin standing for its values.
    large: Vec<&'a Tree>,
}

/// What the rows of a block are read into.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    bins: Vec<u32>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(trees: &'a Trees) -> Self {
        let mut edges = vec![Vec::new(); trees.features.len()];
        for question in trees.trees.iter().flat_map(|tree| &tree.questions) {
            if let Some(edges) = edges.get_mut(question.feature) {
                edges.push(question.below);
            }
        }
        let mut first = 0;
        let bins: Vec<Bins> = edges
            .into_iter()
            .map(|edges| {
                let bins = Bins::new(edges, first);
                first += bins.count();
                bins
            })
            .collect();
        let of = |least: usize, most: usize| -> Vec<&Tree> {
            trees.trees.iter().filter(|tree| (least..=most).contains(&tree.leaves.len())).collect()
        };
        fn tiles<M: Mask>(trees: &[&Tree], bins: &[Bins]) -> Vec<Tile<M>> {
            trees.chunks(Tile::<M>::trees()).map(|trees| Tile::new(trees, bins)).collect()
        }
        Batch {
            base: trees.base,
            features: &trees.features,
            small: tiles(&of(1, u32::LEAVES), &bins),
            middle: tiles(&of(u32::LEAVES + 1, u64::LEAVES), &bins),
            large: of(u64::LEAVES + 1, usize::MAX),
            bins,
        }
    }

    pub(crate) fn features(&self) -> &'a [Feature] {
        self.features
    }

    /// The log-odds, in parts, of as many rows as `sums` has; a column for each feature.
    pub(crate) fn score(&self, columns: &[Column<'_>], sums: &mut [i64], rows: &mut Rows) {
        let features = self.features.len();
        rows.bins.clear();
        rows.bins.resize(features * sums.len(), 0);
        for (feature, (bins, column)) in self.bins.iter().zip(columns).enumerate() {
            let places = rows.bins.iter_mut().skip(feature).step_by(features);
            match column {
                Column::Counts(values) => {
                    places.zip(*values).for_each(|(place, value)| *place = bins.of_count(*value, u64::MAX));
                }
                Column::Numbers(values) => {
                    places.zip(*values).for_each(|(place, value)| *place = bins.of(*value));
                }
                Column::Unknown => places.for_each(|place| *place = bins.unknown()),
            }
        }
        sums.fill(self.base);
        if features == 0 {
            // Nothing is asked: each tree is a leaf.
            let all = self.small.iter().map(Tile::constant).sum::<i64>();
            sums.iter_mut().for_each(|sum| *sum += all);
            return;
        }
        self.small.iter().for_each(|tile| tile.add(&rows.bins, features, sums));
        self.middle.iter().for_each(|tile| tile.add(&rows.bins, features, sums));
        for tree in &self.large {
            for (bins, sum) in rows.bins.chunks_exact(features).zip(&mut *sums) {
                *sum += tree.walk(|feature| self.value(bins, feature), |_, _| {});
            }
        }
    }

    /// A value of the bin that a row has for a feature: its lower edge is one.
    fn value(&self, row: &[u32], feature: usize) -> f64 {
        let (Some(bin), Some(bins)) = (row.get(feature), self.bins.get(feature)) else { return f64::NAN };
        if *bin == bins.unknown() {
            return f64::NAN;
        }
        match (*bin - bins.first()).checked_sub(1) {
            None => f64::NEG_INFINITY,
            Some(edge) => bins.edges().get(edge as usize).copied().unwrap_or(f64::NAN),
        }
    }
}

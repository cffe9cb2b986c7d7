//! A table with all its totals.
//!
//! One idea to keep in mind: a cube holds every combination of nodes at every level, because every one of them
//! will be published. Cells are numbered: the last axis runs fastest, the total of an axis comes first.

use super::axis::{TOTAL, Tree, index};
use super::system::{Equation, Latent, System};
use super::{Error, Place};
use crate::audience::{Category, Magnitude, Table};

/// The most cells that a table has, totals included.
pub const MAX_CELLS: usize = 1 << 22;

/// The largest count or sum that a table has: sums over all cells stay exact in every step.
pub const MAX_VALUE: u64 = 1_000_000_000_000_000;

/// How many of the largest contributions dominance rules look at.
const KEPT_CONTRIBUTIONS: usize = 10;

/// Counts, and where given magnitudes, at all levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cube {
    trees: Vec<Tree>,
    strides: Vec<usize>,
    counts: Vec<u64>,
    magnitudes: Option<Vec<Magnitude>>,
}

impl Cube {
    /// The table with its totals.
    ///
    /// # Errors
    /// [`Error::TooManyCells`], [`Error::ValueTooLarge`], [`Error::MalformedContributions`].
    pub(crate) fn of(table: &Table) -> Result<Self, Error> {
        let mut cube = Cube::empty(table.axes().iter().map(Tree::of).collect())?;
        if table.total().magnitude.is_some() {
            cube.magnitudes = Some(vec![Magnitude::default(); cube.counts.len()]);
        }
        for cell in table.cells() {
            cube.put(&cell.at, cell.n, cell.magnitude.as_ref())?;
        }
        if let Some(people) = table.people() {
            // The total over a multi-valued axis counts each person once: it comes from the table of people.
            for cell in people.cells() {
                let mut single = cell.at.iter().copied();
                let adds_up: Vec<bool> = cube.trees.iter().map(|tree| tree.adds_up).collect();
                let at: Place =
                    adds_up.iter().map(|&adds_up| if adds_up { single.next() } else { None }).collect();
                cube.put_at(&at, cell.n, cell.magnitude.as_ref())?;
            }
        }
        cube.sum_up();
        cube.check()?;
        Ok(cube)
    }

    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }

    pub(crate) fn counts(&self) -> &[u64] {
        &self.counts
    }

    pub(crate) fn magnitudes(&self) -> Option<&[Magnitude]> {
        self.magnitudes.as_deref()
    }

    /// The same shape with nothing in the cells.
    pub(crate) fn without_values(&self) -> Self {
        let (trees, strides) = (self.trees.clone(), self.strides.clone());
        Cube { trees, strides, counts: Vec::new(), magnitudes: None }
    }

    /// The number of the cell at a place.
    ///
    /// # Errors
    /// [`Error::UnknownPlace`].
    pub(crate) fn position(&self, at: &[Option<usize>]) -> Result<usize, Error> {
        let exists = at.len() == self.trees.len()
            && at.iter().zip(&self.trees).all(|(node, tree)| node.is_none_or(|node| node + 1 < tree.len()));
        if !exists {
            return Err(Error::UnknownPlace { given: at.to_vec() });
        }
        Ok(at.iter().zip(&self.strides).map(|(node, &stride)| node.map_or(0, |node| node + 1) * stride).sum())
    }

    /// The place of a cell: a node per axis, none for the total.
    pub(crate) fn place(&self, cell: usize) -> Place {
        self.coordinates(cell).map(|node| (node as usize).checked_sub(1)).collect()
    }

    fn coordinates(&self, cell: usize) -> impl Iterator<Item = u32> + '_ {
        let mut rest = cell;
        self.strides.iter().map(move |&stride| {
            let at = rest / stride;
            rest %= stride;
            index(at)
        })
    }

    /// A cell in words, for messages: labels of categories, never a person's data.
    pub(crate) fn label(&self, cell: usize) -> String {
        let part = |(tree, node): (&Tree, u32)| {
            let category = tree.nodes.get(node as usize).and_then(|node| node.category.as_ref());
            let label = category.map_or_else(|| "total".to_owned(), ToString::to_string);
            format!("{}={label}", tree.name)
        };
        self.trees.iter().zip(self.coordinates(cell)).map(part).collect::<Vec<_>>().join(", ")
    }

    /// On how many axes a cell stands on a total or subtotal: 0 for innermost cells.
    pub(crate) fn level(&self, cell: usize) -> usize {
        self.trees.iter().zip(self.coordinates(cell)).filter(|(tree, node)| !tree.is_leaf(*node)).count()
    }

    /// The cells with all their equations. Cells of a multi-valued axis do not add up; what a reader knows is that
    /// no part exceeds the total and, where everybody stands in some part, that the parts come to the total or
    /// more. That is written with cells that are never published.
    pub(crate) fn system(&self) -> (System, Vec<Latent>) {
        let mut equations = Vec::new();
        let mut latents = Vec::new();
        let everybody_has_a_part = self.parts_cover_totals();
        for cell in 0..self.counts.len() {
            let places = self.trees.iter().zip(self.coordinates(cell).zip(&self.strides));
            for (tree, (node, &stride)) in places {
                let children = tree.children(node);
                if children.is_empty() {
                    continue;
                }
                let base = cell - node as usize * stride;
                let total = index(cell);
                let parts: Vec<u32> =
                    children.iter().map(|&child| index(base + child as usize * stride)).collect();
                if tree.adds_up {
                    equations.push(Equation { total, parts });
                    continue;
                }
                let mut latent = |plus: Vec<u32>, minus: Vec<u32>| {
                    latents.push(Latent { plus, minus });
                    index(self.counts.len() + latents.len() - 1)
                };
                for &part in &parts {
                    let others = latent(vec![total], vec![part]);
                    equations.push(Equation { total, parts: vec![part, others] });
                }
                if everybody_has_a_part {
                    let sum = latent(parts.clone(), Vec::new());
                    let repeated = latent(parts.clone(), vec![total]);
                    equations.push(Equation { total: sum, parts });
                    equations.push(Equation { total: sum, parts: vec![total, repeated] });
                }
            }
        }
        (System::new(self.counts.len() + latents.len(), equations), latents)
    }

    /// Whether on a multi-valued axis the parts come to the total or more, everywhere and in every measure.
    fn parts_cover_totals(&self) -> bool {
        (0..self.counts.len()).all(|cell| {
            self.trees.iter().zip(self.coordinates(cell).zip(&self.strides)).all(|(tree, (node, &stride))| {
                if tree.adds_up || tree.is_leaf(node) {
                    return true;
                }
                let base = cell - node as usize * stride;
                let parts = || tree.children(node).iter().map(|&child| base + child as usize * stride);
                let count = |cell: usize| self.counts.get(cell).copied().unwrap_or(0);
                let sum = |cell: usize| {
                    self.magnitudes
                        .as_ref()
                        .and_then(|all| all.get(cell))
                        .map_or(0, |magnitude| magnitude.sum)
                };
                parts().map(count).sum::<u64>() >= count(cell) && parts().map(sum).sum::<u64>() >= sum(cell)
            })
        })
    }

    /// The least number of people in each cell for a reader who knows which innermost cells are empty.
    pub(crate) fn occupied(&self) -> Vec<u64> {
        let mut occupied = Cube { magnitudes: None, ..self.clone() };
        for (cell, count) in occupied.counts.iter_mut().enumerate() {
            *count = u64::from(*count > 0 && self.is_innermost(cell));
        }
        occupied.sum_up();
        occupied.counts
    }

    /// The cell by names alone: dimensions with the labels down to the node, whatever the order of axes and nodes.
    pub(crate) fn canonical(&self, cell: usize) -> Vec<u8> {
        let mut parts: Vec<Vec<u8>> = self
            .trees
            .iter()
            .zip(self.coordinates(cell))
            .map(|(tree, mut node)| {
                let mut part = tree.name.clone().into_bytes();
                while node != TOTAL {
                    let Some(place) = tree.nodes.get(node as usize) else { break };
                    // Labels hold no control characters: a separator, or the mark of what is not known.
                    match place.category.as_ref().and_then(Category::label) {
                        Some(label) => {
                            part.push(2);
                            part.extend_from_slice(label.as_bytes());
                        }
                        None => part.push(3),
                    }
                    node = place.parent;
                }
                part
            })
            .collect();
        parts.sort_unstable();
        parts.join(&1)
    }

    /// Whether a cell is not the sum of others: every axis that adds up is on a leaf.
    pub(crate) fn is_innermost(&self, cell: usize) -> bool {
        self.trees.iter().zip(self.coordinates(cell)).all(|(tree, node)| !tree.adds_up || tree.is_leaf(node))
    }

    /// A cube of the same shape with other innermost figures, their totals added up.
    pub(crate) fn resummed(&self, innermost: impl Fn(usize) -> i64) -> Vec<i64> {
        let mut values: Vec<i64> =
            (0..self.len()).map(|cell| if self.is_innermost(cell) { innermost(cell) } else { 0 }).collect();
        self.each_sum(|total, part| {
            let part = values.get(part).copied().unwrap_or(0);
            if let Some(total) = values.get_mut(total) {
                *total = total.saturating_add(part);
            }
        });
        values
    }

    fn empty(trees: Vec<Tree>) -> Result<Self, Error> {
        let cells = trees.iter().fold(1_u128, |cells, tree| cells.saturating_mul(tree.len() as u128));
        if cells > MAX_CELLS as u128 {
            return Err(Error::TooManyCells { cells, limit: MAX_CELLS });
        }
        let mut strides = vec![1; trees.len()];
        let mut stride = 1;
        for (place, tree) in strides.iter_mut().zip(&trees).rev() {
            *place = stride;
            stride *= tree.len();
        }
        Ok(Cube { trees, strides, counts: vec![0; stride], magnitudes: None })
    }

    fn put(&mut self, at: &[usize], n: u64, magnitude: Option<&Magnitude>) -> Result<(), Error> {
        let place: Place = at.iter().map(|&node| Some(node)).collect();
        self.put_at(&place, n, magnitude)
    }

    fn put_at(&mut self, at: &[Option<usize>], n: u64, magnitude: Option<&Magnitude>) -> Result<(), Error> {
        let cell = self.position(at)?;
        if n > MAX_VALUE || magnitude.is_some_and(|magnitude| magnitude.sum > MAX_VALUE) {
            return Err(Error::ValueTooLarge { cell: self.label(cell), limit: MAX_VALUE });
        }
        if let Some(count) = self.counts.get_mut(cell) {
            *count = n;
        }
        let Some(magnitude) = magnitude else { return Ok(()) };
        let listed: u64 = magnitude.largest.iter().fold(0, |sum, &one| sum.saturating_add(one));
        let given = magnitude.largest.len() as u64;
        let what = if given < n.min(KEPT_CONTRIBUTIONS as u64) {
            "the ten largest must be given, or all, zeros too"
        } else if given == n && listed != magnitude.sum {
            "all are given, but they do not add up to the sum"
        } else {
            if let Some(place) = self.magnitudes.as_mut().and_then(|all| all.get_mut(cell)) {
                *place = magnitude.clone();
                place.largest.truncate(KEPT_CONTRIBUTIONS);
            }
            return Ok(());
        };
        Err(Error::MalformedContributions { cell: self.label(cell), what })
    }

    /// Fills the totals.
    fn sum_up(&mut self) {
        let mut counts = std::mem::take(&mut self.counts);
        let mut magnitudes = self.magnitudes.take();
        self.each_sum(|total, part| {
            let count = counts.get(part).copied().unwrap_or(0);
            if let Some(total) = counts.get_mut(total) {
                *total = total.saturating_add(count);
            }
            let Some(all) = &mut magnitudes else { return };
            let part = all.get(part).cloned().unwrap_or_default();
            if let Some(total) = all.get_mut(total) {
                total.sum = total.sum.saturating_add(part.sum);
                total.largest.extend(part.largest);
                total.largest.sort_unstable_by(|a, b| b.cmp(a));
                total.largest.truncate(KEPT_CONTRIBUTIONS);
            }
        });
        self.counts = counts;
        self.magnitudes = magnitudes;
    }

    /// Calls with every total and each of its parts, one axis after the other, children before their parents.
    fn each_sum(&self, mut add: impl FnMut(usize, usize)) {
        let cells: usize = self.trees.iter().map(Tree::len).product();
        for (tree, &stride) in self.trees.iter().zip(&self.strides) {
            if !tree.adds_up {
                continue;
            }
            let mut order: Vec<u32> = (0..index(tree.len())).filter(|&node| !tree.is_leaf(node)).collect();
            order.sort_by_key(|&node| std::cmp::Reverse(tree.depth(node)));
            for node in order {
                for start in (0..cells).step_by(stride * tree.len()) {
                    for base in start..start + stride {
                        for &child in tree.children(node) {
                            add(base + node as usize * stride, base + child as usize * stride);
                        }
                    }
                }
            }
        }
    }

    fn check(&self) -> Result<(), Error> {
        let large = self
            .counts
            .iter()
            .position(|&count| count > MAX_VALUE)
            .or_else(|| self.magnitudes.as_ref()?.iter().position(|magnitude| magnitude.sum > MAX_VALUE));
        match large {
            Some(cell) => Err(Error::ValueTooLarge { cell: self.label(cell), limit: MAX_VALUE }),
            None => Ok(()),
        }
    }
}

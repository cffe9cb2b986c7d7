//! Trees answered from tables of bits.
//!
//! One idea to keep in mind: leaves are numbered from left to right, a bit for each. An answer no rules out all leaves
//! under its yes. What the bin of one feature rules out in a tree is one mask, known beforehand; the masks of all
//! features together leave the leaf that is reached as the lowest bit. A tile holds the masks of so many trees that they
//! fill a cache line and stay in the first cache, however many trees there are.
//!
//! Sources: Lucchese et al. 2015 (QuickScorer, SIGIR); Ye et al. 2018 (RapidScorer, KDD).

use super::bins::Bins;
use super::{Branch, Tree};

/// Leaves of a tree as bits.
pub(super) trait Mask: Copy + Send + Sync {
    /// As many trees as fill a cache line.
    type Line: Copy + PartialEq + Send + Sync + AsRef<[Self]> + AsMut<[Self]>;
    const LEAVES: usize;
    const ALL: Self::Line;
    fn without(self, from: usize, to: usize) -> Self;
    fn lowest(self) -> usize;
    fn both(line: &mut Self::Line, other: &Self::Line);
}

macro_rules! mask {
    ($bits:ty, $trees:literal) => {
        impl Mask for $bits {
            type Line = [$bits; $trees];
            const LEAVES: usize = <$bits>::BITS as usize;
            const ALL: Self::Line = [<$bits>::MAX; $trees];

            /// Clears the bits `from..to`.
            fn without(self, from: usize, to: usize) -> Self {
                let below =
                    |bit: usize| if bit < Self::LEAVES { ((1 as $bits) << bit) - 1 } else { <$bits>::MAX };
                self & !(below(to) & !below(from))
            }

            #[inline]
            fn lowest(self) -> usize {
                self.trailing_zeros() as usize
            }

            #[inline]
            fn both(line: &mut Self::Line, other: &Self::Line) {
                for (mask, other) in line.iter_mut().zip(other) {
                    *mask &= other;
                }
            }
        }
    };
}

mask!(u32, 16);
mask!(u64, 8);

/// So many trees that their masks fill a line.
#[derive(Debug, Clone)]
pub(super) struct Tile<M: Mask> {
    /// Which of the lines each bin of each feature has here.
    line_of: Vec<u16>,
    lines: Vec<M::Line>,
    /// The leaves of each tree, from left to right, and nothing after them.
    leaves: Vec<i64>,
}

impl<M: Mask> Tile<M> {
    /// How many trees a tile holds.
    pub(super) fn trees() -> usize {
        M::ALL.as_ref().len()
    }

    /// From trees that have no more leaves than a mask has bits.
    pub(super) fn new(trees: &[&Tree], bins: &[Bins]) -> Self {
        let numbered: Vec<Numbered> = trees.iter().map(|tree| Numbered::new(tree)).collect();
        let mut leaves = vec![0; Self::trees() * M::LEAVES];
        for (numbered, of_tree) in numbered.iter().zip(leaves.chunks_mut(M::LEAVES)) {
            for (slot, leaf) in of_tree.iter_mut().zip(&numbered.leaves) {
                *slot = *leaf;
            }
        }
        let (mut line_of, mut lines): (Vec<u16>, Vec<M::Line>) = (Vec::new(), Vec::new());
        for (feature, bins) in bins.iter().enumerate() {
            let mut last = None;
            for bin in 0..bins.count() {
                // The value of a bin is at or above the edges before it.
                let edge = (bin as usize).checked_sub(1).and_then(|before| bins.edges().get(before)).copied();
                let unknown = bin + 1 == bins.count();
                let line = line::<M>(&numbered, |question| {
                    question.feature == feature
                        && if unknown {
                            !question.unknown_is_yes
                        } else {
                            edge.is_some_and(|edge| edge >= question.below)
                        }
                });
                if last != Some(line) {
                    lines.push(line);
                    last = Some(line);
                }
                line_of.push((lines.len() - 1) as u16);
            }
        }
        Tile { line_of, lines, leaves }
    }

    /// What the trees of the tile say where nothing is asked.
    pub(super) fn constant(&self) -> i64 {
        self.leaves.iter().step_by(M::LEAVES).sum()
    }

    /// Adds what the trees of the tile say of each row; a row is its bins, one for each feature.
    pub(super) fn add(&self, rows: &[u32], features: usize, sums: &mut [i64]) {
        for (bins, sum) in rows.chunks_exact(features.max(1)).zip(sums) {
            let mut line = M::ALL;
            for bin in bins {
                let at = self.line_of.get(*bin as usize).copied().unwrap_or_default();
                if let Some(other) = self.lines.get(usize::from(at)) {
                    M::both(&mut line, other);
                }
            }
            let of_trees = line.as_ref().iter().zip(self.leaves.chunks_exact(M::LEAVES));
            *sum += of_trees
                .map(|(mask, leaves)| leaves.get(mask.lowest()).copied().unwrap_or_default())
                .sum::<i64>();
        }
    }
}

/// A question with the leaves under its yes.
struct Ruled {
    feature: usize,
    below: f64,
    unknown_is_yes: bool,
    from: usize,
    to: usize,
}

/// A tree with its leaves numbered from left to right.
struct Numbered {
    ruled: Vec<Ruled>,
    leaves: Vec<i64>,
}

impl Numbered {
    fn new(tree: &Tree) -> Self {
        let mut numbered = Numbered { ruled: Vec::with_capacity(tree.questions.len()), leaves: Vec::new() };
        // How many leaves lie under each question; questions come after those that lead to them.
        let mut under = vec![0_usize; tree.questions.len()];
        let count = |under: &[usize], branch: Branch| match branch {
            Branch::Leaf(_) => 1,
            Branch::Question(at) => under.get(at).copied().unwrap_or_default(),
        };
        for (place, question) in tree.questions.iter().enumerate().rev() {
            let both = count(&under, question.yes) + count(&under, question.no);
            if let Some(slot) = under.get_mut(place) {
                *slot = both;
            }
        }
        let root = if tree.questions.is_empty() { Branch::Leaf(0) } else { Branch::Question(0) };
        let mut waiting = vec![root];
        while let Some(branch) = waiting.pop() {
            match branch {
                Branch::Leaf(leaf) => {
                    numbered.leaves.push(tree.leaves.get(leaf).copied().unwrap_or_default())
                }
                Branch::Question(at) => {
                    let Some(question) = tree.questions.get(at) else { continue };
                    let from = numbered.leaves.len();
                    numbered.ruled.push(Ruled {
                        feature: question.feature,
                        below: question.below,
                        unknown_is_yes: question.unknown_is_yes,
                        from,
                        to: from + count(&under, question.yes),
                    });
                    waiting.push(question.no);
                    waiting.push(question.yes);
                }
            }
        }
        numbered
    }
}

/// What is left of the trees where some questions are answered with no.
fn line<M: Mask>(trees: &[Numbered], is_no: impl Fn(&Ruled) -> bool) -> M::Line {
    let mut line = M::ALL;
    for (mask, tree) in line.as_mut().iter_mut().zip(trees) {
        for question in tree.ruled.iter().filter(|question| is_no(question)) {
            *mask = mask.without(question.from, question.to);
        }
    }
    line
}

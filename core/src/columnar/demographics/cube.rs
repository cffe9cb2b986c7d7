//! The cells of one breakdown, used for one audience after the other.

use std::collections::HashMap;

use super::weights::COARSE_BITS;

/// How many people, and their weight: in units of 2^-60, or their number where there are no weights.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    pub(super) weight: u128,
    pub(super) n: u32,
}

/// A cell while it is counted, small because many of them have to stay in a cache. The weight in coarse units is
/// `upper * 2^64 + weight`; each is below 2^47 and there are fewer than 2^32, so that `upper` is a small number.
#[derive(Clone, Copy, Default)]
struct Packed {
    weight: u64,
    /// `upper * 2^32 + n`.
    rest: u64,
}

impl Packed {
    #[inline(always)]
    fn add(&mut self, weight: u64) {
        let (sum, carry) = self.weight.overflowing_add(weight);
        self.weight = sum;
        self.rest += 1 + (u64::from(carry) << 32);
    }

    fn n(self) -> u32 {
        self.rest as u32
    }

    fn units(self) -> u128 {
        ((u128::from(self.rest >> 32) << 64) + u128::from(self.weight)) << COARSE_BITS
    }
}

/// A cube of more cells than this is kept by the cells that are there.
const DENSE: u32 = 1 << 20;

/// A cube of fewer cells than this is looked through from end to end.
const SMALL: u32 = 1 << 8;

/// All cells of a breakdown, and which of them are in use.
pub(super) struct Cube {
    cells: Cells,
    /// The codes that came, each once, where the cells are not looked through.
    touched: Vec<u32>,
    /// How many of `touched` are of use.
    used: usize,
    /// Room for the cells that are put in order.
    ordered: Vec<(u32, Cell)>,
}

enum Cells {
    Small { cells: Vec<Packed>, fine: Fine },
    Dense { cells: Vec<Packed>, fine: Fine },
    Sparse(HashMap<u32, Cell>),
}

/// Weights with digits below the coarse ones, beside those of the cells. Empty until there is one.
type Fine = Vec<u128>;

impl Cube {
    pub(super) fn new(size: u32) -> Self {
        let cells = || vec![Packed::default(); size as usize];
        let cells = match size {
            ..SMALL => Cells::Small { cells: cells(), fine: Fine::new() },
            SMALL..=DENSE => Cells::Dense { cells: cells(), fine: Fine::new() },
            _ => Cells::Sparse(HashMap::new()),
        };
        Cube { cells, touched: Vec::new(), used: 0, ordered: Vec::new() }
    }

    /// Takes in people by the codes of their cells, and their weights in coarse units, in the order of the codes.
    #[inline(always)]
    pub(super) fn add(&mut self, codes: &[u32], weights: impl Iterator<Item = u64>) {
        let weighted = codes.iter().zip(weights);
        match &mut self.cells {
            Cells::Small { cells, .. } => weighted.for_each(|(code, weight)| {
                if let Some(cell) = cells.get_mut(*code as usize) {
                    cell.add(weight);
                }
            }),
            Cells::Dense { cells, .. } => {
                let needed = self.used + codes.len();
                if self.touched.len() < needed {
                    self.touched.resize(needed, 0);
                }
                let mut used = self.used;
                for (code, weight) in weighted {
                    let (Some(cell), Some(slot)) =
                        (cells.get_mut(*code as usize), self.touched.get_mut(used))
                    else {
                        continue;
                    };
                    // Half of the cells are new: written always and counted where it is so, nothing is guessed.
                    *slot = *code;
                    used += usize::from(cell.rest == 0);
                    cell.add(weight);
                }
                self.used = used;
            }
            Cells::Sparse(cells) => weighted.for_each(|(code, weight)| {
                let cell = cells.entry(*code).or_default();
                cell.n += 1;
                cell.weight += u128::from(weight) << COARSE_BITS;
            }),
        }
    }

    /// The same with weights in units of 2^-60.
    pub(super) fn add_fine(&mut self, codes: &[u32], weights: impl Iterator<Item = u128>) {
        if let Cells::Sparse(cells) = &mut self.cells {
            for (code, weight) in codes.iter().zip(weights) {
                let cell = cells.entry(*code).or_default();
                cell.n += 1;
                cell.weight += weight;
            }
            return;
        }
        self.add(codes, std::iter::repeat(0));
        let (Cells::Small { cells, fine } | Cells::Dense { cells, fine }) = &mut self.cells else { return };
        fine.resize(cells.len(), 0);
        for (code, weight) in codes.iter().zip(weights) {
            if let Some(sum) = fine.get_mut(*code as usize) {
                *sum += weight;
            }
        }
    }

    /// How many people are in a cell.
    pub(super) fn n(&self, code: u32) -> u32 {
        match &self.cells {
            Cells::Small { cells, .. } | Cells::Dense { cells, .. } => {
                cells.get(code as usize).map_or(0, |cell| cell.n())
            }
            Cells::Sparse(cells) => cells.get(&code).map_or(0, |cell| cell.n),
        }
    }

    /// Gives every cell that is in use to `visit` and clears it: those of at least `minimum` people in the order of
    /// their codes, the others in none: there are many of them, and they are only added up.
    pub(super) fn drain(&mut self, minimum: u32, mut visit: impl FnMut(u32, Cell)) {
        let taken = |code: u32, cell: Packed, fine: &mut Fine| Cell {
            n: cell.n(),
            weight: cell.units() + fine.get_mut(code as usize).map_or(0, std::mem::take),
        };
        let mut ordered = std::mem::take(&mut self.ordered);
        match &mut self.cells {
            Cells::Small { cells, fine } => {
                for (code, cell) in (0_u32..).zip(cells) {
                    if cell.rest != 0 {
                        visit(code, taken(code, std::mem::take(cell), fine));
                    }
                }
            }
            Cells::Dense { cells, fine } => {
                for code in self.touched.iter().take(self.used).copied() {
                    let Some(cell) = cells.get_mut(code as usize).map(std::mem::take) else { continue };
                    let cell = taken(code, cell, fine);
                    match cell.n < minimum {
                        true => visit(code, cell),
                        false => ordered.push((code, cell)),
                    }
                }
            }
            // A map that held many cells would be slow for all that come after it.
            Cells::Sparse(cells) => ordered.extend(std::mem::take(cells)),
        }
        ordered.sort_unstable_by_key(|(code, _)| *code);
        ordered.drain(..).for_each(|(code, cell)| visit(code, cell));
        self.ordered = ordered;
        self.used = 0;
    }
}

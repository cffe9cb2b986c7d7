//! The cells of one breakdown, used for one audience after the other.

use std::collections::HashMap;

/// How many people, and their weight: in units of 2^-60, or their number where there are no weights.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    pub(super) weight: u128,
    pub(super) n: u32,
}

/// A cube of more cells than this is kept by the cells that are there.
const DENSE: u32 = 1 << 20;

/// All cells of a breakdown, and which of them are in use.
pub(super) struct Cube {
    cells: Cells,
    touched: Vec<u32>,
    /// How many of `touched` are of use.
    used: usize,
}

enum Cells {
    Dense(Vec<Cell>),
    Sparse(HashMap<u32, Cell>),
}

impl Cube {
    pub(super) fn new(size: u32) -> Self {
        let cells = match size {
            ..=DENSE => Cells::Dense(vec![Cell::default(); size as usize]),
            _ => Cells::Sparse(HashMap::new()),
        };
        Cube { cells, touched: Vec::new(), used: 0 }
    }

    /// Takes in people by the codes of their cells, and their weights in the order of the codes.
    #[inline(always)]
    pub(super) fn add(&mut self, codes: &[u32], weights: impl Iterator<Item = u128>) {
        let needed = self.used + codes.len();
        if self.touched.len() < needed {
            self.touched.resize(needed, 0);
        }
        let mut used = self.used;
        match &mut self.cells {
            Cells::Dense(cells) => {
                for (code, weight) in codes.iter().zip(weights) {
                    let (Some(cell), Some(slot)) =
                        (cells.get_mut(*code as usize), self.touched.get_mut(used))
                    else {
                        continue;
                    };
                    // Half of the cells are new: written always and counted where it is so, nothing is guessed.
                    *slot = *code;
                    used += usize::from(cell.n == 0);
                    cell.n += 1;
                    cell.weight += weight;
                }
            }
            Cells::Sparse(cells) => {
                for (code, weight) in codes.iter().zip(weights) {
                    let Some(slot) = self.touched.get_mut(used) else { continue };
                    let cell = cells.entry(*code).or_default();
                    *slot = *code;
                    used += usize::from(cell.n == 0);
                    cell.n += 1;
                    cell.weight += weight;
                }
            }
        }
        self.used = used;
    }

    /// Gives every cell that is in use to `visit`, in no order, and clears it.
    pub(super) fn drain(&mut self, mut visit: impl FnMut(u32, Cell)) {
        for code in self.touched.iter().take(self.used).copied() {
            let cell = match &mut self.cells {
                Cells::Dense(cells) => cells.get_mut(code as usize).map(std::mem::take),
                Cells::Sparse(cells) => cells.remove(&code),
            };
            if let Some(cell) = cell {
                visit(code, cell);
            }
        }
        self.used = 0;
    }
}

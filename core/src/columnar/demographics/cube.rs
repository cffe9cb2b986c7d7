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
        Cube { cells, touched: Vec::new() }
    }

    /// Takes in people by the codes of their cells.
    pub(super) fn add(&mut self, codes: &[u32], weights: Option<&[u128]>) {
        match weights {
            Some(weights) => self.each(codes.iter().zip(weights.iter().copied())),
            None => self.each(codes.iter().zip(std::iter::repeat(1))),
        }
    }

    #[inline(always)]
    fn each<'c>(&mut self, people: impl Iterator<Item = (&'c u32, u128)>) {
        match &mut self.cells {
            Cells::Dense(cells) => {
                for (code, weight) in people {
                    if let Some(cell) = cells.get_mut(*code as usize) {
                        if cell.n == 0 {
                            self.touched.push(*code);
                        }
                        cell.n += 1;
                        cell.weight += weight;
                    }
                }
            }
            Cells::Sparse(cells) => {
                for (code, weight) in people {
                    let cell = cells.entry(*code).or_default();
                    if cell.n == 0 {
                        self.touched.push(*code);
                    }
                    cell.n += 1;
                    cell.weight += weight;
                }
            }
        }
    }

    /// Gives every cell that is in use to `visit`, in no order, and clears it.
    pub(super) fn drain(&mut self, mut visit: impl FnMut(u32, Cell)) {
        for code in self.touched.drain(..) {
            let cell = match &mut self.cells {
                Cells::Dense(cells) => cells.get_mut(code as usize).map(std::mem::take),
                Cells::Sparse(cells) => cells.remove(&code),
            };
            if let Some(cell) = cell {
                visit(code, cell);
            }
        }
    }
}

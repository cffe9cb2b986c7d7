//! What a reader of a table knows beyond its numbers: which cells are sums of which.
//!
//! One idea to keep in mind: everything downstream (suppression, verification, rounding) sees a table of any
//! shape, and any set of linked tables, as cells joined by equations "total = sum of its parts".

/// One equation: `total` is the sum of `parts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Equation {
    pub(crate) total: u32,
    pub(crate) parts: Vec<u32>,
}

impl Equation {
    /// The cells with their signs: the equation says that the signed sum is 0.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        std::iter::once((self.total, -1)).chain(self.parts.iter().map(|&part| (part, 1)))
    }
}

/// Cells and the equations that join them.
#[derive(Debug, Clone, Default)]
pub(crate) struct System {
    equations: Vec<Equation>,
    of: Vec<Vec<u32>>,
}

impl System {
    pub(crate) fn new(cells: usize, equations: Vec<Equation>) -> Self {
        let mut of = vec![Vec::new(); cells];
        for (number, equation) in equations.iter().enumerate() {
            for (cell, _) in equation.terms() {
                if let Some(list) = of.get_mut(cell as usize) {
                    list.push(super::axis::index(number));
                }
            }
        }
        System { equations, of }
    }

    pub(crate) fn cells(&self) -> usize {
        self.of.len()
    }

    pub(crate) fn equations(&self) -> &[Equation] {
        &self.equations
    }

    /// The numbers of the equations that a cell stands in.
    pub(crate) fn of(&self, cell: u32) -> &[u32] {
        self.of.get(cell as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn equation(&self, number: u32) -> Option<&Equation> {
        self.equations.get(number as usize)
    }
}

/// A cell that is never published and follows from others: a sum, or a difference that cannot be negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Latent {
    pub(crate) plus: Vec<u32>,
    pub(crate) minus: Vec<u32>,
}

impl Latent {
    /// Its value in one measure.
    pub(crate) fn value(&self, values: &[u64]) -> u64 {
        let sum = |cells: &[u32]| {
            cells
                .iter()
                .map(|&cell| values.get(cell as usize).copied().unwrap_or(0))
                .fold(0, u64::saturating_add)
        };
        sum(&self.plus).saturating_sub(sum(&self.minus))
    }
}

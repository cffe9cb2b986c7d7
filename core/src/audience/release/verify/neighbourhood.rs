//! Where a witness is looked for: a few unknown cells around the one under attack.
//!
//! One idea to keep in mind: a witness that moves few cells is a witness of the whole table, because all others
//! keep their true values. So tables of any size are verified by many small programmes.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::audience::release::system::System;

/// A set of unknown cells in which every equation has none, or two and more where it can.
pub(super) struct Neighbourhood<'a> {
    system: &'a System,
    free: &'a [bool],
    values: &'a [u64],
    cells: Vec<u32>,
    members: HashSet<u32>,
    /// How many members each touched equation has.
    count: HashMap<u32, u32>,
    /// Touched equations in the order of their first touch.
    touched: Vec<u32>,
    /// Equations that had one member when they were queued.
    unbalanced: VecDeque<u32>,
    /// Where in `touched` the next round of growth begins.
    cursor: usize,
}

impl<'a> Neighbourhood<'a> {
    pub(super) fn around(system: &'a System, free: &'a [bool], values: &'a [u64], cell: u32) -> Self {
        let mut neighbourhood = Neighbourhood {
            system,
            free,
            values,
            cells: Vec::new(),
            members: HashSet::new(),
            count: HashMap::new(),
            touched: Vec::new(),
            unbalanced: VecDeque::new(),
            cursor: 0,
        };
        neighbourhood.add(cell);
        neighbourhood
    }

    pub(super) fn cells(&self) -> &[u32] {
        &self.cells
    }

    /// Grows to about `size` cells and balances. True where everything that can be reached is in.
    pub(super) fn grow(&mut self, size: usize) -> bool {
        self.balance();
        while self.cells.len() < size {
            let Some(next) = self.next() else { return true };
            self.add(next);
            self.balance();
        }
        false
    }

    fn add(&mut self, cell: u32) {
        if !self.members.insert(cell) {
            return;
        }
        self.cells.push(cell);
        for &number in self.system.of(cell) {
            let count = self.count.entry(number).or_insert(0);
            *count += 1;
            if *count == 1 {
                self.touched.push(number);
                self.unbalanced.push_back(number);
            }
        }
    }

    /// Gives every equation with a single member a second one, preferably a cell that balances others too: the
    /// corner of a rectangle before a cell that opens a new one.
    fn balance(&mut self) {
        while let Some(number) = self.unbalanced.pop_front() {
            if self.count.get(&number) != Some(&1) {
                continue;
            }
            if let Some(cell) = self.best_of(number) {
                self.add(cell);
            }
        }
    }

    fn best_of(&self, number: u32) -> Option<u32> {
        self.candidates(number).max_by_key(|&cell| {
            let balances =
                self.system.of(cell).iter().filter(|number| self.count.get(*number) == Some(&1)).count();
            let opens =
                self.system.of(cell).iter().filter(|number| !self.count.contains_key(*number)).count();
            let value = self.values.get(cell as usize).copied().unwrap_or(0);
            (balances, std::cmp::Reverse(opens), value, std::cmp::Reverse(cell))
        })
    }

    fn candidates(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        self.system
            .equation(number)
            .into_iter()
            .flat_map(|equation| equation.terms().map(|(cell, _)| cell))
            .filter(|cell| self.free.get(*cell as usize) == Some(&true) && !self.members.contains(cell))
    }

    /// One more cell from the touched equations, in turn.
    fn next(&mut self) -> Option<u32> {
        for step in 0..self.touched.len() {
            let at = (self.cursor + step) % self.touched.len();
            let Some(&number) = self.touched.get(at) else { continue };
            if let Some(cell) = self.best_of(number) {
                self.cursor = at + 1;
                return Some(cell);
            }
        }
        None
    }
}

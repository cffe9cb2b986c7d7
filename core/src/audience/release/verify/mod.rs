//! The verifier: the attacker's view of a table that is about to be published.
//!
//! One idea to keep in mind: the verifier, not the optimiser, is trusted, and it shares no code with it. It
//! calls a cell protected only when it holds two whole tables of whole numbers that agree with everything
//! published, one with the cell as low as declared and one as high. Such a witness is checked by plain
//! addition, so that a mistake in the search for it can only refuse a release, never let one through.

mod neighbourhood;
mod simplex;

use serde::{Deserialize, Serialize};

use self::neighbourhood::Neighbourhood;
use self::simplex::{Outcome, Programme};
use super::cube::Cube;
use super::primary::{Measure, Need, primary};
use super::system::System;
use super::{Error, Place, Rules};
use crate::audience::Table;

/// Neighbourhoods grow through these sizes until a witness is found or nothing is left to add.
const SIZES: [usize; 4] = [12, 40, 130, 600];

/// What the attacker can say of one sensitive cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProtectionInterval {
    /// The place of the cell.
    pub at: Place,
    /// What is protected.
    pub measure: Quantity,
    /// A value at or below the declared lower end that is proven possible for the cell.
    pub low: u64,
    /// A value at or above the declared upper end that is proven possible for the cell.
    pub high: u64,
    /// The declared lower end.
    pub need_low: u64,
    /// The declared upper end.
    pub need_high: u64,
}

/// What a table publishes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// How many people.
    Count,
    /// The sum of their contributions.
    Sum,
}

/// What came of the attack on one need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) measure: usize,
    pub(crate) need: Need,
    pub(crate) low: u64,
    pub(crate) high: u64,
}

impl Reach {
    pub(crate) fn is_protected(&self) -> bool {
        self.low <= self.need.low && self.high >= self.need.high
    }

    pub(crate) fn interval(&self, cube: &Cube) -> ProtectionInterval {
        ProtectionInterval {
            at: cube.place(self.need.cell as usize),
            measure: if self.measure == 0 { Quantity::Count } else { Quantity::Sum },
            low: self.low,
            high: self.high,
            need_low: self.need.low,
            need_high: self.need.high,
        }
    }
}

impl ProtectionInterval {
    /// Whether the proven values reach as far as declared.
    pub fn is_protected(&self) -> bool {
        self.low <= self.need_low && self.high >= self.need_high
    }
}

/// What an attacker knows: for every cell the range that its value must be in. Shown cells have one value.
#[derive(Debug, Clone)]
pub(crate) struct Knowledge {
    pub(crate) low: Vec<u64>,
    pub(crate) high: Vec<Option<u64>>,
}

impl Knowledge {
    /// What suppression leaves: shown cells are known, hidden ones hold at least their floor.
    pub(crate) fn of_suppression(measure: &Measure, hidden: &[bool]) -> Self {
        let cells = || measure.values.iter().zip(&measure.floors).zip(hidden);
        // A hidden cell below its floor would contradict the floors: then the reader has no such knowledge.
        let has_floors = cells().all(|((value, floor), hidden)| !hidden || value >= floor);
        let low = |value, floor, hidden| match hidden {
            false => value,
            true if has_floors => floor,
            true => 0,
        };
        Knowledge {
            low: cells().map(|((&value, &floor), &hidden)| low(value, floor, hidden)).collect(),
            high: cells().map(|((&value, _), &hidden)| (!hidden).then_some(value)).collect(),
        }
    }

    fn is_free(&self, cell: usize, value: u64) -> bool {
        self.low.get(cell).is_some_and(|&low| low < value)
            || self.high.get(cell).is_some_and(|high| high.is_none_or(|high| high > value))
    }
}

/// Verifies that hiding some cells, and showing all others, protects what the rules call sensitive. This is the
/// check that [`suppress`](super::suppress) ends with; it accepts patterns of any origin.
///
/// ```
/// use renown::audience::{Axis, Cell, Dimension, Table};
/// use renown::audience::release::{Rules, verify};
///
/// let country = Axis::flat(Dimension::Country, ["FR".into(), "IL".into(), "PT".into()])?;
/// let cell = |at, n| Cell { at: vec![at], n, weight: None, magnitude: None };
/// let table = Table::new(vec![country], vec![cell(0, 9), cell(1, 60), cell(2, 31)])?;
/// let rules = Rules::new(10)?;
/// // With the total shown, hiding FR alone hides nothing.
/// let alone = verify(&table, |at| at == [Some(0)], &rules);
/// assert_eq!(alone.unwrap_err().code(), "UNPROTECTED");
/// let intervals = verify(&table, |at| at == [Some(0)] || at == [Some(2)], &rules)?;
/// assert!(intervals[0].low <= 1 && intervals[0].high >= 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Unprotected`] with the first exposed cell, [`Error::DominanceNeedsMagnitudes`], and as
/// [`suppress`](super::suppress) for the table.
pub fn verify(
    table: &Table,
    is_hidden: impl Fn(&[Option<usize>]) -> bool,
    rules: &Rules,
) -> Result<Vec<ProtectionInterval>, Error> {
    let cube = Cube::of(table)?;
    let (system, latents) = cube.system();
    let primary = primary(&cube, &latents, rules)?;
    let hidden: Vec<bool> =
        (0..system.cells()).map(|cell| cell >= cube.len() || is_hidden(&cube.place(cell))).collect();
    let reached = attack_all(&system, &primary.measures, &hidden);
    refuse_exposed(&cube, &reached)?;
    Ok(reached.iter().map(|reach| reach.interval(&cube)).collect())
}

/// The error for the first exposed cell, if there is one.
pub(crate) fn refuse_exposed(cube: &Cube, reached: &[Reach]) -> Result<(), Error> {
    let mut exposed = reached.iter().filter(|reach| !reach.is_protected());
    let Some(first) = exposed.next() else { return Ok(()) };
    Err(Error::Unprotected {
        exposed: 1 + exposed.count(),
        sensitive: reached.len(),
        cell: cube.label(first.need.cell as usize),
        low: first.low,
        high: first.high,
        need_low: first.need.low,
        need_high: first.need.high,
    })
}

/// Attacks the needs of every measure under one pattern.
pub(crate) fn attack_all(system: &System, measures: &[Measure], hidden: &[bool]) -> Vec<Reach> {
    let mut reached = Vec::new();
    for (number, measure) in measures.iter().enumerate() {
        let knowledge = Knowledge::of_suppression(measure, hidden);
        reached.extend(attack(system, &measure.values, &knowledge, &measure.needs, number));
    }
    reached
}

/// Attacks the needs of one measure.
pub(crate) fn attack(
    system: &System,
    values: &[u64],
    knowledge: &Knowledge,
    needs: &[Need],
    measure: usize,
) -> Vec<Reach> {
    let mut attacker = Attacker::new(system, values, knowledge);
    needs
        .iter()
        .map(|need| {
            attacker.stretch(need, -1);
            attacker.stretch(need, 1);
            let cell = need.cell as usize;
            let value = values.get(cell).copied().unwrap_or(0);
            let (low, high) = attacker.reached.get(cell).copied().unwrap_or((value, value));
            Reach { measure, need: *need, low, high }
        })
        .collect()
}

struct Attacker<'a> {
    system: &'a System,
    values: &'a [u64],
    knowledge: &'a Knowledge,
    /// Cells that an attacker cannot compute by plain subtraction.
    free: Vec<bool>,
    /// The lowest and highest value of each cell in the witnesses so far.
    reached: Vec<(u64, u64)>,
}

impl<'a> Attacker<'a> {
    fn new(system: &'a System, values: &'a [u64], knowledge: &'a Knowledge) -> Self {
        let mut free: Vec<bool> =
            values.iter().enumerate().map(|(cell, &value)| knowledge.is_free(cell, value)).collect();
        subtract(system, &mut free);
        let reached = values.iter().map(|&value| (value, value)).collect();
        Attacker { system, values, knowledge, free, reached }
    }

    fn is_reached(&self, need: &Need, sign: i128) -> bool {
        let (low, high) = self.reached.get(need.cell as usize).copied().unwrap_or((u64::MAX, 0));
        if sign < 0 { low <= need.low } else { high >= need.high }
    }

    /// Looks for a witness in which the cell is at or beyond its declared end.
    fn stretch(&mut self, need: &Need, sign: i128) {
        if !self.free.get(need.cell as usize).copied().unwrap_or(false) {
            return;
        }
        let free = std::mem::take(&mut self.free);
        self.stretch_among(&free, need, sign);
        self.free = free;
    }

    fn stretch_among(&mut self, free: &[bool], need: &Need, sign: i128) {
        let mut neighbourhood = Neighbourhood::around(self.system, free, self.values, need.cell);
        for size in SIZES {
            if self.is_reached(need, sign) {
                return;
            }
            let before = neighbourhood.cells().len();
            let is_all = neighbourhood.grow(size);
            if neighbourhood.cells().len() > before || size == SIZES[0] {
                self.search(neighbourhood.cells(), need, sign);
            }
            if is_all {
                return;
            }
        }
    }

    /// Solves the attacker's programme in a neighbourhood. What is outside keeps its true value, so that every
    /// solution inside is part of a solution of the whole.
    fn search(&mut self, cells: &[u32], need: &Need, sign: i128) {
        let Some(mut programme) = self.programme(cells) else { return };
        let Some(goal) = cells.iter().position(|&cell| cell == need.cell) else { return };
        let value = i128::from(self.values.get(need.cell as usize).copied().unwrap_or(0));
        let wanted =
            if sign < 0 { value - i128::from(need.low) } else { i128::from(need.high) - value }.max(0);
        // There is no gain in going further than declared, and the way there is shorter.
        limit(&mut programme, goal, wanted, sign);
        for _ in 0..4 * cells.len() {
            let Outcome::Optimum { numerators, denominator } = programme.maximise(goal, sign) else { return };
            match numerators.iter().position(|numerator| numerator % denominator != 0) {
                None => {
                    let deviations: Vec<i128> =
                        numerators.iter().map(|numerator| numerator / denominator).collect();
                    self.accept(cells, &deviations);
                    return;
                }
                // People come whole: cut the fraction off on the side that keeps the true table.
                Some(column) => {
                    let numerator = numerators.get(column).copied().unwrap_or(0);
                    let floor = numerator.div_euclid(denominator);
                    if numerator > 0 {
                        if let Some(high) = programme.high.get_mut(column) {
                            *high = Some(floor);
                        }
                    } else if let Some(low) = programme.low.get_mut(column) {
                        *low = floor + 1;
                    }
                }
            }
        }
    }

    fn programme(&self, cells: &[u32]) -> Option<Programme> {
        let column: std::collections::HashMap<u32, usize> =
            cells.iter().enumerate().map(|(column, &cell)| (cell, column)).collect();
        let mut numbers: Vec<u32> =
            cells.iter().flat_map(|&cell| self.system.of(cell).iter().copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let rows = numbers
            .iter()
            .filter_map(|&number| self.system.equation(number))
            .map(|equation| {
                equation
                    .terms()
                    .filter_map(|(cell, sign)| column.get(&cell).map(|&column| (column, i128::from(sign))))
                    .collect()
            })
            .collect();
        let mut low = Vec::with_capacity(cells.len());
        let mut high = Vec::with_capacity(cells.len());
        for &cell in cells {
            let value = i128::from(*self.values.get(cell as usize)?);
            low.push(i128::from(*self.knowledge.low.get(cell as usize)?) - value);
            high.push(self.knowledge.high.get(cell as usize)?.map(|high| i128::from(high) - value));
        }
        Some(Programme { rows, low, high })
    }

    /// Checks a witness by plain addition, and remembers how far it moves every cell.
    fn accept(&mut self, cells: &[u32], deviations: &[i128]) {
        let moved: std::collections::HashMap<u32, i128> =
            cells.iter().copied().zip(deviations.iter().copied()).filter(|&(_, by)| by != 0).collect();
        for (&cell, &by) in &moved {
            let Some(value) = self.moved_value(cell, by) else { return };
            let low = self.knowledge.low.get(cell as usize).copied().unwrap_or(u64::MAX);
            let high = self.knowledge.high.get(cell as usize).copied().unwrap_or(Some(0));
            if value < low || high.is_some_and(|high| value > high) {
                return;
            }
            for equation in self.system.of(cell).iter().filter_map(|&number| self.system.equation(number)) {
                let sum: i128 = equation
                    .terms()
                    .map(|(cell, sign)| i128::from(sign) * moved.get(&cell).copied().unwrap_or(0))
                    .sum();
                if sum != 0 {
                    return;
                }
            }
        }
        for (&cell, &by) in &moved {
            if let (Some(value), Some(reached)) =
                (self.moved_value(cell, by), self.reached.get_mut(cell as usize))
            {
                *reached = (reached.0.min(value), reached.1.max(value));
            }
        }
    }

    fn moved_value(&self, cell: u32, by: i128) -> Option<u64> {
        let value = i128::from(self.values.get(cell as usize).copied()?);
        u64::try_from(value.checked_add(by)?).ok()
    }
}

/// Limits the goal to what is wanted in the direction of the search.
fn limit(programme: &mut Programme, goal: usize, wanted: i128, sign: i128) {
    if sign < 0 {
        if let Some(low) = programme.low.get_mut(goal) {
            *low = (*low).max(-wanted);
        }
    } else if let Some(high) = programme.high.get_mut(goal) {
        *high = Some(high.map_or(wanted, |high| high.min(wanted)));
    }
}

/// Takes out, one after the other, the cells that are the only unknown of an equation.
fn subtract(system: &System, free: &mut [bool]) {
    let mut queue: Vec<u32> = (0..super::axis::index(system.equations().len())).collect();
    while let Some(number) = queue.pop() {
        let Some(equation) = system.equation(number) else { continue };
        let mut unknown =
            equation.terms().map(|(cell, _)| cell).filter(|&cell| free.get(cell as usize) == Some(&true));
        let (Some(only), None) = (unknown.next(), unknown.next()) else { continue };
        if let Some(free) = free.get_mut(only as usize) {
            *free = false;
        }
        queue.extend_from_slice(system.of(only));
    }
}

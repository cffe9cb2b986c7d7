//! The task of complementary suppression, for one table or several linked ones.

use crate::audience::release::primary::{Measure, Need};
use crate::audience::release::system::{Equation, System};

/// What must be protected, what may be hidden, and what that costs.
#[derive(Debug, Clone)]
pub(crate) struct Problem<'a> {
    pub(crate) system: System,
    pub(crate) measures: &'a [Measure],
    /// Cells that are hidden in any case.
    pub(crate) primary: Vec<bool>,
    /// Cells that may be hidden beside them.
    pub(crate) hideable: Vec<bool>,
    pub(crate) costs: Vec<u64>,
}

/// The two ends of an attacker's interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Low,
    High,
}

impl Problem<'_> {
    pub(crate) fn cost_of(&self, hidden: &[bool]) -> u64 {
        self.costs.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(cost, _)| cost).sum()
    }

    pub(crate) fn may_hide(&self, cell: u32) -> bool {
        self.hideable.get(cell as usize).copied().unwrap_or(false)
            || self.primary.get(cell as usize).copied().unwrap_or(false)
    }

    pub(crate) fn cost(&self, cell: u32) -> u64 {
        self.costs.get(cell as usize).copied().unwrap_or(u64::MAX)
    }
}

/// How far the value of a sensitive cell has to move towards one end; 0 where it need not.
pub(crate) fn distance(measure: &Measure, need: &Need, end: End) -> u64 {
    let value = measure.values.get(need.cell as usize).copied().unwrap_or(0);
    match end {
        End::Low => value.saturating_sub(need.low),
        End::High => need.high.saturating_sub(value),
    }
}

/// How much of a movement of `cell` by `wanted` towards `end` another hidden cell of the same equation can take up.
pub(crate) fn capacity(
    measure: &Measure,
    equation: &Equation,
    cell: u32,
    other: u32,
    end: End,
    wanted: u64,
) -> u64 {
    // Parts balance one another by moving against each other; a total moves with its parts.
    let moves_up = ((cell == equation.total) != (other == equation.total)) == (end == End::High);
    if moves_up {
        return wanted;
    }
    let value = measure.values.get(other as usize).copied().unwrap_or(0);
    value.saturating_sub(measure.floors.get(other as usize).copied().unwrap_or(0)).min(wanted)
}

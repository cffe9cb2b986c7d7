//! Suppression equation by equation, for tables of any size.
//!
//! One idea to keep in mind: a sensitive cell is covered in an equation where the other hidden cells can take up
//! its movement to both declared ends. That is necessary everywhere and mostly sufficient; where it is not, the
//! verifier says so and the cell gets one more cover.

use std::collections::BTreeSet;

use super::attacked;
use super::problem::{End, Problem, capacity, distance};
use crate::audience::release::primary::{Measure, Need};
use crate::audience::release::verify::Reach;

/// A verified pattern: grown from the sensitive cells, then stripped of needless cover.
pub(super) fn choose(problem: &Problem<'_>) -> (Vec<bool>, Vec<Reach>) {
    let (grown, reached) = widen(problem, problem.primary.clone());
    let stripped = strip(problem, grown.clone());
    if stripped == grown {
        return (grown, reached);
    }
    let (stripped, attacked) = widen(problem, stripped);
    if problem.cost_of(&stripped) <= problem.cost_of(&grown) {
        (stripped, attacked)
    } else {
        (grown, reached)
    }
}

/// Hides more until every need withstands the verifier.
pub(super) fn widen(problem: &Problem<'_>, mut hidden: Vec<bool>) -> (Vec<bool>, Vec<Reach>) {
    let mut dirty: BTreeSet<u32> = (0..super::index(problem.system.equations().len())).collect();
    loop {
        cover(problem, &mut hidden, &mut dirty);
        let reached = attacked(problem, &hidden);
        let mut exposed: Vec<u32> =
            reached.iter().filter(|reach| !reach.is_protected()).map(|reach| reach.need.cell).collect();
        exposed.dedup();
        let mut changed = false;
        for cell in exposed {
            if let Some(more) = nearest_shown(problem, &hidden, cell) {
                hide(problem, &mut hidden, &mut dirty, more);
                changed = true;
            }
        }
        if !changed {
            return (hidden, reached);
        }
    }
}

/// Covers every sensitive cell in every equation, and leaves no hidden cell alone in one.
fn cover(problem: &Problem<'_>, hidden: &mut [bool], dirty: &mut BTreeSet<u32>) {
    while let Some(number) = dirty.pop_first() {
        while let Some(cell) = missing_cover(problem, hidden, number) {
            hide(problem, hidden, dirty, cell);
        }
    }
}

/// The cheapest cell that an equation still has to hide; none where it is covered or has no more cells.
fn missing_cover(problem: &Problem<'_>, hidden: &[bool], number: u32) -> Option<u32> {
    let equation = problem.system.equation(number)?;
    let is_hidden = |cell: u32| hidden.get(cell as usize).copied().unwrap_or(false);
    let cells: Vec<u32> = equation.terms().map(|(cell, _)| cell).collect();
    let shown = || cells.iter().copied().filter(|&cell| !is_hidden(cell) && problem.may_hide(cell));
    let mut hidden_cells = cells.iter().copied().filter(|&cell| is_hidden(cell));
    // A cell that is never published may well be computed: it costs nothing, and tells of nobody.
    if let (Some(alone), None) = (hidden_cells.next(), hidden_cells.next())
        && problem.cost(alone) > 0
    {
        return shown().min_by_key(|&cell| (problem.cost(cell), cell));
    }
    for (measure, need, end) in needs_in(problem, &cells) {
        let wanted = distance(measure, &need, end);
        let covered = cells
            .iter()
            .filter(|&&cell| cell != need.cell && is_hidden(cell))
            .map(|&cell| capacity(measure, equation, need.cell, cell, end, wanted))
            .fold(0, u64::saturating_add);
        if covered < wanted {
            let best = shown()
                .map(|cell| (cell, capacity(measure, equation, need.cell, cell, end, wanted)))
                .filter(|&(_, capacity)| capacity > 0)
                .min_by_key(|&(cell, capacity)| {
                    // One cell that suffices before several that do together.
                    (capacity < wanted - covered, problem.cost(cell), cell)
                });
            if let Some((cell, _)) = best {
                return Some(cell);
            }
        }
    }
    None
}

/// The needs of the cells of one equation. Needs are in the order of their cells.
fn needs_in<'p>(
    problem: &'p Problem<'_>,
    cells: &'p [u32],
) -> impl Iterator<Item = (&'p Measure, Need, End)> + 'p {
    problem.measures.iter().flat_map(move |measure| {
        cells.iter().flat_map(move |&cell| {
            let found = measure.needs.binary_search_by_key(&cell, |need| need.cell).ok();
            found
                .and_then(|at| measure.needs.get(at))
                .into_iter()
                .flat_map(move |need| [(measure, *need, End::Low), (measure, *need, End::High)])
        })
    })
}

fn hide(problem: &Problem<'_>, hidden: &mut [bool], dirty: &mut BTreeSet<u32>, cell: u32) {
    if let Some(hidden) = hidden.get_mut(cell as usize) {
        *hidden = true;
    }
    dirty.extend(problem.system.of(cell));
}

/// The cheapest shown cell that shares an equation with an exposed one, or with one that does, and so on.
fn nearest_shown(problem: &Problem<'_>, hidden: &[bool], exposed: u32) -> Option<u32> {
    let mut seen = BTreeSet::from([exposed]);
    let mut ring = vec![exposed];
    while !ring.is_empty() {
        let mut next = Vec::new();
        for cell in ring {
            for equation in
                problem.system.of(cell).iter().filter_map(|&number| problem.system.equation(number))
            {
                next.extend(equation.terms().map(|(cell, _)| cell).filter(|&cell| seen.insert(cell)));
            }
        }
        let best = next
            .iter()
            .copied()
            .filter(|&cell| !hidden.get(cell as usize).copied().unwrap_or(true) && problem.may_hide(cell))
            .min_by_key(|&cell| (problem.cost(cell), cell));
        if best.is_some() {
            return best;
        }
        ring = next;
    }
    None
}

/// Shows again, the dearest first, what every equation can do without. The verifier has the last word afterwards.
fn strip(problem: &Problem<'_>, mut hidden: Vec<bool>) -> Vec<bool> {
    let mut complementary: Vec<u32> = (0..super::index(hidden.len()))
        .filter(|&cell| {
            hidden.get(cell as usize) == Some(&true) && problem.primary.get(cell as usize) == Some(&false)
        })
        .collect();
    complementary.sort_by_key(|&cell| (std::cmp::Reverse(problem.cost(cell)), cell));
    for cell in complementary {
        set(&mut hidden, cell, false);
        let is_missed =
            problem.system.of(cell).iter().any(|&number| missing_cover(problem, &hidden, number).is_some());
        if is_missed {
            set(&mut hidden, cell, true);
        }
    }
    hidden
}

fn set(hidden: &mut [bool], cell: u32, to: bool) {
    if let Some(hidden) = hidden.get_mut(cell as usize) {
        *hidden = to;
    }
}

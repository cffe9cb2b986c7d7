//! The cheapest pattern, by integer programming.
//!
//! One idea to keep in mind: the master programme chooses which cells to hide; the attacker's programme, in its
//! dual form, answers each choice that fails with an inequality that every sufficient pattern satisfies and this
//! one does not (Fischetti and Salazar 2001). Repeated until nothing fails, the choice is the cheapest.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Programme, SolveOptions, Variable};

use super::problem::{End, Problem, capacity, distance};
use crate::audience::release::axis::index;
use crate::audience::release::primary::{Measure, Need};

/// Beyond these sizes the heuristic answers: the time for one more per cent grows without measure.
const MAX_CELLS: usize = 1_500;
const MAX_NEEDS: usize = 200;

/// How often the attacker answers before the heuristic takes over.
const MAX_ROUNDS: usize = 40;

/// Nodes of the search tree per round, and once a round did not come to its end, for each that follows: what comes out
/// is not proven cheapest then, so it is not worth the long search.
const MAX_NODES: u64 = 400;
const FEW_NODES: u64 = 20;

/// Movements of other cells beyond this multiple of the wanted one are not considered.
const REACH: f64 = 4.0;

/// Numerical slack of the floating-point programmes. It decides only what is chosen, never what is released.
const SLACK: f64 = 1e-6;

/// `sum of coefficients over hidden cells >= 1`.
struct Cut {
    terms: Vec<(u32, f64)>,
}

/// One need in one direction.
#[derive(Clone, Copy)]
struct Wish<'p> {
    measure: &'p Measure,
    need: Need,
    end: End,
    wanted: u64,
}

/// The cheapest pattern and whether that is proven; none where the table is beyond the limits or the solver gives up.
pub(super) fn choose(problem: &Problem<'_>, known: &[bool]) -> Option<(Vec<bool>, bool)> {
    let wishes: Vec<Wish<'_>> = problem
        .measures
        .iter()
        .flat_map(|measure| {
            measure.needs.iter().flat_map(move |&need| {
                [End::Low, End::High].map(|end| Wish {
                    measure,
                    need,
                    end,
                    wanted: distance(measure, &need, end),
                })
            })
        })
        .filter(|wish| wish.wanted > 0)
        .collect();
    if problem.system.cells() > MAX_CELLS || wishes.len() > 2 * MAX_NEEDS {
        return None;
    }
    let mut cuts = first_cuts(problem, &wishes);
    let mut proven = true;
    for _ in 0..MAX_ROUNDS {
        let nodes = if proven { MAX_NODES } else { FEW_NODES };
        let (hidden, is_optimal) = master(problem, &cuts, known, nodes)?;
        proven &= is_optimal;
        let more = failures(problem, &wishes, &hidden)?;
        if more.is_empty() {
            return Some((hidden, proven));
        }
        cuts.extend(more);
    }
    None
}

fn is_set(flags: &[bool], cell: u32) -> bool {
    flags.get(cell as usize).copied().unwrap_or(false)
}

/// What every single equation demands.
fn first_cuts(problem: &Problem<'_>, wishes: &[Wish<'_>]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for wish in wishes {
        for equation in
            problem.system.of(wish.need.cell).iter().filter_map(|&number| problem.system.equation(number))
        {
            let terms = equation
                .terms()
                .map(|(cell, _)| cell)
                .filter(|&cell| cell != wish.need.cell && problem.may_hide(cell))
                .map(|cell| {
                    let part = capacity(wish.measure, equation, wish.need.cell, cell, wish.end, wish.wanted);
                    (cell, part as f64 / wish.wanted as f64)
                })
                .filter(|&(_, coefficient)| coefficient > 0.0)
                .collect();
            cuts.push(Cut { terms });
        }
    }
    cuts
}

/// The cheapest pattern that satisfies all cuts.
fn master(problem: &Problem<'_>, cuts: &[Cut], known: &[bool], nodes: u64) -> Option<(Vec<bool>, bool)> {
    let mut programme = Programme::new(OptimizationDirection::Minimize);
    let scale = problem.costs.iter().copied().max().unwrap_or(1).max(1) as f64 / 1_000.0;
    let variables: Vec<Option<Variable>> = (0..index(problem.system.cells()))
        .map(|cell| {
            (problem.may_hide(cell) && !is_set(&problem.primary, cell))
                .then(|| programme.add_binary_var(problem.cost(cell) as f64 / scale))
        })
        .collect();
    let variable = |cell: u32| variables.get(cell as usize).copied().flatten();
    for cut in cuts {
        let given: f64 = cut
            .terms
            .iter()
            .filter(|(cell, _)| is_set(&problem.primary, *cell))
            .map(|(_, coefficient)| coefficient)
            .sum();
        let missing = 1.0 - given;
        if missing <= SLACK {
            continue;
        }
        let terms: Vec<(Variable, f64)> = cut
            .terms
            .iter()
            .filter_map(|&(cell, coefficient)| Some((variable(cell)?, (coefficient / missing).min(1.0))))
            .filter(|&(_, coefficient)| coefficient > 1e-4)
            .collect();
        programme.add_constraint(terms, ComparisonOp::Ge, 1.0);
    }
    // A cell that is hidden alone in an equation is hidden for nothing.
    for equation in problem.system.equations() {
        let cells: Vec<u32> = equation.terms().map(|(cell, _)| cell).collect();
        if cells.iter().any(|&cell| is_set(&problem.primary, cell)) {
            continue;
        }
        for &cell in &cells {
            let Some(alone) = variable(cell) else { continue };
            let mut terms: Vec<(Variable, f64)> = cells
                .iter()
                .filter(|&&other| other != cell)
                .filter_map(|&other| Some((variable(other)?, 1.0)))
                .collect();
            terms.push((alone, -1.0));
            programme.add_constraint(terms, ComparisonOp::Ge, 0.0);
        }
    }
    let warm_start = variables
        .iter()
        .zip(known)
        .filter_map(|(variable, &hidden)| Some(((*variable)?, if hidden { 1.0 } else { 0.0 })))
        .collect();
    let mut options = SolveOptions::default();
    options.node_limit = Some(nodes);
    options.warm_start = Some(warm_start);
    let outcome = programme.solve_with(options).ok()?;
    let is_optimal = outcome.is_optimal();
    let solution = outcome.into_solution().ok()?;
    let hidden = variables
        .iter()
        .zip(&problem.primary)
        .map(|(variable, &primary)| {
            primary || variable.is_some_and(|variable| solution.var_value(variable) > 0.5)
        })
        .collect();
    Some((hidden, is_optimal))
}

/// The cuts for all wishes that a pattern fails.
fn failures(problem: &Problem<'_>, wishes: &[Wish<'_>], hidden: &[bool]) -> Option<Vec<Cut>> {
    let mut reached: std::collections::HashMap<(usize, u32), (f64, f64)> = std::collections::HashMap::new();
    let mut cuts = Vec::new();
    for wish in wishes {
        let key = (std::ptr::from_ref(wish.measure).addr(), wish.need.cell);
        let wanted = wish.wanted as f64 * (1.0 - SLACK);
        let seen = reached.get(&key).copied().unwrap_or((0.0, 0.0));
        let far = match wish.end {
            End::Low => -seen.0,
            End::High => seen.1,
        };
        if far >= wanted {
            continue;
        }
        let movement = furthest(problem, wish, hidden)?;
        let mut went = 0.0_f64;
        for (cell, by) in movement {
            if cell == wish.need.cell {
                went = by.abs();
            }
            let seen = reached.entry((key.0, cell)).or_insert((0.0, 0.0));
            *seen = (seen.0.min(by), seen.1.max(by));
        }
        if went < wanted {
            cuts.push(cut(problem, wish, hidden)?);
        }
    }
    Some(cuts)
}

/// How far other cells may move, up and down, as multiples of the wanted movement.
fn room(wish: &Wish<'_>, cell: u32) -> (f64, f64) {
    let value = wish.measure.values.get(cell as usize).copied().unwrap_or(0);
    let floor = wish.measure.floors.get(cell as usize).copied().unwrap_or(0);
    let down = value.saturating_sub(floor) as f64 / wish.wanted as f64;
    (REACH, down.min(REACH))
}

/// The attacker's programme over the hidden cells: the furthest movement, in units of the measure.
fn furthest(problem: &Problem<'_>, wish: &Wish<'_>, hidden: &[bool]) -> Option<Vec<(u32, f64)>> {
    let sign = if wish.end == End::High { 1.0 } else { -1.0 };
    let mut programme = Programme::new(OptimizationDirection::Maximize);
    let mut variables: Vec<Option<Variable>> = vec![None; problem.system.cells()];
    let mut moving = Vec::new();
    for cell in 0..index(problem.system.cells()) {
        if !is_set(hidden, cell) {
            continue;
        }
        let (up, down) = room(wish, cell);
        let (gain, up, down) = if cell == wish.need.cell {
            (sign, if sign > 0.0 { 1.0 } else { 0.0 }, if sign < 0.0 { down.min(1.0) } else { 0.0 })
        } else {
            (0.0, up, down)
        };
        let variable = programme.add_var(gain, (-down, up));
        if let Some(place) = variables.get_mut(cell as usize) {
            *place = Some(variable);
        }
        moving.push((cell, variable));
    }
    for equation in problem.system.equations() {
        let terms: Vec<(Variable, f64)> = equation
            .terms()
            .filter_map(|(cell, sign)| Some((variables.get(cell as usize).copied().flatten()?, sign as f64)))
            .collect();
        if !terms.is_empty() {
            programme.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
    }
    let solution = programme.solve().ok()?.into_solution().ok()?;
    let unit = wish.wanted as f64;
    Some(moving.into_iter().map(|(cell, variable)| (cell, solution.var_value(variable) * unit)).collect())
}

/// The dual of the attacker's programme over all cells that could be hidden: its multipliers say which hidings
/// would let the cell move further.
fn cut(problem: &Problem<'_>, wish: &Wish<'_>, hidden: &[bool]) -> Option<Cut> {
    let sign = if wish.end == End::High { 1.0 } else { -1.0 };
    let mut programme = Programme::new(OptimizationDirection::Minimize);
    let multipliers: Vec<Variable> = problem
        .system
        .equations()
        .iter()
        .map(|_| programme.add_var(0.0, (f64::NEG_INFINITY, f64::INFINITY)))
        .collect();
    let mut bounds = Vec::new();
    for cell in (0..index(problem.system.cells())).filter(|&cell| problem.may_hide(cell)) {
        let (up, down) = room(wish, cell);
        // Among equally sharp inequalities, one that names few cells that are shown.
        let price = |room: f64| if is_set(hidden, cell) { room } else { 0.01 * room.min(1.0) + 1e-4 };
        let raise = programme.add_var(price(up), (0.0, f64::INFINITY));
        let lower = programme.add_var(price(down), (0.0, f64::INFINITY));
        let mut terms = vec![(raise, 1.0), (lower, -1.0)];
        for &number in problem.system.of(cell) {
            let Some(equation) = problem.system.equation(number) else { continue };
            let Some(&multiplier) = multipliers.get(number as usize) else { continue };
            terms.push((multiplier, if equation.total == cell { -1.0 } else { 1.0 }));
        }
        let goal = if cell == wish.need.cell { sign } else { 0.0 };
        programme.add_constraint(terms, ComparisonOp::Eq, goal);
        bounds.push((cell, up, down, raise, lower));
    }
    let solution = programme.solve().ok()?.into_solution().ok()?;
    let terms = bounds
        .into_iter()
        .map(|(cell, up, down, raise, lower)| {
            (cell, (up * solution.var_value(raise) + down * solution.var_value(lower)).min(1.0))
        })
        .filter(|&(_, coefficient)| coefficient > 1e-7)
        .collect();
    Some(Cut { terms })
}

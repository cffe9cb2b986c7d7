//! Complementary suppression: what else must be hidden, so that the sensitive cells stay hidden.
//!
//! One idea to keep in mind: choosing and verifying are strangers. A pattern is chosen (by integer programming
//! or by a heuristic), then [`verify`](super::verify) attacks it; cells that it can pin down are given more
//! cover and attacked again. A release is only made of a pattern that withstood.

mod heuristic;
#[cfg(feature = "release")]
mod optimise;
mod problem;
mod update;

use self::problem::Problem;
pub use self::update::suppress_update;
use super::axis::index;
use super::cube::Cube;
use super::primary::{Primary, primary};
use super::rules::{Cost, Method, ZeroCells};
use super::system::System;
use super::verify::{Reach, attack_all, refuse_exposed};
use super::{Error, Release, Report, Rules};
use crate::audience::Table;

/// How a pattern came about.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) hidden: Vec<bool>,
    pub(crate) method: Method,
    /// Whether no cheaper pattern exists.
    pub(crate) proven: bool,
}

/// Hides what the rules call sensitive, and as little else as protects it.
///
/// ```
/// use renown::audience::{Axis, Cell, Dimension, Table};
/// use renown::audience::release::{Method, Rules, suppress};
///
/// let country = Axis::flat(Dimension::Country, ["FR".into(), "IL".into(), "PT".into()])?;
/// let gender = Axis::flat(Dimension::Gender, ["female".into(), "male".into()])?;
/// let cell = |at: [usize; 2], n| Cell { at: at.to_vec(), n, weight: None, magnitude: None };
/// let cells = vec![
///     cell([0, 0], 40), cell([0, 1], 25), cell([1, 0], 31), cell([1, 1], 4), cell([2, 0], 17), cell([2, 1], 62),
/// ];
/// let table = Table::new(vec![country, gender], cells)?;
/// let release = suppress(&table, &Rules::new(10)?.method(Method::Heuristic))?;
/// assert_eq!(release.n(&[Some(1), Some(1)])?, None);
/// assert_eq!(release.n(&[None, None])?, Some(179));
/// assert_eq!(release.report().complementary(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::DominanceNeedsMagnitudes`]; [`Error::TooManyCells`], [`Error::ValueTooLarge`] and
/// [`Error::MalformedContributions`] for the table; [`Error::MethodNotBuilt`] for [`Method::Optimised`] without
/// the feature `release`; [`Error::Unprotected`] where no pattern was found that withstands (hiding everything does).
pub fn suppress(table: &Table, rules: &Rules) -> Result<Release, Error> {
    let cube = Cube::of(table)?;
    let (system, latents) = cube.system();
    let primary = primary(&cube, &latents, rules)?;
    let problem = problem_of(&cube, system, rules, &primary);
    let (choice, reached) = choose(&problem, rules.declared_method())?;
    refuse_exposed(&cube, &reached)?;
    Ok(published(table, &cube, rules, &primary, &problem, choice, &reached))
}

/// Chooses a pattern, verifies it, and widens it until it withstands.
pub(crate) fn choose(problem: &Problem<'_>, method: Method) -> Result<(Choice, Vec<Reach>), Error> {
    let (fallback, reached) = heuristic::choose(problem);
    let fallback = Choice { hidden: fallback, method: Method::Heuristic, proven: false };
    match method {
        Method::Heuristic => Ok((fallback, reached)),
        #[cfg(not(feature = "release"))]
        Method::Optimised => Err(Error::MethodNotBuilt),
        #[cfg(feature = "release")]
        Method::Optimised => {
            let Some((hidden, proven)) = optimise::choose(problem, &fallback.hidden) else {
                return Ok((fallback, reached));
            };
            let (widened, attacked) = heuristic::widen(problem, hidden.clone());
            if problem.cost_of(&widened) > problem.cost_of(&fallback.hidden) {
                return Ok((fallback, reached));
            }
            let proven = proven && widened == hidden;
            Ok((Choice { hidden: widened, method: Method::Optimised, proven }, attacked))
        }
    }
}

pub(crate) fn problem_of<'a>(
    cube: &Cube,
    system: System,
    rules: &Rules,
    primary: &'a Primary,
) -> Problem<'a> {
    // Cells that are never published are hidden from the start, for nothing.
    let mut hidden: Vec<bool> = (0..system.cells()).map(|cell| cell >= cube.len()).collect();
    for (cell, _) in &primary.sensitive {
        if let Some(hidden) = hidden.get_mut(*cell as usize) {
            *hidden = true;
        }
    }
    let zeros_stay = rules.zero_cells() == ZeroCells::Show;
    let hideable =
        (0..system.cells()).map(|cell| !(zeros_stay && cube.counts().get(cell) == Some(&0))).collect();
    let costs = (0..system.cells()).map(|cell| cost(cube, rules, cell)).collect();
    Problem { system, measures: &primary.measures, primary: hidden, hideable, costs }
}

/// Whole numbers, so that sums of costs do not depend on order.
fn cost(cube: &Cube, rules: &Rules, cell: usize) -> u64 {
    let Some(&count) = cube.counts().get(cell) else { return 0 };
    // The number of binary digits: of equally many cells, the smaller ones are hidden.
    let digits = u64::from(u64::BITS - count.leading_zeros());
    match rules.declared_cost() {
        Cost::Cells => 1_000 + digits,
        Cost::Totals => 1_000 * 8_u64.saturating_pow(u32::from(index(cube.level(cell)) as u16)) + digits,
        Cost::People => count.saturating_mul(1_000) + 1,
    }
}

fn published(
    table: &Table,
    cube: &Cube,
    rules: &Rules,
    primary: &Primary,
    problem: &Problem<'_>,
    choice: Choice,
    reached: &[Reach],
) -> Release {
    let sensitive =
        primary.sensitive.iter().map(|(cell, reasons)| (cube.place(*cell as usize), reasons.clone()));
    let report = Report {
        rules: *rules,
        method: choice.method,
        proven_optimal: choice.proven,
        sensitive: sensitive.collect(),
        hidden: choice.hidden.iter().take(cube.len()).filter(|hidden| **hidden).count(),
        cost: problem.cost_of(&choice.hidden),
        intervals: reached.iter().map(|reach| reach.interval(cube)).collect(),
    };
    Release::new(table, cube, &choice.hidden, report)
}

/// The greedy pattern alone, as the baseline that the optimised one is compared with.
#[cfg(test)]
pub(crate) fn baseline(problem: &Problem<'_>) -> Vec<bool> {
    heuristic::widen(problem, problem.primary.clone()).0
}

/// Attacks a pattern.
fn attacked(problem: &Problem<'_>, hidden: &[bool]) -> Vec<Reach> {
    attack_all(&problem.system, problem.measures, hidden)
}

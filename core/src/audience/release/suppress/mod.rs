//! Complementary suppression: what else must be hidden, so that the sensitive cells stay hidden.
//!
//! One idea to keep in mind: choosing and verifying are strangers. A pattern is chosen (by integer programming
//! or by a heuristic), then [`verify`](super::verify) attacks it; cells that it can pin down are given more
//! cover and attacked again. A release is only made of a pattern that withstood.

mod heuristic;
#[cfg(feature = "release")]
mod optimise;
mod problem;

use self::problem::Problem;
use super::axis::index;
use super::primary::{Primary, Reason, primary};
use super::rules::{Cost, Method, ZeroCells};
use super::verify::{ProtectionInterval, attack_all, refuse_exposed};
use super::{Cube, Error, Release, Report, Rules};

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
/// use renown::audience::release::{Axis, Cube, Method, Rules, suppress};
/// # fn main() -> Result<(), renown::audience::release::Error> {
/// let axes = vec![Axis::flat("country", ["FR", "IL", "PT"])?, Axis::flat("gender", ["female", "male"])?];
/// let cube = Cube::of_counts(axes, [
///     (["FR", "female"], 40), (["FR", "male"], 25),
///     (["IL", "female"], 31), (["IL", "male"], 4),
///     (["PT", "female"], 17), (["PT", "male"], 62),
/// ])?;
/// let release = suppress(&cube, &Rules::new(10)?.method(Method::Heuristic))?;
/// assert_eq!(release.count(&["IL", "male"])?, None);
/// assert_eq!(release.count(&["", ""])?, Some(179));
/// assert_eq!(release.report().complementary(), 3);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`Error::DominanceNeedsMagnitudes`]; [`Error::MethodNotBuilt`] for [`Method::Optimised`] without the feature
/// `release`; [`Error::Unprotected`] where no pattern was found that withstands (hiding everything always does).
pub fn suppress(cube: &Cube, rules: &Rules) -> Result<Release, Error> {
    let primary = primary(cube, rules)?;
    release_of(cube, rules, primary)
}

/// Suppression from given sensitive cells.
pub(crate) fn release_of(cube: &Cube, rules: &Rules, primary: Primary) -> Result<Release, Error> {
    let problem = problem_of(cube, rules, &primary);
    let (choice, intervals) = choose(&problem, rules.declared_method())?;
    refuse_exposed(cube, &intervals)?;
    Ok(published(cube, rules, &primary, &problem, choice, intervals))
}

/// Chooses a pattern, verifies it, and widens it until it withstands.
pub(crate) fn choose(
    problem: &Problem<'_>,
    method: Method,
) -> Result<(Choice, Vec<ProtectionInterval>), Error> {
    let (fallback, intervals) = heuristic::choose(problem);
    let fallback = Choice { hidden: fallback, method: Method::Heuristic, proven: false };
    match method {
        Method::Heuristic => Ok((fallback, intervals)),
        #[cfg(not(feature = "release"))]
        Method::Optimised => Err(Error::MethodNotBuilt),
        #[cfg(feature = "release")]
        Method::Optimised => {
            let Some((hidden, proven)) = optimise::choose(problem, &fallback.hidden) else {
                return Ok((fallback, intervals));
            };
            let (widened, attacked) = heuristic::widen(problem, hidden.clone());
            if problem.cost_of(&widened) > problem.cost_of(&fallback.hidden) {
                return Ok((fallback, intervals));
            }
            let proven = proven && widened == hidden;
            Ok((Choice { hidden: widened, method: Method::Optimised, proven }, attacked))
        }
    }
}

pub(crate) fn problem_of<'a>(cube: &Cube, rules: &Rules, primary: &'a Primary) -> Problem<'a> {
    let system = cube.system();
    let mut hidden = vec![false; cube.len()];
    for (cell, _) in &primary.sensitive {
        if let Some(hidden) = hidden.get_mut(*cell as usize) {
            *hidden = true;
        }
    }
    let zeros_stay = rules.zero_cells() == ZeroCells::Show;
    let hideable = cube.counts().iter().map(|&count| !(zeros_stay && count == 0)).collect();
    let costs = (0..cube.len()).map(|cell| cost(cube, rules, cell)).collect();
    Problem { system, measures: &primary.measures, primary: hidden, hideable, costs }
}

/// Whole numbers, so that sums of costs do not depend on order.
fn cost(cube: &Cube, rules: &Rules, cell: usize) -> u64 {
    let count = cube.counts().get(cell).copied().unwrap_or(0);
    // The number of binary digits: of equally many cells, the smaller ones are hidden.
    let digits = u64::from(u64::BITS - count.leading_zeros());
    match rules.declared_cost() {
        Cost::Cells => 1_000 + digits,
        Cost::Totals => 1_000 * 8_u64.saturating_pow(u32::from(index(cube.level(cell)) as u16)) + digits,
        Cost::People => count.saturating_mul(1_000) + 1,
    }
}

fn published(
    cube: &Cube,
    rules: &Rules,
    primary: &Primary,
    problem: &Problem<'_>,
    choice: Choice,
    intervals: Vec<ProtectionInterval>,
) -> Release {
    let sensitive: Vec<(usize, Vec<Reason>)> =
        primary.sensitive.iter().map(|(cell, reasons)| (*cell as usize, reasons.clone())).collect();
    let lost = |value: fn(&Problem<'_>, usize) -> u64| {
        choice
            .hidden
            .iter()
            .enumerate()
            .filter(|(_, hidden)| **hidden)
            .map(|(cell, _)| value(problem, cell))
            .fold(0, u64::saturating_add)
    };
    let report = Report::new(
        rules,
        choice.method,
        choice.proven,
        sensitive,
        choice.hidden.iter().filter(|hidden| **hidden).count(),
        lost(|problem, cell| problem.costs.get(cell).copied().unwrap_or(0)),
        intervals,
    );
    Release::new(cube, &choice.hidden, report)
}

/// The greedy pattern alone, as the baseline that the optimised one is compared with.
#[cfg(test)]
pub(crate) fn baseline(problem: &Problem<'_>) -> Vec<bool> {
    heuristic::widen(problem, problem.primary.clone()).0
}

/// Attacks a pattern.
fn attacked(problem: &Problem<'_>, hidden: &[bool]) -> Vec<ProtectionInterval> {
    attack_all(&problem.system, problem.measures, hidden)
}

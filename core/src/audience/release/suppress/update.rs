//! The next release of a table whose people came and went.
//!
//! One idea to keep in mind: readers keep the last release. What they know of the new table beforehand is
//! every figure that they saw and that did not change; what they must not learn is a change by a few people.

use super::problem::Problem;
use super::{choose, problem_of, published};
use crate::audience::Table;
use crate::audience::release::axis::index;
use crate::audience::release::cube::Cube;
use crate::audience::release::primary::{Measure, Need, Primary, Reason, primary};
use crate::audience::release::verify::refuse_exposed;
use crate::audience::release::{Error, Published, Release, Rules};

/// Releases a table again after its people changed, given the cells of the release before.
///
/// - A figure that differs from the one shown before by 1 to k - 1 people is hidden, and protected so that a
///   reader cannot exclude that k people more or fewer are in it than before: neither that somebody was erased nor that
///   nobody was (an erasure becomes visible when k people have changed).
/// - What was hidden stays hidden: its present figure would tell about the earlier one.
/// - What was shown and has not changed counts as known, so it protects nothing.
/// - No equation gives away that the cells hidden in it together changed by 1 to k - 1 people.
///
/// ```
/// use renown::audience::{Axis, Cell, Dimension, Table};
/// use renown::audience::release::{Method, Rules, suppress, suppress_update};
///
/// let rules = Rules::new(10)?.method(Method::Heuristic);
/// let table = |erased: u64| {
///     let country = Axis::flat(Dimension::Country, ["FR".into(), "IL".into(), "PT".into()])?;
///     let cell = |at, n| Cell { at: vec![at], n, weight: None, magnitude: None };
///     Table::new(vec![country], vec![cell(0, 40 - erased), cell(1, 60), cell(2, 31)])
/// };
/// let monday = suppress(&table(0)?, &rules)?;
/// let tuesday = suppress_update(&table(1)?, &rules, monday.cells())?;
/// assert_eq!(tuesday.n(&[Some(0)])?, None); // 39 after 40 would be one erased person
/// assert_eq!(tuesday.n(&[Some(1)])?, Some(60));
/// let friday = suppress_update(&table(12)?, &rules, monday.cells())?;
/// assert_eq!(friday.n(&[Some(0)])?, Some(28));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`suppress`](super::suppress), and [`Error::OtherAxes`] where the earlier cells are not those of the table.
/// [`Error::Unprotected`] means that the earlier release has to stand until more people changed.
pub fn suppress_update(table: &Table, rules: &Rules, previous: &[Published]) -> Result<Release, Error> {
    let cube = Cube::of(table)?;
    let is_same = previous.len() == cube.len()
        && previous.iter().enumerate().all(|(cell, before)| before.at == cube.place(cell));
    if !is_same {
        return Err(Error::OtherAxes { what: "the earlier release" });
    }
    let (system, latents) = cube.system();
    let mut primary = primary(&cube, &latents, rules)?;
    for cell in 0..cube.len() {
        let change = change(&cube, previous, cell);
        if change.is_some_and(|change| (1..rules.k()).contains(&change)) {
            sensitive_change(&mut primary, previous, cell, rules.k());
        }
    }
    loop {
        let mut problem = problem_of(&cube, system.clone(), rules, &primary);
        for (cell, before) in previous.iter().enumerate() {
            let is_empty = rules.shows_zeros() && cube.counts().get(cell) == Some(&0);
            if before.n.is_none() && !is_empty {
                set(&mut problem.primary, cell, true);
            }
            if change(&cube, previous, cell) == Some(0) {
                set(&mut problem.hideable, cell, false);
            }
        }
        let (choice, reached) = choose(&problem, rules.declared_method())?;
        refuse_exposed(&cube, &reached)?;
        match telling_cell(&problem, &cube, previous, &choice.hidden, rules.k()) {
            Some(cell) => sensitive_change(&mut primary, previous, cell, rules.k()),
            None => return Ok(published(table, &cube, rules, &primary, &problem, choice, &reached)),
        }
    }
}

fn set(flags: &mut [bool], cell: usize, to: bool) {
    if let Some(flag) = flags.get_mut(cell) {
        *flag = to;
    }
}

/// By how many people a cell that was shown has changed; none where it was hidden.
fn change(cube: &Cube, previous: &[Published], cell: usize) -> Option<u64> {
    let before = previous.get(cell)?.n?;
    Some(cube.counts().get(cell)?.abs_diff(before))
}

/// Makes a cell sensitive for its change.
fn sensitive_change(primary: &mut Primary, previous: &[Published], cell: usize, k: u64) {
    let Some(before) = previous.get(cell) else { return };
    let number = index(cell);
    match primary.sensitive.binary_search_by_key(&number, |(cell, _)| *cell) {
        Ok(at) => {
            if let Some((_, reasons)) = primary.sensitive.get_mut(at) {
                reasons.push(Reason::SmallChange);
            }
        }
        Err(at) => primary.sensitive.insert(at, (number, vec![Reason::SmallChange])),
    }
    for (measure, before) in primary.measures.iter_mut().zip([before.n, before.sum]) {
        let Some(before) = before else { continue };
        let floor = measure.floors.get(cell).copied().unwrap_or(0);
        let now = measure.values.get(cell).copied().unwrap_or(0);
        // Of a sum, k people are not a distance: the range reaches as far as the change, to either side.
        let margin = if measure.is_count { k } else { now.abs_diff(before).max(1) };
        let low = before.saturating_sub(margin).min(now).max(floor);
        widen(measure, Need { cell: number, low, high: before.saturating_add(margin).max(now) });
    }
}

/// Adds a need, or stretches the one that is there.
fn widen(measure: &mut Measure, need: Need) {
    match measure.needs.binary_search_by_key(&need.cell, |need| need.cell) {
        Ok(at) => {
            if let Some(known) = measure.needs.get_mut(at) {
                known.low = known.low.min(need.low);
                known.high = known.high.max(need.high);
            }
        }
        Err(at) => measure.needs.insert(at, need),
    }
}

/// A changed cell that is still shown in an equation whose hidden cells together changed by a few people.
fn telling_cell(
    problem: &Problem<'_>,
    cube: &Cube,
    previous: &[Published],
    hidden: &[bool],
    k: u64,
) -> Option<usize> {
    for equation in problem.system.equations() {
        let mut difference = 0_i128;
        let mut has_gap = false;
        let mut shown = Vec::new();
        for (cell, sign) in equation.terms() {
            let cell = cell as usize;
            let now = cube.counts().get(cell).filter(|_| hidden.get(cell) == Some(&false));
            match (previous.get(cell).and_then(|before| before.n), now) {
                (Some(before), Some(&now)) => {
                    difference += i128::from(sign) * (i128::from(now) - i128::from(before));
                    if before != now {
                        shown.push(cell);
                    }
                }
                _ => has_gap = true,
            }
        }
        if has_gap && (1..u128::from(k)).contains(&difference.unsigned_abs()) {
            let cheapest = shown.into_iter().min_by_key(|&cell| (problem.cost(index(cell)), cell));
            if cheapest.is_some() {
                return cheapest;
            }
        }
    }
    None
}

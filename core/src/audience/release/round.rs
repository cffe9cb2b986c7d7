//! Controlled rounding: every figure a multiple of one base, and the table still adds up.
//!
//! One idea to keep in mind: a reader of a rounded figure knows that the true one is less than one base away, and
//! combines that over all totals. So a rounded table is attacked as a suppressed one is, before it leaves.

use serde::{Deserialize, Serialize};

use super::cube::Cube;
use super::primary::Need;
use super::rules::{ZeroCells, out_of_range};
use super::system::System;
use super::verify::{Knowledge, attack, refuse_exposed};
use super::{Error, ProtectionInterval, Published, Rules};
use crate::audience::{Axis, Table};

/// A table of multiples of a base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rounded {
    /// The axes of the table.
    pub axes: Vec<Axis>,
    /// All cells, subtotals and totals, in the order of a release; each is less than one base from the truth.
    pub cells: Vec<Published>,
    /// The base.
    pub base: u64,
    /// What the verifier proved for every small cell. For the keepers of the data, not for publication.
    #[serde(skip)]
    pub intervals: Vec<ProtectionInterval>,
}

/// Rounds every count down or up to a multiple of `base`, so that the table adds up and is as near the true one as
/// can be. A figure that is a multiple stays.
///
/// The base is above the minimum cell size: a 0 then stands for 0 to `base - 1`, which reaches it.
///
/// # Errors
/// [`Error::ParameterOutOfRange`] for a base that is not above the minimum cell size, or a multi-valued axis;
/// [`Error::NoControlledRounding`] where no such table was found, which in three dimensions may be because there is
/// none; [`Error::Unprotected`] where the verifier is not content; [`Error::MethodNotBuilt`] without the feature
/// `release`; and as [`suppress`](super::suppress) for the table.
pub fn round(table: &Table, rules: &Rules, base: u64) -> Result<Rounded, Error> {
    if base <= rules.k() || base > 1_000_000 {
        return Err(out_of_range(
            "the base of rounding",
            base,
            "above the minimum cell size, at most 1000000",
        ));
    }
    if table.people().is_some() {
        return Err(out_of_range(
            "the table to be rounded",
            "multi-valued",
            "one in which everybody stands once",
        ));
    }
    let cube = Cube::of(table)?;
    let (system, _) = cube.system();
    let values = cube.counts();
    let rounded = choose(&system, values, base)?;
    let knowledge = Knowledge {
        low: rounded.iter().map(|figure| figure.saturating_sub(base - 1)).collect(),
        high: rounded.iter().map(|figure| Some(figure + base - 1)).collect(),
    };
    let is_small =
        |n: u64| (1..rules.k()).contains(&n) || (n == 0 && rules.zero_cells() == ZeroCells::Protect);
    let needs: Vec<Need> = values
        .iter()
        .enumerate()
        .filter(|(_, n)| is_small(**n))
        .map(|(cell, n)| {
            let (low, high) = rules.reach(*n, 0);
            Need { cell: super::axis::index(cell), low, high }
        })
        .collect();
    let reached = attack(&system, values, &knowledge, &needs, 0);
    refuse_exposed(&cube, &reached)?;
    Ok(Rounded {
        axes: table.axes().to_vec(),
        cells: rounded
            .iter()
            .enumerate()
            .map(|(cell, n)| Published { at: cube.place(cell), n: Some(*n), sum: None })
            .collect(),
        base,
        intervals: reached.iter().map(|reach| reach.interval(&cube)).collect(),
    })
}

#[cfg(not(feature = "release"))]
fn choose(_: &System, _: &[u64], _: u64) -> Result<Vec<u64>, Error> {
    Err(Error::MethodNotBuilt)
}

/// The nearest table of multiples that adds up, by integer programming: for every figure, whether it goes up (Cox
/// 1987; in two dimensions there always is one).
#[cfg(feature = "release")]
fn choose(system: &System, values: &[u64], base: u64) -> Result<Vec<u64>, Error> {
    use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

    let none = || Error::NoControlledRounding { base };
    if values.len() > 1_500 {
        return Err(none());
    }
    let mut programme = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<Option<Variable>> = values
        .iter()
        .map(|value| {
            let rest = value % base;
            // Up costs what is added and saves what is taken off.
            (rest > 0).then(|| programme.add_binary_var(base as f64 - 2.0 * rest as f64))
        })
        .collect();
    let of = |cell: u32| variables.get(cell as usize).copied().flatten();
    let steps =
        |cell: u32| i64::try_from(values.get(cell as usize).map_or(0, |value| value / base)).unwrap_or(0);
    for equation in system.equations() {
        let terms: Vec<(Variable, f64)> =
            equation.terms().filter_map(|(cell, sign)| Some((of(cell)?, sign as f64))).collect();
        let right = -equation.terms().map(|(cell, sign)| sign * steps(cell)).sum::<i64>();
        if terms.is_empty() && right != 0 {
            return Err(none());
        }
        if !terms.is_empty() {
            programme.add_constraint(terms, ComparisonOp::Eq, right as f64);
        }
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(2_000);
    let outcome = programme.solve_with(options).map_err(|_| none())?;
    let solution = outcome.into_solution().map_err(|_| none())?;
    let rounded: Vec<u64> = values
        .iter()
        .zip(&variables)
        .map(|(value, variable)| {
            let is_up = variable.is_some_and(|variable| solution.var_value(variable) > 0.5);
            value / base * base + if is_up { base } else { 0 }
        })
        .collect();
    // The solver computes with floats; that its table adds up is checked with whole numbers.
    let figure = |cell: u32| i128::from(rounded.get(cell as usize).copied().unwrap_or(0));
    let adds_up = |equation: &super::system::Equation| {
        equation.terms().map(|(cell, sign)| i128::from(sign) * figure(cell)).sum::<i128>() == 0
    };
    if system.equations().iter().all(adds_up) { Ok(rounded) } else { Err(none()) }
}

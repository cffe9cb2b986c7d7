//! An attacker who has only the published table, the rule that made it, and a textbook simplex.

use std::collections::HashMap;

use crate::audience::Axis;
use crate::audience::release::Place;

/// A published table as anybody can read it: places, and figures or gaps.
pub(super) struct Published<'a> {
    pub(super) axes: &'a [Axis],
    pub(super) figures: HashMap<Place, Option<u64>>,
    /// The least that a hidden cell can hold.
    pub(super) floor: u64,
}

/// Rows `coefficients = right` over unknowns that are at least 0.
#[derive(Clone, Default)]
struct Equations {
    rows: Vec<(Vec<(usize, f64)>, f64)>,
    unknowns: usize,
}

pub(super) struct Attacker {
    equations: Equations,
    /// The unknown of each hidden cell.
    unknown: HashMap<Place, usize>,
    floor: f64,
}

impl Attacker {
    /// Sets up the equations: along every axis, a code with parts is their sum.
    pub(super) fn reading(published: &Published<'_>) -> Self {
        let mut hidden: Vec<&Place> =
            published.figures.iter().filter(|(_, figure)| figure.is_none()).map(|(place, _)| place).collect();
        hidden.sort();
        let unknown: HashMap<Place, usize> =
            hidden.iter().enumerate().map(|(unknown, place)| ((*place).clone(), unknown)).collect();
        let floor = published.floor as f64;
        let mut rows = Vec::new();
        for (number, axis) in published.axes.iter().enumerate() {
            for (place, total) in &published.figures {
                let parts: Vec<usize> = (0..axis.nodes().len())
                    .filter(|&node| axis.nodes()[node].parent == place[number])
                    .collect();
                if parts.is_empty() {
                    continue;
                }
                let mut row = Vec::new();
                let mut right = 0.0;
                let mut term = |place: &Place, figure: Option<u64>, sign: f64| match figure {
                    Some(figure) => right -= sign * figure as f64,
                    None => {
                        row.push((unknown[place], sign));
                        right -= sign * floor;
                    }
                };
                term(place, *total, -1.0);
                for part in parts {
                    let mut at = place.clone();
                    at[number] = Some(part);
                    term(&at, published.figures[&at], 1.0);
                }
                if row.is_empty() {
                    assert_eq!(right, 0.0, "published totals add up");
                } else {
                    rows.push((row, right));
                }
            }
        }
        Attacker { equations: Equations { rows, unknowns: unknown.len() }, unknown, floor }
    }

    /// The least and greatest value of a hidden cell over the reals; no upper end where there is none.
    pub(super) fn interval(&self, cell: &Place) -> (f64, Option<f64>) {
        let goal = self.unknown[cell];
        let low =
            self.equations.best(goal, -1.0).expect("the true table is a solution").expect("bounded by 0").0;
        let high = self.equations.best(goal, 1.0).expect("the true table is a solution");
        (low + self.floor, high.map(|high| high.0 + self.floor))
    }

    /// Whether whole numbers explain the publication with the cell at or beyond `bound`. None: gave up.
    pub(super) fn explains(&self, cell: &Place, bound: u64, upwards: bool) -> Option<bool> {
        let goal = self.unknown[cell];
        let mut nodes = 0;
        let bound = bound as f64 - self.floor;
        whole(&self.equations.with_bound(goal, bound, upwards), &mut nodes)
    }
}

/// Depth first: a solution in whole numbers of equations in numbers at least 0.
fn whole(equations: &Equations, nodes: &mut usize) -> Option<bool> {
    *nodes += 1;
    if *nodes > 300 {
        return None;
    }
    let Some(solution) = equations.any() else { return Some(false) };
    let Some(split) = solution.iter().position(|value| (value - value.round()).abs() > 1e-6) else {
        return Some(true);
    };
    let value = solution[split];
    match whole(&equations.with_bound(split, value.floor(), false), nodes) {
        Some(false) => whole(&equations.with_bound(split, value.ceil(), true), nodes),
        other => other,
    }
}

impl Equations {
    /// With `unknown >= bound` or `unknown <= bound`, by a slack of its own.
    fn with_bound(&self, unknown: usize, bound: f64, upwards: bool) -> Self {
        let mut more = self.clone();
        let slack = if upwards { -1.0 } else { 1.0 };
        more.rows.push((vec![(unknown, 1.0), (more.unknowns, slack)], bound));
        more.unknowns += 1;
        more
    }

    fn any(&self) -> Option<Vec<f64>> {
        self.best(0, 0.0).map(|best| best.expect("a constant is bounded").1)
    }

    /// Maximises `sign` times an unknown: none where there is no solution, some none where there is no end.
    fn best(&self, goal: usize, sign: f64) -> Option<Option<(f64, Vec<f64>)>> {
        let (m, n) = (self.rows.len(), self.unknowns);
        // Columns: the unknowns, one artificial per row, the right side.
        let width = n + m + 1;
        let mut tableau = vec![vec![0.0; width]; m];
        for (row, (terms, right)) in self.rows.iter().enumerate() {
            let sign = if *right < 0.0 { -1.0 } else { 1.0 };
            for &(column, coefficient) in terms {
                tableau[row][column] += sign * coefficient;
            }
            tableau[row][n + row] = 1.0;
            tableau[row][width - 1] = sign * right;
        }
        let mut basis: Vec<usize> = (n..n + m).collect();
        let mut phase_one = vec![0.0; width];
        for row in &tableau {
            for (at, value) in row.iter().enumerate() {
                if at < n || at == width - 1 {
                    phase_one[at] += value;
                }
            }
        }
        run(&mut tableau, &mut basis, &mut phase_one, n).expect("phase one is bounded");
        let scale = self.rows.iter().map(|row| row.1.abs()).fold(1.0, f64::max);
        if phase_one[width - 1] > 1e-9 * scale {
            return None;
        }
        // Artificials that stayed at 0 leave where they can; elsewhere their row says nothing.
        for row in 0..m {
            if basis[row] >= n
                && let Some(column) = (0..n).find(|&column| tableau[row][column].abs() > 1e-9)
            {
                pivot(&mut tableau, &mut basis, &mut phase_one, row, column);
            }
        }
        let mut gains = vec![0.0; width];
        gains[goal] = sign;
        for (row, &column) in basis.iter().enumerate() {
            if column == goal {
                for at in 0..width {
                    gains[at] -= sign * tableau[row][at];
                }
                gains[goal] = 0.0;
            }
        }
        if run(&mut tableau, &mut basis, &mut gains, n).is_none() {
            return Some(None);
        }
        let mut point = vec![0.0; n];
        for (row, &column) in basis.iter().enumerate() {
            if column < n {
                point[column] = tableau[row][width - 1];
            }
        }
        Some(Some((point[goal], point)))
    }
}

/// Pivots until no gain is left. None where a gain is endless.
fn run(tableau: &mut [Vec<f64>], basis: &mut [usize], gains: &mut [f64], columns: usize) -> Option<()> {
    loop {
        let Some(column) = (0..columns).find(|&column| gains[column] > 1e-9) else { return Some(()) };
        let right = gains.len() - 1;
        let mut leaving: Option<(usize, f64)> = None;
        for row in 0..tableau.len() {
            let step = tableau[row][column];
            if step > 1e-9 {
                let ratio = tableau[row][right] / step;
                let better = leaving.is_none_or(|(other, best)| {
                    ratio < best - 1e-12 || (ratio <= best + 1e-12 && basis[row] < basis[other])
                });
                if better {
                    leaving = Some((row, ratio));
                }
            }
        }
        let (row, _) = leaving?;
        pivot(tableau, basis, gains, row, column);
    }
}

fn pivot(tableau: &mut [Vec<f64>], basis: &mut [usize], gains: &mut [f64], row: usize, column: usize) {
    let by = tableau[row][column];
    for value in &mut tableau[row] {
        *value /= by;
    }
    let leading = tableau[row].clone();
    let eliminate = |target: &mut [f64]| {
        let factor = target[column];
        if factor != 0.0 {
            for (value, lead) in target.iter_mut().zip(&leading) {
                *value -= factor * lead;
                if value.abs() < 1e-11 {
                    *value = 0.0;
                }
            }
        }
    };
    for (other, target) in tableau.iter_mut().enumerate() {
        if other != row {
            eliminate(target);
        }
    }
    eliminate(gains);
    basis[row] = column;
}

#[test]
fn the_attacker_computes_the_textbook_interval() {
    use crate::audience::Dimension;
    let axis = |dimension, size: usize| {
        Axis::flat(dimension, (0..size).map(|node| node.to_string().as_str().into())).unwrap()
    };
    let axes = [axis(Dimension::Country, 2), axis(Dimension::Kind, 3)];
    // 20 3 8 9 / 9 . . 5 / 11 . . 4 : x + y = 4 in the row, x + z = 3 and y + w = 8 in the columns.
    let rows = [
        [Some(20), Some(3), Some(8), Some(9)],
        [Some(9), None, None, Some(5)],
        [Some(11), None, None, Some(4)],
    ];
    let node = |at: usize| at.checked_sub(1);
    let figures = (0..12).map(|at| (vec![node(at / 4), node(at % 4)], rows[at / 4][at % 4])).collect();
    let attacker = Attacker::reading(&Published { axes: &axes, figures, floor: 0 });
    assert_eq!(attacker.interval(&vec![Some(0), Some(0)]), (0.0, Some(3.0)));
    assert_eq!(attacker.interval(&vec![Some(0), Some(1)]), (1.0, Some(4.0)));
    assert_eq!(attacker.explains(&vec![Some(0), Some(0)], 3, true), Some(true));
    assert_eq!(attacker.explains(&vec![Some(0), Some(0)], 4, true), Some(false));
}

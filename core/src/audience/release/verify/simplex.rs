//! The attacker's linear programme, solved in whole numbers without rounding.
//!
//! One idea to keep in mind: the true table is a solution, so the programme is written in deviations from it
//! and starts at 0. There is no first phase, no tolerance and no cycling (Bland 1977); the tableau is kept
//! fraction-free with one common denominator (Edmonds 1967), which for tables is nearly always 1.

#![expect(
    clippy::indexing_slicing,
    reason = "dense tableau loops; every index is below a length fixed at construction"
)]

/// Maximise the deviation of one cell under equations and bounds.
#[derive(Debug, Clone)]
pub(super) struct Programme {
    /// Rows of (column, sign): the signed sum of the deviations is 0.
    pub(super) rows: Vec<Vec<(usize, i128)>>,
    /// The least deviation of each column, 0 or less.
    pub(super) low: Vec<i128>,
    /// The greatest deviation of each column, 0 or more; none where nothing limits it.
    pub(super) high: Vec<Option<i128>>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The optimum: the numerators of all deviations over the one denominator.
    Optimum { numerators: Vec<i128>, denominator: i128 },
    /// The cell may deviate without end.
    Unbounded,
    /// Numbers grew too large, or it took too long: nothing is known.
    Unknown,
}

/// Columns times rows times 16 bytes stays below 64 MB.
const MAX_TABLEAU: usize = 1 << 22;

struct Tableau {
    columns: usize,
    cells: Vec<i128>,
    /// The column that is basic in each row.
    basis: Vec<usize>,
    denominator: i128,
}

impl Programme {
    /// Maximises `sign` times the deviation of `goal`.
    pub(super) fn maximise(&self, goal: usize, sign: i128) -> Outcome {
        self.solve(goal, sign).unwrap_or(Outcome::Unknown)
    }

    /// None where an intermediate number does not fit.
    fn solve(&self, goal: usize, sign: i128) -> Option<Outcome> {
        let columns = self.low.len();
        if columns.checked_mul(self.rows.len())? > MAX_TABLEAU {
            return None;
        }
        let mut tableau = Tableau::reduced(&self.rows, columns)?;
        let mut place = vec![0_i128; columns];
        let mut row_of: Vec<Option<usize>> = vec![None; columns];
        for (row, &column) in tableau.basis.iter().enumerate() {
            row_of[column] = Some(row);
        }
        for _ in 0..200 + 50 * columns {
            let values = tableau.basic_values(&place, &row_of)?;
            let Some((entering, up)) = self.entering(&tableau, &place, &row_of, goal, sign) else {
                let mut numerators = Vec::with_capacity(columns);
                for column in 0..columns {
                    numerators.push(match row_of[column] {
                        Some(row) => values[row],
                        None => place[column].checked_mul(tableau.denominator)?,
                    });
                }
                return Some(Outcome::Optimum { numerators, denominator: tableau.denominator });
            };
            match self.leaving(&tableau, &values, &place, entering, up)? {
                Step::Endless => return Some(Outcome::Unbounded),
                Step::OwnBound => {
                    place[entering] = if up { self.high[entering]? } else { self.low[entering] };
                }
                Step::Row { row, at_high } => {
                    let column = tableau.basis[row];
                    place[column] = if at_high { self.high[column]? } else { self.low[column] };
                    tableau.pivot(row, entering)?;
                    row_of[column] = None;
                    row_of[entering] = Some(row);
                }
            }
        }
        None
    }

    /// The first column that can improve the goal, and in which direction.
    fn entering(
        &self,
        tableau: &Tableau,
        place: &[i128],
        row_of: &[Option<usize>],
        goal: usize,
        sign: i128,
    ) -> Option<(usize, bool)> {
        let movable = |column: usize, gain: i128| {
            let up = gain > 0;
            let free = if up {
                self.high[column].is_none_or(|high| place[column] < high)
            } else {
                place[column] > self.low[column]
            };
            (gain != 0 && free).then_some((column, up))
        };
        match row_of[goal] {
            None => movable(goal, sign),
            Some(row) => (0..self.low.len())
                .filter(|&column| row_of[column].is_none())
                .find_map(|column| movable(column, -sign.signum() * tableau.at(row, column).signum())),
        }
    }

    /// How far the entering column can go: to its own bound, or until a basic column meets a bound.
    fn leaving(
        &self,
        tableau: &Tableau,
        values: &[i128],
        place: &[i128],
        entering: usize,
        up: bool,
    ) -> Option<Step> {
        // The shortest step so far as a fraction, with the column that stops it.
        let mut best: Option<(i128, i128, usize, Step)> = None;
        let own = if up {
            self.high[entering].map(|high| high - place[entering])
        } else {
            Some(place[entering] - self.low[entering])
        };
        if let Some(own) = own {
            best = Some((own, 1, entering, Step::OwnBound));
        }
        for (row, &column) in tableau.basis.iter().enumerate() {
            let coefficient = tableau.at(row, entering);
            let rate = if up { coefficient.checked_neg()? } else { coefficient };
            let (room, at_high) = if rate > 0 {
                match self.high[column] {
                    Some(high) => (high.checked_mul(tableau.denominator)?.checked_sub(values[row])?, true),
                    None => continue,
                }
            } else if rate < 0 {
                (values[row].checked_sub(self.low[column].checked_mul(tableau.denominator)?)?, false)
            } else {
                continue;
            };
            let rate = rate.checked_abs()?;
            let shorter = match &best {
                None => true,
                Some((numerator, denominator, stopped_by, _)) => {
                    let mine = room.checked_mul(*denominator)?;
                    let theirs = numerator.checked_mul(rate)?;
                    mine < theirs || (mine == theirs && column < *stopped_by)
                }
            };
            if shorter {
                best = Some((room, rate, column, Step::Row { row, at_high }));
            }
        }
        Some(best.map_or(Step::Endless, |(_, _, _, step)| step))
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Endless,
    OwnBound,
    Row { row: usize, at_high: bool },
}

impl Tableau {
    /// Gauss–Jordan elimination without fractions; rows that say nothing new are dropped.
    fn reduced(rows: &[Vec<(usize, i128)>], columns: usize) -> Option<Self> {
        let mut cells = vec![0_i128; rows.len() * columns];
        for (row, terms) in rows.iter().enumerate() {
            for &(column, sign) in terms {
                cells[row * columns + column] += sign;
            }
        }
        let mut tableau = Tableau { columns, cells, basis: vec![usize::MAX; rows.len()], denominator: 1 };
        for row in 0..rows.len() {
            if let Some(column) = (0..columns).find(|&column| tableau.at(row, column) != 0) {
                tableau.pivot(row, column)?;
            }
        }
        let kept: Vec<usize> = (0..rows.len()).filter(|&row| tableau.basis[row] != usize::MAX).collect();
        let mut cells = Vec::with_capacity(kept.len() * columns);
        for &row in &kept {
            cells.extend_from_slice(&tableau.cells[row * columns..(row + 1) * columns]);
        }
        let basis = kept.iter().map(|&row| tableau.basis[row]).collect();
        Some(Tableau { columns, cells, basis, denominator: tableau.denominator })
    }

    fn at(&self, row: usize, column: usize) -> i128 {
        self.cells[row * self.columns + column]
    }

    fn pivot(&mut self, row: usize, column: usize) -> Option<()> {
        let columns = self.columns;
        if self.at(row, column) < 0 {
            for cell in &mut self.cells[row * columns..(row + 1) * columns] {
                *cell = cell.checked_neg()?;
            }
        }
        let pivot = self.at(row, column);
        let leading: Vec<(usize, i128)> = (0..columns)
            .map(|other| (other, self.at(row, other)))
            .filter(|&(_, coefficient)| coefficient != 0)
            .collect();
        for other in 0..self.basis.len() {
            let factor = self.at(other, column);
            if other == row || (factor == 0 && pivot == self.denominator) {
                continue;
            }
            let cells = &mut self.cells[other * columns..(other + 1) * columns];
            if pivot == 1 && self.denominator == 1 {
                for &(at, coefficient) in &leading {
                    cells[at] = cells[at].checked_sub(factor.checked_mul(coefficient)?)?;
                }
                continue;
            }
            for cell in cells.iter_mut() {
                *cell = cell.checked_mul(pivot)?;
            }
            for &(at, coefficient) in &leading {
                cells[at] = cells[at].checked_sub(factor.checked_mul(coefficient)?)?;
            }
            for cell in cells.iter_mut() {
                // Exact: the entries are minors of the original rows.
                *cell /= self.denominator;
            }
        }
        self.denominator = pivot;
        self.basis[row] = column;
        Some(())
    }

    /// The numerators of the basic columns, given where the others stand.
    fn basic_values(&self, place: &[i128], row_of: &[Option<usize>]) -> Option<Vec<i128>> {
        let moved: Vec<usize> =
            (0..self.columns).filter(|&column| row_of[column].is_none() && place[column] != 0).collect();
        (0..self.basis.len())
            .map(|row| {
                moved.iter().try_fold(0_i128, |sum, &column| {
                    sum.checked_sub(self.at(row, column).checked_mul(place[column])?)
                })
            })
            .collect()
    }
}

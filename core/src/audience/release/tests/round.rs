//! Controlled rounding.

use super::random::{Draw, places, table};
use crate::audience::release::{Rules, round};
use crate::audience::{Axis, Cell, Dimension, Table};

fn counts(counts: &[u64]) -> Table {
    let country =
        Axis::flat(Dimension::Country, (0..counts.len()).map(|at| at.to_string().as_str().into())).unwrap();
    let cells =
        counts.iter().enumerate().map(|(at, &n)| Cell { at: vec![at], n, weight: None, magnitude: None });
    Table::new(vec![country], cells.collect()).unwrap()
}

#[test]
fn a_rounded_table_adds_up_and_is_as_near_as_can_be() {
    let rounded = round(&counts(&[9, 61, 31, 4]), &Rules::new(5).unwrap(), 10).unwrap();
    let figures: Vec<_> = rounded.cells.iter().map(|cell| cell.n.unwrap()).collect();
    // 105 may be 100 or 110; 9 goes to 10, 61 to 60, 31 to 30, 4 to 0.
    assert_eq!(figures, [100, 10, 60, 30, 0]);
    assert_eq!(rounded.intervals.len(), 1);
    assert!(rounded.intervals[0].low == 0 && rounded.intervals[0].high >= 5);
}

#[test]
fn a_base_that_cannot_hide_a_small_cell_is_refused() {
    for base in [0, 5, 1_000_001] {
        let error = round(&counts(&[9, 61]), &Rules::new(5).unwrap(), base).unwrap_err();
        assert_eq!(error.code(), "PARAMETER_OUT_OF_RANGE");
    }
}

#[test]
fn where_nothing_else_is_possible_rounding_says_so() {
    // Both cells are multiples, their total is one too: nothing can move, and nothing is small.
    let rounded = round(&counts(&[20, 40]), &Rules::new(5).unwrap(), 10).unwrap();
    assert_eq!(rounded.cells.iter().map(|cell| cell.n.unwrap()).collect::<Vec<_>>(), [60, 20, 40]);
}

#[test]
fn random_tables_are_rounded_so_that_they_add_up_or_are_refused() {
    let mut draw = Draw(17);
    let (mut rounded, mut refused) = (0, 0);
    for _ in 0..60 {
        let (table, rules) = table(&mut draw, false);
        let base = rules.k() + 1 + draw.below(6);
        match round(&table, &rules, base) {
            Ok(release) => {
                rounded += 1;
                for cell in &release.cells {
                    let (n, truth) = (cell.n.unwrap(), table.sum(&cell.at).unwrap().n);
                    assert!(n % base == 0 && n.abs_diff(truth) < base, "{n} for {truth}");
                }
                let leaves: u64 = release
                    .cells
                    .iter()
                    .filter(|cell| {
                        let place: Option<Vec<usize>> = cell.at.iter().copied().collect();
                        place.is_some_and(|place| places(table.axes()).contains(&place))
                    })
                    .map(|cell| cell.n.unwrap())
                    .sum();
                assert_eq!(release.cells[0].n, Some(leaves));
            }
            Err(error) => {
                refused += 1;
                assert!(["UNPROTECTED", "NO_CONTROLLED_ROUNDING"].contains(&error.code()), "{error}");
            }
        }
    }
    // In three dimensions there may be no table that adds up, and in small ones none that protects.
    assert!(rounded > 25, "{rounded} rounded, {refused} refused");
}

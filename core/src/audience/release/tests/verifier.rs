//! The verifier against exhaustive search.

use super::random::{Draw, places};
use crate::audience::release::{Place, Rules, ZeroCells, verify};
use crate::audience::{Axis, Cell, Dimension, Table};

fn counts(axes: &[Axis], counts: &[u64]) -> Table {
    let cell = |(at, &n)| Cell { at, n, weight: None, magnitude: None };
    Table::new(axes.to_vec(), places(axes).into_iter().zip(counts).map(cell).collect()).unwrap()
}

/// All places at all levels.
fn all_places(axes: &[Axis]) -> Vec<Place> {
    axes.iter().fold(vec![Vec::new()], |places: Vec<Place>, axis| {
        let nodes = || std::iter::once(None).chain((0..axis.nodes().len()).map(Some));
        places
            .iter()
            .flat_map(|at| nodes().map(move |node| at.iter().copied().chain([node]).collect()))
            .collect()
    })
}

/// The least and greatest value of every cell over all tables of whole numbers, innermost cells up to `most`,
/// that agree with what is shown.
fn exhaust(table: &Table, hidden: &[bool], most: u64) -> Vec<(u64, u64)> {
    let axes = table.axes();
    let all = all_places(axes);
    let truth: Vec<u64> = all.iter().map(|at| table.sum(at).unwrap().n).collect();
    let mut reach = vec![(u64::MAX, 0); all.len()];
    let mut trial = vec![0_u64; places(axes).len()];
    // Which innermost cells each place sums.
    let inside: Vec<Vec<usize>> = all
        .iter()
        .map(|at| {
            let covers =
                |inner: &[usize]| at.iter().zip(inner).all(|(node, leaf)| node.is_none_or(|n| n == *leaf));
            let inner = places(axes);
            (0..inner.len()).filter(|&number| covers(&inner[number])).collect()
        })
        .collect();
    loop {
        let sums: Vec<u64> = inside.iter().map(|cells| cells.iter().map(|&cell| trial[cell]).sum()).collect();
        if (0..all.len()).all(|cell| hidden[cell] || sums[cell] == truth[cell]) {
            for (reach, &sum) in reach.iter_mut().zip(&sums) {
                *reach = (reach.0.min(sum), reach.1.max(sum));
            }
        }
        let Some(place) = trial.iter().position(|&count| count < most) else { return reach };
        trial[..place].fill(0);
        trial[place] += 1;
    }
}

#[test]
fn the_verifier_agrees_with_exhaustive_search() {
    let mut draw = Draw(3);
    let mut verdicts = [0, 0];
    let shapes: [&[usize]; 4] = [&[4], &[2, 2], &[2, 3], &[2, 2, 2]];
    let dimensions = [Dimension::Country, Dimension::Gender, Dimension::Kind];
    for trial in 0..240 {
        let shape = shapes[trial % 4];
        let axis = |(&size, dimension): (&usize, _)| {
            Axis::flat(dimension, (0..size).map(|node| node.to_string().as_str().into())).unwrap()
        };
        let axes: Vec<Axis> = shape.iter().zip(dimensions).map(axis).collect();
        let most = if shape.len() == 3 { 3 } else { 4 };
        let values: Vec<u64> = places(&axes).iter().map(|_| draw.below(most)).collect();
        let table = counts(&axes, &values);
        let rules = Rules::over_floor(2, 2).unwrap().zeros(ZeroCells::MayHide);
        let all = all_places(&axes);
        let truth: Vec<u64> = all.iter().map(|at| table.sum(at).unwrap().n).collect();
        // Every sensitive cell is hidden, some others too.
        let hidden: Vec<bool> = all
            .iter()
            .zip(&truth)
            .map(|(at, &n)| n == 1 || draw.below(if at.contains(&None) { 6 } else { 2 }) == 0)
            .collect();
        let reach = exhaust(&table, &hidden, most);
        let is_safe = (0..all.len())
            .filter(|&cell| truth[cell] == 1)
            .all(|cell| reach[cell].0 == 0 && reach[cell].1 >= 2);
        let is_hidden = |at: &[Option<usize>]| hidden[all.iter().position(|other| other == at).unwrap()];
        let verdict = verify(&table, is_hidden, &rules);
        verdicts[usize::from(is_safe)] += 1;
        assert_eq!(verdict.is_ok(), is_safe, "{values:?} {hidden:?} {reach:?} {verdict:?}");
    }
    assert!(verdicts.iter().all(|&many| many > 30), "both verdicts occur: {verdicts:?}");
}

//! The verifier against exhaustive search.

use super::random::Draw;
use crate::audience::release::{Axis, Cube, Rules, ZeroCells, verify};

/// All tables of whole numbers with the inner cells up to `most` that agree with what is shown: the least and
/// greatest value of every cell.
fn exhaust(cube: &Cube, hidden: &[bool], floor: u64, most: u64) -> Vec<(u64, u64)> {
    let inner: Vec<usize> = (0..cube.len()).filter(|&cell| cube.level(cell) == 0).collect();
    let mut reach = vec![(u64::MAX, 0); cube.len()];
    let mut trial = vec![0_u64; inner.len()];
    loop {
        let cells = inner.iter().zip(&trial).map(|(&cell, &count)| (cube.codes_of(cell), count));
        let other = Cube::of_counts(cube.axes().to_vec(), cells).unwrap();
        let agrees = (0..cube.len()).all(|cell| match hidden[cell] {
            true => other.counts()[cell] >= floor,
            false => other.counts()[cell] == cube.counts()[cell],
        });
        if agrees {
            for (reach, &count) in reach.iter_mut().zip(other.counts()) {
                *reach = (reach.0.min(count), reach.1.max(count));
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
    let shapes: [&[u64]; 4] = [&[4], &[2, 2], &[2, 3], &[2, 2, 2]];
    for trial in 0..240 {
        let shape = shapes[trial % 4];
        let axes: Vec<Axis> = shape
            .iter()
            .enumerate()
            .map(|(at, &size)| Axis::flat(format!("d{at}"), (0..size).map(|c| c.to_string())).unwrap())
            .collect();
        let mut cells: Vec<Vec<String>> = vec![vec![]];
        for &size in shape {
            cells = cells
                .iter()
                .flat_map(|c| {
                    (0..size).map(|n| {
                        let mut c = c.clone();
                        c.push(n.to_string());
                        c
                    })
                })
                .collect();
        }
        let most = if shape.len() == 3 { 3 } else { 4 };
        let cube = Cube::of_counts(axes, cells.into_iter().map(|codes| (codes, draw.below(most)))).unwrap();
        let rules = Rules::over_floor(2, 2).unwrap().zeros(ZeroCells::MayHide);
        // Mostly hidden inner cells, a few totals: every sensitive cell is hidden.
        let hidden: Vec<bool> = (0..cube.len())
            .map(|cell| {
                let count = cube.counts()[cell];
                let odds = if cube.level(cell) == 0 { 2 } else { 6 };
                (count > 0 && count < 2) || draw.below(odds) == 0
            })
            .collect();
        // Shown cells bound the hidden ones here unless a whole line is hidden; the cap allows for that.
        let reach = exhaust(&cube, &hidden, 0, most + 1);
        let is_safe = (0..cube.len())
            .filter(|&cell| cube.counts()[cell] == 1)
            .all(|cell| reach[cell].0 == 0 && reach[cell].1 >= 2);
        let verdict = verify(&cube, &hidden, &rules);
        verdicts[usize::from(is_safe)] += 1;
        assert_eq!(verdict.is_ok(), is_safe, "{:?} {hidden:?} {reach:?} {verdict:?}", cube.counts());
    }
    assert!(verdicts.iter().all(|&many| many > 30), "both verdicts occur: {verdicts:?}");
}

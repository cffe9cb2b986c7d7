//! Releases under attack.

use std::time::Instant;

use super::attacker::{Attacker, Published};
use super::random::{Draw, table};
use crate::audience::release::primary::primary;
use crate::audience::release::suppress::{baseline, problem_of};
use crate::audience::release::{Cube, Method, Release, Rules, ZeroCells, suppress};

/// What came of many attacks.
#[derive(Debug, Default)]
pub(super) struct Tally {
    tables: usize,
    cells: usize,
    sensitive: usize,
    hidden: usize,
    hidden_by_heuristic: usize,
    hidden_by_greedy: usize,
    optimal: usize,
    attacked: usize,
    exposed: usize,
    undecided: usize,
    /// Seconds in suppression, in the baselines, in the attack.
    seconds: [f64; 3],
}

/// Attacks every sensitive cell of a release. The declared protection is stated here anew.
fn attack(cube: &Cube, rules: &Rules, release: &Release, tally: &mut Tally) {
    for measure in 0..=usize::from(release.sums().is_some()) {
        let zeros_shown = rules.zero_cells() == ZeroCells::Show;
        let floor = u64::from(measure == 0 && zeros_shown);
        let figures = if measure == 0 { release.counts() } else { release.sums().unwrap() };
        let attacker = Attacker::reading(&Published { axes: cube.axes(), figures, floor });
        for interval in release.report().intervals.iter().filter(|interval| interval.measure == measure) {
            tally.attacked += 1;
            let cell = interval.cell;
            assert_eq!(figures[cell], None, "a sensitive cell is hidden");
            let (need_low, need_high) = match measure {
                0 => (if zeros_shown { occupied_within(cube, cell) } else { 0 }, rules.k()),
                _ => (interval.need_low, interval.need_high),
            };
            let (low, high) = attacker.interval(cell);
            let slack = 1e-6 * (1.0 + need_high as f64);
            if low > need_low as f64 + slack || high.is_some_and(|high| high < need_high as f64 - slack) {
                tally.exposed += 1;
                continue;
            }
            if measure == 0 {
                for (bound, upwards) in [(need_low, false), (need_high, true)] {
                    match attacker.explains(cell, bound, upwards) {
                        Some(true) => {}
                        Some(false) => tally.exposed += 1,
                        None => tally.undecided += 1,
                    }
                }
            }
        }
    }
}

/// How many inner cells that are not empty a cell contains, by its codes.
fn occupied_within(cube: &Cube, cell: usize) -> u64 {
    let whole = cube.codes_of(cell);
    let contains = |inner: usize| {
        cube.axes().iter().zip(cube.codes_of(inner)).zip(&whole).all(|((axis, code), whole)| {
            let mut at = Some(code);
            while let Some(code) = at {
                if code == *whole {
                    return true;
                }
                at = axis.parent_of(code);
            }
            false
        })
    };
    let is_inner = |cell: usize| {
        cube.axes().iter().zip(cube.codes_of(cell)).all(|(axis, code)| axis.leaves().any(|leaf| leaf == code))
    };
    (0..cube.len()).filter(|&inner| is_inner(inner) && cube.counts()[inner] > 0 && contains(inner)).count()
        as u64
}

fn count(hidden: &[bool]) -> usize {
    hidden.iter().filter(|hidden| **hidden).count()
}

/// Releases `tables` random tables and attacks them.
pub(super) fn campaign(tables: usize, seed: u64, method: Method) -> Tally {
    let mut draw = Draw(seed);
    let mut tally = Tally::default();
    for number in 0..tables {
        let (cube, rules) = table(&mut draw, number % 5 == 4);
        let begin = Instant::now();
        let release = suppress(&cube, &rules.method(method)).expect("hiding everything is always possible");
        let released = Instant::now();
        tally.tables += 1;
        tally.cells += cube.len();
        tally.sensitive += release.report().sensitive.len();
        tally.hidden += release.report().hidden;
        tally.optimal += usize::from(release.report().proven_optimal);
        let primary = primary(&cube, &rules).expect("primary");
        tally.hidden_by_greedy += count(&baseline(&problem_of(&cube, &rules, &primary)));
        let heuristic = suppress(&cube, &rules.method(Method::Heuristic)).expect("release");
        tally.hidden_by_heuristic += heuristic.report().hidden;
        let compared = Instant::now();
        attack(&cube, &rules, &release, &mut tally);
        let times = [released - begin, compared - released, compared.elapsed()];
        for (sum, time) in tally.seconds.iter_mut().zip(times) {
            *sum += time.as_secs_f64();
        }
    }
    tally
}

#[test]
fn an_attacker_finds_no_cell_below_protection_in_heuristic_releases() {
    let tally = campaign(60, 7, Method::Heuristic);
    assert_eq!((tally.exposed, tally.undecided), (0, 0), "{tally:?}");
    assert!(tally.attacked > 800, "{tally:?}");
}

#[cfg(feature = "release")]
#[test]
fn an_attacker_finds_no_cell_below_protection_in_optimised_releases() {
    let tally = campaign(24, 11, Method::Optimised);
    assert_eq!((tally.exposed, tally.undecided), (0, 0), "{tally:?}");
    assert!(tally.hidden <= tally.hidden_by_heuristic, "{tally:?}");
    assert!(tally.hidden < tally.hidden_by_greedy, "{tally:?}");
}

/// The long form: `cargo test -p renown --features release --release -- --ignored --nocapture ten_thousand`.
#[cfg(feature = "release")]
#[test]
#[ignore = "takes many minutes; the short forms above run always"]
#[expect(clippy::print_stderr, reason = "the tally is the point of this run")]
fn ten_thousand_random_tables_withstand_the_attacker() {
    let tables = std::env::var("RENOWN_TABLES").ok().and_then(|tables| tables.parse().ok()).unwrap_or(10_000);
    let tally = campaign(tables, 2_026, Method::Optimised);
    eprintln!("{tally:#?}");
    assert_eq!((tally.exposed, tally.undecided), (0, 0));
}

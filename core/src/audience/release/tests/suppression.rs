//! Releases under attack.

use std::time::Instant;

use super::attacker::{Attacker, Published};
use super::random::{Draw, table};
use crate::audience::Table;
use crate::audience::release::cube::Cube;
use crate::audience::release::primary::primary;
use crate::audience::release::suppress::{baseline, problem_of};
use crate::audience::release::{Method, Place, Quantity, Release, Rules, ZeroCells, suppress};

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

impl Tally {
    fn with(mut self, other: &Tally) -> Tally {
        self.tables += other.tables;
        self.cells += other.cells;
        self.sensitive += other.sensitive;
        self.hidden += other.hidden;
        self.hidden_by_heuristic += other.hidden_by_heuristic;
        self.hidden_by_greedy += other.hidden_by_greedy;
        self.optimal += other.optimal;
        self.attacked += other.attacked;
        self.exposed += other.exposed;
        self.undecided += other.undecided;
        for (sum, seconds) in self.seconds.iter_mut().zip(other.seconds) {
            *sum += seconds;
        }
        self
    }
}

/// Attacks every sensitive cell of a release. The declared protection is stated here anew.
fn attack(table: &Table, rules: &Rules, release: &Release, tally: &mut Tally) {
    let zeros_shown = rules.shows_zeros();
    for measure in [Quantity::Count, Quantity::Sum] {
        let is_count = measure == Quantity::Count;
        let floor = u64::from(is_count && zeros_shown);
        let figures =
            release.cells().iter().map(|cell| (cell.at.clone(), if is_count { cell.n } else { cell.sum }));
        let published = Published { axes: release.axes(), figures: figures.collect(), floor };
        let intervals: Vec<_> =
            release.report().intervals.iter().filter(|interval| interval.measure == measure).collect();
        if intervals.is_empty() {
            continue;
        }
        let attacker = Attacker::reading(&published);
        for interval in intervals {
            tally.attacked += 1;
            let at = &interval.at;
            assert_eq!(published.figures[at], None, "a sensitive cell is hidden");
            let (need_low, need_high) = match is_count {
                true => (if zeros_shown { occupied_within(table, at) } else { 0 }, rules.k()),
                false => (interval.need_low, interval.need_high),
            };
            let (low, high) = attacker.interval(at);
            let slack = 1e-6 * (1.0 + need_high as f64);
            if low > need_low as f64 + slack || high.is_some_and(|high| high < need_high as f64 - slack) {
                tally.exposed += 1;
                continue;
            }
            for (bound, upwards) in [(need_low, false), (need_high, true)].into_iter().filter(|_| is_count) {
                match attacker.explains(at, bound, upwards) {
                    Some(true) => {}
                    Some(false) => tally.exposed += 1,
                    None => tally.undecided += 1,
                }
            }
        }
    }
    // That nothing sensitive was forgotten: every small cell that is not empty is hidden.
    for cell in release.cells() {
        let n = table.sum(&cell.at).unwrap().n;
        assert!(cell.n.is_none_or(|shown| shown == n && (n == 0 || n >= rules.k())));
        assert!(rules.zero_cells() != ZeroCells::Protect || n > 0 || cell.n.is_none());
    }
}

/// How many innermost cells that are not empty a place contains.
fn occupied_within(table: &Table, place: &Place) -> u64 {
    let contains = |at: &[usize]| {
        let mut sides = table.axes().iter().zip(place).zip(at);
        sides.all(|((axis, node), leaf)| node.is_none_or(|node| axis.path(*leaf).any(|on| on == node)))
    };
    table.cells().iter().filter(|cell| contains(&cell.at)).count() as u64
}

fn count(hidden: &[bool]) -> usize {
    hidden.iter().filter(|hidden| **hidden).count()
}

/// Releases `tables` random tables and attacks them.
pub(super) fn campaign(tables: usize, seed: u64, method: Method) -> Tally {
    let mut draw = Draw(seed);
    let mut tally = Tally::default();
    for number in 0..tables {
        let (table, rules) = table(&mut draw, number % 5 == 4);
        let begin = Instant::now();
        let release = suppress(&table, &rules.method(method)).expect("hiding everything is always possible");
        let released = Instant::now();
        tally.tables += 1;
        tally.cells += release.cells().len();
        tally.sensitive += release.report().sensitive.len();
        tally.hidden += release.report().hidden;
        tally.optimal += usize::from(release.report().proven_optimal);
        let cube = Cube::of(&table).unwrap();
        let (system, latents) = cube.system();
        let primary = primary(&cube, &latents, &rules).unwrap();
        tally.hidden_by_greedy += count(&baseline(&problem_of(&cube, system, &rules, &primary)));
        let heuristic = suppress(&table, &rules.method(Method::Heuristic)).unwrap();
        tally.hidden_by_heuristic += heuristic.report().hidden;
        let compared = Instant::now();
        attack(&table, &rules, &release, &mut tally);
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
    // Four draws of a quarter each, side by side.
    let tally = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..4)
            .map(|part| scope.spawn(move || campaign(tables / 4, 2_026 + part, Method::Optimised)))
            .collect();
        parts.into_iter().fold(Tally::default(), |sum, part| sum.with(&part.join().unwrap()))
    });
    eprintln!("{tally:#?}");
    assert_eq!((tally.exposed, tally.undecided), (0, 0));
}

//! Whether a 95 % interval covers the true share in 93 to 97 of 100 audiences.
//!
//! An audience of N followers of which a share is fake; n of them are drawn without replacement and scored by a
//! classifier with AUC 0.985 that was recalibrated on a limited number of labelled accounts, drawn anew each time.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::state::cell;
use super::*;
use crate::credibility::calibration::Platt;
use crate::credibility::score::{Trait, logistic};
use crate::credibility::{Scorecard, Validation};

struct Stream(ChaCha12Rng);

impl Stream {
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Log-odds of a real or fake account: two normal distributions whose ratio is the log-odds itself.
    fn log_odds(&mut self, real: bool, distance: f64) -> f64 {
        let middle = 0.5 * distance * distance;
        (if real { middle } else { -middle }) + distance * self.normal()
    }
}

/// How many of `n` drawn from a population of which `fakes` are fake; one by one, without replacement.
fn drawn(stream: &mut Stream, n: u64, population: u64, fakes: u64) -> u64 {
    let (mut left, mut fakes_left, mut found) = (population, fakes, 0);
    for _ in 0..n {
        if stream.uniform() * (left as f64) < fakes_left as f64 {
            fakes_left -= 1;
            found += 1;
        }
        left -= 1;
    }
    found
}

#[derive(Clone, Copy)]
struct Cell {
    method: Quantification,
    share: f64,
    n: u64,
    population: u64,
    /// Labelled accounts of each class.
    labelled: u64,
}

/// AUC 0.985: the distance of the two classes in standard deviations is √2 Φ⁻¹(0.985).
const DISTANCE: f64 = 3.069;

fn coverage(cell_of: Cell, times: u32, seed: u64) -> (f64, f64) {
    let scorecard = Scorecard::shipped();
    let mut stream = Stream(ChaCha12Rng::seed_from_u64(seed));
    let fakes = (cell_of.share * cell_of.population as f64).round() as u64;
    let truth = fakes as f64 / cell_of.population as f64;
    let (mut covered, mut width) = (0, 0.0);
    for _ in 0..times {
        let (mut probabilities, mut labels) = (Vec::new(), Vec::new());
        for real in [true, false] {
            for _ in 0..cell_of.labelled {
                probabilities.push(logistic(stream.log_odds(real, DISTANCE)));
                labels.push(real);
            }
        }
        let platt = Platt::fit(&probabilities, &labels).unwrap();
        let taken = |wanted: bool| {
            let of_class = probabilities.iter().zip(&labels).filter(|(_, real)| **real == wanted);
            of_class.filter(|(p, _)| platt.apply(**p) >= 0.5).count() as u64
        };
        let rates = Validation {
            real: cell_of.labelled,
            real_taken_for_real: taken(true),
            fake: cell_of.labelled,
            fake_taken_for_real: taken(false),
        }
        .rates()
        .unwrap();
        let found = drawn(&mut stream, cell_of.n, cell_of.population, fakes);
        let mut state = AudienceState::new(scorecard);
        for follower in 0..cell_of.n {
            let log_odds = platt.slope * stream.log_odds(follower >= found, DISTANCE) + platt.intercept;
            let points = (log_odds * 100.0).round() as i32;
            state.add(cell(points, 100, Trait::Unknown, points < 0), 1).unwrap();
        }
        let options = AudienceOptions {
            method: cell_of.method,
            population: Some(cell_of.population),
            level: 0.95,
            errors: Some(rates),
        };
        let interval = state.finish(&options).unwrap().suspicious.interval().unwrap();
        covered += u32::from(interval.low <= truth && truth <= interval.high);
        width += interval.high - interval.low;
    }
    (f64::from(covered) / f64::from(times), width / f64::from(times))
}

/// Each cell, with the share of audiences that are covered and the mean width of the interval.
fn table(
    methods: &[Quantification],
    sizes: &[(u64, u64)],
    labelled: &[u64],
    shares: &[f64],
    times: u32,
) -> Vec<(Cell, f64, f64)> {
    let mut cells = Vec::new();
    for &method in methods {
        for &(population, n) in sizes {
            for &labelled in labelled {
                for &share in shares {
                    let of = Cell { method, share, n, population, labelled };
                    let (covered, width) = coverage(of, times, 1);
                    cells.push((of, covered, width));
                }
            }
        }
    }
    cells
}

fn shown(cells: &[(Cell, f64, f64)]) -> String {
    let line = |(of, covered, width): &(Cell, f64, f64)| {
        format!(
            "| {:?} | {} | {} | {} | {} | {:.1} | {width:.3} |",
            of.method,
            of.population,
            of.n,
            of.labelled,
            of.share,
            100.0 * covered
        )
    };
    cells.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn intervals_cover_in_93_to_97_of_100_audiences_on_average() {
    for method in [Quantification::Adjusted, Quantification::Em] {
        let cells = table(&[method], &[(1_000, 100), (1_000_000, 300)], &[300], &[0.03, 0.2, 0.6, 0.9], 150);
        let mean = cells.iter().map(|(_, covered, _)| covered).sum::<f64>() / cells.len() as f64;
        // 1 200 audiences: the standard error of their share is 0.006.
        assert!((0.93..=0.975).contains(&mean), "{method:?}: {mean}\n{}", shown(&cells));
        for (of, covered, _) in &cells {
            assert!(*covered > 0.90, "{method:?} at {}\n{}", of.share, shown(&cells));
        }
    }
}

#[test]
#[ignore = "minutes; its figures are in docs/credibility.md"]
fn intervals_cover_over_shares_samples_and_populations() {
    let sizes = [(1_000, 50), (1_000, 500), (1_000_000, 50), (1_000_000, 500), (100_000_000, 5_000)];
    let shares = [0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9];
    let cells = table(&[Quantification::Adjusted, Quantification::Em], &sizes, &[200, 2_000], &shares, 1_000);
    let within = |method: Quantification| {
        let of_method = cells.iter().filter(|(of, ..)| of.method == method);
        of_method.filter(|(_, covered, _)| (0.93..=0.97).contains(covered)).count()
    };
    #[expect(clippy::print_stdout, reason = "whoever runs it wants to see the figures")]
    {
        println!("{}", shown(&cells));
    }
    // The standard error of a cell is 0.007.
    for method in [Quantification::Adjusted, Quantification::Em] {
        assert!(within(method) >= 60, "{method:?}: {} of 70\n{}", within(method), shown(&cells));
    }
    assert!(cells.iter().all(|(_, covered, _)| *covered > 0.92), "{}", shown(&cells));
}

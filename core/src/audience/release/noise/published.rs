//! The published statistical test cases for noisy counts (google/differential-privacy), run on this sampler.

use super::mechanism::{Contribution, Mechanism};
use super::tests::{accepts, draws};

/// One case: what is claimed, how it is sampled, and two neighbouring inputs.
#[derive(Debug, Default, Clone)]
struct Case {
    name: String,
    claimed: [f64; 3],
    samples: usize,
    is_gaussian: bool,
    epsilon: f64,
    delta: f64,
    partitions: u32,
    counts: [i64; 2],
}

/// Reads the fields used here out of the text form of the protocol buffer.
fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut block = String::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("").trim();
        match line {
            "count_dp_test_case {" => {
                cases.push(Case { partitions: 1, ..Case::default() });
                continue;
            }
            "dp_test_parameters {" | "count_sampling_parameters {" => block = line.to_owned(),
            _ => {}
        }
        let (Some(case), Some((key, value))) = (cases.last_mut(), line.split_once(':')) else { continue };
        let value = value.trim();
        let number = || value.parse::<f64>().unwrap_or_else(|_| panic!("a number: {line}"));
        let listed = || {
            let items = value.trim_matches(|c| c == '[' || c == ']').split(',');
            items.filter_map(|item| item.trim().parse::<i64>().ok()).sum::<i64>()
        };
        match (block.as_str(), key) {
            (_, "name") => case.name = value.trim_matches('"').to_owned(),
            ("dp_test_parameters {", "epsilon") => case.claimed[0] = number(),
            ("dp_test_parameters {", "delta") => case.claimed[1] = number(),
            ("dp_test_parameters {", "delta_tolerance") => case.claimed[2] = number(),
            (_, "number_of_samples") => case.samples = number() as usize,
            (_, "noise_type") => case.is_gaussian = value == "GAUSSIAN",
            (_, "max_partitions_contributed") => case.partitions = number() as u32,
            (_, "epsilon") => case.epsilon = number(),
            (_, "delta") => case.delta = number(),
            (_, "raw_increment_by") => case.counts[0] += listed(),
            (_, "neighbour_raw_increment_by") => case.counts[1] += listed(),
            _ => {}
        }
    }
    cases
}

/// Runs the cases with a share of their samples and the tolerance that belongs to it.
#[expect(clippy::print_stderr, reason = "says what is skipped, and the tally of the long form")]
fn run(share: f64) {
    let root = std::env::var("RENOWN_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").to_owned());
    let path = format!("{root}/data/privacy/google-dp-stats/count_dp_test_cases.textproto");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {path} is not there");
        return;
    };
    let cases = cases(&text);
    assert!(cases.len() >= 10, "{} cases", cases.len());
    for (number, case) in cases.iter().enumerate() {
        assert!(case.samples > 0 && case.claimed[2] > 0.0, "{case:?}");
        // A case looks at one partition of those that a person contributes to, which is why it is claimed with a
        // share of the whole epsilon.
        let contribution = Contribution { cells: case.partitions, each: 1 };
        let mechanism = if case.is_gaussian {
            // The least rho that is (epsilon, delta) by the conversion: more noise than the case allows for.
            let (mut enough, mut too_much) = (0.0_f64, 8.0_f64);
            for _ in 0..60 {
                let middle = (enough + too_much) / 2.0;
                if super::budget::epsilon_of(middle, case.delta) <= case.epsilon {
                    enough = middle
                } else {
                    too_much = middle
                }
            }
            Mechanism::gaussian(enough, contribution).unwrap()
        } else {
            Mechanism::laplace(case.epsilon, contribution).unwrap()
        };
        let samples = (case.samples as f64 * share) as usize;
        let [epsilon, delta, tolerance] = case.claimed;
        // With fewer samples, neighbouring values are put together: a histogram of single draws is all chance.
        let width = if share < 1.0 { (mechanism.standard_deviation() / 10.0).ceil() as i64 } else { 1 };
        // The cases are made for the majority of nine votes, each right with a probability of 0.9. Two more for
        // than against settle it.
        let mut balance = 0;
        for vote in 0..9 {
            let seed = 1_000 + 2 * (number as u64 + 100 * vote);
            let sampled = |seed, count: i64| -> Vec<i64> {
                draws(&mechanism, seed, samples).into_iter().map(|x| (x + count).div_euclid(width)).collect()
            };
            let (one, other) = (sampled(seed, case.counts[0]), sampled(seed + 1, case.counts[1]));
            // Chance shrinks with the root of the samples.
            let vote = accepts(&one, &other, epsilon, delta, tolerance / share.sqrt());
            balance += if vote { 1 } else { -1 };
            if balance == 2 {
                break;
            }
        }
        assert!(balance > 0, "{}", case.name);
    }
    eprintln!("{} published cases accepted with {share} of their samples", cases.len());
}

#[test]
fn published_test_cases_accept_the_noise() {
    run(0.04);
}

#[test]
#[ignore = "a million samples for each of the published cases"]
fn published_test_cases_accept_the_noise_with_all_samples() {
    run(1.0);
}

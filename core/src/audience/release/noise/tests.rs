//! Noise against its claims: the exact distribution, the empirical epsilon, the known attacks.

use super::mechanism::{Contribution, Mechanism};
use super::stream::{Secret, Stream};
use super::{Budget, Curator, budget::epsilon_of};
use crate::audience::release::{Domain, Quantity};
use crate::audience::{Axis, Cell, Dimension, Table};

fn secret() -> Secret {
    Secret::new((0..32).collect::<Vec<u8>>()).unwrap()
}

/// Independent streams: one per number.
fn stream(number: u64) -> Stream {
    Stream::new(secret().digest(&[b"test", &number.to_le_bytes()]))
}

pub(super) fn draws(mechanism: &Mechanism, seed: u64, many: usize) -> Vec<i64> {
    let mut stream = stream(seed);
    (0..many).map(|_| i64::try_from(mechanism.draw(&mut stream)).unwrap()).collect()
}

/// Chi-square over the values from -last to last and the two tails, against exact probabilities.
fn chi_square(draws: &[i64], density: impl Fn(f64) -> f64, last: i64) -> (f64, usize) {
    let total: f64 = (-4_000..=4_000).map(|x| density(f64::from(x))).sum();
    let mut cells: Vec<(f64, f64)> = vec![(0.0, 0.0); (2 * last + 3) as usize];
    for x in -4_000_i64..=4_000 {
        let cell = (x.clamp(-last - 1, last + 1) + last + 1) as usize;
        cells[cell].0 += draws.len() as f64 * density(x as f64) / total;
    }
    for &x in draws {
        cells[(x.clamp(-last - 1, last + 1) + last + 1) as usize].1 += 1.0;
    }
    assert!(cells.iter().all(|cell| cell.0 > 5.0), "cells are wide enough");
    (cells.iter().map(|(expected, seen)| (seen - expected).powi(2) / expected).sum(), cells.len() - 1)
}

/// The 99.99 % point of chi-square by Wilson and Hilferty.
fn limit(freedom: usize) -> f64 {
    let df = freedom as f64;
    df * (1.0 - 2.0 / (9.0 * df) + 3.719 * (2.0 / (9.0 * df)).sqrt()).powi(3)
}

#[test]
fn discrete_laplace_noise_has_its_exact_distribution() {
    for (seed, epsilon, last) in [(1, 0.25, 14), (2, 1.098_612_288, 5), (3, 2.5, 2)] {
        let mechanism = Mechanism::laplace(epsilon, Contribution::COUNT).unwrap();
        let (statistic, freedom) =
            chi_square(&draws(&mechanism, seed, 40_000), |x| (-x.abs() * mechanism.parameter()).exp(), last);
        assert!(statistic < limit(freedom), "epsilon {epsilon}: {statistic} over {freedom}");
    }
}

#[test]
fn discrete_gaussian_noise_has_its_exact_distribution() {
    for (seed, rho, last) in [(4, 0.02, 12), (5, 0.5, 2), (6, 0.125, 5)] {
        let mechanism = Mechanism::gaussian(rho, Contribution::COUNT).unwrap();
        let (statistic, freedom) =
            chi_square(&draws(&mechanism, seed, 40_000), |x| (-x * x * mechanism.parameter()).exp(), last);
        assert!(statistic < limit(freedom), "rho {rho}: {statistic} over {freedom}");
        // A Laplace distribution of the same scale would not pass: the test can fail.
        let wrong = Mechanism::laplace((2.0 * 2.0 * rho).sqrt(), Contribution::COUNT).unwrap();
        let (statistic, freedom) =
            chi_square(&draws(&wrong, seed, 40_000), |x| (-x * x * mechanism.parameter()).exp(), last);
        assert!(statistic > limit(freedom), "rho {rho}: {statistic} over {freedom}");
    }
}

/// The approximate test of differential privacy: the excess of one histogram over e^epsilon times the other is
/// an estimate of delta, too high by chance only within `tolerance`.
pub(super) fn accepts(a: &[i64], b: &[i64], epsilon: f64, delta: f64, tolerance: f64) -> bool {
    let histogram = |draws: &[i64]| {
        let mut histogram = std::collections::BTreeMap::new();
        for &x in draws {
            *histogram.entry(x).or_insert(0.0) += 1.0 / draws.len() as f64;
        }
        histogram
    };
    let (a, b) = (histogram(a), histogram(b));
    let excess = |a: &std::collections::BTreeMap<i64, f64>, b: &std::collections::BTreeMap<i64, f64>| {
        a.iter().map(|(x, p)| (p - epsilon.exp() * b.get(x).unwrap_or(&0.0)).max(0.0)).sum::<f64>()
    };
    excess(&a, &b) < delta + tolerance && excess(&b, &a) < delta + tolerance
}

#[test]
fn the_empirical_epsilon_does_not_exceed_the_claim() {
    let many = 100_000;
    for (seed, epsilon) in [(10, 0.1), (20, 3.0_f64.ln()), (30, 2.0)] {
        let mechanism = Mechanism::laplace(epsilon, Contribution::COUNT).unwrap();
        // Values are put together where there are many, so that chance stays below the tolerance.
        let width = (0.5 / epsilon).ceil() as i64;
        let rounded = |draws: Vec<i64>, by: i64| {
            draws.into_iter().map(|x| (x + by).div_euclid(width)).collect::<Vec<i64>>()
        };
        let here = rounded(draws(&mechanism, seed, many), 0);
        let with_one_more = rounded(draws(&mechanism, seed + 1, many), 1);
        assert!(accepts(&here, &with_one_more, epsilon, 0.0, 0.012), "epsilon {epsilon}");
        // The test can fail: neighbours three apart are told apart.
        let with_three_more = rounded(draws(&mechanism, seed + 2, many), 3);
        assert!(!accepts(&here, &with_three_more, epsilon, 0.0, 0.012), "epsilon {epsilon}");
    }
    for (seed, rho, delta) in [(40, 0.05, 0.001), (50, 0.5, 0.01)] {
        let mechanism = Mechanism::gaussian(rho, Contribution::COUNT).unwrap();
        let epsilon = epsilon_of(mechanism.parameter(), delta);
        let here = draws(&mechanism, seed, many);
        let moved = |by| draws(&mechanism, seed + 1, many).into_iter().map(|x| x + by).collect::<Vec<i64>>();
        assert!(accepts(&here, &moved(1), epsilon, delta, 0.008), "rho {rho}");
        assert!(!accepts(&here, &moved(6), epsilon, delta, 0.008), "rho {rho}");
    }
}

/// The usual way to draw Laplace noise, with the fault that Mironov found.
fn naive_laplace(stream: &mut Stream, scale: f64) -> f64 {
    let uniform = stream.below(1 << 53) as f64 / (1_u64 << 53) as f64;
    let sign = if stream.below(2) == 0 { 1.0 } else { -1.0 };
    sign * scale * (1.0 - uniform).ln()
}

/// Whether some uniform draw near the only candidate gives this very floating-point number from this true value.
fn naive_could_be(answer: f64, truth: f64, scale: f64) -> bool {
    let noise = answer - truth;
    let candidate = ((1.0 - (-noise.abs() / scale).exp()) * (1_u64 << 53) as f64).round();
    (-60..=60).any(|step| {
        let uniform = (candidate + f64::from(step)) / (1_u64 << 53) as f64;
        (0.0..1.0).contains(&uniform) && {
            let draw = scale * (1.0 - uniform).ln();
            truth + draw == answer || truth - draw == answer
        }
    })
}

#[test]
fn the_floating_point_attack_succeeds_on_naive_laplace_and_fails_here() {
    // One person more or less: 0 or 1, with epsilon 0.1 nobody should win this game in more than 52.5 %.
    let (epsilon, rounds) = (0.1_f64, 2_000_u64);
    let fair = epsilon.exp() / (1.0 + epsilon.exp());
    let mut coin = stream(99);
    let (mut naive, mut exact) = (0.0_f64, 0.0_f64);
    let mechanism = Mechanism::laplace(epsilon, Contribution::COUNT).unwrap();
    for _ in 0..rounds {
        let truth = coin.below(2) as i64;
        let answer = truth as f64 + naive_laplace(&mut coin, 1.0 / epsilon);
        naive +=
            match (naive_could_be(answer, 0.0, 1.0 / epsilon), naive_could_be(answer, 1.0, 1.0 / epsilon)) {
                (true, false) => f64::from(u8::from(truth == 0)),
                (false, true) => f64::from(u8::from(truth == 1)),
                _ => 0.5,
            };
        // Here every whole number is possible from either truth; the attacker's best guess is by likelihood.
        let answer = truth + i64::try_from(mechanism.draw(&mut coin)).unwrap();
        exact += f64::from(u8::from((answer >= 1) == (truth == 1)));
    }
    let (naive, exact) = (naive / rounds as f64, exact / rounds as f64);
    assert!(naive > 0.75, "the attack wins against naive noise: {naive}");
    assert!(exact < fair + 0.04, "and not here: {exact}, fair is {fair}");
}

#[test]
fn an_average_of_repeated_answers_is_the_first_answer() {
    let domain = Domain::new(vec![gender()]).unwrap();
    let mut curator = Curator::new(secret(), Budget::pure(1.0).unwrap());
    let noise = Mechanism::laplace(0.125, Contribution::COUNT).unwrap();
    let answers: Vec<_> = (0..100)
        .map(|_| curator.answer(&domain.everybody(), Quantity::Count, "monday", 400, &noise).unwrap().value)
        .collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(curator.budget().share_spent(), 0.125);
    // Another snapshot is another question; when the budget is spent, there is no answer.
    let mut others = Vec::new();
    for day in 0..7 {
        others.push(
            curator
                .answer(&domain.everybody(), Quantity::Count, &day.to_string(), 400, &noise)
                .unwrap()
                .value,
        );
    }
    assert!(others.iter().any(|answer| *answer != answers[0]));
    let after = curator.answer(&domain.everybody(), Quantity::Count, "sunday", 400, &noise);
    assert_eq!(after.unwrap_err().code(), "BUDGET_EXHAUSTED");
    let changed = curator.answer(&domain.everybody(), Quantity::Count, "monday", 399, &noise);
    assert_eq!(changed.unwrap_err().code(), "SNAPSHOT_CHANGED");
    assert_eq!(curator.budget().share_spent(), 1.0);
    let saved = serde_json::to_string(curator.account()).unwrap();
    let mut resumed = Curator::resume(secret(), serde_json::from_str(&saved).unwrap());
    let again = resumed.answer(&domain.everybody(), Quantity::Count, "monday", 400, &noise).unwrap();
    assert_eq!(again.value, answers[0]);
}

fn gender() -> Axis {
    Axis::flat(Dimension::Gender, ["female".into(), "male".into()]).unwrap()
}

#[test]
fn a_noisy_table_adds_up_and_does_not_depend_on_the_order_of_axes_and_nodes() {
    let country = |names: [&str; 2]| Axis::flat(Dimension::Country, names.map(Into::into)).unwrap();
    let cell = |at: [usize; 2], n| Cell { at: at.to_vec(), n, weight: None, magnitude: None };
    let one = Table::new(
        vec![country(["FR", "IL"]), gender()],
        vec![cell([0, 0], 40), cell([0, 1], 25), cell([1, 0], 31)],
    )
    .unwrap();
    let other = Table::new(
        vec![gender(), country(["IL", "FR"])],
        vec![cell([0, 1], 40), cell([1, 1], 25), cell([0, 0], 31)],
    )
    .unwrap();
    let mut curator = Curator::new(secret(), Budget::concentrated(0.5).unwrap());
    let noise = Mechanism::gaussian(0.01, Contribution::COUNT).unwrap();
    let one = curator.table(&one, "monday", &noise).unwrap();
    let other = curator.table(&other, "monday", &noise).unwrap();
    assert!((curator.budget().share_spent() - 0.02).abs() < 1e-5, "the second is the same question");
    for (country, gender) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        assert_eq!(one.n(&[Some(country), Some(gender)]), other.n(&[Some(gender), Some(1 - country)]));
    }
    let sum: i64 = [0, 1].iter().flat_map(|c| [0, 1].map(|g| one.n(&[Some(*c), Some(g)]).unwrap())).sum();
    assert_eq!(one.n(&[None, None]), Some(sum));
    assert!(one.margin() >= 13 && one.margin() <= 15, "1.96 standard deviations of 7.07: {}", one.margin());
}

#[test]
fn budgets_add_up_to_the_unit_and_convert_to_the_private_side() {
    let mut budget = Budget::pure(1.0).unwrap();
    let tenth = Mechanism::laplace(0.1, Contribution::COUNT).unwrap();
    for _ in 0..10 {
        budget.spend(&tenth).unwrap();
    }
    assert_eq!(budget.spend(&tenth).unwrap_err().code(), "BUDGET_EXHAUSTED");
    assert!(budget.epsilon(1e-6) <= 1.0);
    let gaussian = Mechanism::gaussian(0.1, Contribution::COUNT).unwrap();
    assert_eq!(budget.spend(&gaussian).unwrap_err().code(), "PARAMETER_OUT_OF_RANGE");
    // Canonne, Kamath and Steinke improve on Bun and Steinke's rho + 2 sqrt(rho ln(1/delta)).
    for (rho, delta) in [(0.1_f64, 1e-6_f64), (0.01, 1e-9), (1.0, 1e-5)] {
        let simple = rho + 2.0 * (rho * (1.0 / delta).ln()).sqrt();
        let epsilon = epsilon_of(rho, delta);
        assert!(epsilon < simple && epsilon > 0.8 * simple, "{epsilon} {simple}");
    }
    let whole = Budget::approximate(1.0, 1e-6).unwrap();
    let mut spent = whole.clone();
    while spent.spend(&Mechanism::gaussian(0.001, Contribution::COUNT).unwrap()).is_ok() {}
    assert!(spent.epsilon(1e-6) <= 1.0 && spent.epsilon(1e-6) > 0.95, "{}", spent.epsilon(1e-6));
}

#[test]
fn parameters_outside_their_range_are_refused() {
    for epsilon in [0.0, -1.0, 65.0, f64::NAN, f64::INFINITY, 1e-9] {
        assert_eq!(
            Mechanism::laplace(epsilon, Contribution::COUNT).unwrap_err().code(),
            "PARAMETER_OUT_OF_RANGE"
        );
    }
    assert_eq!(Secret::new(vec![1; 31]).unwrap_err().code(), "SECRET_TOO_SHORT");
    assert_eq!(format!("{:?}", secret()), "Secret(..)");
    assert_eq!(Budget::pure(f64::NAN).unwrap_err().code(), "PARAMETER_OUT_OF_RANGE");
    assert_eq!(Budget::approximate(1.0, 0.0).unwrap_err().code(), "PARAMETER_OUT_OF_RANGE");
    // The extremes that are admitted stay within 128 bits.
    let most = Contribution { cells: 1024, each: 4096 };
    for mechanism in [
        Mechanism::laplace(1e-6, most).unwrap(),
        Mechanism::gaussian(1e-6, most).unwrap(),
        Mechanism::gaussian(64.0, Contribution::COUNT).unwrap(),
        Mechanism::laplace(64.0, most).unwrap(),
    ] {
        let mut stream = stream(7);
        let far = (0..200).map(|_| mechanism.draw(&mut stream).unsigned_abs()).max().unwrap();
        assert!(far as f64 <= 40.0 * mechanism.standard_deviation() + 2.0);
        assert!(mechanism.margin(0.95) as f64 <= 2.2 * mechanism.standard_deviation() + 2.0);
    }
}

//! Worked values, properties and coverage of the shared mathematics. The comparison with scipy and statsmodels
//! reads `tests/vectors/stats/scipy.json`, which `tests/oracle/make_stats_vectors.py` makes.

use proptest::prelude::*;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::*;

fn close(ours: f64, theirs: f64) -> bool {
    ours == theirs || (ours - theirs).abs() <= 1e-12 * ours.abs().max(theirs.abs())
}

fn quantiles() -> Quantiles {
    Quantiles::new(0.95).unwrap().prepared(64)
}

#[test]
fn figures_agree_with_scipy_and_statsmodels_to_twelve_digits() {
    let text = include_str!("../../../tests/vectors/stats/scipy.json");
    let cases: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
    assert!(cases.len() > 200);
    for case in &cases {
        let number = |key: &str| case["given"][key].as_f64().unwrap();
        let whole = |key: &str| case["given"][key].as_u64().unwrap();
        let values = || {
            case["given"]["values"]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_f64().unwrap())
                .collect::<Vec<_>>()
        };
        let interval = |figure: Figure| {
            let interval = figure.interval().unwrap();
            vec![figure.value().unwrap(), interval.low, interval.high]
        };
        let call = case["when"]["call"].as_str().unwrap();
        let ours = match call {
            "student" => vec![Quantiles::new(number("level")).unwrap().t(whole("df"))],
            "normal" => vec![Quantiles::new(number("level")).unwrap().z()],
            "wilson" => interval(wilson(whole("successes"), whole("trials"), number("level")).unwrap()),
            "clopper_pearson" => {
                interval(clopper_pearson(whole("successes"), whole("trials"), number("level")).unwrap())
            }
            "mean" => interval(mean_of_values(&values(), number("level")).unwrap()),
            "quantile" => vec![quantile(&values(), number("probability")).unwrap().unwrap()],
            "trimmed_mean" | "winsorised_mean" => {
                let whole: Vec<u64> = values().iter().map(|value| *value as u64).collect();
                let share = number("share");
                let figure = if call == "trimmed_mean" {
                    trimmed(&mut whole.clone(), share, Over(1), &quantiles())
                } else {
                    winsorised(&mut whole.clone(), share, Over(1), &quantiles())
                };
                vec![figure.unwrap().value().unwrap()]
            }
            other => panic!("no such call: {other}"),
        };
        let theirs: Vec<f64> = case["then"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!(close(*ours, *theirs), "{call} {}: ours {ours:e}, theirs {theirs:e}", case["given"]);
        }
    }
}

#[test]
fn the_rank_of_the_median_interval_covers_and_the_next_one_would_not() {
    for level in [0.5, 0.8, 0.9, 0.95, 0.99] {
        for n in 1..400_u64 {
            let coverage = |rank: u64| {
                let tail = statrs::function::beta::beta_reg((n - rank) as f64, (rank + 1) as f64, 0.5);
                1.0 - 2.0 * tail
            };
            match Quantiles::new(level).unwrap().median_rank(n) {
                None => assert!(n == 1 || coverage(0) < level + 1e-12, "{level} {n}"),
                Some(rank) => {
                    assert!(coverage(rank) >= level - 1e-12, "{level} {n}");
                    assert!(2 * (rank + 1) + 1 >= n || coverage(rank + 1) < level + 1e-12, "{level} {n}");
                }
            }
        }
    }
}

#[test]
fn the_rank_is_the_same_shortly_before_and_after_its_computation_changes() {
    let quantiles = Quantiles::new(0.95).unwrap();
    let rank = |n| quantiles.median_rank(n).unwrap();
    assert!((rank(1_000)..=rank(1_000) + 1).contains(&rank(1_001)));
    // n/2 − z√n/2, to which the exact rank tends.
    let expected = 500_000.0 - 1.959_964 * 500.0;
    assert!((rank(1_000_000) as f64 - expected).abs() < 2.0);
}

#[test]
fn a_prepared_table_answers_as_computing_does() {
    let (prepared, bare) = (quantiles(), Quantiles::new(0.95).unwrap());
    for n in 0..200 {
        assert_eq!(prepared.t(n).to_bits(), bare.t(n).to_bits());
        assert_eq!(prepared.median_rank(n), bare.median_rank(n));
    }
}

#[test]
fn student_tends_to_the_normal_without_a_step() {
    for level in [0.5, 0.9, 0.95, 0.999] {
        let quantiles = Quantiles::new(level).unwrap();
        let mut before = f64::INFINITY;
        for df in (1..1_200).chain([10_000, 1_000_000, u64::MAX]) {
            let t = quantiles.t(df);
            assert!(t < before || close(t, before), "{level} {df}");
            before = t;
        }
        assert!(close(before, quantiles.z()));
    }
}

#[test]
fn levels_outside_zero_to_one_are_refused_everywhere() {
    for level in [0.0, 1.0, -0.1, 1.5, f64::NAN, f64::INFINITY] {
        assert_eq!(Quantiles::new(level).unwrap_err().code(), "LEVEL_OUT_OF_RANGE");
        assert_eq!(clopper_pearson(1, 2, level).unwrap_err().code(), "LEVEL_OUT_OF_RANGE");
        assert!(
            bootstrap_of_values(&[1.0, 2.0], Resampled::Mean, &Bootstrap { level, ..Bootstrap::default() })
                .is_err()
        );
    }
}

#[test]
fn values_that_are_no_numbers_are_refused_by_their_place() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = mean_of_values(&[1.0, bad, 2.0], 0.95).unwrap_err();
        assert!(matches!(error, Error::NotFinite { index: 1, .. }));
        assert!(median_of_values(&[bad], 0.95).is_err());
        assert!(quantile(&[bad], 0.5).is_err());
        assert!(median_deviation(&[bad]).is_err());
    }
    assert_eq!(quantile(&[1.0], 1.5).unwrap_err().code(), "PROBABILITY_OUT_OF_RANGE");
    assert_eq!(effective_size(&[1.0, -1.0]).unwrap_err().code(), "WEIGHT_OUT_OF_RANGE");
    assert_eq!(to_fixed(-1.0).unwrap_err().code(), "NOT_A_RATIO");
    assert_eq!(to_fixed(4_294_967_296.0).unwrap_err().code(), "NOT_A_RATIO");
}

#[test]
fn nothing_gives_a_reason_and_one_value_gives_no_interval() {
    assert_eq!(mean_of_values(&[], 0.95).unwrap().reason(), Some(Undefined::Empty));
    assert_eq!(median_of_values(&[], 0.95).unwrap().reason(), Some(Undefined::Empty));
    assert_eq!(wilson(0, 0, 0.95).unwrap().reason(), Some(Undefined::Empty));
    assert_eq!(clopper_pearson(0, 0, 0.95).unwrap().reason(), Some(Undefined::Empty));
    assert_eq!(quantile(&[], 0.5).unwrap(), None);
    for figure in [mean_of_values(&[7.0], 0.95).unwrap(), median_of_values(&[7.0], 0.95).unwrap()] {
        assert_eq!((figure.value(), figure.reason()), (Some(7.0), Some(Undefined::TooFew)));
    }
}

#[test]
fn huge_values_do_not_overflow_on_the_way_to_their_mean() {
    let figure = mean_of_values(&[f64::MAX, f64::MAX, -f64::MAX], 0.95).unwrap();
    assert!(close(figure.value().unwrap(), f64::MAX / 3.0));
    assert_eq!(figure.reason(), Some(Undefined::TooLarge));
    assert_eq!(mean_of_values(&[0.0, 0.0], 0.95).unwrap().interval().unwrap().high, 0.0);
}

#[test]
fn a_whole_population_has_no_sampling_error() {
    let figure = wilson_at(3, 10, Some(10), &quantiles()).unwrap();
    let interval = figure.interval().unwrap();
    assert_eq!((interval.low, interval.high), (0.3, 0.3));
    let sample = wilson_at(3, 10, Some(1_000_000), &quantiles()).unwrap().interval().unwrap();
    let endless = wilson_at(3, 10, None, &quantiles()).unwrap().interval().unwrap();
    assert!((sample.low - endless.low).abs() < 1e-4 && sample.low >= endless.low);
    assert_eq!(wilson_at(3, 10, Some(9), &quantiles()).unwrap_err().code(), "SAMPLE_LARGER_THAN_POPULATION");
}

#[test]
fn deserialising_refuses_an_interval_that_is_none() {
    for text in [
        r#"{"low": 1.0, "high": 0.0, "level": 0.95}"#,
        r#"{"low": 0.0, "high": 1.0, "level": 1.0}"#,
        r#"{"low": 0.0, "high": 1.0, "level": 0.95, "more": 1}"#,
    ] {
        assert!(serde_json::from_str::<Interval>(text).is_err(), "{text}");
    }
    let figure = wilson(3, 10, 0.95).unwrap();
    let text = serde_json::to_string(&figure).unwrap();
    assert_eq!(serde_json::from_str::<Figure>(&text).unwrap(), figure);
}

#[test]
fn a_residual_of_nothing_has_no_variance() {
    let mut sums = PairMoments::new();
    for b in [10, 20, 70, 1_000_000] {
        sums.update(b * 3, b).unwrap();
    }
    assert_eq!(sums.ratio(), Some(3.0));
    assert_eq!(sums.ratio_variance(), Some(0.0));
    let interval = pooled(&sums, &quantiles()).interval().unwrap();
    assert_eq!((interval.low, interval.high), (3.0, 3.0));
}

#[test]
fn an_error_leaves_the_sums_as_they_were() {
    let mut moments = Moments::new();
    moments.update(5).unwrap();
    let before = moments;
    assert!(moments.update(u128::MAX).is_err());
    assert!(moments.retract(6).is_err());
    assert!(moments.update_times(1, u64::MAX).is_err());
    assert_eq!(moments, before);
}

fn small_ratio() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (0_u64..5_000, 1_u64..100_000).prop_map(|(a, b)| a as f64 / b as f64),
        1 => 0.0..4_000_000_000.0_f64,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_order_and_any_partition_of_ratios_give_the_same_bytes(
        ratios in prop::collection::vec(small_ratio(), 0..60), seed: u64, cut in 0_usize..60,
    ) {
        let whole: Moments = ratios.iter().fold(Moments::new(), |mut m, r| { m.update(to_fixed(*r).unwrap()).unwrap(); m });
        let mut shuffled = ratios.clone();
        shuffle(&mut shuffled, seed);
        let (left, right) = shuffled.split_at(cut.min(shuffled.len()));
        let sum = |part: &[f64]| {
            let mut sums = RatioSums::new();
            for ratio in part { sums.update(*ratio).unwrap(); }
            sums.moments().unwrap()
        };
        let mut merged = sum(left);
        merged.merge(&sum(right)).unwrap();
        prop_assert_eq!(merged.to_bytes(), whole.to_bytes());
        prop_assert_eq!(Moments::from_bytes(&merged.to_bytes()).unwrap(), whole);
        if let Some(last) = ratios.last() {
            let mut without = whole;
            without.retract(to_fixed(*last).unwrap()).unwrap();
            prop_assert_eq!(without, sum(&ratios[..ratios.len() - 1]));
        }
    }

    #[test]
    fn statistics_of_an_order_do_not_depend_on_the_order_before(
        values in prop::collection::vec(0_u64..1_000, 1..80), seed: u64, share in 0.0..0.49_f64, denominator in 1_u64..10_000,
    ) {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let mut shuffled = values;
        shuffle(&mut shuffled, seed);
        let scale = Over(denominator);
        let quantiles = quantiles();
        prop_assert_eq!(median(&mut sorted.clone(), scale, &quantiles), median(&mut shuffled.clone(), scale, &quantiles));
        prop_assert_eq!(
            trimmed(&mut sorted.clone(), share, scale, &quantiles).unwrap(),
            trimmed(&mut shuffled.clone(), share, scale, &quantiles).unwrap()
        );
        prop_assert_eq!(
            winsorised(&mut sorted.clone(), share, scale, &quantiles).unwrap(),
            winsorised(&mut shuffled.clone(), share, scale, &quantiles).unwrap()
        );
    }

    #[test]
    fn trimming_agrees_with_sorting_and_cutting(
        values in prop::collection::vec(0_u64..1_000, 1..80), share in 0.0..0.49_f64,
    ) {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let n = sorted.len();
        let k = (n as f64 * share).floor() as usize;
        let kept = &sorted[k..n - k];
        let expected = kept.iter().sum::<u64>() as f64 / kept.len() as f64;
        let ours = trimmed(&mut values.clone(), share, Over(1), &quantiles()).unwrap();
        prop_assert_eq!(ours.value(), Some(expected));
        let moved: u64 = kept.iter().sum::<u64>() + k as u64 * (kept[0] + kept[kept.len() - 1]);
        let ours = winsorised(&mut values.clone(), share, Over(1), &quantiles()).unwrap();
        prop_assert_eq!(ours.value(), Some(moved as f64 / n as f64));
    }

    #[test]
    fn the_median_and_its_interval_are_order_statistics(values in prop::collection::vec(0_u64..1_000, 1..80)) {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let n = sorted.len();
        let figure = median(&mut values.clone(), Over(1), &quantiles());
        prop_assert_eq!(figure.value(), Some((sorted[(n - 1) / 2] + sorted[n / 2]) as f64 / 2.0));
        match quantiles().median_rank(n as u64) {
            None => prop_assert_eq!(figure.reason(), Some(Undefined::TooFew)),
            Some(rank) => {
                let interval = figure.interval().unwrap();
                prop_assert_eq!(interval.low, sorted[rank as usize] as f64);
                prop_assert_eq!(interval.high, sorted[n - 1 - rank as usize] as f64);
            }
        }
    }

    #[test]
    fn broken_bytes_are_refused_or_are_a_state(mut bytes in prop::collection::vec(any::<u8>(), 0..70)) {
        if let Ok(state) = Moments::from_bytes(&bytes) {
            prop_assert_eq!(state.to_bytes().to_vec(), bytes.clone());
        }
        bytes.truncate(MOMENTS_BYTES - 1);
        prop_assert!(Moments::from_bytes(&bytes).is_err());
    }

    #[test]
    fn the_bootstrap_is_the_same_for_the_same_seed_in_any_order(
        values in prop::collection::vec(-1e3..1e3_f64, 2..20), seed: u64,
    ) {
        let options = Bootstrap { resamples: 100, seed, ..Bootstrap::default() };
        let mut shuffled = values.clone();
        shuffle(&mut shuffled, seed);
        prop_assert_eq!(
            bootstrap_of_values(&values, Resampled::Mean, &options).unwrap(),
            bootstrap_of_values(&shuffled, Resampled::Mean, &options).unwrap()
        );
    }
}

fn shuffle<T>(values: &mut [T], seed: u64) {
    let mut stream = ChaCha12Rng::seed_from_u64(seed);
    for at in (1..values.len()).rev() {
        values.swap(at, (stream.next_u64() % (at as u64 + 1)) as usize);
    }
}

/// How often intervals cover, over `runs` samples of `n` draws.
fn coverage(
    runs: u32,
    n: usize,
    truth: f64,
    draw: impl Fn(&mut ChaCha12Rng) -> f64,
    figure: impl Fn(&mut [f64]) -> Figure,
) -> f64 {
    let mut stream = ChaCha12Rng::seed_from_u64(5);
    let covered = (0..runs).filter(|_| {
        let mut sample: Vec<f64> = (0..n).map(|_| draw(&mut stream)).collect();
        figure(&mut sample).interval().is_some_and(|interval| interval.low <= truth && truth <= interval.high)
    });
    covered.count() as f64 / f64::from(runs)
}

fn uniform(stream: &mut ChaCha12Rng) -> f64 {
    (stream.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

fn normal(stream: &mut ChaCha12Rng) -> f64 {
    let radius = (-2.0 * (1.0 - uniform(stream)).ln()).sqrt();
    radius * (std::f64::consts::TAU * uniform(stream)).cos()
}

/// A rate around 5 %, as of a usual account.
fn rate(stream: &mut ChaCha12Rng) -> f64 {
    (0.05 + 0.01 * normal(stream)).max(0.0)
}

#[test]
fn t_intervals_cover_the_mean_of_normal_data() {
    let quantiles = quantiles();
    for n in [5, 30] {
        let covered = coverage(4_000, n, 0.05, rate, |sample| mean_of(sample, Ratios, &quantiles).unwrap());
        assert!((0.935..=0.965).contains(&covered), "mean, n = {n}: {covered}");
    }
    let covered = coverage(4_000, 30, 0.05, rate, |sample| trimmed(sample, 0.1, Ratios, &quantiles).unwrap());
    assert!((0.93..=0.97).contains(&covered), "trimmed: {covered}");
    let covered =
        coverage(4_000, 30, 0.05, rate, |sample| winsorised(sample, 0.1, Ratios, &quantiles).unwrap());
    assert!((0.93..=0.97).contains(&covered), "winsorised: {covered}");
}

#[test]
fn the_median_interval_covers_at_least_its_level_on_skewed_data() {
    // Its coverage is that of the next binomial step at or above the level: 0.9785 for 10 and 0.9572 for 30.
    let quantiles = quantiles();
    let skewed = |stream: &mut ChaCha12Rng| 0.03 * normal(stream).exp();
    for (n, expected) in [(10, 0.9785), (30, 0.9572)] {
        let covered = coverage(4_000, n, 0.03, skewed, |sample| median(sample, Ratios, &quantiles));
        assert!((covered - expected).abs() < 0.012, "n = {n}: {covered}");
    }
}

#[test]
fn bootstrap_intervals_cover_the_mean() {
    for method in [BootstrapMethod::Percentile, BootstrapMethod::Bca] {
        let options = Bootstrap { method, resamples: 400, ..Bootstrap::default() };
        let covered = coverage(1_000, 60, 0.05, rate, |sample| {
            bootstrap_of_values(sample, Resampled::Mean, &options).unwrap()
        });
        assert!((0.93..=0.97).contains(&covered), "{method:?}: {covered}");
    }
}

#[test]
fn proportion_intervals_cover_exactly_as_computed() {
    // No simulation: the coverage at p is a finite sum over all outcomes.
    let n = 100_u64;
    let (mut wilson_sum, mut exact_least) = (0.0, 1.0_f64);
    let wilsons: Vec<_> = (0..=n).map(|x| wilson(x, n, 0.95).unwrap().interval().unwrap()).collect();
    let exacts: Vec<_> = (0..=n).map(|x| clopper_pearson(x, n, 0.95).unwrap().interval().unwrap()).collect();
    let ps: Vec<f64> = (1..200).map(|step| f64::from(step) / 200.0).collect();
    for p in &ps {
        let mut probability = (1.0 - p).powi(n as i32);
        let (mut by_wilson, mut by_exact) = (0.0, 0.0);
        for x in 0..=n as usize {
            let inside = |interval: &Interval| interval.low <= *p && *p <= interval.high;
            by_wilson += if inside(&wilsons[x]) { probability } else { 0.0 };
            by_exact += if inside(&exacts[x]) { probability } else { 0.0 };
            probability *= (n as f64 - x as f64) / (x as f64 + 1.0) * p / (1.0 - p);
        }
        wilson_sum += by_wilson;
        exact_least = exact_least.min(by_exact);
    }
    let wilson_mean = wilson_sum / ps.len() as f64;
    assert!((0.94..=0.96).contains(&wilson_mean), "Wilson covers {wilson_mean} on average");
    assert!(exact_least >= 0.95, "Clopper–Pearson covers at least its level, here {exact_least}");
}

#[test]
fn the_pooled_interval_covers_the_ratio_of_means() {
    let quantiles = quantiles();
    let mut stream = ChaCha12Rng::seed_from_u64(11);
    let covered = (0..4_000).filter(|_| {
        let mut sums = PairMoments::new();
        for _ in 0..40 {
            let views = 1_000.0 * (0.5 * normal(&mut stream)).exp();
            let engagement = views * (0.05 + 0.01 * normal(&mut stream)).max(0.0);
            sums.update((engagement * 1e6) as u64, (views * 1e6) as u64).unwrap();
        }
        pooled(&sums, &quantiles)
            .interval()
            .is_some_and(|interval| interval.low <= 0.05 && 0.05 <= interval.high)
    });
    let covered = covered.count() as f64 / 4_000.0;
    assert!((0.93..=0.97).contains(&covered), "{covered}");
}

#[test]
fn the_interval_of_a_ratio_of_proportions_covers() {
    let quantiles = quantiles();
    let mut stream = ChaCha12Rng::seed_from_u64(13);
    let mut draws = |n: u64, p: f64| (0..n).filter(|_| uniform(&mut stream) < p).count() as u64;
    let runs = 2_000;
    let mut covered = 0;
    for _ in 0..runs {
        let figure = proportion_ratio((draws(300, 0.3), 300), (draws(500, 0.2), 500), &quantiles).unwrap();
        let interval = figure.interval().unwrap();
        covered += u32::from(interval.low <= 1.5 && 1.5 <= interval.high);
    }
    let covered = f64::from(covered) / f64::from(runs);
    assert!((0.935..=0.965).contains(&covered), "{covered}");
}

#[test]
fn every_error_code_is_in_the_list_once() {
    let errors = [
        Error::LevelOutOfRange { value: 2.0 },
        Error::TrimOutOfRange { value: 2.0 },
        Error::ProbabilityOutOfRange { value: 2.0 },
        Error::MoreSuccessesThanTrials { successes: 2, trials: 1 },
        Error::SampleLargerThanPopulation { sample: 2, population: 1 },
        Error::NotFinite { index: 0, value: f64::NAN },
        Error::WeightOutOfRange { index: 0, value: -1.0 },
        Error::NotARatio { value: -1.0 },
        Error::TooLarge,
        Error::NeverTakenIn,
        Error::MalformedState { reason: "" },
        Error::ResamplesOutOfRange { value: 1 },
    ];
    assert_eq!(errors.iter().map(Error::code).collect::<Vec<_>>(), CODES);
}

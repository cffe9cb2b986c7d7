//! The ratio of two medians, with an interval that assumes nothing about the shape of either distribution.

use super::distributions::{half_binomial_below, normal_upper};
use super::{Bounds, Estimate, Figure, Interval, Method, Quantiles, Ratios, Undefined, median};

/// With fewer values than this on a side the interval covers less than it says.
const FEWEST: usize = 4;

/// The median of one sample over the median of another, independent one, with the interval of Price and Bonett
/// (2002): the difference of the logarithms ± z · √(SE₁² + SE₂²), where the standard error of each is read from two
/// order statistics. Reorders both.
///
/// `n` is the number of values on both sides. No interval is given where a side has fewer than four values or one
/// of those order statistics is 0.
///
/// ```
/// use renown::stats::{Quantiles, median_ratio};
/// let (mut a, mut b) = ([3.0, 4.0, 5.0, 6.0, 7.0], [1.0, 2.0, 3.0, 1.5, 2.5]);
/// let figure = median_ratio(&mut a, &mut b, &Quantiles::new(0.95)?);
/// assert_eq!(figure.value(), Some(2.5));
/// # Ok::<(), renown::stats::Error>(())
/// ```
pub fn median_ratio(values: &mut [f64], base: &mut [f64], quantiles: &Quantiles) -> Figure {
    let n = (values.len() + base.len()) as u64;
    let figures = [median(values, Ratios, quantiles), median(base, Ratios, quantiles)];
    let [Some(value), Some(over)] = figures.map(|figure| figure.value()) else {
        return Figure::undefined(Undefined::Empty);
    };
    if over == 0.0 {
        return Figure::undefined(Undefined::NoDenominator);
    }
    let value = value / over;
    let variance = log_median_variance(values).zip(log_median_variance(base)).map(|(a, b)| a + b);
    let interval = match variance {
        Some(variance) if value > 0.0 => {
            let factor = libm::exp(quantiles.z() * variance.sqrt());
            Bounds::Known(Interval { low: value / factor, high: value * factor, level: quantiles.level() })
        }
        _ => Bounds::Unknown { undefined: Undefined::TooFew },
    };
    Figure::Estimate(Estimate { value, interval, n, method: Method::MedianRatioLog })
}

/// The variance of the logarithm of the median: ((ln y₍ₙ₋c₊₁₎ − ln y₍c₎) / 2z)², where c is (n + 1)/2 − √n rounded
/// (halves to even, at least 1) and z the normal quantile of 1 − P(Bin(n, ½) ≤ c − 1).
fn log_median_variance(values: &mut [f64]) -> Option<f64> {
    let n = values.len();
    if n < FEWEST {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let rank = (((n as f64 + 1.0) / 2.0 - (n as f64).sqrt()).round_ties_even() as usize).max(1) - 1;
    let (low, high) = (*values.get(rank)?, *values.get(n - 1 - rank)?);
    let z = normal_upper(half_binomial_below(rank as u64, n as u64));
    (low > 0.0).then(|| {
        let error = (libm::log(high) - libm::log(low)) / (2.0 * z);
        error * error
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_a_calculation_by_hand() {
        // n = 10: c = 5.5 − 3.16 → 2, P(Bin(10, ½) ≤ 1) = 11/1024, z = 2.29937…; ln 9 − ln 2 over 2z squared.
        let mut a: Vec<f64> = (1..=10).map(f64::from).collect();
        let variance = log_median_variance(&mut a).unwrap();
        let z = normal_upper(11.0 / 1024.0);
        assert!((z - 2.299).abs() < 1e-3, "{z}");
        assert!((variance / ((9.0_f64.ln() - 2.0_f64.ln()) / (2.0 * z)).powi(2) - 1.0).abs() < 1e-14);
        let mut b = a.iter().map(|x| x * 2.0).collect::<Vec<_>>();
        let figure = median_ratio(&mut a, &mut b, &Quantiles::new(0.95).unwrap());
        let interval = figure.interval().unwrap();
        assert_eq!(figure.value(), Some(0.5));
        let half = 1.959_963_984_540_054 * (2.0 * variance).sqrt();
        assert!((interval.low - 0.5 * (-half).exp()).abs() < 1e-12);
        assert!((interval.high - 0.5 * half.exp()).abs() < 1e-12);
    }

    #[test]
    fn the_interval_is_the_published_one() {
        // The worked example of Bonett and Price (2020) in the documentation of the R package statpsych.
        let mut values = [36.0, 44.0, 47.0, 42.0, 49.0, 39.0, 46.0, 31.0, 33.0, 48.0];
        let mut base = [32.0, 39.0, 26.0, 35.0, 43.0, 27.0, 40.0, 37.0, 34.0, 29.0, 49.0, 42.0, 40.0];
        let figure = median_ratio(&mut values, &mut base, &Quantiles::new(0.95).unwrap());
        let interval = figure.interval().unwrap();
        assert!((figure.value().unwrap() - 1.162_162).abs() < 5e-7);
        assert!((interval.low - 0.927_667).abs() < 5e-7, "{interval:?}");
        assert!((interval.high - 1.455_933).abs() < 5e-7, "{interval:?}");
    }

    #[test]
    fn too_few_values_and_zeros_leave_the_interval_out() {
        let quantiles = Quantiles::new(0.95).unwrap();
        let mut four = [1.0, 2.0, 3.0, 4.0];
        let mut three = [1.0, 2.0, 3.0];
        let figure = median_ratio(&mut four, &mut three, &quantiles);
        assert_eq!((figure.value(), figure.interval()), (Some(1.25), None));
        let mut zero = [0.0, 2.0, 3.0, 4.0];
        assert_eq!(median_ratio(&mut four, &mut zero, &quantiles).interval(), None);
        assert!(median_ratio(&mut four.clone(), &mut four, &quantiles).interval().is_some());
        let mut zeros = [0.0; 5];
        assert_eq!(median_ratio(&mut four, &mut zeros, &quantiles).reason(), Some(Undefined::NoDenominator));
        assert_eq!(median_ratio(&mut four, &mut [], &quantiles).reason(), Some(Undefined::Empty));
    }

    #[test]
    fn the_interval_covers_what_it_says() {
        use rand_chacha::ChaCha12Rng;
        use rand_chacha::rand_core::{Rng, SeedableRng};
        let quantiles = Quantiles::new(0.95).unwrap();
        let mut source = ChaCha12Rng::seed_from_u64(17);
        // exp(0.6 · sum of 12 uniforms − 6): nearly log-normal with median 1, as engagement rates are.
        let mut draw = || {
            let uniform = |source: &mut ChaCha12Rng| source.next_u64() as f64 / u64::MAX as f64;
            (0.6 * ((0..12).map(|_| uniform(&mut source)).sum::<f64>() - 6.0)).exp()
        };
        for (n, m) in [(4, 26), (10, 20), (15, 15), (30, 60)] {
            let covered = (0..2_000).filter(|_| {
                let mut a: Vec<f64> = (0..n).map(|_| draw()).collect();
                let mut b: Vec<f64> = (0..m).map(|_| draw()).collect();
                let interval = median_ratio(&mut a, &mut b, &quantiles).interval().unwrap();
                interval.low <= 1.0 && 1.0 <= interval.high
            });
            let share = covered.count() as f64 / 2_000.0;
            assert!((0.93..=0.975).contains(&share), "{n} against {m}: {share}");
        }
    }
}

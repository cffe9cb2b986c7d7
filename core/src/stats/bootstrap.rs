//! Bootstrap intervals for any statistic, from the caller's seed.
//!
//! Resample `i` draws from stream `i` of ChaCha12 under the seed, so that the result depends neither on the
//! number of threads nor on the platform.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::distributions::{normal_below, normal_quantile, normal_upper};
use super::quantiles::checked_level;
use super::{Bounds, Error, Estimate, Figure, Interval, Method, Undefined};

/// How the interval is read from the resampled statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BootstrapMethod {
    /// Their quantiles (Efron 1979).
    Percentile,
    /// Their quantiles, corrected for bias and acceleration (Efron 1987).
    #[default]
    Bca,
}

/// How a bootstrap is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// How the interval is read.
    pub method: BootstrapMethod,
    /// How many resamples, 100 to 1 000 000.
    pub resamples: u32,
    /// The caller's seed: the same seed gives the same bytes.
    pub seed: u64,
    /// Confidence level, a fraction.
    pub level: f64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Bootstrap { method: BootstrapMethod::Bca, resamples: 2_000, seed: 0, level: 0.95 }
    }
}

/// Value and bootstrap interval of `statistic` over `values`.
///
/// `statistic` gets a resample of the same length, in no particular order, and answers nothing where it is
/// undefined.
///
/// # Errors
/// [`Error::LevelOutOfRange`], [`Error::ResamplesOutOfRange`].
///
/// ```
/// use renown::stats::{Bootstrap, bootstrap};
/// let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
/// let mean = |sample: &mut [f64]| Some(sample.iter().sum::<f64>() / sample.len() as f64);
/// let figure = bootstrap(&values, mean, &Bootstrap { seed: 7, ..Bootstrap::default() })?;
/// assert_eq!(figure.value(), Some(3.875));
/// # Ok::<(), renown::stats::Error>(())
/// ```
pub fn bootstrap<T: Copy>(
    values: &[T],
    statistic: impl Fn(&mut [T]) -> Option<f64>,
    options: &Bootstrap,
) -> Result<Figure, Error> {
    let level = checked_level(options.level)?;
    if !(100..=1_000_000).contains(&options.resamples) {
        return Err(Error::ResamplesOutOfRange { value: options.resamples });
    }
    let mut scratch = values.to_vec();
    let Some(value) = statistic(&mut scratch).filter(|value| value.is_finite()) else {
        return Ok(Figure::Undefined { undefined: Undefined::Empty });
    };
    let n = values.len() as u64;
    let method = match options.method {
        BootstrapMethod::Percentile => Method::BootstrapPercentile,
        BootstrapMethod::Bca => Method::BootstrapBca,
    };
    let unknown = Bounds::Unknown { undefined: Undefined::TooFew };
    if n < 2 {
        return Ok(Figure::Estimate(Estimate { value, interval: unknown, n, method }));
    }
    let mut drawn = Vec::with_capacity(options.resamples as usize);
    for resample in 0..options.resamples {
        let mut stream = ChaCha12Rng::seed_from_u64(options.seed);
        stream.set_stream(u64::from(resample));
        for place in &mut scratch {
            if let Some(value) = values.get(below(n, &mut stream)) {
                *place = *value;
            }
        }
        drawn.extend(statistic(&mut scratch).filter(|value| value.is_finite()));
    }
    drawn.sort_unstable_by(f64::total_cmp);
    let tail = 0.5 * (1.0 - level);
    let tails = match options.method {
        BootstrapMethod::Percentile => Some((tail, 1.0 - tail)),
        BootstrapMethod::Bca => bca_tails(values, &statistic, value, &drawn, tail),
    };
    let interval = tails
        .and_then(|(low, high)| {
            Some((super::quantile_of_sorted(&drawn, low)?, super::quantile_of_sorted(&drawn, high)?))
        })
        .map_or(unknown, |(low, high)| Bounds::Known(Interval { low, high, level }));
    Ok(Figure::Estimate(Estimate { value, interval, n, method }))
}

/// A uniform index below `n`, without bias (Lemire 2019).
fn below(n: u64, stream: &mut ChaCha12Rng) -> usize {
    let reject_below = n.wrapping_neg() % n;
    loop {
        let wide = u128::from(stream.next_u64()) * u128::from(n);
        if wide as u64 >= reject_below {
            return (wide >> 64) as usize;
        }
    }
}

/// The tails at which the corrected interval reads the sorted resampled statistics.
fn bca_tails<T: Copy>(
    values: &[T],
    statistic: &impl Fn(&mut [T]) -> Option<f64>,
    value: f64,
    drawn: &[f64],
    tail: f64,
) -> Option<(f64, f64)> {
    // Ties with the value count half, so that discrete statistics are not biased.
    let less = drawn.partition_point(|other| *other < value);
    let equal = drawn.partition_point(|other| *other <= value) - less;
    let share = (less as f64 + 0.5 * equal as f64) / drawn.len() as f64;
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let bias = normal_quantile(share);

    let mut left_out = Vec::with_capacity(values.len());
    let mut scratch = Vec::with_capacity(values.len());
    for skipped in 0..values.len() {
        scratch.clear();
        scratch.extend(
            values.iter().enumerate().filter(|(index, _)| *index != skipped).map(|(_, value)| *value),
        );
        left_out.extend(statistic(&mut scratch).filter(|value| value.is_finite()));
    }
    // Sorted, so that the order of the values does not reach the sum's rounding.
    left_out.sort_unstable_by(f64::total_cmp);
    let centre = left_out.iter().sum::<f64>() / left_out.len() as f64;
    let cubes: f64 = left_out.iter().map(|other| (centre - other).powi(3)).sum();
    let squares: f64 = left_out.iter().map(|other| (centre - other).powi(2)).sum();
    let acceleration = if squares > 0.0 { cubes / (6.0 * libm::pow(squares, 1.5)) } else { 0.0 };

    let corrected = |z: f64| {
        let moved = bias + z;
        normal_below(bias + moved / (1.0 - acceleration * moved))
    };
    let z = normal_upper(tail);
    Some((corrected(-z), corrected(z)))
}

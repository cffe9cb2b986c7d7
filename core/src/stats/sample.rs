//! Statistics of a slice of finite numbers: quantiles, median absolute deviation, and the figures of the other
//! modules for whoever has plain numbers.

use super::{Bootstrap, Bounds, Error, Estimate, Figure, Interval, Method, Quantiles, Undefined, bootstrap};

/// # Errors
/// [`Error::NotFinite`] names the first value that is NaN or infinite.
pub fn checked_finite(values: &[f64]) -> Result<(), Error> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(index) => Err(Error::NotFinite { index, value: values.get(index).copied().unwrap_or(f64::NAN) }),
    }
}

fn sorted(values: &[f64]) -> Result<Vec<f64>, Error> {
    checked_finite(values)?;
    // −0 and 0 are one number: let them not differ in order either.
    let mut sorted: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(sorted)
}

/// The quantile of sorted values by linear interpolation between order statistics: type 7 of Hyndman and Fan
/// (1996). `None` where there are none.
pub fn quantile_of_sorted(sorted: &[f64], probability: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = last as f64 * probability.clamp(0.0, 1.0);
    let low = *sorted.get(at.floor() as usize)?;
    let high = *sorted.get((at.ceil() as usize).min(last))?;
    Some(low + (high - low) * (at - at.floor()))
}

/// The quantile of values in any order, type 7 of Hyndman and Fan (1996). `None` where there are none.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::ProbabilityOutOfRange`].
///
/// ```
/// assert_eq!(renown::stats::quantile(&[4.0, 1.0, 3.0, 2.0], 0.5)?, Some(2.5));
/// # Ok::<(), renown::stats::Error>(())
/// ```
pub fn quantile(values: &[f64], probability: f64) -> Result<Option<f64>, Error> {
    if !(0.0..=1.0).contains(&probability) {
        return Err(Error::ProbabilityOutOfRange { value: probability });
    }
    Ok(quantile_of_sorted(&sorted(values)?, probability))
}

/// Arithmetic mean with Student's t interval. Sums run over the sorted values, so that their order does not
/// matter.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::LevelOutOfRange`].
///
/// ```
/// let figure = renown::stats::mean_of_values(&[1.0, 2.0, 3.0], 0.95)?;
/// assert_eq!(figure.value(), Some(2.0));
/// # Ok::<(), renown::stats::Error>(())
/// ```
pub fn mean_of_values(values: &[f64], level: f64) -> Result<Figure, Error> {
    let quantiles = Quantiles::new(level)?;
    let values = sorted(values)?;
    let n = values.len();
    if n == 0 {
        return Ok(Figure::Undefined { undefined: Undefined::Empty });
    }
    // Halved powers keep the sum of huge values finite.
    let scale = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if scale == 0.0 || n == 1 {
        let value = values.first().copied().unwrap_or_default();
        let interval = if n == 1 {
            Bounds::Unknown { undefined: Undefined::TooFew }
        } else {
            Bounds::Known(Interval { low: 0.0, high: 0.0, level })
        };
        return Ok(Figure::Estimate(Estimate { value, interval, n: n as u64, method: Method::MeanT }));
    }
    let centre = values.iter().map(|value| value / scale).sum::<f64>() / n as f64;
    let squares: f64 = values.iter().map(|value| (value / scale - centre).powi(2)).sum();
    let half = quantiles.t(n as u64 - 1) * (squares / (n as f64 - 1.0) / n as f64).sqrt() * scale;
    let value = centre * scale;
    let (low, high) = (value - half, value + half);
    let interval = if low.is_finite() && high.is_finite() {
        Bounds::Known(Interval { low, high, level })
    } else {
        Bounds::Unknown { undefined: Undefined::TooLarge }
    };
    Ok(Figure::Estimate(Estimate { value, interval, n: n as u64, method: Method::MeanT }))
}

/// Median with the interval of binomial order statistics.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::LevelOutOfRange`].
///
/// ```
/// let figure = renown::stats::median_of_values(&[5.0, 1.0, 3.0], 0.95)?;
/// assert_eq!(figure.value(), Some(3.0));
/// assert!(figure.interval().is_none()); // three values are too few for 95 %
/// # Ok::<(), renown::stats::Error>(())
/// ```
pub fn median_of_values(values: &[f64], level: f64) -> Result<Figure, Error> {
    let quantiles = Quantiles::new(level)?;
    Ok(super::median(&mut sorted(values)?, super::Ratios, &quantiles))
}

/// Which statistic a bootstrap of plain numbers resamples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Resampled {
    /// Arithmetic mean.
    Mean,
    /// Median.
    Median,
}

/// Bootstrap interval of the mean or the median of plain numbers.
///
/// # Errors
/// [`Error::NotFinite`] and those of [`bootstrap`].
pub fn bootstrap_of_values(
    values: &[f64],
    statistic: Resampled,
    options: &Bootstrap,
) -> Result<Figure, Error> {
    let values = sorted(values)?;
    let mean = |sample: &mut [f64]| {
        sample.sort_unstable_by(f64::total_cmp);
        let n = sample.len() as f64;
        (n > 0.0).then(|| sample.iter().map(|value| value / n).sum())
    };
    match statistic {
        Resampled::Mean => bootstrap(&values, mean, options),
        Resampled::Median => bootstrap(&values, |sample: &mut [f64]| median_in_place(sample), options),
    }
}

/// The median of values in any order, which it reorders. `None` where there are none.
pub fn median_in_place(values: &mut [f64]) -> Option<f64> {
    let n = values.len();
    if n == 0 {
        return None;
    }
    let (below, at, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    let at = *at;
    let before = if n.is_multiple_of(2) { below.iter().copied().max_by(f64::total_cmp) } else { None };
    Some(before.map_or(at, |before| 0.5 * before + 0.5 * at))
}

/// Median and median absolute deviation, unscaled. `None` where there are no values.
///
/// # Errors
/// [`Error::NotFinite`].
pub fn median_deviation(values: &[f64]) -> Result<Option<(f64, f64)>, Error> {
    let mut values = sorted(values)?;
    let Some(centre) = median_in_place(&mut values) else { return Ok(None) };
    for value in &mut values {
        *value = (*value - centre).abs();
    }
    Ok(median_in_place(&mut values).map(|deviation| (centre, deviation)))
}

/// How far a value lies from the centre in robust standard deviations: 0.6745 (x − median) / MAD (Iglewicz and
/// Hoaglin 1993). `None` where the deviation is 0.
pub fn robust_z(value: f64, centre: f64, deviation: f64) -> Option<f64> {
    (deviation > 0.0).then(|| 0.674_489_750_196_081_7 * (value - centre) / deviation)
}

//! Mean and ratio of sums from exact sums, with Student's t intervals.

use super::{Bounds, Estimate, Figure, Interval, Method, Moments, PairMoments, Quantiles, Undefined, Unit};

/// The interval `value ± half`, or none where the half width is unknown.
fn around(value: f64, half: Option<f64>, level: f64) -> Bounds {
    match half {
        Some(half) if half.is_finite() => {
            Bounds::Known(Interval { low: value - half, high: value + half, level })
        }
        _ => Bounds::Unknown { undefined: Undefined::TooFew },
    }
}

/// Arithmetic mean with Student's t interval: x̄ ± t(n − 1) · s / √n.
pub fn mean(moments: &Moments, unit: Unit, quantiles: &Quantiles) -> Figure {
    let n = moments.n();
    if n == 0 {
        return Figure::Undefined { undefined: Undefined::Empty };
    }
    let value = moments.mean(unit);
    let half = moments.variance(unit).map(|variance| quantiles.t(n - 1) * (variance / n as f64).sqrt());
    Figure::Estimate(Estimate {
        value,
        interval: around(value, half, quantiles.level()),
        n,
        method: Method::MeanT,
    })
}

/// Sum over sum, with the linearised interval: R ± t(n − 1) · √Var(R).
pub fn pooled(sums: &PairMoments, quantiles: &Quantiles) -> Figure {
    let n = sums.n();
    let Some(value) = sums.ratio() else {
        let undefined = if n == 0 { Undefined::Empty } else { Undefined::NoDenominator };
        return Figure::Undefined { undefined };
    };
    let half = sums.ratio_variance().map(|variance| quantiles.t(n - 1) * variance.sqrt());
    Figure::Estimate(Estimate {
        value,
        interval: around(value, half, quantiles.level()),
        n,
        method: Method::PooledT,
    })
}

/// The finished trimmed or winsorised mean of `n` values of which `h` are kept.
pub(super) fn estimate(
    value: f64,
    half: Option<f64>,
    n: u64,
    method: Method,
    quantiles: &Quantiles,
) -> Figure {
    Figure::Estimate(Estimate { value, interval: around(value, half, quantiles.level()), n, method })
}

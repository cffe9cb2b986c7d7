//! Quantiles of the normal and of Student's distribution, and the ranks of the median's interval.
//!
//! Logarithms and exponentials come from libm, so that figures have the same bits on every platform.

use libm::erfc;
use statrs::function::erf::erfc_inv;

use super::incomplete_beta::{Tail, inverse, tails};

/// The standard normal quantile of `1 − tail`, for a tail up to a half.
pub(super) fn normal_upper(tail: f64) -> f64 {
    let mut z = std::f64::consts::SQRT_2 * erfc_inv(2.0 * tail);
    // Two steps of Halley's method on the upper tail take what the library's inverse leaves.
    for _ in 0..2 {
        let error = 0.5 * erfc(z / std::f64::consts::SQRT_2) - tail;
        let density = libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
        if density == 0.0 {
            break;
        }
        let step = error / density;
        z += step / (1.0 - 0.5 * z * step);
    }
    z
}

/// The standard normal quantile of any probability between 0 and 1.
pub(super) fn normal_quantile(probability: f64) -> f64 {
    if probability <= 0.5 { -normal_upper(probability) } else { normal_upper(1.0 - probability) }
}

/// The standard normal probability of lying below `z`.
pub(super) fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Student's t quantile: P(|T| ≤ t) = level with `df` degrees of freedom, which need not be whole.
///
/// t² / (df + t²) is distributed as Beta(½, df/2).
pub(super) fn student(level: f64, df: f64) -> f64 {
    let (tail, p) = if level <= 0.5 { (Tail::Lower, level) } else { (Tail::Upper, 1.0 - level) };
    let (x, y) = inverse(tail, p, 0.5, 0.5 * df);
    (df * x / y).sqrt()
}

/// Up to here ½ⁿ is a normal number, and the terms are summed as they are.
const SUMMED: u64 = 1_000;

/// From here on the rank is that of the normal approximation, one lower for safety: more values than any slice
/// holds.
const LARGE: u64 = 1 << 40;

/// For the median of `n` values the interval from the `r`-th smallest to the `r`-th largest, r counted from 0: the
/// narrowest with coverage 1 − 2 P(Bin(n, ½) ≤ r) of at least `level`. `None` where even the extremes fall short.
pub(super) fn median_rank(level: f64, z: f64, n: u64) -> Option<u64> {
    let tail = 0.5 * (1.0 - level);
    if n <= SUMMED {
        let mut term = 0.5_f64.powi(n as i32);
        let mut sum = term;
        let mut rank = None;
        let mut k = 0;
        while sum <= tail && 2 * k + 1 < n {
            rank = Some(k);
            k += 1;
            // Multiplied first: exact as long as the coefficients are below 2^53, so that a level that is met
            // exactly is seen to be met.
            term = term * (n - k + 1) as f64 / k as f64;
            sum += term;
        }
        return rank;
    }
    let about = 0.5 * (n as f64 - z * (n as f64).sqrt());
    if about < 2.0 {
        return None;
    }
    if n > LARGE {
        return Some((about as u64).saturating_sub(2));
    }
    // The tail rises with k: walk from where the normal approximation points.
    let covers = |k: u64| half_binomial_below(k, n) <= tail;
    let mut rank = (about as u64).min(n / 2 - 1);
    while rank > 0 && !covers(rank) {
        rank -= 1;
    }
    while rank < n / 2 - 1 && covers(rank + 1) {
        rank += 1;
    }
    covers(rank).then_some(rank)
}

/// P(Bin(n, ½) ≤ k) = I_½(n − k, k + 1), for k below n.
pub(super) fn half_binomial_below(k: u64, n: u64) -> f64 {
    tails((n - k) as f64, (k + 1) as f64, 0.5, 0.5).0
}

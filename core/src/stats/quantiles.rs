//! Quantiles of the distributions behind the intervals, and a table of them for one confidence level.

use libm::erfc;
use statrs::function::erf::erfc_inv;

use super::Error;
use super::incomplete_beta::{inverse, regularised, student_density};

/// Confidence level as a checked fraction.
pub(super) fn checked_level(level: f64) -> Result<f64, Error> {
    if level > 0.0 && level < 1.0 { Ok(level) } else { Err(Error::LevelOutOfRange { value: level }) }
}

/// The standard normal quantile of `1 − tail`, for a tail up to a half.
pub(super) fn normal_upper(tail: f64) -> f64 {
    let mut z = std::f64::consts::SQRT_2 * erfc_inv(2.0 * tail);
    // One step of Halley's method on the upper tail takes what the library's inverse leaves.
    for _ in 0..2 {
        let error = 0.5 * erfc(z / std::f64::consts::SQRT_2) - tail;
        let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        if density == 0.0 {
            break;
        }
        let step = error / density;
        z += step / (1.0 - 0.5 * z * step);
    }
    z
}

/// Student's t quantile: P(|T| ≤ t) = level with `df` degrees of freedom.
pub(super) fn student(level: f64, df: u64) -> f64 {
    let two_tails = 1.0 - level;
    if df > LARGE_DF {
        return student_large(level, df as f64);
    }
    let df = df as f64;
    // P(|T| > t) is the regularised beta function at df / (df + t²).
    let tail_at = |t: f64| regularised(0.5 * df, 0.5, df / (df + t * t));
    let mut t = student_large(level, df);
    if !(t > 0.0 && t.is_finite() && df > 3.0) {
        let x = inverse(two_tails, 0.5 * df, 0.5).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
        t = (df * (1.0 - x) / x).sqrt();
    }
    for _ in 0..60 {
        let error = tail_at(t) - two_tails;
        let step = error / (2.0 * student_density(t, df));
        let next = if t + step > 0.0 { t + step } else { 0.5 * t };
        let moved = (next - t).abs();
        t = next;
        if moved <= 4.0 * f64::EPSILON * t {
            break;
        }
    }
    t
}

/// Above this many degrees of freedom five terms of the expansion are exact to the last digits.
const LARGE_DF: u64 = 1_000;

/// Cornish–Fisher expansion of Student's t quantile around the normal one (Abramowitz and Stegun 26.7.5).
fn student_large(level: f64, df: f64) -> f64 {
    let z = normal_upper(0.5 * (1.0 - level));
    let (z3, z5, z7, z9) = (z.powi(3), z.powi(5), z.powi(7), z.powi(9));
    let g1 = (z3 + z) / 4.0;
    let g2 = (5.0 * z5 + 16.0 * z3 + 3.0 * z) / 96.0;
    let g3 = (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / 384.0;
    let g4 = (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z) / 92_160.0;
    z + g1 / df + g2 / (df * df) + g3 / df.powi(3) + g4 / df.powi(4)
}

/// For the median of `n` values the interval from the `r`-th smallest to the `r`-th largest, r counted from 0: the
/// narrowest with coverage 1 − 2 P(Bin(n, ½) ≤ r) of at least `level`. `None` where even the extremes fall short.
pub(super) fn median_rank(level: f64, n: u64) -> Option<u64> {
    let tail = 0.5 * (1.0 - level);
    if n <= EXACT_BINOMIAL {
        let mut term = 0.5_f64.powi(n as i32);
        let mut sum = term;
        let mut rank = None;
        let mut k = 0;
        while sum <= tail && 2 * k + 1 < n {
            rank = Some(k);
            k += 1;
            term *= (n - k + 1) as f64 / k as f64;
            sum += term;
        }
        return rank;
    }
    // P(Bin(n, ½) ≤ k) = I_½(n − k, k + 1), which rises with k: bisect.
    let (mut low, mut high) = (0, n / 2);
    while high - low > 1 {
        let k = low + (high - low) / 2;
        if regularised((n - k) as f64, (k + 1) as f64, 0.5) <= tail {
            low = k;
        } else {
            high = k;
        }
    }
    Some(low)
}

/// Up to here ½ⁿ is a normal number and the sum of the terms exact enough.
const EXACT_BINOMIAL: u64 = 1_000;

/// Quantiles for one confidence level, computed once and looked up by many: a kernel finishes thousands of
/// groups, most of them of sizes that it has seen before.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantiles {
    level: f64,
    z: f64,
    /// t for 1, 2, … degrees of freedom.
    t: Vec<f64>,
    /// Rank for n = 0, 1, ….
    ranks: Vec<Option<u64>>,
}

/// Beyond this, quantiles are computed when asked for: groups so large are few.
const TABLE_LIMIT: u64 = 4_096;

impl Quantiles {
    /// Quantiles for a confidence level, a fraction between 0 and 1.
    ///
    /// # Errors
    /// [`Error::LevelOutOfRange`].
    ///
    /// ```
    /// use renown::stats::Quantiles;
    /// let quantiles = Quantiles::new(0.95)?;
    /// assert!((quantiles.t(9) - 2.262_157_162_8).abs() < 1e-9);
    /// assert_eq!(quantiles.median_rank(10), Some(1));
    /// # Ok::<(), renown::stats::Error>(())
    /// ```
    pub fn new(level: f64) -> Result<Self, Error> {
        let level = checked_level(level)?;
        Ok(Quantiles { level, z: normal_upper(0.5 * (1.0 - level)), t: Vec::new(), ranks: Vec::new() })
    }

    /// The same with a table for samples of up to `n` values, so that look-ups need no computing.
    #[must_use]
    pub fn prepared(mut self, n: u64) -> Self {
        let n = n.min(TABLE_LIMIT);
        for df in self.t.len() as u64 + 1..=n {
            self.t.push(student(self.level, df));
        }
        for n in self.ranks.len() as u64..=n {
            self.ranks.push(median_rank(self.level, n));
        }
        self
    }

    /// The confidence level.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// The normal quantile: P(|Z| ≤ z) = level.
    pub fn z(&self) -> f64 {
        self.z
    }

    /// Student's t quantile: P(|T| ≤ t) = level with `df` degrees of freedom; infinite for none.
    pub fn t(&self, df: u64) -> f64 {
        let Some(index) = df.checked_sub(1) else { return f64::INFINITY };
        let found = usize::try_from(index).ok().and_then(|index| self.t.get(index).copied());
        found.unwrap_or_else(|| student(self.level, df))
    }

    /// For the median of `n` values: the interval reaches from the value of this rank from below to the one of
    /// this rank from above, ranks counted from 0. `None` where `n` values are too few for the level.
    pub fn median_rank(&self, n: u64) -> Option<u64> {
        let found = usize::try_from(n).ok().and_then(|n| self.ranks.get(n).copied());
        found.unwrap_or_else(|| median_rank(self.level, n))
    }
}

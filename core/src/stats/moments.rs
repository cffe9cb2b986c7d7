//! Exact, mergeable sums: of whole numbers, and of ratios in fixed point.
//!
//! The state is integers, so the order of updates and merges cannot matter. A float appears only when a
//! figure is finished.

use ethnum::U256;

use super::Error;
use super::wide::{product, to_f64};

/// How many fractional bits a ratio is kept with.
pub const FIXED_BITS: u32 = 60;

/// A ratio at or above this is too large to be summed exactly.
const RATIO_LIMIT: f64 = 4_294_967_296.0;

/// More observations than this are not summed, so that no product of sums overflows 256 bits.
const COUNT_LIMIT: u64 = 1 << 32;

/// A ratio in fixed point: `ratio · 2^60`, truncated.
///
/// # Errors
/// [`Error::NotARatio`] where it is negative, not finite, or 2^32 or more.
#[inline]
pub fn to_fixed(ratio: f64) -> Result<u128, Error> {
    // Multiplying by a power of two is exact, so only the cast truncates.
    if (0.0..RATIO_LIMIT).contains(&ratio) {
        Ok((ratio * (1_u64 << FIXED_BITS) as f64) as u128)
    } else {
        Err(Error::NotARatio { value: ratio })
    }
}

/// Count, sum and sum of squares of whole numbers, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Moments {
    n: u64,
    sum: u128,
    squares: U256,
}

impl Moments {
    /// Nothing summed yet.
    pub const fn new() -> Self {
        Moments { n: 0, sum: 0, squares: U256::ZERO }
    }

    /// From sums made elsewhere, in a loop that knows that they fit.
    pub fn of(n: u64, sum: u128, squares: u128) -> Self {
        Moments { n, sum, squares: U256::from(squares) }
    }

    /// From sums made elsewhere, of which the squares need more than 128 bits: they are `upper · 2^64 + lower`.
    pub fn of_wide(n: u64, sum: u128, upper: u128, lower: u64) -> Self {
        // Squares of numbers below 2^64, fewer than 2^32 of them, keep `upper` far below 2^128.
        Moments { n, sum, squares: (U256::from(upper) << 64_u32) + U256::from(lower) }
    }

    /// From sums made elsewhere, of values of which the lowest `bits` are 0: their squares without the lowest
    /// `2 * bits`.
    #[cfg(feature = "arrow")]
    pub(crate) fn of_coarse(n: u64, sum: u128, squares: u128, bits: u32) -> Self {
        Moments { n, sum, squares: U256::from(squares) << (2 * bits) }
    }

    /// How many were summed.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their sum.
    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// Takes in one value.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where the exact sums cannot hold it; the state is unchanged then.
    #[inline]
    pub fn update(&mut self, value: u128) -> Result<(), Error> {
        self.update_times(value, 1)
    }

    /// Takes in one value several times.
    ///
    /// # Errors
    /// As [`Moments::update`].
    #[inline]
    pub fn update_times(&mut self, value: u128, times: u64) -> Result<(), Error> {
        let wide = U256::from(value).checked_mul(U256::from(value)).and_then(|s| s.checked_mul(times.into()));
        let n = self.n.checked_add(times).filter(|n| *n <= COUNT_LIMIT);
        let sum = value.checked_mul(times.into()).and_then(|more| self.sum.checked_add(more));
        let squares = wide.and_then(|more| self.squares.checked_add(more));
        match (n, sum, squares) {
            (Some(n), Some(sum), Some(squares)) => {
                *self = Moments { n, sum, squares };
                Ok(())
            }
            _ => Err(Error::TooLarge),
        }
    }

    /// Joins two states.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where the exact sums cannot hold it; the state is unchanged then.
    pub fn merge(&mut self, other: &Moments) -> Result<(), Error> {
        let n = self.n.checked_add(other.n).filter(|n| *n <= COUNT_LIMIT);
        let sum = self.sum.checked_add(other.sum);
        let squares = self.squares.checked_add(other.squares);
        match (n, sum, squares) {
            (Some(n), Some(sum), Some(squares)) => {
                *self = Moments { n, sum, squares };
                Ok(())
            }
            _ => Err(Error::TooLarge),
        }
    }

    /// Takes out one value that was taken in before.
    ///
    /// # Errors
    /// [`Error::NeverTakenIn`] where it cannot have been; the state is unchanged then.
    pub fn retract(&mut self, value: u128) -> Result<(), Error> {
        let square = U256::from(value).checked_mul(U256::from(value));
        let n = self.n.checked_sub(1);
        let sum = self.sum.checked_sub(value);
        let squares = square.and_then(|square| self.squares.checked_sub(square));
        match (n, sum, squares) {
            (Some(n), Some(sum), Some(squares)) => {
                *self = Moments { n, sum, squares };
                Ok(())
            }
            _ => Err(Error::NeverTakenIn),
        }
    }

    /// `n · Σx² − (Σx)²`, exact: n (n − 1) times the variance. `None` where 256 bits do not hold it.
    fn spread(&self) -> Option<U256> {
        self.squares.checked_mul(U256::from(self.n))?.checked_sub(product(self.sum, self.sum))
    }

    /// Kish's effective sample size where the values are weights: (Σx)² / Σx², from exact sums. `None` where all
    /// are 0.
    pub fn effective_size(&self) -> Option<f64> {
        if self.squares == U256::ZERO {
            return None;
        }
        let n = self.n as f64;
        if self.spread() == Some(U256::ZERO) {
            return Some(n);
        }
        // Never above n (Cauchy and Schwarz), whatever the rounding.
        Some((to_f64(product(self.sum, self.sum)) / to_f64(self.squares)).min(n))
    }

    /// The mean, in units of `unit`.
    pub fn mean(&self, unit: Unit) -> f64 {
        unit.mean(self.sum, self.n)
    }

    /// The sample variance of the values (n − 1 in the denominator), in squared units of `unit`. `None` for
    /// fewer than two values.
    pub fn variance(&self, unit: Unit) -> Option<f64> {
        if self.n < 2 {
            return None;
        }
        let spread = match self.spread() {
            Some(spread) => to_f64(spread),
            // Beyond 256 bits the difference of two rounded products still serves: it is the same for the
            // same state.
            None => (to_f64(self.squares) * self.n as f64 - (self.sum as f64) * (self.sum as f64)).max(0.0),
        };
        let n = self.n as f64;
        Some(spread / (n * (n - 1.0)) * unit.size() * unit.size())
    }

    /// Versioned bytes of the state, little endian.
    pub fn to_bytes(&self) -> [u8; MOMENTS_BYTES] {
        let (high, low) = self.squares.into_words();
        let mut bytes = [0; MOMENTS_BYTES];
        let parts = [
            &[MOMENTS_VERSION][..],
            &self.n.to_le_bytes(),
            &self.sum.to_le_bytes(),
            &low.to_le_bytes(),
            &high.to_le_bytes(),
        ];
        let all = parts.into_iter().flatten();
        for (to, from) in bytes.iter_mut().zip(all) {
            *to = *from;
        }
        bytes
    }

    /// Reads [`Moments::to_bytes`] back.
    ///
    /// # Errors
    /// [`Error::MalformedState`] where the bytes are not such a state.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let malformed = |reason| Error::MalformedState { reason };
        let bytes: &[u8; MOMENTS_BYTES] =
            bytes.try_into().map_err(|_| malformed("another length than 57 bytes"))?;
        let (version, rest) = bytes.split_first().ok_or(malformed("no bytes"))?;
        if *version != MOMENTS_VERSION {
            return Err(malformed("another version than 1"));
        }
        let (n, rest) = rest.split_first_chunk().ok_or(malformed("no count"))?;
        let (sum, rest) = rest.split_first_chunk().ok_or(malformed("no sum"))?;
        let (low, rest) = rest.split_first_chunk().ok_or(malformed("no squares"))?;
        let (high, _) = rest.split_first_chunk().ok_or(malformed("no squares"))?;
        let squares = U256::from_words(u128::from_le_bytes(*high), u128::from_le_bytes(*low));
        let state = Moments { n: u64::from_le_bytes(*n), sum: u128::from_le_bytes(*sum), squares };
        // Cauchy and Schwarz: no values have these sums otherwise.
        let possible = state.n <= COUNT_LIMIT
            && (state.n > 0 || (state.sum == 0 && state.squares == U256::ZERO))
            && (state.spread().is_some() || state.squares.leading_zeros() < 34);
        if possible { Ok(state) } else { Err(malformed("sums that no values have")) }
    }
}

const MOMENTS_VERSION: u8 = 1;
/// Length of [`Moments::to_bytes`].
pub const MOMENTS_BYTES: usize = 57;

/// Sums of ratios for inner loops: the same state as [`Moments`] of the ratios in fixed point, laid out so that
/// an update costs one multiplication and no carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RatioSums {
    n: u64,
    sum: u128,
    /// Sums of the lower and of the upper 64 bits of each square.
    low: u128,
    high: u128,
    /// Sums of the ratios of 8 and above, of which the squares take more than 128 bits.
    large: Moments,
}

impl RatioSums {
    /// Nothing summed yet.
    pub const fn new() -> Self {
        RatioSums { n: 0, sum: 0, low: 0, high: 0, large: Moments::new() }
    }

    /// Takes in one ratio.
    ///
    /// # Errors
    /// [`Error::NotARatio`] where it is negative, not finite, or 2^32 or more; [`Error::TooLarge`] after 2^32
    /// ratios. The state is unchanged then.
    #[inline]
    pub fn update(&mut self, ratio: f64) -> Result<(), Error> {
        if (0.0..8.0).contains(&ratio) && self.n < COUNT_LIMIT {
            let fixed = (ratio * (1_u64 << FIXED_BITS) as f64) as u64;
            let square = u128::from(fixed) * u128::from(fixed);
            self.n += 1;
            self.sum += u128::from(fixed);
            self.low += square & u128::from(u64::MAX);
            self.high += square >> 64;
            return Ok(());
        }
        self.large.update(to_fixed(ratio)?)
    }

    /// The sums so far.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where there are more than 2^32 ratios.
    pub fn moments(&self) -> Result<Moments, Error> {
        let squares = (U256::from(self.high) << 64_u32) + U256::from(self.low);
        let mut all = Moments { n: self.n, sum: self.sum, squares };
        all.merge(&self.large)?;
        Ok(all)
    }
}

/// What one of the summed whole numbers stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The number over this denominator, above 0.
    Over(u64),
    /// A ratio in fixed point, made by [`to_fixed`].
    Fixed,
}

impl Unit {
    fn size(self) -> f64 {
        match self {
            Unit::Over(denominator) => 1.0 / denominator as f64,
            Unit::Fixed => 1.0 / (1_u64 << FIXED_BITS) as f64,
        }
    }

    /// `sum / n` in this unit, with as few roundings as the unit allows.
    pub fn mean(self, sum: u128, n: u64) -> f64 {
        match self {
            Unit::Over(denominator) => sum as f64 / (u128::from(n) * u128::from(denominator)) as f64,
            Unit::Fixed => sum as f64 / n as f64 * self.size(),
        }
    }
}

/// Sums for a ratio of sums, exact: Σa, Σb, Σa², Σab, Σb².
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct PairMoments {
    n: u64,
    a: u128,
    b: u128,
    aa: U256,
    ab: U256,
    bb: U256,
}

impl PairMoments {
    /// Nothing summed yet.
    pub const fn new() -> Self {
        PairMoments { n: 0, a: 0, b: 0, aa: U256::ZERO, ab: U256::ZERO, bb: U256::ZERO }
    }

    /// Takes in one pair.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where there are more than 2^32 pairs; the state is unchanged then.
    pub fn update(&mut self, a: u64, b: u64) -> Result<(), Error> {
        if self.n >= COUNT_LIMIT {
            return Err(Error::TooLarge);
        }
        let (wide_a, wide_b) = (u128::from(a), u128::from(b));
        // 2^32 products of 64-bit numbers stay below 2^160.
        self.n += 1;
        self.a += wide_a;
        self.b += wide_b;
        self.aa += U256::from(wide_a * wide_a);
        self.ab += U256::from(wide_a * wide_b);
        self.bb += U256::from(wide_b * wide_b);
        Ok(())
    }

    /// Joins two states.
    ///
    /// # Errors
    /// As [`PairMoments::update`].
    pub fn merge(&mut self, other: &PairMoments) -> Result<(), Error> {
        let n = self.n.checked_add(other.n).filter(|n| *n <= COUNT_LIMIT).ok_or(Error::TooLarge)?;
        *self = PairMoments {
            n,
            a: self.a + other.a,
            b: self.b + other.b,
            aa: self.aa + other.aa,
            ab: self.ab + other.ab,
            bb: self.bb + other.bb,
        };
        Ok(())
    }

    /// How many pairs.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Σa / Σb; `None` where Σb is 0.
    pub fn ratio(&self) -> Option<f64> {
        (self.b > 0).then(|| self.a as f64 / self.b as f64)
    }

    /// Variance of the residuals a − R·b (n − 1 in the denominator) over the square of the mean of b, by n: the
    /// linearised variance of the ratio. `None` for fewer than two pairs, or where Σb is 0.
    pub fn ratio_variance(&self) -> Option<f64> {
        if self.n < 2 || self.b == 0 {
            return None;
        }
        let (n, a, b) = (self.n as f64, self.a as f64, self.b as f64);
        // Σ(a − R·b)² · B², whole numbers as long as 256 bits hold them: B²Σa² + A²Σb² − 2ABΣab.
        let exact = || {
            let plus = product(self.b, self.b)
                .checked_mul(self.aa)?
                .checked_add(product(self.a, self.a).checked_mul(self.bb)?)?;
            let minus = product(self.a, self.b).checked_mul(self.ab)?.checked_mul(U256::from(2_u8))?;
            plus.checked_sub(minus)
        };
        let residuals = match exact() {
            Some(residuals) => to_f64(residuals) / b / b,
            None => {
                let r = a / b;
                (to_f64(self.aa) - 2.0 * r * to_f64(self.ab) + r * r * to_f64(self.bb)).max(0.0)
            }
        };
        let mean_b = b / n;
        Some(residuals / (n - 1.0) / n / (mean_b * mean_b))
    }
}

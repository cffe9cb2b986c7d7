//! Median, trimmed and winsorised mean: statistics of values in their order.
//!
//! One code serves whole numbers over a common denominator and ratios with denominators of their own, so that
//! rows and columns agree to the bit. Sums are exact in both, so only the multiset of values counts.

use std::cmp::Ordering;

use super::location::estimate;
use super::moments::{RatioSums, to_fixed};
use super::{Bounds, Error, Estimate, Figure, Interval, Method, Moments, Quantiles, Undefined, Unit};

/// What the values of a sample are.
pub trait Scale: Copy {
    /// One value.
    type Value: Copy;
    /// The total order of values.
    fn order(a: &Self::Value, b: &Self::Value) -> Ordering;
    /// The figure that a value stands for.
    fn finish(self, value: Self::Value) -> f64;
    /// The figure half way between two values.
    fn middle(self, a: Self::Value, b: Self::Value) -> f64;
    /// The value as a whole number of units, for exact sums.
    ///
    /// # Errors
    /// [`Error::NotARatio`] where the units do not hold it.
    fn whole(value: Self::Value) -> Result<u128, Error>;
    /// The unit of those whole numbers.
    fn unit(self) -> Unit;
    /// Exact sums of values of which none is above `largest`.
    ///
    /// # Errors
    /// [`Error::NotARatio`] and [`Error::TooLarge`] where exact sums do not hold them.
    fn moments(values: &[Self::Value], largest: Self::Value) -> Result<Moments, Error>;
}

/// Whole numbers over one common denominator, above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over(pub u64);

impl Scale for Over {
    type Value = u64;
    #[inline]
    fn order(a: &u64, b: &u64) -> Ordering {
        a.cmp(b)
    }
    #[inline]
    fn finish(self, value: u64) -> f64 {
        value as f64 / self.0 as f64
    }
    #[inline]
    fn middle(self, a: u64, b: u64) -> f64 {
        (u128::from(a) + u128::from(b)) as f64 / (2 * u128::from(self.0)) as f64
    }
    #[inline]
    fn whole(value: u64) -> Result<u128, Error> {
        Ok(value.into())
    }
    fn unit(self) -> Unit {
        Unit::Over(self.0)
    }
    fn moments(values: &[u64], largest: u64) -> Result<Moments, Error> {
        if largest <= u32::MAX.into() && (values.len() as u64) < 1 << 31 {
            // Halves of squares are summed apart, so that 64 bits hold every sum and the loop can be made wide.
            let (mut sum, mut low, mut high) = (0_u64, 0_u64, 0_u64);
            for value in values {
                let value = value & u64::from(u32::MAX);
                let square = value * value;
                sum += value;
                low += square & u64::from(u32::MAX);
                high += square >> 32;
            }
            let squares = (u128::from(high) << 32) + u128::from(low);
            return Ok(Moments::of(values.len() as u64, sum.into(), squares));
        }
        // Squares below 2^96 cannot overflow 128 bits in 2^32 additions, so the loop need not check.
        if largest < 1 << 48 && (values.len() as u64) < 1 << 32 {
            let (mut sum, mut squares) = (0_u128, 0_u128);
            for value in values {
                let value = u128::from(*value);
                sum += value;
                squares += value * value;
            }
            return Ok(Moments::of(values.len() as u64, sum, squares));
        }
        let mut moments = Moments::new();
        for value in values {
            moments.update((*value).into())?;
        }
        Ok(moments)
    }
}

/// Ratios: correctly rounded quotients, from 0 up to 2^32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratios;

impl Scale for Ratios {
    type Value = f64;
    #[inline]
    fn order(a: &f64, b: &f64) -> Ordering {
        a.total_cmp(b)
    }
    #[inline]
    fn finish(self, value: f64) -> f64 {
        value
    }
    #[inline]
    fn middle(self, a: f64, b: f64) -> f64 {
        0.5 * (a + b)
    }
    #[inline]
    fn whole(value: f64) -> Result<u128, Error> {
        to_fixed(value)
    }
    fn unit(self) -> Unit {
        Unit::Fixed
    }
    fn moments(values: &[f64], _largest: f64) -> Result<Moments, Error> {
        let mut sums = RatioSums::new();
        for value in values {
            sums.update(*value)?;
        }
        sums.moments()
    }
}

/// Median with the interval of binomial order statistics. Reorders `values`; in which order they come does not
/// matter.
pub fn median<S: Scale>(values: &mut [S::Value], scale: S, quantiles: &Quantiles) -> Figure {
    let n = values.len();
    if n == 0 {
        return Figure::Undefined { undefined: Undefined::Empty };
    }
    let rank = quantiles.median_rank(n as u64).and_then(|rank| usize::try_from(rank).ok());
    if is_sorted::<S>(values) {
        // What lies where, no search has to find.
        let at = |place: usize| values.get(place).copied();
        let middle = at(n / 2).map(|at_middle| {
            let before = if n.is_multiple_of(2) { at(n / 2 - 1) } else { None };
            before.map_or(scale.finish(at_middle), |before| scale.middle(before, at_middle))
        });
        let ends = rank.and_then(|rank| Some((at(rank)?, at(n - 1 - rank)?)));
        return median_figure(scale, middle.unwrap_or_default(), ends, n, quantiles);
    }
    let (below, at, above) = values.select_nth_unstable_by(n / 2, S::order);
    let at = *at;
    let before = if n.is_multiple_of(2) { below.iter().copied().max_by(S::order) } else { None };
    let value = before.map_or(scale.finish(at), |before| scale.middle(before, at));
    let ends = rank.map(|rank| {
        // The rank is below the middle, and its mirror image at the middle or above it.
        let low = nth::<S>(below, Some(rank)).unwrap_or(at);
        let high = nth::<S>(above, (n - 1 - rank).checked_sub(n / 2 + 1)).unwrap_or(at);
        (low, high)
    });
    median_figure(scale, value, ends, n, quantiles)
}

/// Whether values are in their order, which is told at the second of them where they are not.
fn is_sorted<S: Scale>(values: &[S::Value]) -> bool {
    values.is_sorted_by(|a, b| S::order(a, b) != Ordering::Greater)
}

fn median_figure<S: Scale>(
    scale: S,
    value: f64,
    ends: Option<(S::Value, S::Value)>,
    n: usize,
    quantiles: &Quantiles,
) -> Figure {
    let interval = match ends {
        None => Bounds::Unknown { undefined: Undefined::TooFew },
        Some((low, high)) => Bounds::Known(Interval {
            low: scale.finish(low),
            high: scale.finish(high),
            level: quantiles.level(),
        }),
    };
    Figure::Estimate(Estimate { value, interval, n: n as u64, method: Method::MedianOrderStatistic })
}

fn nth<S: Scale>(values: &mut [S::Value], index: Option<usize>) -> Option<S::Value> {
    let index = index.filter(|index| *index < values.len())?;
    Some(*values.select_nth_unstable_by(index, S::order).1)
}

/// A share to trim or winsorise on each side, from 0 up to, not including, 0.5.
///
/// # Errors
/// [`Error::TrimOutOfRange`].
pub fn checked_trim(share: f64) -> Result<f64, Error> {
    if (0.0..0.5).contains(&share) { Ok(share) } else { Err(Error::TrimOutOfRange { value: share }) }
}

/// What trimmed and winsorised means share: how many values, how many are kept, and the exact sums of those kept
/// and of all with the others moved to the nearest kept one.
struct Trimmed {
    n: u64,
    kept: Moments,
    winsorised: Moments,
}

fn trim<S: Scale>(values: &mut [S::Value], share: f64) -> Result<Option<Trimmed>, Error> {
    let n = values.len();
    if n == 0 {
        return Ok(None);
    }
    let k = (n as f64 * checked_trim(share)?).floor() as usize;
    // `k` is below half of `n`, so that the highest kept value is not before the lowest.
    let last = n - 1 - k;
    if !is_sorted::<S>(values) {
        let (_, _, rest) = values.select_nth_unstable_by(k, S::order);
        if let Some(last) = last.checked_sub(k + 1) {
            rest.select_nth_unstable_by(last, S::order);
        }
    }
    let (Some(&low), Some(&high)) = (values.get(k), values.get(last)) else { return Ok(None) };
    let (between, inner) = (values.get(k + 1..last).unwrap_or_default(), last - k);
    let mut kept = S::moments(between, high)?;
    kept.update(S::whole(low)?)?;
    if inner > 0 {
        kept.update(S::whole(high)?)?;
    }
    let mut winsorised = kept;
    winsorised.update_times(S::whole(low)?, k as u64)?;
    winsorised.update_times(S::whole(high)?, k as u64)?;
    Ok(Some(Trimmed { n: n as u64, kept, winsorised }))
}

/// Mean without the `floor(n · share)` lowest and as many highest values; interval by Tukey and McLaughlin
/// (1963): t(h − 1) · √(SSD_w / (h (h − 1))), h the number kept, SSD_w the winsorised sum of squares.
///
/// # Errors
/// [`Error::TrimOutOfRange`]; [`Error::NotARatio`] and [`Error::TooLarge`] where exact sums do not hold the
/// values.
pub fn trimmed<S: Scale>(
    values: &mut [S::Value],
    share: f64,
    scale: S,
    quantiles: &Quantiles,
) -> Result<Figure, Error> {
    let Some(Trimmed { n, kept, winsorised }) = trim::<S>(values, share)? else {
        return Ok(Figure::Undefined { undefined: Undefined::Empty });
    };
    let h = kept.n();
    let half = winsorised.variance(scale.unit()).filter(|_| h > 1).map(|variance| {
        let (n, h) = (n as f64, h as f64);
        (variance * (n - 1.0) / (h * (h - 1.0))).sqrt() * quantiles.t(kept.n() - 1)
    });
    Ok(estimate(kept.mean(scale.unit()), half, n, Method::TrimmedT, quantiles))
}

/// Mean with the `floor(n · share)` lowest and as many highest values moved to the nearest kept one; interval by
/// Dixon and Tukey (1968): t(h − 1) · (n − 1)/(h − 1) · s_w / √n, h the number not moved.
///
/// # Errors
/// As [`trimmed`].
pub fn winsorised<S: Scale>(
    values: &mut [S::Value],
    share: f64,
    scale: S,
    quantiles: &Quantiles,
) -> Result<Figure, Error> {
    let Some(Trimmed { n, kept, winsorised }) = trim::<S>(values, share)? else {
        return Ok(Figure::Undefined { undefined: Undefined::Empty });
    };
    let h = kept.n();
    let half = winsorised.variance(scale.unit()).filter(|_| h > 1).map(|variance| {
        let (n, freedom) = (n as f64, (h - 1) as f64);
        quantiles.t(h - 1) * ((n - 1.0) / freedom) * (variance / n).sqrt()
    });
    Ok(estimate(winsorised.mean(scale.unit()), half, n, Method::WinsorisedT, quantiles))
}

/// Arithmetic mean of a slice, by exact sums: the same bits as [`mean`](super::mean) of the same values.
///
/// # Errors
/// As [`trimmed`].
pub fn mean_of<S: Scale>(values: &[S::Value], scale: S, quantiles: &Quantiles) -> Result<Figure, Error> {
    let largest = values.iter().copied().max_by(S::order);
    let moments = largest.map_or(Ok(Moments::new()), |largest| S::moments(values, largest))?;
    Ok(super::mean(&moments, scale.unit(), quantiles))
}

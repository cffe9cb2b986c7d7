//! The quantiles of one confidence level, computed once and looked up by many.

use std::sync::OnceLock;

use super::Error;
use super::distributions::{median_rank, normal_upper, student};

/// Confidence level as a checked fraction.
pub(super) fn checked_level(level: f64) -> Result<f64, Error> {
    if level > 0.0 && level < 1.0 { Ok(level) } else { Err(Error::LevelOutOfRange { value: level }) }
}

/// Quantiles for one confidence level: a kernel finishes thousands of groups, most of them of sizes that it has
/// seen before.
///
/// Look-ups take `&self` and may come from many threads. A place of the [`prepared`](Quantiles::prepared) table is
/// filled when it is first asked for, with the value that would be computed without a table.
#[derive(Debug, Clone)]
pub struct Quantiles {
    level: f64,
    z: f64,
    /// t for 1, 2, … degrees of freedom.
    t: Vec<OnceLock<f64>>,
    /// Rank for n = 0, 1, ….
    ranks: Vec<OnceLock<Option<u64>>>,
}

/// Two are the same where their level is: the tables hold nothing else.
impl PartialEq for Quantiles {
    fn eq(&self, other: &Self) -> bool {
        self.level == other.level
    }
}

/// Beyond this, quantiles are computed when asked for: groups so large are few.
const TABLE_LIMIT: usize = 1 << 16;

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

    /// The same with a table for samples of up to `n` values, so that nothing is computed twice.
    #[must_use]
    pub fn prepared(mut self, n: u64) -> Self {
        let n = usize::try_from(n).map_or(TABLE_LIMIT, |n| n.min(TABLE_LIMIT));
        self.t.resize_with(n.max(self.t.len()), OnceLock::new);
        self.ranks.resize_with((n + 1).max(self.ranks.len()), OnceLock::new);
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
        let compute = || student(self.level, df as f64);
        let place = usize::try_from(index).ok().and_then(|index| self.t.get(index));
        place.map_or_else(compute, |place| *place.get_or_init(compute))
    }

    /// For the median of `n` values: the interval reaches from the value of this rank from below to the one of
    /// this rank from above, ranks counted from 0. `None` where `n` values are too few for the level.
    pub fn median_rank(&self, n: u64) -> Option<u64> {
        let compute = || median_rank(self.level, self.z, n);
        let place = usize::try_from(n).ok().and_then(|n| self.ranks.get(n));
        place.map_or_else(compute, |place| *place.get_or_init(compute))
    }
}

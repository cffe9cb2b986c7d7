//! Where an account stands among its peers: a histogram of their rates and the account's percentile.
//!
//! One idea to keep in mind: the first bin has no lower end and the last no upper, so that every peer is in one.

use serde::{Deserialize, Serialize};

use super::Error;
use super::engagement::quantiles;
use crate::stats::{
    Bounds, Estimate, Figure, Method, Quantiles, Ratios, Undefined, median, quantile_of_sorted,
    wilson_interval,
};

/// The most bins of a histogram.
pub const BINS_MAX: u32 = 10_000;
/// Between these quantiles of the peers the ends of bins are spread: a few outliers do not stretch the bins.
const SPREAD: (f64, f64) = (0.05, 0.95);

/// Where bins end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bins {
    /// So many bins, of which the inner ones are equally wide between the 5th and the 95th percentile of the
    /// peers; two bins part in the middle between these. Fewer where they are one and the same rate.
    Count(u32),
    /// Bins that end at these rates, ascending: one more bin than ends.
    Ends(Vec<f64>),
}

impl Default for Bins {
    fn default() -> Self {
        Bins::Count(20)
    }
}

/// One bin: rates from `min` up to, not including, `max`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bin {
    /// The lowest rate; `None` in the first bin.
    pub min: Option<f64>,
    /// Where the next bin begins; `None` in the last.
    pub max: Option<f64>,
    /// How many peers have such a rate.
    pub total_profile_count: u64,
    /// Whether the median rate of the peers is such a rate.
    pub is_median: bool,
}

/// The rates of peers, and where an account stands among them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Benchmark {
    /// How many peers there are.
    pub peers: u64,
    /// Their median rate.
    pub median: Figure,
    /// Their rates by bin, the lowest first.
    pub histogram: Vec<Bin>,
    /// The share of peers below the account, those with the same rate counted half; a fraction.
    pub percentile: Figure,
}

/// The rates of peers in any order, and where an account with the rate `own` stands.
///
/// The account itself is not among its peers: leave it out of `peers`.
///
/// Source: `docs/formulas/engagement.md#benchmark`.
///
/// # Errors
/// [`Error::InvalidRate`] where a rate is not a number from 0; [`Error::InvalidBins`] where bins are none, too
/// many, not ascending or not numbers; [`Error::InvalidLevel`].
///
/// ```
/// use renown::metrics::benchmark::{Bins, benchmark};
/// let peers = [0.01, 0.02, 0.02, 0.03, 0.10];
/// let benchmark = benchmark(&peers, Some(0.03), &Bins::Ends(vec![0.02, 0.05]), 0.95)?;
/// let counts: Vec<u64> = benchmark.histogram.iter().map(|bin| bin.total_profile_count).collect();
/// assert_eq!(counts, [1, 3, 1]);
/// assert!(benchmark.histogram[1].is_median);
/// assert_eq!(benchmark.percentile.value(), Some(0.7), "three below, one the same");
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn benchmark(peers: &[f64], own: Option<f64>, bins: &Bins, level: f64) -> Result<Benchmark, Error> {
    let quantiles = quantiles(level)?;
    if let Some((peer, &value)) = peers.iter().enumerate().find(|(_, rate)| !is_rate(**rate)) {
        return Err(Error::InvalidRate { peer: Some(peer as u64), value });
    }
    if let Some(value) = own.filter(|rate| !is_rate(*rate)) {
        return Err(Error::InvalidRate { peer: None, value });
    }
    // Adding 0 makes of -0 a 0: one number, one order.
    let mut sorted: Vec<f64> = peers.iter().map(|rate| rate + 0.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let ends = ends(bins, &sorted)?;
    let middle = median(&mut sorted.clone(), Ratios, &quantiles);
    Ok(Benchmark {
        peers: sorted.len() as u64,
        median: middle,
        histogram: histogram(&sorted, &ends, middle.value()),
        percentile: own
            .map_or(Figure::undefined(Undefined::Empty), |own| percentile(&sorted, own, &quantiles)),
    })
}

fn is_rate(rate: f64) -> bool {
    rate.is_finite() && rate >= 0.0
}

/// Where bins end, strictly ascending.
fn ends(bins: &Bins, sorted: &[f64]) -> Result<Vec<f64>, Error> {
    let invalid = |what| Err(Error::InvalidBins { what });
    match bins {
        Bins::Ends(ends) => {
            if ends.len() >= BINS_MAX as usize {
                return invalid("there are too many of them");
            }
            if !ends.iter().all(|end| end.is_finite()) {
                return invalid("an end is not a number");
            }
            if ends.windows(2).any(|pair| matches!(pair, [low, high] if low >= high)) {
                return invalid("the ends are not ascending");
            }
            Ok(ends.clone())
        }
        Bins::Count(0) => invalid("there is none of them"),
        Bins::Count(count) if *count > BINS_MAX => invalid("there are too many of them"),
        Bins::Count(count) => {
            let spread = quantile_of_sorted(sorted, SPREAD.0).zip(quantile_of_sorted(sorted, SPREAD.1));
            let (Some((low, high)), Some(inner)) = (spread, count.checked_sub(2)) else {
                return Ok(Vec::new());
            };
            let part = |step: u32| match inner {
                0 => 0.5,
                _ => f64::from(step) / f64::from(inner),
            };
            let mut ends: Vec<f64> = (0..=inner).map(|step| low + (high - low) * part(step)).collect();
            ends.dedup();
            Ok(ends)
        }
    }
}

fn histogram(sorted: &[f64], ends: &[f64], middle: Option<f64>) -> Vec<Bin> {
    let starts = std::iter::once(None).chain(ends.iter().copied().map(Some));
    let stops = ends.iter().copied().map(Some).chain(std::iter::once(None));
    let below =
        |end: Option<f64>, otherwise| end.map_or(otherwise, |end| sorted.partition_point(|r| *r < end));
    let bin = |(min, max): (Option<f64>, Option<f64>)| Bin {
        min,
        max,
        total_profile_count: (below(max, sorted.len()) - below(min, 0)) as u64,
        is_median: middle
            .is_some_and(|middle| min.is_none_or(|min| min <= middle) && max.is_none_or(|max| middle < max)),
    };
    starts.zip(stops).map(bin).collect()
}

fn percentile(sorted: &[f64], own: f64, quantiles: &Quantiles) -> Figure {
    let below = sorted.partition_point(|rate| *rate < own);
    let not_above = sorted.partition_point(|rate| *rate <= own);
    of_peers(below, not_above, sorted.len(), quantiles)
}

/// The share of peers below, those with the same rate counted half, with Wilson's interval: the peers are taken for
/// a sample of all like them.
fn of_peers(below: usize, not_above: usize, peers: usize, quantiles: &Quantiles) -> Figure {
    if peers == 0 {
        return Figure::undefined(Undefined::Empty);
    }
    let value = (below + not_above) as f64 / (2 * peers) as f64;
    let interval = Bounds::Known(wilson_interval(value, peers as f64, quantiles));
    Figure::Estimate(Estimate { value, interval, n: peers as u64, method: Method::Wilson })
}

/// Where each of many accounts stands among the others: what [`benchmark`] says of its rate with the rates of the
/// others as peers, in the order given. Of an account without a rate nothing can be said, and it is nobody's peer.
///
/// # Errors
/// [`Error::InvalidRate`], [`Error::InvalidLevel`].
///
/// ```
/// use renown::metrics::benchmark::percentiles;
/// let found = percentiles(&[Some(0.01), Some(0.03), None, Some(0.02)], 0.95)?;
/// let values: Vec<Option<f64>> = found.iter().map(|figure| figure.value()).collect();
/// assert_eq!(values, [Some(0.0), Some(1.0), None, Some(0.5)]);
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn percentiles(rates: &[Option<f64>], level: f64) -> Result<Vec<Figure>, Error> {
    let quantiles = quantiles(level)?;
    let mut sorted = Vec::with_capacity(rates.len());
    for (place, rate) in (0..).zip(rates) {
        if let Some(value) = *rate {
            if !is_rate(value) {
                return Err(Error::InvalidRate { peer: Some(place), value });
            }
            sorted.push(value + 0.0);
        }
    }
    sorted.sort_unstable_by(f64::total_cmp);
    let figure = |rate: &Option<f64>| match *rate {
        None => Figure::undefined(Undefined::Empty),
        Some(own) => {
            let below = sorted.partition_point(|rate| *rate < own);
            // The account itself is among those that are not above it.
            let not_above = sorted.partition_point(|rate| *rate <= own) - 1;
            of_peers(below, not_above, sorted.len() - 1, &quantiles)
        }
    };
    Ok(rates.iter().map(figure).collect())
}

#[cfg(test)]
mod tests;

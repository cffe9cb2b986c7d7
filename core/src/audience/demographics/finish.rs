//! From whole numbers to shares with their intervals: the one place where floats appear.

use serde::{Deserialize, Serialize};

use super::super::{Category, Dimension, Error, Weight};
use super::cross::{Cross, Tally};
use super::labels::MISSING;
use super::{Base, Demographics, ShareOptions};
use crate::stats::{
    Bounds, Estimate, Figure, Interval, Method, Moments, Quantiles, Undefined, finite_population,
    wilson_interval,
};

/// One category, or one combination of categories, of a breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// One category per dimension.
    pub categories: Vec<Category>,
    /// How many people.
    pub n: u64,
    /// Their weight; `None` where the audience is not weighted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Their share, by weight where the audience is weighted.
    pub share: Figure,
}

/// A finished breakdown.
///
/// Shares come sorted by category, what is missing last; a combination without people is not listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Breakdown {
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// Of whom the shares are shares.
    pub base: Base,
    /// How many people the shares rest on.
    pub n: u64,
    /// How many people of equal weight would tell as much: Kish's effective sample size. `None` without people.
    pub effective_n: Option<f64>,
    /// By how much unequal weights inflate the variance: n / effective_n. `None` without people.
    pub design_effect: Option<f64>,
    /// The size of the audience from which the people were sampled, where the caller gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// The share of everybody of whom at least one of the dimensions is not known.
    pub missing: Figure,
    /// The categories.
    pub shares: Vec<Share>,
}

/// The people of whom shares are taken. Rows and columns finish their shares here, so that both give the same
/// bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole {
    n: u64,
    /// In the unit in which the weights of shares will be given.
    weight: f64,
    effective_n: f64,
    /// The sample size for the interval; infinite where the whole population was counted.
    interval_n: f64,
    method: Method,
}

impl Whole {
    /// `correction` is the one for a finite population, 1 without.
    pub(crate) fn new(moments: &Moments, weighted: bool, correction: f64) -> Whole {
        let effective_n = moments.effective_size().unwrap_or(0.0);
        Whole {
            n: moments.n(),
            weight: moments.sum() as f64,
            effective_n,
            interval_n: effective_n / correction,
            method: if weighted { Method::WilsonKish } else { Method::Wilson },
        }
    }

    /// The share that a weight is of the whole.
    pub(crate) fn share(&self, weight: f64, quantiles: &Quantiles) -> Figure {
        if self.n == 0 {
            return Figure::undefined(Undefined::Empty);
        }
        if self.weight == 0.0 {
            return Figure::undefined(Undefined::NoWeight);
        }
        // Both are rounded from exact sums of which the part is the smaller, so this is at most 1.
        let value = weight / self.weight;
        let interval = if self.interval_n == f64::INFINITY {
            Interval { low: value, high: value, level: quantiles.level() }
        } else {
            wilson_interval(value, self.interval_n, quantiles)
        };
        let interval = Bounds::Known(interval);
        Figure::Estimate(Estimate { value, interval, n: self.n, method: self.method })
    }

    /// The same share without its interval, where nobody looks at that.
    #[cfg(feature = "arrow")]
    pub(crate) fn point(&self, weight: f64) -> Figure {
        match (self.n, self.weight) {
            (0, _) => Figure::undefined(Undefined::Empty),
            (_, 0.0) => Figure::undefined(Undefined::NoWeight),
            (n, whole) => {
                let interval = Bounds::Unknown { undefined: Undefined::Exact };
                Figure::Estimate(Estimate { value: weight / whole, interval, n, method: self.method })
            }
        }
    }

    /// Kish's effective sample size, and the design effect.
    pub(crate) fn effective(&self) -> Option<(f64, f64)> {
        (self.effective_n > 0.0).then(|| (self.effective_n, self.n as f64 / self.effective_n))
    }
}

impl Demographics {
    pub(super) fn breakdowns(&self, options: &ShareOptions) -> Result<Vec<Breakdown>, Error> {
        let quantiles = Quantiles::new(options.level)?;
        let n = self.everyone.n();
        let correction = options.population.map_or(Ok(1.0), |all| finite_population(n, all))?;
        if n > 0 && self.everyone.sum() == 0 {
            return Err(Error::WeightsAllZero { people: n });
        }
        let everyone = Whole::new(&self.everyone, self.options.weighted, correction);
        let finish = |cross: &Cross| {
            let whole = match options.base {
                Base::Everyone => everyone,
                Base::Known => Whole::new(&cross.known, self.options.weighted, correction),
            };
            let missing = self.everyone.sum() - cross.known.sum();
            Breakdown {
                dimensions: cross.dimensions.clone(),
                base: options.base,
                n: whole.n,
                effective_n: whole.effective().map(|(n, _)| n),
                design_effect: whole.effective().map(|(_, effect)| effect),
                population: options.population,
                missing: everyone.share(missing as f64, &quantiles),
                shares: self.shares(cross, options.base, &whole, &quantiles),
            }
        };
        Ok(self.crosses.iter().map(finish).collect())
    }

    fn shares(&self, cross: &Cross, base: Base, whole: &Whole, quantiles: &Quantiles) -> Vec<Share> {
        let listed = |place: &[u32]| base == Base::Everyone || !place.contains(&MISSING);
        let share = |place: &[u32], tally: &Tally| Share {
            categories: self.categories(&cross.dimensions, place),
            n: tally.n,
            weight: self.options.weighted.then(|| Weight::from_units(tally.weight).value()),
            share: whole.share(tally.weight as f64, quantiles),
        };
        let mut shares: Vec<Share> =
            cross.cells.iter().filter(|(at, _)| listed(at)).map(|(at, tally)| share(at, tally)).collect();
        shares.sort_by(|a, b| {
            let pairs = cross.dimensions.iter().zip(a.categories.iter().zip(&b.categories));
            pairs
                .map(|(d, (a, b))| d.order(a, b))
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        shares
    }

    pub(super) fn categories(&self, dimensions: &[Dimension], place: &[u32]) -> Vec<Category> {
        let category = |(d, number): (&Dimension, &u32)| {
            self.labels.get(*d as usize).map(|labels| labels.category(*number))
        };
        dimensions.iter().zip(place).filter_map(category).collect()
    }
}

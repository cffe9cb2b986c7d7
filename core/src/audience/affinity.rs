//! Affinity: how much more of an audience stands in a category than of a base.
//!
//! One idea to keep in mind: a ratio of two small shares is mostly chance, so it comes with its interval, and where
//! the base has nobody there is no ratio.

use serde::{Deserialize, Serialize};

use super::{Base, Breakdown, Category, Demographics, Dimension, Error, Share, ShareOptions};
use crate::stats::{EffectiveShare, Figure, Quantiles, finite_population, proportion_ratio, weighted_ratio};

/// How affinities are finished.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AffinityOptions {
    /// Confidence level of the intervals, between 0 and 1.
    pub level: f64,
    /// How many people the audience has in all, where those counted are a sample of it.
    pub population: Option<u64>,
    /// How many people the base has in all, where those counted are a sample of it.
    pub base_population: Option<u64>,
    /// Of whom the shares are shares.
    pub of: Base,
}

impl Default for AffinityOptions {
    fn default() -> Self {
        AffinityOptions { level: 0.95, population: None, base_population: None, of: Base::default() }
    }
}

/// The affinity of an audience to one category, or one combination of categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Affinity {
    /// One category per dimension.
    pub categories: Vec<Category>,
    /// How many people of the audience.
    pub n: u64,
    /// How many people of the base.
    pub base_n: u64,
    /// The share in the audience.
    pub share: Figure,
    /// The share in the base.
    pub base_share: Figure,
    /// Share over base share: 1 is as usual, 2 twice as often. Undefined where the base has nobody there.
    pub affinity: Figure,
}

/// The affinities of an audience, by one breakdown that both have counted. A category that only one of them has is
/// listed too.
///
/// The interval is that of Katz on the logarithm, for an audience and a base that do not share people; where the
/// audience is a small part of the base, it is nearly right.
///
/// ```
/// use renown::audience::{AffinityOptions, Demographics, DemographicsOptions, Dimension, Person, affinity};
///
/// let count = |women: u32, men: u32| {
///     let by = vec![vec![Dimension::Gender]];
///     let mut state = Demographics::new(DemographicsOptions { by, ..Default::default() })?;
///     for (gender, many) in [("female", women), ("male", men)] {
///         for _ in 0..many {
///             state.update(&Person { gender: Some(gender), ..Person::default() })?;
///         }
///     }
///     Ok::<_, renown::audience::Error>(state)
/// };
/// let by = [Dimension::Gender];
/// let affinities = affinity(&count(60, 40)?, &count(300, 700)?, &by, &AffinityOptions::default())?;
/// assert_eq!(affinities[0].affinity.value(), Some(2.0));
/// # Ok::<(), renown::audience::Error>(())
/// ```
///
/// # Errors
/// [`Error::NotCounted`] where one of them has not counted the breakdown; and as [`Demographics::finish`].
pub fn affinity(
    audience: &Demographics,
    base: &Demographics,
    dimensions: &[Dimension],
    options: &AffinityOptions,
) -> Result<Vec<Affinity>, Error> {
    let AffinityOptions { level, population, base_population, of } = *options;
    let quantiles = Quantiles::new(level)?;
    let finish = |state: &Demographics, population| {
        let finished = state.finish(&ShareOptions { level, population, base: of })?;
        let found = finished.into_iter().find(|breakdown| breakdown.dimensions == dimensions);
        found.ok_or_else(|| Error::NotCounted { dimensions: dimensions.to_vec() })
    };
    let ours = finish(audience, population)?;
    let theirs = finish(base, base_population)?;
    let is_plain = !audience.options().weighted
        && !base.options().weighted
        && population.is_none()
        && base_population.is_none();
    let sizes = [effective(&ours, audience.n())?, effective(&theirs, base.n())?];
    let pairs = paired(dimensions, &ours.shares, &theirs.shares);
    let nobody = |of: &Breakdown| {
        if of.n == 0 {
            return Figure::undefined(crate::stats::Undefined::Empty);
        }
        let known = of.shares.iter().find_map(|share| share.share.estimate());
        known.map_or(Figure::undefined(crate::stats::Undefined::Empty), |one| {
            let interval = crate::stats::wilson_interval(0.0, of.effective_n.unwrap_or(0.0), &quantiles);
            let interval = crate::stats::Bounds::Known(interval);
            Figure::Estimate(crate::stats::Estimate { value: 0.0, interval, ..*one })
        })
    };
    let one = |(categories, first, second): (Vec<Category>, Option<&Share>, Option<&Share>)| {
        let (n, base_n) = (first.map_or(0, |share| share.n), second.map_or(0, |share| share.n));
        let share = first.map_or_else(|| nobody(&ours), |share| share.share);
        let base_share = second.map_or_else(|| nobody(&theirs), |share| share.share);
        let affinity = if is_plain {
            proportion_ratio((n, ours.n), (base_n, theirs.n), &quantiles)?
        } else {
            match (share.value(), base_share.value()) {
                (Some(value), Some(base)) => weighted_ratio(
                    EffectiveShare { share: value, n: sizes[0] },
                    EffectiveShare { share: base, n: sizes[1] },
                    ours.n,
                    &quantiles,
                ),
                _ => Figure::undefined(crate::stats::Undefined::Empty),
            }
        };
        Ok(Affinity { categories, n, base_n, share, base_share, affinity })
    };
    pairs.into_iter().map(one).collect()
}

/// The sample size behind a share: effective, and larger where the people are much of a finite population.
fn effective(breakdown: &Breakdown, sample: u64) -> Result<f64, Error> {
    let correction = breakdown.population.map_or(Ok(1.0), |all| finite_population(sample, all))?;
    Ok(breakdown.effective_n.unwrap_or(0.0) / correction)
}

/// The categories of either, in the order of reports, with the share of each.
fn paired<'a>(
    dimensions: &[Dimension],
    ours: &'a [Share],
    theirs: &'a [Share],
) -> Vec<(Vec<Category>, Option<&'a Share>, Option<&'a Share>)> {
    let order = |a: &[Category], b: &[Category]| {
        let pairs = dimensions.iter().zip(a.iter().zip(b));
        pairs.map(|(d, (a, b))| d.order(a, b)).fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    let mut pairs = Vec::with_capacity(ours.len().max(theirs.len()));
    let (mut first, mut second) = (ours.iter().peekable(), theirs.iter().peekable());
    loop {
        let next = match (first.peek(), second.peek()) {
            (None, None) => return pairs,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(a), Some(b)) => order(&a.categories, &b.categories),
        };
        let a = if next.is_le() { first.next() } else { None };
        let b = if next.is_ge() { second.next() } else { None };
        if let Some(either) = a.or(b) {
            pairs.push((either.categories.clone(), a, b));
        }
    }
}

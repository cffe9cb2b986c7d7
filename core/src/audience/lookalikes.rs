//! Lookalikes: whose audience, or whose content, is most like a given one.
//!
//! One idea to keep in mind: the measure is the Bhattacharyya coefficient, the sum of sqrt(p · q) over categories: 1
//! for equal distributions, 0 for those without a common category. It is averaged over the dimensions of the target,
//! so that a candidate of whom a dimension is not known gains nothing by that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Breakdown, Error};

/// Distributions of one audience or of one influencer's content: per dimension (`gender`, `hashtag`) a weight per
/// category. Weights are shares or counts; they are taken over their sum.
pub type Portrait = BTreeMap<String, BTreeMap<String, f64>>;

/// How alike things are found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LookalikeOptions {
    /// How many are listed at most.
    pub top: usize,
    /// How much each dimension counts, 1 where it is not named. A dimension with 0 does not count.
    pub weights: BTreeMap<String, f64>,
}

impl Default for LookalikeOptions {
    fn default() -> Self {
        LookalikeOptions { top: 10, weights: BTreeMap::new() }
    }
}

/// One that is alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lookalike {
    /// Which of the candidates, counted from 0.
    pub candidate: usize,
    /// From 0 (nothing in common) to 1 (the same distributions).
    pub similarity: f64,
    /// The Hellinger distance, sqrt(1 − similarity): a metric where every dimension is known of everybody.
    pub distance: f64,
    /// The coefficient of each dimension of the target; none where the candidate's is not known.
    pub dimensions: BTreeMap<String, Option<f64>>,
}

/// The portrait of an audience: the known categories of its breakdowns. A cross is one dimension, its categories
/// joined by ` × `.
pub fn portrait(breakdowns: &[Breakdown]) -> Portrait {
    let mut portrait = Portrait::new();
    for breakdown in breakdowns {
        let name = breakdown.dimensions.iter().map(|d| d.name()).collect::<Vec<_>>().join(" × ");
        let categories = portrait.entry(name).or_default();
        for share in &breakdown.shares {
            let labels: Option<Vec<&str>> =
                share.categories.iter().map(|category| category.label()).collect();
            if let (Some(labels), Some(value)) = (labels, share.share.value()) {
                categories.insert(labels.join(" × "), value);
            }
        }
    }
    portrait
}

/// The candidates that are most like the target, the most alike first, equally alike ones in their order.
///
/// ```
/// use renown::audience::{LookalikeOptions, Portrait, lookalikes};
///
/// let women = |share: f64| -> Portrait {
///     let gender = [("female".to_owned(), share), ("male".to_owned(), 1.0 - share)];
///     [("gender".to_owned(), gender.into())].into()
/// };
/// let candidates = [women(0.1), women(0.75), women(0.8)];
/// let found = lookalikes(&women(0.8), &candidates, &LookalikeOptions::default())?;
/// let order: Vec<_> = found.iter().map(|one| one.candidate).collect();
/// assert_eq!(order, [2, 1, 0]);
/// assert!((found[0].similarity - 1.0).abs() < 1e-15);
/// # Ok::<(), renown::audience::Error>(())
/// ```
///
/// # Errors
/// [`Error::BadPortrait`] where the target has no dimension that counts and has weight, or where a weight is
/// negative or not a finite number.
pub fn lookalikes(
    target: &Portrait,
    candidates: &[Portrait],
    options: &LookalikeOptions,
) -> Result<Vec<Lookalike>, Error> {
    for weight in options.weights.values() {
        check(*weight, None)?;
    }
    let sums = totals(target, None)?;
    let counted: Vec<(&String, &BTreeMap<String, f64>, f64, f64)> = target
        .iter()
        .filter_map(|(name, categories)| {
            let sum = *sums.get(name)?;
            let weight = options.weights.get(name).copied().unwrap_or(1.0);
            (sum > 0.0 && weight > 0.0).then_some((name, categories, sum, weight))
        })
        .collect();
    if counted.is_empty() {
        return Err(Error::BadPortrait {
            candidate: None,
            problem: "the target has no dimension with a weight above 0",
        });
    }
    let all: f64 = counted.iter().map(|(.., weight)| weight).sum();
    let mut found = Vec::with_capacity(candidates.len());
    for (number, candidate) in candidates.iter().enumerate() {
        let sums = totals(candidate, Some(number))?;
        let mut dimensions = BTreeMap::new();
        let mut similar = 0.0;
        for (name, categories, sum, weight) in &counted {
            let other = candidate.get(*name).zip(sums.get(*name).filter(|sum| **sum > 0.0));
            let coefficient = other.map(|(other, other_sum)| {
                let common = categories.iter().filter_map(|(label, p)| other.get(label).map(|q| (p, q)));
                // In the order of the labels, so that the last bit is the same everywhere.
                common.map(|(p, q)| (p / sum * (q / other_sum)).sqrt()).sum::<f64>().min(1.0)
            });
            similar += weight * coefficient.unwrap_or(0.0);
            dimensions.insert((*name).clone(), coefficient);
        }
        let similarity = similar / all;
        found.push(Lookalike {
            candidate: number,
            similarity,
            distance: (1.0 - similarity).max(0.0).sqrt(),
            dimensions,
        });
    }
    found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.candidate.cmp(&b.candidate)));
    found.truncate(options.top);
    Ok(found)
}

/// The sum of weights of every dimension.
fn totals(portrait: &Portrait, candidate: Option<usize>) -> Result<BTreeMap<&String, f64>, Error> {
    let mut sums = BTreeMap::new();
    for (name, categories) in portrait {
        let mut sum = 0.0;
        for weight in categories.values() {
            check(*weight, candidate)?;
            sum += weight;
        }
        check(sum, candidate)?;
        sums.insert(name, sum);
    }
    Ok(sums)
}

fn check(weight: f64, candidate: Option<usize>) -> Result<(), Error> {
    if weight.is_finite() && weight >= 0.0 {
        return Ok(());
    }
    Err(Error::BadPortrait {
        candidate,
        problem: "a weight is negative or not finite; weights are numbers from 0",
    })
}

//! Primary rules: which cells are sensitive, and what an attacker's interval of each must contain.
//!
//! One idea to keep in mind: every rule ends in a [`Need`], two numbers that the attacker must not be able to
//! exclude. From there on nobody asks again why a cell is sensitive.

use serde::{Deserialize, Serialize};

use super::Error;
use super::axis::index;
use super::cube::Cube;
use super::rules::{Dominance, Rules, ZeroCells};
use super::system::Latent;
use crate::audience::Magnitude;

/// Why a cell is sensitive by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Fewer people than the minimum cell size.
    SmallCount,
    /// Nobody, where empty cells are protected.
    Empty,
    /// A few contributions make too large a share of the sum.
    Dominated,
    /// The second largest contributor could estimate the largest too closely.
    EstimableContribution,
    /// The figure differs from an earlier release by fewer people than the minimum cell size.
    SmallChange,
}

/// A cell of one measure that the attacker must not pin down: his interval contains `low` and `high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Need {
    pub(crate) cell: u32,
    pub(crate) low: u64,
    pub(crate) high: u64,
}

/// One published measure (counts, or sums) with what a reader knows of its hidden cells beforehand.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    pub(crate) is_count: bool,
    pub(crate) values: Vec<u64>,
    /// The least that each cell can hold for a reader who knows nothing but which cells are empty.
    pub(crate) floors: Vec<u64>,
    pub(crate) needs: Vec<Need>,
}

/// The sensitive cells of a table with their reasons, and the measures to be protected.
#[derive(Debug, Clone)]
pub(crate) struct Primary {
    /// In the order of the cells.
    pub(crate) sensitive: Vec<(u32, Vec<Reason>)>,
    pub(crate) measures: Vec<Measure>,
}

/// Applies the primary rules.
pub(crate) fn primary(cube: &Cube, latents: &[Latent], rules: &Rules) -> Result<Primary, Error> {
    let (dominance, p_percent) = rules.declared_dominance();
    if (dominance.is_some() || p_percent.is_some()) && cube.magnitudes().is_none() {
        return Err(Error::DominanceNeedsMagnitudes);
    }
    // Where empty cells are shown, every other inner cell holds somebody, and a total as many as it has of those.
    let floors = match rules.zero_cells() {
        ZeroCells::Show => cube.occupied(),
        ZeroCells::MayHide | ZeroCells::Protect => vec![0; cube.len()],
    };
    let mut sensitive = Vec::new();
    let mut count_needs = Vec::new();
    let mut sum_needs = Vec::new();
    for (cell, &count) in cube.counts().iter().enumerate() {
        let mut reasons = Vec::new();
        if count == 0 {
            if rules.zero_cells() == ZeroCells::Protect {
                reasons.push(Reason::Empty);
            }
        } else if count < rules.k() {
            reasons.push(Reason::SmallCount);
        }
        if !reasons.is_empty() {
            let (low, high) = rules.reach(count, floors.get(cell).copied().unwrap_or(0));
            count_needs.push(Need { cell: index(cell), low, high });
        }
        if let Some(magnitude) = cube.magnitudes().and_then(|magnitudes| magnitudes.get(cell))
            && let Some(margin) = sum_margin(magnitude, count, !reasons.is_empty(), rules, &mut reasons)
        {
            let sum = magnitude.sum;
            sum_needs.push(Need {
                cell: index(cell),
                low: sum.saturating_sub(margin),
                high: sum.saturating_add(margin),
            });
        }
        if !reasons.is_empty() {
            sensitive.push((index(cell), reasons));
        }
    }
    let mut measures =
        vec![Measure { is_count: true, values: cube.counts().to_vec(), floors, needs: count_needs }];
    if let Some(magnitudes) = cube.magnitudes() {
        let values = magnitudes.iter().map(|magnitude| magnitude.sum).collect();
        // A person may have contributed nothing, so a hidden sum may be 0 even where empty cells are shown.
        measures.push(Measure { is_count: false, values, floors: vec![0; cube.len()], needs: sum_needs });
    }
    for measure in &mut measures {
        let values: Vec<u64> = latents.iter().map(|latent| latent.value(&measure.values)).collect();
        measure.floors.resize(measure.values.len() + values.len(), 0);
        measure.values.extend(values);
    }
    Ok(Primary { sensitive, measures })
}

/// How far the attacker's interval of a sensitive sum must reach to either side; none where it is not sensitive.
fn sum_margin(
    magnitude: &Magnitude,
    count: u64,
    small: bool,
    rules: &Rules,
    reasons: &mut Vec<Reason>,
) -> Option<u64> {
    let sum = u128::from(magnitude.sum);
    let mut margin = small.then(|| (sum * u128::from(rules.declared_range())).div_ceil(100).max(1));
    if count == 0 {
        return margin.and_then(|margin| u64::try_from(margin).ok());
    }
    let (dominance, p_percent) = rules.declared_dominance();
    if let Some(Dominance { n, percent }) = dominance {
        let top: u128 = magnitude.largest.iter().take(usize::from(n)).map(|&one| u128::from(one)).sum();
        if top * 100 > sum * u128::from(percent) {
            reasons.push(Reason::Dominated);
            // The least sum of which the same contributions would not dominate.
            let safe = (top * 100).div_ceil(u128::from(percent));
            margin = margin.max(Some((safe - sum).max(1)));
        }
    }
    if let Some(p) = p_percent {
        let mut top = magnitude.largest.iter().map(|&one| u128::from(one));
        let (first, second) = (top.next().unwrap_or(0), top.next().unwrap_or(0));
        let rest = sum.saturating_sub(first + second);
        if rest * 100 < first * u128::from(p) {
            reasons.push(Reason::EstimableContribution);
            let missing = (first * u128::from(p)).div_ceil(100) - rest;
            margin = margin.max(Some(missing.max(1)));
        }
    }
    margin.and_then(|margin| u64::try_from(margin).ok())
}

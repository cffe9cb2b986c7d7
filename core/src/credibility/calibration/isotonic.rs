//! Recalibration by the rising steps that fit labels best.

use serde::{Deserialize, Serialize};

use super::{check, sorted};
use crate::credibility::Error;

/// A probability as it was, and as it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Knot {
    /// As it was.
    pub from: f64,
    /// As it becomes.
    pub to: f64,
}

/// Recalibrated probabilities: isotonic regression on labels (Zadrozny and Elkan 2002), straight lines between
/// knots, level beyond the first and last. It needs more labels than [`Platt`](super::Platt): some hundred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Isotonic {
    /// The knots, rising.
    pub knots: Vec<Knot>,
}

/// Neighbours that share a value: from, to, how many persons, how many accounts.
struct Block {
    from: f64,
    to: f64,
    persons: u64,
    n: u64,
}

impl Isotonic {
    /// Fits the steps by pooling adjacent violators (Ayer et al. 1955).
    ///
    /// # Errors
    /// [`Error::UnevenLabels`], [`Error::NotAProbability`], [`Error::OneClass`].
    ///
    /// ```
    /// use renown::credibility::calibration::Isotonic;
    /// let isotonic = Isotonic::fit(&[0.1, 0.2, 0.3, 0.4], &[false, true, false, true])?;
    /// assert_eq!(isotonic.apply(0.25), 0.5);
    /// # Ok::<(), renown::credibility::Error>(())
    /// ```
    pub fn fit(probabilities: &[f64], labels: &[bool]) -> Result<Self, Error> {
        check(probabilities, labels)?;
        let mut blocks: Vec<Block> = Vec::new();
        for tied in sorted(probabilities, labels).chunk_by(|a, b| a.0 == b.0) {
            let at = tied.first().map_or(0.0, |(p, _)| *p);
            let persons = tied.iter().filter(|(_, label)| *label).count() as u64;
            let mut block = Block { from: at, to: at, persons, n: tied.len() as u64 };
            // Compared in whole numbers: a share that is not below the one before is not pooled.
            let falls = |before: &Block, after: &Block| {
                u128::from(before.persons) * u128::from(after.n)
                    >= u128::from(after.persons) * u128::from(before.n)
            };
            while let Some(before) = blocks.pop_if(|before| falls(before, &block)) {
                block = Block {
                    from: before.from,
                    to: block.to,
                    persons: before.persons + block.persons,
                    n: before.n + block.n,
                };
            }
            blocks.push(block);
        }
        let mut knots = Vec::with_capacity(2 * blocks.len());
        for block in &blocks {
            let to = block.persons as f64 / block.n as f64;
            knots.push(Knot { from: block.from, to });
            if block.to > block.from {
                knots.push(Knot { from: block.to, to });
            }
        }
        Ok(Isotonic { knots })
    }

    /// The recalibrated probability.
    #[must_use]
    pub fn apply(&self, probability: f64) -> f64 {
        let at = self.knots.partition_point(|knot| knot.from < probability);
        let after = self.knots.get(at);
        let before = at.checked_sub(1).and_then(|at| self.knots.get(at));
        match (before, after) {
            (Some(before), Some(after)) => {
                let part = (probability - before.from) / (after.from - before.from);
                before.to + part * (after.to - before.to)
            }
            (Some(knot), None) | (None, Some(knot)) => knot.to,
            (None, None) => probability,
        }
    }
}

//! Recalibration by a line on the log-odds.

use serde::{Deserialize, Serialize};

use super::{check, sorted};
use crate::credibility::Error;
use crate::credibility::score::logistic;

/// Recalibrated probabilities: the log-odds become `slope · log-odds + intercept` (Platt 1999).
///
/// ```
/// use renown::credibility::calibration::Platt;
/// let labels = [false, true, false, true, true, false, true, true];
/// let platt = Platt::fit(&[0.2, 0.3, 0.35, 0.5, 0.6, 0.65, 0.7, 0.9], &labels)?;
/// assert!(platt.slope > 0.0 && platt.apply(0.9) > platt.apply(0.2));
/// # Ok::<(), renown::credibility::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Platt {
    /// Of the log-odds.
    pub slope: f64,
    /// Added to them.
    pub intercept: f64,
}

/// Log-odds beyond this are as good as certain; a probability of 0 or 1 has no log-odds.
const MOST: f64 = 36.0;

fn log_odds(p: f64) -> f64 {
    libm::log(p / (1.0 - p)).clamp(-MOST, MOST)
}

impl Platt {
    /// Fits the line to labels, by Newton's method with halving on Platt's targets, (N₊ + 1)/(N₊ + 2) and
    /// 1/(N₋ + 2), which keep the line finite where labels are parted without error (Lin, Lin and Weng 2007).
    ///
    /// # Errors
    /// [`Error::UnevenLabels`], [`Error::NotAProbability`], [`Error::OneClass`].
    pub fn fit(probabilities: &[f64], labels: &[bool]) -> Result<Self, Error> {
        const ROUNDS: usize = 200;
        check(probabilities, labels)?;
        let persons = labels.iter().filter(|label| **label).count() as f64;
        let fakes = labels.len() as f64 - persons;
        let (high, low) = ((persons + 1.0) / (persons + 2.0), 1.0 / (fakes + 2.0));
        let points: Vec<(f64, f64)> = sorted(probabilities, labels)
            .into_iter()
            .map(|(p, label)| (log_odds(p), if label { high } else { low }))
            .collect();
        let loss = |platt: &Platt| -> f64 {
            points
                .iter()
                .map(|(x, target)| {
                    let z = platt.slope * x + platt.intercept;
                    // log(1 + e^z) − target z, without overflow.
                    z.max(0.0) + libm::log1p(libm::exp(-z.abs())) - target * z
                })
                .sum()
        };
        let mut platt = Platt { slope: 0.0, intercept: libm::log((persons + 1.0) / (fakes + 1.0)) };
        let mut now = loss(&platt);
        for _ in 0..ROUNDS {
            let (mut g, mut h, mut xx, mut x1, mut one) = (0.0, 0.0, 1e-12, 0.0, 1e-12);
            for (x, target) in &points {
                let p = logistic(platt.slope * x + platt.intercept);
                let weight = p * (1.0 - p);
                g += (p - target) * x;
                h += p - target;
                xx += weight * x * x;
                x1 += weight * x;
                one += weight;
            }
            if g.abs() < 1e-10 && h.abs() < 1e-10 {
                break;
            }
            let determinant = xx * one - x1 * x1;
            let (ds, di) = ((x1 * h - one * g) / determinant, (x1 * g - xx * h) / determinant);
            let mut length = 1.0;
            let better = loop {
                let next =
                    Platt { slope: platt.slope + length * ds, intercept: platt.intercept + length * di };
                let then = loss(&next);
                if then < now + 1e-4 * length * (g * ds + h * di) {
                    break Some((next, then));
                }
                length *= 0.5;
                if length < 1e-10 {
                    break None;
                }
            };
            let Some((next, then)) = better else { break };
            (platt, now) = (next, then);
        }
        Ok(platt)
    }

    /// The recalibrated probability.
    #[must_use]
    pub fn apply(&self, probability: f64) -> f64 {
        logistic(self.slope * log_odds(probability) + self.intercept)
    }
}

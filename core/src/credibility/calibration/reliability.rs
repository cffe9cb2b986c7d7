//! The reliability table, and what it comes to in one number.

use serde::{Deserialize, Serialize};

use super::{check, sorted};
use crate::credibility::Error;
use crate::stats::{Figure, wilson};

/// Accounts of like probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bin {
    /// Probabilities above this (the first bin has 0 as well), a fraction.
    pub low: f64,
    /// Probabilities up to and with this, a fraction.
    pub high: f64,
    /// How many accounts.
    pub n: u64,
    /// Their mean probability; 0 where there are none.
    pub predicted: f64,
    /// How many of them are persons, a share with its interval of Wilson.
    pub observed: Figure,
}

/// How good probabilities are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reliability {
    /// How many accounts.
    pub n: u64,
    /// How many of them are persons.
    pub persons: u64,
    /// The mean squared distance of probability and label (Brier 1950): 0 is best, 0.25 is what 0.5 for all has.
    pub brier: f64,
    /// The expected calibration error: how far the mean probability of a bin is from its share of persons, on
    /// average over accounts, a fraction.
    pub ece: f64,
    /// How probable it is that a person has a higher probability than a fake; ties count half.
    pub auc: f64,
    /// The table.
    pub bins: Vec<Bin>,
}

const MOST_BINS: usize = 1_000;

/// How good probabilities are, in `bins` bins of equal width; 10 are usual.
///
/// # Errors
/// [`Error::UnevenLabels`], [`Error::NotAProbability`], [`Error::OneClass`], [`Error::BinsOutOfRange`],
/// [`Error::Stats`] where the level is none.
///
/// ```
/// use renown::credibility::calibration::reliability;
/// let found = reliability(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true], 10, 0.95)?;
/// assert_eq!(found.auc, 0.75);
/// # Ok::<(), renown::credibility::Error>(())
/// ```
pub fn reliability(
    probabilities: &[f64],
    labels: &[bool],
    bins: usize,
    level: f64,
) -> Result<Reliability, Error> {
    check(probabilities, labels)?;
    if !(1..=MOST_BINS).contains(&bins) {
        return Err(Error::BinsOutOfRange { value: bins });
    }
    let pairs = sorted(probabilities, labels);
    let n = pairs.len() as f64;
    // In order of size, so that no order of the input changes a bit.
    let squared = pairs.iter().map(|(p, label)| (p - f64::from(u8::from(*label))).powi(2));
    let brier = squared.sum::<f64>() / n;
    let mut rest = pairs.as_slice();
    let mut table = Vec::with_capacity(bins);
    let mut ece = 0.0;
    for bin in 1..=bins {
        let (low, high) = ((bin - 1) as f64 / bins as f64, bin as f64 / bins as f64);
        let end = if bin == bins { rest.len() } else { rest.partition_point(|(p, _)| *p <= high) };
        let (inside, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rest = after;
        let persons = inside.iter().filter(|(_, label)| *label).count() as u64;
        let sum: f64 = inside.iter().map(|(p, _)| p).sum();
        ece += (sum - persons as f64).abs() / n;
        let count = inside.len() as u64;
        let predicted = if count == 0 { 0.0 } else { sum / count as f64 };
        table.push(Bin { low, high, n: count, predicted, observed: wilson(persons, count, level)? });
    }
    let persons = labels.iter().filter(|label| **label).count() as u64;
    Ok(Reliability { n: pairs.len() as u64, persons, brier, ece, auc: auc(&pairs), bins: table })
}

/// Mann and Whitney's statistic by the number of pairs, in whole numbers until the end.
fn auc(pairs: &[(f64, bool)]) -> f64 {
    let (mut below, mut wins, mut persons) = (0_u128, 0_u128, 0_u128);
    for tied in pairs.chunk_by(|a, b| a.0 == b.0) {
        let of_persons = tied.iter().filter(|(_, label)| *label).count() as u128;
        let of_fakes = tied.len() as u128 - of_persons;
        // Twice the number of wins, so that a tie is a whole number.
        wins += of_persons * (2 * below + of_fakes);
        below += of_fakes;
        persons += of_persons;
    }
    wins as f64 / (2 * persons * below) as f64
}

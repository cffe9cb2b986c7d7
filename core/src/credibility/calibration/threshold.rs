//! Which probability to take for a person, by what the two errors cost.

use serde::{Deserialize, Serialize};

use super::{check, sorted};
use crate::credibility::Error;

/// What errors cost, in any unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Costs {
    /// To take a fake for a person.
    pub fake_taken_for_real: f64,
    /// To take a person for a fake.
    pub real_taken_for_fake: f64,
}

/// The threshold that costs least.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Threshold {
    /// Accounts of at least this probability are taken for persons.
    pub threshold: f64,
    /// What the errors cost on these labels, an account.
    pub cost: f64,
    /// Fakes that are taken for persons.
    pub fake_taken_for_real: u64,
    /// Persons who are taken for fakes.
    pub real_taken_for_fake: u64,
    /// What the threshold would be if the probabilities were right and real and fake accounts equally many:
    /// `fake_taken_for_real / (fake_taken_for_real + real_taken_for_fake)`.
    pub if_calibrated: f64,
}

/// The threshold that costs least on these labels; of several, the lowest. It is the lowest probability that is
/// taken for a person, or 1 where nobody is best taken for one.
///
/// # Errors
/// [`Error::UnevenLabels`], [`Error::NotAProbability`], [`Error::OneClass`], [`Error::BadCost`].
///
/// ```
/// use renown::credibility::calibration::{Costs, threshold_by_cost};
/// let costs = Costs { fake_taken_for_real: 1.0, real_taken_for_fake: 1.0 };
/// let found = threshold_by_cost(&[0.1, 0.6, 0.7, 0.9], &[false, false, true, true], costs)?;
/// assert_eq!((found.threshold, found.cost), (0.7, 0.0));
/// # Ok::<(), renown::credibility::Error>(())
/// ```
pub fn threshold_by_cost(probabilities: &[f64], labels: &[bool], costs: Costs) -> Result<Threshold, Error> {
    check(probabilities, labels)?;
    let (of_fake, of_real) = (costs.fake_taken_for_real, costs.real_taken_for_fake);
    for value in [of_fake, of_real] {
        if !(value.is_finite() && value >= 0.0) {
            return Err(Error::BadCost { value });
        }
    }
    if of_fake + of_real == 0.0 {
        return Err(Error::BadCost { value: 0.0 });
    }
    let pairs = sorted(probabilities, labels);
    let n = pairs.len() as f64;
    let mut fakes_above = pairs.iter().filter(|(_, label)| !label).count() as u64;
    let mut persons_below = 0_u64;
    let mut best: Option<Threshold> = None;
    let mut consider = |threshold, fakes_above, persons_below| {
        let cost = (of_fake * fakes_above as f64 + of_real * persons_below as f64) / n;
        if best.is_none_or(|best| cost < best.cost) {
            best = Some(Threshold {
                threshold,
                cost,
                fake_taken_for_real: fakes_above,
                real_taken_for_fake: persons_below,
                if_calibrated: of_fake / (of_fake + of_real),
            });
        }
    };
    for tied in pairs.chunk_by(|a, b| a.0 == b.0) {
        consider(tied.first().map_or(0.0, |(p, _)| *p), fakes_above, persons_below);
        let persons = tied.iter().filter(|(_, label)| *label).count() as u64;
        persons_below += persons;
        fakes_above -= tied.len() as u64 - persons;
    }
    // Nobody is taken for a person: only if no probability is 1, for an account of 1 would be.
    if pairs.last().is_some_and(|(p, _)| *p < 1.0) {
        consider(1.0, fakes_above, persons_below);
    }
    best.ok_or(Error::OneClass { n: labels.len() })
}

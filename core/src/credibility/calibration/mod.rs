//! How good probabilities are, where labels are known, and how to make them better.
//!
//! One idea to keep in mind: telling accounts apart (AUC) and saying how sure one is (calibration) are two things. A
//! share of an audience needs the second.
//!
//! A label is `true` for a person and `false` for none; a probability is that of a person.

mod isotonic;
mod platt;
mod reliability;
mod threshold;

#[cfg(test)]
mod tests;

pub use isotonic::{Isotonic, Knot};
pub use platt::Platt;
pub use reliability::{Bin, Reliability, reliability};
pub use threshold::{Costs, Threshold, threshold_by_cost};

use super::Error;

/// That there is a label for each probability, and both labels are there.
fn check(probabilities: &[f64], labels: &[bool]) -> Result<(), Error> {
    if probabilities.len() != labels.len() {
        return Err(Error::UnevenLabels { scores: probabilities.len(), labels: labels.len() });
    }
    if let Some((index, value)) = probabilities.iter().enumerate().find(|(_, p)| !(0.0..=1.0).contains(*p)) {
        return Err(Error::NotAProbability { index, value: *value });
    }
    let persons = labels.iter().filter(|label| **label).count();
    if persons == 0 || persons == labels.len() { Err(Error::OneClass { n: labels.len() }) } else { Ok(()) }
}

/// Probabilities with their labels, the lowest first.
fn sorted(probabilities: &[f64], labels: &[bool]) -> Vec<(f64, bool)> {
    let mut pairs: Vec<(f64, bool)> = probabilities.iter().copied().zip(labels.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    pairs
}

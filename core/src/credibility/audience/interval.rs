//! The interval of a share: what the sample leaves open, and what the classifier leaves open.
//!
//! One idea to keep in mind: the interval holds every share that the estimate does not contradict, judged by the
//! variance that the estimate would have if that share were the true one (as Wilson's does), not by the variance at
//! the estimate, which is wrong near 0 and 1.
//!
//! The variance at a share θ of an audience of N of which n were scored is the sum of three parts:
//! 1. which followers were sampled: θ(1 − θ)/n · (N − n)/(N − 1);
//! 2. what one score leaves open about one follower: 1/(n I(θ)) − θ(1 − θ)/n, where I(θ) is the information of one
//!    scored follower; this part remains when the whole audience is scored;
//! 3. what is not known about the classifier: its rates, or the mean score of each class, were themselves estimated
//!    on a limited number of labelled accounts.
//!
//! Sources: Rogan and Gladen 1978 (American Journal of Epidemiology 107); Lang and Reiczigel 2014 (Preventive
//! Veterinary Medicine 113); for 2 the missing information principle of Orchard and Woodbury 1972.

use super::mixture::{Mixture, SUSPICIOUS};
use crate::credibility::ErrorRates;
use crate::stats::{Interval, Quantiles};

/// How many were scored, and what of the sampling variance the size of the audience leaves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sampled {
    pub(super) n: f64,
    /// (N − n)/(N − 1), or 1 where N is not known.
    pub(super) remaining: f64,
}

/// All θ with (estimate − θ)² ≤ z² · variance(θ), by false position with Illinois' halving, and every third time by the
/// middle, which moves even where the variance at the estimate is 0.
pub(super) fn invert(estimate: f64, quantiles: &Quantiles, variance: impl Fn(f64) -> f64) -> Interval {
    const ROUNDS: u32 = 60;
    const CLOSE: f64 = 1e-9;
    let z2 = quantiles.z() * quantiles.z();
    // Below 0 where the interval holds the share.
    let beyond = |share: f64| (estimate - share) * (estimate - share) - z2 * variance(share);
    let end = |far: f64| {
        let (mut inside, mut outside) = (estimate, far);
        let (mut at_inside, mut at_outside) = (beyond(inside), beyond(outside));
        if at_outside <= 0.0 {
            return far;
        }
        let mut last = 0;
        for round in 0..ROUNDS {
            if (outside - inside).abs() < CLOSE {
                break;
            }
            let between = if round % 3 == 2 {
                0.5 * (inside + outside)
            } else {
                outside - at_outside * (outside - inside) / (at_outside - at_inside)
            };
            let value = beyond(between);
            if value <= 0.0 {
                (inside, at_inside) = (between, value);
                if last == 1 {
                    at_outside *= 0.5;
                }
                last = 1;
            } else {
                (outside, at_outside) = (between, value);
                if last == -1 {
                    at_inside *= 0.5;
                }
                last = -1;
            }
        }
        inside
    };
    Interval { low: end(0.0).min(estimate), high: end(1.0).max(estimate), level: quantiles.level() }
}

/// The variance of an adjusted count (Rogan and Gladen) where the true share of the suspicious is θ.
pub(super) fn of_adjusted(share: f64, rates: &ErrorRates, sampled: Sampled) -> f64 {
    let Sampled { n, remaining } = sampled;
    let fake_flagged = 1.0 - rates.fake_taken_for_real;
    let real_flagged = 1.0 - rates.real_taken_for_real;
    let distance = fake_flagged - real_flagged;
    let flagged = share * fake_flagged + (1.0 - share) * real_flagged;
    let of_sample = share * (1.0 - share) / n;
    let of_scores = (flagged * (1.0 - flagged) / (n * distance * distance) - of_sample).max(0.0);
    let of_rates = (share * share * spread(fake_flagged, rates.fake)
        + (1.0 - share) * (1.0 - share) * spread(real_flagged, rates.real))
        / (distance * distance);
    of_sample * remaining + of_scores + of_rates
}

/// The variance of a rate that was seen on `n` accounts; with two accounts more of each sort (Agresti and Coull), so
/// that a rate of 0 or 1 is not taken for certain.
fn spread(rate: f64, n: u64) -> f64 {
    let n = n as f64;
    let towards_half = (rate * n + 2.0) / (n + 4.0);
    towards_half * (1.0 - towards_half) / (n + 4.0)
}

/// Two groups of kinds, one of which is asked for: the mixture seen along the line on which only the balance between
/// the two changes.
pub(super) struct Line {
    /// Accounts by all, likelihood within the group, likelihood within the rest.
    points: Vec<(f64, f64, f64)>,
    /// The share of the group that fits best.
    share: f64,
    /// On how many labelled accounts what is known of the group rests, and of the rest.
    known: (f64, f64),
}

impl Line {
    /// The line through `shares` for the kinds that are `within`.
    pub(super) fn new(mixture: &Mixture, shares: &[f64], within: &[bool], rates: &ErrorRates) -> Self {
        let is_within = |class: usize| within.get(class).copied().unwrap_or_default();
        let sum = |of: &[f64], inside: bool| -> f64 {
            let chosen = of.iter().enumerate().filter(|(class, _)| is_within(*class) == inside);
            chosen.map(|(_, share)| share).sum()
        };
        let (share, rest) = (sum(shares, true), sum(shares, false));
        // A group that is not there is made up as in training.
        let weight = |class: usize| {
            let (whole, of) = if is_within(class) { (share, shares) } else { (rest, shares) };
            let of_training = mixture.prior.get(..4).unwrap_or_default();
            let (whole, of) =
                if whole > 1e-12 { (whole, of) } else { (sum(of_training, is_within(class)), of_training) };
            of.get(class).copied().unwrap_or_default() / whole
        };
        let points = mixture
            .entries
            .iter()
            .map(|entry| {
                let (person, fake) = (weight(entry.class) * entry.person, weight(SUSPICIOUS) * entry.fake);
                let inside = [(entry.class, person), (SUSPICIOUS, fake)];
                let of = |wanted: bool| -> f64 {
                    inside.iter().filter(|(class, _)| is_within(*class) == wanted).map(|(_, part)| part).sum()
                };
                (entry.n / mixture.n, of(true), of(false))
            })
            .collect();
        let (real, fake) = (rates.real as f64, rates.fake as f64);
        let known = if is_within(SUSPICIOUS) { (fake, real) } else { (real, fake) };
        Line { points, share: share.clamp(0.0, 1.0), known }
    }

    /// The variance of the estimate where the true share is θ. What was seen stands for what is to be expected, each
    /// bin weighted by how much more or less probable θ makes it.
    pub(super) fn variance(&self, share: f64, sampled: Sampled) -> f64 {
        let Sampled { n, remaining } = sampled;
        let fitted = self.share;
        let mut information = 0.0;
        let (mut inside, mut outside) = ([0.0; 3], [0.0; 3]);
        for (seen, a, b) in &self.points {
            let density = seen / (fitted * a + (1.0 - fitted) * b).max(f64::MIN_POSITIVE);
            let mixed = (share * a + (1.0 - share) * b).max(f64::MIN_POSITIVE);
            information += density * (a - b) * (a - b) / mixed;
            let posterior = share * a / mixed;
            for (sums, likelihood) in [(&mut inside, a), (&mut outside, b)] {
                let weight = density * likelihood;
                let [whole, mean, square] = sums;
                *whole += weight;
                *mean += weight * posterior;
                *square += weight * posterior * posterior;
            }
        }
        // What of a group lies where nobody was seen lies where the rest seldom is: those accounts would be known
        // for certain.
        let unseen = |sums: &[f64; 3]| (1.0 - sums.first().copied().unwrap_or_default()).max(0.0);
        let (unseen_in, unseen_out) = (unseen(&inside), unseen(&outside));
        information +=
            unseen_in / share.max(f64::MIN_POSITIVE) + unseen_out / (1.0 - share).max(f64::MIN_POSITIVE);
        let moments = |[whole, mean, square]: [f64; 3], unseen: f64, posterior: f64| {
            let whole = whole + unseen;
            let (mean, square) = ((mean + unseen * posterior) / whole, (square + unseen * posterior) / whole);
            (mean, (square - mean * mean).max(0.0))
        };
        let (mean_in, variance_in) = moments(inside, unseen_in, 1.0);
        let (mean_out, variance_out) = moments(outside, unseen_out, 0.0);
        let of_sample = share * (1.0 - share) / n;
        if information <= 0.0 {
            // The scores say nothing: any share is possible.
            return 1.0;
        }
        let of_scores = (1.0 / (n * information) - of_sample).max(0.0);
        let distance = mean_in - mean_out;
        let (known_in, known_out) = self.known;
        let of_classifier = if distance > 0.0 {
            (share * share * variance_in / known_in
                + (1.0 - share) * (1.0 - share) * variance_out / known_out)
                / (distance * distance)
        } else {
            0.0
        };
        of_sample * remaining + of_scores + of_classifier
    }
}

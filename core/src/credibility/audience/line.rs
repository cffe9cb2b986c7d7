//! A mixture seen along the line on which only the balance between a group of kinds and the rest changes.
//!
//! One idea to keep in mind: nothing is assumed about how scores are spread within a kind. What was seen stands for
//! what is to be expected, each bin weighted by how much more or less probable the share in question makes it.

use std::ops::{Add, Mul, Sub};

use super::interval::{Sampled, Spread};
use super::mixture::{CLASSES, Mixture, SUSPICIOUS};
use crate::credibility::ErrorRates;

/// The same of four bins, one beside the other, which processors compute together.
#[derive(Debug, Clone, Copy, Default)]
struct Four([f64; 4]);

impl Four {
    fn map2(self, other: Four, by: impl Fn(f64, f64) -> f64) -> Four {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Four([by(a, e), by(b, f), by(c, g), by(d, h)])
    }

    fn sum(self) -> f64 {
        let [a, b, c, d] = self.0;
        (a + b) + (c + d)
    }
}

impl Add for Four {
    type Output = Four;

    fn add(self, other: Four) -> Four {
        self.map2(other, |a, b| a + b)
    }
}

impl Sub for Four {
    type Output = Four;

    fn sub(self, other: Four) -> Four {
        self.map2(other, |a, b| a - b)
    }
}

impl Mul for Four {
    type Output = Four;

    fn mul(self, other: Four) -> Four {
        self.map2(other, |a, b| a * b)
    }
}

/// Bins: accounts by the density of the fitted mixture, likelihood within the group and within the rest, log-odds.
#[derive(Debug, Clone, Copy)]
struct Points {
    density: Four,
    inside: Four,
    outside: Four,
    log_odds: Four,
}

/// How well a line on the log-odds is known that was fitted to labelled accounts: the information on its height and
/// slope (and of both together), by how these accounts lie.
#[derive(Debug, Clone, Copy, Default)]
struct Fitted {
    height: f64,
    both: f64,
    slope: f64,
}

/// What the lines of one audience have in common.
pub(super) struct Seen<'a> {
    mixture: &'a Mixture,
    shares: &'a [f64; CLASSES],
    /// Accounts by the density of the mixture, for each entry.
    densities: Vec<f64>,
    fitted: Fitted,
    labelled: (f64, f64),
}

impl<'a> Seen<'a> {
    pub(super) fn new(mixture: &'a Mixture, shares: &'a [f64; CLASSES], rates: &ErrorRates) -> Self {
        let share = |class: usize| shares.get(class).copied().unwrap_or_default();
        let densities: Vec<f64> = mixture
            .entries
            .iter()
            .map(|entry| {
                let density = share(entry.class) * entry.person + share(SUSPICIOUS) * entry.fake;
                entry.n / mixture.n / density.max(f64::MIN_POSITIVE)
            })
            .collect();
        let (real, fake) = (rates.real as f64, rates.fake as f64);
        let made_up = makeup(mixture, shares, &|class| class != SUSPICIOUS);
        let mut fitted = Fitted::default();
        for (entry, density) in mixture.entries.iter().zip(&densities) {
            let person = real * made_up.get(entry.class).copied().unwrap_or_default() * entry.person;
            let made = fake * entry.fake;
            if person > 0.0 {
                let weight = density * person * made / (person + made);
                fitted.height += weight;
                fitted.both += weight * entry.log_odds;
                fitted.slope += weight * entry.log_odds * entry.log_odds;
            }
        }
        Seen { mixture, shares, densities, fitted, labelled: (real, fake) }
    }

    /// The line for the kinds that are `within`.
    pub(super) fn line(&self, within: &[bool; CLASSES]) -> Line {
        let is_within = |class: usize| within.get(class).copied().unwrap_or_default();
        let inside_made_up = makeup(self.mixture, self.shares, &is_within);
        let outside_made_up = makeup(self.mixture, self.shares, &|class| !is_within(class));
        let weight = |made_up: &[f64; CLASSES], class: usize| made_up.get(class).copied().unwrap_or_default();
        let (mut whole_inside, mut whole_outside) = (0.0, 0.0);
        let entries = self.mixture.entries.iter().zip(&self.densities);
        let mut points = Vec::with_capacity(self.mixture.entries.len().div_ceil(4));
        let mut entries = entries.map(|(entry, density)| {
            let of = |made_up: &[f64; CLASSES]| {
                weight(made_up, entry.class) * entry.person + weight(made_up, SUSPICIOUS) * entry.fake
            };
            let (inside, outside) = (of(&inside_made_up), of(&outside_made_up));
            whole_inside += density * inside;
            whole_outside += density * outside;
            [*density, inside, outside, entry.log_odds]
        });
        while let Some(first) = entries.next() {
            // Nobody is in the bins that fill up the last four.
            let mut next = || entries.next().unwrap_or([0.0, 1.0, 1.0, 0.0]);
            let [a, b, c, d] = [first, next(), next(), next()];
            let four = |of: fn([f64; 4]) -> f64| Four([of(a), of(b), of(c), of(d)]);
            points.push(Points {
                density: four(|[density, ..]| density),
                inside: four(|[_, inside, ..]| inside),
                outside: four(|[_, _, outside, _]| outside),
                log_odds: four(|[.., log_odds]| log_odds),
            });
        }
        let (real, fake) = self.labelled;
        Line {
            points,
            wholes: (whole_inside, whole_outside),
            labelled: if is_within(SUSPICIOUS) { (fake, real) } else { (real, fake) },
            fitted: self.fitted,
        }
    }
}

/// Shares of the classes within a group that together are 1; a group that is not there is made up as in training.
fn makeup(mixture: &Mixture, shares: &[f64; CLASSES], is_within: &dyn Fn(usize) -> bool) -> [f64; CLASSES] {
    let [real, influencer, mass_follower, suspicious, _] = mixture.prior;
    let of_training = [real, influencer, mass_follower, suspicious, 0.0];
    let of = |shares: &[f64; CLASSES]| -> ([f64; CLASSES], f64) {
        let mut kept = *shares;
        for (class, share) in kept.iter_mut().enumerate() {
            if !is_within(class) {
                *share = 0.0;
            }
        }
        (kept, kept.iter().sum())
    };
    let (kept, whole) = of(shares);
    let (kept, whole) = if whole > 1e-12 { (kept, whole) } else { of(&of_training) };
    kept.map(|share| share / whole)
}

/// Two groups of kinds, one of which is asked for.
pub(super) struct Line {
    points: Vec<Points>,
    /// How much of each group lies where somebody was seen.
    wholes: (f64, f64),
    /// On how many labelled accounts what is known of the group rests, and of the rest.
    labelled: (f64, f64),
    fitted: Fitted,
}

impl Line {
    /// How the estimate is spread where the true share is θ.
    pub(super) fn spread(&self, share: f64, sampled: Sampled) -> Spread {
        let rest = 1.0 - share;
        let none = Four::default();
        let (of_share, of_rest) = (Four([share; 4]), Four([rest; 4]));
        let (mut information, mut third) = (none, none);
        // Of the group and of the rest: the mean of θ·inside/mixed (who of them would be taken for one of the group)
        // and of its square; and what overlaps, by log-odds.
        let (mut mean_in, mut square_in, mut square_out) = (none, none, none);
        let (mut overlap, mut tilted) = (none, none);
        for &Points { density, inside, outside, log_odds } in &self.points {
            let mixed = of_share * inside + of_rest * outside;
            let by = mixed.map2(none, |mixed, _| 1.0 / mixed.max(f64::MIN_POSITIVE));
            let turn = (inside - outside) * by;
            let apart = density * (inside - outside) * turn;
            information = information + apart;
            third = third + apart * turn;
            let posterior = of_share * inside * by;
            let of_inside = density * inside * posterior;
            mean_in = mean_in + of_inside;
            square_in = square_in + of_inside * posterior;
            let of_outside = density * outside;
            square_out = square_out + of_outside * posterior * posterior;
            let both = of_outside * inside * by;
            overlap = overlap + both;
            tilted = tilted + both * log_odds;
        }
        let (mut information, mut third) = (information.sum(), third.sum());
        let (mean_in, square_in, square_out) = (mean_in.sum(), square_in.sum(), square_out.sum());
        let (overlap, tilted) = (overlap.sum(), tilted.sum());
        let mean_out = share * overlap;
        // What of a group lies where nobody was seen lies where the rest seldom is: those accounts would be known
        // for certain.
        let (seen_in, seen_out) = self.wholes;
        let (unseen_in, unseen_out) = ((1.0 - seen_in).max(0.0), (1.0 - seen_out).max(0.0));
        let (by_share, by_rest) = (1.0 / share.max(f64::MIN_POSITIVE), 1.0 / rest.max(f64::MIN_POSITIVE));
        information += unseen_in * by_share + unseen_out * by_rest;
        third += unseen_in * by_share * by_share - unseen_out * by_rest * by_rest;
        if information <= 0.0 {
            // The scores say nothing: any share is possible.
            return Spread { variance: 1.0, third: 0.0 };
        }
        let variance = 1.0 / (sampled.n * information);
        let third = if third.is_finite() { third * variance * variance / information } else { 0.0 };
        let (whole_in, whole_out) = (seen_in + unseen_in, seen_out + unseen_out);
        let (mean_in, square_in) = ((mean_in + unseen_in) / whole_in, (square_in + unseen_in) / whole_in);
        let (mean_out, square_out) = (mean_out / whole_out, square_out / whole_out);
        let spread_of = |mean: f64, square: f64| (square - mean * mean).max(0.0);
        let distance = mean_in - mean_out;
        let of_classifier = if distance > 0.0 {
            let (known_in, known_out) = self.labelled;
            let of_means = (share * share * spread_of(mean_in, square_in) / known_in
                + rest * rest * spread_of(mean_out, square_out) / known_out)
                / (distance * distance);
            of_means.min(self.of_fitted(overlap, tilted, information))
        } else {
            0.0
        };
        sampled.spread(share, variance, third, of_classifier)
    }

    /// What a line on the log-odds that was fitted to labelled accounts adds to the variance: the estimate moves with
    /// its height by `overlap` / information, and with its slope by `tilted` / information.
    fn of_fitted(&self, overlap: f64, tilted: f64, information: f64) -> f64 {
        let Fitted { height, both, slope } = self.fitted;
        let determinant = height * slope - both * both;
        if determinant <= 1e-9 * height * slope {
            return f64::INFINITY;
        }
        let squares = overlap * overlap * slope - 2.0 * overlap * tilted * both + tilted * tilted * height;
        squares.max(0.0) / (determinant * information * information)
    }
}

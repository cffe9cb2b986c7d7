//! An audience as a mixture of kinds, whose shares make what was scored most probable.
//!
//! One idea to keep in mind: a score p says how probable a person is where the kinds are as common as in training.
//! Divided by those shares it is proportional to how probable the account is within each kind, which holds in every
//! audience; the shares are what differs.
//!
//! Source: Saerens, Latinne and Decaestecker 2002 (Neural Computation 14, 21–41), for more than two classes.

use super::state::{BINS, GROUPS};
use crate::credibility::Kind;
use crate::credibility::score::logistic;

/// The kinds that a person may be; an account of unknown numbers is a person of some kind.
pub(super) const CLASSES: usize = 5;
pub(super) const SUSPICIOUS: usize = 3;
pub(super) const UNKNOWN: usize = 4;

/// A bin of like accounts: how many, and how probable they are within the two classes that come into question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) n: f64,
    /// The class if a person is behind them, as an index.
    pub(super) class: usize,
    /// Likelihood within that class, up to a factor that both share.
    pub(super) person: f64,
    /// Likelihood within the suspicious.
    pub(super) fake: f64,
    /// Log-odds of the middle of the bin.
    pub(super) log_odds: f64,
}

/// What was scored, by class and bin, and the shares of training.
#[derive(Debug, Clone)]
pub(super) struct Mixture {
    pub(super) entries: Vec<Entry>,
    pub(super) n: f64,
    pub(super) prior: [f64; CLASSES],
}

const MOST_ROUNDS: usize = 100;
const CLOSE: f64 = 1e-14;

impl Mixture {
    /// From the counts of a state.
    pub(super) fn new(counts: &[u64], prior: [f64; 4]) -> Self {
        let [real, influencer, mass_follower, suspicious] = prior;
        let prior = [real, influencer, mass_follower, suspicious, real + influencer + mass_follower];
        let mut entries: Vec<Entry> = Vec::new();
        for (of_real, pair) in counts.chunks(2 * BINS).enumerate().take(GROUPS / 2) {
            let class =
                [Kind::Real as usize, Kind::Influencer as usize, Kind::MassFollower as usize, UNKNOWN];
            let class = class.get(of_real).copied().unwrap_or(UNKNOWN);
            let (taken, suspicious_ones) = pair.split_at(pair.len() / 2);
            for (bin, (a, b)) in taken.iter().zip(suspicious_ones).enumerate() {
                let n = a + b;
                if n > 0 {
                    let log_odds = (bin as f64 - BINS as f64 / 2.0 + 0.5) * 0.25;
                    let p = logistic(log_odds);
                    let share = prior.get(class).copied().unwrap_or(1.0);
                    let person = p / share;
                    entries.push(Entry {
                        n: n as f64,
                        class,
                        person,
                        fake: (1.0 - p) / suspicious,
                        log_odds,
                    });
                }
            }
        }
        let n = entries.iter().map(|entry| entry.n).sum();
        Mixture { entries, n, prior }
    }

    /// The shares that make what was scored most probable.
    ///
    /// Given the share s of the suspicious, each other class has the share at which the mean of its likelihoods by
    /// those of the mixture is 1, or none. How probable everything then is, is concave in s, so that there is one root to
    /// find. Both are found by Newton's steps on one over that mean: for a class it is concave, so that no step goes too
    /// far; for s a step out of what is left is replaced by the middle.
    pub(super) fn shares(&self) -> [f64; CLASSES] {
        // With nobody suspicious, classes have the shares of those who are seen.
        let mut shares = [0.0; CLASSES];
        for entry in &self.entries {
            if let Some(share) = shares.get_mut(entry.class) {
                *share += entry.n / self.n;
            }
        }
        let (mut low, mut high) = (0.0, 1.0);
        let mut fake = 0.0;
        for _ in 0..MOST_ROUNDS {
            let (mean, slope) = self.fakes(&mut shares, fake);
            if mean > 1.0 {
                low = fake;
            } else {
                high = fake;
            }
            let step = if slope > 0.0 { fake + mean * (mean - 1.0) / slope } else { fake };
            let next = if low < step && step <= high { step } else { 0.5 * (low + high) };
            // At 0, a mean that is not above 1 says that nobody is suspicious.
            if high <= 0.0 || (next - fake).abs() < CLOSE {
                break;
            }
            fake = next;
        }
        if let Some(share) = shares.get_mut(SUSPICIOUS) {
            *share = fake;
        }
        let sum: f64 = shares.iter().sum();
        shares.map(|share| share / sum)
    }

    /// The mean over all accounts of the suspicious' likelihood by that of the mixture where a share of `fake` is
    /// suspicious, and how fast it falls; sets the shares of the other classes to those that go with it.
    fn fakes(&self, shares: &mut [f64; CLASSES], fake: f64) -> (f64, f64) {
        let (mut mean, mut slope) = (0.0, 0.0);
        for of_class in self.entries.chunk_by(|a, b| a.class == b.class) {
            let class = of_class.first().map_or(0, |entry| entry.class);
            let Some(share) = shares.get_mut(class) else { continue };
            for _ in 0..MOST_ROUNDS {
                let (mut own, mut bend) = (0.0, 0.0);
                for entry in of_class {
                    let by = 1.0 / (*share * entry.person + fake * entry.fake).max(f64::MIN_POSITIVE);
                    let ratio = entry.person * by;
                    own += entry.n / self.n * ratio;
                    bend += entry.n / self.n * ratio * ratio;
                }
                let next = (*share + own * (own - 1.0) / bend).max(0.0);
                let moved = (next - *share).abs();
                *share = next;
                if moved < CLOSE {
                    break;
                }
            }
            let (mut own, mut cross) = (0.0, 0.0);
            for entry in of_class {
                let by = 1.0 / (*share * entry.person + fake * entry.fake).max(f64::MIN_POSITIVE);
                let (person, made) = (entry.person * by, entry.fake * by);
                let weight = entry.n / self.n;
                mean += weight * made;
                slope += weight * made * made;
                own += weight * person * person;
                cross += weight * person * made;
            }
            // Where the class is not there, its share does not make room.
            if *share > 0.0 {
                slope -= cross * cross / own;
            }
        }
        (mean, slope)
    }
}

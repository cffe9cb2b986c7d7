//! An audience as a mixture of kinds, whose shares make what was scored most probable.
//!
//! One idea to keep in mind: a score p says how probable a person is where the kinds are as common as in training.
//! Divided by those shares it is proportional to how probable the account is within each kind, which holds in every
//! audience; the shares are what differs.
//!
//! Source: Saerens, Latinne and Decaestecker 2002 (Neural Computation 14, 21–41), for more than two classes.

use super::state::{BINS, GROUPS};
use crate::credibility::Kind;

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
}

/// What was scored, by class and bin, and the shares of training.
#[derive(Debug, Clone)]
pub(super) struct Mixture {
    pub(super) entries: Vec<Entry>,
    pub(super) n: f64,
    pub(super) prior: [f64; CLASSES],
}

const MOST_ROUNDS: usize = 2_000;
const CLOSE: f64 = 1e-10;

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
                    let p = 1.0 / (1.0 + libm::exp(-log_odds));
                    let share = prior.get(class).copied().unwrap_or(1.0);
                    let person = p / share;
                    entries.push(Entry { n: n as f64, class, person, fake: (1.0 - p) / suspicious });
                }
            }
        }
        let n = entries.iter().map(|entry| entry.n).sum();
        Mixture { entries, n, prior }
    }

    fn step(&self, shares: &[f64; CLASSES]) -> [f64; CLASSES] {
        let fake_share = shares.get(SUSPICIOUS).copied().unwrap_or_default();
        let mut next = [0.0; CLASSES];
        for entry in &self.entries {
            let person = shares.get(entry.class).copied().unwrap_or_default() * entry.person;
            let fake = fake_share * entry.fake;
            let whole = person + fake;
            if whole > 0.0 {
                let weight = entry.n / (self.n * whole);
                if let Some(share) = next.get_mut(entry.class) {
                    *share += weight * person;
                }
                if let Some(share) = next.get_mut(SUSPICIOUS) {
                    *share += weight * fake;
                }
            }
        }
        let sum: f64 = next.iter().sum();
        if sum > 0.0 { next.map(|share| share / sum) } else { *shares }
    }

    /// The shares that make what was scored most probable, by expectation and maximisation with the extrapolation
    /// of Varadhan and Roland (2008), which keeps the fixed points and needs fewer rounds.
    pub(super) fn shares(&self) -> [f64; CLASSES] {
        let mut shares = self.step(&self.start());
        for _ in 0..MOST_ROUNDS {
            let first = self.step(&shares);
            let second = self.step(&first);
            let mut change = 0.0_f64;
            let (mut along, mut bend) = (0.0, 0.0);
            for ((a, b), c) in shares.iter().zip(&first).zip(&second) {
                change = change.max((c - b).abs());
                along += (b - a) * (b - a);
                let turn = (c - b) - (b - a);
                bend += turn * turn;
            }
            if change < CLOSE {
                return second;
            }
            let length = if bend > 0.0 { (along / bend).sqrt().clamp(1.0, 64.0) } else { 1.0 };
            let mut leap = [0.0; CLASSES];
            let mut inside = true;
            for (((place, a), b), c) in leap.iter_mut().zip(&shares).zip(&first).zip(&second) {
                let (r, v) = (b - a, (c - b) - (b - a));
                *place = a + 2.0 * length * r + length * length * v;
                inside &= *place >= 0.0 && (*place > 0.0 || *c == 0.0);
            }
            shares = if inside { self.step(&leap) } else { second };
        }
        shares
    }

    /// Shares to start from: those of training, for the classes that are there.
    fn start(&self) -> [f64; CLASSES] {
        let mut start = [0.0; CLASSES];
        for (class, place) in start.iter_mut().enumerate() {
            if class == SUSPICIOUS || self.entries.iter().any(|entry| entry.class == class) {
                *place = self.prior.get(class).copied().unwrap_or_default();
            }
        }
        let sum: f64 = start.iter().sum();
        start.map(|share| share / sum)
    }
}

//! From counts of scored followers to shares of the audience.

use serde::{Deserialize, Serialize};

use super::interval::{Sampled, Spread, invert, of_adjusted};
use super::line::Seen;
use super::mixture::{CLASSES, Mixture, SUSPICIOUS, UNKNOWN};
use super::state::BINS;
use crate::credibility::{Basis, Error, ErrorRates, Kind};
use crate::stats::{Bounds, Estimate, Figure, Interval, Method, Quantiles, Undefined, wilson_at};

/// How shares are estimated from scores.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Quantification {
    /// Followers taken for each kind are counted. Wrong by what the classifier gets wrong, and its interval does not
    /// know it; for comparison.
    Naive,
    /// The count, corrected by the error rates of the classifier (Rogan and Gladen 1978, "adjusted count").
    Adjusted,
    /// The shares that make the scores most probable (Saerens, Latinne and Decaestecker 2002).
    #[default]
    Em,
}

/// The choices behind an estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AudienceOptions {
    /// How shares are estimated.
    pub method: Quantification,
    /// Size of the audience that the scored followers are a random sample of; `None` where it is not known, which
    /// stands for a large one.
    pub population: Option<u64>,
    /// Confidence level, a fraction.
    pub level: f64,
    /// How often the classifier is wrong on accounts like these, where someone measured it; `None` for what the
    /// model says of itself.
    pub errors: Option<ErrorRates>,
}

impl Default for AudienceOptions {
    fn default() -> Self {
        AudienceOptions { method: Quantification::Em, population: None, level: 0.95, errors: None }
    }
}

/// How much of an audience is real.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AudienceCredibility {
    /// The share of persons who may see a post: `real` and `influencer`, a fraction.
    pub credibility: Figure,
    /// The share of ordinary persons.
    pub real: Figure,
    /// The share of notable followers.
    pub influencer: Figure,
    /// The share of persons who follow too many.
    pub mass_follower: Figure,
    /// The share of accounts that probably are no persons.
    pub suspicious: Figure,
}

/// What is asked for: groups of kinds. An account of unknown numbers counts as an ordinary person.
const GROUPS_ASKED: [&[Kind]; 5] = [
    &[Kind::Real, Kind::Influencer],
    &[Kind::Real],
    &[Kind::Influencer],
    &[Kind::MassFollower],
    &[Kind::Suspicious],
];

/// The shares of an audience that was counted in cells. Where intervals are not asked for, those of `em`, which cost most
/// of the time, hold every share.
pub(crate) fn estimate(
    basis: &Basis,
    counts: &[u64],
    options: &AudienceOptions,
    intervals: bool,
) -> Result<AudienceCredibility, Error> {
    let quantiles = Quantiles::new(options.level)?;
    let n = counts.iter().sum();
    let sampled = Sampled::new(n, options.population)?;
    let rates = options.errors.unwrap_or(basis.errors());
    if n == 0 {
        let none = Figure::undefined(Undefined::Empty);
        return Ok(AudienceCredibility {
            credibility: none,
            real: none,
            influencer: none,
            mass_follower: none,
            suspicious: none,
        });
    }
    let taken = taken_for(counts);
    let figures: [Figure; 5] = match options.method {
        Quantification::Naive => {
            let mut figures = [Figure::undefined(Undefined::Empty); 5];
            for (figure, kinds) in figures.iter_mut().zip(GROUPS_ASKED) {
                let chosen = kinds.iter().filter_map(|kind| taken.get(kind.index())).sum();
                *figure = wilson_at(chosen, n, options.population, &quantiles)?;
            }
            figures
        }
        Quantification::Adjusted => adjusted(&taken, n, &rates, sampled, &quantiles),
        Quantification::Em => {
            let mixture = Mixture::new(counts, basis.prior());
            let shares = mixture.shares();
            let seen = Seen::new(&mixture, &shares, &rates);
            GROUPS_ASKED.map(|kinds| {
                let within = within(kinds);
                let chosen = shares.iter().zip(within).filter(|(_, chosen)| *chosen);
                let value: f64 = chosen.map(|(share, _)| share).sum::<f64>().clamp(0.0, 1.0);
                let interval = if intervals {
                    let line = seen.line(&within);
                    invert(value, &quantiles, |share| line.spread(share, sampled))
                } else {
                    Interval { low: 0.0, high: 1.0, level: quantiles.level() }
                };
                figure(value, interval, n, Method::MixtureScore)
            })
        }
    };
    let [credibility, real, influencer, mass_follower, suspicious] = figures;
    Ok(AudienceCredibility { credibility, real, influencer, mass_follower, suspicious })
}

fn figure(value: f64, interval: Interval, n: u64, method: Method) -> Figure {
    Figure::Estimate(Estimate { value, interval: Bounds::Known(interval), n, method })
}

fn within(kinds: &[Kind]) -> [bool; CLASSES] {
    let mut within = [false; CLASSES];
    for (class, chosen) in within.iter_mut().enumerate() {
        let kind = if class == UNKNOWN { Kind::Real as usize } else { class };
        *chosen = kinds.iter().any(|other| other.index() == kind);
    }
    within
}

/// How many are taken for each kind, in the order of [`Kind::ALL`].
fn taken_for(counts: &[u64]) -> [u64; 4] {
    let mut taken = [0; 4];
    for (group, bins) in counts.chunks(BINS).enumerate() {
        let suspicious = group % 2 == 1;
        let kind = match (suspicious, group / 2) {
            (true, _) => SUSPICIOUS,
            (false, 1) => Kind::Influencer as usize,
            (false, 2) => Kind::MassFollower as usize,
            (false, _) => Kind::Real as usize,
        };
        if let Some(count) = taken.get_mut(kind) {
            *count += bins.iter().sum::<u64>();
        }
    }
    taken
}

/// The suspicious are corrected by the error rates; the rest is split as those that were taken for real are.
fn adjusted(
    taken: &[u64; 4],
    n: u64,
    rates: &ErrorRates,
    sampled: Sampled,
    quantiles: &Quantiles,
) -> [Figure; 5] {
    let part = |kind: Kind| taken.get(kind.index()).copied().unwrap_or_default() as f64;
    let flagged = part(Kind::Suspicious) / sampled.n;
    let (fake_flagged, real_flagged) = (1.0 - rates.fake_taken_for_real, 1.0 - rates.real_taken_for_real);
    let distance = fake_flagged - real_flagged;
    if distance <= 0.0 {
        // The classifier tells nothing apart: no share follows from it.
        return [Figure::undefined(Undefined::NoDenominator); 5];
    }
    let value = ((flagged - real_flagged) / distance).clamp(0.0, 1.0);
    let suspicious = invert(value, quantiles, |share| of_adjusted(share, rates, sampled));
    let real = sampled.n - part(Kind::Suspicious);
    GROUPS_ASKED.map(|kinds| {
        if kinds.contains(&Kind::Suspicious) {
            return figure(value, suspicious, n, Method::AdjustedCount);
        }
        let chosen: f64 = kinds.iter().map(|kind| part(*kind)).sum();
        if real == 0.0 {
            let interval = Interval { low: 0.0, high: 1.0 - suspicious.low, level: quantiles.level() };
            return figure(0.0, interval, n, Method::AdjustedCount);
        }
        let of_real = chosen / real;
        // A share of a share: the split among the real, and how many there are.
        let whole = 1.0 - value;
        let share = of_real * whole;
        let interval = invert(share, quantiles, |share| {
            let of_split = if whole > 0.0 { (share / whole).min(1.0) } else { 0.0 };
            let split = of_split * (1.0 - of_split) / (sampled.n * whole.max(1.0 / sampled.n));
            let suspicious_share =
                if of_split > 0.0 { (1.0 - share / of_split).clamp(0.0, 1.0) } else { value };
            let of_rest = of_adjusted(suspicious_share, rates, sampled);
            Spread {
                variance: split * whole * whole * sampled.remaining + of_split * of_split * of_rest.variance,
                third: -of_split * of_split * of_split * of_rest.third,
            }
        });
        figure(share, interval, n, Method::AdjustedCount)
    })
}

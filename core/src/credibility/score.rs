//! What a scorecard says of one account, and why.

use super::feature::Unit;
use super::{Basis, Feature, Kind, Values};

/// Where a value stands in the bins of a feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    Unknown,
    Bin(usize),
}

/// What an account is if a person is behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trait {
    Plain,
    Notable,
    MassFollower,
    /// A number is unknown, so that it may be any of them.
    Unknown,
}

/// The part of one feature.
#[derive(Clone, Copy)]
struct Part {
    feature: Feature,
    parts: i64,
    /// From, and up to, not including, or twice the value itself; `None` where the value is unknown.
    bounds: Option<(f64, f64)>,
}

/// What a model says of one account.
///
/// Log-odds are a whole number of parts, so that sums of them are exact in every order.
#[derive(Clone, Copy)]
pub struct Score {
    /// Log-odds.
    sum: i64,
    /// How many parts are one unit of log-odds.
    unit: i64,
    /// How many points are.
    scale: i32,
    kind: Kind,
    of_real: Trait,
    parts: [Option<Part>; Feature::COUNT],
    n: usize,
}

/// Why a score is what it is: one feature's part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// The feature.
    pub feature: Feature,
    /// What it adds to the log-odds of being real: above 0 speaks for a person, below 0 against.
    pub contribution: f64,
    bounds: Option<(f64, f64)>,
}

impl Score {
    pub(super) fn new(base: i64, unit: i64, scale: i32) -> Self {
        Score {
            sum: base,
            unit,
            scale,
            kind: Kind::Real,
            of_real: Trait::Plain,
            parts: [None; Feature::COUNT],
            n: 0,
        }
    }

    pub(super) fn add(&mut self, feature: Feature, parts: i64, bounds: Option<(f64, f64)>) {
        self.sum = self.sum.saturating_add(parts);
        // Largest first: the new part goes before the first that is smaller.
        let mut part = Part { feature, parts, bounds };
        for place in &mut self.parts {
            match place {
                Some(other) if other.parts.abs() >= part.parts.abs() => {}
                Some(other) => std::mem::swap(other, &mut part),
                None => {
                    *place = Some(part);
                    self.n += 1;
                    return;
                }
            }
        }
    }

    /// Finds the kind, once all parts are there.
    pub(super) fn finish(mut self, basis: &Basis, values: &Values) -> Self {
        self.of_real = basis.trait_of(values.get(Feature::Followers), values.get(Feature::Following));
        self.kind = basis.kind_of(self.p_real(), self.of_real);
        self
    }

    /// The probability that a person is behind the account, where real and fake accounts are equally many.
    #[must_use]
    pub fn p_real(&self) -> f64 {
        logistic(self.sum as f64 / self.unit as f64)
    }

    /// What the account is as a follower.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The log-odds in points: of a scorecard, the sum of its points, of which its scale says how many are one unit;
    /// of trees, thousandths, rounded.
    #[must_use]
    pub fn points(&self) -> i32 {
        points(self.sum, self.unit, self.scale)
    }

    #[cfg(test)]
    pub(super) fn sum(&self) -> i64 {
        self.sum
    }

    pub(crate) fn of_real(&self) -> Trait {
        self.of_real
    }

    /// The part of each feature that moves the score, the largest first. Those and what the average account has
    /// add up to the log-odds of [`Score::p_real`].
    pub fn reasons(&self) -> impl Iterator<Item = Reason> + '_ {
        let unit = self.unit as f64;
        self.parts.iter().flatten().filter(|part| part.parts != 0).map(move |part| Reason {
            feature: part.feature,
            contribution: part.parts as f64 / unit,
            bounds: part.bounds,
        })
    }
}

/// Shows the kind only: it is about a person.
impl std::fmt::Debug for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Score").field("kind", &self.kind).field("features", &self.n).finish_non_exhaustive()
    }
}

/// The probability of log-odds.
pub(crate) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// Log-odds of so many parts, `unit` of which are one, in points, `scale` of which are.
pub(crate) fn points(sum: i64, unit: i64, scale: i32) -> i32 {
    if unit == i64::from(scale) {
        return sum.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    }
    // A number too large for 32 bits becomes the largest.
    (sum as f64 / unit as f64 * f64::from(scale)).round() as i32
}

/// The reason in words: `4500 or more accounts followed: speaks against a person`.
impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let label = self.feature.label();
        match (self.feature.unit(), self.bounds) {
            (_, None) => write!(f, "{label}: unknown")?,
            (Unit::Flag, Some((low, _))) if low > 0.0 => write!(f, "{label}: yes")?,
            (Unit::Flag, Some(_)) => write!(f, "{label}: no")?,
            (_, Some((value, same))) if value == same => write!(f, "{label}: {value}")?,
            (unit, Some((low, high))) => {
                let last = if unit == Unit::Count { high.ceil() - 1.0 } else { high };
                if high.is_infinite() {
                    write!(f, "{label}: {low} or more")?;
                } else if low.is_infinite() && unit == Unit::Count {
                    if last <= 0.0 {
                        write!(f, "{label}: none")?
                    } else {
                        write!(f, "{label}: {last} or fewer")?
                    }
                } else if low.is_infinite() {
                    write!(f, "{label}: below {high}")?;
                } else if unit == Unit::Count && low.ceil() == last {
                    write!(f, "{label}: {last}")?;
                } else if unit == Unit::Count {
                    write!(f, "{label}: {} to {last}", low.ceil())?;
                } else {
                    write!(f, "{label}: from {low} to below {high}")?;
                }
            }
        }
        f.write_str(if self.contribution > 0.0 {
            ", speaks for a person"
        } else {
            ", speaks against a person"
        })
    }
}

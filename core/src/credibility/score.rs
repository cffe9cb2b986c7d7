//! What a scorecard says of one account, and why.

use super::feature::Unit;
use super::scorecard::Trait;
use super::{Feature, Kind};

/// Where a value stands in the bins of a feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    Unknown,
    Bin(usize),
}

/// The part of one feature.
#[derive(Clone, Copy)]
struct Part {
    feature: Feature,
    points: i32,
    /// From, and up to, not including; `None` where the value is unknown.
    bounds: Option<(f64, f64)>,
}

/// What a scorecard says of one account.
#[derive(Clone, Copy)]
pub struct Score {
    points: i32,
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
    pub(super) fn new(base: i32, scale: i32) -> Self {
        Score {
            points: base,
            scale,
            kind: Kind::Real,
            of_real: Trait::Plain,
            parts: [None; Feature::COUNT],
            n: 0,
        }
    }

    pub(super) fn add(&mut self, feature: Feature, points: i32, bounds: Option<(f64, f64)>) {
        self.points = self.points.saturating_add(points);
        // Largest first: the new part goes before the first that is smaller.
        let mut part = Part { feature, points, bounds };
        for place in &mut self.parts {
            match place {
                Some(other) if other.points.abs() >= part.points.abs() => {}
                Some(other) => std::mem::swap(other, &mut part),
                None => {
                    *place = Some(part);
                    self.n += 1;
                    return;
                }
            }
        }
    }

    pub(super) fn finish(mut self, kind: Kind, of_real: Trait) -> Self {
        (self.kind, self.of_real) = (kind, of_real);
        self
    }

    /// The probability that a person is behind the account, where real and fake accounts are equally many.
    #[must_use]
    pub fn p_real(&self) -> f64 {
        probability(self.points, self.scale)
    }

    /// What the account is as a follower.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The sum of the points; the scale of the model says how many are one unit of log-odds.
    #[must_use]
    pub fn points(&self) -> i32 {
        self.points
    }

    pub(crate) fn of_real(&self) -> Trait {
        self.of_real
    }

    /// The part of each feature that moves the score, the largest first. Those and what the average account has
    /// add up to the log-odds of [`Score::p_real`].
    pub fn reasons(&self) -> impl Iterator<Item = Reason> + '_ {
        let scale = f64::from(self.scale);
        self.parts.iter().flatten().filter(|part| part.points != 0).map(move |part| Reason {
            feature: part.feature,
            contribution: f64::from(part.points) / scale,
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

/// The probability of log-odds in points.
pub(crate) fn probability(points: i32, scale: i32) -> f64 {
    1.0 / (1.0 + libm::exp(-f64::from(points) / f64::from(scale)))
}

/// The reason in words: `4500 or more accounts followed: speaks against a person`.
impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let label = self.feature.label();
        match (self.feature.unit(), self.bounds) {
            (_, None) => write!(f, "{label}: unknown")?,
            (Unit::Flag, Some((low, _))) if low > 0.0 => write!(f, "{label}: yes")?,
            (Unit::Flag, Some(_)) => write!(f, "{label}: no")?,
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

//! What a model says of the rows of a table.

use super::columns::Accounts;
use super::points::Points;
use super::trees::Ensemble;
use crate::columnar::Error;
use crate::columnar::spans::Span;
use crate::credibility::{Basis, Kind, Model, ONE, Scorecard, Trait, cell, logistic, points};

/// What is said of an account.
pub(super) struct Scored {
    pub(super) points: i32,
    pub(super) p_real: f64,
    pub(super) kind: Kind,
}

/// A model made ready for a table.
pub(super) struct Scorer<'a> {
    basis: &'a Basis,
    /// The rows before each batch.
    starts: Vec<u64>,
    how: How<'a>,
}

enum How<'a> {
    Scorecard(Points<'a>, Lookup),
    Trees(Ensemble<'a>),
}

impl<'a> Scorer<'a> {
    pub(super) fn new(model: &'a Model, accounts: &'a Accounts, lengths: &[usize]) -> Self {
        let starts = lengths.iter().scan(0, |next, length| {
            let start = *next;
            *next += *length as u64;
            Some(start)
        });
        let how = match model {
            Model::Scorecard(scorecard) => {
                How::Scorecard(Points::new(scorecard, accounts), Lookup::new(scorecard))
            }
            Model::Trees(trees) => How::Trees(Ensemble::new(trees, accounts)),
        };
        Scorer { basis: model.as_ref(), starts: starts.collect(), how }
    }

    /// The accounts of a span.
    pub(super) fn accounts(&self, span: Span) -> Result<Vec<Scored>, Error> {
        self.each(span, |points, p_real, of_real| Scored {
            points,
            p_real,
            kind: self.basis.kind_of(p_real, of_real),
        })
    }

    /// The cells that count the accounts of a span.
    pub(super) fn cells(&self, span: Span) -> Result<Vec<u16>, Error> {
        let (scale, below) = (self.basis.scale(), self.basis.suspicious_below());
        // Fewer than 2^16 cells.
        self.each(span, |points, p_real, of_real| cell(points, scale, of_real, p_real < below) as u16)
    }

    /// What is made of each account of a span: of its points, its probability, and what it is if it is real.
    fn each<T>(&self, span: Span, one: impl Fn(i32, f64, Trait) -> T) -> Result<Vec<T>, Error> {
        let start = self.starts.get(span.batch).copied().unwrap_or_default() + span.from as u64;
        Ok(match &self.how {
            How::Scorecard(of, lookup) => {
                let (points, of_real) = of.of(span, start)?;
                let each = points.iter().zip(&of_real);
                each.map(|(points, of_real)| one(*points, lookup.p_real(*points), *of_real)).collect()
            }
            How::Trees(of) => {
                let (sums, of_real) = of.of(span, start)?;
                let each = sums.iter().zip(&of_real);
                each.map(|(sum, of_real)| {
                    let points = points(*sum, ONE, self.basis.scale());
                    one(points, logistic(*sum as f64 / ONE as f64), *of_real)
                })
                .collect()
            }
        })
    }
}

/// The probability of every sum of points that a scorecard can give.
struct Lookup {
    scale: i32,
    low: i32,
    probabilities: Vec<f64>,
}

impl Lookup {
    fn new(scorecard: &Scorecard) -> Self {
        const MOST: i32 = 1 << 17;
        let (mut low, mut high) = (scorecard.base(), scorecard.base());
        for card in scorecard.cards() {
            let points = || card.points.iter().chain([&card.unknown]).copied();
            low += points().min().unwrap_or_default();
            high += points().max().unwrap_or_default();
        }
        let all = if high - low < MOST { low..high + 1 } else { 0..0 };
        let mut lookup = Lookup { scale: scorecard.scale(), low, probabilities: Vec::new() };
        lookup.probabilities = all.map(|points| lookup.computed(points)).collect();
        lookup
    }

    fn computed(&self, points: i32) -> f64 {
        logistic(f64::from(points) / f64::from(self.scale))
    }

    fn p_real(&self, points: i32) -> f64 {
        let known = usize::try_from(points - self.low).ok().and_then(|at| self.probabilities.get(at));
        known.copied().unwrap_or_else(|| self.computed(points))
    }
}

//! What a model says of the rows of a table.

use super::columns::Accounts;
use super::points::Points;
use super::trees::Ensemble;
use crate::columnar::Error;
use crate::columnar::spans::Span;
use crate::credibility::{Basis, Kind, Model, ONE, Scorecard, Trait, cell, logistic, points};

/// What is said of each account of a span.
pub(super) struct Scored {
    pub(super) points: Vec<i32>,
    pub(super) p_real: Vec<f64>,
    pub(super) kinds: Vec<Kind>,
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

    fn start(&self, span: Span) -> u64 {
        self.starts.get(span.batch).copied().unwrap_or_default() + span.from as u64
    }

    /// The accounts of a span.
    pub(super) fn accounts(&self, span: Span) -> Result<Scored, Error> {
        let (points, p_real, of_real): (Vec<i32>, Vec<f64>, Vec<Trait>) = match &self.how {
            How::Scorecard(of, lookup) => {
                let (points, of_real) = of.of(span, self.start(span))?;
                let p_real = points.iter().map(|points| lookup.p_real(*points)).collect();
                (points, p_real, of_real)
            }
            How::Trees(of) => {
                let (sums, of_real) = of.of(span, self.start(span))?;
                let points = sums.iter().map(|sum| points(*sum, ONE, self.basis.scale()));
                let p_real = sums.iter().map(|sum| logistic(*sum as f64 / ONE as f64));
                (points.collect(), p_real.collect(), of_real)
            }
        };
        let kinds = p_real.iter().zip(&of_real).map(|(p, of_real)| self.basis.kind_of(*p, *of_real));
        Ok(Scored { kinds: kinds.collect(), points, p_real })
    }

    /// The cells that count the accounts of a span.
    pub(super) fn cells(&self, span: Span) -> Result<Vec<u16>, Error> {
        let below = self.basis.suspicious_below();
        // Fewer than 2^16 cells.
        let cell = |points: i32, of_real: Trait, p_real: f64| {
            cell(points, self.basis.scale(), of_real, p_real < below) as u16
        };
        Ok(match &self.how {
            How::Scorecard(of, lookup) => {
                let (points, of_real) = of.of(span, self.start(span))?;
                let each = points.iter().zip(&of_real);
                each.map(|(points, of_real)| cell(*points, *of_real, lookup.p_real(*points))).collect()
            }
            How::Trees(of) => {
                let (sums, of_real) = of.of(span, self.start(span))?;
                let each = sums.iter().zip(&of_real);
                each.map(|(sum, of_real)| {
                    let points = points(*sum, ONE, self.basis.scale());
                    cell(points, *of_real, logistic(*sum as f64 / ONE as f64))
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

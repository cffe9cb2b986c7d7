//! The points of many accounts.
//!
//! One idea to keep in mind: the points of a bin are those of the bin before and a step. A block of rows is compared
//! with one edge at a time, and the step is added where the value is at or above it, without a branch; to be unknown
//! is one more edge above all others. Sums of whole numbers are the same in any order, so that this is to the bit
//! what the scorecard says of one account.

use super::columns::{Accounts, Simple};
use crate::columnar::Error;
use crate::columnar::ingest::ABSENT;
use crate::columnar::spans::Span;
use crate::credibility::{Basis, Card, Feature, Scorecard, Trait};

pub(super) const BLOCK: usize = 2_048;
/// What stands for a count that is unknown, and the largest that stands for itself.
const UNKNOWN: i32 = i32::MAX;
const LARGEST: u64 = i32::MAX as u64 - 1;

enum Steps<'a> {
    Counts(Simple<'a>, Vec<(i32, i32)>),
    Shares(Simple<'a>, Vec<(f64, i32)>),
    /// Of accounts followed by followers and one.
    Ratio(Vec<(f64, i32)>),
}

/// How points are found.
pub(super) struct Points<'a> {
    scorecard: &'a Scorecard,
    accounts: &'a Accounts,
    fast: Option<(i32, Vec<Steps<'a>>)>,
}

impl<'a> Points<'a> {
    pub(super) fn new(scorecard: &'a Scorecard, accounts: &'a Accounts) -> Self {
        Points { scorecard, accounts, fast: fast(scorecard, accounts) }
    }

    /// The points of a span, and what each account is if it is real; the span begins at a row of the table.
    pub(super) fn of(&self, span: Span, start: u64) -> Result<(Vec<i32>, Vec<Trait>), Error> {
        let rows = span.to - span.from;
        let (mut points, mut of_real) = (vec![0; rows], vec![Trait::Unknown; rows]);
        match &self.fast {
            Some((base, steps)) => {
                let blocks = points.chunks_mut(BLOCK).zip(of_real.chunks_mut(BLOCK));
                let mut buffers = Buffers::default();
                for (block, (points, of_real)) in blocks.enumerate() {
                    points.fill(*base);
                    self.block(steps, span.batch, span.from + block * BLOCK, points, of_real, &mut buffers);
                }
            }
            None => {
                let places = points.iter_mut().zip(&mut of_real).zip(start..);
                for (row, ((points, of_real), place)) in (span.from..span.to).zip(places) {
                    let values = self.accounts.values(span.batch, row, place)?;
                    let score = self.scorecard.score(&values);
                    (*points, *of_real) = (score.points(), score.of_real());
                }
            }
        }
        Ok((points, of_real))
    }

    fn block(
        &self,
        steps: &[Steps<'_>],
        batch: usize,
        from: usize,
        points: &mut [i32],
        of_real: &mut [Trait],
        buffers: &mut Buffers,
    ) {
        let rows = points.len();
        let Buffers { counts, followers, following, small, floats } = buffers;
        counts.resize(rows, ABSENT);
        small.resize(rows, 0);
        floats.resize(rows, 0.0);
        self.accounts.read_followers(batch, from, rows, followers, following);
        for steps in steps {
            match steps {
                Steps::Counts(column, steps) => {
                    match column {
                        Simple::Counts(column) => column.read(batch, from, counts),
                        Simple::Flags(column) => column.read(batch, from, counts),
                        Simple::Shares(_) => {}
                    }
                    for (small, count) in small.iter_mut().zip(&*counts) {
                        *small = if *count == ABSENT { UNKNOWN } else { (*count).min(LARGEST) as i32 };
                    }
                    climb(points, small, steps);
                }
                Steps::Shares(column, steps) => {
                    if let Simple::Shares(column) = column {
                        column.read(batch, from, floats);
                    }
                    for value in &mut *floats {
                        *value = if value.is_nan() { f64::INFINITY } else { *value };
                    }
                    climb(points, floats, steps);
                }
                Steps::Ratio(steps) => {
                    ratios(followers, following, f64::INFINITY, floats);
                    climb(points, floats, steps);
                }
            }
        }
        traits(self.scorecard.as_ref(), followers, following, of_real);
    }
}

/// The accounts that each follows by its followers and one; `unknown` where one of the two is.
pub(super) fn ratios(followers: &[u64], following: &[u64], unknown: f64, out: &mut [f64]) {
    for ((ratio, followers), following) in out.iter_mut().zip(followers).zip(following) {
        let is_unknown = *followers == ABSENT || *following == ABSENT;
        let value = *following as f64 / (*followers as f64 + 1.0);
        *ratio = if is_unknown { unknown } else { value };
    }
}

/// What each account is if it is real.
pub(super) fn traits(basis: &Basis, followers: &[u64], following: &[u64], of_real: &mut [Trait]) {
    let known = |count: u64| (count != ABSENT).then_some(count as f64);
    for ((of_real, followers), following) in of_real.iter_mut().zip(followers).zip(following) {
        *of_real = basis.trait_of(known(*followers), known(*following));
    }
}

#[derive(Default)]
struct Buffers {
    counts: Vec<u64>,
    followers: Vec<u64>,
    following: Vec<u64>,
    small: Vec<i32>,
    floats: Vec<f64>,
}

/// Adds each step where the value is at or above its edge: by a mask, for compilers make a branch of a choice, with which
/// scoring a table took three times as long.
fn climb<T: Copy + PartialOrd>(points: &mut [i32], values: &[T], steps: &[(T, i32)]) {
    for &(edge, step) in steps {
        for (points, value) in points.iter_mut().zip(values) {
            *points += step & -i32::from(*value >= edge);
        }
    }
}

/// The steps of every feature, or nothing where a column must be measured first or an edge is too large.
fn fast<'a>(scorecard: &Scorecard, accounts: &'a Accounts) -> Option<(i32, Vec<Steps<'a>>)> {
    if !accounts.is_simple() {
        return None;
    }
    let mut base = scorecard.base();
    let mut all = Vec::new();
    for card in scorecard.cards() {
        let column = accounts.simple(card.feature);
        if card.feature == Feature::FollowingPerFollower {
            base += card.points.first()?;
            all.push(Steps::Ratio(floats(card)));
        } else {
            match column {
                None => base += card.unknown,
                Some(column @ Simple::Shares(_)) => {
                    base += card.points.first()?;
                    all.push(Steps::Shares(column, floats(card)));
                }
                Some(column) => {
                    base += card.points.first()?;
                    all.push(Steps::Counts(column, counts(card)?));
                }
            }
        }
    }
    Some((base, all))
}

fn steps(card: &Card) -> impl Iterator<Item = i32> + '_ {
    card.points.iter().zip(card.points.iter().skip(1)).map(|(before, after)| after - before)
}

fn last(card: &Card) -> i32 {
    card.unknown - card.points.last().copied().unwrap_or_default()
}

fn floats(card: &Card) -> Vec<(f64, i32)> {
    card.edges.iter().copied().zip(steps(card)).chain([(f64::INFINITY, last(card))]).collect()
}

fn counts(card: &Card) -> Option<Vec<(i32, i32)>> {
    // A whole number is at or above an edge where it is at or above the next whole one.
    let edge = |edge: &f64| {
        Some(edge.ceil().max(0.0)).filter(|edge| *edge <= LARGEST as f64).map(|edge| edge as i32)
    };
    let edges: Option<Vec<i32>> = card.edges.iter().map(edge).collect();
    Some(edges?.into_iter().zip(steps(card)).chain([(UNKNOWN, last(card))]).collect())
}

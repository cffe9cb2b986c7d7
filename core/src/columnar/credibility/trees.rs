//! The log-odds of many accounts by an ensemble of trees.

use super::columns::{Accounts, Simple};
use super::points::{BLOCK, ratios, traits};
use crate::columnar::Error;
use crate::columnar::ingest::ABSENT;
use crate::columnar::spans::Span;
use crate::credibility::{Basis, Batch, Column, Feature, Rows, Trait, Trees};

/// How log-odds are found.
pub(super) struct Ensemble<'a> {
    basis: &'a Basis,
    accounts: &'a Accounts,
    batch: Batch<'a>,
}

/// What the features of a block are read into, a column for each.
#[derive(Default)]
struct Buffers {
    counts: Vec<u64>,
    numbers: Vec<f64>,
    followers: Vec<u64>,
    following: Vec<u64>,
    rows: Rows,
}

impl<'a> Ensemble<'a> {
    pub(super) fn new(trees: &'a Trees, accounts: &'a Accounts) -> Self {
        Ensemble { basis: trees.as_ref(), accounts, batch: Batch::new(trees) }
    }

    /// The log-odds of a span, in parts, and what each account is if it is real; the span begins at a row of the table.
    pub(super) fn of(&self, span: Span, start: u64) -> Result<(Vec<i64>, Vec<Trait>), Error> {
        let rows = span.to - span.from;
        let (mut sums, mut of_real) = (vec![0; rows], vec![Trait::Unknown; rows]);
        let mut buffers = Buffers::default();
        let blocks = sums.chunks_mut(BLOCK).zip(of_real.chunks_mut(BLOCK));
        for (block, (sums, of_real)) in blocks.enumerate() {
            let from = span.from + block * BLOCK;
            if self.accounts.is_simple() {
                self.columns(span.batch, from, sums, of_real, &mut buffers);
            } else {
                self.rows(span.batch, from, start + (block * BLOCK) as u64, sums, of_real, &mut buffers)?;
            }
        }
        Ok((sums, of_real))
    }

    /// Where every feature is a column as it stands.
    fn columns(
        &self,
        batch: usize,
        from: usize,
        sums: &mut [i64],
        of_real: &mut [Trait],
        buffers: &mut Buffers,
    ) {
        let Buffers { counts, numbers, followers, following, rows } = buffers;
        let (n, features) = (sums.len(), self.batch.features());
        counts.resize(n * features.len(), ABSENT);
        numbers.resize(n * features.len(), f64::NAN);
        self.accounts.read_followers(batch, from, n, followers, following);
        let mut columns = [Column::Unknown; Feature::COUNT];
        let places = counts.chunks_mut(n).zip(numbers.chunks_mut(n));
        for ((feature, column), (counts, numbers)) in features.iter().zip(&mut columns).zip(places) {
            if *feature == Feature::FollowingPerFollower {
                ratios(followers, following, f64::NAN, numbers);
                *column = Column::Numbers(numbers);
                continue;
            }
            *column = match self.accounts.simple(*feature) {
                None => Column::Unknown,
                Some(Simple::Counts(of)) => {
                    of.read(batch, from, counts);
                    Column::Counts(counts)
                }
                Some(Simple::Flags(of)) => {
                    of.read(batch, from, counts);
                    Column::Counts(counts)
                }
                Some(Simple::Shares(of)) => {
                    of.read(batch, from, numbers);
                    Column::Numbers(numbers)
                }
            };
        }
        self.batch.score(&columns, sums, rows);
        traits(self.basis, followers, following, of_real);
    }

    /// Where something must be measured first.
    fn rows(
        &self,
        batch: usize,
        from: usize,
        start: u64,
        sums: &mut [i64],
        of_real: &mut [Trait],
        buffers: &mut Buffers,
    ) -> Result<(), Error> {
        let (n, features) = (sums.len(), self.batch.features());
        buffers.numbers.resize(n * features.len(), f64::NAN);
        for (row, of_real) in of_real.iter_mut().enumerate() {
            let values = self.accounts.values(batch, from + row, start + row as u64)?;
            let places = buffers.numbers.iter_mut().skip(row).step_by(n);
            for (feature, place) in features.iter().zip(places) {
                *place = values.get(*feature).unwrap_or(f64::NAN);
            }
            *of_real = self.basis.trait_of(values.get(Feature::Followers), values.get(Feature::Following));
        }
        let mut columns = [Column::Unknown; Feature::COUNT];
        for (column, numbers) in columns.iter_mut().zip(buffers.numbers.chunks(n)) {
            *column = Column::Numbers(numbers);
        }
        self.batch.score(&columns, sums, &mut buffers.rows);
        Ok(())
    }
}

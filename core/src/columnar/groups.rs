//! Rows by account: which rows each account has, in the order of the table.
//!
//! One idea to keep in mind: this is a counting sort of row numbers, 4 bytes a row. It serves every way of
//! computing; the fast ways carry values instead of row numbers.

use rayon::prelude::*;

use super::ingest::Keys;
use super::spans::{Span, tasks};
use crate::metrics::{Error as MetricsError, Place};

/// The rows of all accounts.
pub(super) struct Groups {
    /// Rows of the table, account after account.
    rows: Vec<u32>,
    /// Accounts that have rows, ascending, and where theirs end.
    ends: Vec<(u32, u32)>,
    /// The row at which each batch begins.
    starts: Vec<u32>,
}

impl Groups {
    pub(super) fn new(keys: &Keys, lengths: &[usize]) -> Self {
        const BLOCK: usize = 4096;
        let spans: Vec<Span> = tasks(lengths, 1).into_iter().flatten().collect();
        let mut block = vec![0_u32; BLOCK];
        let mut each_block = |visit: &mut dyn FnMut(&[u32])| {
            for &Span { batch, from, to } in &spans {
                for at in (from..to).step_by(BLOCK) {
                    let length = BLOCK.min(to - at);
                    if let Some(block) = block.get_mut(..length) {
                        keys.read(batch, at, block);
                        visit(block);
                    }
                }
            }
        };
        let mut next = vec![0_u32; keys.count()];
        each_block(&mut |ids| {
            for id in ids {
                if let Some(count) = next.get_mut(*id as usize) {
                    *count += 1;
                }
            }
        });
        let mut ends = Vec::new();
        let mut end = 0_u32;
        for (id, count) in (0_u32..).zip(&mut next) {
            if *count > 0 {
                ends.push((id, end + *count));
            }
            end += std::mem::replace(count, end);
        }
        let mut rows = vec![0_u32; lengths.iter().sum()];
        let mut row = 0_u32;
        each_block(&mut |ids| {
            for id in ids {
                if let Some(place) = next.get_mut(*id as usize) {
                    if let Some(slot) = rows.get_mut(*place as usize) {
                        *slot = row;
                    }
                    *place += 1;
                }
                row += 1;
            }
        });
        let mut start = 0_u32;
        let starts = lengths.iter().map(|&length| {
            let this = start;
            start += u32::try_from(length).unwrap_or_default();
            this
        });
        Groups { rows, ends, starts: starts.collect() }
    }

    /// The accounts that have rows, ascending.
    pub(super) fn accounts(&self) -> Vec<u32> {
        self.ends.iter().map(|(account, _)| *account).collect()
    }

    /// The batch and the place in it of a row.
    pub(super) fn place(&self, row: u32) -> (usize, usize) {
        let batch = self.starts.partition_point(|&start| start <= row).saturating_sub(1);
        (batch, (row - self.starts.get(batch).copied().unwrap_or_default()) as usize)
    }

    /// Computes something of each account from its rows, in the order of [`Groups::accounts`].
    ///
    /// # Errors
    /// Of all errors, the one that names the earliest row.
    pub(super) fn compute<T: Send>(
        &self,
        one: impl Fn(u32, &[u32]) -> Result<T, MetricsError> + Sync,
    ) -> Result<Vec<T>, MetricsError> {
        let starts = [0].into_iter().chain(self.ends.iter().map(|(_, end)| *end));
        let groups: Vec<(u32, usize, usize)> = self
            .ends
            .iter()
            .zip(starts)
            .map(|(&(id, end), start)| (id, start as usize, end as usize))
            .collect();
        let results: Vec<Result<T, MetricsError>> = groups
            .par_iter()
            .with_min_len(64)
            .map(|&(account, start, end)| {
                let rows = self.rows.get(start..end).unwrap_or_default();
                one(account, rows).map_err(|error| in_table(error, rows))
            })
            .collect();
        let mut computed = Vec::with_capacity(results.len());
        let mut fault: Option<(u64, MetricsError)> = None;
        for result in results {
            match result {
                Ok(value) => computed.push(value),
                Err(error) => {
                    let row = at(&error);
                    if fault.as_ref().is_none_or(|(earlier, _)| row < *earlier) {
                        fault = Some((row, error));
                    }
                }
            }
        }
        fault.map_or(Ok(computed), |(_, error)| Err(error))
    }
}

/// The row that an error names, the last of two.
fn at(error: &MetricsError) -> u64 {
    match error {
        MetricsError::ConflictingPosts { second: Place::Row(row), .. }
        | MetricsError::ConflictingReadings { second: Place::Row(row), .. }
        | MetricsError::EngagementTooLarge { place: Place::Row(row) } => *row,
        _ => u64::MAX,
    }
}

/// An error that counts the rows of one account, counting those of the table.
fn in_table(error: MetricsError, rows: &[u32]) -> MetricsError {
    let place = |place: Place| match place {
        Place::Row(row) => {
            let row = usize::try_from(row).ok().and_then(|row| rows.get(row));
            Place::Row(row.copied().unwrap_or_default().into())
        }
        other => other,
    };
    match error {
        MetricsError::ConflictingPosts { first, second, column } => {
            MetricsError::ConflictingPosts { first: place(first), second: place(second), column }
        }
        MetricsError::ConflictingReadings { first, second, at } => {
            MetricsError::ConflictingReadings { first: place(first), second: place(second), at }
        }
        MetricsError::EngagementTooLarge { place: at } => {
            MetricsError::EngagementTooLarge { place: place(at) }
        }
        other => other,
    }
}

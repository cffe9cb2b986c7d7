//! Which rows belong to which audience.
//!
//! One idea to keep in mind: a run is a stretch of rows with one key. Where a table has few runs for its rows, an
//! audience is a list of runs and nothing is copied; where it has many, rows are put in the order of their audience.

use std::collections::HashMap;
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::DataType;
use rayon::prelude::*;

use super::categories::is_text;
use super::{AUDIENCE, column, unreadable, wrong_type};
use crate::columnar::{Error, Table};

/// Rows `from..to` of a batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) batch: u32,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Run {
    pub(super) fn len(&self) -> usize {
        (self.to - self.from) as usize
    }
}

/// The audiences, in the order in which they first come.
pub(super) struct Groups {
    /// Runs, audience after audience.
    pub(super) runs: Vec<Run>,
    /// Where the runs of each audience end.
    pub(super) ends: Vec<usize>,
}

impl Groups {
    pub(super) fn of(table: &Table, by: Option<&str>) -> Result<Self, Error> {
        let Some(by) = by else {
            let whole = |(batch, rows): (u32, usize)| Run {
                batch,
                from: 0,
                to: u32::try_from(rows).unwrap_or(u32::MAX),
            };
            let lengths = table.batches().iter().map(arrow_array::RecordBatch::num_rows);
            let runs: Vec<Run> = (0..).zip(lengths).map(whole).filter(|run| run.to > 0).collect();
            return Ok(Groups { ends: vec![runs.len()], runs });
        };
        let (found, arrays) = column(table, by)?;
        let mut row = 0_u64;
        for array in &arrays {
            if let Some(nulls) = array.logical_nulls()
                && let Some(at) = (0..nulls.len()).find(|at| nulls.is_null(*at))
            {
                return Err(Error::MissingValue {
                    table: AUDIENCE,
                    row: row + at as u64,
                    column: by.to_owned(),
                });
            }
            row += array.len() as u64;
        }
        let mut keyed: Vec<(u64, Run)> = Vec::new();
        let mut texts = Texts::default();
        for (batch, array) in (0_u32..).zip(&arrays) {
            let mut keys = |values: &[u64]| runs(batch, values, |key| *key, &mut keyed);
            match array.data_type() {
                DataType::UInt64 => keys(array.as_primitive::<UInt64Type>().values()),
                DataType::UInt32 => {
                    let values = array.as_primitive::<UInt32Type>().values();
                    runs(batch, values, |key| u64::from(*key), &mut keyed);
                }
                DataType::Int32 => {
                    runs(batch, array.as_primitive::<Int32Type>().values(), |key| *key as u64, &mut keyed);
                }
                DataType::Int64 => {
                    runs(batch, array.as_primitive::<Int64Type>().values(), |key| *key as u64, &mut keyed);
                }
                found if found.is_integer() => {
                    let wide = cast(array, &DataType::Int64).map_err(|_| unreadable(by))?;
                    runs(batch, wide.as_primitive::<Int64Type>().values(), |key| *key as u64, &mut keyed);
                }
                found
                    if is_text(found)
                        || matches!(found, DataType::Dictionary(_, values) if is_text(values)) =>
                {
                    keys(&texts.numbers(array).ok_or_else(|| unreadable(by))?);
                }
                _ => return Err(wrong_type(by, &found, "whole numbers or texts")),
            }
        }
        Ok(Groups::gathered(&keyed))
    }

    /// Puts the runs of each key together; keys in the order in which they first come.
    fn gathered(keyed: &[(u64, Run)]) -> Self {
        if keyed.is_sorted_by_key(|(key, _)| *key) {
            return Groups::sorted(keyed);
        }
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut group = Vec::with_capacity(keyed.len());
        let mut last: Option<(u64, u32)> = None;
        for (key, _) in keyed {
            let number = match last {
                Some((before, number)) if before == *key => number,
                _ => {
                    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    *numbers.entry(*key).or_insert(next)
                }
            };
            last = Some((*key, number));
            group.push(number);
        }
        let mut starts = vec![0_usize; numbers.len() + 1];
        for number in &group {
            if let Some(count) = starts.get_mut(*number as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let ends: Vec<usize> = starts.iter().skip(1).copied().collect();
        let mut runs = vec![Run { batch: 0, from: 0, to: 0 }; keyed.len()];
        for (number, (_, run)) in group.iter().zip(keyed) {
            if let Some(place) = starts.get_mut(*number as usize) {
                if let Some(slot) = runs.get_mut(*place) {
                    *slot = *run;
                }
                *place += 1;
            }
        }
        Groups { runs, ends }
    }

    /// The same where they are together already, and each key comes once.
    fn sorted(keyed: &[(u64, Run)]) -> Self {
        let mut ends = Vec::new();
        let mut end = 0;
        for runs in keyed.chunk_by(|(a, _), (b, _)| a == b) {
            end += runs.len();
            ends.push(end);
        }
        Groups { runs: keyed.iter().map(|(_, run)| *run).collect(), ends }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Where the runs of an audience are among all runs.
    pub(super) fn places_of(&self, group: usize) -> Range<usize> {
        self.end_before(group)..self.ends.get(group).copied().unwrap_or(0)
    }

    /// The runs of an audience.
    pub(super) fn runs_of(&self, group: usize) -> &[Run] {
        self.runs.get(self.places_of(group)).unwrap_or_default()
    }

    /// The runs of all audiences before one.
    pub(super) fn runs_before(&self, group: usize) -> &[Run] {
        self.runs.get(..self.end_before(group)).unwrap_or_default()
    }

    fn end_before(&self, group: usize) -> usize {
        group.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }
}

/// Rows that are looked through for runs at a time.
const PIECE: usize = 1 << 18;

/// Finds every run of equal values; where a piece ends, a run does.
fn runs<T: PartialEq + Sync>(
    batch: u32,
    values: &[T],
    key: impl Fn(&T) -> u64 + Sync,
    keyed: &mut Vec<(u64, Run)>,
) {
    let found = values.par_chunks(PIECE).enumerate().map(|(piece, values)| {
        let (mut from, mut found) = (piece * PIECE, Vec::new());
        for run in values.chunk_by(|a, b| a == b) {
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let to = from + run.len();
            found.extend(
                run.first().map(|first| (key(first), Run { batch, from: place(from), to: place(to) })),
            );
            from = to;
        }
        found
    });
    found.collect::<Vec<_>>().iter().for_each(|found| keyed.extend_from_slice(found));
}

/// Texts as numbers, the same in every batch.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u64>,
}

impl Texts {
    fn numbers(&mut self, array: &ArrayRef) -> Option<Vec<u64>> {
        let wanted = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let coded = cast(array, &wanted).ok()?;
        let dictionary = coded.as_dictionary_opt::<Int32Type>()?;
        let values = dictionary.values().as_string_opt::<i32>()?;
        let mut of_value = Vec::with_capacity(values.len());
        for value in values {
            let next = self.numbers.len() as u64;
            let value = value.unwrap_or_default();
            of_value.push(match self.numbers.get(value) {
                Some(number) => *number,
                None => *self.numbers.entry(value.to_owned()).or_insert(next),
            });
        }
        let number = |key: &i32| of_value.get(*key as usize).copied();
        dictionary.keys().values().iter().map(number).collect()
    }
}

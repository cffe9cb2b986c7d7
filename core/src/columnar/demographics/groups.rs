//! Which rows belong to which audience.
//!
//! One idea to keep in mind: a run is a stretch of rows with one key. Where a table has few runs for its rows, an
//! audience is a list of runs and nothing is copied; where it has many, rows are put in the order of their audience.

use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::DataType;

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
            let mut visit = |key: u64, from: usize, to: usize| {
                let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                keyed.push((key, Run { batch, from: place(from), to: place(to) }));
            };
            match array.data_type() {
                DataType::UInt32 => {
                    runs(array.as_primitive::<UInt32Type>().values(), |key| u64::from(*key), &mut visit)
                }
                DataType::UInt64 => runs(array.as_primitive::<UInt64Type>().values(), |key| *key, &mut visit),
                DataType::Int32 => {
                    runs(array.as_primitive::<Int32Type>().values(), |key| *key as u64, &mut visit)
                }
                DataType::Int64 => {
                    runs(array.as_primitive::<Int64Type>().values(), |key| *key as u64, &mut visit)
                }
                found if found.is_integer() => {
                    let wide = cast(array, &DataType::Int64).map_err(|_| unreadable(by))?;
                    runs(wide.as_primitive::<Int64Type>().values(), |key| *key as u64, &mut visit);
                }
                found
                    if is_text(found)
                        || matches!(found, DataType::Dictionary(_, values) if is_text(values)) =>
                {
                    let numbers = texts.numbers(array).ok_or_else(|| unreadable(by))?;
                    runs(&numbers, |key| *key, &mut visit);
                }
                _ => return Err(wrong_type(by, &found, "whole numbers or texts")),
            }
        }
        Ok(Groups::gathered(&keyed))
    }

    /// Puts the runs of each key together; keys in the order in which they first come.
    fn gathered(keyed: &[(u64, Run)]) -> Self {
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

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The runs of an audience.
    pub(super) fn runs_of(&self, group: usize) -> &[Run] {
        let end = self.ends.get(group).copied().unwrap_or(0);
        let start = group.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.runs.get(start..end).unwrap_or_default()
    }
}

/// Gives every run of equal values to `visit`.
#[inline(always)]
fn runs<T: PartialEq>(values: &[T], key: impl Fn(&T) -> u64, visit: &mut impl FnMut(u64, usize, usize)) {
    let mut from = 0;
    for run in values.chunk_by(|a, b| a == b) {
        if let Some(first) = run.first() {
            visit(key(first), from, from + run.len());
        }
        from += run.len();
    }
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

//! The column by which rows are grouped: whole numbers or text, in any order, as dense ids.
//!
//! One idea to keep in mind: ids count up in the order of the keys, so that whoever walks the ids walks the keys in
//! ascending order, whatever the order of the rows. Whole numbers from a narrow range are their own ids.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{
    Array, ArrayRef, Int8Array, Int16Array, Int32Array, Int64Array, StringArray, UInt8Array, UInt16Array,
    UInt32Array, UInt64Array,
};
use arrow_schema::DataType;
use rayon::prelude::*;

use super::column::Column;
use super::numbers::{Piece, each};
use super::texts::Texts;
use crate::columnar::Error;
use crate::columnar::spans::{Span, tasks};

/// The keys of all rows.
pub(in crate::columnar) struct Keys {
    ids: Ids,
    names: Names,
}

enum Ids {
    /// The id is the key less the lowest one.
    Direct { pieces: Vec<Piece>, low: i128 },
    /// The ids of each batch.
    Listed(Vec<Vec<u32>>),
}

/// What the ids stand for, in ascending order.
pub(in crate::columnar) enum Names {
    /// Whole numbers from the lowest on. Not all of them need be there.
    Range {
        data_type: DataType,
        low: i128,
        count: u32,
    },
    Whole {
        data_type: DataType,
        names: Vec<i128>,
    },
    Text(Vec<String>),
}

impl Keys {
    /// The ids of a column of keys.
    pub(in crate::columnar) fn new(column: Column) -> Result<Self, Error> {
        for (batch, array) in column.arrays.iter().enumerate() {
            if let Some(nulls) = array.logical_nulls()
                && let Some(row) = (0..nulls.len()).find(|&row| nulls.is_null(row))
            {
                return Err(column.missing(batch, row));
            }
        }
        match &column.data_type {
            DataType::Dictionary(_, values) if Texts::is(values) => dictionaries(&column),
            data_type if Texts::is(data_type) => texts(&column),
            DataType::Dictionary(..) => Keys::new(column.plain()?),
            data_type if data_type.is_integer() || *data_type == DataType::Null => whole(&column),
            _ => Err(column.wrong_type("whole numbers or texts")),
        }
    }

    /// How many ids there are. Some may have no row.
    pub(in crate::columnar) fn count(&self) -> usize {
        self.names.count()
    }

    pub(in crate::columnar) fn names(&self) -> &Names {
        &self.names
    }

    /// Ids of a batch from a row on, as many as `out` holds.
    #[expect(clippy::unnecessary_cast, reason = "of one width among many")]
    pub(in crate::columnar) fn read(&self, batch: usize, from: usize, out: &mut [u32]) {
        match &self.ids {
            Ids::Listed(batches) => {
                let ids = batches.get(batch).and_then(|ids| ids.get(from..)).unwrap_or_default();
                out.iter_mut().zip(ids).for_each(|(out, id)| *out = *id);
            }
            Ids::Direct { pieces, low } => {
                let Some(piece) = pieces.get(batch) else { return };
                // The difference is below 2^32, so the low halves suffice.
                let low = *low as u32;
                each!(piece, array => {
                    let values = array.values().get(from..).unwrap_or_default();
                    out.iter_mut().zip(values).for_each(|(out, &value)| *out = (value as u32).wrapping_sub(low));
                }, ());
            }
        }
    }
}

impl Names {
    pub(in crate::columnar) fn count(&self) -> usize {
        match self {
            Names::Range { count, .. } => *count as usize,
            Names::Whole { names, .. } => names.len(),
            Names::Text(names) => names.len(),
        }
    }

    /// What these keys are, for a message.
    pub(in crate::columnar) fn kind(&self) -> &'static str {
        match self {
            Names::Text(_) => "text",
            Names::Range { .. } | Names::Whole { .. } => "whole numbers",
        }
    }

    /// The id of a whole number.
    pub(in crate::columnar) fn whole(&self, key: i128) -> Option<u32> {
        match self {
            Names::Range { low, count, .. } => u32::try_from(key - low).ok().filter(|id| id < count),
            Names::Whole { names, .. } => {
                names.binary_search(&key).ok().and_then(|id| u32::try_from(id).ok())
            }
            Names::Text(_) => None,
        }
    }

    /// The id of a text.
    pub(in crate::columnar) fn text(&self, key: &str) -> Option<u32> {
        match self {
            Names::Text(names) => {
                let found = names.binary_search_by(|name| name.as_str().cmp(key));
                found.ok().and_then(|id| u32::try_from(id).ok())
            }
            Names::Range { .. } | Names::Whole { .. } => None,
        }
    }

    /// The keys of ids: whole numbers in the type that they came in, text as `Utf8`.
    pub(in crate::columnar) fn array(&self, ids: &[u32]) -> ArrayRef {
        match self {
            Names::Range { data_type, low, .. } => whole_array(data_type, ids, |id| low + i128::from(id)),
            Names::Whole { data_type, names } => {
                whole_array(data_type, ids, |id| names.get(id as usize).copied().unwrap_or_default())
            }
            Names::Text(names) => {
                let name = |id: &u32| names.get(*id as usize).map(String::as_str).unwrap_or_default();
                Arc::new(StringArray::from_iter_values(ids.iter().map(name)))
            }
        }
    }
}

/// Keys in the type that they came from, which all of them fit.
fn whole_array(data_type: &DataType, ids: &[u32], key: impl Fn(u32) -> i128) -> ArrayRef {
    macro_rules! of {
        ($array:ident, $number:ty) => {
            Arc::new($array::from_iter_values(ids.iter().map(|&id| key(id) as $number)))
        };
    }
    match data_type {
        DataType::Int8 => of!(Int8Array, i8),
        DataType::Int16 => of!(Int16Array, i16),
        DataType::Int32 => of!(Int32Array, i32),
        DataType::UInt8 => of!(UInt8Array, u8),
        DataType::UInt16 => of!(UInt16Array, u16),
        DataType::UInt32 => of!(UInt32Array, u32),
        DataType::UInt64 => of!(UInt64Array, u64),
        _ => of!(Int64Array, i64),
    }
}

/// The lowest and the highest key, in one walk.
fn ends<T: Copy + Ord>(keys: &[T]) -> Option<(T, T)> {
    let first = *keys.first()?;
    Some(keys.iter().fold((first, first), |(low, high), &key| (low.min(key), high.max(key))))
}

fn whole(column: &Column) -> Result<Keys, Error> {
    let pieces: Option<Vec<Piece>> = column.arrays.iter().map(Piece::of).collect();
    let pieces = pieces.ok_or_else(|| column.unreadable())?;
    let data_type = match &column.data_type {
        DataType::Null => DataType::Int64,
        other => other.clone(),
    };
    let (mut low, mut high) = (i128::MAX, i128::MIN);
    let mut rows = 0_u64;
    for piece in &pieces {
        each!(piece, array => {
            let tasks = array.values().par_chunks(1 << 17).filter_map(ends);
            if let Some((least, most)) = tasks.reduce_with(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
                low = low.min(least.into());
                high = high.max(most.into());
            }
            rows += array.len() as u64;
        }, ());
    }
    if low > high {
        (low, high) = (0, -1);
    }
    // A table of all numbers in between serves where it is not much longer than the rows.
    if high - low < i128::from(2 * rows + 1024)
        && let Ok(count) = u32::try_from(high - low + 1)
    {
        return Ok(Keys { ids: Ids::Direct { pieces, low }, names: Names::Range { data_type, low, count } });
    }
    let key = |batch: usize, row: usize| -> i128 {
        let Some(piece) = pieces.get(batch) else { return 0 };
        each!(piece, array => array.values().get(row).map_or(0, |&value| value.into()), 0)
    };
    let (names, ids) = encode(column, key);
    Ok(Keys { ids: Ids::Listed(ids), names: Names::Whole { data_type, names } })
}

fn texts(column: &Column) -> Result<Keys, Error> {
    let pieces: Option<Vec<Texts>> = column.arrays.iter().map(Texts::of).collect();
    let pieces = pieces.ok_or_else(|| column.unreadable())?;
    let key =
        |batch: usize, row: usize| pieces.get(batch).and_then(|piece| piece.get(row)).unwrap_or_default();
    let (names, ids) = encode(column, key);
    let names = names.into_iter().map(str::to_owned).collect();
    Ok(Keys { ids: Ids::Listed(ids), names: Names::Text(names) })
}

/// Text in dictionaries: each value is looked up once, not each row.
fn dictionaries(column: &Column) -> Result<Keys, Error> {
    let mut pieces = Vec::with_capacity(column.arrays.len());
    for array in &column.arrays {
        let dictionary = array.as_any_dictionary_opt().ok_or_else(|| column.unreadable())?;
        let values = column.texts_of(dictionary)?;
        let keys = arrow_cast::cast(dictionary.keys(), &DataType::UInt32).map_err(|_| column.unreadable())?;
        pieces.push((keys.as_primitive::<UInt32Type>().clone(), values));
    }
    let mut names: Vec<&str> =
        pieces.iter().flat_map(|(_, values)| (0..values.len()).filter_map(|row| values.get(row))).collect();
    names.sort_unstable();
    names.dedup();
    let ids = pieces.par_iter().map(|(keys, values)| {
        let rank = |row| values.get(row).and_then(|name| names.binary_search(&name).ok()).unwrap_or_default();
        let ranks: Vec<u32> =
            (0..values.len()).map(|row| u32::try_from(rank(row)).unwrap_or_default()).collect();
        let id = |key: &u32| ranks.get(*key as usize).copied().unwrap_or_default();
        keys.values().iter().map(id).collect()
    });
    let ids = ids.collect();
    let names = names.into_iter().map(str::to_owned).collect();
    Ok(Keys { ids: Ids::Listed(ids), names: Names::Text(names) })
}

type Fixed = BuildHasherDefault<DefaultHasher>;

/// The distinct keys in ascending order, and which of them each row has. A task hashes its own rows; what they have
/// found is brought together by sorting, so that neither tasks nor hashes leave a trace.
fn encode<K>(column: &Column, key: impl Fn(usize, usize) -> K + Sync) -> (Vec<K>, Vec<Vec<u32>>)
where
    K: Copy + Ord + Hash + Send + Sync,
{
    let lengths: Vec<usize> = column.arrays.iter().map(|array| array.len()).collect();
    let tasks = tasks(&lengths, rayon::current_num_threads());
    let found = tasks.par_iter().map(|task| {
        let mut known: HashMap<K, u32, Fixed> = HashMap::default();
        let mut names = Vec::new();
        let ids: Vec<Vec<u32>> = task
            .iter()
            .map(|&Span { batch, from, to }| {
                let id = |row| {
                    let key = key(batch, row);
                    *known.entry(key).or_insert_with(|| {
                        names.push(key);
                        u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
                    })
                };
                (from..to).map(id).collect()
            })
            .collect();
        (names, ids)
    });
    let mut found: Vec<(Vec<K>, Vec<Vec<u32>>)> = found.collect();
    let mut names: Vec<K> = found.iter().flat_map(|(names, _)| names.iter().copied()).collect();
    names.par_sort_unstable();
    names.dedup();
    found.par_iter_mut().for_each(|(own, ids)| {
        let rank =
            |name: &K| u32::try_from(names.binary_search(name).unwrap_or_default()).unwrap_or(u32::MAX);
        let ranks: Vec<u32> = own.iter().map(rank).collect();
        for id in ids.iter_mut().flatten() {
            *id = ranks.get(*id as usize).copied().unwrap_or_default();
        }
    });
    let mut batches: Vec<Vec<u32>> = lengths.iter().map(|_| Vec::new()).collect();
    for (task, (_, ids)) in tasks.iter().zip(found) {
        for (span, ids) in task.iter().zip(ids) {
            if let Some(batch) = batches.get_mut(span.batch) {
                if batch.is_empty() { *batch = ids } else { batch.extend(ids) }
            }
        }
    }
    (names, batches)
}

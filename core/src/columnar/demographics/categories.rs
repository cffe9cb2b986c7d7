//! The categories of one dimension as numbers, in the order of reports, what is missing last.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, Int8Array};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_cast::cast;
use arrow_schema::DataType;

use super::lists::{Lists, listed};
use super::{column, unreadable, wrong_type};
use crate::audience::{self, Category, Dimension, Reachability};
use crate::columnar::{Error, Table};

/// The keys of a dictionary, as wide as they come.
enum Keys {
    Int8(ScalarBuffer<i8>),
    UInt8(ScalarBuffer<u8>),
    Int16(ScalarBuffer<i16>),
    UInt16(ScalarBuffer<u16>),
    Int32(ScalarBuffer<i32>),
    UInt32(ScalarBuffer<u32>),
}

/// One batch.
pub(super) struct Piece {
    keys: Keys,
    nulls: Option<NullBuffer>,
    /// The number of the category of each value of the dictionary.
    numbers: Vec<u32>,
    /// Where each person's values are, in a dimension of which a person may have several.
    pub(super) lists: Option<Lists>,
}

/// A column of categories.
pub(super) struct Categories {
    /// The labels, by number. What is missing has the number after them.
    pub(super) labels: Vec<String>,
    pieces: Vec<Piece>,
}

impl Categories {
    pub(super) fn read(table: &Table, dimension: Dimension, name: &str) -> Result<Self, Error> {
        let (found, arrays) = column(table, name)?;
        let (arrays, found, lists) = match dimension.is_multi_valued() {
            true => listed(&arrays, &found, name)?,
            false => (arrays, found, Vec::new()),
        };
        let mut lists = lists.into_iter();
        let arrays = match (dimension, &found) {
            (Dimension::Reachability, found) if found.is_integer() => {
                arrays.iter().map(|array| bands(array, name)).collect::<Result<Vec<_>, _>>()?
            }
            (Dimension::Reachability, found) => return Err(wrong_type(name, found, "whole numbers")),
            (_, found) if is_text(found) => {
                let wanted = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                let coded = arrays.iter().map(|array| cast(array, &wanted).map_err(|_| unreadable(name)));
                coded.collect::<Result<Vec<_>, _>>()?
            }
            (_, DataType::Dictionary(_, values)) if is_text(values) => arrays,
            (_, DataType::Null) => {
                let wanted = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
                let coded = arrays.iter().map(|array| cast(array, &wanted).map_err(|_| unreadable(name)));
                coded.collect::<Result<Vec<_>, _>>()?
            }
            (_, found) => return Err(wrong_type(name, found, "texts")),
        };
        let mut values = Vec::with_capacity(arrays.len());
        for array in &arrays {
            let dictionary = array.as_any_dictionary_opt().ok_or_else(|| unreadable(name))?;
            let texts = cast(dictionary.values(), &DataType::Utf8).map_err(|_| unreadable(name))?;
            values.push(texts.as_string::<i32>().clone());
        }
        let mut labels: BTreeSet<&str> = BTreeSet::new();
        for label in values.iter().flat_map(|values| values.iter().flatten()) {
            if labels.insert(label) {
                audience::check_label(dimension, label)?;
            }
        }
        let mut labels: Vec<String> = labels.into_iter().map(str::to_owned).collect();
        labels.sort_by(|a, b| dimension.order(&Category::from(a.as_str()), &Category::from(b.as_str())));
        let missing = u32::try_from(labels.len()).map_err(|_| unreadable(name))?;
        let number = |label: Option<&str>| {
            let at = label.and_then(|label| labels.iter().position(|known| known == label));
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or(missing)
        };
        let many: Option<std::collections::HashMap<&str, u32>> =
            (labels.len() > 64).then(|| labels.iter().map(String::as_str).zip(0..).collect());
        let mut pieces = Vec::with_capacity(arrays.len());
        for (array, values) in arrays.iter().zip(&values) {
            let numbers = values.iter().map(|label| match (&many, label) {
                (Some(many), Some(label)) => many.get(label).copied().unwrap_or(missing),
                (_, label) => number(label),
            });
            pieces.push(Piece { numbers: numbers.collect(), lists: lists.next(), ..piece(array, name)? });
        }
        Ok(Categories { labels, pieces })
    }

    /// How many categories there are, what is missing included.
    pub(super) fn size(&self) -> u32 {
        u32::try_from(self.labels.len() + 1).unwrap_or(u32::MAX)
    }

    pub(super) fn piece(&self, batch: usize) -> Option<&Piece> {
        self.pieces.get(batch)
    }

    /// What each key of each batch counts in the code of a cell: the number of its category times `stride`.
    pub(super) fn scaled(&self, stride: u32) -> Vec<Arc<[u32]>> {
        let mut tables: Vec<Arc<[u32]>> = Vec::with_capacity(self.pieces.len());
        for (at, piece) in self.pieces.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| self.pieces.get(before));
            let same = before.is_some_and(|before| before.numbers == piece.numbers);
            let table = match tables.last().filter(|_| same) {
                Some(table) => Arc::clone(table),
                None => {
                    let mut table: Vec<u32> = piece.numbers.iter().map(|number| number * stride).collect();
                    // Keys of one byte never leave a table of this length.
                    table.resize(table.len().max(256), (self.size() - 1) * stride);
                    table.into()
                }
            };
            tables.push(table);
        }
        tables
    }
}

impl Piece {
    /// Puts down, or adds to the code of each row, what the keys from `from` on count.
    pub(super) fn codes(&self, from: usize, table: &[u32], missing: u32, first: bool, out: &mut [u32]) {
        let nulls = self.nulls.as_ref().map(|nulls| (nulls, from));
        match &self.keys {
            Keys::Int8(keys) => {
                codes(tail(keys, from), |key| key as u8 as usize, table, nulls, missing, first, out)
            }
            Keys::UInt8(keys) => codes(tail(keys, from), usize::from, table, nulls, missing, first, out),
            Keys::Int16(keys) => {
                codes(tail(keys, from), |key| key as u16 as usize, table, nulls, missing, first, out)
            }
            Keys::UInt16(keys) => codes(tail(keys, from), usize::from, table, nulls, missing, first, out),
            Keys::Int32(keys) => {
                codes(tail(keys, from), |key| key as u32 as usize, table, nulls, missing, first, out)
            }
            Keys::UInt32(keys) => {
                codes(tail(keys, from), |key| key as usize, table, nulls, missing, first, out)
            }
        }
    }
}

fn tail<T>(keys: &[T], from: usize) -> &[T] {
    keys.get(from..).unwrap_or_default()
}

/// Written once for every width of keys. A null may have any key, so what its key added is made good afterwards, for
/// the zero bits alone: nothing is decided row by row.
#[inline(always)]
fn codes<K: Copy>(
    keys: &[K],
    index: impl Fn(K) -> usize,
    table: &[u32],
    nulls: Option<(&NullBuffer, usize)>,
    missing: u32,
    first: bool,
    out: &mut [u32],
) {
    let small: Option<&[u32; 256]> = match size_of::<K>() {
        1 => table.first_chunk(),
        _ => None,
    };
    let of = |key: K| match small {
        Some(small) => small.get(index(key) & 255).copied().unwrap_or(missing),
        None => table.get(index(key)).copied().unwrap_or(missing),
    };
    match first {
        true => out.iter_mut().zip(keys).for_each(|(code, key)| *code = of(*key)),
        false => out.iter_mut().zip(keys).for_each(|(code, key)| *code += of(*key)),
    }
    let Some((nulls, from)) = nulls else { return };
    let length = out.len().min(keys.len());
    let bits = nulls.inner().slice(from, length);
    let words = bits.bit_chunks();
    for ((codes, keys), word) in out.chunks_mut(64).zip(keys.chunks(64)).zip(words.iter_padded()) {
        let mut absent = !word;
        while absent != 0 {
            let at = absent.trailing_zeros() as usize;
            absent &= absent - 1;
            // Beyond the last row there are zero bits too.
            let (Some(code), Some(key)) = (codes.get_mut(at), keys.get(at)) else { break };
            *code = code.wrapping_sub(of(*key)).wrapping_add(missing);
        }
    }
}

fn piece(array: &ArrayRef, name: &str) -> Result<Piece, Error> {
    fn values<T: ArrowPrimitiveType>(keys: &dyn Array) -> Option<ScalarBuffer<T::Native>> {
        keys.as_primitive_opt::<T>().map(|keys| keys.values().clone())
    }
    let dictionary = array.as_any_dictionary_opt().ok_or_else(|| unreadable(name))?;
    let keys = dictionary.keys();
    let nulls = keys.nulls().cloned();
    let read = match keys.data_type() {
        DataType::Int8 => values::<Int8Type>(keys).map(Keys::Int8),
        DataType::UInt8 => values::<UInt8Type>(keys).map(Keys::UInt8),
        DataType::Int16 => values::<Int16Type>(keys).map(Keys::Int16),
        DataType::UInt16 => values::<UInt16Type>(keys).map(Keys::UInt16),
        DataType::Int32 => values::<Int32Type>(keys).map(Keys::Int32),
        DataType::UInt32 => values::<UInt32Type>(keys).map(Keys::UInt32),
        _ => {
            // Wider keys than there are values: the values fit 32 bits.
            let narrow = cast(&arrow_array::make_array(keys.to_data()), &DataType::UInt32)
                .map_err(|_| unreadable(name))?;
            values::<UInt32Type>(&narrow).map(Keys::UInt32)
        }
    };
    let keys = read.ok_or_else(|| unreadable(name))?;
    Ok(Piece { keys, nulls, numbers: Vec::new(), lists: None })
}

pub(super) fn is_text(found: &DataType) -> bool {
    matches!(found, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// How many accounts people follow, as bands.
fn bands(array: &ArrayRef, name: &str) -> Result<ArrayRef, Error> {
    let (signed, unsigned) = (cast(array, &DataType::Int64), cast(array, &DataType::UInt64));
    let labels = Reachability::ALL.map(Reachability::label);
    let key = |following: u64| {
        let label = Reachability::of(following).label();
        labels.iter().position(|known| *known == label).and_then(|at| i8::try_from(at).ok())
    };
    let keys: Int8Array = match (unsigned, signed) {
        (Ok(counts), Ok(signed)) => {
            let negative = signed.as_primitive::<Int64Type>().iter().flatten().find(|count| *count < 0);
            if let Some(negative) = negative
                && array.data_type().is_signed_integer()
            {
                let reason =
                    format!("column {name:?}: {negative} is negative; counts are whole numbers from 0");
                return Err(Error::MalformedOptions { reason });
            }
            counts.as_primitive::<UInt64Type>().iter().map(|count| count.and_then(key)).collect()
        }
        _ => return Err(unreadable(name)),
    };
    let values = arrow_array::StringArray::from(labels.to_vec());
    let bands = arrow_array::DictionaryArray::try_new(keys, std::sync::Arc::new(values));
    bands.map(|bands| Arc::new(bands) as ArrayRef).map_err(|_| unreadable(name))
}

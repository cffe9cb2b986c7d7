//! Values of a column as JavaScript knows them.
//!
//! One idea to keep in mind: the kind of a value depends on the type of its column alone, never on the value: a
//! 64-bit count is a BigInt even where it is 3.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::{DataType, TimeUnit};
use arrow_select::concat::concat;
use napi::Result;
use napi::bindgen_prelude::{BigInt64Array, BigUint64Array, Either4, Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;
use renown::columnar::Table;

use crate::error::raise;

type Values = Either4<Float64Array, BigInt64Array, BigUint64Array, Vec<Option<String>>>;

/// Values of one column, one after the other.
#[napi(object)]
pub struct Cells {
    /// What the values are: `number`, `bigint`, `string`, `boolean` or `date` (milliseconds since 1970).
    pub kind: String,
    /// The values; any value where one is missing.
    pub values: Values,
    /// 1 where a value is missing; nothing where none is.
    pub missing: Option<Uint8Array>,
    /// How the values make lists, in a column of lists.
    pub lists: Option<Lists>,
}

/// Lists of values that stand one after the other.
#[napi(object)]
pub struct Lists {
    /// Where each list begins, and where the last one ends.
    pub offsets: Uint32Array,
    /// 1 where a list is missing; nothing where none is.
    pub missing: Option<Uint8Array>,
}

/// The values of a column in some rows of a table.
pub(crate) fn of(table: &Table, column: usize, start: usize, length: usize) -> Result<Cells> {
    let Some(field) = table.schema().fields().get(column) else {
        return Err(raise("MALFORMED_ARGUMENTS", &format!("no column {column}")));
    };
    let values = rows(table, column, start, length)?;
    let unsupported = || unsupported(field.name(), field.data_type());
    let item = match field.data_type() {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => item,
        _ => return flat(&values).ok_or_else(unsupported),
    };
    let lists = cast(&values, &DataType::List(Arc::clone(item))).map_err(|_| unsupported())?;
    let lists = lists.as_list::<i32>();
    let first = lists.offsets().first().copied().unwrap_or_default();
    let last = lists.offsets().last().copied().unwrap_or_default();
    let items = lists.values().slice(first as usize, (last - first) as usize);
    let offsets: Vec<u32> = lists.offsets().iter().map(|offset| (offset - first) as u32).collect();
    let lists = Lists { offsets: offsets.into(), missing: missing(lists) };
    Ok(Cells { lists: Some(lists), ..flat(&items).ok_or_else(unsupported)? })
}

/// Values that are no lists.
fn flat(values: &ArrayRef) -> Option<Cells> {
    let (kind, wanted) = kind(values.data_type())?;
    let days = || cast(values, &DataType::Date32).ok();
    let values = if *values.data_type() == DataType::Date64 { &days()? } else { values };
    let values = cast(values, &wanted).ok()?;
    Some(Cells {
        kind: kind.to_owned(),
        missing: missing(&values),
        lists: None,
        values: match wanted {
            DataType::Int64 => Either4::B(values.as_primitive::<Int64Type>().values().to_vec().into()),
            DataType::UInt64 => Either4::C(values.as_primitive::<UInt64Type>().values().to_vec().into()),
            DataType::Float64 => Either4::A(values.as_primitive::<Float64Type>().values().to_vec().into()),
            DataType::LargeUtf8 => {
                Either4::D(values.as_string::<i64>().iter().map(|text| text.map(str::to_owned)).collect())
            }
            DataType::Boolean => {
                numbers(values.as_boolean().iter().map(|value| f64::from(value == Some(true))))
            }
            _ => {
                let times = values.as_primitive::<TimestampMillisecondType>().values();
                numbers(times.iter().map(|time| *time as f64))
            }
        },
    })
}

fn numbers(values: impl Iterator<Item = f64>) -> Values {
    Either4::A(values.collect::<Vec<_>>().into())
}

fn missing(values: &dyn Array) -> Option<Uint8Array> {
    let nulls = values.nulls().filter(|nulls| nulls.null_count() > 0)?;
    Some(nulls.iter().map(|present| u8::from(!present)).collect::<Vec<_>>().into())
}

/// Some rows of a column, in one piece.
fn rows(table: &Table, column: usize, start: usize, length: usize) -> Result<ArrayRef> {
    let mut pieces = Vec::new();
    let mut skip = start;
    let mut left = length;
    for batch in table.batches() {
        let from = skip.min(batch.num_rows());
        let taken = left.min(batch.num_rows() - from);
        skip -= from;
        left -= taken;
        if taken > 0 {
            pieces.push(batch.column(column).slice(from, taken));
        }
    }
    let pieces: Vec<_> = pieces.iter().map(AsRef::as_ref).collect();
    match (pieces.as_slice(), table.schema().fields().get(column)) {
        ([], Some(field)) => Ok(arrow_array::new_empty_array(field.data_type())),
        _ => concat(&pieces).map_err(|error| raise("MALFORMED_TABLE", &error)),
    }
}

/// What a type is in JavaScript, and the type of Arrow that it is brought to first.
fn kind(data_type: &DataType) -> Option<(&'static str, DataType)> {
    Some(match data_type {
        DataType::Int64 => ("bigint", DataType::Int64),
        DataType::UInt64 => ("bigint", DataType::UInt64),
        DataType::Boolean => ("boolean", DataType::Boolean),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => ("string", DataType::LargeUtf8),
        DataType::Timestamp(_, zone) => ("date", DataType::Timestamp(TimeUnit::Millisecond, zone.clone())),
        // A day is a text: as a Date it would be another day in half of the world.
        DataType::Date32 | DataType::Date64 => ("string", DataType::LargeUtf8),
        DataType::Null => ("string", DataType::LargeUtf8),
        DataType::Dictionary(_, values) => return kind(values),
        number if number.is_integer() || number.is_floating() => ("number", DataType::Float64),
        _ => return None,
    })
}

fn unsupported(column: &str, data_type: &DataType) -> napi::Error {
    let message = format!(
        "column {column:?} of type {data_type} has no form in JavaScript; read it from toIPC() with apache-arrow"
    );
    raise("UNSUPPORTED_COLUMN", &message)
}

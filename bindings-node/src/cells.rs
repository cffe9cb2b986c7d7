//! Values of a column as JavaScript knows them.
//!
//! One idea to keep in mind: the kind of a value depends on the type of its column alone, never on the value: a
//! 64-bit count is a BigInt even where it is 3.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::{DataType, TimeUnit};
use arrow_select::concat::concat;
use napi::Result;
use napi::bindgen_prelude::{BigInt64Array, BigUint64Array, Either4, Float64Array, Uint8Array};
use napi_derive::napi;
use renown::columnar::Table;

use crate::error::raise;

/// Values of one column, one after the other.
#[napi(object)]
pub struct Cells {
    /// What the values are: `number`, `bigint`, `string`, `boolean` or `date` (milliseconds since 1970).
    pub kind: String,
    /// The values; any value where one is missing.
    pub values: Either4<Float64Array, BigInt64Array, BigUint64Array, Vec<Option<String>>>,
    /// 1 where a value is missing; nothing where none is.
    pub missing: Option<Uint8Array>,
}

/// The values of a column in some rows of a table.
pub(crate) fn of(table: &Table, column: usize, start: usize, length: usize) -> Result<Cells> {
    let Some(field) = table.schema().fields().get(column) else {
        return Err(raise("MALFORMED_ARGUMENTS", &format!("no column {column}")));
    };
    let values = rows(table, column, start, length)?;
    let (kind, wanted) =
        kind(field.data_type()).ok_or_else(|| unsupported(field.name(), field.data_type()))?;
    let values = cast(&values, &wanted).map_err(|_| unsupported(field.name(), field.data_type()))?;
    let missing = values.nulls().filter(|nulls| nulls.null_count() > 0);
    Ok(Cells {
        kind: kind.to_owned(),
        missing: missing
            .map(|nulls| nulls.iter().map(|present| u8::from(!present)).collect::<Vec<_>>().into()),
        values: match wanted {
            DataType::Int64 => Either4::B(values.as_primitive::<Int64Type>().values().to_vec().into()),
            DataType::UInt64 => Either4::C(values.as_primitive::<UInt64Type>().values().to_vec().into()),
            DataType::Float64 => Either4::A(values.as_primitive::<Float64Type>().values().to_vec().into()),
            DataType::LargeUtf8 => {
                Either4::D(values.as_string::<i64>().iter().map(|text| text.map(str::to_owned)).collect())
            }
            DataType::Boolean => Either4::A(
                values
                    .as_boolean()
                    .iter()
                    .map(|value| f64::from(value == Some(true)))
                    .collect::<Vec<_>>()
                    .into(),
            ),
            _ => Either4::A(
                values
                    .as_primitive::<TimestampMillisecondType>()
                    .values()
                    .iter()
                    .map(|time| *time as f64)
                    .collect::<Vec<_>>()
                    .into(),
            ),
        },
    })
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
        DataType::Date32 | DataType::Date64 => ("date", DataType::Timestamp(TimeUnit::Millisecond, None)),
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

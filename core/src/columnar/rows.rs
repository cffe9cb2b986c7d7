//! Tables from rows of plain data, and back: what Python's lists of dicts and Node's arrays of objects become.
//!
//! One idea to keep in mind: a column gets the narrowest type that holds all its values as they are: whole numbers
//! stay whole, timestamps stay text, a field that is left out is a gap.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, NullArray, RecordBatch, StringArray,
    UInt64Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use serde_json::{Map, Value};

use super::{Error, Table};
use crate::model::Timestamp;

impl Table {
    /// A table of rows, each an object. Columns stand in the order in which their names first occur.
    ///
    /// # Errors
    /// [`Error::MalformedRows`] where a row is no object, or a column holds values of different kinds.
    ///
    /// ```
    /// use renown::columnar::Table;
    /// use serde_json::json;
    /// let table = Table::from_rows(&[json!({ "influencer_id": 7, "likes": null }), json!({ "influencer_id": 8 })])?;
    /// assert_eq!((table.num_rows(), table.schema().fields().len()), (2, 2));
    /// # Ok::<(), renown::columnar::Error>(())
    /// ```
    pub fn from_rows(rows: &[Value]) -> Result<Table, Error> {
        let mut names: Vec<&str> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut columns: Vec<Vec<&Value>> = Vec::new();
        for (row, value) in rows.iter().enumerate() {
            let Value::Object(record) = value else {
                let reason = "it is no record; give each row as its columns by name";
                return Err(Error::MalformedRows { row: row as u64, column: None, reason });
            };
            for (name, value) in record {
                let place = *known.entry(name).or_insert_with(|| {
                    names.push(name);
                    columns.push(Vec::with_capacity(rows.len()));
                    names.len() - 1
                });
                if let Some(column) = columns.get_mut(place) {
                    column.resize(row, &Value::Null);
                    column.push(value);
                }
            }
        }
        let mut fields = Vec::with_capacity(names.len());
        let mut arrays = Vec::with_capacity(names.len());
        for (name, column) in names.into_iter().zip(&mut columns) {
            column.resize(rows.len(), &Value::Null);
            let array = array(column).map_err(|(row, reason)| Error::MalformedRows {
                row: row as u64,
                column: Some(name.to_owned()),
                reason,
            })?;
            fields.push(Field::new(name, array.data_type().clone(), true));
            arrays.push(array);
        }
        let schema = Arc::new(Schema::new(fields));
        if arrays.is_empty() {
            return Table::new(schema, Vec::new());
        }
        let batch = RecordBatch::try_new(schema, arrays);
        batch.map(Table::from).map_err(|_| Error::UnreadableColumn { table: "rows", column: String::new() })
    }

    /// The rows, each an object: whole numbers, floats, true and false, text, lists; dates and times as text of ISO
    /// 8601; null for a gap and for a float that is not finite.
    ///
    /// ```
    /// use renown::columnar::Table;
    /// use serde_json::json;
    /// let rows = [json!({ "likes": 5, "pinned": true }), json!({ "likes": null, "pinned": null })];
    /// assert_eq!(Table::from_rows(&rows)?.to_rows(), rows);
    /// # Ok::<(), renown::columnar::Error>(())
    /// ```
    #[must_use]
    pub fn to_rows(&self) -> Vec<Value> {
        let mut rows = Vec::with_capacity(self.num_rows());
        for batch in self.batches() {
            for row in 0..batch.num_rows() {
                let schema = batch.schema();
                let fields = schema.fields().iter().zip(batch.columns());
                let record: Map<String, Value> =
                    fields.map(|(field, column)| (field.name().clone(), value(column, row))).collect();
                rows.push(Value::Object(record));
            }
        }
        rows
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Nothing,
    Flag,
    Signed,
    Unsigned,
    Float,
    Text,
    List,
}

fn kind(value: &Value) -> Option<Kind> {
    Some(match value {
        Value::Null => Kind::Nothing,
        Value::Bool(_) => Kind::Flag,
        Value::Number(number) if number.is_i64() => Kind::Signed,
        Value::Number(number) if number.is_u64() => Kind::Unsigned,
        Value::Number(_) => Kind::Float,
        Value::String(_) => Kind::Text,
        Value::Array(_) => Kind::List,
        Value::Object(_) => return None,
    })
}

type Fault = (usize, &'static str);

/// The kind that holds what both hold.
fn both(a: Kind, b: Kind) -> Option<Kind> {
    use Kind::{Float, Nothing, Signed, Unsigned};
    Some(match (a, b) {
        (Nothing, other) | (other, Nothing) => other,
        (a, b) if a == b => a,
        (Signed | Unsigned, Signed | Unsigned) => Unsigned,
        (Float | Signed | Unsigned, Float | Signed | Unsigned) => Float,
        _ => return None,
    })
}

fn array(values: &[&Value]) -> Result<ArrayRef, Fault> {
    let mut common = Kind::Nothing;
    for (row, value) in values.iter().enumerate() {
        let kind =
            kind(value).ok_or((row, "a record stands where a value belongs; give its parts as columns"))?;
        common = both(common, kind)
            .ok_or((row, "the value is of another kind than those above it; give one kind in a column"))?;
    }
    Ok(match common {
        Kind::Nothing => Arc::new(NullArray::new(values.len())),
        Kind::Flag => Arc::new(values.iter().map(|value| value.as_bool()).collect::<BooleanArray>()),
        Kind::Signed => Arc::new(values.iter().map(|value| value.as_i64()).collect::<Int64Array>()),
        Kind::Unsigned => unsigned(values)?,
        Kind::Float => floats(values)?,
        Kind::Text => Arc::new(values.iter().map(|value| value.as_str()).collect::<StringArray>()),
        Kind::List => lists(values)?,
    })
}

fn unsigned(values: &[&Value]) -> Result<ArrayRef, Fault> {
    let read = |(row, value): (usize, &&Value)| match (value.is_null(), value.as_u64()) {
        (false, None) => Err((
            row,
            "the number is negative beside one of 2^63 or more; no whole number of 64 bits holds both",
        )),
        (_, number) => Ok(number),
    };
    Ok(Arc::new(values.iter().enumerate().map(read).collect::<Result<UInt64Array, _>>()?))
}

fn floats(values: &[&Value]) -> Result<ArrayRef, Fault> {
    const EXACT: u64 = 1 << 53;
    let read = |(row, value): (usize, &&Value)| {
        let large = |number: u64| number > EXACT;
        if value.as_u64().is_some_and(large) || value.as_i64().is_some_and(|n| large(n.unsigned_abs())) {
            return Err((row, "the number is above 2^53 beside a fraction, and would lose digits"));
        }
        Ok(value.as_f64())
    };
    Ok(Arc::new(values.iter().enumerate().map(read).collect::<Result<Float64Array, _>>()?))
}

fn lists(values: &[&Value]) -> Result<ArrayRef, Fault> {
    let empty = Vec::new();
    let items = |value: &Value| value.as_array().map_or(0, Vec::len);
    let offsets = OffsetBuffer::from_lengths(values.iter().map(|value| items(value)));
    let nulls = NullBuffer::from_iter(values.iter().map(|value| !value.is_null()));
    let inner: Vec<&Value> = values.iter().flat_map(|value| value.as_array().unwrap_or(&empty)).collect();
    let inner = array(&inner).map_err(|(item, reason)| {
        let row = offsets.iter().position(|&end| usize::try_from(end).is_ok_and(|end| end > item));
        (row.unwrap_or(1) - 1, reason)
    })?;
    let field = Arc::new(Field::new_list_field(inner.data_type().clone(), true));
    let list = ListArray::try_new(field, offsets, inner, Some(nulls));
    list.map(|list| Arc::new(list) as ArrayRef).map_err(|_| (0, "the lists are too long for a column"))
}

/// The value of a row.
fn value(array: &ArrayRef, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    let to = match array.data_type() {
        DataType::Null => return Value::Null,
        DataType::Int64 => return array.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt64 => return array.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float64 => return array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => return array.as_boolean().value(row).into(),
        DataType::Utf8 => return array.as_string::<i32>().value(row).into(),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            return (0..items.len()).map(|item| value(&items, item)).collect();
        }
        DataType::Timestamp(unit, Some(_)) => return instant(array, row, *unit),
        data_type if data_type.is_integer() => DataType::Int64,
        data_type if data_type.is_floating() => DataType::Float64,
        DataType::LargeList(field) => DataType::List(field.clone()),
        DataType::Dictionary(_, values) => values.as_ref().clone(),
        _ => DataType::Utf8,
    };
    let one = array.slice(row, 1);
    let Ok(one) = arrow_cast::cast(&one, &to) else { return Value::Null };
    value(&one, 0)
}

/// An instant as RFC 3339 text in UTC, whatever the zone of its column.
fn instant(array: &ArrayRef, row: usize, unit: TimeUnit) -> Value {
    let Ok(number) = arrow_cast::cast(&array.slice(row, 1), &DataType::Int64) else { return Value::Null };
    let number = number.as_primitive::<Int64Type>().value(0);
    let instant = match unit {
        TimeUnit::Second => Timestamp::from_seconds(number),
        TimeUnit::Millisecond => Timestamp::from_millis(number),
        TimeUnit::Microsecond => Timestamp::from_millis(number.div_euclid(1_000)),
        TimeUnit::Nanosecond => Timestamp::from_millis(number.div_euclid(1_000_000)),
    };
    instant.map_or(Value::Null, |instant| instant.to_string().into())
}

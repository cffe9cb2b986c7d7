//! Days of the calendar, as the instants at which they begin in UTC.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Date64Type};
use arrow_array::{Array, ArrayRef, Int64Array};
use arrow_schema::DataType;

use super::column::Column;
use super::texts::Texts;
use crate::columnar::Error;
use crate::model;

const DAY: i64 = 86_400_000;
const RIGHT: &str = "a day of the calendar; write it as in 2026-01-31";

/// A column of dates, or of text as in 2026-01-31, as a column of milliseconds.
pub(in crate::columnar) fn days(column: Column) -> Result<Column, Error> {
    let column = column.plain()?;
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(column.arrays.len());
    for (batch, array) in column.arrays.iter().enumerate() {
        let millis: Int64Array = match array.data_type() {
            DataType::Date32 => array
                .as_primitive::<Date32Type>()
                .iter()
                .map(|day| day.map(|day| i64::from(day) * DAY))
                .collect(),
            DataType::Date64 => {
                let day = |at: i64| at.div_euclid(DAY) * DAY;
                array.as_primitive::<Date64Type>().iter().map(|at| at.map(day)).collect()
            }
            DataType::Null => Int64Array::new_null(array.len()),
            _ => match Texts::of(array) {
                Some(texts) => read(&column, batch, &texts)?,
                None => return Err(column.wrong_type("dates, or text as in \"2026-01-31\",")),
            },
        };
        arrays.push(Arc::new(millis));
    }
    Ok(Column { arrays, data_type: DataType::Int64, ..column })
}

fn read(column: &Column, batch: usize, texts: &Texts) -> Result<Int64Array, Error> {
    let day = |row: usize| {
        let Some(text) = texts.get(row) else { return Ok(None) };
        let day = model::date(text).map_err(|error| column.wrong_text(batch, row, error.code(), RIGHT))?;
        Ok(Some(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()))
    };
    (0..texts.len()).map(day).collect()
}

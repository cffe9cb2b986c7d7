//! Parquet and Arrow IPC (file and stream).

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, Schema, TimeUnit};
use chrono::DateTime;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::cell::Cell;
use super::table::{Counted, Row, RowIterator};
use super::{InputError, Problem};

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;

pub(super) fn parquet_rows(file: &Path, read: &AtomicU64) -> Result<(Vec<String>, RowIterator), InputError> {
    let malformed =
        |reason: String| InputError::of_file(file, Problem::Malformed { format: "Parquet", reason });
    let handle = File::open(file).map_err(|error| InputError::of_file(file, error))?;
    read.store(handle.metadata().map_or(0, |data| data.len()), Ordering::Relaxed);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(handle).map_err(|error| malformed(error.to_string()))?;
    let schema = builder.schema().clone();
    let batches = builder.build().map_err(|error| malformed(error.to_string()))?;
    Ok(rows(file, &schema, Box::new(batches), "Parquet"))
}

pub(super) fn ipc_rows(file: &Path, mut source: Counted) -> Result<(Vec<String>, RowIterator), InputError> {
    let malformed = |error: ArrowError| {
        InputError::of_file(file, Problem::Malformed { format: "Arrow IPC", reason: error.to_string() })
    };
    let io = |error: std::io::Error| InputError::of_file(file, error);
    let mut magic = Vec::new();
    (&mut source).take(6).read_to_end(&mut magic).map_err(io)?;
    source.seek(SeekFrom::Start(0)).map_err(io)?;
    if magic == b"ARROW1" {
        let batches = FileReader::try_new(BufReader::new(source), None).map_err(malformed)?;
        Ok(rows(file, &batches.schema(), Box::new(batches), "Arrow IPC"))
    } else {
        let batches = StreamReader::try_new(BufReader::new(source), None).map_err(malformed)?;
        Ok(rows(file, &batches.schema(), Box::new(batches), "Arrow IPC"))
    }
}

fn rows(file: &Path, schema: &Schema, batches: Batches, format: &'static str) -> (Vec<String>, RowIterator) {
    let columns = schema.fields().iter().map(|field| field.name().clone()).collect();
    let file = file.to_owned();
    let mut before = 0_u64;
    let rows = batches.flat_map(move |batch| {
        let first = before + 1;
        let rows = batch.and_then(|batch| {
            before += batch.num_rows() as u64;
            let columns = batch.columns().iter().map(readable).collect::<Result<Vec<_>, _>>()?;
            Ok((0..batch.num_rows())
                .zip(first..)
                .map(|(at, line)| Row {
                    line,
                    cells: columns.iter().map(|column| cell(column, at)).collect(),
                })
                .collect::<Vec<_>>())
        });
        match rows {
            Ok(rows) => rows.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => {
                let problem = Problem::Malformed { format, reason: error.to_string() };
                vec![Err(InputError::of_file(&file, problem))]
            }
        }
    });
    (columns, Box::new(rows))
}

/// The column in one of the few types that [`cell`] reads.
fn readable(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let to = match column.data_type() {
        DataType::Dictionary(_, value) => return readable(&arrow_cast::cast(column, value)?),
        DataType::Int8 | DataType::Int16 | DataType::Int32 => DataType::Int64,
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 => DataType::UInt64,
        DataType::Float16 | DataType::Float32 => DataType::Float64,
        DataType::LargeUtf8 | DataType::Utf8View => DataType::Utf8,
        DataType::Timestamp(_, Some(zone)) => DataType::Timestamp(TimeUnit::Microsecond, Some(zone.clone())),
        DataType::List(_) | DataType::LargeList(_) | DataType::ListView(_) | DataType::LargeListView(_) => {
            DataType::new_list(DataType::Utf8, true)
        }
        _ => return Ok(column.clone()),
    };
    arrow_cast::cast(column, &to)
}

fn cell(column: &ArrayRef, at: usize) -> Cell {
    if column.is_null(at) {
        return Cell::Null;
    }
    match column.data_type() {
        DataType::Null => Cell::Null,
        DataType::Boolean => Cell::Bool(column.as_boolean().value(at)),
        DataType::Int64 => Cell::Integer(column.as_primitive::<Int64Type>().value(at).into()),
        DataType::UInt64 => Cell::Integer(column.as_primitive::<UInt64Type>().value(at).into()),
        DataType::Decimal128(_, 0) => Cell::Integer(column.as_primitive::<Decimal128Type>().value(at)),
        DataType::Float64 => Cell::Float(column.as_primitive::<Float64Type>().value(at)),
        DataType::Utf8 => Cell::of_text(column.as_string::<i32>().value(at)),
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
            DateTime::from_timestamp_micros(column.as_primitive::<TimestampMicrosecondType>().value(at))
                .map_or(Cell::Other("a time that is out of range"), Cell::Moment)
        }
        DataType::Timestamp(..) => Cell::Other("a time without a zone"),
        DataType::Date32 => Cell::Text(date(column.as_primitive::<Date32Type>().value(at))),
        DataType::List(_) => {
            let entries = column.as_list::<i32>().value(at);
            Cell::List(entries.as_string::<i32>().iter().flatten().map(str::to_owned).collect())
        }
        _ => Cell::Other("a value of a type that no column here has"),
    }
}

fn date(days: i32) -> String {
    let epoch = chrono::NaiveDate::default();
    epoch
        .checked_add_signed(chrono::TimeDelta::days(days.into()))
        .map_or_else(String::new, |date| date.to_string())
}

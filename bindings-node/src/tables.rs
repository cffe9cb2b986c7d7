//! Tables as Arrow IPC bytes, in and out without copying the columns.

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::{FileReader, StreamDecoder};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, SchemaRef};
use bytes::Bytes;
use napi::Result;
use napi::bindgen_prelude::Uint8Array;

use crate::error::raise;

/// A table: its columns and its batches.
pub(crate) struct Table {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
}

fn malformed(error: &ArrowError) -> napi::Error {
    raise("MALFORMED_TABLE", &format!("not readable as Arrow IPC: {error}"))
}

/// Reads the stream or the file format.
pub(crate) fn read(bytes: Uint8Array) -> Result<Table> {
    if bytes.starts_with(b"ARROW1") {
        let file =
            FileReader::try_new(std::io::Cursor::new(&bytes[..]), None).map_err(|error| malformed(&error))?;
        let schema = file.schema();
        let batches = file.collect::<std::result::Result<_, _>>().map_err(|error| malformed(&error))?;
        return Ok(Table { schema, batches });
    }
    // The decoder's columns point into JavaScript's buffer, which lives as long as they do.
    let mut buffer = Buffer::from(Bytes::from_owner(bytes));
    let mut decoder = StreamDecoder::new();
    let mut batches = Vec::new();
    while !buffer.is_empty() {
        batches.extend(decoder.decode(&mut buffer).map_err(|error| malformed(&error))?);
    }
    decoder.finish().map_err(|error| malformed(&error))?;
    let schema =
        decoder.schema().ok_or_else(|| raise("MALFORMED_TABLE", &"Arrow IPC bytes without a schema"))?;
    Ok(Table { schema, batches })
}

/// Writes the stream format.
pub(crate) fn write(batch: &RecordBatch) -> std::result::Result<Vec<u8>, ArrowError> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema())?;
    writer.write(batch)?;
    writer.into_inner()
}

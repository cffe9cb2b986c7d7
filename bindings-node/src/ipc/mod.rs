//! Tables as Arrow IPC bytes, in and out, without copying the columns.
//!
//! One idea to keep in mind: the bytes come from anywhere. Every length in them is checked before it is used, since
//! an allocation that fails ends the process, which no error handling can prevent.

mod compressed;
mod file;
mod stream;

use arrow_buffer::Buffer;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::ArrowError;
use renown::columnar::Table;

const FILE_MAGIC: &[u8] = b"ARROW1";

/// Reads the stream or the file format.
pub(crate) fn read(bytes: Buffer) -> Result<Table, ArrowError> {
    let (schema, batches) =
        if bytes.starts_with(FILE_MAGIC) { file::read(&bytes)? } else { stream::read(bytes)? };
    // Columns that take no memory can have any length; a loop over their rows would never end.
    if let Some(batch) = batches.iter().find(|batch| batch.num_rows() / 8 > batch.get_array_memory_size()) {
        return Err(malformed(format!("{} rows in columns that hold none", batch.num_rows())));
    }
    Table::new(schema, batches).map_err(|error| ArrowError::SchemaError(error.to_string()))
}

/// Writes the stream format.
pub(crate) fn write(table: &Table) -> Result<Vec<u8>, ArrowError> {
    let mut writer = StreamWriter::try_new(Vec::new(), table.schema())?;
    for batch in table.batches() {
        writer.write(batch)?;
    }
    writer.finish()?;
    writer.into_inner()
}

fn malformed(what: impl Into<String>) -> ArrowError {
    ArrowError::IpcError(what.into())
}

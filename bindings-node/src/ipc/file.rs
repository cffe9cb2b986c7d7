//! The file format: a footer tells where the batches are.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::fb_to_schema;
use arrow_ipc::reader::{FileDecoder, read_footer_length};
use arrow_ipc::{Block, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, SchemaRef};

use super::{compressed, malformed};

/// The length of the footer and the magic word that end a file.
const TRAILER: usize = 10;

/// Before the metadata of a message: a continuation marker and its length, or its length alone before Arrow 0.15.
const CONTINUATION: [u8; 4] = [0xff; 4];

pub(super) fn read(bytes: &Buffer) -> Result<(SchemaRef, Vec<RecordBatch>), ArrowError> {
    let (before, trailer) =
        bytes.split_last_chunk::<TRAILER>().ok_or_else(|| malformed("the file ends before its footer"))?;
    let start = before
        .len()
        .checked_sub(read_footer_length(*trailer)?)
        .ok_or_else(|| malformed("the footer is longer than the file"))?;
    let footer = before.get(start..).unwrap_or_default();
    let footer = root_as_footer(footer).map_err(|error| malformed(format!("the footer: {error}")))?;
    let schema = footer.schema().ok_or_else(|| malformed("no schema"))?;
    let schema = Arc::new(fb_to_schema(schema));
    let mut decoder = FileDecoder::new(Arc::clone(&schema), footer.version());
    for block in footer.dictionaries().iter().flatten() {
        decoder.read_dictionary(block, &message(bytes, block)?)?;
    }
    let mut batches = Vec::new();
    for block in footer.recordBatches().iter().flatten() {
        batches.extend(decoder.read_record_batch(block, &message(bytes, block)?)?);
    }
    Ok((schema, batches))
}

/// The bytes of one message, wherever the footer says that they are.
fn message(bytes: &Buffer, block: &Block) -> Result<Buffer, ArrowError> {
    let outside = || malformed("the footer names a place outside of the file");
    let start = usize::try_from(block.offset()).map_err(|_| outside())?;
    let metadata = usize::try_from(block.metaDataLength()).map_err(|_| outside())?;
    let body = usize::try_from(block.bodyLength()).map_err(|_| outside())?;
    let length = metadata.checked_add(body).ok_or_else(outside)?;
    let end = start.checked_add(length).ok_or_else(outside)?;
    let whole = bytes.get(start..end).ok_or_else(outside)?;
    let (metadata, body) = whole.split_at_checked(metadata).ok_or_else(outside)?;
    let metadata = metadata.strip_prefix(&CONTINUATION).unwrap_or(metadata).get(4..).ok_or_else(outside)?;
    let header = root_as_message(metadata).map_err(|error| malformed(format!("a message: {error}")))?;
    compressed::check(&header, body)?;
    Ok(bytes.slice_with_length(start, length))
}

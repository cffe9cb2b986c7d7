//! The stream format.

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::root_as_message;
use arrow_schema::{ArrowError, SchemaRef};

use super::{compressed, malformed};

const CONTINUATION: u32 = u32::MAX;

pub(super) fn read(mut bytes: Buffer) -> Result<(SchemaRef, Vec<RecordBatch>), ArrowError> {
    check_lengths(&bytes)?;
    let mut decoder = StreamDecoder::new();
    let mut batches = Vec::new();
    while !bytes.is_empty() {
        batches.extend(decoder.decode(&mut bytes)?);
    }
    decoder.finish()?;
    let schema = decoder.schema().ok_or_else(|| malformed("no schema"))?;
    Ok((schema, batches))
}

/// Walks over the messages; where the walk ends early, the decoder says why.
fn check_lengths(mut rest: &[u8]) -> Result<(), ArrowError> {
    while let Some((metadata, after)) = message(rest) {
        let Ok(message) = root_as_message(metadata) else { break };
        let Some((body, after)) =
            usize::try_from(message.bodyLength()).ok().and_then(|length| after.split_at_checked(length))
        else {
            break;
        };
        compressed::check(&message, body)?;
        rest = after;
    }
    Ok(())
}

/// The metadata of the message that comes first, and the bytes after it.
fn message(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, after) = length(bytes)?;
    // Streams before Arrow 0.15 have no continuation marker.
    let (size, after) = if first == CONTINUATION { length(after)? } else { (first, after) };
    after.split_at_checked(usize::try_from(size).ok()?)
}

fn length(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (length, after) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*length), after))
}

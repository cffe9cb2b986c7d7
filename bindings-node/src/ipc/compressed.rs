//! Whether the buffers of a compressed message can be held once they are decompressed.

use arrow_ipc::Message;
use arrow_schema::ArrowError;

use super::malformed;

/// How long a buffer is decompressed: the first bytes of it.
const PREFIX: usize = size_of::<i64>();

/// Refuses a message whose buffers say that they are longer than memory: the decoder would allocate what they say.
///
/// # Errors
/// [`ArrowError::IpcError`] that names the length.
pub(super) fn check(message: &Message<'_>, body: &[u8]) -> Result<(), ArrowError> {
    let dictionary = message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data());
    let Some(batch) = message.header_as_record_batch().or(dictionary) else { return Ok(()) };
    if batch.compression().is_none() {
        return Ok(());
    }
    for buffer in batch.buffers().iter().flatten() {
        let declared = usize::try_from(buffer.offset())
            .ok()
            .and_then(|start| body.get(start..)?.first_chunk::<PREFIX>())
            .and_then(|prefix| usize::try_from(i64::from_le_bytes(*prefix)).ok());
        // Other prefixes mean "not compressed" or are refused by the decoder.
        let Some(declared) = declared else { continue };
        if Vec::<u8>::new().try_reserve_exact(declared).is_err() {
            return Err(malformed(format!("a compressed buffer of {declared} bytes is longer than memory")));
        }
    }
    Ok(())
}

//! The place of a page among all that match.
//!
//! One idea to keep in mind: a cursor is the last influencer of a page with what they were ordered by, not a number of
//! rows, so that pages neither repeat nor skip anybody while influencers come and go. It carries the hash of its
//! query's filters, order and recipient, and one of itself.

use super::Error;
use super::order::After;
use super::query::Query;

/// Bytes of each hash that a cursor carries.
const HASH: usize = 8;

/// What a cursor belongs to.
pub(super) fn bound_to(query: &Query, recipient: &str) -> [u8; HASH] {
    let text = serde_json::json!([query.filters, query.sort, recipient]).to_string();
    short(text.as_bytes())
}

fn short(bytes: &[u8]) -> [u8; HASH] {
    hmac_sha256::Hash::hash(bytes).first_chunk().copied().unwrap_or_default()
}

pub(super) fn write(bound: [u8; HASH], after: &After) -> String {
    let mut bytes = bound.to_vec();
    after.codes.iter().for_each(|code| bytes.extend(code.to_le_bytes()));
    bytes.extend(after.id.as_bytes());
    bytes.splice(0..0, short(&bytes));
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn read(cursor: &str, bound: [u8; HASH], keys: usize) -> Result<After, Error> {
    let bytes = hexadecimal(cursor).ok_or(Error::MalformedCursor)?;
    let (check, rest) = bytes.split_first_chunk::<HASH>().ok_or(Error::MalformedCursor)?;
    if *check != short(rest) {
        return Err(Error::MalformedCursor);
    }
    let (of_query, mut rest) = rest.split_first_chunk::<HASH>().ok_or(Error::MalformedCursor)?;
    if *of_query != bound {
        return Err(Error::ForeignCursor);
    }
    let mut codes = Vec::with_capacity(keys);
    for _ in 0..keys {
        let (code, after) = rest.split_first_chunk::<8>().ok_or(Error::MalformedCursor)?;
        codes.push(u64::from_le_bytes(*code));
        rest = after;
    }
    let id = std::str::from_utf8(rest).map_err(|_| Error::MalformedCursor)?;
    Ok(After { codes, id: id.to_owned() })
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    if text.len() > 4_096 || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let byte = |at| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..text.len()).step_by(2).map(byte).collect()
}

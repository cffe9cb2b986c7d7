//! Hashes of leaves and nodes, kept apart by a first byte so that neither can pass for the other.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Error;

/// A SHA-256 hash; as text 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> String {
        hash.to_string()
    }
}

impl FromStr for Hash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        from_hex(text).map(Hash).ok_or_else(|| Error::MalformedHash { length: text.chars().count() })
    }
}

impl TryFrom<String> for Hash {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

/// The bytes of hexadecimal digits in either case; none where a pair is not whole or a sign, space or other character
/// stands among them.
///
/// ```
/// use renown::transparency::bytes_of_hex;
/// assert_eq!(bytes_of_hex("0aFF"), Some(vec![10, 255]));
/// assert_eq!(bytes_of_hex("+a"), None);
/// ```
pub fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

/// Bytes as hexadecimal digits.
///
/// ```
/// assert_eq!(renown::transparency::hex_of_bytes(&[10, 255]), "0aff");
/// ```
pub fn hex_of_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same where there are exactly as many as belong there.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    bytes_of_hex(text)?.try_into().ok()
}

/// The root of a tree without entries: the hash of nothing. Source: RFC 6962, section 2.1.
pub fn empty_root() -> Hash {
    Hash(hmac_sha256::Hash::hash(b""))
}

/// The hash of an entry: `SHA-256(0x00 || entry)`. Source: RFC 6962, section 2.1.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    let mut state = hmac_sha256::Hash::new();
    state.update([0]);
    state.update(entry);
    Hash(state.finalize())
}

/// The hash of an inner node: `SHA-256(0x01 || left || right)`. Source: RFC 6962, section 2.1.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut state = hmac_sha256::Hash::new();
    state.update([1]);
    state.update(left.0);
    state.update(right.0);
    Hash(state.finalize())
}

/// What stands in the log in an event's place: `SHA-256(salt || event)`. Without the salt, of 256 random bits, nobody
/// can try which event it was.
pub fn commitment(salt: &[u8; 32], event: &[u8]) -> Hash {
    let mut state = hmac_sha256::Hash::new();
    state.update(salt);
    state.update(event);
    Hash(state.finalize())
}

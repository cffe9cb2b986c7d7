//! Keyed hashes: what rows are found by, in place of the words of a person.

use super::SecretKey;

/// The keyed hash of a person in one ledger: what stands in rows in place of the id.
pub(crate) type SubjectHash = [u8; 32];

/// The key of all look-ups of a ledger: HMAC-SHA256.
#[derive(Clone)]
pub(crate) struct Lookup(SecretKey);

impl Lookup {
    pub(super) fn new(key: SecretKey) -> Self {
        Lookup(key)
    }

    /// The hash of words of one kind; the kinds are apart, so that an e-mail address cannot be found as an id.
    pub(crate) fn hash(&self, kind: &str, words: &[&[u8]]) -> [u8; 32] {
        let mut state = hmac_sha256::HMAC::new(self.0.bytes());
        for part in std::iter::once(kind.as_bytes()).chain(words.iter().copied()) {
            state.update((part.len() as u64).to_be_bytes());
            state.update(part);
        }
        state.finalize()
    }

    pub(crate) fn subject(&self, id: &str) -> SubjectHash {
        self.hash("subject", &[id.as_bytes()])
    }
}

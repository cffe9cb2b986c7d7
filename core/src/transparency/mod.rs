//! Whether a log only ever grew: proofs of a Merkle tree, and signed checkpoints, checked without the log.
//!
//! One idea to keep in mind: who checks needs no ledger. A verifier holds a checkpoint that the keeper of the log
//! signed, and a short list of hashes; from these follows whether an entry stands in the log, and whether the log of
//! today still begins with the log of yesterday. The entries themselves are salted commitments, so that a person can
//! be erased and every proof stays valid.
//!
//! The tree is that of RFC 6962, section 2.1; the verification is that of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
//!
//! ```
//! use renown::transparency::{Hash, leaf_hash, node_hash, verify_inclusion};
//!
//! let (first, second) = (leaf_hash(b"one"), leaf_hash(b"two"));
//! let root = node_hash(&first, &second);
//! verify_inclusion(1, 2, &second, &[first], &root)?;
//! assert_eq!(verify_inclusion(0, 2, &second, &[first], &root).unwrap_err().code(), "PROOF_REJECTED");
//! # Ok::<(), renown::transparency::Error>(())
//! ```

mod checkpoint;
mod error;
mod hash;
mod proof;
#[cfg(test)]
mod tests;

pub use checkpoint::Checkpoint;
pub use error::{CODES, Error};
pub use hash::{Hash, bytes_of_hex, commitment, empty_root, from_hex, hex_of_bytes, leaf_hash, node_hash};
pub use proof::{verify_consistency, verify_inclusion};

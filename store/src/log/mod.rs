//! The log: a Merkle tree over commitments, of which every complete subtree is kept.
//!
//! One idea to keep in mind: an erasure takes nothing out of the tree. A leaf is the hash of a commitment
//! `SHA-256(salt || event)`; the salt dies with the person's key, after which the leaf says nothing about anybody,
//! and every root, checkpoint and proof stays what it was.

mod proofs;
mod tree;

pub use proofs::{ConsistencyProof, InclusionProof};

pub(crate) use tree::{append, root, size};

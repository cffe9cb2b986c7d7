//! Why a proof or a checkpoint is not accepted.

/// Why a proof or a checkpoint is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A hash of another form than 64 hexadecimal digits.
    #[error("a hash of {length} characters is malformed; a hash is 64 hexadecimal digits")]
    #[non_exhaustive]
    MalformedHash {
        /// How many characters were given.
        length: usize,
    },
    /// An index or a size that no tree can have together.
    #[error("{what}: {value} does not fit a tree of {size} entries")]
    #[non_exhaustive]
    OutsideTree {
        /// What does not fit.
        what: &'static str,
        /// Its value.
        value: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A proof that has more or fewer hashes than its place in the tree asks for.
    #[error("the proof has {found} hashes; {expected} belong to this place in the tree")]
    #[non_exhaustive]
    ProofLength {
        /// How many there are.
        found: usize,
        /// How many belong there.
        expected: usize,
    },
    /// A proof that leads to another root.
    #[error("the proof does not lead to the {root} root: the entry, the proof or the root was changed")]
    #[non_exhaustive]
    ProofRejected {
        /// Which root.
        root: &'static str,
    },
    /// A checkpoint that the key did not sign.
    #[error("the checkpoint was not signed by this key, or was changed since")]
    CheckpointRejected,
    /// A public key that is no point of the curve, or a signature of another length.
    #[error("{what} is malformed; {expected} hexadecimal digits belong there")]
    #[non_exhaustive]
    MalformedSignature {
        /// What is malformed.
        what: &'static str,
        /// How many digits it has.
        expected: usize,
    },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "MALFORMED_HASH",
    "OUTSIDE_TREE",
    "PROOF_LENGTH",
    "PROOF_REJECTED",
    "CHECKPOINT_REJECTED",
    "MALFORMED_SIGNATURE",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::MalformedHash { .. } => "MALFORMED_HASH",
            Error::OutsideTree { .. } => "OUTSIDE_TREE",
            Error::ProofLength { .. } => "PROOF_LENGTH",
            Error::ProofRejected { .. } => "PROOF_REJECTED",
            Error::CheckpointRejected => "CHECKPOINT_REJECTED",
            Error::MalformedSignature { .. } => "MALFORMED_SIGNATURE",
        }
    }
}

//! What the keeper of a log signs: so many entries, under this root, at this time.

use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::hash::from_hex;
use super::{Error, Hash};

/// A signed statement about a log. Two checkpoints of one log with one size and different roots prove that its keeper
/// shows different people different logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Which log.
    pub log: String,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// The Ed25519 signature over [`Checkpoint::signed_text`], 128 hexadecimal digits.
    pub signature: String,
}

impl Checkpoint {
    /// What is signed: the lines `renown checkpoint 1`, log, size, root, time, each ended by a line feed.
    pub fn signed_text(&self) -> String {
        let signed_at = self.signed_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        format!("renown checkpoint 1\n{}\n{}\n{}\n{signed_at}\n", self.log, self.size, self.root)
    }

    /// Checks that the holder of the key signed it.
    ///
    /// `public_key` is an Ed25519 public key, 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`Error::MalformedSignature`], [`Error::CheckpointRejected`].
    pub fn verify(&self, public_key: &str) -> Result<(), Error> {
        let malformed = |what, expected| Error::MalformedSignature { what, expected };
        let key = from_hex(public_key).ok_or(malformed("the public key", 64))?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| malformed("the public key", 64))?;
        let signature = from_hex(&self.signature).ok_or(malformed("the signature", 128))?;
        let signature = Signature::from_bytes(&signature);
        key.verify_strict(self.signed_text().as_bytes(), &signature).map_err(|_| Error::CheckpointRejected)
    }
}

//! What a store signs when it has erased a person.

use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use renown::privacy::SubjectId;
use serde::{Deserialize, Serialize};

use crate::hex;
use crate::keys::SecretKey;

/// What a store says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptOutcome {
    /// Nothing of the person is there.
    Absent,
    /// Nothing is served, and a back-up is erased when it is next used, by this time at the latest
    /// (11 CCR 7022(d)).
    BackUpUntil(DateTime<Utc>),
    /// Something of the person is still there, or is there again.
    Found,
}

/// A store's signed word on an erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureReceipt {
    /// Which erasure.
    pub erasure: String,
    /// Which store.
    pub store: String,
    /// What it says.
    pub outcome: ReceiptOutcome,
    /// When.
    pub at: DateTime<Utc>,
    /// The Ed25519 signature over [`ErasureReceipt::signed_text`], 128 hexadecimal digits.
    pub signature: String,
}

impl ErasureReceipt {
    /// What is signed: the lines `renown erasure receipt 1`, erasure, store, outcome, time, each ended by a line feed.
    pub fn signed_text(&self) -> String {
        let time = |at: &DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let outcome = match &self.outcome {
            ReceiptOutcome::Absent => "absent".to_owned(),
            ReceiptOutcome::Found => "found".to_owned(),
            ReceiptOutcome::BackUpUntil(until) => format!("back_up_until {}", time(until)),
        };
        format!("renown erasure receipt 1\n{}\n{}\n{outcome}\n{}\n", self.erasure, self.store, time(&self.at))
    }

    /// Whether the holder of this public key signed it.
    pub fn is_signed_by(&self, public_key: &str) -> bool {
        let signed = || {
            let key = VerifyingKey::from_bytes(&hex::read(public_key)?).ok()?;
            let signature = Signature::from_bytes(&hex::read(&self.signature)?);
            key.verify_strict(self.signed_text().as_bytes(), &signature).ok()
        };
        signed().is_some()
    }
}

/// The name and key with which a store signs.
#[derive(Clone)]
pub struct StoreSigner {
    name: String,
    key: SigningKey,
}

impl StoreSigner {
    /// A store of this name with its own secret key.
    pub fn new(name: impl Into<String>, key: &SecretKey) -> Self {
        StoreSigner { name: name.into(), key: SigningKey::from_bytes(key.bytes()) }
    }

    /// The store's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key, 64 hexadecimal digits: with it the store is registered.
    pub fn public_key(&self) -> String {
        hex::of(self.key.verifying_key().as_bytes())
    }

    /// Signs.
    pub fn receipt(&self, erasure: &str, outcome: ReceiptOutcome, at: DateTime<Utc>) -> ErasureReceipt {
        let store = self.name.clone();
        let mut receipt =
            ErasureReceipt { erasure: erasure.to_owned(), store, outcome, at, signature: String::new() };
        receipt.signature = hex::of(&self.key.sign(receipt.signed_text().as_bytes()).to_bytes());
        receipt
    }
}

impl std::fmt::Debug for StoreSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreSigner").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Another place that holds data about people: a cache, an index, a warehouse, a processor.
pub trait ErasableStore {
    /// The name that it is registered under.
    fn name(&self) -> &str;

    /// Erases a person; gives the signed word that nothing is left. Called again where it failed before.
    ///
    /// # Errors
    /// Why it could not, in words that name nobody.
    fn erase(&self, subject: &SubjectId, erasure: &str, now: DateTime<Utc>)
    -> Result<ErasureReceipt, String>;
}

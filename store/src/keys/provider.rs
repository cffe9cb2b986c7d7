//! Master keys: who has them opens the ledger. They stay with the caller.

use std::collections::BTreeMap;

use super::{SecretKey, open, seal};
use crate::Error;

/// Wraps and unwraps the keys of a ledger: a key in memory, a key management service, a hardware module.
pub trait KeyProvider: Send + Sync {
    /// The name of the master key that wraps from now on.
    fn current(&self) -> &str;

    /// Wraps a key with the current master key; `place` says what the key is for.
    ///
    /// # Errors
    /// Those of the provider.
    fn wrap(&self, place: &[u8], key: &SecretKey) -> Result<Vec<u8>, Error>;

    /// Unwraps a key that the master key of this name wrapped.
    ///
    /// # Errors
    /// [`Error::UnknownMasterKey`], [`Error::WrongMasterKey`].
    fn unwrap(&self, master: &str, place: &[u8], wrapped: &[u8]) -> Result<SecretKey, Error>;
}

/// Master keys in memory, by name; one of them wraps.
///
/// ```
/// use renown_store::{MasterKeys, SecretKey};
///
/// let keys = MasterKeys::new("2026", SecretKey::random()?).with("2025", SecretKey::random()?);
/// # Ok::<(), renown_store::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct MasterKeys {
    current: String,
    keys: BTreeMap<String, SecretKey>,
}

impl MasterKeys {
    /// One master key, that wraps and unwraps.
    pub fn new(name: impl Into<String>, key: SecretKey) -> Self {
        let current = name.into();
        MasterKeys { keys: BTreeMap::from([(current.clone(), key)]), current }
    }

    /// One more master key, that only unwraps: an older one, until everything is wrapped anew.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, key: SecretKey) -> Self {
        self.keys.insert(name.into(), key);
        self
    }

    /// Several master keys, of which the first one wraps.
    ///
    /// # Errors
    /// [`Error::Malformed`] where there is none.
    pub fn of(keys: impl IntoIterator<Item = (String, SecretKey)>) -> Result<Self, Error> {
        let mut keys = keys.into_iter();
        let first = keys.next().map(|(name, key)| MasterKeys::new(name, key));
        let first = first.ok_or_else(|| Error::malformed("key", "give a master key of 32 bytes"))?;
        Ok(keys.fold(first, |all, (name, key)| all.with(name, key)))
    }

    fn key(&self, name: &str) -> Result<&SecretKey, Error> {
        self.keys.get(name).ok_or_else(|| Error::UnknownMasterKey { name: name.to_owned() })
    }
}

impl KeyProvider for MasterKeys {
    fn current(&self) -> &str {
        &self.current
    }

    fn wrap(&self, place: &[u8], key: &SecretKey) -> Result<Vec<u8>, Error> {
        seal(self.key(&self.current)?, place, key.bytes())
    }

    fn unwrap(&self, master: &str, place: &[u8], wrapped: &[u8]) -> Result<SecretKey, Error> {
        let plain = open(self.key(master)?, place, wrapped);
        let plain = plain.ok_or_else(|| Error::WrongMasterKey { name: master.to_owned() })?;
        SecretKey::from_bytes(&zeroize::Zeroizing::new(plain))
    }
}

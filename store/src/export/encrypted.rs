//! Exports as encrypted files: the format of age (`age-encryption.org/v1`), which other tools open.
//!
//! One idea to keep in mind: nothing is written in plain. The export is encrypted as it is read, in parts of 64 KiB that
//! are each authenticated, so that whoever opens it notices where one is cut off or changed.

use std::io::{Read, Write};
use std::path::Path;
use std::str::FromStr;

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, Identity, Recipient, scrypt, x25519};
use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;

use super::{ExportOptions, to_new_file, unavailable};
use crate::{Error, Ledger};

/// For whom an export is encrypted.
#[derive(Clone)]
#[non_exhaustive]
pub enum ExportLock {
    /// For whoever knows a passphrase. Making the key of it takes about a second.
    Passphrase(SecretString),
    /// For whoever has one of the secret keys to these public keys.
    Recipients(Vec<x25519::Recipient>),
}

/// What opens an encrypted export.
#[derive(Clone)]
#[non_exhaustive]
pub enum ExportKey {
    /// The passphrase.
    Passphrase(SecretString),
    /// A secret key.
    Identity(x25519::Identity),
}

impl std::fmt::Debug for ExportLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExportLock(…)")
    }
}

impl std::fmt::Debug for ExportKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExportKey(…)")
    }
}

impl ExportLock {
    /// A passphrase.
    ///
    /// # Errors
    /// [`Error::Malformed`] where it is empty.
    pub fn passphrase(text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::malformed("passphrase", "a passphrase is not empty"));
        }
        Ok(ExportLock::Passphrase(text.to_owned().into()))
    }

    /// Public keys as age writes them, `age1…`.
    ///
    /// # Errors
    /// [`Error::Malformed`] where one is no X25519 key, or there is none.
    pub fn recipients<'a>(keys: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let malformed = |reason: &str| Error::malformed("recipients", reason);
        let keys = keys.into_iter().map(x25519::Recipient::from_str);
        let keys: Vec<_> = keys
            .collect::<Result<_, _>>()
            .map_err(|_| malformed("write public keys as age does, such as age1…"))?;
        if keys.is_empty() {
            return Err(malformed("give a public key at least"));
        }
        Ok(ExportLock::Recipients(keys))
    }

    fn encryptor(&self) -> Result<Encryptor, Error> {
        match self {
            ExportLock::Passphrase(secret) => Ok(Encryptor::with_user_passphrase(secret.clone())),
            ExportLock::Recipients(keys) => {
                let keys = keys.iter().map(|key| key as &dyn Recipient);
                Encryptor::with_recipients(keys)
                    .map_err(|error| Error::malformed("recipients", error.to_string()))
            }
        }
    }
}

impl ExportKey {
    /// A passphrase.
    pub fn passphrase(text: &str) -> Self {
        ExportKey::Passphrase(text.to_owned().into())
    }

    /// A secret key as age writes it, `AGE-SECRET-KEY-1…`.
    ///
    /// # Errors
    /// [`Error::Malformed`] where it is none.
    pub fn identity(text: &str) -> Result<Self, Error> {
        let key = x25519::Identity::from_str(text.trim());
        let key = key.map_err(|_| Error::malformed("identity", "write a secret key as age does"))?;
        Ok(ExportKey::Identity(key))
    }

    /// Reads an encrypted export: what this gives is the export in plain. What was cut off or changed is an error of
    /// reading.
    ///
    /// # Errors
    /// [`Error::Malformed`] where it is no encrypted export, or one for others.
    pub fn open<R: Read>(&self, from: R) -> Result<impl Read + use<R>, Error> {
        let refused = |error: age::DecryptError| Error::malformed("export", error.to_string());
        let decryptor = Decryptor::new(from).map_err(refused)?;
        match self {
            ExportKey::Passphrase(secret) => {
                let secret = scrypt::Identity::new(secret.clone());
                decryptor.decrypt(std::iter::once(&secret as &dyn Identity)).map_err(refused)
            }
            ExportKey::Identity(key) => {
                decryptor.decrypt(std::iter::once(key as &dyn Identity)).map_err(refused)
            }
        }
    }
}

impl Ledger {
    /// [`Ledger::export`], encrypted as it is written.
    ///
    /// # Errors
    /// Those of [`Ledger::export`].
    pub fn export_encrypted(
        &self,
        subject: &SubjectId,
        options: &ExportOptions,
        now: DateTime<Utc>,
        lock: &ExportLock,
        to: &mut dyn Write,
    ) -> Result<u64, Error> {
        let mut sealed = lock.encryptor()?.wrap_output(to).map_err(|error| unavailable(&error))?;
        let facts = self.export(subject, options, now, &mut sealed)?;
        sealed.finish().and_then(Write::flush).map_err(|error| unavailable(&error))?;
        Ok(facts)
    }

    /// The same to a new file, as [`Ledger::export_to_file`] has it.
    ///
    /// # Errors
    /// Those of [`Ledger::export_to_file`].
    pub fn export_encrypted_to_file(
        &self,
        subject: &SubjectId,
        options: &ExportOptions,
        now: DateTime<Utc>,
        lock: &ExportLock,
        path: &Path,
    ) -> Result<u64, Error> {
        to_new_file(path, |to| self.export_encrypted(subject, options, now, lock, to))
    }
}

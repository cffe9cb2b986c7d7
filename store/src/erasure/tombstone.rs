//! The list of those who were erased, in a file of its own.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::ErasureException;
use crate::Error;
use crate::hex;
use crate::keys::Roots;

/// That a person was erased. It holds keyed hashes only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tombstone {
    /// The ledger, by its public key.
    pub(crate) ledger: String,
    /// The erasure's id.
    pub(crate) erasure: String,
    /// The keyed hash of the person.
    pub(crate) subject: String,
    /// Purposes of which the keys are kept.
    pub(crate) kept: Vec<String>,
    /// Keyed hashes of accounts that must not be collected again.
    pub(crate) suppressed: Vec<String>,
    /// Single items that are kept; events by their keyed hashes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) exceptions: Vec<ErasureException>,
    /// By which decision.
    pub(crate) decision: String,
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// The ledger's signature.
    pub(crate) signature: String,
}

fn malformed(reason: &str) -> Error {
    Error::malformed("tombstone", reason)
}

impl Tombstone {
    fn signed_text(&self) -> Result<String, Error> {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let words = |words: &[String]| words.join(" ");
        // In JSON no exception can end its line.
        let exceptions =
            serde_json::to_string(&self.exceptions).map_err(|error| malformed(&error.to_string()))?;
        Ok(format!(
            "renown tombstone 1\n{}\n{}\n{}\n{}\n{}\n{exceptions}\n{}\n{at}\n",
            self.ledger,
            self.erasure,
            self.subject,
            words(&self.kept),
            words(&self.suppressed),
            self.decision,
        ))
    }

    pub(super) fn signed(mut self, roots: &Roots) -> Result<Self, Error> {
        self.signature = roots.sign(&self.signed_text()?);
        Ok(self)
    }

    /// The line that stands in the file and in the ledger.
    pub(super) fn line(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| malformed(&error.to_string()))
    }

    /// Reads a line that this ledger signed.
    pub(super) fn read(line: &str, roots: &Roots) -> Option<Self> {
        let found: Tombstone = serde_json::from_str(line).ok()?;
        let ours = found.ledger == roots.public_key();
        let key = VerifyingKey::from_bytes(&hex::read(&found.ledger)?).ok()?;
        let signature = Signature::from_bytes(&hex::read(&found.signature)?);
        let good = key.verify_strict(found.signed_text().ok()?.as_bytes(), &signature).is_ok();
        (ours && good).then_some(found)
    }
}

/// The file of tombstones: one line each, only ever added to.
#[derive(Debug)]
pub(crate) struct Tombstones {
    path: PathBuf,
}

fn unavailable(error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull => Error::DiskFull,
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Error::ReadOnly,
        _ => Error::Unavailable { what: "the list of tombstones", reason: error.to_string() },
    }
}

impl Tombstones {
    pub(crate) fn at(path: PathBuf) -> Self {
        Tombstones { path }
    }

    /// All tombstones with their lines. A last line without its end was never acknowledged and is passed over.
    pub(super) fn all(&self, roots: &Roots) -> Result<Vec<(String, Tombstone)>, Error> {
        let mut text = String::new();
        match File::open(&self.path).and_then(|mut file| file.read_to_string(&mut text)) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unavailable(error)),
        }
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let lines = whole.lines().enumerate();
        lines
            .map(|(at, line)| {
                let found = Tombstone::read(line, roots);
                found.map(|found| (line.to_owned(), found)).ok_or(Error::TombstoneRejected { line: at + 1 })
            })
            .collect()
    }

    /// Adds a line; it is on disk when this returns. Only whoever holds the ledger for writing may call it.
    pub(super) fn add(&self, line: &str) -> Result<(), Error> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let mut file = options.open(&self.path).map_err(unavailable)?;
        let mut whole = Vec::new();
        file.read_to_end(&mut whole).map_err(unavailable)?;
        // What a crash left of a line is cut off.
        let end = whole.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at as u64 + 1);
        let written = (|| {
            file.set_len(end)?;
            file.seek(SeekFrom::Start(end))?;
            file.write_all(format!("{line}\n").as_bytes())?;
            file.sync_all()
        })();
        written.map_err(unavailable)
    }
}

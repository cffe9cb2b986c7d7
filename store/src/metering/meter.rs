//! Counting usage.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use renown::privacy::SubjectId;
use serde::{Deserialize, Serialize};

use crate::engine::Statements;
use crate::keys::SubjectHash;
use crate::{Error, Ledger};

/// Units of one kind that a user consumed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usage {
    /// Who.
    pub user: SubjectId,
    /// What, such as `profile_view`.
    pub kind: String,
    /// How many.
    pub units: u64,
}

impl std::fmt::Debug for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Usage").field("kind", &self.kind).field("units", &self.units).finish_non_exhaustive()
    }
}

/// Usage that is counted together, under one id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageBatch {
    /// The caller's id for the batch: the same id again is the same batch.
    pub id: String,
    /// When; usage is counted on the day of UTC.
    pub at: DateTime<Utc>,
    /// What was consumed.
    pub usage: Vec<Usage>,
}

/// The day of usage, as days since 1 January of the year 1.
pub(super) fn day(at: DateTime<Utc>) -> i64 {
    i64::from(at.date_naive().num_days_from_ce())
}

impl Ledger {
    /// Counts batches, all or none of them; they are on disk when this returns. Gives for each whether it was counted
    /// now; false where it had been before.
    ///
    /// # Errors
    /// [`Error::IdReused`] where an id stands for another batch, [`Error::SubjectErased`], [`Error::Malformed`] where
    /// a total would pass 2^63, and those of the engine.
    pub fn meter(&self, batches: &[UsageBatch]) -> Result<Vec<bool>, Error> {
        let mut hashes: BTreeMap<&str, SubjectHash> = BTreeMap::new();
        for usage in batches.iter().flat_map(|batch| &batch.usage) {
            hashes
                .entry(usage.user.as_str())
                .or_insert_with(|| self.roots.lookup.subject(usage.user.as_str()));
        }
        let mut counted = Vec::new();
        self.engine.write(&mut |statements| {
            counted.clear();
            let mut sums: BTreeMap<(SubjectHash, i64, &str), u64> = BTreeMap::new();
            for batch in batches {
                let new = self.is_new_usage(statements, &batch.id, &self.content(batch))?;
                counted.push(new);
                for usage in batch.usage.iter().filter(|_| new) {
                    let hash = hashes.get(usage.user.as_str()).copied().unwrap_or_default();
                    let sum = sums.entry((hash, day(batch.at), usage.kind.as_str())).or_default();
                    *sum = sum.checked_add(usage.units).ok_or_else(too_many)?;
                }
            }
            let mut last = None;
            for ((hash, day, kind), units) in &sums {
                if last != Some(hash) {
                    refuse_erased(statements, hash)?;
                    last = Some(hash);
                }
                add(statements, hash, *day, kind, *units)?;
            }
            Ok(())
        })?;
        Ok(counted)
    }

    fn content(&self, batch: &UsageBatch) -> [u8; 32] {
        let mut words: Vec<Vec<u8>> = vec![day(batch.at).to_be_bytes().to_vec()];
        for usage in &batch.usage {
            words.push(usage.user.as_str().as_bytes().to_vec());
            words.push(usage.kind.as_bytes().to_vec());
            words.push(usage.units.to_be_bytes().to_vec());
        }
        let words: Vec<&[u8]> = words.iter().map(Vec::as_slice).collect();
        self.roots.lookup.hash("usage content", &words)
    }

    /// Writes down the id of usage; false where it stands there with the same content.
    pub(super) fn is_new_usage(
        &self,
        statements: &mut dyn Statements,
        id: &str,
        content: &[u8; 32],
    ) -> Result<bool, Error> {
        if id.is_empty() || id.len() > 256 {
            return Err(Error::malformed("id", "an id of usage has 1 to 256 bytes"));
        }
        let id = self.roots.lookup.hash("usage", &[id.as_bytes()]);
        let cells = [id.as_slice().into()];
        if let Some(row) = statements.row("SELECT content FROM usage_key WHERE id = ?1", &cells)? {
            return if row.array(0)? == *content { Ok(false) } else { Err(Error::IdReused) };
        }
        statements.execute(
            "INSERT INTO usage_key (id, content) VALUES (?1, ?2)",
            &[id.as_slice().into(), content.as_slice().into()],
        )?;
        Ok(true)
    }
}

pub(super) fn too_many() -> Error {
    Error::malformed("units", "a total would pass 9223372036854775807")
}

pub(super) fn refuse_erased(statements: &mut dyn Statements, subject: &SubjectHash) -> Result<(), Error> {
    let cells = [subject.as_slice().into()];
    match statements.row("SELECT 1 FROM tombstone WHERE subject = ?1", &cells)? {
        Some(_) => Err(Error::SubjectErased),
        None => Ok(()),
    }
}

/// Adds units to a total.
pub(super) fn add(
    statements: &mut dyn Statements,
    subject: &SubjectHash,
    day: i64,
    kind: &str,
    units: u64,
) -> Result<(), Error> {
    let units = i64::try_from(units).map_err(|_| too_many())?;
    let changed = statements.execute(
        "INSERT INTO usage_total (subject, day, kind, units) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (subject, day, kind) DO UPDATE SET units = usage_total.units + excluded.units \
         WHERE usage_total.units <= 9223372036854775807 - excluded.units",
        &[subject.as_slice().into(), day.into(), kind.into(), units.into()],
    )?;
    if changed == 1 { Ok(()) } else { Err(too_many()) }
}

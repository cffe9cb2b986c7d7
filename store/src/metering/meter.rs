//! Counting usage.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use renown::privacy::SubjectId;
use serde::{Deserialize, Serialize};

use super::group::{Batch, Counted};
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
        let batches = batches.iter().map(|batch| self.sealed_off(batch)).collect::<Result<_, _>>()?;
        self.count_together(batches)
    }

    fn sealed_off(&self, batch: &UsageBatch) -> Result<Batch, Error> {
        let mut known: HashMap<&str, SubjectHash> = HashMap::new();
        let mut kinds: HashMap<&str, Arc<str>> = HashMap::new();
        let mut entries = Vec::with_capacity(batch.usage.len());
        for usage in &batch.usage {
            let user = usage.user.as_str();
            let subject = *known.entry(user).or_insert_with(|| self.roots.lookup.subject(user));
            let kind = kinds.entry(&usage.kind).or_insert_with(|| Arc::from(usage.kind.as_str()));
            entries.push(Counted { subject, kind: Arc::clone(kind), units: usage.units });
        }
        Ok(Batch {
            id: self.usage_id(&batch.id)?,
            content: self.content(batch),
            day: day(batch.at),
            users: known.into_values().collect(),
            entries: entries.into(),
        })
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

    /// Under what the id of usage is kept.
    pub(super) fn usage_id(&self, id: &str) -> Result<[u8; 32], Error> {
        if id.is_empty() || id.len() > 256 {
            return Err(Error::malformed("id", "an id of usage has 1 to 256 bytes"));
        }
        Ok(self.roots.lookup.hash("usage", &[id.as_bytes()]))
    }
}

/// Writes down the id of usage; false where it stands there with the same content.
pub(super) fn is_new_usage(
    statements: &mut dyn Statements,
    id: &[u8; 32],
    content: &[u8; 32],
) -> Result<bool, Error> {
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

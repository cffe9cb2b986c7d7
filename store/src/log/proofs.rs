//! Checkpoints and proofs of the log.

use chrono::{DateTime, Utc};
use renown::transparency::{Checkpoint, Hash, commitment, leaf_hash};
use serde::{Deserialize, Serialize};

use super::tree::{range, split};
use super::{root, size};
use crate::engine::Statements;
use crate::event::Event;
use crate::{Error, Ledger, hex};

/// That an event stands in the log: what [`renown::transparency::verify_inclusion`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InclusionProof {
    /// The place in the log, from 0.
    pub index: u64,
    /// The size of the tree.
    pub size: u64,
    /// The hash of the leaf: what the log holds of the event.
    pub leaf: Hash,
    /// The hashes on the way to the root.
    pub proof: Vec<Hash>,
    /// The root.
    pub root: Hash,
}

/// That a log begins with what it was: what [`renown::transparency::verify_consistency`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyProof {
    /// The size of the old tree.
    pub old_size: u64,
    /// The size of the new tree.
    pub new_size: u64,
    /// The root of the old tree.
    pub old_root: Hash,
    /// The root of the new tree.
    pub new_root: Hash,
    /// The hashes that lead to both.
    pub proof: Vec<Hash>,
}

impl Ledger {
    /// The public key of this ledger, 64 hexadecimal digits: with it, checkpoints and receipts are verified.
    pub fn public_key(&self) -> String {
        self.roots.public_key()
    }

    /// Signs the log as it stands; the checkpoint is kept, and belongs in other hands as well.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn checkpoint(&self, now: DateTime<Utc>) -> Result<Checkpoint, Error> {
        let mut signed = None;
        self.engine.write(&mut |statements| {
            let entries = size(statements)?;
            let mut checkpoint = Checkpoint {
                log: self.public_key(),
                size: entries.unsigned_abs(),
                root: root(statements, entries)?,
                signed_at: now,
                signature: String::new(),
            };
            checkpoint.signature = self.roots.sign(&checkpoint.signed_text());
            let body = serde_json::to_string(&checkpoint)
                .map_err(|error| Error::malformed("checkpoint", error.to_string()))?;
            statements.execute(
                "INSERT INTO checkpoint (size, body) VALUES (?1, ?2) ON CONFLICT (size) DO UPDATE SET body = ?2",
                &[entries.into(), body.as_str().into()],
            )?;
            signed = Some(checkpoint);
            Ok(())
        })?;
        signed.ok_or(Error::Unknown { what: "checkpoint" })
    }

    /// The proof that the entry at `index` stands in the log of `size` entries; of all where none is given.
    ///
    /// # Errors
    /// [`Error::Unknown`] where the log has no such entry, and those of the engine.
    pub fn prove_inclusion(&self, index: u64, of: Option<u64>) -> Result<InclusionProof, Error> {
        let mut found = None;
        self.engine.read(&mut |statements| {
            let all = size(statements)?;
            let entries = within(of.unwrap_or(all.unsigned_abs()), all)?;
            let place = within(index, entries - 1)?;
            let mut proof = Vec::new();
            path(statements, place, 0, entries, &mut proof)?;
            let leaf = range(statements, place, 1)?;
            let root = root(statements, entries)?;
            found = Some(InclusionProof { index, size: entries.unsigned_abs(), leaf, proof, root });
            Ok(())
        })?;
        found.ok_or(Error::Unknown { what: "entry of the log" })
    }

    /// The proof that the log of `new_size` entries begins with that of `old_size`; the whole log where none is given.
    ///
    /// # Errors
    /// [`Error::Unknown`] where the log was never so long or `old_size` is 0, and those of the engine.
    pub fn prove_consistency(&self, old_size: u64, new_size: Option<u64>) -> Result<ConsistencyProof, Error> {
        let mut found = None;
        self.engine.read(&mut |statements| {
            let all = size(statements)?;
            let new = within(new_size.unwrap_or(all.unsigned_abs()), all)?;
            let old = within(old_size, new)?;
            if old == 0 {
                return Err(Error::Unknown { what: "log of no entries" });
            }
            let mut proof = Vec::new();
            subproof(statements, old, 0, new, true, &mut proof)?;
            let (old_root, new_root) = (root(statements, old)?, root(statements, new)?);
            let new_size = new.unsigned_abs();
            found = Some(ConsistencyProof { old_size, new_size, old_root, new_root, proof });
            Ok(())
        })?;
        found.ok_or(Error::Unknown { what: "log of this size" })
    }

    /// The event at a place of the log with the salt of its commitment, for whoever has to show that the leaf of a
    /// proof is this event. None where it was erased.
    ///
    /// # Errors
    /// [`Error::Corrupt`], and those of the engine.
    pub fn reveal(&self, index: u64) -> Result<Option<(Event, String)>, Error> {
        let mut found = None;
        self.engine.read(&mut |statements| {
            let row = statements.row(
                "SELECT position, event_id, subject, purpose, sealed FROM event WHERE position = ?1",
                &[i64::try_from(index).unwrap_or(i64::MAX).into()],
            )?;
            let opened = row.map(|row| self.open_event(statements, &row)).transpose()?.flatten();
            found = opened.map(|opened| (opened.event, hex::of(&opened.salt)));
            Ok(())
        })?;
        Ok(found)
    }

    /// Checks the whole ledger: the files of the database, the tree from its leaves up, that every event still
    /// opens and is the one that was committed to, and that no total or quota was changed, taken away or put back. Gives the number of entries.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the first thing found, and those of the engine.
    pub fn verify(&self) -> Result<u64, Error> {
        self.engine.check()?;
        let mut entries = 0;
        self.engine.read(&mut |statements| {
            entries = size(statements)?;
            let mut leaves = Vec::new();
            let all = "SELECT hash FROM log_node WHERE level = 0 ORDER BY position";
            statements.each(all, &[], &mut |row| {
                leaves.push(Hash(row.array(0)?));
                Ok(())
            })?;
            if leaves.len() as u64 != entries.unsigned_abs() || fold(&leaves) != root(statements, entries)? {
                return Err(Error::corrupt("its log does not lead to its root"));
            }
            let events = statements.rows(
                "SELECT position, event_id, subject, purpose, sealed FROM event ORDER BY position",
                &[],
            )?;
            for row in &events {
                let opened = self.open_event(statements, row)?;
                let opened = opened.ok_or_else(|| Error::corrupt("an event has no key"))?;
                let leaf = leaf_hash(&commitment(&opened.salt, &opened.bytes).0);
                if usize::try_from(opened.position).ok().and_then(|at| leaves.get(at)) != Some(&leaf) {
                    return Err(Error::corrupt("an event is not the one that its log commits to"));
                }
            }
            self.check_usage(statements)?;
            self.check_quotas(statements)
        })?;
        Ok(entries.unsigned_abs())
    }
}

/// The root over leaves alone, by the definition of RFC 6962, section 2.1.
fn fold(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => renown::transparency::empty_root(),
        [leaf] => *leaf,
        _ => {
            let middle = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(middle);
            renown::transparency::node_hash(&fold(left), &fold(right))
        }
    }
}

fn within(value: u64, end: i64) -> Result<i64, Error> {
    let value = i64::try_from(value).ok().filter(|value| *value <= end);
    value.ok_or(Error::Unknown { what: "entry or size of the log" })
}

/// PATH(m, D[n]) of RFC 6962, section 2.1.1, over the entries from `start` on.
fn path(
    statements: &mut dyn Statements,
    m: i64,
    start: i64,
    n: i64,
    proof: &mut Vec<Hash>,
) -> Result<(), Error> {
    if n <= 1 {
        return Ok(());
    }
    let k = split(n);
    if m < k {
        path(statements, m, start, k, proof)?;
        proof.push(range(statements, start + k, n - k)?);
    } else {
        path(statements, m - k, start + k, n - k, proof)?;
        proof.push(range(statements, start, k)?);
    }
    Ok(())
}

/// SUBPROOF(m, D[n], b) of RFC 6962, section 2.1.2, over the entries from `start` on.
fn subproof(
    statements: &mut dyn Statements,
    m: i64,
    start: i64,
    n: i64,
    whole: bool,
    proof: &mut Vec<Hash>,
) -> Result<(), Error> {
    if m == n {
        if !whole {
            proof.push(range(statements, start, n)?);
        }
        return Ok(());
    }
    let k = split(n);
    if m <= k {
        subproof(statements, m, start, k, whole, proof)?;
        proof.push(range(statements, start + k, n - k)?);
    } else {
        subproof(statements, m - k, start + k, n - k, false, proof)?;
        proof.push(range(statements, start, k)?);
    }
    Ok(())
}

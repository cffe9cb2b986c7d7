//! What an erasure does to the rows of a ledger, at once or when it is replayed.

use renown::transparency::leaf_hash;

use super::ErasureException;
use super::tombstone::Tombstone;
use crate::engine::Statements;
use crate::keys::{SubjectHash, existing_data_key, forget_keys, new_data_key};
use crate::profiles::forget_days;
use crate::{Error, Ledger, hex, log};

/// Under whose hash the totals of those who were erased are kept.
pub(crate) const NOBODY: SubjectHash = [0; 32];

/// Rows that a purpose's key seals: which purposes somebody has, and how the rows of one are deleted. Fields are found
/// by their days.
const OF_PURPOSES: [(&str, &str); 2] = [
    (
        "SELECT DISTINCT purpose FROM event WHERE subject = ?1",
        "DELETE FROM event WHERE subject = ?1 AND purpose = ?2",
    ),
    (
        "SELECT DISTINCT f.purpose FROM field_day d \
         JOIN field_of_day f ON f.day = d.day AND f.subject = d.subject WHERE d.subject = ?1",
        "DELETE FROM field_of_day WHERE subject = ?1 AND purpose = ?2 \
         AND day IN (SELECT day FROM field_day WHERE subject = ?1)",
    ),
];

impl Ledger {
    /// Erases in this ledger whoever the list of tombstones names, and completes the list with the ledger's own.
    pub(crate) fn replay(&self, read_only: bool) -> Result<(), Error> {
        let listed = self.tombstones.all(&self.roots)?;
        let mut missing = Vec::new();
        let mut unlisted = Vec::new();
        self.engine.read(&mut |statements| {
            (missing, unlisted) = compare(statements, &listed)?;
            Ok(())
        })?;
        if missing.is_empty() && (unlisted.is_empty() || read_only) {
            return Ok(());
        }
        if read_only {
            return Err(Error::TombstonesPending { count: missing.len() });
        }
        let mut erased = false;
        self.engine.write(&mut |statements| {
            // Another process may have replayed meanwhile.
            let listed = self.tombstones.all(&self.roots)?;
            (missing, unlisted) = compare(statements, &listed)?;
            for line in &unlisted {
                self.tombstones.add(line)?;
            }
            for (line, tombstone) in &missing {
                self.apply(statements, line, tombstone)?;
                erased = true;
            }
            Ok(())
        })?;
        if erased { self.engine.scrub() } else { Ok(()) }
    }

    /// Destroys the keys and what they sealed, and lets the log say so.
    pub(super) fn apply(
        &self,
        statements: &mut dyn Statements,
        line: &str,
        tombstone: &Tombstone,
    ) -> Result<(), Error> {
        let damaged = || Error::corrupt("a tombstone holds no hash");
        let subject: SubjectHash = hex::read(&tombstone.subject).ok_or_else(damaged)?;
        let one = [subject.as_slice().into()];
        for exception in &tombstone.exceptions {
            self.set_apart(statements, &subject, exception)?;
        }
        let mut kept = tombstone.kept.clone();
        kept.extend(tombstone.exceptions.iter().map(|exception| exception.key.clone()));
        forget_keys(statements, &subject, &kept)?;
        for (distinct, delete) in OF_PURPOSES {
            for row in &statements.rows(distinct, &one)? {
                let purpose = row.text(0)?;
                if !kept.iter().any(|kept| kept == purpose) {
                    statements.execute(delete, &[subject.as_slice().into(), purpose.into()])?;
                }
            }
        }
        forget_days(statements, &subject)?;
        for table in ["fold", "reservation"] {
            statements.execute(&format!("DELETE FROM {table} WHERE subject = ?1"), &one)?;
        }
        if !kept.iter().any(|kept| kept == "registration") {
            statements.execute("DELETE FROM account WHERE subject = ?1", &one)?;
        }
        self.forget_quotas(statements, &subject)?;
        if kept.iter().any(|kept| kept == "usage") {
            self.settle_usage(statements)?;
        } else {
            self.anonymise_usage(statements, &subject)?;
        }
        for account in &tombstone.suppressed {
            let hash: [u8; 32] = hex::read(account).ok_or_else(damaged)?;
            statements.execute(
                "INSERT INTO suppression (account) VALUES (?1) ON CONFLICT (account) DO NOTHING",
                &[hash.as_slice().into()],
            )?;
        }
        statements.execute(
            "INSERT INTO tombstone (subject, line) VALUES (?1, ?2)",
            &[subject.as_slice().into(), line.into()],
        )?;
        let end = log::size(statements)?;
        log::append(statements, end, leaf_hash(line.as_bytes()))
    }

    /// Seals single items again under a key of their own, before the keys that sealed them so far are destroyed.
    fn set_apart(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        exception: &ErasureException,
    ) -> Result<(), Error> {
        let key = match existing_data_key(statements, &*self.keys, subject, &exception.key)? {
            Some(key) => key,
            None => new_data_key(statements, &*self.keys, subject, &exception.key)?,
        };
        for name in &exception.fields {
            self.move_field(statements, subject, name, &exception.key, &key)?;
        }
        for event in &exception.events {
            let id: [u8; 32] = hex::read(event).ok_or_else(|| Error::corrupt("a tombstone holds no hash"))?;
            self.move_event(statements, subject, &id, &exception.key, &key)?;
        }
        Ok(())
    }
}

type Listed = (String, Tombstone);

/// Those listed that the ledger lacks, and lines of the ledger that are not listed.
fn compare(statements: &mut dyn Statements, listed: &[Listed]) -> Result<(Vec<Listed>, Vec<String>), Error> {
    let rows = statements.rows("SELECT line FROM tombstone", &[])?;
    let known = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
    let missing = listed.iter().filter(|(line, _)| !known.contains(&line.as_str())).cloned().collect();
    let unlisted = known.iter().filter(|known| !listed.iter().any(|(line, _)| line == *known));
    Ok((missing, unlisted.map(|&line| line.to_owned()).collect()))
}

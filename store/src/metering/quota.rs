//! Quotas: how much of a kind a user may consume, sealed.

use renown::privacy::SubjectId;
use renown::usage::Quota;

use super::meter::refuse_erased;
use super::state::{State, mark, place};
use crate::engine::Statements;
use crate::keys::{self, SubjectHash};
use crate::{Error, Ledger};

impl Ledger {
    /// Sets how much of a kind a user may consume.
    ///
    /// # Errors
    /// [`Error::SubjectErased`], and those of the engine.
    pub fn set_quota(&self, user: &SubjectId, kind: &str, quota: Quota) -> Result<(), Error> {
        let hash = self.roots.lookup.subject(user.as_str());
        self.engine.write(&mut |statements| {
            refuse_erased(statements, &hash)?;
            self.keep_quota(statements, &hash, kind, quota)
        })
    }

    pub(super) fn keep_quota(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        kind: &str,
        quota: Quota,
    ) -> Result<(), Error> {
        let plain =
            serde_json::to_vec(&quota).map_err(|error| Error::malformed("quota", error.to_string()))?;
        let key: [&[u8]; 2] = [subject, kind.as_bytes()];
        let sealed = keys::seal(&self.roots.usage, &place("quota", &key), &plain)?;
        let cells = [subject.as_slice().into(), kind.into()];
        let known =
            statements.row("SELECT sealed FROM usage_quota WHERE subject = ?1 AND kind = ?2", &cells)?;
        let mut state = State::read(statements, &self.roots)?;
        if let Some(row) = known {
            state.marks.remove(mark(&self.roots, "quota", &key, row.bytes(0)?));
        }
        state.marks.add(mark(&self.roots, "quota", &key, &sealed));
        statements.execute(
            "INSERT INTO usage_quota (subject, kind, sealed) VALUES (?1, ?2, ?3) \
             ON CONFLICT (subject, kind) DO UPDATE SET sealed = ?3",
            &[subject.as_slice().into(), kind.into(), sealed.into()],
        )?;
        state.write(statements, &self.roots)
    }

    pub(super) fn quota(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        kind: &str,
    ) -> Result<Option<Quota>, Error> {
        let cells = [subject.as_slice().into(), kind.into()];
        let row =
            statements.row("SELECT sealed FROM usage_quota WHERE subject = ?1 AND kind = ?2", &cells)?;
        row.map(|row| self.open_quota(subject, kind, row.bytes(0)?)).transpose()
    }

    fn open_quota(&self, subject: &SubjectHash, kind: &str, sealed: &[u8]) -> Result<Quota, Error> {
        let plain = keys::open(&self.roots.usage, &place("quota", &[subject, kind.as_bytes()]), sealed);
        let quota = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        quota.ok_or_else(|| Error::corrupt("a quota does not open"))
    }

    /// Checks that every quota opens.
    pub(crate) fn check_quotas(&self, statements: &mut dyn Statements) -> Result<(), Error> {
        statements.each("SELECT subject, kind, sealed FROM usage_quota", &[], &mut |row| {
            self.open_quota(&row.array(0)?, row.text(1)?, row.bytes(2)?).map(|_| ())
        })
    }

    /// Deletes the quotas of a person.
    pub(crate) fn forget_quotas(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
    ) -> Result<(), Error> {
        let one = [subject.as_slice().into()];
        let mut state = State::read(statements, &self.roots)?;
        for row in statements.rows("SELECT kind, sealed FROM usage_quota WHERE subject = ?1", &one)? {
            state.marks.remove(mark(
                &self.roots,
                "quota",
                &[subject, row.text(0)?.as_bytes()],
                row.bytes(1)?,
            ));
        }
        statements.execute("DELETE FROM usage_quota WHERE subject = ?1", &one)?;
        state.write(statements, &self.roots)
    }
}

//! Units promised to work that is under way.

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;

use super::entry::Entry;
use super::meter::{day, is_new_usage, refuse_erased};
use super::totals::number;
use crate::engine::Statements;
use crate::keys::SubjectHash;
use crate::{Error, Ledger};

impl Ledger {
    /// Promises units of a quota to work that begins. The same reservation again changes nothing; one that is neither
    /// settled nor released by `expires` is given back. Gives how many units are left after it, none where there is
    /// no quota.
    ///
    /// # Errors
    /// [`Error::QuotaExceeded`], [`Error::IdReused`], [`Error::SubjectErased`], and those of the engine.
    pub fn reserve(
        &self,
        id: &str,
        user: &SubjectId,
        kind: &str,
        units: u64,
        expires: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<u64>, Error> {
        let hash = self.roots.lookup.subject(user.as_str());
        let wanted = i64::try_from(units).map_err(|_| super::meter::too_many())?;
        let mut left = None;
        self.engine.write(&mut |statements| {
            refuse_erased(statements, &hash)?;
            self.add_up_if_many(statements)?;
            if let Some(known) = self.reservation(statements, id)? {
                let same = known == (hash, kind.to_owned(), units);
                left = self.left_of(statements, &hash, kind, now)?;
                return if same { Ok(()) } else { Err(Error::IdReused) };
            }
            let before = self.left_of(statements, &hash, kind, now)?;
            if let Some(before) = before.filter(|before| *before < units) {
                return Err(Error::QuotaExceeded { asked: units, left: before });
            }
            let id = self.roots.lookup.hash("reservation", &[id.as_bytes()]);
            statements.execute(
                "INSERT INTO reservation (id, subject, kind, units, expires) VALUES (?1, ?2, ?3, ?4, ?5)",
                &[
                    id.as_slice().into(),
                    hash.as_slice().into(),
                    kind.into(),
                    wanted.into(),
                    expires.timestamp_millis().into(),
                ],
            )?;
            left = before.map(|before| before - units);
            Ok(())
        })?;
        Ok(left)
    }

    /// Counts what the work of a reservation consumed, which may be less than was promised, and ends it. The same
    /// again changes nothing.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such reservation, [`Error::QuotaExceeded`] where more was consumed than
    /// promised, [`Error::IdReused`], and those of the engine.
    pub fn settle(&self, id: &str, units: u64, now: DateTime<Utc>) -> Result<(), Error> {
        let content = self.roots.lookup.hash("settled", &[&units.to_be_bytes()]);
        let usage = self.usage_id(&format!("reservation {id}"))?;
        self.engine.write(&mut |statements| {
            let known = self.reservation(statements, id)?;
            if !is_new_usage(statements, &usage, &content)? {
                return Ok(());
            }
            let Some((subject, kind, promised)) = known else {
                return Err(Error::Unknown { what: "reservation" });
            };
            if units > promised {
                return Err(Error::QuotaExceeded { asked: units, left: promised });
            }
            let mut entries = [Entry { subject, day: day(now), kind: &kind, units }];
            self.count(statements, &mut entries)?;
            self.forget_reservation(statements, id)
        })
    }

    /// Gives back what a reservation promised.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn release(&self, id: &str) -> Result<(), Error> {
        self.engine.write(&mut |statements| self.forget_reservation(statements, id))
    }

    fn forget_reservation(&self, statements: &mut dyn Statements, id: &str) -> Result<(), Error> {
        let id = self.roots.lookup.hash("reservation", &[id.as_bytes()]);
        statements.execute("DELETE FROM reservation WHERE id = ?1", &[id.as_slice().into()])?;
        Ok(())
    }

    fn reservation(
        &self,
        statements: &mut dyn Statements,
        id: &str,
    ) -> Result<Option<(SubjectHash, String, u64)>, Error> {
        let id = self.roots.lookup.hash("reservation", &[id.as_bytes()]);
        let row = statements
            .row("SELECT subject, kind, units FROM reservation WHERE id = ?1", &[id.as_slice().into()])?;
        row.map(|row| Ok((row.array(0)?, row.text(1)?.to_owned(), row.integer(2)?.unsigned_abs())))
            .transpose()
    }

    /// What a quota leaves; none where there is no quota.
    fn left_of(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        kind: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<u64>, Error> {
        let Some(quota) = self.quota(statements, subject, kind)? else { return Ok(None) };
        let (first, end) = quota.period.around(now);
        let days = self.totals_of_days(statements, subject, (number(first), number(end)))?;
        let used = days
            .values()
            .filter_map(|kinds| kinds.get(kind))
            .fold(0_u64, |sum, units| sum.saturating_add(*units));
        let promised = statements.rows(
            "SELECT units FROM reservation WHERE subject = ?1 AND kind = ?2 AND expires > ?3",
            &[subject.as_slice().into(), kind.into(), now.timestamp_millis().into()],
        )?;
        let promised =
            promised.iter().map(|row| Ok(row.integer(0)?.unsigned_abs())).sum::<Result<u64, Error>>()?;
        Ok(Some(quota.left(used, promised)))
    }
}

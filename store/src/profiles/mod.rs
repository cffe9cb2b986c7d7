//! What is held about influencers, each field no longer than the policy lets it.
//!
//! One idea to keep in mind: a field that has expired is gone. It is not read from the moment it expires, whether or
//! not the sweep that deletes it has come.

mod days;

pub(crate) use days::forget_days;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use renown::privacy::SubjectId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::engine::Statements;
use crate::erasure::Account;
use crate::keys::{self, SecretKey, SubjectHash};
use crate::{Error, Ledger};

/// The purpose under whose key fields are kept where none is named.
const PURPOSE: &str = "profile";
/// Attempts to log in are forgotten after this long.
const ATTEMPTS_KEPT: TimeDelta = TimeDelta::days(1);

/// One field of an influencer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Which field; the name of a field names nobody.
    pub name: String,
    /// What it holds.
    pub value: Value,
    /// From when on it must not be read: when it was fetched and the time that the policy gives it.
    pub expires: DateTime<Utc>,
}

/// What a sweep took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Fields that had expired.
    pub fields: u64,
    /// Reservations that had expired.
    pub reservations: u64,
    /// Attempts to log in that no longer count.
    pub attempts: u64,
}

fn place(subject: &SubjectHash, purpose: &str, name: &str, expires: i64) -> Vec<u8> {
    let words = [purpose.as_bytes(), b"\0", name.as_bytes(), b"\0"].concat();
    [b"field ", subject.as_slice(), &expires.to_be_bytes(), &words].concat()
}

impl Ledger {
    /// Holds fields of an influencer, in place of older ones of the same names. `account` is where they were
    /// collected; `purpose` is the purpose whose key seals them, `profile` where none is given.
    ///
    /// # Errors
    /// [`Error::Suppressed`] where the account belongs to someone who was erased, [`Error::SubjectErased`],
    /// [`Error::Malformed`] where a field has expired already, and those of the engine.
    pub fn hold_fields(
        &self,
        subject: &SubjectId,
        account: Option<&Account>,
        purpose: Option<&str>,
        fields: &[Field],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if fields.iter().any(|field| field.expires <= now) {
            return Err(Error::malformed("expires", "a field must expire after now; fetch it anew"));
        }
        if fields.iter().any(|field| field.name.is_empty() || field.name.contains('\0')) {
            return Err(Error::malformed("name", "a field has a name without zero bytes"));
        }
        let purpose = purpose.unwrap_or(PURPOSE);
        let hash = self.roots.lookup.subject(subject.as_str());
        let account = account.map(|account| self.account_hash(account)).transpose()?;
        self.engine.write(&mut |statements| {
            if let Some(account) = account {
                let cells = [account.as_slice().into()];
                let found = statements.row("SELECT 1 FROM suppression WHERE account = ?1", &cells)?;
                if found.is_some() {
                    return Err(Error::Suppressed);
                }
            }
            let key = keys::data_key(statements, &*self.keys, &hash, purpose)?;
            for field in fields {
                let expires = field.expires.timestamp_millis();
                let plain = zeroize::Zeroizing::new(field.value.to_string());
                let place = place(&hash, purpose, &field.name, expires);
                let sealed = keys::seal(&key, &place, plain.as_bytes())?;
                days::put(statements, &hash, purpose, &field.name, expires, sealed)?;
            }
            days::forget_past(statements, &hash, now)
        })
    }

    /// The fields of an influencer that have not expired, of all purposes, in the order of their names.
    ///
    /// # Errors
    /// [`Error::Corrupt`], and those of the engine.
    pub fn fields(&self, subject: &SubjectId, now: DateTime<Utc>) -> Result<Vec<Field>, Error> {
        let hash = self.roots.lookup.subject(subject.as_str());
        let mut fields = Vec::new();
        self.engine.read(&mut |statements| {
            fields = self.fields_with_purposes(statements, &hash, now)?;
            Ok(())
        })?;
        Ok(fields.into_iter().map(|(_, field)| field).collect())
    }

    /// The same with the purposes whose keys seal them.
    pub(crate) fn fields_with_purposes(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        now: DateTime<Utc>,
    ) -> Result<Vec<(String, Field)>, Error> {
        let rows = statements.rows(
            "SELECT f.purpose, f.name, f.expires, f.sealed FROM field_day d \
             JOIN field_of_day f ON f.day = d.day AND f.subject = d.subject \
             WHERE d.subject = ?1 AND f.expires > ?2 ORDER BY f.name, f.purpose",
            &[subject.as_slice().into(), now.timestamp_millis().into()],
        )?;
        let damaged = || Error::corrupt("a field does not open");
        let mut known = BTreeMap::new();
        let mut fields = Vec::new();
        for row in &rows {
            let (purpose, name, expires) = (row.text(0)?, row.text(1)?, row.integer(2)?);
            if !known.contains_key(purpose) {
                let key = keys::existing_data_key(statements, &*self.keys, subject, purpose)?;
                known.insert(purpose.to_owned(), key.ok_or_else(damaged)?);
            }
            let key = known.get(purpose).ok_or_else(damaged)?;
            let plain = keys::open(key, &place(subject, purpose, name, expires), row.bytes(3)?);
            let plain = zeroize::Zeroizing::new(plain.ok_or_else(damaged)?);
            let value = serde_json::from_slice(&plain).map_err(|_| damaged())?;
            let expires = DateTime::from_timestamp_millis(expires).ok_or_else(damaged)?;
            fields.push((purpose.to_owned(), Field { name: name.to_owned(), value, expires }));
        }
        Ok(fields)
    }

    /// Seals a field of any other purpose again for `purpose`; of several of one name the one that expires last.
    pub(crate) fn move_field(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        name: &str,
        purpose: &str,
        key: &SecretKey,
    ) -> Result<(), Error> {
        let found = statements.rows(
            "SELECT f.purpose, f.expires, f.sealed FROM field_day d \
             JOIN field_of_day f ON f.day = d.day AND f.subject = d.subject \
             WHERE d.subject = ?1 AND f.name = ?2 AND f.purpose <> ?3 ORDER BY f.expires DESC, f.purpose",
            &[subject.as_slice().into(), name.into(), purpose.into()],
        )?;
        for row in &found {
            let (from, expires) = (row.text(0)?, row.integer(1)?);
            let Some(old) = keys::existing_data_key(statements, &*self.keys, subject, from)? else {
                continue;
            };
            let plain = keys::open(&old, &place(subject, from, name, expires), row.bytes(2)?);
            let plain =
                zeroize::Zeroizing::new(plain.ok_or_else(|| Error::corrupt("a field does not open"))?);
            let sealed = keys::seal(key, &place(subject, purpose, name, expires), &plain)?;
            if !days::holds(statements, subject, purpose, name)? {
                days::put(statements, subject, purpose, name, expires, sealed)?;
            }
        }
        Ok(())
    }

    /// Deletes whatever has expired, day by day of expiry, so that other writers come in between, and overwrites it in
    /// the files.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn sweep(&self, now: DateTime<Utc>) -> Result<Swept, Error> {
        let mut swept = Swept { fields: days::sweep(&*self.engine, now)?, reservations: 0, attempts: 0 };
        let cells = [now.timestamp_millis().into()];
        let old = [(now - ATTEMPTS_KEPT).timestamp_millis().into()];
        self.engine.write(&mut |statements| {
            swept.reservations = statements.execute("DELETE FROM reservation WHERE expires <= ?1", &cells)?;
            swept.attempts = statements.execute("DELETE FROM attempt WHERE since <= ?1", &old)?;
            Ok(())
        })?;
        self.engine.scrub()?;
        Ok(swept)
    }
}

//! Registering users and reading who they are.

use chrono::{DateTime, NaiveDate, Utc};
use renown::privacy::SubjectId;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{PasswordCost, email};
use crate::engine::{Row, Statements};
use crate::event::{Event, EventKind};
use crate::keys::{self, SubjectHash};
use crate::{Error, Ledger, log};

/// The purpose whose key seals registration data.
pub(super) const PURPOSE: &str = "registration";
/// From which age on somebody may be a user: the clause on age.
const AGE: u32 = 18;

/// What is asked of somebody who registers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The id under which the caller keeps the user.
    pub user: SubjectId,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The password; only a verifier of it is kept.
    pub password: String,
    /// The date of birth; only that the user is 18 is kept.
    pub born: NaiveDate,
    /// The agreement that begins.
    pub agreement: String,
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Registration(…)")
    }
}

/// A registered user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The id under which the caller keeps the user.
    pub user: SubjectId,
    /// The name.
    pub name: String,
    /// The e-mail address, normalised.
    pub email: String,
    /// When the user registered and said to be 18.
    pub registered_at: DateTime<Utc>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("registered_at", &self.registered_at).finish_non_exhaustive()
    }
}

/// What the row of an account seals.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) user: User,
    pub(super) verifier: String,
}

fn place(subject: &SubjectHash) -> Vec<u8> {
    [b"account ", subject.as_slice()].concat()
}

impl Ledger {
    pub(super) fn email_hash(&self, email: &str) -> [u8; 32] {
        self.roots.lookup.hash("email", &[email::compared(email).as_bytes()])
    }

    /// Registers a user whose agreement begins now.
    ///
    /// # Errors
    /// [`Error::Malformed`], [`Error::UnderAge`], [`Error::EmailTaken`], [`Error::IdReused`] where the id has an
    /// account, [`Error::SubjectErased`], and those of the engine.
    pub fn register(
        &self,
        registration: &Registration,
        cost: PasswordCost,
        now: DateTime<Utc>,
    ) -> Result<User, Error> {
        // The birthday itself counts; someone born on 29 February comes of age on 1 March.
        if now.date_naive().years_since(registration.born).is_none_or(|age| age < AGE) {
            return Err(Error::UnderAge);
        }
        let name = registration.name.trim();
        if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
            return Err(Error::malformed(
                "name",
                "a name has 1 to 200 characters, none of them control characters",
            ));
        }
        let email = email::normalised(&registration.email)?;
        let verifier = cost.verifier(&registration.password)?;
        let subject = self.roots.lookup.subject(registration.user.as_str());
        let email_hash = self.email_hash(&email);
        let user = User { user: registration.user.clone(), name: name.to_owned(), email, registered_at: now };
        let kept = Kept { user: user.clone(), verifier };
        let agreement = Event {
            id: format!("agreement {} {}", registration.user.as_str(), registration.agreement),
            subject: registration.user.clone(),
            at: now,
            what: EventKind::AgreementStarted { agreement: registration.agreement.clone() },
        };
        self.engine.write(&mut |statements| {
            let taken =
                statements.row("SELECT 1 FROM account WHERE email = ?1", &[email_hash.as_slice().into()])?;
            if taken.is_some() {
                return Err(Error::EmailTaken);
            }
            let same =
                statements.row("SELECT 1 FROM account WHERE subject = ?1", &[subject.as_slice().into()])?;
            if same.is_some() {
                return Err(Error::IdReused);
            }
            let sealed = self.seal_account(statements, &subject, &kept)?;
            statements.execute(
                "INSERT INTO account (subject, email, sealed) VALUES (?1, ?2, ?3)",
                &[subject.as_slice().into(), email_hash.as_slice().into(), sealed.into()],
            )?;
            let mut end = log::size(statements)?;
            self.record_one(statements, &agreement, &mut end).map(|_| ())
        })?;
        Ok(user)
    }

    /// Who a user is; none where nobody is registered under this id.
    ///
    /// # Errors
    /// [`Error::Corrupt`], and those of the engine.
    pub fn user(&self, id: &SubjectId) -> Result<Option<User>, Error> {
        let subject = self.roots.lookup.subject(id.as_str());
        let mut found = None;
        self.engine.read(&mut |statements| {
            found = self.user_of(statements, &subject)?;
            Ok(())
        })?;
        Ok(found)
    }

    pub(crate) fn user_of(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
    ) -> Result<Option<User>, Error> {
        let row = statements
            .row("SELECT subject, sealed FROM account WHERE subject = ?1", &[subject.as_slice().into()])?;
        Ok(row.map(|row| self.open_account(statements, &row)).transpose()?.map(|kept| kept.user))
    }

    pub(super) fn seal_account(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        kept: &Kept,
    ) -> Result<Vec<u8>, Error> {
        let key = keys::data_key(statements, &*self.keys, subject, PURPOSE)?;
        let plain =
            serde_json::to_vec(kept).map_err(|error| Error::malformed("account", error.to_string()))?;
        keys::seal(&key, &place(subject), &Zeroizing::new(plain))
    }

    /// Opens a row `subject, sealed`.
    pub(super) fn open_account(&self, statements: &mut dyn Statements, row: &Row) -> Result<Kept, Error> {
        let damaged = || Error::corrupt("an account does not open");
        let subject: SubjectHash = row.array(0)?;
        let key = keys::existing_data_key(statements, &*self.keys, &subject, PURPOSE)?;
        let plain = keys::open(&key.ok_or_else(damaged)?, &place(&subject), row.bytes(1)?);
        let plain = Zeroizing::new(plain.ok_or_else(damaged)?);
        serde_json::from_slice(&plain).map_err(|_| damaged())
    }
}

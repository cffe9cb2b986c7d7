//! Whether a password is that of a user.

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;

use super::password::matches;
use super::{PasswordCost, email};
use crate::{Error, Ledger};

impl Ledger {
    /// Whose address and password these are; none where they belong to nobody, whether or not there is such an
    /// address: both answers open one account, which is a decoy where there is none, and cost one Argon2id and the same
    /// writes. `source` says where the attempt comes from, such
    /// as a network address; of it, a keyed hash is kept for a day.
    ///
    /// A verifier that was made at another cost is made anew.
    ///
    /// # Errors
    /// [`Error::Throttled`] after too many failures of this address or this source, and those of the engine.
    pub fn log_in(
        &self,
        address: &str,
        password: &str,
        source: &str,
        cost: PasswordCost,
        now: DateTime<Utc>,
    ) -> Result<Option<SubjectId>, Error> {
        // What is no address belongs to nobody, and is answered like one that is unknown.
        let address = email::normalised(address).unwrap_or_else(|_| address.to_owned());
        let (account, source) = (
            self.attempt_hash("attempt account", &email::compared(&address)),
            self.attempt_hash("attempt source", source),
        );
        self.count_attempt(&[account, source], now)?;
        let email_hash = self.email_hash(&address);
        let decoy = self.decoy(cost)?;
        let mut found = None;
        self.engine.read(&mut |statements| {
            let row = statements.row(
                "SELECT subject, sealed FROM account WHERE email = ?1",
                &[email_hash.as_slice().into()],
            )?;
            let known = row.is_some();
            let kept = match row {
                Some(row) => self.open_account(statements, &row)?,
                None => self.open_decoy(statements, &decoy)?,
            };
            found = Some((known, kept));
            Ok(())
        })?;
        let Some((known, mut kept)) = found else { return Ok(None) };
        // Both are asked whatever the one says.
        if !(matches(&kept.verifier, password) & known) {
            return Ok(None);
        }
        let user = kept.user.user.clone();
        let renewed = if cost.made(&kept.verifier) { None } else { Some(cost.hash(password)?) };
        self.engine.write(&mut |statements| {
            Self::forgive(statements, &account, &source)?;
            let Some(verifier) = &renewed else { return Ok(()) };
            kept.verifier.clone_from(verifier);
            let subject = self.roots.lookup.subject(user.as_str());
            let sealed = self.seal_account(statements, &subject, &kept)?;
            statements.execute(
                "UPDATE account SET sealed = ?2 WHERE subject = ?1",
                &[subject.as_slice().into(), sealed.into()],
            )?;
            Ok(())
        })?;
        Ok(Some(user))
    }
}

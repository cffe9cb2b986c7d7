//! Accounts that must not be collected again: keyed hashes of platform and account, and nothing else of them.

use renown::privacy::rights::suppression_hash;
use serde::{Deserialize, Serialize};

use crate::{Error, Ledger, hex};

/// An account on a platform.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The platform, such as `instagram`.
    pub platform: String,
    /// The platform's own id of the account.
    pub account: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(…)")
    }
}

impl Ledger {
    /// The hash of the rights engine, under a key that only this ledger has.
    pub(crate) fn account_hash(&self, account: &Account) -> Result<[u8; 32], Error> {
        let key = self.roots.lookup.hash("suppression key", &[]);
        let hash = suppression_hash(&key, &account.platform, &account.account)?;
        hex::read(&hash).ok_or_else(|| Error::malformed("account", "its hash has another length"))
    }

    /// Whether an account belongs to someone who was erased: whoever collects asks before.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn is_suppressed(&self, account: &Account) -> Result<bool, Error> {
        let hash = self.account_hash(account)?;
        let mut found = false;
        self.engine.read(&mut |statements| {
            let cells = [hash.as_slice().into()];
            found = statements.row("SELECT 1 FROM suppression WHERE account = ?1", &cells)?.is_some();
            Ok(())
        })?;
        Ok(found)
    }
}

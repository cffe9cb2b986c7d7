//! Accounts that must not be collected again: keyed hashes of platform and account, and nothing else of them.

use serde::{Deserialize, Serialize};

use crate::{Error, Ledger};

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
    pub(crate) fn account_hash(&self, account: &Account) -> [u8; 32] {
        self.roots.lookup.hash("account", &[account.platform.as_bytes(), account.account.as_bytes()])
    }

    /// Whether an account belongs to someone who was erased: whoever collects asks before.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn is_suppressed(&self, account: &Account) -> Result<bool, Error> {
        let hash = self.account_hash(account);
        let mut found = false;
        self.engine.read(&mut |statements| {
            let cells = [hash.as_slice().into()];
            found = statements.row("SELECT 1 FROM suppression WHERE account = ?1", &cells)?.is_some();
            Ok(())
        })?;
        Ok(found)
    }
}

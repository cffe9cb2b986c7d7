//! An account that nobody has: it is opened where an address is unknown.
//!
//! One idea to keep in mind: to open an account is work too, and where a key service unwraps keys it is a call over the
//! network. So for an unknown address the same is done, with a key and a verifier of the same form.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;

use super::PasswordCost;
use super::register::{Kept, PURPOSE, User};
use crate::engine::Statements;
use crate::keys::{self, SecretKey, SubjectHash};
use crate::{Error, Ledger};

const PLACE: &[u8] = b"decoy";

/// A wrapped key, and an account that it seals.
#[derive(Clone)]
pub(crate) struct Decoy {
    cost: PasswordCost,
    master: String,
    wrapped: Vec<u8>,
    sealed: Vec<u8>,
}

/// The decoy of a ledger, made at the first log-in, whoever's that is.
#[derive(Default)]
pub(crate) struct KeptDecoy(Mutex<Option<Decoy>>);

impl Ledger {
    pub(super) fn decoy(&self, cost: PasswordCost) -> Result<Decoy, Error> {
        let mut kept = self.decoy.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(decoy) = kept.as_ref().filter(|decoy| decoy.cost == cost) {
            return Ok(decoy.clone());
        }
        let key = SecretKey::random()?;
        let master = self.keys.current().to_owned();
        let wrapped = self.keys.wrap(PLACE, &key)?;
        let user = User {
            user: SubjectId::new("nobody")?,
            name: "Nobody Invented".to_owned(),
            email: "nobody@example.com".to_owned(),
            registered_at: DateTime::<Utc>::UNIX_EPOCH,
        };
        let plain = serde_json::to_vec(&Kept { user, verifier: cost.verifier_of_nothing() })
            .map_err(|error| Error::malformed("account", error.to_string()))?;
        let sealed = keys::seal(&key, PLACE, &plain)?;
        let made = Decoy { cost, master, wrapped, sealed };
        *kept = Some(made.clone());
        Ok(made)
    }

    /// Does what opening an account does.
    pub(super) fn open_decoy(&self, statements: &mut dyn Statements, decoy: &Decoy) -> Result<Kept, Error> {
        let damaged = || Error::corrupt("an account does not open");
        let nobody: SubjectHash = [0; 32];
        keys::existing_data_key(statements, &*self.keys, &nobody, PURPOSE)?;
        let key = self.keys.unwrap(&decoy.master, PLACE, &decoy.wrapped)?;
        let plain = keys::open(&key, PLACE, &decoy.sealed).map(zeroize::Zeroizing::new);
        serde_json::from_slice(&plain.ok_or_else(damaged)?).map_err(|_| damaged())
    }
}

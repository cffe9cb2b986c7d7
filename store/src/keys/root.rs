//! The ledger's own keys: for look-ups, and for signing checkpoints, tombstones and receipts.

use ed25519_dalek::{Signer, SigningKey};

use super::{KeyProvider, Lookup, SecretKey};
use crate::Error;
use crate::engine::{Engine, Statements};
use crate::hex;

/// The keys that a ledger has from its beginning.
pub(crate) struct Roots {
    pub(crate) lookup: Lookup,
    /// What seals usage, which outlives the people who consumed.
    pub(crate) usage: SecretKey,
    marks: Lookup,
    signing: SigningKey,
}

impl Roots {
    /// Reads the keys, or makes them where the ledger is new.
    pub(crate) fn of(engine: &dyn Engine, keys: &dyn KeyProvider) -> Result<Self, Error> {
        const NAMES: [&str; 3] = ["lookup", "signing", "usage"];
        let mut found = Vec::new();
        engine.read(&mut |statements| {
            found = NAMES.iter().map(|name| root(statements, keys, name)).collect::<Result<_, _>>()?;
            Ok(())
        })?;
        if found.iter().any(Option::is_none) {
            engine.write(&mut |statements| {
                let all = NAMES.iter().map(|name| root_or_new(statements, keys, name).map(Some));
                found = all.collect::<Result<_, _>>()?;
                Ok(())
            })?;
        }
        let [Some(lookup), Some(signing), Some(usage)] = found.as_slice() else {
            return Err(Error::corrupt("its own keys are missing"));
        };
        let marks = Lookup::new(usage.clone());
        let signing = SigningKey::from_bytes(signing.bytes());
        Ok(Roots { lookup: Lookup::new(lookup.clone()), usage: usage.clone(), marks, signing })
    }

    /// The mark of a row of usage.
    pub(crate) fn usage_mark(&self, words: &[&[u8]]) -> [u8; 32] {
        self.marks.hash("mark", words)
    }

    /// The public key, 64 hexadecimal digits: who has it can verify what the ledger signed. It also names the ledger.
    pub(crate) fn public_key(&self) -> String {
        hex::of(self.signing.verifying_key().as_bytes())
    }

    /// The signature over a text, 128 hexadecimal digits.
    pub(crate) fn sign(&self, text: &str) -> String {
        hex::of(&self.signing.sign(text.as_bytes()).to_bytes())
    }
}

fn place(name: &str) -> Vec<u8> {
    format!("root key {name}").into_bytes()
}

fn root(
    statements: &mut dyn Statements,
    keys: &dyn KeyProvider,
    name: &str,
) -> Result<Option<SecretKey>, Error> {
    let row = statements.row("SELECT master, wrapped FROM root_key WHERE name = ?1", &[name.into()])?;
    row.map(|row| keys.unwrap(row.text(0)?, &place(name), row.bytes(1)?)).transpose()
}

fn root_or_new(
    statements: &mut dyn Statements,
    keys: &dyn KeyProvider,
    name: &str,
) -> Result<SecretKey, Error> {
    if let Some(key) = root(statements, keys, name)? {
        return Ok(key);
    }
    let key = SecretKey::random()?;
    let wrapped = keys.wrap(&place(name), &key)?;
    let cells = [name.into(), keys.current().into(), wrapped.into()];
    statements.execute("INSERT INTO root_key (name, master, wrapped) VALUES (?1, ?2, ?3)", &cells)?;
    Ok(key)
}

/// Wraps the ledger's own keys with the current master key.
pub(super) fn rewrap_roots(statements: &mut dyn Statements, keys: &dyn KeyProvider) -> Result<u64, Error> {
    let rows = statements
        .rows("SELECT name, master, wrapped FROM root_key WHERE master <> ?1", &[keys.current().into()])?;
    for row in &rows {
        let name = row.text(0)?;
        let key = keys.unwrap(row.text(1)?, &place(name), row.bytes(2)?)?;
        let wrapped = keys.wrap(&place(name), &key)?;
        let cells = [name.into(), keys.current().into(), wrapped.into()];
        statements.execute("UPDATE root_key SET master = ?2, wrapped = ?3 WHERE name = ?1", &cells)?;
    }
    Ok(rows.len() as u64)
}

//! One key for each person and purpose: made when first needed, wrapped anew at rotation, destroyed at erasure.

use super::root::rewrap_roots;
use super::{KeyProvider, SecretKey, SubjectHash};
use crate::Error;
use crate::engine::Statements;

fn place(subject: &SubjectHash, purpose: &str) -> Vec<u8> {
    [b"data key ", purpose.as_bytes(), b" ", subject].concat()
}

/// The key of a person and purpose, where there is one.
pub(crate) fn existing_data_key(
    statements: &mut dyn Statements,
    keys: &dyn KeyProvider,
    subject: &SubjectHash,
    purpose: &str,
) -> Result<Option<SecretKey>, Error> {
    let row = statements.row(
        "SELECT master, wrapped FROM data_key WHERE subject = ?1 AND purpose = ?2",
        &[subject.as_slice().into(), purpose.into()],
    )?;
    row.map(|row| keys.unwrap(row.text(0)?, &place(subject, purpose), row.bytes(1)?)).transpose()
}

/// The key of a person and purpose; a new one where there was none, which fails where the person was erased.
pub(crate) fn data_key(
    statements: &mut dyn Statements,
    keys: &dyn KeyProvider,
    subject: &SubjectHash,
    purpose: &str,
) -> Result<SecretKey, Error> {
    if let Some(key) = existing_data_key(statements, keys, subject, purpose)? {
        return Ok(key);
    }
    let erased =
        statements.row("SELECT 1 FROM tombstone WHERE subject = ?1", &[subject.as_slice().into()])?;
    if erased.is_some() {
        return Err(Error::SubjectErased);
    }
    new_data_key(statements, keys, subject, purpose)
}

/// A new key, though the person may have been erased: for what an erasure leaves out.
pub(crate) fn new_data_key(
    statements: &mut dyn Statements,
    keys: &dyn KeyProvider,
    subject: &SubjectHash,
    purpose: &str,
) -> Result<SecretKey, Error> {
    let key = SecretKey::random()?;
    let wrapped = keys.wrap(&place(subject, purpose), &key)?;
    statements.execute(
        "INSERT INTO data_key (subject, purpose, master, wrapped) VALUES (?1, ?2, ?3, ?4)",
        &[subject.as_slice().into(), purpose.into(), keys.current().into(), wrapped.into()],
    )?;
    Ok(key)
}

/// Destroys all keys of a person but those of the purposes that are kept; gives the purposes of those destroyed.
pub(crate) fn forget_keys(
    statements: &mut dyn Statements,
    subject: &SubjectHash,
    kept: &[String],
) -> Result<Vec<String>, Error> {
    let rows =
        statements.rows("SELECT purpose FROM data_key WHERE subject = ?1", &[subject.as_slice().into()])?;
    let mut forgotten = Vec::new();
    for row in &rows {
        let purpose = row.text(0)?;
        if kept.iter().any(|kept| kept == purpose) {
            continue;
        }
        let cells = [subject.as_slice().into(), purpose.into()];
        statements.execute("DELETE FROM data_key WHERE subject = ?1 AND purpose = ?2", &cells)?;
        forgotten.push(purpose.to_owned());
    }
    Ok(forgotten)
}

/// Wraps every key that another master key wrapped with the current one; gives how many there were.
pub(crate) fn rewrap(statements: &mut dyn Statements, keys: &dyn KeyProvider) -> Result<u64, Error> {
    let roots = rewrap_roots(statements, keys)?;
    let rows = statements.rows(
        "SELECT subject, purpose, master, wrapped FROM data_key WHERE master <> ?1",
        &[keys.current().into()],
    )?;
    for row in &rows {
        let (subject, purpose) = (row.array(0)?, row.text(1)?);
        let key = keys.unwrap(row.text(2)?, &place(&subject, purpose), row.bytes(3)?)?;
        let wrapped = keys.wrap(&place(&subject, purpose), &key)?;
        statements.execute(
            "UPDATE data_key SET master = ?3, wrapped = ?4 WHERE subject = ?1 AND purpose = ?2",
            &[subject.as_slice().into(), purpose.into(), keys.current().into(), wrapped.into()],
        )?;
    }
    Ok(roots + rows.len() as u64)
}

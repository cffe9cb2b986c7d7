//! The tables, as a list of steps from nothing to the newest version.

use super::{Engine, Statements};
use crate::Error;

/// Each step leads from the version of its place to the next. A step that was released is never changed.
const STEPS: &[&[&str]] = &[FIRST, USAGE_SEALED_AND_FIELDS_BY_DAY];

const FIRST: &[&str] = &[
    "CREATE TABLE root_key (name TEXT NOT NULL PRIMARY KEY, master TEXT NOT NULL, wrapped BLOB NOT NULL)",
    "CREATE TABLE data_key (subject BLOB NOT NULL, purpose TEXT NOT NULL, master TEXT NOT NULL, \
     wrapped BLOB NOT NULL, PRIMARY KEY (subject, purpose))",
    "CREATE TABLE event (position INTEGER NOT NULL PRIMARY KEY, event_id BLOB NOT NULL UNIQUE, \
     subject BLOB NOT NULL, purpose TEXT NOT NULL, sealed BLOB NOT NULL)",
    "CREATE INDEX event_by_subject ON event (subject, position)",
    "CREATE TABLE fold (subject BLOB NOT NULL PRIMARY KEY, through INTEGER NOT NULL, sealed BLOB NOT NULL)",
    "CREATE TABLE log_node (level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, \
     PRIMARY KEY (level, position))",
    "CREATE TABLE checkpoint (size INTEGER NOT NULL PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE tombstone (subject BLOB NOT NULL, line TEXT NOT NULL, PRIMARY KEY (subject, line))",
    "CREATE TABLE suppression (account BLOB NOT NULL PRIMARY KEY)",
    "CREATE TABLE registered_store (name TEXT NOT NULL PRIMARY KEY, public_key TEXT NOT NULL)",
    "CREATE TABLE erasure (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE erasure_receipt (erasure TEXT NOT NULL, store TEXT NOT NULL, body TEXT NOT NULL, \
     PRIMARY KEY (erasure, store))",
    "CREATE TABLE field (subject BLOB NOT NULL, purpose TEXT NOT NULL, name TEXT NOT NULL, \
     expires INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (subject, purpose, name))",
    "CREATE INDEX field_by_expiry ON field (expires)",
    "CREATE TABLE account (subject BLOB NOT NULL PRIMARY KEY, email BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL)",
    "CREATE TABLE attempt (source BLOB NOT NULL PRIMARY KEY, failures INTEGER NOT NULL, since INTEGER NOT NULL)",
    "CREATE TABLE usage_key (id BLOB NOT NULL PRIMARY KEY, content BLOB NOT NULL)",
    "CREATE TABLE usage_total (subject BLOB NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, \
     units INTEGER NOT NULL, PRIMARY KEY (subject, day, kind))",
    "CREATE TABLE quota (subject BLOB NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, \
     PRIMARY KEY (subject, kind))",
    "CREATE TABLE reservation (id BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, kind TEXT NOT NULL, \
     units INTEGER NOT NULL, expires INTEGER NOT NULL)",
];

/// Usage is counted in a journal and sealed; what stood in `usage_total` and `quota` is sealed when the keys are there.
/// Fields that expire on one day lie together, so that a sweep takes away whole pages.
const USAGE_SEALED_AND_FIELDS_BY_DAY: &[&str] = &[
    "CREATE TABLE usage_journal (seq INTEGER NOT NULL PRIMARY KEY, sealed BLOB NOT NULL)",
    "CREATE TABLE usage_day (subject BLOB NOT NULL, day INTEGER NOT NULL, sealed BLOB NOT NULL, \
     PRIMARY KEY (subject, day))",
    "CREATE TABLE usage_quota (subject BLOB NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL, \
     PRIMARY KEY (subject, kind))",
    "CREATE TABLE usage_state (single INTEGER NOT NULL PRIMARY KEY, sealed BLOB NOT NULL)",
    "CREATE TABLE field_of_day (day INTEGER NOT NULL, subject BLOB NOT NULL, purpose TEXT NOT NULL, \
     name TEXT NOT NULL, expires INTEGER NOT NULL, sealed BLOB NOT NULL, \
     PRIMARY KEY (day, subject, purpose, name))",
    "CREATE TABLE field_day (subject BLOB NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (subject, day))",
    "INSERT INTO field_of_day (day, subject, purpose, name, expires, sealed) \
     SELECT expires / 86400000, subject, purpose, name, expires, sealed FROM field",
    "INSERT INTO field_day (subject, day) SELECT DISTINCT subject, expires / 86400000 FROM field",
    "DROP TABLE field",
];

/// The version that a ledger of this release has.
pub(crate) const VERSION: i64 = STEPS.len() as i64;

/// Brings a ledger to the version of this release.
pub(crate) fn prepare(engine: &dyn Engine) -> Result<(), Error> {
    let mut found = None;
    // Most openings find nothing to do, and need not wait for writers.
    engine.read(&mut |statements| {
        found = version(engine, statements)?;
        Ok(())
    })?;
    match found {
        Some(VERSION) => return Ok(()),
        Some(newer) if newer > VERSION => return Err(Error::NewerSchema { found: newer, known: VERSION }),
        _ => {}
    }
    engine.write(&mut |statements| {
        let from = version(engine, statements)?;
        if from.is_some_and(|from| from > VERSION) {
            return Err(Error::NewerSchema { found: from.unwrap_or(VERSION), known: VERSION });
        }
        if from.is_none() {
            statements.execute(
                &engine.dialect(
                    "CREATE TABLE renown_schema (single INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL)",
                ),
                &[],
            )?;
            statements.execute("INSERT INTO renown_schema VALUES (1, 0)", &[])?;
        }
        let done = usize::try_from(from.unwrap_or(0)).unwrap_or(0);
        for statement in STEPS.iter().skip(done).copied().flatten() {
            statements.execute(&engine.dialect(statement), &[])?;
        }
        statements.execute("UPDATE renown_schema SET version = ?1", &[VERSION.into()])?;
        Ok(())
    })
}

/// The version of a ledger; none where nothing was ever written.
fn version(engine: &dyn Engine, statements: &mut dyn Statements) -> Result<Option<i64>, Error> {
    let tables = statements.rows(engine.table_names(), &[])?;
    if tables.is_empty() {
        return Ok(None);
    }
    if !tables.iter().any(|row| row.text(0).is_ok_and(|name| name == "renown_schema")) {
        return Err(Error::NotALedger);
    }
    let row = statements.row("SELECT version FROM renown_schema", &[])?;
    row.map(|row| row.integer(0)).transpose()
}

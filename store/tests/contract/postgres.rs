//! What only a server can suffer: canaries in its folder, another schema, sessions that it ends, locks.

use std::fs;
use std::path::Path;

use renown_store::engine::{Postgres, PostgresOptions};
use renown_store::{Error, Ledger};

use crate::canary::{CANARY, encodings, with_canary};
use crate::erasure::plan;
use crate::place::{self, Place, hour, master, notice, subject};
use crate::server::server;

fn client(database: &str) -> Option<postgres::Client> {
    Some(postgres::Client::connect(&server()?.parameters(database), postgres::NoTls).unwrap())
}

/// Files of the server's folder but the write-ahead log in which one of these stands.
fn found(folder: &Path, needles: &[Vec<u8>], with_wal: bool) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if with_wal || !path.ends_with("pg_wal") {
                all.extend(found(&path, needles, with_wal));
            }
        } else if let Ok(bytes) = fs::read(&path) {
            // The server removes files while they are read.
            if needles.iter().any(|needle| memchr::memmem::find(&bytes, needle).is_some()) {
                all.push(path.display().to_string());
            }
        }
    }
    all
}

#[test]
fn no_file_of_the_server_has_a_canary_and_but_for_its_log_none_has_a_key_of_the_erased() {
    // A database of its own: a table is written anew without what the oldest reader of its database might still see.
    let Some(mut outside) = client("postgres") else { return };
    outside.batch_execute("CREATE DATABASE canary").unwrap();
    let mut place = place::postgres().unwrap();
    place.database = "canary";
    let ledger = with_canary(&place);
    let mut inside = client("canary").unwrap();
    let sql = format!("SELECT wrapped FROM {}.data_key", place.schema());
    let mut keys =
        || -> Vec<Vec<u8>> { inside.query(&sql, &[]).unwrap().iter().map(|row| row.get(0)).collect() };
    let before = keys();
    outside.batch_execute("CHECKPOINT").unwrap();
    let data = &server().unwrap().data;
    assert!(found(data, &encodings(CANARY), true).is_empty(), "plain text in a file");
    assert!(!found(data, &before, false).is_empty(), "the scan finds what is there");

    let mut erasure = plan("e1", CANARY, &[]);
    erasure.suppress[0].account = CANARY.to_owned();
    ledger.plan_erasure(&erasure, hour(3)).unwrap();
    ledger.erase("e1", &subject(CANARY), &[], hour(3)).unwrap();
    let left = keys();
    let destroyed: Vec<Vec<u8>> = before.into_iter().filter(|key| !left.contains(key)).collect();
    assert_eq!(left.len(), 1, "of the keys only bob's is left");
    assert!(found(data, &encodings(CANARY), true).is_empty());
    let files = found(data, &destroyed, false);
    assert!(files.is_empty(), "{files:?}");
    // What cannot be promised: segments of the write-ahead log keep wrapped keys until the server reuses them.
    assert!(!found(data, &destroyed, true).is_empty(), "docs/ledger.md says that the log still has them");
}

#[test]
fn a_newer_ledger_a_foreign_schema_and_a_wrong_name_are_refused() {
    let Some(place) = place::postgres() else { return };
    drop(place.open());
    let mut client = client("postgres").unwrap();
    client.batch_execute(&format!("UPDATE {}.renown_schema SET version = 999", place.schema())).unwrap();
    assert!(matches!(place.try_open(master()), Err(Error::NewerSchema { found: 999, .. })));

    let foreign = place::postgres().unwrap();
    let sql = format!("CREATE SCHEMA {0}; CREATE TABLE {0}.own (x int)", foreign.schema());
    client.batch_execute(&sql).unwrap();
    assert_eq!(foreign.try_open(master()).unwrap_err().code(), "NOT_A_LEDGER");

    let options = PostgresOptions { schema: "a; DROP".to_owned(), ..PostgresOptions::default() };
    let parameters = server().unwrap().parameters("postgres");
    assert_eq!(Postgres::connect(&parameters, options).unwrap_err().code(), "MALFORMED_FIELD");
    let nowhere = Postgres::connect("host=127.0.0.1 port=1 user=x", PostgresOptions::default());
    assert_eq!(nowhere.unwrap_err().code(), "LEDGER_UNAVAILABLE");
}

fn opened(place: &Place, options: PostgresOptions) -> Ledger {
    let parameters = server().unwrap().parameters("postgres");
    let options = PostgresOptions { schema: place.schema().to_owned(), ..options };
    let read_only = options.read_only;
    let engine = Postgres::connect(&parameters, options).unwrap();
    Ledger::over(engine, master(), place.tombstones(), read_only).unwrap()
}

#[test]
fn a_ledger_that_others_hold_is_busy_and_one_whose_sessions_were_ended_goes_on() {
    let Some(place) = place::postgres() else { return };
    drop(place.open());
    let ledger = opened(&place, PostgresOptions { wait_ms: 30, ..PostgresOptions::default() });
    let mut other = client("postgres").unwrap();
    let schema = place.schema();
    let lock = format!("SELECT pg_advisory_xact_lock(hashtextextended('renown ledger ' || '{schema}', 0))");
    let mut held = other.transaction().unwrap();
    held.execute(&lock, &[]).unwrap();
    assert_eq!(ledger.record(&[notice("one", "ada", 0)]).unwrap_err().code(), "LEDGER_BUSY");
    held.rollback().unwrap();
    assert!(ledger.record(&[notice("one", "ada", 0)]).unwrap()[0].new);

    let end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() \
               AND query LIKE '%COMMIT%' AND state = 'idle' AND pid IN \
               (SELECT pid FROM pg_stat_activity WHERE usename = 'renown')";
    // Only sessions of this test: others run at the same time, and theirs are ended and made anew as well.
    other.execute(end, &[]).unwrap();
    assert!(ledger.record(&[notice("two", "ada", 1)]).unwrap()[0].new);
    assert_eq!(ledger.events(&subject("ada")).unwrap().len(), 2);
}

#[test]
fn a_ledger_that_may_only_be_read_is_not_written() {
    let Some(place) = place::postgres() else { return };
    place.open().record(&[notice("one", "ada", 0)]).unwrap();
    let ledger = opened(&place, PostgresOptions { read_only: true, ..PostgresOptions::default() });
    assert_eq!(ledger.events(&subject("ada")).unwrap().len(), 1);
    assert_eq!(ledger.record(&[notice("two", "ada", 0)]).unwrap_err().code(), "LEDGER_READ_ONLY");
}

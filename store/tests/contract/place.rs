//! Where a ledger under test lies, and invented people in it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use renown::privacy::{Purpose, SubjectId};
use renown_store::{Event, EventKind, Ledger, MasterKeys, Options, SecretKey};
use tempfile::TempDir;

pub(crate) struct Place {
    folder: TempDir,
    /// The schema that the ledger has on the server; none where it is a file.
    #[cfg(feature = "postgres")]
    schema: Option<String>,
    #[cfg(feature = "postgres")]
    pub(crate) database: &'static str,
}

pub(crate) fn sqlite() -> Place {
    Place {
        folder: tempfile::tempdir().unwrap(),
        #[cfg(feature = "postgres")]
        schema: None,
        #[cfg(feature = "postgres")]
        database: "postgres",
    }
}

/// A schema that no other test has; none where there is no server.
#[cfg(feature = "postgres")]
pub(crate) fn postgres() -> Option<Place> {
    static PLACES: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    crate::server::server()?;
    let number = PLACES.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    Some(Place { schema: Some(format!("ledger_{number}")), ..sqlite() })
}

pub(crate) fn master() -> MasterKeys {
    MasterKeys::new("2026", SecretKey::from_bytes(&[7; 32]).unwrap())
}

impl Place {
    pub(crate) fn open(&self) -> Ledger {
        self.try_open(master()).unwrap()
    }

    pub(crate) fn try_open(&self, keys: MasterKeys) -> Result<Ledger, renown_store::Error> {
        #[cfg(feature = "postgres")]
        if let Some(schema) = self.schema.clone() {
            use renown_store::engine::{Postgres, PostgresOptions};
            let parameters = crate::server::server().unwrap().parameters(self.database);
            let engine = Postgres::connect(&parameters, PostgresOptions { schema, ..Default::default() })?;
            return Ledger::over(engine, keys, self.tombstones(), false);
        }
        Ledger::open(self.file(), keys, Options::default())
    }

    /// A place of the same engine in which nothing is yet.
    pub(crate) fn another(&self) -> Place {
        #[cfg(feature = "postgres")]
        if self.schema.is_some() {
            return postgres().unwrap();
        }
        sqlite()
    }

    /// Changes rows past the ledger.
    pub(crate) fn change(&self, sql: &str) {
        #[cfg(feature = "postgres")]
        if let Some(schema) = &self.schema {
            let parameters = crate::server::server().unwrap().parameters(self.database);
            let mut client = postgres::Client::connect(&parameters, postgres::NoTls).unwrap();
            client.batch_execute(&format!("SET search_path TO {schema}; {sql}")).unwrap();
            return;
        }
        rusqlite::Connection::open(self.file()).unwrap().execute_batch(sql).unwrap();
    }

    /// Bytes as SQL writes them.
    pub(crate) fn blob(&self, hex: &str) -> String {
        #[cfg(feature = "postgres")]
        if self.schema.is_some() {
            return format!("decode('{hex}', 'hex')");
        }
        format!("x'{hex}'")
    }

    /// What stands in the only column of a question, read past the ledger.
    pub(crate) fn bytes(&self, question: &str) -> Vec<Vec<u8>> {
        #[cfg(feature = "postgres")]
        if let Some(schema) = &self.schema {
            let parameters = crate::server::server().unwrap().parameters(self.database);
            let mut client = postgres::Client::connect(&parameters, postgres::NoTls).unwrap();
            client.batch_execute(&format!("SET search_path TO {schema}")).unwrap();
            return client.query(question, &[]).unwrap().iter().map(|row| row.get(0)).collect();
        }
        let database = rusqlite::Connection::open(self.file()).unwrap();
        let mut statement = database.prepare(question).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn schema(&self) -> &str {
        self.schema.as_deref().unwrap()
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn tombstones(&self) -> PathBuf {
        self.folder.path().join("tombstones")
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("renown.db")
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

pub(crate) fn subject(name: &str) -> SubjectId {
    SubjectId::new(name).unwrap()
}

pub(crate) fn hour(n: i64) -> DateTime<Utc> {
    "2026-02-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(n)
}

pub(crate) fn purpose(name: &str) -> Purpose {
    Purpose::new(name).unwrap()
}

pub(crate) fn event(id: &str, who: &str, at: i64, what: EventKind) -> Event {
    Event { id: id.to_owned(), subject: subject(who), at: hour(at), what }
}

pub(crate) fn notice(id: &str, who: &str, at: i64) -> Event {
    event(id, who, at, EventKind::NoticeShown { notice: format!("notice of {id}") })
}

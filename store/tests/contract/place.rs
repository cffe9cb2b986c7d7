//! Where a ledger under test lies, and invented people in it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use renown::privacy::{Purpose, SubjectId};
use renown_store::{Event, EventKind, Ledger, MasterKeys, Options, SecretKey};
use tempfile::TempDir;

pub(crate) struct Place {
    folder: TempDir,
}

pub(crate) fn sqlite() -> Place {
    Place { folder: tempfile::tempdir().unwrap() }
}

pub(crate) fn master() -> MasterKeys {
    MasterKeys::new("2026", SecretKey::from_bytes(&[7; 32]).unwrap())
}

impl Place {
    pub(crate) fn open(&self) -> Ledger {
        self.try_open(master()).unwrap()
    }

    pub(crate) fn try_open(&self, keys: MasterKeys) -> Result<Ledger, renown_store::Error> {
        Ledger::open(self.file(), keys, Options::default())
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

//! Power that fails, or a process that is killed, between any two writes that SQLite makes to its files.
//!
//! A commit appends frames to the write-ahead log: a header, then a page. A checkpoint copies pages from there into the
//! file. So what lies on disk after each single write is made here by cutting off the log at each boundary and within
//! frames, and by copying the first pages of a checkpoint only; then the ledger is opened, and must be what it was
//! before the transaction or after it, nothing between.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says how many places there were")]

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use renown::privacy::SubjectId;
use renown::usage::{Period, Quota};
use renown_store::{
    ErasurePlan, Event, EventKind, Field, Ledger, MasterKeys, Options, SecretKey, Usage, UsageBatch,
};

const PAGE: usize = 4096;
const FRAME: usize = 24 + PAGE;
const HEADER: usize = 32;

fn open(path: &Path) -> Ledger {
    let keys = MasterKeys::new("m", SecretKey::from_bytes(&[7; 32]).unwrap());
    Ledger::open(path, keys, Options::default()).unwrap()
}

fn hour(hours: i64) -> DateTime<Utc> {
    "2026-02-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hours)
}

fn subject(name: &str) -> SubjectId {
    SubjectId::new(name).unwrap()
}

/// What a reader sees.
fn seen(ledger: &Ledger) -> String {
    let entries = ledger.verify().unwrap();
    let (first, end) = ("2026-02-01".parse().unwrap(), "2026-03-01".parse().unwrap());
    let people = ["ada", "bob", "u1", "u2"].map(|name| {
        let user = subject(name);
        let events: Vec<String> = ledger.events(&user).unwrap().into_iter().map(|event| event.id).collect();
        let fields = ledger.fields(&user, hour(1)).unwrap();
        let usage = ledger.usage(Some(&user), first, end).unwrap();
        format!("{name}: {events:?} {fields:?} {usage:?}")
    });
    format!("{entries} {people:?} {:?}", ledger.usage(None, first, end).unwrap())
}

fn event(id: &str, who: &str) -> Event {
    let what = EventKind::NoticeShown { notice: "n".into() };
    Event { id: id.into(), subject: subject(who), at: hour(0), what }
}

fn batch(id: &str) -> UsageBatch {
    let usage = |who: &str, units| Usage { user: subject(who), kind: "view".into(), units };
    UsageBatch { id: id.into(), at: hour(1), usage: vec![usage("u1", 1), usage("u2", 2)] }
}

type Step = (&'static str, fn(&Ledger));

/// Transactions of every kind; each is one commit.
const STEPS: [Step; 8] = [
    ("events", |ledger| {
        drop(ledger.record(&[event("1", "ada"), event("2", "ada"), event("3", "bob")]).unwrap())
    }),
    ("usage", |ledger| drop(ledger.meter(&[batch("a"), batch("b")]).unwrap())),
    ("a quota", |ledger| {
        ledger.set_quota(&subject("u1"), "view", Quota { limit: 9, period: Period::Ever }).unwrap();
    }),
    ("a counter", |ledger| {
        let counter = ledger.counter().unwrap();
        counter.add_all(&[counter.number(&subject("u1"), "view")], &[5]).unwrap();
        ledger.flush(&counter, hour(1)).unwrap();
    }),
    ("fields", |ledger| {
        let field =
            |name: &str, expires| Field { name: name.into(), value: "v".into(), expires: hour(expires) };
        ledger.hold_fields(&subject("bob"), None, None, &[field("a", 2), field("b", 90)], hour(0)).unwrap();
    }),
    ("a reservation", |ledger| {
        ledger.reserve("r", &subject("u1"), "view", 2, hour(9), hour(1)).unwrap();
    }),
    ("a plan", |ledger| {
        let (kept, exceptions, suppress) = (Vec::new(), Vec::new(), Vec::new());
        let (id, decision) = ("e".into(), "d".into());
        let plan =
            ErasurePlan { id, subject: subject("ada"), kept, exceptions, suppress, scope: None, decision };
        ledger.plan_erasure(&plan, hour(1)).unwrap();
    }),
    ("a checkpoint of the log", |ledger| drop(ledger.checkpoint(hour(2)).unwrap())),
];

/// The files of a ledger, apart from the memory that its processes share.
fn files(path: &Path) -> (Vec<u8>, Vec<u8>) {
    (fs::read(path).unwrap(), fs::read(beside(path, "-wal")).unwrap_or_default())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// What a ledger of these files shows.
fn shown(database: &[u8], log: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("renown.db");
    fs::write(&path, database).unwrap();
    fs::write(beside(&path, "-wal"), log).unwrap();
    seen(&open(&path))
}

#[test]
fn between_any_two_writes_a_ledger_is_what_it_was_before_or_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("renown.db");
    let ledger = open(&path);
    let mut places = 0;
    for (name, step) in STEPS {
        let (database, before) = files(&path);
        let old = shown(&database, &before);
        step(&ledger);
        let (same, after) = files(&path);
        assert_eq!(same, database, "{name}: a commit writes to the log alone");
        assert!(after.starts_with(&before) && after.len() > before.len(), "{name}: the log only grows");
        let new = shown(&database, &after);
        let start = before.len().max(HEADER);
        let frames = (after.len() - start) / FRAME;
        // The header of the file alone where there was none.
        let mut cuts = if before.is_empty() { vec![0, HEADER] } else { Vec::new() };
        for frame in 0..frames {
            let at = start + frame * FRAME;
            cuts.extend([at, at + 24, at + 24 + 512, at + FRAME - 1]);
        }
        for cut in cuts {
            assert_eq!(shown(&database, &after[..cut]), old, "{name}: {cut} of {} bytes", after.len());
            places += 1;
        }
        assert_eq!(shown(&database, &after), new);
        // Anything else in the place of the last page: a write that arrived by half.
        let mut torn = after.clone();
        let half = torn.len() - PAGE / 2;
        torn[half..].fill(0);
        assert_eq!(shown(&database, &torn), old, "{name}: half a page");
        places += 1;
    }
    places += checkpoints(&path);
    println!("{places} places between writes");
    assert!(places > 200, "only {places}");
}

/// Copies the pages of the log into the file one by one, as a checkpoint does.
fn checkpoints(path: &Path) -> usize {
    let (mut database, log) = files(path);
    let whole = shown(&database, &log);
    let mut latest = std::collections::BTreeMap::new();
    for frame in log[HEADER..].chunks_exact(FRAME) {
        let page = u32::from_be_bytes(frame[..4].try_into().unwrap()) as usize;
        latest.insert(page, &frame[24..]);
    }
    for (page, content) in &latest {
        let end = page * PAGE;
        if database.len() < end {
            database.resize(end, 0);
        }
        // Half of it first.
        database[end - PAGE..end - PAGE / 2].copy_from_slice(&content[..PAGE / 2]);
        assert_eq!(shown(&database, &log), whole, "half of page {page}");
        database[end - PAGE..end].copy_from_slice(content);
        assert_eq!(shown(&database, &log), whole, "page {page}");
    }
    assert_eq!(shown(&database, &[]), whole, "when all is copied, the log may go");
    latest.len() * 2
}

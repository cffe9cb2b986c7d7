//! A writer that is killed at any moment: what it acknowledged is there, nothing is there by half.
//!
//! One kind of run stops the writer at a boundary, which is before a statement, before or after a commit, or around the
//! emptying of the write-ahead log, and kills it there: every boundary of a round of writes in turn, the making of the
//! file included. The other kind kills it at a moment like no other, in the middle of SQLite's own writing as well.
//!
//! `RENOWN_CRASHES=10000 cargo test -p renown-store --test crash` kills more often than the test command does.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says how often it was killed")]

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use renown::privacy::SubjectId;
use renown_store::engine::{Cell, Row};
use renown_store::engine::{Engine, Sqlite, SqliteOptions, Statements, Work};
use renown_store::{
    ErasurePlan, Error, Event, EventKind, Ledger, MasterKeys, Options, SecretKey, Usage, UsageBatch,
};

const FILE: &str = "RENOWN_CRASH_FILE";
const RUN: &str = "RENOWN_CRASH_RUN";
const BOUNDARY: &str = "RENOWN_CRASH_BOUNDARY";
/// Runs on one file before it is checked.
const RUNS: usize = 20;
/// More boundaries than the making of a file and two rounds of writes have.
const BOUNDARIES: u64 = 320;

/// An engine that stops for good at a boundary.
struct Stopping {
    inner: Sqlite,
    passed: AtomicU64,
    stop: u64,
}

impl Stopping {
    fn boundary(&self) {
        if self.passed.fetch_add(1, Ordering::SeqCst) == self.stop {
            say("stopped", 0);
            loop {
                std::thread::park();
            }
        }
    }
}

struct Stepping<'a>(&'a Stopping, &'a mut dyn Statements);

impl Statements for Stepping<'_> {
    fn execute(&mut self, sql: &str, cells: &[Cell]) -> Result<u64, Error> {
        self.0.boundary();
        self.1.execute(sql, cells)
    }

    fn each(
        &mut self,
        sql: &str,
        cells: &[Cell],
        each: &mut dyn FnMut(&Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.1.each(sql, cells, each)
    }
}

impl Engine for Stopping {
    fn write(&self, work: Work<'_>) -> Result<(), Error> {
        self.inner.write(&mut |statements| {
            work(&mut Stepping(self, statements))?;
            self.boundary();
            Ok(())
        })?;
        self.boundary();
        Ok(())
    }

    fn read(&self, work: Work<'_>) -> Result<(), Error> {
        self.inner.read(work)
    }

    fn dialect(&self, statement: &str) -> String {
        self.inner.dialect(statement)
    }

    fn table_names(&self) -> &'static str {
        self.inner.table_names()
    }

    fn check(&self) -> Result<(), Error> {
        self.inner.check()
    }

    fn scrub(&self) -> Result<(), Error> {
        self.boundary();
        self.inner.scrub()?;
        self.boundary();
        Ok(())
    }
}

fn say(word: &str, i: usize) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{word} {i}").unwrap();
    out.flush().unwrap();
}

fn open(path: &Path) -> Ledger {
    let keys = MasterKeys::new("2026", SecretKey::from_bytes(&[7; 32]).unwrap());
    Ledger::open(path, keys, Options::default()).unwrap()
}

fn subject(name: &str) -> SubjectId {
    SubjectId::new(name).unwrap()
}

fn now() -> chrono::DateTime<chrono::Utc> {
    "2026-02-01T00:00:00Z".parse().unwrap()
}

/// Three events of one transaction.
fn events(run: &str, i: usize) -> Vec<Event> {
    let what = || EventKind::NoticeShown { notice: "n".to_owned() };
    let event =
        |part| Event { id: format!("{run}-{i}-{part}"), subject: subject("ada"), at: now(), what: what() };
    (0..3).map(event).collect()
}

fn batch(run: &str, i: usize) -> UsageBatch {
    let usage = |user: &str| Usage { user: subject(user), kind: "view".to_owned(), units: 1 };
    UsageBatch { id: format!("{run}-{i}"), at: now(), usage: vec![usage("u1"), usage("u2")] }
}

fn guest(run: &str, i: usize) -> String {
    format!("guest-{run}-{i}")
}

/// Writes until it is killed; says what was acknowledged.
#[test]
#[ignore = "the process that the other test kills"]
fn writer() {
    let (path, run) = (env::var(FILE).unwrap(), env::var(RUN).unwrap());
    let ledger = match env::var(BOUNDARY) {
        Ok(stop) => {
            let inner = Sqlite::open(&path, SqliteOptions::default()).unwrap();
            let engine = Stopping { inner, passed: AtomicU64::new(0), stop: stop.parse().unwrap() };
            let keys = MasterKeys::new("2026", SecretKey::from_bytes(&[7; 32]).unwrap());
            Ledger::over(engine, keys, format!("{path}.tombstones"), false).unwrap()
        }
        Err(_) => open(Path::new(&path)),
    };
    let counter = ledger.counter().unwrap();
    let number = counter.number(&subject("c1"), "view");
    for i in 0.. {
        ledger.record(&events(&run, i)).unwrap();
        say("recorded", i);
        ledger.meter(&[batch(&run, i)]).unwrap();
        say("metered", i);
        counter.add_all(&[number], &[1]).unwrap();
        ledger.flush(&counter, now()).unwrap();
        say("flushed", i);
        let guest = subject(&guest(&run, i));
        let what = EventKind::RestrictionOff;
        ledger
            .record(&[Event { id: format!("guest {run} {i}"), subject: guest.clone(), at: now(), what }])
            .unwrap();
        let plan = ErasurePlan {
            id: format!("e-{run}-{i}"),
            subject: guest.clone(),
            kept: Vec::new(),
            exceptions: Vec::new(),
            suppress: Vec::new(),
            scope: None,
            decision: "d".to_owned(),
        };
        ledger.plan_erasure(&plan, now()).unwrap();
        ledger.erase(&plan.id, &guest, &[], now()).unwrap();
        say("erased", i);
    }
}

/// When a run is killed.
enum Moment {
    /// At a boundary.
    Boundary(u64),
    /// So long after its first acknowledged write.
    After(Duration),
}

/// What one run acknowledged, by word.
fn kill_at(path: &Path, run: &str, moment: &Moment) -> Vec<(String, usize)> {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", "writer", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(RUN, run)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Moment::Boundary(stop) = moment {
        command.env(BOUNDARY, stop.to_string());
    }
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut all = Vec::new();
    let until = match moment {
        Moment::Boundary(_) => "stopped",
        // The time counts from the first acknowledged write, so that every run is killed while it writes.
        Moment::After(_) => "recorded",
    };
    for line in lines.by_ref() {
        let there = line.starts_with(until);
        all.push(line);
        if there {
            break;
        }
    }
    assert!(all.iter().any(|line| line.starts_with(until)), "the writer ended by itself");
    if let Moment::After(wait) = moment {
        std::thread::sleep(*wait);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    all.extend(lines);
    let said = all.into_iter().filter_map(|line| {
        let (word, i) = line.split_once(' ')?;
        let known = ["recorded", "metered", "flushed", "erased"].contains(&word);
        known.then(|| Some((word.to_owned(), i.parse().ok()?))).flatten()
    });
    said.collect()
}

/// One file on which some runs are killed; gives how many writes they acknowledged.
fn turn(turn: usize, runs: usize) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("renown.db");
    let mut acknowledged = Vec::new();
    for run in 0..runs {
        let number = (turn * RUNS + run) as u64;
        // No two waits are alike. A boundary in each second run, those of the beginning on files that are new.
        let moment = if run % 2 == 0 {
            Moment::Boundary((number / 2 * 37) % BOUNDARIES)
        } else {
            Moment::After(Duration::from_micros((number * 7_919 + 13) % 12_000))
        };
        let run = format!("{turn}.{run}");
        let all = kill_at(&path, &run, &moment);
        acknowledged.extend(all.into_iter().map(|(word, i)| (run.clone(), word, i)));
    }
    check(&path, &acknowledged);
    acknowledged.len()
}

#[test]
fn a_writer_that_is_killed_loses_nothing_and_leaves_nothing_by_half() {
    let crashes: usize = env::var("RENOWN_CRASHES").map_or(1_000, |text| text.parse().unwrap());
    let (next, said) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    let Some(left) = crashes.checked_sub(number * RUNS).filter(|left| *left > 0) else {
                        return;
                    };
                    said.fetch_add(turn(number, left.min(RUNS)), Ordering::SeqCst);
                }
            });
        }
    });
    let said = said.into_inner();
    println!("{crashes} crashes, {said} acknowledged writes");
    assert!(said >= crashes / 2, "every run that is killed by time acknowledged something");
}

fn check(path: &Path, acknowledged: &[(String, String, usize)]) {
    let ledger = open(path);
    ledger.verify().unwrap();
    let ids: BTreeSet<String> =
        ledger.events(&subject("ada")).unwrap().into_iter().map(|event| event.id).collect();
    assert_eq!(ids.len() % 3, 0, "three events are one write");
    for id in &ids {
        let (of, _) = id.rsplit_once('-').unwrap();
        assert!((0..3).all(|part| ids.contains(&format!("{of}-{part}"))), "a write by half");
    }
    let units = |user: &str| -> u64 {
        let totals =
            ledger.usage(Some(&subject(user)), now().date_naive(), now().date_naive().succ_opt().unwrap());
        totals.unwrap().iter().map(|total| total.units).sum()
    };
    assert_eq!(units("u1"), units("u2"), "usage by half");
    let (mut metered, mut flushed) = (0, 0);
    for (run, word, i) in acknowledged {
        match word.as_str() {
            "recorded" => assert!(ids.contains(&format!("{run}-{i}-0")), "an acknowledged event is lost"),
            "metered" => metered += 1,
            "flushed" => flushed += 1,
            _ => {
                let guest = subject(&guest(run, *i));
                assert!(ledger.events(&guest).unwrap().is_empty(), "an erased person is back");
                let state = ledger.erasure(&format!("e-{run}-{i}")).unwrap().state;
                assert_eq!(state, renown_store::ErasureState::Complete);
            }
        }
    }
    // At most the last write of each run was made and not acknowledged.
    let runs = RUNS as u64;
    assert!((metered..=metered + runs).contains(&units("u1")), "usage lost or counted twice");
    assert!((flushed..=flushed + runs).contains(&units("c1")), "a flush lost or counted twice");
    let before = units("u1");
    let again: Vec<UsageBatch> = acknowledged
        .iter()
        .filter(|(_, word, _)| word == "metered")
        .map(|(run, _, i)| batch(run, *i))
        .collect();
    assert!(ledger.meter(&again).unwrap().iter().all(|new| !new), "what was counted is counted once");
    assert_eq!(units("u1"), before);
}

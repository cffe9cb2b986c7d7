//! A writer that is killed at any moment: what it acknowledged is there, nothing is there by half.
//!
//! `RENOWN_CRASHES=10000 cargo test -p renown-store --test crash` kills more often than the test command does.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says how often it was killed")]

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use renown::privacy::SubjectId;
use renown_store::{
    ErasurePlan, Event, EventKind, Ledger, MasterKeys, Options, SecretKey, Usage, UsageBatch,
};

const FILE: &str = "RENOWN_CRASH_FILE";
const RUN: &str = "RENOWN_CRASH_RUN";

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
    let ledger = open(Path::new(&path));
    let say = |word: &str, i: usize| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{word} {i}").unwrap();
        out.flush().unwrap();
    };
    for i in 0.. {
        ledger.record(&events(&run, i)).unwrap();
        say("recorded", i);
        ledger.meter(&[batch(&run, i)]).unwrap();
        say("metered", i);
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

/// What one run acknowledged, by word.
fn kill_after(path: &Path, run: &str, after: Duration) -> Vec<(String, usize)> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "writer", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(RUN, run)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The time counts from the first acknowledged write, so that every run is killed while it writes.
    let first = lines.find(|line| line.as_ref().is_ok_and(|line| line.starts_with("recorded")));
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let all = first.into_iter().chain(lines).map_while(Result::ok);
    let said = all.filter_map(|line| {
        let (word, i) = line.split_once(' ')?;
        let known = ["recorded", "metered", "erased"].contains(&word);
        known.then(|| Some((word.to_owned(), i.parse().ok()?))).flatten()
    });
    said.collect()
}

#[test]
fn a_writer_that_is_killed_loses_nothing_and_leaves_nothing_by_half() {
    let crashes: usize = env::var("RENOWN_CRASHES").map_or(60, |text| text.parse().unwrap());
    let mut said = 0;
    for turn in 0..crashes.div_ceil(10) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("renown.db");
        drop(open(&path));
        let mut acknowledged = Vec::new();
        for run in 0..10.min(crashes - 10 * turn) {
            let run = format!("{turn}.{run}");
            // No two waits are alike, and all of the steps are hit.
            let wait = Duration::from_micros((acknowledged.len() as u64 * 7_919 + 1_013) % 25_000);
            let all = kill_after(&path, &run, wait);
            said += all.len();
            acknowledged.extend(all.into_iter().map(|(word, i)| (run.clone(), word, i)));
        }
        check(&path, &acknowledged);
    }
    println!("{crashes} crashes, {said} acknowledged writes");
    assert!(said >= crashes, "every run acknowledged something");
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
    let mut metered = 0;
    for (run, word, i) in acknowledged {
        match word.as_str() {
            "recorded" => assert!(ids.contains(&format!("{run}-{i}-0")), "an acknowledged event is lost"),
            "metered" => metered += 1,
            _ => {
                let guest = subject(&guest(run, *i));
                assert!(ledger.events(&guest).unwrap().is_empty(), "an erased person is back");
                let state = ledger.erasure(&format!("e-{run}-{i}")).unwrap().state;
                assert_eq!(state, renown_store::ErasureState::Complete);
            }
        }
    }
    // At most the last write of each run was made and not acknowledged.
    let runs = acknowledged.iter().map(|(run, ..)| run).collect::<BTreeSet<_>>().len() as u64;
    assert!((metered..=metered + runs).contains(&units("u1")), "usage lost or counted twice");
    let before = units("u1");
    let again: Vec<UsageBatch> = acknowledged
        .iter()
        .filter(|(_, word, _)| word == "metered")
        .map(|(run, _, i)| batch(run, *i))
        .collect();
    assert!(ledger.meter(&again).unwrap().iter().all(|new| !new), "what was counted is counted once");
    assert_eq!(units("u1"), before);
}

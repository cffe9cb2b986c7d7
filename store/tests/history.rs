//! Several processes with several threads each write and read one person's events; what each saw is recorded with when
//! it asked and when it was answered. The history is linearizable: there is one order of all writes, the one of the log,
//! which agrees with the time of every answer that came before another question.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use renown::privacy::SubjectId;
use renown_store::{Event, EventKind, Ledger, MasterKeys, Options, SecretKey};

const FILE: &str = "RENOWN_HISTORY_FILE";
const NAME: &str = "RENOWN_HISTORY_NAME";
const PROCESSES: usize = 3;
const THREADS: usize = 2;
const ROUNDS: usize = 12;

fn open(path: &Path) -> Ledger {
    let keys = MasterKeys::new("2026", SecretKey::from_bytes(&[7; 32]).unwrap());
    Ledger::open(path, keys, Options { wait_ms: 60_000, ..Options::default() }).unwrap()
}

/// One clock for all processes of the machine.
fn clock() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos()
}

/// A line for each operation: what, asked, answered, then the place of a write or how many events a read saw and the
/// hash of their ids.
fn operations(ledger: &Ledger, thread: &str) -> String {
    let subject = SubjectId::new("ada").unwrap();
    let mut lines = String::new();
    for i in 0..ROUNDS {
        let what = EventKind::NoticeShown { notice: "n".to_owned() };
        let at = "2026-02-01T00:00:00Z".parse().unwrap();
        let event = Event { id: format!("{thread}-{i}"), subject: subject.clone(), at, what };
        let asked = clock();
        let place = ledger.record(std::slice::from_ref(&event)).unwrap().remove(0).position;
        writeln!(lines, "write {asked} {} {place} {}", clock(), event.id).unwrap();
        let asked = clock();
        let seen = ledger.events(&subject).unwrap();
        let ids: Vec<String> = seen.into_iter().map(|event| event.id).collect();
        writeln!(lines, "read {asked} {} {} {}", clock(), ids.len(), ids.join(",")).unwrap();
    }
    lines
}

#[test]
#[ignore = "a process of the other test"]
#[expect(clippy::print_stdout, reason = "tells its history to the other test")]
fn worker() {
    let (path, name) = (env::var(FILE).unwrap(), env::var(NAME).unwrap());
    let ledger = open(Path::new(&path));
    let histories: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (ledger, name) = (&ledger, format!("{name}.{thread}"));
                scope.spawn(move || operations(ledger, &name))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    println!("\n{}", histories.concat());
}

/// An operation: from when to when, how much of the log it had written or seen, and the words of it.
struct Operation {
    write: bool,
    asked: u128,
    answered: u128,
    place: usize,
    ids: Vec<String>,
}

fn read(line: &str) -> Option<Operation> {
    let words: Vec<&str> = line.split(' ').collect();
    let [kind @ ("write" | "read"), asked, answered, place, ids] = words.as_slice() else { return None };
    Some(Operation {
        write: *kind == "write",
        asked: asked.parse().ok()?,
        answered: answered.parse().ok()?,
        place: place.parse().ok()?,
        ids: ids.split(',').map(str::to_owned).collect(),
    })
}

/// The first pair that contradicts one order of all operations.
fn contradiction(all: &[Operation], order: &[String]) -> Option<String> {
    for one in all {
        let prefix = order.get(..one.place).map(<[String]>::to_vec);
        if one.write && order.get(one.place) != one.ids.first() {
            return Some(format!("a write does not stand at {}", one.place));
        }
        if !one.write && prefix.as_ref() != Some(&one.ids) {
            return Some(format!("a read of {} events is no beginning of the log", one.place));
        }
        for other in all.iter().filter(|other| one.answered < other.asked) {
            // After a write, reads see it and writes stand behind it; after a read, nobody sees less, and whatever is
            // written stands behind what it saw.
            let needed = if one.write { one.place + 1 } else { one.place };
            if other.place < needed {
                return Some(format!(
                    "an answer up to {needed} came before a question that got {}",
                    other.place
                ));
            }
        }
    }
    None
}

#[test]
fn several_processes_and_threads_agree_on_one_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("renown.db");
    drop(open(&path));
    let start = |process: usize| {
        Command::new(env::current_exe().unwrap())
            .args(["--exact", "worker", "--ignored", "--nocapture", "--test-threads=1"])
            .env(FILE, &path)
            .env(NAME, process.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = (0..PROCESSES).map(start).collect();
    let mut all = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        all.extend(String::from_utf8(output.stdout).unwrap().lines().filter_map(read));
    }
    assert_eq!(all.len(), PROCESSES * THREADS * ROUNDS * 2);
    let ledger = open(&path);
    let subject = SubjectId::new("ada").unwrap();
    let order: Vec<String> = ledger.events(&subject).unwrap().into_iter().map(|event| event.id).collect();
    assert_eq!(order.len(), PROCESSES * THREADS * ROUNDS);
    assert_eq!(contradiction(&all, &order), None);
    assert!(
        all.iter().any(|one| all.iter().any(|other| one.asked < other.asked && other.asked < one.answered)),
        "operations overlapped"
    );
    // The judge sees what is wrong: a read that misses a write that was answered before it.
    let last = all.iter().map(|one| one.answered).max().unwrap();
    all.push(Operation {
        write: false,
        asked: last + 1,
        answered: last + 2,
        place: 1,
        ids: order.iter().take(1).cloned().collect(),
    });
    assert!(contradiction(&all, &order).is_some());
    ledger.verify().unwrap();
}

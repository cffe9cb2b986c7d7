//! What counting, flushing and asking for facts cost in Rust, for `benches/ledger.py`: one line of JSON each.
//!
//! `cargo run --release -p renown-store --example ledger_speed -- FOLDER INCREMENTS EVENTS`

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::env;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use renown::privacy::{Purpose, SubjectId};
use renown::usage::Counter;
use renown_store::{Event, EventKind, Ledger, MasterKeys, Options, SecretKey};

/// Two threads.
const THREADS: u64 = 2;
const USERS: u32 = 10_000;
const KINDS: u32 = 20;
/// How often facts are asked for.
const ASKED: usize = 2_000;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let words: Vec<String> = env::args().collect();
    let [_, folder, increments, events] = words.as_slice() else {
        return Err("give a folder, how many increments and how many events".into());
    };
    counting(increments.parse()?)?;
    facts(Path::new(folder), events.parse()?)
}

/// Numbers that are as uneven as use is: few users have most of it.
struct Uneven(u64);

impl Uneven {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = self.0 >> 33;
        let user = (high % u64::from(USERS)) * ((high >> 14) % u64::from(USERS)) / u64::from(USERS);
        let kind = (high >> 7) % u64::from(KINDS);
        u32::try_from(user * u64::from(KINDS) + kind).unwrap_or(0)
    }
}

/// One by one and in batches of a thousand, from two threads, each with a list of its own.
fn counting(increments: u64) -> Done {
    let counter = Counter::default();
    for user in 0..USERS {
        for kind in 0..KINDS {
            counter.number(&format!("u{user}"), &format!("k{kind}"));
        }
    }
    for (name, batch) in [("one by one", 1), ("batches of 1000", 1000)] {
        let numbers: Vec<Vec<u32>> = (0..THREADS)
            .map(|thread| {
                let mut uneven = Uneven(thread);
                (0..increments / THREADS).map(|_| uneven.next()).collect()
            })
            .collect();
        let ones = vec![1_u64; batch];
        let start = Instant::now();
        std::thread::scope(|scope| {
            let threads: Vec<_> = numbers
                .iter()
                .map(|numbers| {
                    scope.spawn(|| -> Result<(), renown::usage::Error> {
                        let list = counter.list()?;
                        if batch == 1 {
                            return numbers.iter().try_for_each(|number| list.add(*number, 1));
                        }
                        let mut parts = numbers.chunks(batch);
                        parts.try_for_each(|part| list.add_all(part, ones.get(..part.len()).unwrap_or(&[])))
                    })
                })
                .collect();
            threads.into_iter().try_for_each(|thread| {
                thread.join().map_err(|_| "a thread broke off")?.map_err(|_| "refused")
            })
        })?;
        let seconds = start.elapsed().as_secs_f64();
        let sum: u64 = counter.take().iter().map(|(_, units)| units).sum();
        let exact = sum == increments / THREADS * THREADS;
        println!(
            "{{\"what\": \"counting\", \"how\": \"{name}\", \"increments\": {increments}, \"seconds\": {seconds}, \
             \"exact\": {exact}}}"
        );
    }
    Ok(())
}

/// Of somebody with so many events, by how many came since the last snapshot.
fn facts(folder: &Path, events: usize) -> Done {
    let path = folder.join("facts.db");
    let ledger = Ledger::open(&path, MasterKeys::new("m", SecretKey::random()?), Options::default())?;
    let subject = SubjectId::new("i17")?;
    let now = "2026-02-01T00:00:00Z".parse()?;
    let event = |i: usize| -> Result<Event, Box<dyn Error>> {
        let purpose = Purpose::new(format!("purpose{}", i % 7))?;
        let what = match i % 5 {
            0 => EventKind::ConsentGiven { purpose, text: "ab".repeat(32) },
            1 => EventKind::ConsentWithdrawn { purpose },
            2 => EventKind::ObjectionMade { purpose },
            3 => EventKind::NoticeShown { notice: format!("notice-{}", i % 11) },
            _ => EventKind::DisclosureMade { receipt: format!("r{i}"), content: serde_json::Value::Null },
        };
        Ok(Event { id: format!("e{i}"), subject: subject.clone(), at: now, what })
    };
    for first in (0..events).step_by(1000) {
        let part = (first..events.min(first + 1000)).map(event).collect::<Result<Vec<_>, _>>()?;
        ledger.record(&part)?;
    }
    let start = Instant::now();
    ledger.facts(&subject, now)?;
    let first = start.elapsed();
    for since in [0, 16, 64] {
        let more: Vec<Event> = (events..events + since).map(event).collect::<Result<_, _>>()?;
        ledger.record(&more)?;
        let mut times: Vec<Duration> = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let start = Instant::now();
            ledger.facts(&subject, now)?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        let at =
            |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e6);
        println!(
            "{{\"what\": \"facts\", \"events\": {events}, \"since\": {since}, \"median_us\": {:.1}, \
             \"p95_us\": {:.1}, \"without_snapshot_ms\": {:.1}}}",
            at(50),
            at(95),
            first.as_secs_f64() * 1e3,
        );
    }
    Ok(())
}

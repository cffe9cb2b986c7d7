//! Whether the time of an answer tells that an address is known: the time that the processor worked, of many log-ins.
//!
//! What it shows: an unknown address and a wrong password cannot be told apart by their work more often than by chance,
//! within what this many measurements see. What it cannot show: that no finer clock sees more. That it sees differences
//! at all is shown by work that is a quarter less, and by an answer without any.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says what was measured")]

use chrono::{DateTime, TimeDelta, Utc};
use renown::privacy::SubjectId;
use renown_store::{Ledger, MasterKeys, Options, PasswordCost, Registration, SecretKey};
use rustix::time::{ClockId, clock_gettime};

/// Log-ins of each kind.
const EACH: usize = 120;
/// How far the probability that one kind took longer than the other may lie from one half: five standard deviations of
/// what chance does with so many of each.
const CHANCE: f64 = 0.19;

const COST: PasswordCost = PasswordCost { memory_kib: 4096, passes: 1, lanes: 1 };
const LESS: PasswordCost = PasswordCost { memory_kib: 3072, passes: 1, lanes: 1 };

/// Orders in which each kind comes once after each other, over the end of a round too.
const ORDERS: [[usize; 4]; 4] = [[0, 1, 3, 2], [1, 2, 0, 3], [2, 3, 1, 0], [3, 0, 2, 1]];

/// How long this thread has had a processor, in nanoseconds: what others do meanwhile does not count.
fn worked() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec).unwrap() * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap()
}

/// The probability that a measurement of the first kind is the larger one (Mann and Whitney's U over the pairs).
fn larger(one: &[u64], other: &[u64]) -> f64 {
    let mut sum = 0.0;
    for a in one {
        for b in other {
            sum += if a > b {
                1.0
            } else if a == b {
                0.5
            } else {
                0.0
            };
        }
    }
    sum / (one.len() * other.len()) as f64
}

#[test]
fn an_unknown_address_and_a_wrong_password_take_the_same_work() {
    let folder = tempfile::tempdir().unwrap();
    let opened = |name: &str| {
        let keys = MasterKeys::new("m", SecretKey::random().unwrap());
        Ledger::open(folder.path().join(name), keys, Options::default()).unwrap()
    };
    let (ledger, of_less) = (opened("renown.db"), opened("less.db"));
    let mut now: DateTime<Utc> = "2026-02-01T00:00:00Z".parse().unwrap();
    let registration = Registration {
        user: SubjectId::new("u1").unwrap(),
        name: "Ada Invented".into(),
        email: "ada@example.com".into(),
        password: "invented horse staple".into(),
        born: "1990-05-17".parse().unwrap(),
        agreement: "terms".into(),
    };
    ledger.register(&registration, COST, now).unwrap();
    let mut kinds: [Vec<u64>; 4] = Default::default();
    // In turns, so that a machine that becomes slower does so for all, and each after each other as often; the first of
    // each warm up.
    for round in 0..EACH + 4 {
        for kind in ORDERS[round % ORDERS.len()] {
            // No attempt waits for another.
            now += TimeDelta::hours(2);
            let source = format!("192.0.2.{}", round % 200);
            let before = worked();
            match kind {
                0 => assert_eq!(
                    ledger.log_in("ada@example.com", "no horse", &source, COST, now).unwrap(),
                    None
                ),
                1 => assert_eq!(
                    ledger.log_in("bob@example.com", "no horse", &source, COST, now).unwrap(),
                    None
                ),
                2 => assert_eq!(
                    of_less.log_in("bob@example.com", "no horse", &source, LESS, now).unwrap(),
                    None
                ),
                _ => assert!(ledger.user(&registration.user).unwrap().is_some()),
            }
            if round >= 4 {
                kinds[kind].push(worked() - before);
            }
        }
    }
    let [wrong, unknown, less, none] = &kinds;
    let median = |kind: &[u64]| {
        let mut sorted = kind.to_vec();
        sorted.sort_unstable();
        sorted[sorted.len() / 2] / 1000
    };
    println!(
        "wrong {} µs, unknown {} µs, a quarter less {} µs, none {} µs; wrong is longer than unknown in {:.3} of pairs",
        median(wrong),
        median(unknown),
        median(less),
        median(none),
        larger(wrong, unknown)
    );
    assert!((larger(wrong, unknown) - 0.5).abs() < CHANCE, "the work tells whether an address is known");
    assert!(larger(wrong, less) - 0.5 > CHANCE, "the test would not see a quarter less work");
    assert!(larger(wrong, none) > 0.99, "the test would not see an answer without work");
}

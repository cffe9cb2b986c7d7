//! What only files can suffer: canaries in their bytes, old copies, damage.

use std::fs;
use std::path::Path;

use renown::privacy::SubjectId;
use renown_store::{ErasureException, ErasurePlan, Error, Field, Ledger, Options};

use crate::canary::{CANARY, encodings, with_canary};
use crate::erasure::plan;
use crate::place::{hour, master, notice, sqlite, subject};

fn finds(folder: &Path, needle: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        memchr::memmem::find(&bytes, needle).is_some()
    })
}

/// All files of the folder as one list of bytes.
fn has_canary(folder: &Path) -> bool {
    encodings(CANARY).iter().any(|needle| finds(folder, needle))
}

#[test]
fn the_scan_finds_a_canary_in_each_encoding() {
    for encoding in encodings(CANARY) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x"), [b"before".as_slice(), &encoding, b"after"].concat()).unwrap();
        assert!(has_canary(folder.path()));
    }
}

#[test]
fn no_file_has_a_canary_before_or_after_erasure_and_no_wrapped_key_after_it() {
    let place = sqlite();
    let ledger = with_canary(&place);
    assert!(!has_canary(place.folder()), "plain text in a file");
    let wrapped = wrapped_keys(&place.file());
    assert!(wrapped.iter().all(|key| finds(place.folder(), key)));
    let mut erasure = plan("e1", CANARY, &[]);
    erasure.suppress[0].account = CANARY.to_owned();
    ledger.plan_erasure(&erasure, hour(3)).unwrap();
    ledger.erase("e1", &subject(CANARY), &[], hour(3)).unwrap();
    assert!(!has_canary(place.folder()));
    let left: Vec<_> = wrapped.iter().filter(|key| finds(place.folder(), key)).collect();
    assert_eq!(left.len(), 1, "of the keys only bob's is left in any file");
    drop(ledger);
    assert!(!has_canary(place.folder()));
}

fn wrapped_keys(file: &Path) -> Vec<Vec<u8>> {
    let database = rusqlite::Connection::open(file).unwrap();
    let mut keys = database.prepare("SELECT wrapped FROM data_key").unwrap();
    keys.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn an_old_copy_that_is_restored_erases_again_before_it_serves() {
    let place = sqlite();
    let ledger = with_canary(&place);
    drop(ledger);
    let old = fs::read(place.file()).unwrap();
    let ledger = place.open();
    ledger.plan_erasure(&plan("e1", CANARY, &[]), hour(3)).unwrap();
    ledger.erase("e1", &subject(CANARY), &[], hour(3)).unwrap();
    drop(ledger);
    fs::write(place.file(), &old).unwrap();

    let reading = Options { read_only: true, ..Options::default() };
    let refused = Ledger::open(place.file(), master(), reading).unwrap_err();
    assert_eq!(refused.code(), "TOMBSTONES_PENDING");
    let ledger = place.open();
    assert!(ledger.events(&subject(CANARY)).unwrap().is_empty());
    assert_eq!(ledger.events(&subject("bob")).unwrap().len(), 1);
    assert_eq!(wrapped_keys(&place.file()).len(), 1);
    ledger.verify().unwrap();
}

#[test]
fn an_old_copy_that_is_restored_sets_apart_what_was_excepted() {
    let place = sqlite();
    drop(with_canary(&place));
    let old = fs::read(place.file()).unwrap();
    let ledger = place.open();
    let excepted = ErasureException { key: "claim-7".into(), fields: Vec::new(), events: vec!["2".into()] };
    let erasure = ErasurePlan { exceptions: vec![excepted], ..plan("e1", CANARY, &[]) };
    ledger.plan_erasure(&erasure, hour(3)).unwrap();
    ledger.erase("e1", &subject(CANARY), &[], hour(3)).unwrap();
    let kept = ledger.events(&subject(CANARY)).unwrap();
    assert_eq!(kept.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["2"]);
    drop(ledger);
    fs::write(place.file(), &old).unwrap();
    let ledger = place.open();
    assert_eq!(ledger.events(&subject(CANARY)).unwrap(), kept);
    ledger.verify().unwrap();
}

#[test]
fn a_list_of_tombstones_that_was_changed_is_refused_and_a_torn_line_is_not() {
    let place = sqlite();
    let ledger = with_canary(&place);
    ledger.plan_erasure(&plan("e1", CANARY, &[]), hour(3)).unwrap();
    ledger.erase("e1", &subject(CANARY), &[], hour(3)).unwrap();
    drop(ledger);
    let list = place.folder().join("renown.db.tombstones");
    let whole = fs::read_to_string(&list).unwrap();
    fs::write(&list, format!("{whole}{{\"ledger\"")).unwrap();
    let ledger = place.open();
    ledger.plan_erasure(&plan("e2", "bob", &[]), hour(4)).unwrap();
    ledger.erase("e2", &subject("bob"), &[], hour(4)).unwrap();
    drop(ledger);
    drop(place.open());
    fs::write(&list, whole.replace("decision-1", "decision-2")).unwrap();
    assert_eq!(place.try_open(master()).unwrap_err().code(), "TOMBSTONE_REJECTED");
    // A lost list is written anew from the ledger.
    fs::remove_file(&list).unwrap();
    drop(place.open());
    assert_eq!(fs::read_to_string(&list).unwrap().lines().count(), 2);
}

#[test]
fn a_newer_ledger_and_a_foreign_database_are_refused() {
    let place = sqlite();
    drop(place.open());
    let database = rusqlite::Connection::open(place.file()).unwrap();
    database.execute("UPDATE renown_schema SET version = 999", []).unwrap();
    assert!(matches!(place.try_open(master()), Err(Error::NewerSchema { found: 999, .. })));

    let foreign = sqlite();
    let database = rusqlite::Connection::open(foreign.file()).unwrap();
    database.execute_batch("CREATE TABLE own (x)").unwrap();
    assert_eq!(foreign.try_open(master()).unwrap_err().code(), "NOT_A_LEDGER");
    assert_eq!(database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)), Ok(1));
}

#[test]
fn a_file_that_is_no_database_cut_off_or_changed_is_told_so() {
    let place = sqlite();
    let ledger = place.open();
    for i in 0..200 {
        ledger.record(&[notice(&i.to_string(), "ada", i)]).unwrap();
    }
    drop(ledger);
    let whole = fs::read(place.file()).unwrap();
    let opened = |bytes: &[u8]| {
        fs::write(place.file(), bytes).unwrap();
        place.try_open(master()).and_then(|ledger| ledger.verify())
    };
    assert_eq!(opened(&whole).unwrap(), 200);
    assert_eq!(
        opened(b"no database at all, but long enough to have a header").unwrap_err().code(),
        "LEDGER_CORRUPT"
    );
    for part in [whole.len() / 4, whole.len() / 2, whole.len() - 4096] {
        assert_eq!(opened(&whole[..part]).unwrap_err().code(), "LEDGER_CORRUPT", "cut off at {part}");
    }
    // One bit in each page: found, or of no consequence to anything that is read.
    let events = |bytes: &[u8]| {
        fs::write(place.file(), bytes).unwrap();
        place.try_open(master()).and_then(|ledger| Ok((ledger.verify()?, ledger.events(&subject("ada"))?)))
    };
    let good = events(&whole).unwrap();
    let mut found = 0;
    for at in (100..whole.len()).step_by(4096 / 2 + 7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        match events(&bytes) {
            Ok(read) => assert_eq!(read, good, "nothing is silently wrong"),
            Err(error) => {
                let codes =
                    ["LEDGER_CORRUPT", "WRONG_MASTER_KEY", "UNKNOWN_MASTER_KEY", "LEDGER_UNAVAILABLE"];
                assert!(codes.contains(&error.code()), "{error}");
                found += 1;
            }
        }
    }
    assert!(found > 10, "only {found} found");
}

#[test]
fn a_ledger_that_may_only_be_read_is_not_written() {
    let place = sqlite();
    place.open().record(&[notice("one", "ada", 0)]).unwrap();
    let reading = Options { read_only: true, ..Options::default() };
    let ledger = Ledger::open(place.file(), master(), reading).unwrap();
    assert_eq!(ledger.events(&subject("ada")).unwrap().len(), 1);
    assert_eq!(ledger.record(&[notice("two", "ada", 0)]).unwrap_err().code(), "LEDGER_READ_ONLY");
    let missing = Options { read_only: true, ..Options::default() };
    let none = Ledger::open(place.folder().join("none.db"), master(), missing);
    assert_eq!(none.unwrap_err().code(), "LEDGER_UNAVAILABLE");
}

#[test]
fn a_ledger_that_others_hold_is_busy_and_works_afterwards() {
    let place = sqlite();
    drop(place.open());
    let impatient = Options { wait_ms: 20, ..Options::default() };
    let ledger = Ledger::open(place.file(), master(), impatient).unwrap();
    let other = rusqlite::Connection::open(place.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(ledger.record(&[notice("one", "ada", 0)]).unwrap_err().code(), "LEDGER_BUSY");
    other.execute_batch("ROLLBACK").unwrap();
    assert!(ledger.record(&[notice("one", "ada", 0)]).unwrap()[0].new);
}

const LIMITED: &str = "RENOWN_LIMITED_FILE";

/// Writes until the file may not grow; says how far it came and what it was told.
#[test]
#[ignore = "the process of which the files are limited"]
#[expect(clippy::print_stdout, reason = "tells the other test")]
fn limited_writer() {
    let ledger = Ledger::open(std::env::var(LIMITED).unwrap(), master(), Options::default()).unwrap();
    for i in 0.. {
        if let Err(error) = ledger.record(&[notice(&i.to_string(), "ada", i)]) {
            println!("\nrefused {i} {}", error.code());
            // Reading goes on.
            assert_eq!(ledger.events(&subject("ada")).unwrap().len() as i64, i);
            return;
        }
    }
}

#[test]
fn where_no_room_is_left_nothing_that_was_acknowledged_is_lost() {
    let place = sqlite();
    drop(place.open());
    // Blocks of 512 bytes; the signal that would end the process is ignored, so that the write fails instead.
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1000; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "files::limited_writer", "--ignored", "--nocapture"])
        .env(LIMITED, place.file())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let said = said.lines().find_map(|line| line.strip_prefix("refused ")).unwrap();
    let (written, code) = said.split_once(' ').unwrap();
    // A limit on files is another error to SQLite than a disk that is full.
    assert!(["DISK_FULL", "LEDGER_UNAVAILABLE"].contains(&code), "{code}");
    let ledger = place.open();
    let written: usize = written.parse().unwrap();
    assert_eq!(ledger.events(&subject("ada")).unwrap().len(), written);
    assert_eq!(ledger.verify().unwrap(), written as u64);
    assert!(written > 10);
    ledger.record(&[notice("more", "ada", 0)]).unwrap();
}

/// A ledger as the first version of the schema kept it, made out of a new one.
#[test]
fn a_ledger_of_the_first_schema_is_brought_forward() {
    let place = sqlite();
    let ledger = place.open();
    let field = |name: &str, at| Field { name: name.into(), value: "v".into(), expires: hour(at) };
    ledger.hold_fields(&subject("u1"), None, None, &[field("bio", 30), field("city", 80)], hour(0)).unwrap();
    drop(ledger);
    let database = rusqlite::Connection::open(place.file()).unwrap();
    database
        .execute_batch(
            "CREATE TABLE field (subject BLOB NOT NULL, purpose TEXT NOT NULL, name TEXT NOT NULL, \
             expires INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (subject, purpose, name)) WITHOUT ROWID; \
             CREATE INDEX field_by_expiry ON field (expires); \
             INSERT INTO field SELECT subject, purpose, name, expires, sealed FROM field_of_day; \
             INSERT INTO usage_total SELECT subject, 739648, 'profile_view', 7 FROM data_key; \
             INSERT INTO usage_total VALUES (zeroblob(32), 739648, 'profile_view', 5); \
             INSERT INTO quota SELECT subject, 'profile_view', '{\"limit\":9,\"period\":\"month\"}' FROM data_key; \
             DROP TABLE field_of_day; DROP TABLE field_day; DROP TABLE usage_journal; DROP TABLE usage_day; \
             DROP TABLE usage_quota; DROP TABLE usage_state; DELETE FROM root_key WHERE name = 'usage'; \
             UPDATE renown_schema SET version = 1;",
        )
        .unwrap();
    drop(database);
    let ledger = place.open();
    ledger.verify().unwrap();
    assert_eq!(ledger.fields(&subject("u1"), hour(1)).unwrap(), [field("bio", 30), field("city", 80)]);
    assert_eq!(ledger.sweep(hour(30)).unwrap().fields, 1);
    let (first, end) = ("2026-02-01".parse().unwrap(), "2026-03-01".parse().unwrap());
    let units = |user: Option<&SubjectId>| ledger.usage(user, first, end).unwrap()[0].units;
    assert_eq!((units(Some(&subject("u1"))), units(None)), (7, 5));
    let refused = ledger.reserve("r", &subject("u1"), "profile_view", 3, hour(9), hour(1)).unwrap_err();
    assert_eq!(refused.code(), "QUOTA_EXCEEDED");
    assert_eq!(ledger.reserve("r", &subject("u1"), "profile_view", 2, hour(9), hour(1)).unwrap(), Some(0));
    let left: i64 = rusqlite::Connection::open(place.file())
        .unwrap()
        .query_row("SELECT (SELECT count(*) FROM usage_total) + (SELECT count(*) FROM quota)", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(left, 0, "nothing stays in plain");
}

/// A file system of a few megabytes; unmounted when it is dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None where this process may not mount.
    fn mounted() -> Option<Self> {
        let disk = SmallDisk(tempfile::tempdir().unwrap());
        let script = "truncate -s 6M \"$1/image\" && mkfs.ext4 -q -m 0 \"$1/image\" && mkdir \"$1/disk\" && \
                      mount -o loop \"$1/image\" \"$1/disk\"";
        let made = std::process::Command::new("sh").args(["-c", script, "sh"]).arg(disk.0.path()).output();
        made.is_ok_and(|made| made.status.success()).then_some(disk)
    }

    fn path(&self) -> std::path::PathBuf {
        self.0.path().join("disk")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Where nothing was mounted there is nothing to undo.
        let _ = std::process::Command::new("umount").arg(self.path()).output();
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "says what is skipped")]
fn a_disk_that_is_full_is_told_and_loses_nothing() {
    let Some(disk) = SmallDisk::mounted() else {
        println!("skipped: no file system can be mounted here");
        return;
    };
    let path = disk.path().join("renown.db");
    let opened = || Ledger::open(&path, master(), Options::default());
    let ledger = opened().unwrap();
    let mut written = 0;
    let error = loop {
        match ledger.record(&[notice(&written.to_string(), "ada", written)]) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), "DISK_FULL");
    assert!(written > 100);
    // Reading goes on; so does erasing nothing by half.
    assert_eq!(ledger.events(&subject("ada")).unwrap().len() as i64, written);
    drop(ledger);
    let ledger = opened().unwrap();
    assert_eq!(ledger.events(&subject("ada")).unwrap().len() as i64, written);
    assert_eq!(ledger.verify().unwrap(), written.unsigned_abs());
    let copy = disk.path().join("copy.json");
    let all = renown_store::ExportOptions {
        right: renown::privacy::rights::ExportRight::Access,
        format: renown::privacy::rights::ExportFormat::Json,
        categories: std::collections::BTreeMap::new(),
    };
    // An export either is whole or leaves nothing.
    match ledger.export_to_file(&subject("ada"), &all, hour(1), &copy) {
        Ok(facts) => assert_eq!(facts, written.unsigned_abs()),
        Err(error) => assert!(error.code() == "DISK_FULL" && !copy.exists(), "{error}"),
    }
}

//! Counting: a row of the journal for all that is counted together, added to the totals later.
//!
//! One idea to keep in mind: to count a thousand users is to write one row and to wait for the disk once. The rows are
//! added to the totals of users and days when there are many, when somebody asks for totals, and before an erasure.

use std::collections::{BTreeMap, HashMap};

use super::entry::{Entry, decode, encode};
use super::meter::too_many;
use super::state::{State, mark, place};
use crate::engine::Statements;
use crate::erasure::NOBODY;
use crate::keys::{self, SubjectHash};
use crate::{Error, Ledger};

/// With more entries than this, the journal is added to the totals by whoever comes next.
const ENTRIES: u64 = 1 << 19;
/// With more entries or rows than this, it is before totals are read.
const READ: (u64, u64) = (1024, 64);

/// Totals of a day by kind.
pub(super) type Kinds = BTreeMap<String, u64>;

fn damaged() -> Error {
    Error::corrupt("a total does not open")
}

impl Ledger {
    /// Counts entries, in the transaction of the caller.
    pub(super) fn count(
        &self,
        statements: &mut dyn Statements,
        entries: &mut [Entry<'_>],
    ) -> Result<(), Error> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut state = State::read(statements, &self.roots)?;
        for entry in entries.iter() {
            let units = state.units.checked_add(entry.units).filter(|units| i64::try_from(*units).is_ok());
            state.units = units.ok_or_else(too_many)?;
        }
        let seq = state.next;
        let key = [seq.to_be_bytes()];
        let key: [&[u8]; 1] = [&key[0]];
        let sealed = keys::seal(&self.roots.usage, &place("journal", &key), &encode(entries))?;
        state.marks.add(mark(&self.roots, "journal", &key, &sealed));
        statements.execute(
            "INSERT INTO usage_journal (seq, sealed) VALUES (?1, ?2)",
            &[seq.into(), sealed.into()],
        )?;
        state.next += 1;
        state.rows += 1;
        state.entries += entries.len() as u64;
        if state.entries > ENTRIES {
            self.add_up(statements, &mut state)?;
        }
        state.write(statements, &self.roots)
    }

    /// Hands over every entry of the journal, of the users that are wanted.
    fn each_entry(
        &self,
        statements: &mut dyn Statements,
        wanted: &mut dyn FnMut(&SubjectHash) -> bool,
        each: &mut dyn FnMut(&Entry<'_>),
        state: Option<&mut State>,
    ) -> Result<(), Error> {
        let mut marks = state.map(|state| &mut state.marks);
        statements.each("SELECT seq, sealed FROM usage_journal ORDER BY seq", &[], &mut |row| {
            let seq = row.integer(0)?.to_be_bytes();
            let key: [&[u8]; 1] = [&seq];
            let sealed = row.bytes(1)?;
            if let Some(marks) = marks.as_mut() {
                marks.remove(mark(&self.roots, "journal", &key, sealed));
            }
            let plain = keys::open(&self.roots.usage, &place("journal", &key), sealed).ok_or_else(damaged)?;
            decode(&plain, &mut *wanted, &mut *each).ok_or_else(damaged)
        })
    }

    /// Adds the journal to the totals, and empties it.
    pub(super) fn add_up(&self, statements: &mut dyn Statements, state: &mut State) -> Result<(), Error> {
        if state.rows == 0 {
            return Ok(());
        }
        let mut sums: HashMap<(SubjectHash, i64), Kinds> = HashMap::new();
        self.each_entry(
            statements,
            &mut |_| true,
            &mut |entry| {
                let kinds = sums.entry((entry.subject, entry.day)).or_default();
                add(kinds, entry.kind, entry.units);
            },
            Some(state),
        )?;
        statements.execute("DELETE FROM usage_journal", &[])?;
        (state.rows, state.entries) = (0, 0);
        let any_erased = statements.row("SELECT 1 FROM tombstone LIMIT 1", &[])?.is_some();
        let mut sums: Vec<_> = sums.into_iter().collect();
        // In the order of the table, pages are written once.
        sums.sort_unstable_by_key(|(key, _)| *key);
        for ((subject, day), kinds) in sums {
            // Who was erased meanwhile has become nobody.
            let subject = if any_erased && is_erased(statements, &subject)? { NOBODY } else { subject };
            self.add_to_day(statements, state, &subject, day, &kinds)?;
        }
        Ok(())
    }

    /// The same, unless there is little to add up; what cannot be written now is added up later.
    pub(super) fn add_up_before_reading(&self) -> Result<(), Error> {
        let mut many = false;
        self.engine.read(&mut |statements| {
            many = is_many(&State::read(statements, &self.roots)?);
            Ok(())
        })?;
        if !many {
            return Ok(());
        }
        let done = self.engine.write(&mut |statements| {
            let mut state = State::read(statements, &self.roots)?;
            self.add_up(statements, &mut state)?;
            state.write(statements, &self.roots)
        });
        match done {
            Err(Error::ReadOnly | Error::Busy { .. } | Error::DiskFull) => Ok(()),
            other => other,
        }
    }

    /// The same in a transaction that writes anyway.
    pub(super) fn add_up_if_many(&self, statements: &mut dyn Statements) -> Result<(), Error> {
        let mut state = State::read(statements, &self.roots)?;
        if is_many(&state) {
            self.add_up(statements, &mut state)?;
            state.write(statements, &self.roots)?;
        }
        Ok(())
    }

    /// Adds units to the totals of a day.
    pub(super) fn add_to_day(
        &self,
        statements: &mut dyn Statements,
        state: &mut State,
        subject: &SubjectHash,
        day: i64,
        more: &Kinds,
    ) -> Result<(), Error> {
        let cells = [subject.as_slice().into(), day.into()];
        let row = statements.row("SELECT sealed FROM usage_day WHERE subject = ?1 AND day = ?2", &cells)?;
        let number = day.to_be_bytes();
        let key: [&[u8]; 2] = [subject, &number];
        let mut kinds = match &row {
            Some(row) => {
                state.marks.remove(mark(&self.roots, "day", &key, row.bytes(0)?));
                self.open_day(subject, day, row.bytes(0)?)?
            }
            None => Kinds::new(),
        };
        more.iter().for_each(|(kind, units)| add(&mut kinds, kind, *units));
        let plain =
            serde_json::to_vec(&kinds).map_err(|error| Error::malformed("usage", error.to_string()))?;
        let sealed = keys::seal(&self.roots.usage, &place("day", &key), &plain)?;
        state.marks.add(mark(&self.roots, "day", &key, &sealed));
        statements.execute(
            "INSERT INTO usage_day (subject, day, sealed) VALUES (?1, ?2, ?3) \
             ON CONFLICT (subject, day) DO UPDATE SET sealed = ?3",
            &[subject.as_slice().into(), day.into(), sealed.into()],
        )?;
        Ok(())
    }

    pub(super) fn open_day(&self, subject: &SubjectHash, day: i64, sealed: &[u8]) -> Result<Kinds, Error> {
        let plain = keys::open(&self.roots.usage, &place("day", &[subject, &day.to_be_bytes()]), sealed);
        plain.and_then(|plain| serde_json::from_slice(&plain).ok()).ok_or_else(damaged)
    }

    /// The totals of every day from `first` on until before `end`, what still stands in the journal included.
    pub(super) fn totals_of_days(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        (first, end): (i64, i64),
    ) -> Result<BTreeMap<i64, Kinds>, Error> {
        let mut days: BTreeMap<i64, Kinds> = BTreeMap::new();
        statements.each(
            "SELECT day, sealed FROM usage_day WHERE subject = ?1 AND day >= ?2 AND day < ?3",
            &[subject.as_slice().into(), first.into(), end.into()],
            &mut |row| {
                let day = row.integer(0)?;
                days.insert(day, self.open_day(subject, day, row.bytes(1)?)?);
                Ok(())
            },
        )?;
        if State::read(statements, &self.roots)?.rows == 0 {
            return Ok(days);
        }
        let erased = if *subject == NOBODY || is_erased(statements, subject)? {
            tombstones(statements)?
        } else {
            Vec::new()
        };
        let mut wanted = |user: &SubjectHash| match erased.binary_search(user) {
            Ok(_) => *subject == NOBODY,
            Err(_) => user == subject,
        };
        let mut each = |entry: &Entry<'_>| {
            if (first..end).contains(&entry.day) {
                add(days.entry(entry.day).or_default(), entry.kind, entry.units);
            }
        };
        self.each_entry(statements, &mut wanted, &mut each, None)?;
        Ok(days)
    }

    /// Lets a person's totals become those of nobody.
    pub(crate) fn anonymise_usage(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
    ) -> Result<(), Error> {
        let mut state = State::read(statements, &self.roots)?;
        self.add_up(statements, &mut state)?;
        let one = [subject.as_slice().into()];
        for row in statements.rows("SELECT day, sealed FROM usage_day WHERE subject = ?1", &one)? {
            let (day, sealed) = (row.integer(0)?, row.bytes(1)?);
            let kinds = self.open_day(subject, day, sealed)?;
            state.marks.remove(mark(&self.roots, "day", &[subject, &day.to_be_bytes()], sealed));
            self.add_to_day(statements, &mut state, &NOBODY, day, &kinds)?;
        }
        statements.execute("DELETE FROM usage_day WHERE subject = ?1", &one)?;
        state.write(statements, &self.roots)
    }

    /// Adds the journal to the totals while a person whose totals are kept is still known.
    pub(crate) fn settle_usage(&self, statements: &mut dyn Statements) -> Result<(), Error> {
        let mut state = State::read(statements, &self.roots)?;
        self.add_up(statements, &mut state)?;
        state.write(statements, &self.roots)
    }

    /// Checks that every total opens, and that none is missing or old.
    pub(crate) fn check_usage(&self, statements: &mut dyn Statements) -> Result<(), Error> {
        State::read(statements, &self.roots)?.check(statements, &self.roots)?;
        statements.each("SELECT subject, day, sealed FROM usage_day", &[], &mut |row| {
            self.open_day(&row.array(0)?, row.integer(1)?, row.bytes(2)?).map(|_| ())
        })?;
        self.each_entry(statements, &mut |_| true, &mut |_| (), None)
    }
}

fn is_many(state: &State) -> bool {
    state.entries > READ.0 || state.rows > READ.1
}

/// Adds to a sum that no single one can pass, because all together do not.
fn add(kinds: &mut Kinds, kind: &str, units: u64) {
    match kinds.get_mut(kind) {
        Some(sum) => *sum = sum.saturating_add(units),
        None => {
            kinds.insert(kind.to_owned(), units);
        }
    }
}

fn is_erased(statements: &mut dyn Statements, subject: &SubjectHash) -> Result<bool, Error> {
    let cells = [subject.as_slice().into()];
    Ok(statements.row("SELECT 1 FROM tombstone WHERE subject = ?1", &cells)?.is_some())
}

/// The hashes of all who were erased, sorted.
fn tombstones(statements: &mut dyn Statements) -> Result<Vec<SubjectHash>, Error> {
    let rows = statements.rows("SELECT DISTINCT subject FROM tombstone ORDER BY subject", &[])?;
    rows.iter().map(|row| row.array(0)).collect()
}

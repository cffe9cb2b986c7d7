//! Counting in memory, and from there to disk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;
use renown::usage::{Counter, CounterList};

use super::group::{Batch, Counted};
use super::meter::day;
use crate::keys::{Lookup, SubjectHash, random};
use crate::{Error, Ledger};

/// Counts in memory until they are flushed to the ledger that it is of.
///
/// One idea to keep in mind: what was taken from memory keeps its id until the ledger has acknowledged it. So a flush
/// that failed, or of which nobody knows whether it arrived, is made again and counts once; what is lost with a process
/// that dies is what it had not flushed.
pub struct UsageCounter {
    ledger: String,
    lookup: Lookup,
    counter: Counter,
    /// For those who have no list of their own.
    shared: CounterList,
    named: Mutex<Vec<(SubjectHash, Arc<str>)>>,
    pending: Mutex<Option<Pending>>,
}

struct Pending {
    id: [u8; 32],
    day: i64,
    entries: Arc<[Counted]>,
}

impl std::fmt::Debug for UsageCounter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UsageCounter").finish_non_exhaustive()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl UsageCounter {
    /// The number under which a kind of usage of a user is counted.
    pub fn number(&self, user: &SubjectId, kind: &str) -> u32 {
        // Held, so that numbers and what they stand for come in the same order.
        let mut named = locked(&self.named);
        let number = self.counter.number(user.as_str(), kind);
        if number as usize == named.len() {
            named.push((self.lookup.subject(user.as_str()), Arc::from(kind)));
            self.shared.widen(&self.counter);
        }
        number
    }

    /// A list for one thread, that knows the numbers that there are now.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn list(&self) -> Result<CounterList, Error> {
        Ok(self.counter.list()?)
    }

    /// Adds units to numbers, all or none of them, without a list of one's own.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn add_all(&self, numbers: &[u32], units: &[u64]) -> Result<(), Error> {
        Ok(self.shared.add_all(numbers, units)?)
    }

    /// What was counted since the last flush.
    fn taken(&self, at: DateTime<Utc>) -> Result<Option<Pending>, Error> {
        // Before anything is taken, because without an id it could not be given back.
        let id = random()?;
        let named = locked(&self.named);
        let taken = self.counter.take();
        let entry = |(number, units): &(u32, u64)| {
            let (subject, kind) = named.get(*number as usize)?;
            Some(Counted { subject: *subject, kind: Arc::clone(kind), units: *units })
        };
        let entries: Arc<[Counted]> = taken.iter().filter_map(entry).collect();
        if entries.is_empty() {
            return Ok(None);
        }
        Ok(Some(Pending { id, day: day(at), entries }))
    }
}

impl Ledger {
    /// A counter in memory for this ledger.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn counter(&self) -> Result<UsageCounter, Error> {
        let counter = Counter::default();
        let shared = counter.list()?;
        Ok(UsageCounter {
            ledger: self.public_key(),
            lookup: self.roots.lookup.clone(),
            counter,
            shared,
            named: Mutex::default(),
            pending: Mutex::default(),
        })
    }

    /// Writes what a counter holds on the day of `at`; it is on disk when this returns. Gives how many units were
    /// counted. After an error the same units are written by the next flush, on the day of the first attempt, once.
    /// Units of users who were erased meanwhile become nobody's.
    ///
    /// # Errors
    /// [`Error::Malformed`] where the counter is another ledger's, and those of the engine.
    pub fn flush(&self, counter: &UsageCounter, at: DateTime<Utc>) -> Result<u64, Error> {
        if counter.ledger != self.public_key() {
            return Err(Error::malformed("counter", "it counts for another ledger"));
        }
        let mut pending = locked(&counter.pending);
        let mut units = 0;
        loop {
            let again = pending.is_some();
            if pending.is_none() {
                *pending = counter.taken(at)?;
            }
            let Some(now) = pending.as_ref() else { return Ok(units) };
            let content = self.roots.lookup.hash("flush", &[&now.id]);
            let entries = Arc::clone(&now.entries);
            let sum: u64 = entries.iter().map(|counted| counted.units).sum();
            let batch = Batch { id: now.id, content, day: now.day, users: Vec::new(), entries };
            self.count_together(vec![batch])?;
            *pending = None;
            units += sum;
            if !again {
                return Ok(units);
            }
        }
    }
}

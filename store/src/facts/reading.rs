//! Folding from a snapshot, and keeping snapshots.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;

use super::Known;
use super::fold::Fold;
use crate::engine::Statements;
use crate::event::{Event, open_with};
use crate::keys::{self, SecretKey, SubjectHash};
use crate::{Error, Ledger};

/// A snapshot is written when so many events came since the last one.
const STEP: u64 = 128;
/// The purpose whose key seals snapshots: destroyed at every erasure, whatever is kept, because a snapshot is folded
/// out of all purposes.
const PURPOSE: &str = "fold";

fn place(subject: &SubjectHash, through: i64) -> Vec<u8> {
    [b"fold ", subject.as_slice(), &through.to_be_bytes()].concat()
}

impl Ledger {
    /// What is known about a person at a time: of all events that happened until then.
    ///
    /// # Errors
    /// [`Error::Corrupt`], and those of the engine.
    pub fn facts(&self, subject: &SubjectId, at: DateTime<Utc>) -> Result<Known, Error> {
        let hash = self.roots.lookup.subject(subject.as_str());
        let (mut known, mut grown) = (None, None);
        self.engine.read(&mut |statements| {
            let snapshot = self.snapshot(statements, &hash)?;
            let usable = snapshot.filter(|(fold, _)| fold.latest <= at.timestamp_millis());
            let (mut fold, through) = usable.unwrap_or((Fold::default(), -1));
            let before = fold.events;
            let last = self.fold_from(statements, &hash, &mut fold, through, at)?;
            if fold.events - before >= STEP {
                grown = Some((fold.clone(), last));
            }
            let cells = [hash.as_slice().into()];
            let erased = statements.row("SELECT 1 FROM tombstone WHERE subject = ?1", &cells)?.is_some();
            known = Some(Known::of(&fold, erased, at));
            Ok(())
        })?;
        if let Some((fold, last)) = grown {
            self.keep_snapshot(&hash, &fold, last)?;
        }
        known.ok_or(Error::Unknown { what: "subject" })
    }

    /// All events of a person that still open, in the order of the log.
    ///
    /// # Errors
    /// [`Error::Corrupt`], and those of the engine.
    pub fn events(&self, subject: &SubjectId) -> Result<Vec<Event>, Error> {
        let hash = self.roots.lookup.subject(subject.as_str());
        let mut events = Vec::new();
        self.engine.read(&mut |statements| {
            events.clear();
            self.each_event(statements, &hash, -1, &mut |event, _| events.push(event))
        })?;
        Ok(events)
    }

    /// Hands over each event after a place; some hundred are read at once.
    pub(crate) fn each_event(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        after: i64,
        each: &mut dyn FnMut(Event, i64),
    ) -> Result<(), Error> {
        let mut known: BTreeMap<String, Option<SecretKey>> = BTreeMap::new();
        let mut after = after;
        loop {
            let found = statements.rows(
                "SELECT position, event_id, subject, purpose, sealed FROM event \
                 WHERE subject = ?1 AND position > ?2 ORDER BY position LIMIT 512",
                &[subject.as_slice().into(), after.into()],
            )?;
            for row in &found {
                let purpose = row.text(3)?;
                if !known.contains_key(purpose) {
                    let key = keys::existing_data_key(statements, &*self.keys, subject, purpose)?;
                    known.insert(purpose.to_owned(), key);
                }
                if let Some(Some(key)) = known.get(purpose) {
                    let opened = open_with(key, row)?;
                    each(opened.event, opened.position);
                }
                after = row.integer(0)?;
            }
            if found.len() < 512 {
                return Ok(());
            }
        }
    }

    /// Folds the events after a place that happened until `at`; gives the last place, or none where some happened
    /// later, so that the fold is no snapshot of everything up to there.
    fn fold_from(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        fold: &mut Fold,
        through: i64,
        at: DateTime<Utc>,
    ) -> Result<Option<i64>, Error> {
        let (mut last, mut whole) = (through, true);
        self.each_event(statements, subject, through, &mut |event, position| {
            if event.at <= at {
                fold.add(&event, position);
            } else {
                whole = false;
            }
            last = position;
        })?;
        Ok(whole.then_some(last))
    }

    fn snapshot(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
    ) -> Result<Option<(Fold, i64)>, Error> {
        let cells = [subject.as_slice().into()];
        let Some(row) = statements.row("SELECT through, sealed FROM fold WHERE subject = ?1", &cells)? else {
            return Ok(None);
        };
        let through = row.integer(0)?;
        let Some(key) = keys::existing_data_key(statements, &*self.keys, subject, PURPOSE)? else {
            return Ok(None);
        };
        let plain = keys::open(&key, &place(subject, through), row.bytes(1)?);
        let fold = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        // A snapshot can always be made anew; one that does not open is passed over, the events themselves tell.
        Ok(fold.map(|fold| (fold, through)))
    }

    fn keep_snapshot(&self, subject: &SubjectHash, fold: &Fold, last: Option<i64>) -> Result<(), Error> {
        let Some(last) = last else { return Ok(()) };
        let kept = self.engine.write(&mut |statements| self.put_snapshot(statements, subject, fold, last));
        match kept {
            // A snapshot only makes the next reading quicker: who may not write, or was erased meanwhile, has none.
            Err(Error::ReadOnly | Error::Busy { .. } | Error::SubjectErased | Error::DiskFull) => Ok(()),
            other => other,
        }
    }

    fn put_snapshot(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        fold: &Fold,
        last: i64,
    ) -> Result<(), Error> {
        let plain = serde_json::to_vec(fold).map_err(|error| Error::malformed("fold", error.to_string()))?;
        let key = keys::data_key(statements, &*self.keys, subject, PURPOSE)?;
        let sealed = keys::seal(&key, &place(subject, last), &plain)?;
        statements.execute(
            "INSERT INTO fold (subject, through, sealed) VALUES (?1, ?2, ?3) \
             ON CONFLICT (subject) DO UPDATE SET through = ?2, sealed = ?3",
            &[subject.as_slice().into(), last.into(), sealed.into()],
        )?;
        Ok(())
    }

    /// Takes the events that were just written into a person's snapshot, where there is one: whoever has many events
    /// pays a little at each writing, in a transaction that waits for the disk anyway, and nothing at each reading.
    pub(crate) fn renew_snapshot(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
    ) -> Result<(), Error> {
        let Some((mut fold, through)) = self.snapshot(statements, subject)? else { return Ok(()) };
        let last = self.fold_from(statements, subject, &mut fold, through, DateTime::<Utc>::MAX_UTC)?;
        match last.filter(|last| *last != through) {
            Some(last) => self.put_snapshot(statements, subject, &fold, last),
            None => Ok(()),
        }
    }
}

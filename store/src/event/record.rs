//! Writing events and reading them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;
use renown::transparency::{commitment, leaf_hash};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::EventKind;
use crate::engine::{Row, Statements};
use crate::keys::{self, SecretKey, SubjectHash};
use crate::{Error, Ledger, log};

/// The version of the form in which events are kept.
const FORM: u8 = 1;
/// The longest id of an event, in bytes.
const ID_MAX: usize = 256;

/// Something that happened to a person's data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The caller's id for it, 1 to 256 bytes: the same id again is the same event.
    pub id: String,
    /// To whom.
    pub subject: SubjectId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: EventKind,
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event").field("at", &self.at).finish_non_exhaustive()
    }
}

/// Where an event stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// The place in the log, from 0.
    pub position: u64,
    /// Whether it was written now; false where it stood there before.
    pub new: bool,
}

/// An event with the salt of its commitment.
pub(crate) struct Opened {
    pub(crate) event: Event,
    pub(crate) position: i64,
    pub(crate) salt: [u8; 32],
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

fn place(position: i64, event_id: &[u8; 32]) -> Vec<u8> {
    [b"event ", position.to_be_bytes().as_slice(), event_id].concat()
}

impl Ledger {
    /// Writes events, all or none of them; they are on disk when this returns.
    ///
    /// # Errors
    /// [`Error::IdReused`] where an id stands for another event, [`Error::SubjectErased`], [`Error::Malformed`], and
    /// those of the engine.
    pub fn record(&self, events: &[Event]) -> Result<Vec<Recorded>, Error> {
        for event in events {
            if event.id.is_empty() || event.id.len() > ID_MAX {
                return Err(Error::malformed("id", "an event's id has 1 to 256 bytes"));
            }
        }
        let mut recorded = Vec::new();
        self.engine.write(&mut |statements| {
            recorded.clear();
            let mut end = log::size(statements)?;
            for event in events {
                recorded.push(self.record_one(statements, event, &mut end)?);
            }
            let new = events.iter().zip(&recorded).filter(|(_, recorded)| recorded.new);
            let subjects: BTreeSet<&str> = new.map(|(event, _)| event.subject.as_str()).collect();
            for subject in subjects {
                self.renew_snapshot(statements, &self.roots.lookup.subject(subject))?;
            }
            Ok(())
        })?;
        Ok(recorded)
    }

    pub(crate) fn record_one(
        &self,
        statements: &mut dyn Statements,
        event: &Event,
        end: &mut i64,
    ) -> Result<Recorded, Error> {
        let event_id = self.roots.lookup.hash("event", &[event.id.as_bytes()]);
        if let Some(position) = self.known(statements, event, &event_id)? {
            return Ok(Recorded { position: position.unsigned_abs(), new: false });
        }
        let subject = self.roots.lookup.subject(event.subject.as_str());
        let purpose = event.what.purpose_group();
        let key = keys::data_key(statements, &*self.keys, &subject, purpose)?;
        let bytes = encode(event)?;
        let salt: [u8; 32] = keys::random()?;
        let plain = Zeroizing::new([salt.as_slice(), &bytes].concat());
        let position = *end;
        let sealed = keys::seal(&key, &place(position, &event_id), &plain)?;
        statements.execute(
            "INSERT INTO event (position, event_id, subject, purpose, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                position.into(),
                event_id.as_slice().into(),
                subject.as_slice().into(),
                purpose.into(),
                sealed.into(),
            ],
        )?;
        log::append(statements, position, leaf_hash(&commitment(&salt, &bytes).0))?;
        *end += 1;
        Ok(Recorded { position: position.unsigned_abs(), new: true })
    }

    /// The place of an event that was written before.
    fn known(
        &self,
        statements: &mut dyn Statements,
        event: &Event,
        event_id: &[u8; 32],
    ) -> Result<Option<i64>, Error> {
        let row = statements.row(
            "SELECT position, event_id, subject, purpose, sealed FROM event WHERE event_id = ?1",
            &[event_id.as_slice().into()],
        )?;
        let Some(row) = row else { return Ok(None) };
        match self.open_event(statements, &row)? {
            Some(opened) if opened.event == *event => Ok(Some(opened.position)),
            _ => Err(Error::IdReused),
        }
    }

    /// Seals an event of this person again for another purpose; its commitment stays what it was.
    pub(crate) fn move_event(
        &self,
        statements: &mut dyn Statements,
        subject: &SubjectHash,
        event_id: &[u8; 32],
        purpose: &str,
        key: &SecretKey,
    ) -> Result<(), Error> {
        let row = statements.row(
            "SELECT position, event_id, subject, purpose, sealed FROM event WHERE event_id = ?1 AND subject = ?2",
            &[event_id.as_slice().into(), subject.as_slice().into()],
        )?;
        let Some(row) = row else { return Ok(()) };
        let Some(opened) = self.open_event(statements, &row)? else { return Ok(()) };
        let plain = Zeroizing::new([opened.salt.as_slice(), &opened.bytes].concat());
        let sealed = keys::seal(key, &place(opened.position, event_id), &plain)?;
        statements.execute(
            "UPDATE event SET purpose = ?2, sealed = ?3 WHERE event_id = ?1",
            &[event_id.as_slice().into(), purpose.into(), sealed.into()],
        )?;
        Ok(())
    }

    /// Opens a row `position, event_id, subject, purpose, sealed`; none where its key is gone.
    pub(crate) fn open_event(
        &self,
        statements: &mut dyn Statements,
        row: &Row,
    ) -> Result<Option<Opened>, Error> {
        let (subject, purpose): (SubjectHash, _) = (row.array(2)?, row.text(3)?);
        let key = keys::existing_data_key(statements, &*self.keys, &subject, purpose)?;
        key.map(|key| open_with(&key, row)).transpose()
    }
}

/// Opens a row `position, event_id, subject, purpose, sealed` with its key.
pub(crate) fn open_with(key: &SecretKey, row: &Row) -> Result<Opened, Error> {
    let (position, event_id) = (row.integer(0)?, row.array(1)?);
    let damaged = || Error::Corrupt { what: format!("the event at {position} does not open") };
    let plain = keys::open(key, &place(position, &event_id), row.bytes(4)?).map(Zeroizing::new);
    let plain = plain.ok_or_else(damaged)?;
    let (salt, bytes) = plain.split_first_chunk::<32>().ok_or_else(damaged)?;
    let event = decode(bytes).ok_or_else(damaged)?;
    Ok(Opened { event, position, salt: *salt, bytes: Zeroizing::new(bytes.to_vec()) })
}

/// The bytes that are committed to: the form, then JSON.
fn encode(event: &Event) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut bytes = Zeroizing::new(vec![FORM]);
    serde_json::to_writer(&mut *bytes, event)
        .map_err(|error| Error::malformed("event", error.to_string()))?;
    Ok(bytes)
}

fn decode(bytes: &[u8]) -> Option<Event> {
    let (form, json) = bytes.split_first()?;
    if *form != FORM {
        return None;
    }
    serde_json::from_slice(json).ok()
}

//! What a catalog asks of a ledger, answered from its tables.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use renown::model::InfluencerId;
use renown::privacy::{Facts, Purpose, SubjectId, SubjectState};
use renown::search::{Changes, ErasedPerson, Exclusion, Mark, Metered, Pseudonym, Rights, Standing};

use crate::engine::Statements;
use crate::erasure::Tombstone;
use crate::{Account, Error, Ledger, ReceiptOutcome, SharedLedger, StoreSigner, log};

/// The purpose under whose key everything is written that changes who may be shown.
const RECORD: &str = "record";

/// A ledger as a catalog follows it.
#[derive(Debug, Clone)]
pub struct FollowedLedger {
    ledger: SharedLedger,
    /// With which the catalog tells the ledger that somebody who was erased is not in it.
    signer: Option<StoreSigner>,
}

impl FollowedLedger {
    /// With a signer the catalog is registered as a store: no erasure is complete without its receipt.
    ///
    /// # Errors
    /// Those of [`Ledger::register_store`].
    pub fn new(ledger: SharedLedger, signer: Option<StoreSigner>) -> Result<Self, Error> {
        let open = ledger.get()?;
        if let Some(signer) = &signer {
            open.register_store(signer.name(), &signer.public_key())?;
        }
        Ok(FollowedLedger { ledger, signer })
    }

    /// With which the catalog signs.
    pub fn signer(&self) -> Option<&StoreSigner> {
        self.signer.as_ref()
    }
}

impl Rights for FollowedLedger {
    type Error = Error;

    fn entries(&self) -> Result<u64, Error> {
        let mut entries = 0;
        self.ledger.get()?.engine.read(&mut |statements| {
            entries = log::size(statements)?.unsigned_abs();
            Ok(())
        })?;
        Ok(entries)
    }

    fn changes(&self, since: Mark) -> Result<Changes, Error> {
        let ledger = self.ledger.get()?;
        let mut changes = Changes::default();
        ledger.engine.read(&mut |statements| {
            changes = read_changes(&ledger, statements, since)?;
            Ok(())
        })?;
        Ok(changes)
    }

    fn standing(&self, who: &InfluencerId, at: DateTime<Utc>) -> Result<Standing, Error> {
        let ledger = self.ledger.get()?;
        let subject = SubjectId::new(who.as_str())?;
        let now = reasons(&ledger.facts(&subject, at)?.facts);
        let last = reasons(&ledger.facts(&subject, DateTime::<Utc>::MAX_UTC)?.facts);
        if now == last {
            return Ok(Standing { reasons: now, until: None });
        }
        // Clocks differ: a reason that is to hold soon holds at once, while one that is to end does so in time.
        let later = ledger.events(&subject)?.into_iter().map(|event| event.at).filter(|when| *when > at);
        Ok(Standing { reasons: now.union(&last).copied().collect(), until: later.min() })
    }

    fn person(&self, id: &str) -> Option<Pseudonym> {
        Some(self.ledger.get().ok()?.roots.lookup.subject(id))
    }

    fn account(&self, platform: &str, id: &str) -> Option<Pseudonym> {
        let account = Account { platform: platform.to_owned(), account: id.to_owned() };
        self.ledger.get().ok()?.account_hash(&account).ok()
    }

    fn absent(&self, erasures: &BTreeSet<String>, at: DateTime<Utc>) -> Result<(), Error> {
        let Some(signer) = &self.signer else { return Ok(()) };
        let ledger = self.ledger.get()?;
        let mut given = BTreeSet::new();
        ledger.engine.read(&mut |statements| {
            let cells = [signer.name().into()];
            let sql = "SELECT erasure FROM erasure_receipt WHERE store = ?1";
            given = statements
                .rows(sql, &cells)?
                .iter()
                .map(|row| row.text(0).map(str::to_owned))
                .collect::<Result<_, _>>()?;
            Ok(())
        })?;
        for erasure in erasures.difference(&given) {
            match ledger.add_receipt(&signer.receipt(erasure, ReceiptOutcome::Absent, at)) {
                // A tombstone that outlived the plan of its erasure, in an old copy of the ledger.
                Ok(()) | Err(Error::Unknown { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn meter(&self, search: &str, query: &[u8; 32], told: &Metered) -> Result<bool, Error> {
        self.ledger.get()?.meter_search(search, query, told.recipient.id.as_str(), told.units, told.at)
    }
}

fn read_changes(ledger: &Ledger, statements: &mut dyn Statements, since: Mark) -> Result<Changes, Error> {
    let entries = log::size(statements)?;
    let mut from = i64::try_from(since.entries).unwrap_or(i64::MAX);
    if from > entries {
        // Another ledger, or an older copy: what it says is read anew.
        from = 0;
    }
    let latest = statements.rows(
        "SELECT max(position) FROM event WHERE position >= ?1 AND purpose = ?2 GROUP BY subject",
        &[from.into(), RECORD.into()],
    )?;
    let mut people = BTreeSet::new();
    for row in &latest {
        let event = statements.row(
            "SELECT position, event_id, subject, purpose, sealed FROM event WHERE position = ?1",
            &[row.integer(0)?.into()],
        )?;
        let Some(event) = event else { continue };
        // What does not open belongs to somebody who was erased.
        if let Some(opened) = ledger.open_event(statements, &event)?
            && let Ok(id) = InfluencerId::new(opened.event.subject.as_str())
        {
            people.insert(id);
        }
    }
    let mark = Mark {
        entries: entries.unsigned_abs(),
        erased: count(statements, "tombstone")?,
        suppressed: count(statements, "suppression")?,
    };
    let damaged = || Error::corrupt("a tombstone does not read");
    let mut erased = Vec::new();
    if mark.erased != since.erased {
        for row in &statements.rows("SELECT subject, line FROM tombstone", &[])? {
            let tombstone: Tombstone = serde_json::from_str(row.text(1)?).map_err(|_| damaged())?;
            erased.push(ErasedPerson { erasure: tombstone.erasure, person: row.array(0)? });
        }
    }
    let mut suppressed = Vec::new();
    if mark.suppressed != since.suppressed {
        for row in &statements.rows("SELECT account FROM suppression", &[])? {
            suppressed.push(row.array(0)?);
        }
    }
    Ok(Changes { mark, people, erased, suppressed })
}

fn count(statements: &mut dyn Statements, table: &str) -> Result<u64, Error> {
    let row = statements.row(&format!("SELECT count(*) FROM {table}"), &[])?;
    row.map_or(Ok(0), |row| Ok(row.integer(0)?.unsigned_abs()))
}

/// Why somebody may not be shown to those who search.
fn reasons(facts: &Facts) -> BTreeSet<Exclusion> {
    let states = [
        (SubjectState::Objected, Exclusion::Objected),
        (SubjectState::Restricted, Exclusion::Restricted),
        (SubjectState::Erased, Exclusion::Erased),
        (SubjectState::Minor, Exclusion::Minor),
        (SubjectState::NotPublic, Exclusion::NotPublic),
    ];
    let held = states.into_iter().filter(|(state, _)| facts.states.contains(state)).map(|(_, why)| why);
    let objected = facts.objections.iter().any(|to| to.covers(&Purpose::INFLUENCER_SEARCH));
    held.chain(objected.then_some(Exclusion::Objected)).collect()
}

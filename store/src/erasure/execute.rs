//! From a plan to the last receipt.

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;
use serde::{Deserialize, Serialize};

use super::apply::apply;
use super::tombstone::Tombstone;
use super::{Account, ErasableStore, ErasureReceipt, ReceiptOutcome};
use crate::engine::Statements;
use crate::event::{Event, EventKind};
use crate::{Error, Ledger, hex, log};

/// The name under which the ledger itself gives a receipt.
const LEDGER: &str = "ledger";

/// Who is to be erased, and what is kept of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasurePlan {
    /// The erasure's own id: letters, digits and `-._:/`.
    pub id: String,
    /// Whom.
    pub subject: SubjectId,
    /// Purposes whose items are kept under their own keys, such as `tax`, `requests`.
    #[serde(default)]
    pub kept: Vec<String>,
    /// Accounts of the person that must not be collected again.
    #[serde(default)]
    pub suppress: Vec<Account>,
    /// By which decision.
    pub decision: String,
}

/// How far an erasure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureState {
    /// Decided.
    Planned,
    /// Keys are destroyed; receipts are missing.
    Incomplete,
    /// Every registered store has given its receipt.
    Complete,
}

/// An erasure and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Erasure {
    /// Its id.
    pub id: String,
    /// How far it is.
    pub state: ErasureState,
    /// When it was planned.
    pub planned_at: DateTime<Utc>,
    /// When the keys were destroyed.
    pub erased_at: Option<DateTime<Utc>>,
    /// What is kept.
    pub kept: Vec<String>,
    /// The receipts so far.
    pub receipts: Vec<ErasureReceipt>,
    /// The stores whose receipts are missing.
    pub missing: Vec<String>,
}

/// What a row of erasures holds; of the person only the keyed hash.
#[derive(Serialize, Deserialize)]
struct Body {
    subject: String,
    kept: Vec<String>,
    suppressed: Vec<String>,
    decision: String,
    planned_at: DateTime<Utc>,
    erased_at: Option<DateTime<Utc>>,
}

fn is_word(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/".contains(&byte);
    !text.is_empty() && text.len() <= 256 && text.bytes().all(allowed)
}

impl Ledger {
    /// Registers a store with the public key that it signs with. An erasure is complete only when every registered
    /// store has given its receipt, so every place that holds people's data is registered.
    ///
    /// # Errors
    /// [`Error::Malformed`], and those of the engine.
    pub fn register_store(&self, name: &str, public_key: &str) -> Result<(), Error> {
        if !is_word(name) || name == LEDGER {
            return Err(Error::malformed(
                "store",
                "a name has letters, digits and -._:/ and is not \"ledger\"",
            ));
        }
        if hex::read::<32>(public_key).is_none() {
            return Err(Error::malformed("public_key", "a public key has 64 hexadecimal digits"));
        }
        self.engine.write(&mut |statements| {
            statements.execute(
                "INSERT INTO registered_store (name, public_key) VALUES (?1, ?2) \
                 ON CONFLICT (name) DO UPDATE SET public_key = ?2",
                &[name.into(), public_key.into()],
            )?;
            Ok(())
        })
    }

    /// Writes down that a person is to be erased. The same plan again changes nothing.
    ///
    /// # Errors
    /// [`Error::IdReused`] where the id stands for another plan, [`Error::Malformed`], and those of the engine.
    pub fn plan_erasure(&self, plan: &ErasurePlan, now: DateTime<Utc>) -> Result<Erasure, Error> {
        let words = std::iter::once(&plan.id).chain([&plan.decision]).chain(&plan.kept);
        if let Some(word) = words.into_iter().find(|word| !is_word(word)) {
            let reason = format!("a word of {} bytes; ids have letters, digits and -._:/", word.len());
            return Err(Error::malformed("plan", reason));
        }
        let subject = hex::of(&self.roots.lookup.subject(plan.subject.as_str()));
        let suppressed = plan.suppress.iter().map(|account| hex::of(&self.account_hash(account))).collect();
        let (kept, decision) = (plan.kept.clone(), plan.decision.clone());
        let body = Body { subject, kept, suppressed, decision, planned_at: now, erased_at: None };
        self.engine.write(&mut |statements| {
            if let Some(known) = read_body(statements, &plan.id)? {
                let same = (&known.subject, &known.kept, &known.suppressed, &known.decision)
                    == (&body.subject, &body.kept, &body.suppressed, &body.decision);
                return if same { Ok(()) } else { Err(Error::IdReused) };
            }
            let what = EventKind::ErasurePlanned { erasure: plan.id.clone() };
            let id = format!("erasure planned {}", plan.id);
            let event = Event { id, subject: plan.subject.clone(), at: now, what };
            let mut end = log::size(statements)?;
            match self.record_one(statements, &event, &mut end) {
                // What was kept at an earlier erasure is erased now; there is no key left to record it under.
                Ok(_) | Err(Error::SubjectErased) => {}
                Err(error) => return Err(error),
            }
            write_body(statements, &plan.id, &body)
        })?;
        self.erasure(&plan.id)
    }

    /// Erases a person as planned: in this ledger, then in the stores that are given. Stores of which the receipt is
    /// there already are not asked again, so that this may be repeated until the erasure is complete.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such plan for this person; [`Error::Busy`] where readers keep old pages
    /// alive; [`Error::StoreFailed`], [`Error::ReceiptRejected`] after all stores were asked.
    pub fn erase(
        &self,
        erasure: &str,
        subject: &SubjectId,
        stores: &[&dyn ErasableStore],
        now: DateTime<Utc>,
    ) -> Result<Erasure, Error> {
        let hash = hex::of(&self.roots.lookup.subject(subject.as_str()));
        self.engine.write(&mut |statements| {
            let body = read_body(statements, erasure)?.filter(|body| body.subject == hash);
            let Some(mut body) = body else {
                return Err(Error::Unknown { what: "plan for this subject" });
            };
            if body.erased_at.is_some() {
                return Ok(());
            }
            let tombstone = Tombstone {
                ledger: self.public_key(),
                erasure: erasure.to_owned(),
                subject: body.subject.clone(),
                kept: body.kept.clone(),
                suppressed: body.suppressed.clone(),
                decision: body.decision.clone(),
                at: now,
                signature: String::new(),
            };
            let line = tombstone.clone().signed(&self.roots).line()?;
            self.tombstones.add(&line)?;
            apply(statements, &line, &tombstone)?;
            body.erased_at = Some(now);
            write_body(statements, erasure, &body)
        })?;
        self.engine.scrub()?;
        self.own_receipt(erasure, now)?;
        let mut failed = None;
        let missing = self.erasure(erasure)?.missing;
        for store in stores.iter().filter(|store| missing.iter().any(|name| name == store.name())) {
            let name = || store.name().to_owned();
            let done = store.erase(subject, erasure, now);
            let done = done.map_err(|reason| Error::StoreFailed { store: name(), reason });
            let done = done.and_then(|receipt| {
                let ours = receipt.store == store.name() && receipt.erasure == erasure;
                if ours { self.add_receipt(&receipt) } else { Err(Error::ReceiptRejected { store: name() }) }
            });
            failed = failed.or(done.err());
        }
        match failed {
            Some(error) => Err(error),
            None => self.erasure(erasure),
        }
    }

    fn own_receipt(&self, erasure: &str, now: DateTime<Utc>) -> Result<(), Error> {
        if !self.erasure(erasure)?.missing.iter().any(|name| name == LEDGER) {
            return Ok(());
        }
        let (erasure, store) = (erasure.to_owned(), LEDGER.to_owned());
        let mut receipt = ErasureReceipt {
            erasure,
            store,
            outcome: ReceiptOutcome::Absent,
            at: now,
            signature: String::new(),
        };
        receipt.signature = self.roots.sign(&receipt.signed_text());
        self.add_receipt(&receipt)
    }

    /// Takes in a receipt that a store signed.
    ///
    /// # Errors
    /// [`Error::ReceiptRejected`], [`Error::Unknown`], and those of the engine.
    pub fn add_receipt(&self, receipt: &ErasureReceipt) -> Result<(), Error> {
        let body = serde_json::to_string(receipt);
        let body = body.map_err(|error| Error::malformed("receipt", error.to_string()))?;
        self.engine.write(&mut |statements| {
            let erasure = read_body(statements, &receipt.erasure)?;
            let erasure = erasure.filter(|body| body.erased_at.is_some());
            if erasure.is_none() {
                return Err(Error::Unknown { what: "erasure under way" });
            }
            let key = if receipt.store == LEDGER {
                Some(self.public_key())
            } else {
                let cells = [receipt.store.as_str().into()];
                let row =
                    statements.row("SELECT public_key FROM registered_store WHERE name = ?1", &cells)?;
                row.map(|row| row.text(0).map(str::to_owned)).transpose()?
            };
            if !key.is_some_and(|key| receipt.is_signed_by(&key)) {
                return Err(Error::ReceiptRejected { store: receipt.store.clone() });
            }
            statements.execute(
                "INSERT INTO erasure_receipt (erasure, store, body) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (erasure, store) DO UPDATE SET body = ?3",
                &[receipt.erasure.as_str().into(), receipt.store.as_str().into(), body.as_str().into()],
            )?;
            self.record_completion(statements, &receipt.erasure, receipt.at)
        })
    }

    /// Where the last receipt is in and the log of requests is kept, says so there.
    fn record_completion(
        &self,
        statements: &mut dyn Statements,
        erasure: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        if self.read_erasure(statements, erasure)?.state != ErasureState::Complete {
            return Ok(());
        }
        let planned = format!("erasure planned {erasure}");
        let event_id = self.roots.lookup.hash("event", &[planned.as_bytes()]);
        let row = statements.row(
            "SELECT position, event_id, subject, purpose, sealed FROM event WHERE event_id = ?1",
            &[event_id.as_slice().into()],
        )?;
        let opened = row.map(|row| self.open_event(statements, &row)).transpose()?.flatten();
        let Some(opened) = opened else { return Ok(()) };
        let what = EventKind::ErasureDone { erasure: erasure.to_owned() };
        let id = format!("erasure done {erasure}");
        let event = Event { id, subject: opened.event.subject, at, what };
        let mut end = log::size(statements)?;
        match self.record_one(statements, &event, &mut end) {
            // The same receipt a second time, at another hour.
            Ok(_) | Err(Error::IdReused) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// How far an erasure is.
    ///
    /// # Errors
    /// [`Error::Unknown`], and those of the engine.
    pub fn erasure(&self, id: &str) -> Result<Erasure, Error> {
        let mut found = None;
        self.engine.read(&mut |statements| {
            found = Some(self.read_erasure(statements, id)?);
            Ok(())
        })?;
        found.ok_or(Error::Unknown { what: "erasure" })
    }

    fn read_erasure(&self, statements: &mut dyn Statements, id: &str) -> Result<Erasure, Error> {
        let body = read_body(statements, id)?.ok_or(Error::Unknown { what: "erasure" })?;
        let rows = statements
            .rows("SELECT body FROM erasure_receipt WHERE erasure = ?1 ORDER BY store", &[id.into()])?;
        let read =
            |text: &str| serde_json::from_str(text).map_err(|_| Error::corrupt("a receipt is no JSON"));
        let receipts: Vec<ErasureReceipt> =
            rows.iter().map(|row| read(row.text(0)?)).collect::<Result<_, _>>()?;
        let stores = statements.rows("SELECT name FROM registered_store ORDER BY name", &[])?;
        let mut missing = vec![LEDGER.to_owned()];
        for row in &stores {
            missing.push(row.text(0)?.to_owned());
        }
        missing.retain(|name| !receipts.iter().any(|receipt| receipt.store == *name));
        let state = match (body.erased_at, missing.is_empty()) {
            (None, _) => ErasureState::Planned,
            (Some(_), false) => ErasureState::Incomplete,
            (Some(_), true) => ErasureState::Complete,
        };
        let (planned_at, erased_at, kept) = (body.planned_at, body.erased_at, body.kept);
        Ok(Erasure { id: id.to_owned(), state, planned_at, erased_at, kept, receipts, missing })
    }
}

fn read_body(statements: &mut dyn Statements, id: &str) -> Result<Option<Body>, Error> {
    let row = statements.row("SELECT body FROM erasure WHERE id = ?1", &[id.into()])?;
    let read = |text: &str| serde_json::from_str(text).map_err(|_| Error::corrupt("an erasure is no JSON"));
    row.map(|row| read(row.text(0)?)).transpose()
}

fn write_body(statements: &mut dyn Statements, id: &str, body: &Body) -> Result<(), Error> {
    let text = serde_json::to_string(body);
    let text = text.map_err(|error| Error::malformed("erasure", error.to_string()))?;
    statements.execute(
        "INSERT INTO erasure (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2",
        &[id.into(), text.as_str().into()],
    )?;
    Ok(())
}

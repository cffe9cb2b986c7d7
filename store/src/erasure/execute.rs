//! From a plan to the last receipt.

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;
use serde::{Deserialize, Serialize};

use renown::privacy::rights::ErasureTask;

use super::scope::Progress;
use super::tombstone::Tombstone;
use super::{Account, ErasableStore, ErasureException, ErasureReceipt, ErasureScope, ReceiptOutcome};
use crate::engine::Statements;
use crate::event::{Event, EventKind};
use crate::{Error, Ledger, hex, log};

/// The name under which the ledger itself gives a receipt.
const LEDGER: &str = "ledger";
/// The purposes that the ledger itself uses: no key of single items is called like one of them.
const PURPOSES: [&str; 7] = ["record", "requests", "disclosures", "registration", "profile", "usage", "fold"];

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
    /// Single items that are kept, under keys of their own.
    #[serde(default)]
    pub exceptions: Vec<ErasureException>,
    /// Accounts of the person that must not be collected again.
    #[serde(default)]
    pub suppress: Vec<Account>,
    /// Which items lie in which stores; where it is not told, every registered store is asked for the whole person.
    #[serde(default)]
    pub scope: Option<ErasureScope>,
    /// By which decision.
    pub decision: String,
}

/// How far an erasure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureState {
    /// Decided.
    Planned,
    /// Keys are destroyed; receipts are missing, or a store found the person again.
    Incomplete,
    /// Only back-ups are left that may wait until they are next used, and said until when.
    Deferred,
    /// Every registered store has said that the person is absent.
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
    /// The stores that may wait until a back-up is next used.
    pub deferred: Vec<String>,
    /// What each store has to do, where the plan says which items lie where.
    pub tasks: Vec<ErasureTask>,
}

/// What a row of erasures holds; of the person only the keyed hash.
#[derive(PartialEq, Serialize, Deserialize)]
struct Body {
    subject: String,
    kept: Vec<String>,
    suppressed: Vec<String>,
    /// Events by their keyed hashes.
    #[serde(default)]
    exceptions: Vec<ErasureException>,
    #[serde(default)]
    scope: Option<ErasureScope>,
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
        let exceptions = self.exceptions(&plan.exceptions)?;
        let scope = plan.scope.clone();
        if let Some(scope) = &scope {
            scope.plan(now, &[])?;
            if scope.items.iter().any(|item| !is_word(&item.id)) {
                return Err(Error::malformed("scope", "ids of items have letters, digits and -._:/"));
            }
        }
        let subject = hex::of(&self.roots.lookup.subject(plan.subject.as_str()));
        let hashes = plan.suppress.iter().map(|account| Ok(hex::of(&self.account_hash(account)?)));
        let suppressed = hashes.collect::<Result<_, Error>>()?;
        let (kept, decision) = (plan.kept.clone(), plan.decision.clone());
        let body =
            Body { subject, kept, suppressed, exceptions, scope, decision, planned_at: now, erased_at: None };
        self.engine.write(&mut |statements| {
            let stores = body.scope.iter().flat_map(|scope| &scope.stores);
            for store in stores.filter(|store| store.name != LEDGER) {
                if public_key(statements, &store.name)?.is_none() {
                    return Err(Error::Unknown { what: "registered store of the scope" });
                }
            }
            if let Some(known) = read_body(statements, &plan.id)? {
                let same = Body { planned_at: now, erased_at: None, ..known } == body;
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
                exceptions: body.exceptions.clone(),
                decision: body.decision.clone(),
                at: now,
                signature: String::new(),
            };
            let line = tombstone.clone().signed(&self.roots)?.line()?;
            self.tombstones.add(&line)?;
            self.apply(statements, &line, &tombstone)?;
            body.erased_at = Some(now);
            write_body(statements, erasure, &body)
        })?;
        self.engine.scrub()?;
        self.own_receipt(erasure, now)?;
        let mut failed = None;
        let known = self.erasure(erasure)?;
        let asked = known.missing.iter().chain(&known.deferred);
        let asked = |store: &&&dyn ErasableStore| asked.clone().any(|name| name == store.name());
        for store in stores.iter().filter(asked) {
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

    /// Exceptions with the keyed hashes of events in place of their ids.
    fn exceptions(&self, exceptions: &[ErasureException]) -> Result<Vec<ErasureException>, Error> {
        let mut found = Vec::new();
        for exception in exceptions {
            if !is_word(&exception.key) || PURPOSES.contains(&exception.key.as_str()) {
                let reason =
                    "a key of kept items has letters, digits and -._:/ and no name of the ledger's own";
                return Err(Error::malformed("exceptions", reason));
            }
            let hash = |id: &String| hex::of(&self.roots.lookup.hash("event", &[id.as_bytes()]));
            let events = exception.events.iter().map(hash).collect();
            found.push(ErasureException { events, ..exception.clone() });
        }
        Ok(found)
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
                public_key(statements, &receipt.store)?
            };
            if !key.is_some_and(|key| receipt.is_signed_by(&key)) {
                return Err(Error::ReceiptRejected { store: receipt.store.clone() });
            }
            // An older word does not take back a newer one; of two at one moment, the worse counts.
            let cells = [receipt.erasure.as_str().into(), receipt.store.as_str().into()];
            let known = statements
                .row("SELECT body FROM erasure_receipt WHERE erasure = ?1 AND store = ?2", &cells)?;
            if let Some(row) = known {
                let known: ErasureReceipt = read_receipt(row.text(0)?)?;
                let worse = known.outcome != ReceiptOutcome::Absent;
                if known.at > receipt.at || (known.at == receipt.at && worse) {
                    return Ok(());
                }
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
        let receipts: Vec<ErasureReceipt> =
            rows.iter().map(|row| read_receipt(row.text(0)?)).collect::<Result<_, _>>()?;
        let stores = statements.rows("SELECT name FROM registered_store ORDER BY name", &[])?;
        let mut registered = vec![LEDGER.to_owned()];
        for row in &stores {
            registered.push(row.text(0)?.to_owned());
        }
        let Progress { state, missing, deferred, tasks } = match &body.scope {
            Some(scope) => scope.progress(body.planned_at, &registered, &receipts)?,
            None => Progress::of(&registered, &receipts),
        };
        let state = if body.erased_at.is_some() { state } else { ErasureState::Planned };
        let (planned_at, erased_at, kept) = (body.planned_at, body.erased_at, body.kept);
        let id = id.to_owned();
        Ok(Erasure { id, state, planned_at, erased_at, kept, receipts, missing, deferred, tasks })
    }
}

fn read_receipt(text: &str) -> Result<ErasureReceipt, Error> {
    serde_json::from_str(text).map_err(|_| Error::corrupt("a receipt is no JSON"))
}

fn public_key(statements: &mut dyn Statements, store: &str) -> Result<Option<String>, Error> {
    let row = statements.row("SELECT public_key FROM registered_store WHERE name = ?1", &[store.into()])?;
    row.map(|row| row.text(0).map(str::to_owned)).transpose()
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

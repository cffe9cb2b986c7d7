//! Catalogs to search, off the event loop, and the permits without which nobody does.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Buffer, Env, Task, Uint8Array};
use napi_derive::napi;
use renown::columnar::{self, Table};
use renown::model::InfluencerId;
use renown::privacy::{DataCategory, Policy, Recipient};
use renown::search::{Error, Exclusion, Query, Record, Verify};
use renown_store::search::SharedCatalog;
use renown_store::{SecretKey, SharedLedger, StoreSigner};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{guarded, raise};
use crate::frame::Frame;
use crate::ledger::{NativeLedger, raised};

/// The right to search, for one recipient and a short time: only a decision issues it.
#[napi]
pub struct SearchPermit {
    permit: renown::privacy::SearchPermit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    recipient: Recipient,
    categories: Vec<DataCategory>,
    now: DateTime<Utc>,
}

#[napi]
impl SearchPermit {
    /// Asks the shipped policy what the recipient may be told: JSON.
    #[napi(factory)]
    pub fn ask(asked: String) -> Result<SearchPermit> {
        let Asked { recipient, categories, now } = read(&asked)?;
        let asked =
            renown::privacy::SearchPermit::ask(&Policy::influencer_marketing(), &recipient, &categories, now);
        asked.map(|permit| SearchPermit { permit }).map_err(|error| raise(error.code(), &error))
    }

    /// Whether it covers a category.
    #[napi]
    pub fn covers(&self, category: String) -> Result<bool> {
        let category = DataCategory::new(category).map_err(|error| raise(error.code(), &error))?;
        Ok(self.permit.covers(&category))
    }
}

type Shared = Arc<SharedCatalog>;

/// Influencers in memory.
#[napi]
pub struct Catalog {
    catalog: Shared,
}

/// What is done to a catalog.
enum Deed {
    Add(String),
    Update(String),
    Remove(String),
    Restrict(String, String),
    Lift(String, String),
    KeepFrom(String, String),
    Erase(String),
}

#[napi]
impl Catalog {
    /// A catalog of nobody.
    #[napi(constructor)]
    pub fn new() -> Self {
        Catalog { catalog: Arc::new(SharedCatalog::new(renown::search::Catalog::new())) }
    }

    /// A catalog of a table; the columns are told as JSON.
    #[napi(ts_return_type = "Promise<Catalog>")]
    pub fn from_frame(frame: &Frame, columns: String) -> AsyncTask<Making> {
        AsyncTask::new(Making::Table(Arc::clone(&frame.table), columns))
    }

    /// Reads what `toBytes` wrote; the bytes must not change meanwhile.
    #[napi(ts_return_type = "Promise<Catalog>")]
    pub fn from_bytes(bytes: Uint8Array) -> AsyncTask<Making> {
        AsyncTask::new(Making::Bytes(bytes))
    }

    /// The catalog as bytes.
    #[napi(ts_return_type = "Promise<Uint8Array>")]
    pub fn to_bytes(&self) -> AsyncTask<Writing> {
        AsyncTask::new(Writing(Arc::clone(&self.catalog)))
    }

    /// Maps a file that `save` wrote.
    #[napi(ts_return_type = "Promise<Catalog>")]
    pub fn open(path: String, verify: bool) -> AsyncTask<Making> {
        AsyncTask::new(Making::File(path, if verify { Verify::Checksum } else { Verify::Layout }))
    }

    /// Writes a file.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn save(&self, path: String) -> AsyncTask<Saving> {
        AsyncTask::new(Saving(Arc::clone(&self.catalog), path))
    }

    /// Changes the catalog: what, and its one or two arguments.
    #[napi(ts_return_type = "Promise<boolean>")]
    pub fn change(&self, what: String, given: String, other: Option<String>) -> Result<AsyncTask<Changing>> {
        let other = other.unwrap_or_default();
        let deed = match what.as_str() {
            "add" => Deed::Add(given),
            "update" => Deed::Update(given),
            "remove" => Deed::Remove(given),
            "restrict" => Deed::Restrict(given, other),
            "lift" => Deed::Lift(given, other),
            "keepFrom" => Deed::KeepFrom(given, other),
            "erase" => Deed::Erase(given),
            _ => return Err(raise("UNKNOWN_CALL", &"a catalog has no such method")),
        };
        Ok(AsyncTask::new(Changing(Arc::clone(&self.catalog), deed)))
    }

    /// Searches: JSON in, a promise of JSON out.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn search(
        &self,
        query: String,
        permit: &SearchPermit,
        now: String,
        id: Option<String>,
    ) -> AsyncTask<Searching> {
        let catalog = Arc::clone(&self.catalog);
        AsyncTask::new(Searching { catalog, query, permit: permit.permit.clone(), now, id })
    }

    /// Follows a ledger, as a registered store where it has a name and a key.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn follow(
        &self,
        ledger: &NativeLedger,
        store: Option<String>,
        key: Option<Buffer>,
    ) -> Result<AsyncTask<FollowLedger>> {
        let signer = |(name, key): (String, Buffer)| {
            SecretKey::from_bytes(&key).map(|key| StoreSigner::new(name, &key)).map_err(raised)
        };
        let signer = store.zip(key).map(signer).transpose()?;
        Ok(AsyncTask::new(FollowLedger {
            catalog: Arc::clone(&self.catalog),
            ledger: ledger.0.clone(),
            signer,
        }))
    }

    /// Takes over what the ledger says by now; the time is JSON.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn refresh(&self, now: String) -> AsyncTask<Refreshing> {
        AsyncTask::new(Refreshing(Arc::clone(&self.catalog), now))
    }

    /// How many influencers there are.
    #[napi(getter)]
    pub fn size(&self) -> f64 {
        self.catalog.look(renown::search::Catalog::len) as f64
    }
}

impl Default for Catalog {
    fn default() -> Self {
        Catalog::new()
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    renown::calls::from_json(text).map_err(|error| raise(error.code(), &error))
}

fn id(text: &str) -> Result<InfluencerId> {
    InfluencerId::new(text).map_err(|error| raise(error.code(), &error))
}

fn why(text: &str) -> Result<Exclusion> {
    read(&Value::from(text).to_string())
}

fn told<T>(answer: std::result::Result<T, Error>) -> Result<T> {
    answer.map_err(|error| raise(error.code(), &error))
}

/// A catalog that is made off the event loop.
pub enum Making {
    /// Of a table.
    Table(Arc<Table>, String),
    /// Of bytes.
    Bytes(Uint8Array),
    /// Over a file.
    File(String, Verify),
}

impl Task for Making {
    type Output = SharedCatalog;
    type JsValue = Catalog;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded(|| match self {
            Making::Table(table, columns) => {
                let columns: BTreeMap<String, String> = read(columns)?;
                let made = columnar::catalog(table, &columns);
                made.map(SharedCatalog::new).map_err(|error| raise(error.code(), &error))
            }
            Making::Bytes(bytes) => told(renown::search::Catalog::from_bytes(bytes)).map(SharedCatalog::new),
            Making::File(path, verify) => SharedCatalog::open(path, *verify).map_err(raised),
        })
    }

    fn resolve(&mut self, _: Env, catalog: Self::Output) -> Result<Catalog> {
        Ok(Catalog { catalog: Arc::new(catalog) })
    }
}

/// A catalog that is written to a file off the event loop.
pub struct Saving(Shared, String);

impl Task for Saving {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> Result<()> {
        guarded(|| self.0.save(&self.1).map_err(raised))
    }

    fn resolve(&mut self, _: Env, (): ()) -> Result<()> {
        Ok(())
    }
}

/// A catalog that is written off the event loop.
pub struct Writing(Shared);

impl Task for Writing {
    type Output = Vec<u8>;
    type JsValue = Uint8Array;

    fn compute(&mut self) -> Result<Vec<u8>> {
        guarded(|| Ok(self.0.look(renown::search::Catalog::to_bytes)))
    }

    fn resolve(&mut self, _: Env, bytes: Vec<u8>) -> Result<Uint8Array> {
        Ok(Uint8Array::new(bytes))
    }
}

/// One change of a catalog.
type Change<'a> = Box<dyn FnOnce(&mut renown::search::Catalog) -> std::result::Result<bool, Error> + 'a>;

/// A catalog that is changed off the event loop.
pub struct Changing(Shared, Deed);

impl Task for Changing {
    type Output = bool;
    type JsValue = bool;

    fn compute(&mut self) -> Result<bool> {
        guarded(|| {
            // What is given is read before the catalog is locked.
            let change: Change<'_> = match &self.1 {
                Deed::Add(rows) => {
                    let rows: Vec<Record> = read(rows)?;
                    Box::new(|catalog| catalog.add(rows).map(|()| true))
                }
                Deed::Update(rows) => {
                    let rows: Vec<Record> = read(rows)?;
                    Box::new(|catalog| catalog.update(rows).map(|()| true))
                }
                Deed::Remove(id) => Box::new(|catalog| Ok(catalog.remove(id))),
                Deed::Restrict(who, reason) => {
                    let (who, reason) = (id(who)?, why(reason)?);
                    Box::new(move |catalog| {
                        catalog.restrict(&who, reason);
                        Ok(true)
                    })
                }
                Deed::Lift(who, reason) => {
                    let (who, reason) = (id(who)?, why(reason)?);
                    Box::new(move |catalog| {
                        catalog.lift(&who, reason);
                        Ok(true)
                    })
                }
                Deed::KeepFrom(who, recipient) => {
                    let who = id(who)?;
                    Box::new(move |catalog| {
                        catalog.keep_from(&who, recipient);
                        Ok(true)
                    })
                }
                Deed::Erase(who) => {
                    let who = id(who)?;
                    Box::new(move |catalog| {
                        catalog.erase(&who);
                        Ok(true)
                    })
                }
            };
            told(self.0.change(change))
        })
    }

    fn resolve(&mut self, _: Env, answer: bool) -> Result<bool> {
        Ok(answer)
    }
}

/// A search off the event loop.
pub struct Searching {
    catalog: Shared,
    query: String,
    permit: renown::privacy::SearchPermit,
    now: String,
    id: Option<String>,
}

impl Task for Searching {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        guarded(|| {
            let query: Value = read(&self.query)?;
            let now: DateTime<Utc> = read(&self.now)?;
            let query = told(Query::from_json(&query))?;
            let found = self.catalog.search(&query, &self.permit, now, self.id.as_deref()).map_err(raised)?;
            Ok(serde_json::json!(found).to_string())
        })
    }

    fn resolve(&mut self, _: Env, output: String) -> Result<String> {
        Ok(output)
    }
}

/// A ledger that is followed from now on.
pub struct FollowLedger {
    catalog: Shared,
    ledger: SharedLedger,
    signer: Option<StoreSigner>,
}

impl Task for FollowLedger {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> Result<()> {
        guarded(|| self.catalog.follow(self.ledger.clone(), self.signer.take()).map_err(raised))
    }

    fn resolve(&mut self, _: Env, (): ()) -> Result<()> {
        Ok(())
    }
}

/// What the ledger says is taken over.
pub struct Refreshing(Shared, String);

impl Task for Refreshing {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> Result<()> {
        guarded(|| self.0.refresh(read(&self.1)?).map_err(raised))
    }

    fn resolve(&mut self, _: Env, (): ()) -> Result<()> {
        Ok(())
    }
}

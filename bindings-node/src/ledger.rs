//! The ledger: opened, called by name and closed, all off the event loop.

use std::sync::Arc;

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Buffer, Env, Task};
use napi_derive::napi;
use renown_store::engine::{Postgres, PostgresOptions};
use renown_store::{Error, Ledger, MasterKeys, Options, SecretKey, SharedLedger};

use crate::error::{guarded, raise};

pub(crate) fn raised(error: Error) -> napi::Error {
    raise(error.code(), &error)
}

/// A ledger that is open until it is closed; calls that are under way keep it open until they are done.
#[napi]
pub struct NativeLedger(pub(crate) SharedLedger);

/// A master key under its name.
#[napi(object)]
pub struct NamedKey {
    /// The name that stands in the ledger.
    pub name: String,
    /// The 32 bytes.
    pub key: Buffer,
}

/// Opening a ledger.
pub struct OpenLedger {
    place: Place,
    keys: Vec<(String, SecretKey)>,
}

/// Where a ledger lies.
enum Place {
    File(String, Options),
    Postgres { parameters: String, options: PostgresOptions, tombstones: String },
}

impl Task for OpenLedger {
    type Output = Ledger;
    type JsValue = NativeLedger;

    fn compute(&mut self) -> Result<Ledger> {
        guarded(|| {
            let all = MasterKeys::of(self.keys.drain(..)).map_err(raised)?;
            let opened = match &self.place {
                Place::File(path, options) => Ledger::open(path, all, options.clone()),
                Place::Postgres { parameters, options, tombstones } => {
                    Postgres::connect(parameters, options.clone())
                        .and_then(|engine| Ledger::over(engine, all, tombstones, options.read_only))
                }
            };
            opened.map_err(raised)
        })
    }

    fn resolve(&mut self, _: Env, ledger: Ledger) -> Result<NativeLedger> {
        Ok(NativeLedger(SharedLedger::new(ledger)))
    }
}

/// Opens a ledger; the first of the master keys wraps.
#[napi(ts_return_type = "Promise<NativeLedger>")]
pub fn open_ledger(
    path: String,
    keys: Vec<NamedKey>,
    wait_ms: u32,
    read_only: bool,
    tombstones: Option<String>,
) -> Result<AsyncTask<OpenLedger>> {
    let options = Options { wait_ms: u64::from(wait_ms), read_only, tombstones: tombstones.map(Into::into) };
    Ok(AsyncTask::new(OpenLedger { place: Place::File(path, options), keys: named(keys)? }))
}

/// Opens a ledger in a schema of a PostgreSQL database.
#[napi(ts_return_type = "Promise<NativeLedger>")]
pub fn open_postgres(
    parameters: String,
    schema: String,
    keys: Vec<NamedKey>,
    wait_ms: u32,
    read_only: bool,
    tombstones: String,
) -> Result<AsyncTask<OpenLedger>> {
    let options = PostgresOptions { schema, wait_ms: u64::from(wait_ms), read_only };
    let place = Place::Postgres { parameters, options, tombstones };
    Ok(AsyncTask::new(OpenLedger { place, keys: named(keys)? }))
}

fn named(keys: Vec<NamedKey>) -> Result<Vec<(String, SecretKey)>> {
    let named = |given: NamedKey| Ok((given.name, SecretKey::from_bytes(&given.key).map_err(raised)?));
    keys.into_iter().map(named).collect()
}

/// One call of a ledger.
pub struct LedgerCall {
    ledger: Option<Arc<Ledger>>,
    name: String,
    given: String,
}

impl Task for LedgerCall {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        guarded(|| {
            let given = serde_json::from_str(&self.given);
            let given = given.map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))?;
            let ledger = self.ledger.as_ref().ok_or_else(|| raised(Error::Closed))?;
            Ok(ledger.call(&self.name, &given).map_err(raised)?.to_string())
        })
    }

    fn resolve(&mut self, _: Env, output: String) -> Result<String> {
        Ok(output)
    }
}

/// Closing a ledger.
pub struct CloseLedger(Option<Arc<Ledger>>);

impl Task for CloseLedger {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> Result<()> {
        drop(self.0.take());
        Ok(())
    }

    fn resolve(&mut self, _: Env, (): ()) -> Result<()> {
        Ok(())
    }
}

#[napi]
impl NativeLedger {
    /// Calls a function of the ledger: JSON in, a promise of JSON out.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn call(&self, name: String, given: String) -> AsyncTask<LedgerCall> {
        // A call that was made before the ledger is closed is done.
        let ledger = self.0.get().ok();
        AsyncTask::new(LedgerCall { ledger, name, given })
    }

    /// Closes the ledger; closing it twice changes nothing.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close(&self) -> AsyncTask<CloseLedger> {
        AsyncTask::new(CloseLedger(self.0.take()))
    }
}

/// A new random key of 32 bytes.
#[napi]
pub fn new_key() -> Result<Buffer> {
    SecretKey::random().map(|key| key.bytes().to_vec().into()).map_err(raised)
}

//! The ledger: opened, called by name, closed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use pyo3::prelude::*;
use renown_store::engine::{Postgres, PostgresOptions};
use renown_store::{Error, MasterKeys, Options, SecretKey, SharedLedger};
use serde_json::Value;

use crate::counter::NativeCounter;
use crate::error::{internal, raise};

/// A ledger that is open until it is closed; calls that are under way keep it open until they are done.
#[pyclass(frozen, module = "renown._native")]
pub(crate) struct NativeLedger(pub(crate) SharedLedger);

pub(crate) fn guarded<T>(py: Python<'_>, work: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T>
where
    T: Send,
{
    match py.detach(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(raise(py, error.code(), &error)),
        Err(_) => Err(internal(py)),
    }
}

fn masters(keys: Vec<(String, Vec<u8>)>) -> Result<MasterKeys, Error> {
    let named = |(name, bytes): (String, Vec<u8>)| Ok((name, SecretKey::from_bytes(&bytes)?));
    MasterKeys::of(keys.into_iter().map(named).collect::<Result<Vec<_>, Error>>()?)
}

#[pymethods]
impl NativeLedger {
    /// Opens a ledger; the first of the master keys wraps.
    #[new]
    #[pyo3(signature = (path, keys, wait_ms, read_only, tombstones, /))]
    fn open(
        py: Python<'_>,
        path: PathBuf,
        keys: Vec<(String, Vec<u8>)>,
        wait_ms: u64,
        read_only: bool,
        tombstones: Option<PathBuf>,
    ) -> PyResult<Self> {
        let options = Options { wait_ms, read_only, tombstones };
        let ledger = guarded(py, move || renown_store::Ledger::open(path, masters(keys)?, options))?;
        Ok(NativeLedger(SharedLedger::new(ledger)))
    }

    /// Opens a ledger in a schema of a PostgreSQL database.
    #[staticmethod]
    #[pyo3(signature = (parameters, schema, keys, wait_ms, read_only, tombstones, /))]
    fn open_postgres(
        py: Python<'_>,
        parameters: &str,
        schema: String,
        keys: Vec<(String, Vec<u8>)>,
        wait_ms: u64,
        read_only: bool,
        tombstones: PathBuf,
    ) -> PyResult<Self> {
        let options = PostgresOptions { schema, wait_ms, read_only };
        let ledger = guarded(py, move || {
            let engine = Postgres::connect(parameters, options)?;
            renown_store::Ledger::over(engine, masters(keys)?, tombstones, read_only)
        })?;
        Ok(NativeLedger(SharedLedger::new(ledger)))
    }

    /// Calls a function of the ledger: JSON in, JSON out.
    #[pyo3(signature = (name, given, /))]
    fn call(&self, py: Python<'_>, name: &str, given: &str) -> PyResult<String> {
        let given: Value =
            serde_json::from_str(given).map_err(|error| raise(py, "MALFORMED_ARGUMENTS", &error))?;
        guarded(py, || Ok(self.0.get()?.call(name, &given)?.to_string()))
    }

    /// A counter in memory for this ledger.
    fn counter(&self, py: Python<'_>) -> PyResult<NativeCounter> {
        guarded(py, || NativeCounter::of(&*self.0.get()?))
    }

    /// Writes what a counter holds: JSON in, how many units there were.
    #[pyo3(signature = (counter, given, /))]
    fn flush(&self, py: Python<'_>, counter: &NativeCounter, given: &str) -> PyResult<u64> {
        let given: Value =
            serde_json::from_str(given).map_err(|error| raise(py, "MALFORMED_ARGUMENTS", &error))?;
        guarded(py, || self.0.get()?.call_flush(counter.counter(), &given))
    }

    /// Closes the ledger; closing it twice changes nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        guarded(py, || {
            self.0.close();
            Ok(())
        })
    }
}

/// A new random key of 32 bytes.
#[pyfunction]
pub(crate) fn new_key(py: Python<'_>) -> PyResult<Vec<u8>> {
    guarded(py, || Ok(SecretKey::random()?.bytes().to_vec()))
}

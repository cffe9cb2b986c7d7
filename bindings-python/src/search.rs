//! Catalogs to search, and the permits without which nobody does.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use pyo3::prelude::*;
use renown::columnar;
use renown::model::InfluencerId;
use renown::privacy::{DataCategory, Policy, Recipient, SearchPermit};
use renown::search::{Exclusion, Query, Verify};
use renown_store::search::SharedCatalog;
use renown_store::{Error, SecretKey, StoreSigner};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::batches::Batches;
use crate::error::raise;
use crate::ledger::{NativeLedger, guarded};
use crate::work;

/// The right to search, for one recipient and a short time: only a decision issues it.
#[pyclass(frozen, module = "renown._native")]
pub(crate) struct Permit {
    permit: SearchPermit,
}

#[pymethods]
impl Permit {
    /// Asks the shipped policy what the recipient may be told.
    #[new]
    fn new(py: Python<'_>, recipient: &str, categories: Vec<String>, now: &str) -> PyResult<Self> {
        let recipient: Recipient = read(py, recipient)?;
        let categories: Result<Vec<_>, _> = categories.into_iter().map(DataCategory::new).collect();
        let now = instant(py, now)?;
        let asked = categories.and_then(|categories| {
            SearchPermit::ask(&Policy::influencer_marketing(), &recipient, &categories, now)
        });
        asked.map(|permit| Permit { permit }).map_err(|error| raise(py, error.code(), &error))
    }

    /// Whether it covers a category.
    fn covers(&self, py: Python<'_>, category: String) -> PyResult<bool> {
        let category = DataCategory::new(category).map_err(|error| raise(py, error.code(), &error))?;
        Ok(self.permit.covers(&category))
    }
}

/// Influencers in memory.
#[pyclass(frozen, module = "renown._native")]
pub(crate) struct Catalog(SharedCatalog);

#[pymethods]
impl Catalog {
    /// A catalog of rows: JSON.
    #[staticmethod]
    fn from_rows(py: Python<'_>, rows: &str) -> PyResult<Self> {
        let catalog = Catalog(SharedCatalog::new(renown::search::Catalog::new()));
        catalog.add(py, rows)?;
        Ok(catalog)
    }

    /// A catalog of a table; `columns` says what the table calls a field.
    #[staticmethod]
    fn from_table(
        py: Python<'_>,
        table: &Batches,
        columns: BTreeMap<String, String>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let table = table.table().clone();
        let made = work::run(py, threads, move || columnar::catalog(&table, &columns))?;
        let made = made.map_err(|error| raise(py, error.code(), &error))?;
        Ok(Catalog(SharedCatalog::new(made)))
    }

    /// Reads what stands in a file that `save` wrote.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, written: &[u8]) -> PyResult<Self> {
        let read = py.detach(|| renown::search::Catalog::from_bytes(written));
        let catalog = read.map_err(|error| raise(py, error.code(), &error))?;
        Ok(Catalog(SharedCatalog::new(catalog)))
    }

    /// Maps a file that `save` wrote.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf, verify: bool) -> PyResult<Self> {
        let verify = if verify { Verify::Checksum } else { Verify::Layout };
        Ok(Catalog(guarded(py, || SharedCatalog::open(&path, verify))?))
    }

    /// Writes a file.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        guarded(py, || self.0.save(&path))
    }

    /// Takes in rows: JSON.
    fn add(&self, py: Python<'_>, rows: &str) -> PyResult<()> {
        let rows: Vec<renown::search::Record> = read(py, rows)?;
        self.change(py, |catalog| catalog.add(rows))
    }

    /// Takes in rows in place of what was known: JSON.
    fn update(&self, py: Python<'_>, rows: &str) -> PyResult<()> {
        let rows: Vec<renown::search::Record> = read(py, rows)?;
        self.change(py, |catalog| catalog.update(rows))
    }

    /// Removes an influencer.
    fn remove(&self, py: Python<'_>, who: &str) -> PyResult<bool> {
        self.change(py, |catalog| Ok(catalog.remove(who)))
    }

    /// Keeps somebody from being shown.
    fn restrict(&self, py: Python<'_>, who: &str, why: &str) -> PyResult<()> {
        let (who, why): (InfluencerId, Exclusion) = (id(py, who)?, word(py, why)?);
        self.change(py, |catalog| {
            catalog.restrict(&who, why);
            Ok(())
        })
    }

    /// Lifts a reason not to show somebody.
    fn lift(&self, py: Python<'_>, who: &str, why: &str) -> PyResult<()> {
        let (who, why): (InfluencerId, Exclusion) = (id(py, who)?, word(py, why)?);
        self.change(py, |catalog| {
            catalog.lift(&who, why);
            Ok(())
        })
    }

    /// Keeps somebody from one recipient.
    fn keep_from(&self, py: Python<'_>, who: &str, recipient: &str) -> PyResult<()> {
        let who = id(py, who)?;
        self.change(py, |catalog| {
            catalog.keep_from(&who, recipient);
            Ok(())
        })
    }

    /// Removes everything of an influencer and refuses the id from now on.
    fn erase(&self, py: Python<'_>, who: &str) -> PyResult<()> {
        let who = id(py, who)?;
        self.change(py, |catalog| {
            catalog.erase(&who);
            Ok(())
        })
    }

    /// Follows a ledger, as a registered store where it has a name and a key.
    fn follow(
        &self,
        py: Python<'_>,
        ledger: &NativeLedger,
        store: Option<(String, Vec<u8>)>,
    ) -> PyResult<()> {
        let ledger = ledger.0.clone();
        guarded(py, move || {
            let signer = |(name, key): (String, Vec<u8>)| {
                Ok::<_, Error>(StoreSigner::new(name, &SecretKey::from_bytes(&key)?))
            };
            self.0.follow(ledger, store.map(signer).transpose()?)
        })
    }

    /// Takes over what the ledger says by now.
    fn refresh(&self, py: Python<'_>, now: &str) -> PyResult<()> {
        let now = instant(py, now)?;
        guarded(py, || self.0.refresh(now))
    }

    /// Searches: JSON in, JSON out.
    fn search(
        &self,
        py: Python<'_>,
        query: &str,
        permit: &Permit,
        now: &str,
        search_id: Option<&str>,
    ) -> PyResult<String> {
        let query: Value = read(py, query)?;
        let now = instant(py, now)?;
        guarded(py, || {
            let found = self.0.search(&Query::from_json(&query)?, &permit.permit, now, search_id)?;
            Ok(serde_json::json!(found).to_string())
        })
    }

    /// The memory that columns and indexes take, in bytes, roughly.
    #[getter]
    fn memory(&self, py: Python<'_>) -> PyResult<usize> {
        self.look(py, renown::search::Catalog::memory)
    }

    /// How many influencers there are.
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.look(py, renown::search::Catalog::len)
    }
}

impl Catalog {
    fn look<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&renown::search::Catalog) -> T + Send,
    ) -> PyResult<T> {
        guarded(py, || Ok(self.0.look(work)))
    }

    fn change<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut renown::search::Catalog) -> Result<T, renown::search::Error> + Send,
    ) -> PyResult<T> {
        guarded(py, || Ok(self.0.change(work)?))
    }
}

fn read<T: DeserializeOwned>(py: Python<'_>, text: &str) -> PyResult<T> {
    renown::calls::from_json(text).map_err(|error| raise(py, error.code(), &error))
}

fn word<T: DeserializeOwned>(py: Python<'_>, text: &str) -> PyResult<T> {
    read(py, &Value::from(text).to_string())
}

fn instant(py: Python<'_>, text: &str) -> PyResult<DateTime<Utc>> {
    read(py, text)
}

fn id(py: Python<'_>, text: &str) -> PyResult<InfluencerId> {
    InfluencerId::new(text).map_err(|error| raise(py, error.code(), &error))
}

//! Erasure in every place that holds something, until each has said that it is gone.
//!
//! One idea to keep in mind: the map of stores is closed. An item that no store registers is an error, and erasure is
//! complete only when every store has given its receipt.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Error;
use crate::privacy::{DataCategory, Regime};

/// What kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// The main store.
    Primary,
    /// A search index.
    Index,
    /// A cache.
    Cache,
    /// A store of features or figures.
    FeatureStore,
    /// Files that were exported.
    Export,
    /// A log.
    Log,
    /// A back-up or archive.
    Backup,
    /// A processor's copy.
    Processor,
}

/// A place that holds data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Its name.
    pub name: String,
    /// What kind of place.
    pub kind: StoreKind,
    /// The categories that it holds, with all below them.
    pub categories: BTreeSet<DataCategory>,
}

/// An item that is to be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasedItem {
    /// The caller's id.
    pub id: String,
    /// What kind of data.
    pub category: DataCategory,
}

/// What a store says after it was told to erase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasureReceipt {
    /// The store.
    pub store: String,
    /// The items that it speaks of.
    pub items: BTreeSet<String>,
    /// Whether they are gone; `false` is a copy that was found alive.
    pub absent: bool,
    /// When it looked.
    pub at: DateTime<Utc>,
}

/// What is to be erased, where, and what came back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasureQuestion {
    /// The items.
    pub items: Vec<ErasedItem>,
    /// Every place that holds data.
    pub stores: Vec<Store>,
    /// The laws under which it is erased.
    pub regimes: BTreeSet<Regime>,
    /// When it was decided: a receipt from before does not count.
    pub decided_at: DateTime<Utc>,
    /// What the stores said.
    #[serde(default)]
    pub receipts: Vec<ErasureReceipt>,
}

/// How a store erases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErasureWay {
    /// It removes the items.
    Erase,
    /// The key is destroyed, which makes the items unreadable where they lie.
    ShredKey,
    /// It is told to erase, and to tell its own processors.
    Instruct,
    /// It may wait until it is restored or next used (11 CCR 7022(d)).
    OnRestore,
}

/// What one store has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErasureTask {
    /// The store.
    pub store: String,
    /// How.
    pub way: ErasureWay,
    /// Which items.
    pub items: BTreeSet<String>,
    /// The items for which no receipt that counts is in.
    pub awaited: BTreeSet<String>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErasureState {
    /// A receipt is missing.
    Incomplete,
    /// Only stores that may wait have not said that it is gone.
    Deferred,
    /// Every receipt is in.
    Complete,
}

/// The plan, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErasurePlan {
    /// How far it is.
    pub state: ErasureState,
    /// What each store has to do, by the name of the store.
    pub tasks: Vec<ErasureTask>,
}

/// What each store has to do, and how far erasure is.
///
/// # Errors
/// [`Error::UnregisteredItem`], [`Error::UnknownStore`], [`Error::DuplicateStore`], [`Error::DuplicateItem`].
///
/// ```
/// use renown::privacy::rights::{ErasureQuestion, ErasureState, plan_erasure};
/// let asked: ErasureQuestion = serde_json::from_value(serde_json::json!({
///     "items": [{ "id": "e-mail", "category": "user.registration.email" }],
///     "stores": [{ "name": "main", "kind": "primary", "categories": ["user"] }],
///     "regimes": ["gdpr"], "decided_at": "2026-03-01T10:00:00Z"
/// })).unwrap();
/// assert_eq!(plan_erasure(&asked)?.state, ErasureState::Incomplete);
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn plan_erasure(asked: &ErasureQuestion) -> Result<ErasurePlan, Error> {
    let stores = stores(asked)?;
    let mut items = BTreeSet::new();
    for item in &asked.items {
        if !items.insert(item.id.as_str()) {
            return Err(Error::DuplicateItem { item: item.id.clone() });
        }
        if !asked.stores.iter().any(|store| holds(store, item)) {
            return Err(Error::UnregisteredItem { item: item.id.clone() });
        }
    }
    for receipt in &asked.receipts {
        if !stores.contains_key(receipt.store.as_str()) {
            return Err(Error::UnknownStore { store: receipt.store.clone() });
        }
    }
    let tasks: Vec<ErasureTask> =
        stores.values().map(|store| task(store, asked)).filter(|task| !task.items.is_empty()).collect();
    let waits = |task: &&ErasureTask| !task.awaited.is_empty();
    let state = if !tasks.iter().any(|task| !task.awaited.is_empty()) {
        ErasureState::Complete
    } else if tasks.iter().filter(waits).all(|task| task.way == ErasureWay::OnRestore) {
        ErasureState::Deferred
    } else {
        ErasureState::Incomplete
    };
    Ok(ErasurePlan { state, tasks })
}

fn stores(asked: &ErasureQuestion) -> Result<BTreeMap<&str, &Store>, Error> {
    let mut stores = BTreeMap::new();
    for store in &asked.stores {
        if stores.insert(store.name.as_str(), store).is_some() {
            return Err(Error::DuplicateStore { store: store.name.clone() });
        }
    }
    Ok(stores)
}

fn holds(store: &Store, item: &ErasedItem) -> bool {
    store.categories.iter().any(|category| category.covers(&item.category))
}

fn task(store: &Store, asked: &ErasureQuestion) -> ErasureTask {
    let items: BTreeSet<String> =
        asked.items.iter().filter(|item| holds(store, item)).map(|item| item.id.clone()).collect();
    let awaited = items.iter().filter(|item| !is_absent(store, item, asked)).cloned().collect();
    let only_california = asked.regimes.iter().all(|regime| *regime == Regime::Ccpa);
    let way = match store.kind {
        StoreKind::Backup if only_california && !asked.regimes.is_empty() => ErasureWay::OnRestore,
        StoreKind::Backup | StoreKind::Log => ErasureWay::ShredKey,
        StoreKind::Processor => ErasureWay::Instruct,
        _ => ErasureWay::Erase,
    };
    ErasureTask { store: store.name.clone(), way, items, awaited }
}

/// Whether the latest receipts of a store say that an item is gone; of two at one moment, the worse counts.
fn is_absent(store: &Store, item: &str, asked: &ErasureQuestion) -> bool {
    let of = |receipt: &&ErasureReceipt| {
        receipt.store == store.name && receipt.at >= asked.decided_at && receipt.items.contains(item)
    };
    let latest = asked.receipts.iter().filter(of).max_by_key(|receipt| (receipt.at, !receipt.absent));
    latest.is_some_and(|receipt| receipt.absent)
}

//! What is erased where, and what is left out of it: an erasure as the rights engine of the core plans it.
//!
//! One idea to keep in mind: the core knows which item lies in which store and when all have answered; the ledger knows
//! which of the answers are signed. So the state of an erasure is the core's, over receipts that were checked here.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use renown::privacy::Regime;
use renown::privacy::rights::{self, ErasedItem, ErasureQuestion, ErasureTask, ErasureWay};
use serde::{Deserialize, Serialize};

use super::{ErasureReceipt, ErasureState, ReceiptOutcome};
use crate::Error;

/// The items of a person and the stores that hold them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureScope {
    /// The items; their ids say what kind of datum it is, and name nobody.
    pub items: Vec<ErasedItem>,
    /// Every place that holds some. All but the ledger itself, which is called `ledger`, are registered.
    pub stores: Vec<rights::Store>,
    /// The laws under which it is erased: under California's alone a back-up may wait.
    pub regimes: BTreeSet<Regime>,
}

/// Single items that outlive an erasure, under a key of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureException {
    /// The name of the key, such as `claim-7`: no purpose that the ledger itself uses.
    pub key: String,
    /// Fields by their names.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Events by their ids; what is kept of an erasure are the keyed hashes of these.
    #[serde(default)]
    pub events: Vec<String>,
}

/// How far an erasure is by the receipts that are in.
pub(super) struct Progress {
    pub(super) state: ErasureState,
    /// Stores that have not said that the person is absent, nor may wait and said until when.
    pub(super) missing: Vec<String>,
    /// Stores that may wait.
    pub(super) deferred: Vec<String>,
    pub(super) tasks: Vec<ErasureTask>,
}

impl ErasureScope {
    /// What the core plans.
    pub(super) fn plan(
        &self,
        decided_at: DateTime<Utc>,
        receipts: &[ErasureReceipt],
    ) -> Result<rights::ErasurePlan, Error> {
        let ids: BTreeSet<String> = self.items.iter().map(|item| item.id.clone()).collect();
        let known = |receipt: &&ErasureReceipt| self.stores.iter().any(|store| store.name == receipt.store);
        let receipts = receipts.iter().filter(known).map(|receipt| rights::ErasureReceipt {
            store: receipt.store.clone(),
            items: ids.clone(),
            absent: receipt.outcome == ReceiptOutcome::Absent,
            at: receipt.at,
        });
        Ok(rights::plan_erasure(&ErasureQuestion {
            items: self.items.clone(),
            stores: self.stores.clone(),
            regimes: self.regimes.clone(),
            decided_at,
            receipts: receipts.collect(),
        })?)
    }

    /// The same with the stores, in their order, that hold nothing of it by the scope, though they are registered: only
    /// a store that the scope names and that holds none of the items owes no receipt.
    pub(super) fn progress(
        &self,
        decided_at: DateTime<Utc>,
        registered: &[String],
        receipts: &[ErasureReceipt],
    ) -> Result<Progress, Error> {
        let plan = self.plan(decided_at, receipts)?;
        let named = |store: &String| self.stores.iter().any(|named| named.name == *store);
        let others: Vec<String> = registered.iter().filter(|store| !named(store)).cloned().collect();
        let mut progress = Progress::of(&others, receipts);
        for task in plan.tasks.iter().filter(|task| !task.awaited.is_empty()) {
            let may_wait = task.way == ErasureWay::OnRestore;
            if may_wait && says_until(receipts, &task.store) {
                progress.deferred.push(task.store.clone());
            } else {
                progress.missing.push(task.store.clone());
            }
        }
        progress.settle();
        progress.tasks = plan.tasks;
        Ok(progress)
    }
}

fn says_until(receipts: &[ErasureReceipt], store: &str) -> bool {
    let until = |receipt: &ErasureReceipt| matches!(receipt.outcome, ReceiptOutcome::BackUpUntil(_));
    receipts.iter().any(|receipt| receipt.store == store && until(receipt))
}

impl Progress {
    /// Where nothing is known but which stores there are: each owes a receipt.
    pub(super) fn of(stores: &[String], receipts: &[ErasureReceipt]) -> Self {
        let mut progress = Progress {
            state: ErasureState::Complete,
            missing: Vec::new(),
            deferred: Vec::new(),
            tasks: Vec::new(),
        };
        for store in stores {
            match receipts.iter().find(|receipt| receipt.store == *store).map(|receipt| &receipt.outcome) {
                Some(ReceiptOutcome::Absent) => {}
                Some(ReceiptOutcome::BackUpUntil(_)) => progress.deferred.push(store.clone()),
                Some(ReceiptOutcome::Found) | None => progress.missing.push(store.clone()),
            }
        }
        progress.settle();
        progress
    }

    fn settle(&mut self) {
        self.missing.sort();
        self.deferred.sort();
        self.state = match (self.missing.is_empty(), self.deferred.is_empty()) {
            (false, _) => ErasureState::Incomplete,
            (true, false) => ErasureState::Deferred,
            (true, true) => ErasureState::Complete,
        };
    }
}

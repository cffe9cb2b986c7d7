//! Forgetting a person: a plan, the keys destroyed, a tombstone, a receipt from every store.
//!
//! One idea to keep in mind: the tombstone comes first. It is on disk, apart from the ledger, before anything is
//! erased, so that an erasure that was begun is finished at the next opening, and one that was done is done again in
//! whatever old copy of the ledger is opened.

mod apply;
mod execute;
mod receipt;
mod scope;
mod suppress;
mod tombstone;

pub use execute::{Erasure, ErasurePlan, ErasureState};
pub use receipt::{ErasableStore, ErasureReceipt, ReceiptOutcome, StoreSigner};
pub use scope::{ErasureException, ErasureScope};
pub use suppress::Account;

pub(crate) use apply::NOBODY;
#[cfg(feature = "search")]
pub(crate) use tombstone::Tombstone;
pub(crate) use tombstone::Tombstones;

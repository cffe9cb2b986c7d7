//! Catalogs in step with a ledger (feature `search`).
//!
//! One idea to keep in mind: nobody writes to a catalog that somebody may not be shown. The catalog reads it from the
//! ledger before it answers, so that it does not matter which process wrote it.

mod file;
mod rights;
mod shared;

#[cfg(test)]
mod tests;

pub use rights::FollowedLedger;
pub use shared::{CatalogStore, SharedCatalog};

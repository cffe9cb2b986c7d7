//! Keys: the caller's master keys, the ledger's own keys, and one key for each person and purpose.
//!
//! One idea to keep in mind: to destroy a key is to destroy what it seals, wherever copies of that lie. So nothing
//! about a person is written but under a key that belongs to that person and one purpose, and the only copy of such
//! a key is one row, wrapped by a master key that the ledger never stores.

mod data;
mod lookup;
mod provider;
mod root;
mod sealing;
mod secret;
#[cfg(test)]
mod tests;

pub use provider::{KeyProvider, MasterKeys};
pub use secret::SecretKey;

pub(crate) use data::{data_key, existing_data_key, forget_keys, new_data_key, rewrap};
pub(crate) use lookup::{Lookup, SubjectHash};
pub(crate) use root::Roots;
pub(crate) use sealing::{open, seal};
pub(crate) use secret::random;

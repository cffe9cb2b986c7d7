//! The ledger: where consent, requests, disclosures and usage are kept, and how a person is forgotten.
//!
//! One idea to keep in mind: what is known about a person is written only under keys that belong to that person. To
//! forget the person is to destroy the keys; what remains, a tree of salted commitments, still proves that nothing
//! else was changed.
//!
//! ```
//! use renown::privacy::{Purpose, SubjectId};
//! use renown_store::{Event, EventKind, Ledger, MasterKeys, Options, SecretKey};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("renown.db");
//! let keys = MasterKeys::new("2026", SecretKey::random()?);
//! let ledger = Ledger::open(&path, keys, Options::default())?;
//!
//! let subject = SubjectId::new("influencer-17")?;
//! let now = "2026-02-01T10:00:00Z".parse()?;
//! let what = EventKind::ObjectionMade { purpose: Purpose::INFLUENCER_SEARCH };
//! ledger.record(&[Event { id: "mail-4".into(), subject: subject.clone(), at: now, what }])?;
//!
//! let known = ledger.facts(&subject, now)?;
//! assert!(known.facts.objections.contains(&Purpose::INFLUENCER_SEARCH));
//! # Ok(())
//! # }
//! ```

mod calls;
pub mod engine;
mod erasure;
mod error;
mod event;
mod export;
mod facts;
mod handle;
mod hex;
mod keys;
mod ledger;
mod log;
mod metering;
mod profiles;
#[cfg(feature = "search")]
pub mod search;
mod users;

pub use erasure::{
    Account, ErasableStore, Erasure, ErasureException, ErasurePlan, ErasureReceipt, ErasureScope,
    ErasureState, ReceiptOutcome, StoreSigner,
};
pub use error::{CODES, Error};
pub use event::{Event, EventKind, Recorded};
#[cfg(feature = "age")]
pub use export::{ExportKey, ExportLock};
pub use export::{ExportOptions, ExportedEvent, ExportedField, ExportedUsage};
pub use facts::{Consent, Hold, Known, OpenRequest};
pub use handle::SharedLedger;
pub use keys::{KeyProvider, MasterKeys, SecretKey};
pub use ledger::{Ledger, Options};
pub use log::{ConsistencyProof, InclusionProof};
pub use metering::{SEARCH, SEARCH_RESULT, Total, Usage, UsageBatch, UsageCounter};
pub use profiles::{Field, Swept};
pub use users::{PasswordCost, Registration, User};

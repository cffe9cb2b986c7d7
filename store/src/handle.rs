//! A ledger that has several owners.

use std::sync::{Arc, PoisonError, RwLock};

use crate::{Error, Ledger};

/// A ledger that is open until one of its owners closes it; what is under way keeps it open until it is done.
#[derive(Debug, Clone)]
pub struct SharedLedger(Arc<RwLock<Option<Arc<Ledger>>>>);

impl SharedLedger {
    /// A ledger that is open.
    pub fn new(ledger: Ledger) -> Self {
        SharedLedger(Arc::new(RwLock::new(Some(Arc::new(ledger)))))
    }

    /// The ledger.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn get(&self) -> Result<Arc<Ledger>, Error> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Error::Closed)
    }

    /// Closes the ledger for all owners; closing it twice changes nothing.
    pub fn close(&self) {
        drop(self.take());
    }

    /// Closes the ledger for all owners, and hands over what was open, to be let go where that may take its time.
    pub fn take(&self) -> Option<Arc<Ledger>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take()
    }
}

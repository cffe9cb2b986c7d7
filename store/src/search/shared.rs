//! A catalog for many threads, by itself or in step with a ledger.

use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use renown::model::InfluencerId;
use renown::privacy::{SearchPermit, SubjectId};
use renown::search::{Catalog, Following, Found, Query, Rights, Verify};

use super::{FollowedLedger, file};
use crate::{ErasableStore, ErasureReceipt, Error, ReceiptOutcome, SharedLedger, StoreSigner};

/// A catalog that many threads search while others change it.
///
/// ```
/// use renown::model::InfluencerId;
/// use renown::privacy::{Policy, Purpose, Recipient, SearchPermit, SubjectId, category};
/// use renown::search::{Catalog, Query, Record};
/// use renown_store::search::SharedCatalog;
/// use renown_store::{Event, EventKind, Ledger, MasterKeys, Options, SecretKey, SharedLedger};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("renown.db");
/// let ledger = Ledger::open(&path, MasterKeys::new("2026", SecretKey::random()?), Options::default())?;
/// let ledger = SharedLedger::new(ledger);
/// let catalog = SharedCatalog::new(Catalog::from_rows([Record::new(InfluencerId::new("i17")?)])?);
/// catalog.follow(ledger.clone(), None)?;
///
/// let now = "2026-02-01T10:00:00Z".parse()?;
/// let brand = Recipient::user("brand-4")?;
/// let permit = SearchPermit::ask(&Policy::influencer_marketing(), &brand, &[category::INFLUENCER], now)?;
/// assert_eq!(catalog.search(&Query::new(), &permit, now, Some("search-1"))?.total, Some(1));
///
/// let what = EventKind::ObjectionMade { purpose: Purpose::INFLUENCER_SEARCH };
/// let objection = Event { id: "mail-4".into(), subject: SubjectId::new("i17")?, at: now, what };
/// ledger.get()?.record(&[objection])?;
/// assert_eq!(catalog.search(&Query::new(), &permit, now, Some("search-2"))?.total, Some(0));
/// # Ok(())
/// # }
/// ```
pub struct SharedCatalog {
    catalog: RwLock<Catalog>,
    following: Mutex<Option<Following<FollowedLedger>>>,
}

impl SharedCatalog {
    /// A catalog that follows no ledger.
    pub fn new(catalog: Catalog) -> Self {
        SharedCatalog { catalog: RwLock::new(catalog), following: Mutex::new(None) }
    }

    /// Opens a file that [`SharedCatalog::save`] wrote. It is mapped, not read: what a search needs is brought into
    /// memory by the system, and shared by all processes that have the file open. A change copies what it touches, and
    /// is not written to the file.
    ///
    /// Nothing may write to the file or shorten it while it is open, or searches go wrong and the process may be ended;
    /// `save` puts a new file in its place instead. What a file says of people who were erased since it was saved stays
    /// in it until it is saved anew; a ledger that is followed keeps them from being found.
    ///
    /// # Errors
    /// [`Error::CatalogUnavailable`], [`Error::Search`] for a file that is damaged or of a newer release.
    ///
    /// ```
    /// use renown::model::InfluencerId;
    /// use renown::search::{Catalog, Record, Verify};
    /// use renown_store::search::SharedCatalog;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("influencers.catalog");
    /// let catalog = SharedCatalog::new(Catalog::from_rows([Record::new(InfluencerId::new("i17")?)])?);
    /// catalog.save(&path)?;
    /// assert_eq!(SharedCatalog::open(&path, Verify::Checksum)?.look(Catalog::len), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn open(path: impl AsRef<Path>, verify: Verify) -> Result<Self, Error> {
        Ok(SharedCatalog::new(file::open(path.as_ref(), verify)?))
    }

    /// Writes the catalog to a file, without whom was removed. Whoever opens it sees the old file or the new one, whole.
    ///
    /// # Errors
    /// [`Error::CatalogUnavailable`]; then the old file is as it was.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.look(|catalog| file::save(catalog, path.as_ref()))
    }

    /// Follows a ledger from the next search on: whoever it says may not be shown is not, whoever was erased is
    /// removed, and every search is metered in it. With a signer the catalog is a registered store of the ledger, and
    /// gives its receipt for every erasure. A ledger that was followed before is so no longer.
    ///
    /// # Errors
    /// Those of [`FollowedLedger::new`].
    pub fn follow(&self, ledger: SharedLedger, signer: Option<StoreSigner>) -> Result<(), Error> {
        let ledger = FollowedLedger::new(ledger, signer)?;
        *self.following.lock().unwrap_or_else(PoisonError::into_inner) = Some(Following::new(ledger));
        Ok(())
    }

    /// Looks at the catalog.
    pub fn look<T>(&self, work: impl FnOnce(&Catalog) -> T) -> T {
        work(&self.catalog.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the catalog.
    pub fn change<T>(&self, work: impl FnOnce(&mut Catalog) -> T) -> T {
        work(&mut self.catalog.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over what the ledger says by now, as every search does. Without a ledger there is nothing to do.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn refresh(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let mut following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(following) = following.as_mut() else { return Ok(()) };
        let news = self.look(|catalog| following.news(catalog, now))?;
        if let Some(news) = news {
            self.change(|catalog| catalog.take_over(news));
        }
        following.taken_over(now)
    }

    /// Searches. With a ledger, what it says by now is taken over first, and what is told is metered before it is told,
    /// once for each id: who repeats a search that was interrupted gives the same id.
    ///
    /// # Errors
    /// Those of [`Catalog::search`] and of the ledger; [`Error::Malformed`] for a search without an id where there is
    /// a ledger, or with one where there is none; [`Error::IdReused`] for an id of another query.
    pub fn search(
        &self,
        query: &Query,
        permit: &SearchPermit,
        now: DateTime<Utc>,
        id: Option<&str>,
    ) -> Result<Found, Error> {
        let ledger = self.followed();
        let metered = match (&ledger, id) {
            (None, None) => None,
            (Some(ledger), Some(id)) => Some((ledger, id)),
            (Some(_), None) => {
                let reason =
                    "a search of a catalog that follows a ledger is metered under an id of yours; give one";
                return Err(Error::malformed("id", reason));
            }
            (None, Some(_)) => {
                return Err(Error::malformed(
                    "id",
                    "the catalog follows no ledger that would meter the search",
                ));
            }
        };
        self.refresh(now)?;
        let found = self.look(|catalog| catalog.search(query, permit, now))?;
        if let Some((ledger, id)) = metered {
            ledger.meter(id, &query.fingerprint(), &found.metered)?;
        }
        Ok(found)
    }

    /// The catalog as a store that [`Ledger::erase`](crate::Ledger::erase) asks; none where it follows no ledger or
    /// has no signer.
    pub fn store(&self) -> Option<CatalogStore<'_>> {
        let signer = self.followed()?.signer()?.clone();
        Some(CatalogStore { catalog: self, signer })
    }

    fn followed(&self) -> Option<FollowedLedger> {
        let following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        following.as_ref().map(|following| following.rights().clone())
    }
}

/// A catalog as a store that holds people's data.
pub struct CatalogStore<'a> {
    catalog: &'a SharedCatalog,
    signer: StoreSigner,
}

impl ErasableStore for CatalogStore<'_> {
    fn name(&self) -> &str {
        self.signer.name()
    }

    fn erase(
        &self,
        subject: &SubjectId,
        erasure: &str,
        now: DateTime<Utc>,
    ) -> Result<ErasureReceipt, String> {
        // What is no id of an influencer is in no catalog.
        if let Ok(id) = InfluencerId::new(subject.as_str()) {
            self.catalog.change(|catalog| catalog.erase(&id));
        }
        Ok(self.signer.receipt(erasure, ReceiptOutcome::Absent, now))
    }
}

impl std::fmt::Debug for SharedCatalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharedCatalog").finish_non_exhaustive()
    }
}

//! Counting searches.

use chrono::{DateTime, Utc};

use super::entry::Entry;
use super::meter::{day, is_new_usage, refuse_erased};
use crate::{Error, Ledger};

/// What a search is called where usage is counted.
pub const SEARCH: &str = "search";
/// What each influencer is called that a search told.
pub const SEARCH_RESULT: &str = "search_result";

impl Ledger {
    /// Counts a search and the influencers that it told, once for each id, and says whether it was counted now. An id
    /// stands for one query of one user: that the same query finds others a moment later makes it no other search.
    ///
    /// # Errors
    /// [`Error::IdReused`] where the id stands for another query, [`Error::SubjectErased`], [`Error::Malformed`], and
    /// those of the engine.
    pub fn meter_search(
        &self,
        id: &str,
        query: &[u8; 32],
        user: &str,
        told: u64,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let hash = self.roots.lookup.subject(user);
        let content = self.roots.lookup.hash("search content", &[user.as_bytes(), query]);
        let id = self.usage_id(id)?;
        let mut new = false;
        self.engine.write(&mut |statements| {
            new = is_new_usage(statements, &id, &content)?;
            if new {
                refuse_erased(statements, &hash)?;
                let entry = |kind, units| Entry { subject: hash, day: day(at), kind, units };
                self.count(statements, &mut [entry(SEARCH, 1), entry(SEARCH_RESULT, told)])?;
            }
            Ok(())
        })?;
        Ok(new)
    }
}

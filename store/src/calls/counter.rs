//! The functions of counters, whose numbers and units do not cross as JSON.

use chrono::{DateTime, Utc};
use renown::privacy::SubjectId;
use serde::Deserialize;
use serde_json::Value;

use super::arguments;
use crate::{Error, Ledger, UsageCounter};

impl UsageCounter {
    /// [`UsageCounter::number`] of many users and kinds, over plain data.
    ///
    /// # Errors
    /// [`Error::MalformedCall`].
    pub fn call_numbers(&self, given: &Value) -> Result<Vec<u32>, Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Given {
            of: Vec<(SubjectId, String)>,
        }
        let given: Given = arguments(given)?;
        Ok(given.of.iter().map(|(user, kind)| self.number(user, kind)).collect())
    }
}

impl Ledger {
    /// [`Ledger::flush`] over plain data.
    ///
    /// # Errors
    /// [`Error::MalformedCall`], and those of [`Ledger::flush`].
    pub fn call_flush(&self, counter: &UsageCounter, given: &Value) -> Result<u64, Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Given {
            at: DateTime<Utc>,
        }
        let given: Given = arguments(given)?;
        self.flush(counter, given.at)
    }
}

//! What a back-up brings back must go again before anyone is served.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Error, SweepQuestion, Verdict, sweep};

/// What is left of a person who was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    /// The keyed hash of the person.
    pub subject: String,
    /// When the person was erased.
    pub erased_at: DateTime<Utc>,
    /// The categories that were erased, with all below them; all data where none is named.
    #[serde(default)]
    pub categories: Vec<crate::privacy::DataCategory>,
}

/// May what was restored be served?
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RestoreQuestion {
    /// What was restored, each record with its subject.
    pub restored: SweepQuestion,
    /// Every tombstone since the back-up was taken, and before.
    pub tombstones: Vec<Tombstone>,
}

/// Whether it may be served, and what must go first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Restored {
    /// Whether it may be served as it is.
    pub may_serve: bool,
    /// Records of persons who were erased.
    pub tombstoned: BTreeSet<String>,
    /// Records whose time is over.
    pub expired: BTreeSet<String>,
    /// Records on which a human decides, and which nobody is served until then.
    pub needs_human: BTreeSet<String>,
}

/// Whether what was restored from a back-up may be served: only once tombstones are replayed and the sweep is done, which
/// is when this finds nothing more.
///
/// # Errors
/// [`Error::MissingSubject`], and those of [`sweep`].
pub fn check_restore(asked: &RestoreQuestion, now: DateTime<Utc>) -> Result<Restored, Error> {
    let mut tombstoned = BTreeSet::new();
    for record in &asked.restored.records {
        let Some(subject) = &record.subject else {
            return Err(Error::MissingSubject { record: record.id.clone() });
        };
        let covered = |tombstone: &&Tombstone| {
            let all = tombstone.categories.is_empty();
            let of = |category: &crate::privacy::DataCategory| category.covers(&record.category);
            tombstone.subject == *subject && (all || tombstone.categories.iter().any(of))
        };
        if asked.tombstones.iter().any(|tombstone| covered(&tombstone)) {
            tombstoned.insert(record.id.clone());
        }
    }
    let swept = sweep(&asked.restored, now)?;
    let with = |verdict| {
        swept.iter().filter(move |swept| swept.verdict == verdict).map(|swept| swept.id.clone()).collect()
    };
    let (expired, needs_human): (BTreeSet<String>, BTreeSet<String>) =
        (with(Verdict::Erase), with(Verdict::NeedsHuman));
    let may_serve = tombstoned.is_empty() && expired.is_empty() && needs_human.is_empty();
    Ok(Restored { may_serve, tombstoned, expired, needs_human })
}

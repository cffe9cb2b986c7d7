//! What a search gives.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use super::Counted;
use crate::privacy::{Obligation, PolicyIdentity, Purpose, Recipient};

/// An influencer that was found.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Match {
    /// Who.
    pub id: String,
    /// The fields that were asked for and that the permit covers; null where a value is not known.
    #[serde(flatten)]
    pub fields: BTreeMap<String, Value>,
}

/// Shows nothing of the person.
impl std::fmt::Debug for Match {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Match").finish_non_exhaustive()
    }
}

/// What a filter leaves.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explained {
    /// Which filter: `filters[2]`.
    pub path: String,
    /// How many of all that may be shown it leaves by itself.
    pub alone: u64,
    /// How many of those that the filters before it left it takes away.
    pub excluded: u64,
}

/// What is to be kept of a search: who was told how much, for what, by which policy.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Metered {
    /// To whom it was told.
    pub recipient: Recipient,
    /// What for.
    pub purpose: Purpose,
    /// When.
    pub at: DateTime<Utc>,
    /// How many influencers were told.
    pub units: u64,
    /// What must be done along with it.
    pub obligations: Vec<Obligation>,
    /// By which policy.
    pub policy: PolicyIdentity,
}

/// What a search gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[must_use = "results are metered and carry obligations"]
pub struct Found {
    /// The influencers of this page, in order.
    pub matches: Vec<Match>,
    /// How many match altogether, if it was to be told.
    pub total: Option<u64>,
    /// Where the next page begins; none after the last one.
    pub cursor: Option<String>,
    /// The fields that were asked for and that the permit does not cover.
    pub masked: Vec<String>,
    /// The counts that were asked for, in their order.
    pub facets: Vec<Counted>,
    /// What each filter leaves, where it was to be told.
    pub explained: Option<Vec<Explained>>,
    /// What is to be kept of it.
    pub metered: Metered,
}

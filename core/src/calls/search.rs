//! One search over a few influencers, which are given with it.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments, result};
use crate::model::InfluencerId;
use crate::privacy::{DataCategory, Policy, Recipient, SearchPermit, category};
use crate::search::{Catalog, Exclusion, Query, Record};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Restricted {
    id: InfluencerId,
    why: Exclusion,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    rows: Vec<Record>,
    #[serde(default)]
    query: Value,
    recipient: Recipient,
    #[serde(default = "everything")]
    categories: Vec<DataCategory>,
    #[serde(default)]
    restricted: Vec<Restricted>,
    now: DateTime<Utc>,
}

fn everything() -> Vec<DataCategory> {
    vec![category::INFLUENCER]
}

/// What the recipient may be told of the influencers that fit, by the shipped policy.
pub(super) fn search_rows(given: &Value) -> Result<Value, Error> {
    let Search { rows, query, recipient, categories, restricted, now } = arguments(given)?;
    let query = if query.is_null() { Query::default() } else { Query::from_json(&query)? };
    let permit = SearchPermit::ask(&Policy::influencer_marketing(), &recipient, &categories, now)?;
    let mut catalog = Catalog::from_rows(rows)?;
    restricted.iter().for_each(|one| catalog.restrict(&one.id, one.why));
    result(&catalog.search(&query, &permit, now)?)
}

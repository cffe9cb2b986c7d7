//! The tier of every profile of a table.

use std::sync::Arc;

use arrow_array::{StringArray, UInt64Array};
use serde::Deserialize;
use serde_json::Value;

use super::accounts::choices;
use super::ingest::{Keys, Numbers, Source};
use super::output::Columns;
use super::{Error, Table, Tables};
use crate::metrics::tiers::{Tier, Tiers};
use crate::stats::Undefined;

/// The columns of profiles that can be renamed.
const NAMES: &[&str] = &["influencer_id", "id", "followers"];

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TierChoices {
    tiers: Option<Vec<Tier>>,
}

/// `tiers`: one row for each profile, in the order of the table: `<by>, followers, tier, reason`. Below the first tier
/// `tier` and `reason` are both empty; where the followers are not known, `reason` says so.
///
/// Options: `by`, `tiers` (`[{"name": "nano", "from": 1000}, …]`, ascending), `columns`.
pub(super) fn tiers(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let (table, TierChoices { tiers }) = choices::<TierChoices>(options)?;
    let tiers = tiers.map_or(Ok(Tiers::default()), Tiers::new)?;
    let source = Source::only(tables, "profiles", NAMES, &table.columns, &table.by)?;
    let lengths = source.lengths()?;
    let key = match source.find(&table.by)? {
        None if table.by == "influencer_id" => match source.find("id")? {
            Some(column) => column,
            None => source.require(&table.by)?,
        },
        Some(column) => column,
        None => source.require(&table.by)?,
    };
    let keys = Keys::new(key)?;
    let followers = Numbers::new(source.require("followers")?)?;
    let mut ids = Vec::with_capacity(lengths.iter().sum());
    let mut counts: Vec<Option<u64>> = Vec::with_capacity(ids.capacity());
    for (batch, &length) in lengths.iter().enumerate() {
        let mut of_batch = vec![0_u32; length];
        keys.read(batch, 0, &mut of_batch);
        ids.extend(of_batch);
        counts.extend((0..length).map(|row| followers.get(batch, row)));
    }
    let name = |count: &Option<u64>| count.and_then(|count| tiers.of(count)).map(|tier| tier.name.as_str());
    let reason = |count: &Option<u64>| count.is_none().then(|| Undefined::NoFollowers.as_str());
    let mut columns = Columns::default();
    columns.full(&table.by, keys.names().array(&ids));
    columns.gapped("tier", Arc::new(counts.iter().map(name).collect::<StringArray>()));
    columns.gapped("reason", Arc::new(counts.iter().map(reason).collect::<StringArray>()));
    columns.gapped("followers", Arc::new(UInt64Array::from(counts)));
    columns.table()
}

//! What every function over the posts of accounts has in common: its options, its posts, its way from rows to a
//! function over a list.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Error;
use super::groups::Groups;
use super::ingest::{Posts, Source, Wanted};
use crate::metrics::engagement::{EngagementOptions, Listed};

/// The options that a call over tables has besides those of its metric.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TableOptions {
    /// The column of the key.
    pub(super) by: String,
    /// False leaves `low`, `high` and `level` empty.
    pub(super) interval: bool,
    /// What the tables call a column: `{"likes": "like_count"}`.
    pub(super) columns: BTreeMap<String, String>,
}

impl Default for TableOptions {
    fn default() -> Self {
        TableOptions { by: "influencer_id".to_owned(), interval: true, columns: BTreeMap::new() }
    }
}

/// The names of [`TableOptions`].
const TABLE_OPTIONS: [&str; 3] = ["by", "columns", "interval"];

/// Parts options into those of the table and those of the metric.
pub(super) fn choices<T: DeserializeOwned>(options: &Value) -> Result<(TableOptions, T), Error> {
    let ([], table, metric) = parted(options, [])?;
    Ok((table, metric))
}

/// Parts options into some by name, those of the table, and those of the metric.
pub(super) fn parted<T: DeserializeOwned, const N: usize>(
    options: &Value,
    own: [&str; N],
) -> Result<([Option<Value>; N], TableOptions, T), Error> {
    let mut rest = match options {
        Value::Null => Map::new(),
        Value::Object(options) => options.clone(),
        _ => {
            let reason = "options: give an object, the names of options and their values".to_owned();
            return Err(Error::MalformedOptions { reason });
        }
    };
    let own = own.map(|name| rest.remove(name));
    let table: Map<String, Value> =
        TABLE_OPTIONS.iter().filter_map(|name| rest.remove_entry(*name)).collect();
    Ok((own, read(table.into())?, read(rest.into())?))
}

/// Reads what was parted off.
pub(super) fn read<T: DeserializeOwned>(options: Value) -> Result<T, Error> {
    serde_json::from_value(options).map_err(|error| Error::options(&error))
}

/// The posts of a call with all of their columns, so that ties fall as in the functions over rows.
pub(super) fn posts(
    source: &Source<'_>,
    profiles: Option<&Source<'_>>,
    table: &TableOptions,
) -> Result<Posts, Error> {
    let published_at = source.find("published_at")?.is_some();
    let wanted = Wanted {
        likes: true,
        comments: true,
        shares: true,
        saves: true,
        views: true,
        reach: true,
        impressions: true,
        followers: true,
        platform: true,
        pinned: true,
        sponsored: true,
        collected_at: published_at,
        published_at,
    };
    Posts::new(source, profiles, &table.by, wanted)
}

/// That the times of posts are there where a window reads them.
pub(super) fn require_times(source: &Source<'_>, options: &EngagementOptions) -> Result<(), Error> {
    let window = options.window;
    let dates = window.last.is_some() || window.since.is_some() || window.until.is_some();
    let settled = options.settling > 0 && source.find("collected_at")?.is_some();
    if dates || settled || options.as_of.is_some() {
        source.require("published_at")?;
    }
    Ok(())
}

/// The posts of an account, as the functions over rows take them.
pub(super) fn listed<'p>(
    posts: &'p Posts,
    groups: &'p Groups,
    account: u32,
    rows: &'p [u32],
) -> impl Iterator<Item = Listed<'p>> {
    rows.iter().map(move |&row| {
        let (batch, at) = groups.place(row);
        Listed { id: posts.id(batch, at), post: posts.observation(account, batch, at) }
    })
}

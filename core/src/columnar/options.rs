//! Options as they come in: a JSON object with the names of Python's keyword arguments.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Error;
use crate::metrics::cadence::CadenceOptions;
use crate::metrics::choices::{Component, StatisticName, counted, instant};
use crate::metrics::engagement::{Basis, EngagementOptions, HiddenLikes, Pinned, Sponsored, Window};
use crate::metrics::likes_over_time::LikesOverTimeOptions;
use crate::metrics::{Period, Zone};

/// Reads options; null and left out are the same as an empty object.
pub(super) fn read<T: DeserializeOwned>(options: &Value) -> Result<T, Error> {
    let empty = Value::Object(serde_json::Map::new());
    let options = if options.is_null() { &empty } else { options };
    if !options.is_object() {
        let reason = "options: give an object of options by name, such as {\"last\": 30}".to_owned();
        return Err(Error::MalformedOptions { reason });
    }
    T::deserialize(options).map_err(|error| Error::options(&error))
}

fn influencer_id() -> String {
    "influencer_id".to_owned()
}

/// The options of `engagement`.
///
/// | option | default | |
/// |---|---|---|
/// | `by` | `"influencer_id"` | the column of the key |
/// | `basis` | `"followers"` | or `"reach"`, `"impressions"`, `"views"` |
/// | `statistic` | `"median"` | or `"mean"`, `"pooled"`, `"trimmed"`, `"winsorised"` |
/// | `last` | `30` | the latest so many posts; null for all |
/// | `since`, `until` | null | published at or after, and before: RFC 3339 text |
/// | `hidden_likes` | `"drop"` | or `"lower_bound"`, `"impute"` |
/// | `sponsored` | `"keep"` | or `"leave_out"`, `"only"` |
/// | `pinned` | `"leave_out"` | or `"keep"` |
/// | `counts` | null | which of `["likes", "comments", "shares", "saves"]` count; null takes the platform's own |
/// | `settling` | `86400000` | milliseconds: a post younger than this when its counts were read is left out |
/// | `as_of` | null | when the counts were read, for posts that do not say so: RFC 3339 text |
/// | `trim` | `0.1` | the share that `trimmed` and `winsorised` take on each side |
/// | `level` | `0.95` | of the interval |
/// | `interval` | `true` | false leaves `low`, `high` and `level` empty |
/// | `columns` | `{}` | what the tables call a column: `{"likes": "like_count"}` |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EngagementCall {
    #[serde(default = "influencer_id")]
    by: String,
    #[serde(default)]
    basis: Basis,
    #[serde(default)]
    statistic: StatisticName,
    #[serde(default = "thirty")]
    last: Option<u32>,
    #[serde(default, deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(default, deserialize_with = "instant")]
    until: Option<i64>,
    #[serde(default)]
    hidden_likes: HiddenLikes,
    #[serde(default)]
    sponsored: Sponsored,
    #[serde(default)]
    pinned: Pinned,
    #[serde(default)]
    counts: Option<Vec<Component>>,
    #[serde(default = "day")]
    settling: i64,
    #[serde(default, deserialize_with = "instant")]
    as_of: Option<i64>,
    #[serde(default = "tenth")]
    trim: f64,
    #[serde(default = "usual_level")]
    level: f64,
    #[serde(default = "yes")]
    pub(super) interval: bool,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

fn thirty() -> Option<u32> {
    Some(30)
}
fn day() -> i64 {
    86_400_000
}
fn tenth() -> f64 {
    0.1
}
fn usual_level() -> f64 {
    0.95
}
fn yes() -> bool {
    true
}

impl EngagementCall {
    pub(super) fn shared(&self) -> Shared {
        Shared { by: self.by.clone(), columns: self.columns.clone() }
    }

    /// The options of the metric.
    pub(super) fn metric(&self) -> Result<EngagementOptions, Error> {
        let counts = self.counts.as_deref().map(counted);
        let options = EngagementOptions {
            basis: self.basis,
            statistic: self.statistic.with(self.trim),
            window: Window { last: self.last, since: self.since, until: self.until },
            pinned: self.pinned,
            sponsored: self.sponsored,
            hidden_likes: self.hidden_likes,
            counts,
            settling: self.settling,
            as_of: self.as_of,
            level: self.level,
        };
        options.validate()?;
        Ok(options)
    }
}

/// What every call over posts has: the column of the key, and what the columns are called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shared {
    pub(super) by: String,
    pub(super) columns: BTreeMap<String, String>,
}

fn utc() -> String {
    "UTC".to_owned()
}

/// The options of `likes_over_time`.
///
/// | option | default | |
/// |---|---|---|
/// | `by` | `"influencer_id"` | the column of the key |
/// | `period` | `"month"` | or `"week"` (ISO, from Monday), `"day"` |
/// | `zone` | `"UTC"` | in whose calendar: a name of the IANA database |
/// | `since`, `until` | null | published at or after, and before: RFC 3339 text |
/// | `counts` | null | which of `["likes", "comments", "views"]` are summed; null takes those that posts have |
/// | `columns` | `{}` | what the tables call a column |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LikesOverTimeCall {
    #[serde(default = "influencer_id")]
    by: String,
    #[serde(default)]
    period: Period,
    #[serde(default = "utc")]
    zone: String,
    #[serde(default, deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(default, deserialize_with = "instant")]
    until: Option<i64>,
    #[serde(default)]
    pub(super) counts: Option<Vec<Summed>>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

/// A count that is summed over time.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Summed {
    Likes,
    Comments,
    Views,
}

impl LikesOverTimeCall {
    /// The options of the metric.
    pub(super) fn metric(&self) -> Result<LikesOverTimeOptions, Error> {
        let zone: Zone = self.zone.parse()?;
        let options =
            LikesOverTimeOptions { period: self.period, zone, since: self.since, until: self.until };
        options.validate()?;
        Ok(options)
    }

    pub(super) fn shared(&self) -> Shared {
        Shared { by: self.by.clone(), columns: self.columns.clone() }
    }
}

/// The options of `cadence`.
///
/// | option | default | |
/// |---|---|---|
/// | `by` | `"influencer_id"` | the column of the key |
/// | `zone` | `"UTC"` | by whose clocks weekday and hour are told |
/// | `since`, `until` | null | published at or after, and before: RFC 3339 text |
/// | `shares` | `false` | true adds the shares of posts by weekday and hour |
/// | `level` | `0.95` | of the intervals |
/// | `interval` | `true` | false leaves the ends of intervals and `level` empty |
/// | `columns` | `{}` | what the tables call a column |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CadenceCall {
    #[serde(default = "influencer_id")]
    by: String,
    #[serde(default = "utc")]
    zone: String,
    #[serde(default, deserialize_with = "instant")]
    since: Option<i64>,
    #[serde(default, deserialize_with = "instant")]
    until: Option<i64>,
    #[serde(default)]
    pub(super) shares: bool,
    #[serde(default = "usual_level")]
    level: f64,
    #[serde(default = "yes")]
    pub(super) interval: bool,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

impl CadenceCall {
    /// The options of the metric.
    pub(super) fn metric(&self) -> Result<CadenceOptions, Error> {
        let zone: Zone = self.zone.parse()?;
        let options = CadenceOptions { zone, since: self.since, until: self.until, level: self.level };
        options.validate()?;
        Ok(options)
    }

    pub(super) fn shared(&self) -> Shared {
        Shared { by: self.by.clone(), columns: self.columns.clone() }
    }
}

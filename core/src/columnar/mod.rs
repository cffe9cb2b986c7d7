//! The figures over Arrow record batches: the same functions, for tables of any size.
//!
//! One idea to keep in mind: a function over tables is called by its name with its tables and its options, as
//! [`calls`](crate::calls) are, so that Rust, Python and Node share one list of functions, one shape of options and
//! one set of errors. What it gives is a record batch.
//!
//! Work is spread over the current rayon pool: call from within `pool.install` to choose another one.

mod accounts;
mod benchmark;
mod cadence;
mod credibility;
mod decide;
mod demographics;
mod engagement;
mod error;
mod figures;
mod groups;
mod growth;
mod ingest;
mod likes_over_time;
mod memory;
mod options;
mod output;
mod partition;
mod request;
mod retention;
mod rows;
#[cfg(feature = "search")]
mod search;
mod shares;
mod spans;
#[cfg(feature = "search")]
mod sponsored;
mod sponsorship;
mod summary;
mod table;
mod tiers;
mod value;

#[cfg(test)]
mod tests;

use serde_json::Value;

use self::request::Any;
pub use error::{CODES, Error};
#[cfg(feature = "search")]
pub use search::catalog;
pub use table::{Table, Tables};

type Function = fn(&Tables<'_>, &Value) -> Result<Table, Error>;

/// All functions, by name.
const FUNCTIONS: &[(&str, Function)] = &[
    ("benchmark", benchmark::benchmark),
    ("cadence", |tables, options| one("cadence", tables, options)),
    ("credibility", credibility::credibility),
    ("decide_batch", |tables, options| decide::decide_batch(None, tables, options)),
    ("demographics", demographics::demographics),
    ("engagement", |tables, options| one("engagement", tables, options)),
    ("growth", growth::growth),
    ("growth_spikes", growth::growth_spikes),
    ("likes_over_time", |tables, options| one("likes_over_time", tables, options)),
    ("percentiles", benchmark::percentiles),
    ("retention_sweep", retention::retention_sweep),
    ("score_accounts", credibility::score_accounts),
    ("shares", shares::shares),
    ("sponsorship", sponsorship::sponsorship),
    ("summary", summary::summary),
    ("tiers", tiers::tiers),
    ("value", value::value),
];

/// One function over posts.
fn one(name: &str, tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let unknown = || Error::UnknownCall { name: name.to_owned() };
    let (request, shared) = Any::new(name, options).ok_or_else(unknown)??;
    request::answer(&[request], &shared, tables)?.pop().ok_or_else(unknown)
}

/// The names of all functions, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// Calls a function by its name.
///
/// # Errors
/// [`Error::UnknownCall`], [`Error::MalformedOptions`], and those of the function.
///
/// ```
/// use renown::columnar::{Table, call};
/// use serde_json::json;
/// let posts = Table::from_rows(&[
///     json!({ "influencer_id": 7, "likes": 90, "comments": 10, "published_at": "2026-01-31T10:00:00Z" }),
///     json!({ "influencer_id": 7, "likes": null, "comments": 3, "published_at": "2026-01-30T10:00:00Z" }),
/// ])?;
/// let profiles = Table::from_rows(&[json!({ "influencer_id": 7, "followers": 2_000 })])?;
/// let table = call("engagement", &[("posts", &posts), ("profiles", &profiles)], &json!({ "statistic": "mean" }))?;
/// let row = &table.to_rows()[0];
/// assert_eq!((row["value"].as_f64(), row["n"].as_u64(), row["hidden_share"].as_f64()), (Some(0.05), Some(1), Some(0.5)));
/// # Ok::<(), renown::columnar::Error>(())
/// ```
pub fn call(name: &str, tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let found = FUNCTIONS.binary_search_by(|(known, _)| known.cmp(&name));
    match found.ok().and_then(|at| FUNCTIONS.get(at)) {
        Some((_, function)) => function(tables, options),
        None => Err(Error::UnknownCall { name: name.to_owned() }),
    }
}

/// Calls a function of a policy that was read before: `decide_batch`.
///
/// # Errors
/// As [`call`].
///
/// ```
/// use renown::columnar::{Table, call_by};
/// use renown::privacy::Policy;
/// use serde_json::json;
/// let records = Table::from_rows(&[
///     json!({ "category": "influencer.performance", "role": "influencer", "objected": false }),
///     json!({ "category": "influencer.performance", "role": "influencer", "objected": true }),
/// ])?;
/// let request = json!({ "purpose": "influencer_search", "recipient": { "kind": "user", "id": "brand-4" } });
/// let options = json!({ "now": "2026-03-01T12:00:00Z", "request": request, "output": ["outcome"] });
/// let answers = call_by(&Policy::influencer_marketing(), "decide_batch", &[("records", &records)], &options)?;
/// assert_eq!(answers.to_rows(), [json!({ "outcome": "permit_with" }), json!({ "outcome": "deny" })]);
/// # Ok::<(), renown::columnar::Error>(())
/// ```
pub fn call_by(
    policy: &crate::privacy::Policy,
    name: &str,
    tables: &Tables<'_>,
    options: &Value,
) -> Result<Table, Error> {
    match name {
        "decide_batch" => decide::decide_batch(Some(policy), tables, options),
        _ => Err(Error::UnknownCall { name: name.to_owned() }),
    }
}

/// Calls a function that gives several tables, by its name: `figures`, which answers several requests over the same
/// posts, reading and grouping them once. Any function that [`call`] knows gives its one table under its own name.
///
/// # Errors
/// As [`call`].
///
/// ```
/// use renown::columnar::{Table, call_many};
/// use serde_json::json;
/// let posts = Table::from_rows(&[json!({ "influencer_id": 7, "likes": 90, "published_at": "2026-01-31T10:00:00Z" })])?;
/// let requests = json!({
///     "how_often": { "call": "cadence" },
///     "by_week": { "call": "likes_over_time", "options": { "period": "week", "zone": "Europe/Berlin" } },
/// });
/// let tables = call_many("figures", &[("posts", &posts)], &json!({ "requests": requests }))?;
/// assert_eq!(tables.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["by_week", "how_often"]);
/// assert_eq!(tables[0].1.to_rows()[0]["start"], "2026-01-26");
/// # Ok::<(), renown::columnar::Error>(())
/// ```
pub fn call_many(name: &str, tables: &Tables<'_>, options: &Value) -> Result<Vec<(String, Table)>, Error> {
    match name {
        "figures" => figures::figures(tables, options),
        _ => Ok(vec![(name.to_owned(), call(name, tables, options)?)]),
    }
}

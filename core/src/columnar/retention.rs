//! What is to be done with each record of a table: the sweep, over columns.
//!
//! One idea to keep in mind: for one category and one moment there is a latest start whose time is over, so that a record
//! is judged by comparing two numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{Array, ArrayRef, BooleanArray, DictionaryArray, Int8Array, StringArray};
use chrono::{DateTime, Utc};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::ingest::{Keys, Names, Source, Times};
use super::options::read;
use super::output::Columns;
use super::spans::{Span, tasks};
use super::{Error, Table, Tables};
use crate::privacy::DataCategory;
use crate::privacy::retention::{self, Limits, Ttl, TtlStart};

/// The columns that are read; `id` is carried over.
const NAMES: &[&str] =
    &["category", "collected_at", "refreshed_at", "agreement_ended_at", "not_public_since", "held_until"];

/// Rows that one task judges.
const TASK: usize = 1 << 16;

/// What stands in a block for a time that is missing.
const NO_TIME: i64 = i64::MIN;

/// The options of `retention_sweep`.
///
/// | option | default | |
/// |---|---|---|
/// | `now` | | the moment at which records are judged |
/// | `ttls` | | how long each category may stay: there is no default |
/// | `columns` | `{}` | what the table calls a column |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SweepCall {
    now: DateTime<Utc>,
    ttls: Vec<Ttl>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

/// What is found of a record: its verdict and its reason.
const FOUND: [(&str, &str); 7] = [
    ("keep", "within_its_time"),
    ("keep", "agreement_lasts"),
    ("keep_restricted", "held"),
    ("erase", "time_is_over"),
    ("erase", "agreement_ended"),
    ("erase", "not_public"),
    ("error", "collected_after_now"),
];
const WITHIN: i8 = 0;
const LASTS: i8 = 1;
const HELD: i8 = 2;
const OVER: i8 = 3;
const ENDED: i8 = 4;
const HIDDEN: i8 = 5;
const FROM_FUTURE: i8 = 6;

/// The time of one category at one moment.
#[derive(Clone, Copy)]
struct Limit<'a> {
    ttl: &'a Ttl,
    /// Milliseconds: what starts then or before is over.
    latest: i64,
}

struct Records {
    categories: Keys,
    collected: Times,
    refreshed: Option<Times>,
    ended: Option<Times>,
    hidden: Option<Times>,
    held: Option<Times>,
}

/// `retention_sweep`: for each record, in the order of the table, `id` where there is one, `verdict`, `reason` (both as
/// dictionaries) and `erase`, which is a mask.
///
/// Columns: `category`, `collected_at` and, where there are such, `refreshed_at` (fetched again while still public),
/// `agreement_ended_at` (absent while it lasts), `not_public_since`, `held_until` (the end of the holds that reach the
/// record before its time is over).
pub(super) fn retention_sweep(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let call: SweepCall = read(options)?;
    let source = Source::only(tables, "records", NAMES, &call.columns, "id")?;
    let lengths = source.lengths()?;
    let times = |name| source.find(name)?.map(|column| Times::new(column, false)).transpose();
    let records = Records {
        categories: Keys::new(source.require("category")?)?,
        collected: Times::new(source.require("collected_at")?, true)?,
        refreshed: times("refreshed_at")?,
        ended: times("agreement_ended_at")?,
        hidden: times("not_public_since")?,
        held: times("held_until")?,
    };
    let limits = limits(&records, &call)?;
    let rows: usize = lengths.iter().sum();
    let now = call.now.timestamp_millis();
    let spans: Vec<Span> = tasks(&lengths, rows.div_ceil(TASK)).into_iter().flatten().collect();
    let parts: Vec<Vec<i8>> = spans.par_iter().map(|&span| judge(&records, &limits, span, now)).collect();
    let found = parts.concat();
    if let Some(row) = found.iter().position(|found| *found == FROM_FUTURE) {
        let (record, what) = (format!("row {row}"), "it was collected after now");
        return Err(retention::Error::MisplacedRecord { record, what }.into());
    }
    let mut columns = Columns::default();
    if let Some(id) = source.find("id")? {
        let pieces: Vec<&dyn Array> = id.arrays.iter().map(AsRef::as_ref).collect();
        if !pieces.is_empty() {
            columns.gapped("id", arrow_select::concat::concat(&pieces).map_err(|_| id.unreadable())?);
        }
    }
    columns.full("verdict", dictionary(&found, |found| found.0)?);
    columns.full("reason", dictionary(&found, |found| found.1)?);
    columns.full("erase", Arc::new(BooleanArray::from_iter(found.iter().map(|found| Some(*found >= OVER)))));
    columns.table()
}

/// The limit of each category, by its id.
fn limits<'a>(records: &Records, call: &'a SweepCall) -> Result<Vec<Limit<'a>>, Error> {
    let Names::Text(names) = records.categories.names() else {
        // Whole numbers are no categories; an empty table has none.
        return if records.categories.count() == 0 {
            Ok(Vec::new())
        } else {
            let category = "a whole number".to_owned();
            Err(retention::Error::MissingTtl { category }.into())
        };
    };
    let limits = Limits::new(&call.ttls)?;
    names
        .iter()
        .map(|name| {
            let missing = || retention::Error::MissingTtl { category: name.clone() };
            let category = DataCategory::new(name.clone()).map_err(|_| missing())?;
            let ttl = limits.of(&category)?;
            let latest =
                ttl.latest_start_that_is_over(call.now).map_or(i64::MIN + 1, |at| at.timestamp_millis());
            Ok(Limit { ttl, latest })
        })
        .collect()
}

/// Times of a span; none where there is no column.
fn block(times: Option<&Times>, span: Span) -> Vec<i64> {
    let mut out = vec![NO_TIME; span.to - span.from];
    if let Some(times) = times {
        times.read(span.batch, span.from, &mut out);
    }
    out
}

fn judge(records: &Records, limits: &[Limit<'_>], span: Span, now: i64) -> Vec<i8> {
    let mut categories = vec![0_u32; span.to - span.from];
    records.categories.read(span.batch, span.from, &mut categories);
    let collected = block(Some(&records.collected), span);
    let refreshed = block(records.refreshed.as_ref(), span);
    let ended = block(records.ended.as_ref(), span);
    let hidden = block(records.hidden.as_ref(), span);
    let held = block(records.held.as_ref(), span);
    let rows = categories.iter().zip(&collected).zip(&refreshed).zip(&ended).zip(&hidden).zip(&held);
    rows.map(|(((((&category, &collected), &refreshed), &ended), &hidden), &held)| {
        if collected > now {
            return FROM_FUTURE;
        }
        let Some(limit) = limits.get(category as usize) else { return FROM_FUTURE };
        let (start, reason) = match limit.ttl.from {
            TtlStart::Collected => (collected, OVER),
            // A fetch counts only while the record was still public.
            TtlStart::Refreshed if refreshed != NO_TIME && (hidden == NO_TIME || refreshed < hidden) => {
                (refreshed, OVER)
            }
            TtlStart::Refreshed => (collected, OVER),
            TtlStart::AgreementEnd => (ended, ENDED),
        };
        let lasts = start == NO_TIME;
        let over = !lasts && start <= limit.latest;
        let gone = hidden != NO_TIME && hidden <= now;
        match (over, gone) {
            (false, false) if lasts => LASTS,
            (false, false) => WITHIN,
            _ if held > now => HELD,
            (true, false) => reason,
            (false, true) => HIDDEN,
            // Whichever came first.
            (true, true) if end(limit.ttl, start).is_some_and(|end| end <= hidden) => reason,
            (true, true) => HIDDEN,
        }
    })
    .collect()
}

fn end(ttl: &Ttl, start: i64) -> Option<i64> {
    Some(ttl.end(DateTime::from_timestamp_millis(start)?)?.timestamp_millis())
}

fn dictionary(
    found: &[i8],
    of: impl Fn(&(&'static str, &'static str)) -> &'static str,
) -> Result<ArrayRef, Error> {
    let values = StringArray::from_iter_values(FOUND.iter().map(of));
    let keys = Int8Array::from_iter_values(found.iter().copied());
    let array = DictionaryArray::<Int8Type>::try_new(keys, Arc::new(values));
    Ok(Arc::new(array.map_err(|_| Error::TooManyRows { table: "records" })?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::privacy::retention::{SweepQuestion, sweep};

    fn moment() -> impl Strategy<Value = String> {
        (1_700_000_000_000_i64..1_800_000_000_000)
            .prop_map(|millis| DateTime::from_timestamp_millis(millis).unwrap().to_rfc3339())
    }

    proptest! {
        #[test]
        fn a_table_is_judged_as_its_rows_are(
            made in proptest::collection::vec(
                (0_usize..3, moment(), proptest::option::of(moment()), proptest::option::of(moment())), 1..40
            ),
            amounts in (0_u32..60, 0_u32..14, 0_u32..14),
        ) {
            let categories = ["influencer.content", "influencer.performance", "user.registration.email"];
            let ttls = json!([
                { "category": "influencer", "amount": amounts.0, "unit": "day", "from": "refreshed" },
                { "category": "influencer.performance", "amount": amounts.1, "unit": "month", "from": "collected" },
                { "category": "user", "amount": amounts.2, "unit": "month", "from": "agreement_end" },
            ]);
            let now: DateTime<Utc> = "2027-02-28T12:00:00Z".parse().unwrap();
            let (mut rows, mut records) = (Vec::new(), Vec::new());
            for (row, (category, collected, ended, hidden)) in made.into_iter().enumerate() {
                let id = row.to_string();
                let category = categories[category];
                rows.push(json!({
                    "id": id, "category": category, "collected_at": collected, "agreement_ended_at": ended,
                    "not_public_since": hidden
                }));
                records.push(json!({
                    "id": id, "category": category, "collected_at": collected, "agreement": { "ended_at": ended },
                    "not_public_since": hidden
                }));
            }
            let asked: SweepQuestion =
                serde_json::from_value(json!({ "records": records, "ttls": ttls })).unwrap();
            let table = Table::from_rows(&rows).unwrap();
            let options = json!({ "now": now, "ttls": ttls });
            let swept = retention_sweep(&[("records", &table)], &options).unwrap().to_rows();
            for (row, expected) in swept.iter().zip(sweep(&asked, now).unwrap()) {
                prop_assert_eq!(&row["verdict"], &serde_json::to_value(expected.verdict).unwrap());
                prop_assert_eq!(&row["reason"], expected.reason);
            }
        }
    }
}

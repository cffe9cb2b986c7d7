//! The sweep over columns against the sweep over records.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::privacy::retention::{SweepQuestion, sweep};

const NOW: &str = "2027-02-28T12:00:00Z";
const CATEGORIES: [&str; 3] = ["influencer.content", "influencer.performance", "user.registration.email"];
/// Rather whole days around now than any times, so that things happen at one moment.
const DAYS: std::ops::Range<i64> = 0..500;

fn day(days_before: i64) -> String {
    let now: DateTime<Utc> = NOW.parse().unwrap();
    (now - chrono::TimeDelta::days(days_before)).to_rfc3339()
}

fn moment() -> impl Strategy<Value = String> {
    DAYS.prop_map(day)
}

fn perhaps() -> impl Strategy<Value = Option<String>> {
    proptest::option::of((-60_i64..500).prop_map(day))
}

/// A record, as the function over records takes it.
fn record() -> impl Strategy<Value = Map<String, Value>> {
    let eea = any::<bool>();
    (0_usize..3, moment(), 0_i64..200, perhaps(), perhaps(), perhaps(), eea).prop_map(
        |(category, collected, later, ended, hidden, unneeded, eea)| {
            let at: DateTime<Utc> = collected.parse().unwrap();
            let refreshed = (later < 100).then(|| (at + chrono::TimeDelta::days(later)).to_rfc3339());
            let record = json!({
                "category": CATEGORIES[category], "collected_at": collected, "refreshed_at": refreshed,
                "agreement": { "ended_at": ended }, "not_public_since": hidden, "not_needed_since": unneeded,
                "from_eea": eea,
            });
            record.as_object().unwrap().clone()
        },
    )
}

/// A hold on some of the records: from a day on, recorded then or later, perhaps until a day.
fn hold() -> impl Strategy<Value = (Vec<usize>, i64, i64, Option<i64>)> {
    (proptest::collection::vec(0_usize..40, 1..4), 0_i64..400, 0_i64..100, proptest::option::of(0_i64..300))
}

fn ttls(amounts: (u32, u32, u32)) -> Value {
    json!([
        { "category": "influencer", "amount": amounts.0, "unit": "day", "from": "refreshed" },
        { "category": "influencer.performance", "amount": amounts.1, "unit": "month", "from": "collected" },
        { "category": "user", "amount": amounts.2, "unit": "month", "from": "agreement_end" },
    ])
}

/// A record as a row.
fn row(record: &Map<String, Value>) -> Value {
    let mut row = record.clone();
    row.insert("agreement_ended_at".to_owned(), record["agreement"]["ended_at"].clone());
    row.remove("agreement");
    row.into()
}

proptest! {
    #[test]
    fn a_table_is_judged_as_its_records_are(
        made in proptest::collection::vec(record(), 1..40),
        holds in proptest::collection::vec(hold(), 0..6),
        amounts in (0_u32..200, 0_u32..14, 0_u32..14),
        regimes in proptest::sample::subsequence(vec!["gdpr", "il_ppl"], 0..=2),
        in_rows: bool,
    ) {
        let (mut records, mut rows, mut of_table) = (Vec::new(), Vec::new(), Vec::new());
        let (mut named, mut kept) = (Vec::new(), Vec::new());
        for (at, mut record) in made.into_iter().enumerate() {
            record.insert("id".to_owned(), at.to_string().into());
            rows.push(row(&record));
            records.push(Value::from(record));
        }
        let now: DateTime<Utc> = NOW.parse().unwrap();
        for (hold, (items, from, late, lasts)) in holds.into_iter().enumerate() {
            let from = (now - chrono::TimeDelta::days(from)).date_naive();
            let recorded = from.and_hms_opt(9, 0, 0).unwrap().and_utc() + chrono::TimeDelta::days(late);
            let until = lasts.map(|days| from + chrono::TimeDelta::days(days));
            let mut items: Vec<String> =
                items.into_iter().filter(|item| *item < records.len()).map(|item| item.to_string()).collect();
            // Where holds stand in the rows, each has at most one.
            items.retain(|item| !in_rows || !named.contains(item));
            items.dedup();
            named.extend(items.clone());
            let start = from.and_hms_opt(0, 0, 0).unwrap().and_utc();
            let end = until.map(|day| day.succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc());
            for item in &items {
                if in_rows {
                    let row = rows[item.parse::<usize>().unwrap()].as_object_mut().unwrap();
                    row.insert("held_from".to_owned(), json!(start.max(recorded)));
                    row.insert("held_until".to_owned(), json!(end));
                } else {
                    of_table.push(json!({
                        "record": item, "held_from": start, "recorded_at": recorded, "held_until": end,
                    }));
                }
            }
            kept.push(json!({
                "id": hold.to_string(), "kind": "claim", "items": items, "recorded_by": "office",
                "recorded_at": recorded, "from": from, "until": until,
            }));
        }
        let asked: SweepQuestion = serde_json::from_value(
            json!({ "records": records, "ttls": ttls(amounts), "holds": kept, "regimes": regimes })
        ).unwrap();
        let table = Table::from_rows(&rows).unwrap();
        let held = Table::from_rows(&of_table).unwrap();
        let options = json!({ "now": now, "ttls": ttls(amounts), "regimes": regimes });
        let mut tables = vec![("records", &table)];
        if !of_table.is_empty() {
            tables.push(("holds", &held));
        }
        let swept = retention_sweep(&tables, &options).unwrap().to_rows();
        let expected = sweep(&asked, now).unwrap();
        prop_assert_eq!(swept.len(), expected.len());
        for (row, expected) in swept.iter().zip(expected) {
            prop_assert_eq!(&row["verdict"], &serde_json::to_value(expected.verdict).unwrap());
            prop_assert_eq!(&row["reason"], expected.reason);
            prop_assert_eq!(row["erase"].as_bool().unwrap(), row["verdict"] == "erase");
        }
    }
}

/// Records of many blocks and two batches, of which the second begins within a word.
#[test]
fn batches_of_odd_lengths_give_the_same_rows() {
    let rows: Vec<Value> = (0..7_000)
        .map(|at| json!({ "category": CATEGORIES[at % 2], "collected_at": day(i64::try_from(at).unwrap() % 400) }))
        .collect();
    let options = json!({ "now": NOW, "ttls": ttls((100, 6, 1)) });
    let whole = Table::from_rows(&rows).unwrap();
    let batch = &whole.batches()[0];
    let parts = vec![batch.slice(0, 3_001), batch.slice(3_001, 0), batch.slice(3_001, 3_999)];
    let parts = Table::new(whole.schema().clone(), parts).unwrap();
    let swept = |table: &Table| retention_sweep(&[("records", table)], &options).unwrap().to_rows();
    assert_eq!(swept(&whole), swept(&parts));
    assert!(swept(&parts).iter().any(|row| row["erase"] == true));
}

#[test]
fn a_column_of_the_answer_repeats_no_text() {
    let table = Table::from_rows(&[json!({ "category": CATEGORIES[0], "collected_at": day(3) })]).unwrap();
    let options = json!({ "now": NOW, "ttls": ttls((100, 6, 1)) });
    let swept = retention_sweep(&[("records", &table)], &options).unwrap();
    for name in ["verdict", "reason"] {
        let column = swept.batches()[0].column_by_name(name).unwrap().clone();
        let texts = arrow_array::cast::AsArray::as_any_dictionary(&column).values().clone();
        let texts: Vec<_> = arrow_array::cast::AsArray::as_string::<i32>(&texts).iter().collect();
        let distinct: BTreeSet<_> = texts.iter().collect();
        assert_eq!(distinct.len(), texts.len(), "{name}");
    }
}

#[test]
fn the_answer_has_the_columns_that_were_asked_for() {
    let table = Table::from_rows(&[json!({ "category": CATEGORIES[0], "collected_at": day(300) })]).unwrap();
    let ask = |output: Value| {
        let options = json!({ "now": NOW, "ttls": ttls((100, 6, 1)), "output": output });
        retention_sweep(&[("records", &table)], &options).map(|table| table.to_rows())
    };
    assert_eq!(ask(json!(["erase"])).unwrap(), [json!({ "erase": true })]);
    let both = ask(json!(["reason", "verdict"])).unwrap();
    assert_eq!(both, [json!({ "reason": "time_is_over", "verdict": "erase" })]);
    assert_eq!(ask(json!(["erase", "erase"])).unwrap_err().code(), "MALFORMED_OPTIONS");
}

fn refused(rows: Value, holds: Value) -> (String, String) {
    let of = |rows: &Value| Table::from_rows(rows.as_array().unwrap()).unwrap();
    let (rows, holds) = (of(&rows), of(&holds));
    let options = json!({ "now": NOW, "ttls": ttls((100, 6, 1)) });
    let mut tables = vec![("records", &rows)];
    if holds.num_rows() > 0 {
        tables.push(("holds", &holds));
    }
    let error = retention_sweep(&tables, &options).unwrap_err();
    (error.code().to_owned(), error.to_string())
}

#[test]
fn what_is_wrong_is_named_with_its_row() {
    let performance = |at: String| json!({ "id": "a", "category": CATEGORIES[1], "collected_at": at });
    let (right, later) = (performance(day(3)), performance(day(-1)));
    let none = json!([]);
    let (code, text) = refused(json!([right, later]), none.clone());
    assert_eq!((code.as_str(), text.contains("row 1")), ("MISPLACED_RECORD", true));
    let mut early = right.clone();
    early["refreshed_at"] = day(4).into();
    let (code, text) = refused(json!([right, early]), none.clone());
    assert_eq!((code.as_str(), text.contains("row 1")), ("MISPLACED_RECORD", true));
    let mut far = right.clone();
    far["not_public_since"] = json!(400_000_000_000_000_i64);
    assert_eq!(refused(json!([far]), none.clone()).0, "TIMESTAMP_OUT_OF_RANGE");
    let user = json!({ "category": CATEGORIES[2], "collected_at": day(3) });
    assert_eq!(refused(json!([user]), none).0, "MISSING_COLUMN");

    let hold = |record: &str, from: i64, until: i64| json!({ "record": record, "held_from": day(from), "held_until": day(until) });
    let (code, text) = refused(json!([right]), json!([hold("a", 3, 1), hold("b", 3, 1)]));
    assert_eq!((code.as_str(), text.contains("row 1")), ("UNKNOWN_RECORD", true));
    assert_eq!(refused(json!([right]), json!([hold("a", 1, 3)])).0, "MISPLACED_HOLD");
    assert_eq!(refused(json!([right, right]), json!([hold("a", 3, 1)])).0, "DUPLICATE_RECORD");
}

#[test]
fn a_category_without_a_time_matters_where_a_record_has_it() {
    let category = vec![Some(0), Some(0)];
    let keys = arrow_array::Int8Array::from(category);
    let texts = arrow_array::StringArray::from(vec![CATEGORIES[0], "nothing.is.said"]);
    let dictionary = arrow_array::DictionaryArray::new(keys, std::sync::Arc::new(texts));
    let collected = arrow_array::Int64Array::from(vec![1_700_000_000_000_i64; 2]);
    let columns: Vec<(&str, arrow_array::ArrayRef)> =
        vec![("category", std::sync::Arc::new(dictionary)), ("collected_at", std::sync::Arc::new(collected))];
    let table = Table::from(arrow_array::RecordBatch::try_from_iter(columns).unwrap());
    let options = json!({ "now": NOW, "ttls": ttls((100, 6, 1)) });
    assert_eq!(retention_sweep(&[("records", &table)], &options).unwrap().num_rows(), 2);
}

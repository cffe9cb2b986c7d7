//! A table so large that it is dealt to shards, in rounds and in chunks, says of an account what a small one says.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{ArrayRef, Int32Array, RecordBatch, TimestampMillisecondArray, UInt32Array};
use serde_json::{Value, json};

use crate::columnar::{Table, call_many};

const POSTS: u32 = 1_000_000;
const ACCOUNTS: u32 = 60_000;
const CHOSEN: u32 = 997;

/// The same numbers each time, whatever the order in which they are asked for.
fn number(row: u32, of: u32, below: u32) -> u32 {
    let mixed = (u64::from(row) << 8 | u64::from(of)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as u32) % below
}

fn account(row: u32) -> u32 {
    // Each has a post, and the first ones most of them.
    if row < ACCOUNTS { row } else { number(row, 0, ACCOUNTS).min(number(row, 1, ACCOUNTS)) }
}

fn posts(rows: impl Iterator<Item = u32> + Clone) -> Table {
    let keys = UInt32Array::from_iter_values(rows.clone().map(account));
    let count = |of, hidden| -> ArrayRef {
        let value = move |row| {
            let value = number(row, of, 5_000) * number(row, of + 1, 5_000);
            (number(row, of + 2, 100) >= hidden).then_some(value.cast_signed())
        };
        Arc::new(rows.clone().map(value).collect::<Int32Array>())
    };
    let at = rows.clone().map(|row| 1_767_225_600_000 - i64::from(number(row, 9, 90_000)) * 1_000_000);
    let at = TimestampMillisecondArray::from_iter_values(at).with_timezone("UTC");
    let columns: [(&str, ArrayRef); 5] = [
        ("influencer_id", Arc::new(keys)),
        ("published_at", Arc::new(at)),
        ("likes", count(10, 4)),
        ("comments", count(20, 0)),
        ("views", count(30, 45)),
    ];
    Table::from(RecordBatch::try_from_iter(columns).unwrap())
}

/// The rows of an account, from a table that is sorted by account.
fn rows_of(table: &Table, account: u32) -> Vec<Value> {
    let [batch] = table.batches() else { panic!("one batch") };
    let keys = batch["influencer_id"].as_primitive::<UInt32Type>().values();
    let from = keys.partition_point(|key| *key < account);
    let to = keys.partition_point(|key| *key <= account);
    Table::from(batch.slice(from, to - from)).to_rows()
}

#[test]
fn a_large_table_says_of_an_account_what_a_small_one_says() {
    let keys = UInt32Array::from_iter_values(0..ACCOUNTS);
    let followers = UInt32Array::from_iter_values((0..ACCOUNTS).map(|id| 1 + number(id, 90, 1_000_000)));
    let columns: [(&str, ArrayRef); 2] =
        [("influencer_id", Arc::new(keys)), ("followers", Arc::new(followers))];
    let profiles = Table::from(RecordBatch::try_from_iter(columns).unwrap());
    let large = posts(0..POSTS);
    let chosen = (0..POSTS).filter(|row| account(*row).is_multiple_of(CHOSEN));
    let small = posts(chosen.collect::<Vec<_>>().into_iter());
    let rate = |options: Value| json!({ "call": "engagement", "options": options });
    let requests = [
        json!({
            "means": rate(json!({ "statistic": "mean", "last": null })),
            "views": rate(json!({ "statistic": "mean", "basis": "views", "last": null })),
        }),
        json!({ "median": rate(json!({ "statistic": "median", "last": null })) }),
        json!({ "last": rate(json!({ "statistic": "mean", "last": 5 })) }),
        json!({ "cadence": { "call": "cadence" } }),
        json!({
            "cadence": { "call": "cadence" },
            "last": rate(json!({ "statistic": "median", "last": 5 })),
            "months": { "call": "likes_over_time" },
            "trimmed": rate(json!({ "statistic": "trimmed", "last": null })),
            "views": rate(json!({ "statistic": "median", "basis": "views", "last": null })),
        }),
    ];
    for requests in requests {
        let answer = |posts: &Table| {
            let tables = [("posts", posts), ("profiles", &profiles)];
            call_many("figures", &tables, &json!({ "requests": requests })).unwrap()
        };
        for ((name, large), (_, small)) in answer(&large).iter().zip(&answer(&small)) {
            assert!(large.num_rows() >= ACCOUNTS as usize);
            for account in (0..ACCOUNTS).step_by(CHOSEN as usize) {
                assert_eq!(rows_of(large, account), rows_of(small, account), "{name} of {account}");
                assert!(!rows_of(large, account).is_empty());
            }
        }
    }
}

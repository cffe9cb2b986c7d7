//! The same values in any layout give the same table.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, TimeUnit};
use serde_json::{Value, json};

use crate::columnar::{Table, call};

fn plain() -> Vec<(&'static str, ArrayRef)> {
    let ints = |values: Vec<Option<i64>>| -> ArrayRef { Arc::new(Int64Array::from(values)) };
    vec![
        ("key", Arc::new(StringArray::from(vec!["ünal", "a", "b", "a", "ünal", "a"]))),
        ("number", ints([9, 2, 3, 2, 9, 2].map(Some).to_vec())),
        ("likes", ints(vec![Some(5), None, Some(0), Some(100), Some(7), Some(9)])),
        ("comments", ints(vec![Some(1), Some(2), Some(3), None, Some(0), Some(2)])),
        ("followers_at_post", ints(vec![Some(100), Some(50), Some(80), Some(50), Some(110), Some(50)])),
        ("published_at", ints([5_000, 4_000, 3_000, 2_000, 1_000, 6_000].map(Some).to_vec())),
    ]
}

fn ask(columns: Vec<(&'static str, ArrayRef)>, by: &str) -> Vec<Value> {
    let named = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(named).unwrap();
    let table =
        Table::new(batch.schema(), vec![batch.slice(0, 1), batch.slice(1, 0), batch.slice(1, 5)]).unwrap();
    call("engagement", &[("posts", &table)], &json!({ "by": by })).unwrap().to_rows()
}

fn with(name: &str, data_type: &DataType) -> Vec<(&'static str, ArrayRef)> {
    let change = |(known, array): (&'static str, ArrayRef)| {
        let array = if known == name { arrow_cast::cast(&array, data_type).unwrap() } else { array };
        (known, array)
    };
    plain().into_iter().map(change).collect()
}

#[test]
fn counts_and_keys_may_be_of_any_width() {
    let expected = ask(plain(), "number");
    assert_eq!(
        expected.iter().map(|row| row["influencer_id"].clone()).collect::<Vec<_>>(),
        [Value::Null, Value::Null, Value::Null]
    );
    assert_eq!(expected.iter().map(|row| row["number"].clone()).collect::<Vec<_>>(), [2, 3, 9]);
    let widths = [
        DataType::Int8,
        DataType::Int16,
        DataType::Int32,
        DataType::Int64,
        DataType::UInt8,
        DataType::UInt16,
        DataType::UInt32,
        DataType::UInt64,
    ];
    for width in &widths {
        for column in ["number", "likes", "comments", "followers_at_post"] {
            assert_eq!(ask(with(column, width), "number"), expected, "{column} as {width}");
        }
    }
    let others = [
        DataType::Float16,
        DataType::Float32,
        DataType::Float64,
        DataType::Decimal128(20, 0),
        DataType::Decimal64(10, 0),
        DataType::Decimal32(5, 0),
        DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Int64)),
    ];
    for data_type in &others {
        for column in ["likes", "comments", "followers_at_post"] {
            assert_eq!(ask(with(column, data_type), "number"), expected, "{column} as {data_type}");
        }
    }
}

#[test]
fn keys_may_be_text_in_any_layout() {
    let expected = ask(plain(), "key");
    assert_eq!(expected.iter().map(|row| row["key"].clone()).collect::<Vec<_>>(), ["a", "b", "ünal"]);
    let dictionary = |keys: DataType, values| DataType::Dictionary(Box::new(keys), Box::new(values));
    let layouts = [
        DataType::LargeUtf8,
        DataType::Utf8View,
        dictionary(DataType::Int8, DataType::Utf8),
        dictionary(DataType::UInt16, DataType::Utf8),
        dictionary(DataType::Int64, DataType::LargeUtf8),
        dictionary(DataType::UInt32, DataType::Utf8),
        dictionary(DataType::UInt64, DataType::Utf8),
    ];
    for layout in &layouts {
        assert_eq!(ask(with("key", layout), "key"), expected, "{layout}");
    }
}

#[test]
fn times_may_be_of_any_unit_or_text() {
    let expected = ask(plain(), "number");
    for unit in [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond] {
        let millis = DataType::Timestamp(TimeUnit::Millisecond, Some("+02:00".into()));
        let columns = with("published_at", &millis).into_iter().map(|(name, array)| {
            let of_unit = DataType::Timestamp(unit, Some("+02:00".into()));
            let array =
                if name == "published_at" { arrow_cast::cast(&array, &of_unit).unwrap() } else { array };
            (name, array)
        });
        assert_eq!(ask(columns.collect(), "number"), expected, "{unit:?}");
    }
    let texts = ["00:00:05Z", "02:00:04+02:00", "00:00:03Z", "00:00:02.000Z", "00:00:01Z", "00:00:06Z"];
    let texts: StringArray = texts.iter().map(|time| Some(format!("1970-01-01T{time}"))).collect();
    let mut columns = plain();
    columns[5].1 = Arc::new(texts);
    assert_eq!(ask(columns, "number"), expected);
}

#[test]
fn a_table_of_many_keys_wide_apart_is_in_order() {
    let keys: Vec<i64> = (0..500).map(|i: i64| (i * 7_919 % 500 - 250) * 1_000_000_007).collect();
    let ones: ArrayRef = Arc::new(Int64Array::from(vec![1; 500]));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("influencer_id", Arc::new(Int64Array::from(keys.clone()))),
        ("likes", ones.clone()),
        ("comments", ones.clone()),
        ("published_at", ones.clone()),
        ("followers_at_post", ones),
    ];
    let table = Table::from(RecordBatch::try_from_iter(columns).unwrap());
    let mut sorted = keys;
    sorted.sort_unstable();
    let ours = call("engagement", &[("posts", &table)], &Value::Null).unwrap().to_rows();
    let ours: Vec<i64> = ours.iter().map(|row| row["influencer_id"].as_i64().unwrap()).collect();
    assert_eq!(ours, sorted);
}

#[test]
fn no_rows_and_no_batches_give_a_table_of_the_same_columns() {
    let batch = RecordBatch::try_from_iter_with_nullable(
        plain().into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let full =
        call("engagement", &[("posts", &Table::from(batch.clone()))], &json!({ "by": "key" })).unwrap();
    for batches in [vec![], vec![batch.slice(0, 0)]] {
        let table = Table::new(batch.schema(), batches).unwrap();
        let ours = call("engagement", &[("posts", &table)], &json!({ "by": "key" })).unwrap();
        assert_eq!((ours.num_rows(), ours.schema()), (0, full.schema()));
    }
}

//! Every input that is wrong is refused with its place and with what would be right, and without its text.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Float32Array, Float64Array, Int64Array, ListArray, RecordBatch,
    StringArray, TimestampMillisecondArray, UInt64Array, types::Int32Type,
};
use arrow_schema::{Field, Schema};
use serde_json::{Value, json};

use crate::columnar::{Error, Table, call};

fn right() -> Vec<(&'static str, ArrayRef)> {
    let ints = |values: [i64; 3]| -> ArrayRef { Arc::new(Int64Array::from(values.to_vec())) };
    vec![
        ("influencer_id", ints([1, 2, 1])),
        ("likes", ints([5, 6, 7])),
        ("comments", ints([1, 2, 3])),
        ("published_at", ints([1, 2, 3])),
        ("followers_at_post", ints([100, 200, 100])),
    ]
}

fn table(columns: Vec<(&'static str, ArrayRef)>) -> Table {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap();
    // In two pieces, so that a row is counted over both.
    Table::new(batch.schema(), vec![batch.slice(0, 1), batch.slice(1, 2)]).unwrap()
}

fn with(name: &'static str, array: ArrayRef) -> Table {
    let mut columns = right();
    columns.retain(|(known, _)| *known != name);
    columns.push((name, array));
    table(columns)
}

fn refused(table: &Table, options: &Value) -> Error {
    call("engagement", &[("posts", table)], options).unwrap_err()
}

#[track_caller]
fn says(error: &Error, code: &str, text: &str) {
    assert_eq!((error.code(), error.to_string().as_str()), (code, text));
}

#[test]
fn a_wrong_number_is_named_by_row_column_and_value() {
    let cases: Vec<(ArrayRef, &str, &str)> = vec![
        (
            Arc::new(Int64Array::from(vec![1, 2, -3])),
            "NEGATIVE_COUNT",
            "-3 is negative; counts are whole numbers from 0",
        ),
        (
            Arc::new(Float64Array::from(vec![1.0, 2.0, 0.5])),
            "FRACTIONAL_COUNT",
            "0.5 is not whole; counts are whole numbers from 0",
        ),
        (
            Arc::new(Float64Array::from(vec![1.0, 2.0, -1.0])),
            "NEGATIVE_COUNT",
            "-1.0 is negative; counts are whole numbers from 0",
        ),
        (
            Arc::new(Float64Array::from(vec![1.0, 2.0, f64::NAN])),
            "NOT_A_NUMBER",
            "NaN is not a finite number; leave an unknown value out",
        ),
        (
            Arc::new(Float64Array::from(vec![1.0, 2.0, f64::INFINITY])),
            "NOT_A_NUMBER",
            "inf is not a finite number; leave an unknown value out",
        ),
        (
            Arc::new(Float32Array::from(vec![1.0, 2.0, 33_554_432.0])),
            "COUNT_TOO_LARGE",
            "33554432.0 is too large; counts end at 9223372036854775807",
        ),
        (
            Arc::new(UInt64Array::from(vec![1, 2, 1 << 63])),
            "COUNT_TOO_LARGE",
            "9223372036854775808 is too large; counts end at 9223372036854775807",
        ),
        (
            Arc::new(Decimal128Array::from(vec![1, 2, -7]).with_precision_and_scale(20, 0).unwrap()),
            "NEGATIVE_COUNT",
            "-7 is negative; counts are whole numbers from 0",
        ),
    ];
    for (array, code, what) in cases {
        says(
            &refused(&with("likes", array), &Value::Null),
            code,
            &format!("posts row 2, column \"likes\": {what}"),
        );
    }
}

#[test]
fn a_number_under_a_gap_is_not_looked_at() {
    let values = arrow_buffer::ScalarBuffer::from(vec![1_i64, -5, i64::MIN]);
    let array = Int64Array::new(values, Some(vec![true, false, false].into()));
    assert_eq!(
        call("engagement", &[("posts", &with("likes", Arc::new(array)))], &Value::Null).unwrap().num_rows(),
        2
    );
}

#[test]
fn a_column_of_the_wrong_type_says_what_belongs_there() {
    let text: ArrayRef = Arc::new(StringArray::from(vec!["Jane", "1", "2"]));
    let flags: ArrayRef = Arc::new(BooleanArray::from(vec![true, true, false]));
    let lists: ArrayRef =
        Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>((0..3).map(|_| Some(vec![Some(1)]))));
    let tenths: ArrayRef =
        Arc::new(Decimal128Array::from(vec![1, 2, 3]).with_precision_and_scale(20, 1).unwrap());
    let likes = |array: &ArrayRef| refused(&with("likes", array.clone()), &Value::Null);
    says(&likes(&text), "WRONG_COLUMN_TYPE", "posts, column \"likes\": text where whole numbers belong");
    says(
        &likes(&flags),
        "WRONG_COLUMN_TYPE",
        "posts, column \"likes\": true and false where whole numbers belong",
    );
    says(&likes(&lists), "WRONG_COLUMN_TYPE", "posts, column \"likes\": lists where whole numbers belong");
    says(
        &likes(&tenths),
        "WRONG_COLUMN_TYPE",
        "posts, column \"likes\": values of type Decimal128(20, 1) where whole numbers belong",
    );
    for (column, array) in [
        ("influencer_id", &lists),
        ("influencer_id", &flags),
        ("published_at", &lists),
        ("pinned", &text),
        ("platform", &flags),
        ("id", &lists),
    ] {
        let error = refused(&with(column, array.clone()), &Value::Null);
        assert_eq!(error.code(), "WRONG_COLUMN_TYPE", "{column}");
        assert!(error.to_string().contains(column), "{error}");
    }
}

#[test]
fn a_time_needs_a_zone_and_a_year_from_1_to_9999() {
    let naive: ArrayRef = Arc::new(TimestampMillisecondArray::from(vec![1, 2, 3]));
    says(
        &refused(&with("published_at", naive), &Value::Null),
        "NAIVE_TIMESTAMP",
        "posts, column \"published_at\": the timestamps have no time zone; if they are UTC, cast the column to timestamps with the zone \"UTC\"",
    );
    let text = |last: &str| -> ArrayRef {
        Arc::new(StringArray::from(vec!["2026-01-31T10:00:00Z", "2026-01-31T10:00:00+01:00", last]))
    };
    let time = |array: ArrayRef| refused(&with("published_at", array), &Value::Null);
    says(
        &time(text("2026-01-31T10:00:00")),
        "NAIVE_TIMESTAMP",
        "posts row 2, column \"published_at\": the text is not a time with an offset; write it as in 2026-01-31T10:00:00Z",
    );
    says(
        &time(text("Jane was here")),
        "MALFORMED_TIMESTAMP",
        "posts row 2, column \"published_at\": the text is not a time; write it as in 2026-01-31T10:00:00Z",
    );
    assert_eq!(
        time(Arc::new(Int64Array::from(vec![1, 2, 253_402_300_800_000]))).code(),
        "TIMESTAMP_OUT_OF_RANGE"
    );
    assert_eq!(time(Arc::new(Int64Array::from(vec![Some(1), Some(2), None]))).code(), "MISSING_VALUE");
}

#[test]
fn columns_are_found_by_name_once() {
    let mut columns = right();
    columns.remove(1);
    says(
        &refused(&table(columns), &Value::Null),
        "MISSING_COLUMN",
        "posts has no column \"likes\"; it has \"influencer_id\", \"comments\", \"published_at\", \"followers_at_post\". \
         If it is called something else, say so: columns={\"likes\": \"its name\"}",
    );
    let mut columns = right();
    columns.push(columns[1].clone());
    says(
        &refused(&table(columns), &Value::Null),
        "REPEATED_COLUMN",
        "posts has more than one column \"likes\"; leave one",
    );
    let unknown = refused(&table(right()), &json!({ "columns": { "likes": "hearts" } }));
    says(
        &unknown,
        "UNKNOWN_COLUMN",
        "columns: no table has a column \"hearts\", which is to be read as \"likes\"",
    );
    let unknown = refused(&table(right()), &json!({ "columns": { "hearts": "likes" } }));
    assert_eq!(unknown.code(), "UNKNOWN_NAME");
    let mut columns = right();
    columns.remove(4);
    let nothing = refused(&table(columns.clone()), &Value::Null);
    assert_eq!(nothing.code(), "NOTHING_TO_READ");
    assert!(!nothing.to_string().contains("columns="));
    columns.push(("followers", Arc::new(Int64Array::from(vec![10, 20, 30]))));
    let nothing = refused(&table(columns), &Value::Null).to_string();
    let hint = "if the column \"followers\" of posts tells the followers at the time of the post, say so: \
                columns={\"followers_at_post\": \"followers\"}";
    assert!(nothing.ends_with(hint), "{nothing}");
}

#[test]
fn a_column_of_another_name_is_pointed_at() {
    let named = |name: &'static str| {
        let mut columns = right();
        columns[1].0 = name;
        refused(&table(columns), &Value::Null).to_string()
    };
    for name in ["like_count", "Likes", "lieks", "total-likes"] {
        let said = format!("Did you mean {name:?}? If so, say so: columns={{\"likes\": {name:?}}}");
        assert!(named(name).ends_with(&said), "{}", named(name));
    }
    for name in ["hearts", "links_in_bio", "lis"] {
        assert!(
            named(name)
                .ends_with("If it is called something else, say so: columns={\"likes\": \"its name\"}")
        );
    }
}

#[test]
fn a_renamed_column_is_called_what_the_table_calls_it() {
    let mut columns = right();
    columns[1] = ("hearts", Arc::new(Int64Array::from(vec![1, -2, 3])));
    let error = refused(&table(columns), &json!({ "columns": { "likes": "hearts" } }));
    says(
        &error,
        "NEGATIVE_COUNT",
        "posts row 1, column \"hearts\": -2 is negative; counts are whole numbers from 0",
    );
}

#[test]
fn keys_must_be_there() {
    let gap: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, Some(2)]));
    says(
        &refused(&with("influencer_id", gap), &Value::Null),
        "MISSING_VALUE",
        "posts row 1, column \"influencer_id\": the value is missing; every row needs it",
    );
    let gap: ArrayRef = Arc::new(StringArray::from(vec![Some("Jane"), Some("b"), None]));
    assert_eq!(refused(&with("influencer_id", gap), &Value::Null).code(), "MISSING_VALUE");
}

#[test]
fn an_unknown_platform_is_not_repeated() {
    let platform: ArrayRef = Arc::new(StringArray::from(vec!["instagram", "Jane Doe", "tiktok"]));
    says(
        &refused(&with("platform", platform), &Value::Null),
        "UNKNOWN_PLATFORM",
        "posts row 1, column \"platform\": the text is not a platform; write instagram, tiktok or youtube",
    );
}

#[test]
fn a_post_given_twice_with_other_content_is_named_by_its_rows() {
    let id: ArrayRef = Arc::new(StringArray::from(vec!["Jane 1", "x", "Jane 1"]));
    let error = refused(&with("id", id), &Value::Null);
    assert_eq!(error.code(), "CONFLICTING_POSTS");
    let text = error.to_string();
    assert!(text.starts_with("row 0 and row 2 have the same post id"), "{text}");
    assert!(!text.contains("Jane"));
    let id: ArrayRef = Arc::new(UInt64Array::from(vec![u64::MAX, 5, u64::MAX]));
    assert_eq!(refused(&with("post_id", id), &Value::Null).code(), "CONFLICTING_POSTS");
}

#[test]
fn an_id_that_another_account_has_too_is_another_post() {
    let id: ArrayRef = Arc::new(StringArray::from(vec![Some("1"), Some("1"), None]));
    let answer = |posts: &Table| call("engagement", &[("posts", posts)], &Value::Null).unwrap();
    assert_eq!(answer(&with("post_id", id)).batches(), answer(&table(right())).batches());
}

#[test]
fn profiles_must_agree_with_themselves_and_with_posts() {
    let posts = table(right());
    let ask = |profiles: Vec<Value>| {
        let profiles = Table::from_rows(&profiles).unwrap();
        call("engagement", &[("posts", &posts), ("profiles", &profiles)], &Value::Null).unwrap_err()
    };
    let one = json!({ "influencer_id": 1, "followers": 5 });
    says(
        &ask(vec![one.clone(), one, json!({ "influencer_id": 1, "followers": 6 })]),
        "CONFLICTING_PROFILES",
        "profiles rows 0 and 2 have the same key but differ in \"followers\"; give a profile once, or again with the same content",
    );
    assert_eq!(ask(vec![json!({ "influencer_id": "Jane", "followers": 5 })]).code(), "UNLIKE_KEYS");
    assert_eq!(ask(vec![json!({ "name": 1, "followers": 5 })]).code(), "MISSING_COLUMN");
    assert_eq!(ask(vec![json!({ "influencer_id": 1, "followers": -5 })]).code(), "NEGATIVE_COUNT");
}

#[test]
fn tables_are_those_that_the_function_reads() {
    let posts = table(right());
    assert_eq!(call("engagement", &[], &Value::Null).unwrap_err().code(), "MISSING_TABLE");
    assert_eq!(
        call("engagement", &[("posts", &posts), ("people", &posts)], &Value::Null).unwrap_err().code(),
        "UNKNOWN_TABLE"
    );
    assert_eq!(
        call("engagement", &[("posts", &posts), ("posts", &posts)], &Value::Null).unwrap_err().code(),
        "REPEATED_TABLE"
    );
}

#[test]
fn options_are_refused_without_repeating_text() {
    let posts = table(right());
    for options in [
        json!({ "lasst": 3 }),
        json!({ "last": "Jane" }),
        json!({ "last": -1 }),
        json!([]),
        json!({ "basis": "folowers" }),
        json!({ "since": "2026-01-31T10:00:00" }),
    ] {
        let error = refused(&posts, &options);
        assert_eq!(error.code(), "MALFORMED_OPTIONS", "{options}");
        assert!(!error.to_string().contains("Jane"), "{error}");
    }
    assert_eq!(refused(&posts, &json!({ "level": 95 })).code(), "INVALID_LEVEL");
    assert_eq!(refused(&posts, &json!({ "last": 0 })).code(), "EMPTY_LAST");
    assert_eq!(refused(&posts, &json!({ "trim": 0.5, "statistic": "trimmed" })).code(), "INVALID_SHARE");
}

#[test]
fn rows_of_plain_data_are_refused_by_their_place() {
    let refuse = |rows: &[Value]| Table::from_rows(rows).unwrap_err().to_string();
    assert_eq!(
        refuse(&[json!({}), json!("Jane")]),
        "row 1: it is no record; give each row as its columns by name"
    );
    let mixed = [json!({ "likes": 1 }), json!({ "likes": "Jane" })];
    assert_eq!(
        refuse(&mixed),
        "row 1, column \"likes\": the value is of another kind than those above it; give one kind in a column"
    );
    let large = [json!({ "likes": 9_223_372_036_854_775_808_u64 }), json!({ "likes": -1 })];
    assert!(refuse(&large).starts_with("row 1, column \"likes\": the number is negative"));
}

//! The family of engagement over tables: what the functions over rows say of each account, to the bit, in any order and
//! in any pieces.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

use super::equality::{Row, on_threads, rows, table};
use crate::columnar::{Table, call};
use crate::metrics::engagement::{EngagementOptions, HiddenLikes, Listed, Window};
use crate::metrics::growth::{GrowthOptions, Reading, Spikes, growth};
use crate::metrics::shares::{Named, SharesOptions, shares};
use crate::metrics::sponsorship::sponsored_performance;
use crate::metrics::summary::{followers_per_following, summary};
use crate::metrics::value::{DeliveredOptions, UnitPrices, Valued, delivered, earned_value};
use crate::model::{Post, Record, Timestamp};
use crate::stats::Figure;

/// The cells of a figure in a row of a table.
fn write(prefix: &str, figure: &Figure, row: &mut Map<String, Value>) {
    let (estimate, interval) = (figure.estimate(), figure.interval());
    let cells = [
        ("value", estimate.map(|estimate| estimate.value).into()),
        ("low", interval.map(|interval| interval.low).into()),
        ("high", interval.map(|interval| interval.high).into()),
        ("level", interval.map(|interval| interval.level).into()),
        ("n", estimate.map_or(0, |estimate| estimate.n).into()),
        ("method", estimate.map(|estimate| estimate.method.as_str()).into()),
        ("reason", figure.reason().map(|reason| reason.as_str()).into()),
    ];
    row.extend(cells.map(|(name, cell): (_, Value)| (format!("{prefix}{name}"), cell)));
}

fn named<'a>(of: &str, post: &'a Post) -> Named<'a> {
    if of == "hashtags" { Named::hashtags(post) } else { Named::mentions(post) }
}

fn by_account(rows: &[Row]) -> BTreeMap<i64, Vec<Listed<'_>>> {
    let mut accounts: BTreeMap<i64, Vec<Listed<'_>>> = BTreeMap::new();
    for row in rows {
        accounts.entry(row.account).or_default().push(Listed { id: row.id.as_deref(), post: row.post });
    }
    accounts
}

fn options() -> (EngagementOptions, Value) {
    let options = EngagementOptions {
        window: Window { last: Some(5), ..Window::default() },
        hidden_likes: HiddenLikes::Impute,
        level: 0.9,
        ..EngagementOptions::default()
    };
    (options, json!({ "last": 5, "hidden_likes": "impute", "level": 0.9 }))
}

/// The rows in another order.
fn shuffled(rows: &[Row], keys: &[u16]) -> Vec<Row> {
    let mut order: Vec<(u16, &Row)> = keys.iter().copied().cycle().zip(rows).collect();
    order.sort_by_key(|(key, _)| *key);
    order.into_iter().map(|(_, row)| row.clone()).collect()
}

fn keys() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 1..50)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn summaries_are_those_of_the_rows(
        rows in prop_oneof![rows(false), rows(true)], cuts: [usize; 3], keys in keys(), threads in 1..4_usize,
        following in prop::option::of(0..3_u64),
    ) {
        let ids = rows.iter().any(|row| row.id.is_some());
        let (row_options, table_options) = options();
        let profiles = json!({ "influencer_id": 1, "followers": 90, "following": following });
        let profiles = Table::from_rows(&[profiles]).unwrap();
        let mut expected = Vec::new();
        for (account, posts) in by_account(&rows) {
            // Followers are those of the profile where the post does not state them.
            let posts = posts.into_iter().map(|listed| {
                let known = (account == 1).then_some(90);
                let post = crate::metrics::engagement::Observation {
                    followers: listed.post.followers.or(known),
                    ..listed.post
                };
                Listed { post, ..listed }
            });
            let found = summary(posts, &row_options).unwrap();
            let mut row = Map::from_iter([("influencer_id".to_owned(), account.into())]);
            for (prefix, figure) in [
                ("likes_", found.likes), ("comments_", found.comments), ("views_", found.views),
                ("shares_", found.shares), ("saves_", found.saves),
                ("likes_per_comment_", found.likes_per_comment), ("hidden_likes_", found.hidden_likes),
            ] {
                write(prefix, &figure, &mut row);
            }
            let ratio = if account == 1 { followers_per_following(Some(90), following) }
                else { followers_per_following(None, None) };
            write("followers_per_following_", &ratio, &mut row);
            expected.push(Value::Object(row));
        }
        let posts = table(&shuffled(&rows, &keys), ids, &cuts);
        let found = on_threads(threads, || {
            call("summary", &[("posts", &posts), ("profiles", &profiles)], &table_options).unwrap().to_rows()
        });
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn sponsored_performance_is_that_of_the_rows(
        rows in prop_oneof![rows(false), rows(true)], cuts: [usize; 3], keys in keys(), threads in 1..4_usize,
    ) {
        let ids = rows.iter().any(|row| row.id.is_some());
        let (row_options, table_options) = options();
        let mut expected = Vec::new();
        for (account, posts) in by_account(&rows) {
            let found = sponsored_performance(posts, &row_options).unwrap();
            let mut row = Map::from_iter([("influencer_id".to_owned(), account.into())]);
            write("performance_", &found.performance, &mut row);
            write("sponsored_", &found.sponsored, &mut row);
            write("organic_", &found.organic, &mut row);
            row.insert("hidden_share".to_owned(), found.hidden_share.into());
            expected.push(Value::Object(row));
        }
        let posts = table(&shuffled(&rows, &keys), ids, &cuts);
        let found =
            on_threads(threads, || call("sponsorship", &[("posts", &posts)], &table_options).unwrap().to_rows());
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn values_are_those_of_the_rows(
        rows in prop_oneof![rows(false), rows(true)], cuts: [usize; 3], keys in keys(),
    ) {
        let ids = rows.iter().any(|row| row.id.is_some());
        let prices = json!({ "currency": "EUR", "cpm": "12.345", "cpe": "0.07", "cpv": "0.0015" });
        let unit_prices: UnitPrices = serde_json::from_value(prices.clone()).unwrap();
        let mut expected = Vec::new();
        for (_, posts) in by_account(&rows) {
            let totals = delivered(posts, &DeliveredOptions::default()).unwrap();
            let earned = earned_value(&unit_prices, &totals.delivered).unwrap();
            let text = |valued: Option<Valued>| Some(valued?.amount()?.value.to_string());
            expected.push((
                totals.posts, totals.delivered.engagements, totals.views_shown, text(earned.by_impressions),
                text(earned.by_engagements), text(earned.by_views), earned.range().map(|(low, _)| low.value.to_string()),
            ));
        }
        let posts = table(&shuffled(&rows, &keys), ids, &cuts);
        let found = call("value", &[("posts", &posts)], &json!({ "prices": prices })).unwrap().to_rows();
        let text = |row: &Value, name: &str| row[name].as_str().map(str::to_owned);
        let found: Vec<_> = found.iter().map(|row| (
            row["posts"].as_u64().unwrap(), row["engagements"].as_u64(), row["views_n"].as_u64().unwrap(),
            text(row, "by_impressions"), text(row, "by_engagements"), text(row, "by_views"), text(row, "range_low"),
        )).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn growth_is_that_of_the_readings(
        readings in prop::collection::vec((0..3_i64, 0..30_i64, prop::option::weighted(0.9, Just(()))), 0..80),
        turn: Index,
    ) {
        // The count follows from account and time, so that a time that comes twice comes with the same count.
        let count = |account: i64, time: i64| (1_000 + account * time * 31 + (time * time) % 17).cast_unsigned();
        let at = |time: i64| Timestamp::from_millis(time * 43_200_000).unwrap();
        let mut rows: Vec<Value> = readings.iter().map(|&(account, time, known)| json!({
            "influencer_id": account, "at": at(time), "followers": known.map(|()| count(account, time)),
        })).collect();
        let mut accounts: BTreeMap<i64, Vec<Reading>> = BTreeMap::new();
        for &(account, time, known) in &readings {
            let series = accounts.entry(account).or_default();
            if known.is_some() {
                series.push(Reading { at: time * 43_200_000, followers: count(account, time) });
            }
        }
        if !rows.is_empty() {
            let by = turn.index(rows.len());
            rows.rotate_left(by);
        }
        let mut days = Vec::new();
        let mut expected = Vec::new();
        for (account, series) in accounts {
            let found = growth(series, &GrowthOptions { spike: 1.5, ..GrowthOptions::default() }).unwrap();
            let mut row = Map::from_iter([("influencer_id".to_owned(), account.into())]);
            write("growth_", &found.growth, &mut row);
            write("monthly_", &found.monthly, &mut row);
            for (name, reading) in [("first", found.first), ("last", found.last)] {
                let at = reading.map(|reading| Timestamp::from_millis(reading.at).unwrap().to_string());
                row.insert(format!("{name}_at"), at.into());
                row.insert(format!("{name}_followers"), reading.map(|reading| reading.followers).into());
            }
            let (spikes, reason) = match found.spikes {
                Spikes::Days(found) => {
                    for spike in &found {
                        days.push(json!({
                            "influencer_id": account, "day": spike.day.to_string(), "change": spike.change, "z": spike.z,
                        }));
                    }
                    (Some(found.len()), None)
                }
                Spikes::Undefined { undefined } => (None, Some(undefined.as_str())),
            };
            row.insert("spikes".to_owned(), spikes.into());
            row.insert("spikes_reason".to_owned(), reason.into());
            expected.push(Value::Object(row));
        }
        if !rows.is_empty() {
            let table = Table::from_rows(&rows).unwrap();
            let found = |name: &str| call(name, &[("readings", &table)], &json!({ "spike": 1.5 })).unwrap().to_rows();
            prop_assert_eq!(found("growth"), expected);
            prop_assert_eq!(found("growth_spikes"), days);
        }
    }

    #[test]
    fn shares_are_those_of_the_models_posts(
        posts in prop::collection::vec((0..3_u8, 0..3_usize, prop::option::of(prop::collection::vec(0..5_usize, 0..4))), 1..40),
    ) {
        const CAPTIONS: [&str; 3] = ["#Tea @one.person #rain", "nothing", "#TEA @Two_person @one.person"];
        const TAGS: [&str; 5] = ["tea", "Rain", "#sun", "ÉTÉ", "été"];
        let mut rows = Vec::new();
        let mut accounts: BTreeMap<u8, Vec<Post>> = BTreeMap::new();
        for (at, (account, caption, tags)) in posts.iter().enumerate() {
            let tags = tags.as_ref().map(|tags| tags.iter().map(|&tag| TAGS[tag]).collect::<Vec<_>>());
            let row = json!({
                "id": at.to_string(), "influencer_id": account.to_string(), "platform": "instagram",
                "published_at": "2026-01-01T00:00:00Z", "caption": CAPTIONS[*caption], "hashtags": tags,
            });
            accounts.entry(*account).or_default().push(Post::from_value(row.clone()).unwrap());
            rows.push(row);
        }
        let table = Table::from_rows(&rows).unwrap();
        for of in ["hashtags", "mentions"] {
            let mut expected = Vec::new();
            for (account, posts) in &accounts {
                let found = shares(posts.iter().map(|post| named(of, post)), &SharesOptions::default()).unwrap();
                for share in found.top {
                    let mut row = Map::from_iter([
                        ("influencer_id".to_owned(), account.to_string().into()),
                        ("name".to_owned(), share.name.into()),
                        ("posts".to_owned(), share.posts.into()),
                    ]);
                    write("", &share.share, &mut row);
                    expected.push(Value::Object(row));
                }
            }
            prop_assert_eq!(call("shares", &[("posts", &table)], &json!({ "of": of })).unwrap().to_rows(), expected);
        }
    }
}

#[test]
fn lists_of_any_layout_are_read() {
    let rows =
        [json!({ "account": 1, "hashtags": ["tea", "rain"] }), json!({ "account": 1, "hashtags": null })];
    let usual = Table::from_rows(&rows).unwrap();
    let expected = call("shares", &[("posts", &usual)], &json!({ "by": "account" })).unwrap().to_rows();
    assert_eq!(expected.len(), 2);
    let item = |data_type: DataType| Arc::new(Field::new_list_field(data_type, true));
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    for layout in [
        DataType::LargeList(item(DataType::LargeUtf8)),
        DataType::List(item(DataType::Utf8View)),
        DataType::List(item(dictionary)),
        DataType::ListView(item(DataType::Utf8)),
    ] {
        let batch = &usual.batches()[0];
        let columns: Vec<ArrayRef> = batch
            .columns()
            .iter()
            .zip(batch.schema().fields())
            .map(
                |(column, field)| {
                    if field.name() == "hashtags" { cast(column, &layout).unwrap() } else { column.clone() }
                },
            )
            .collect();
        let fields: Vec<Field> = batch
            .schema()
            .fields()
            .iter()
            .zip(&columns)
            .map(|(field, column)| Field::new(field.name(), column.data_type().clone(), true))
            .collect();
        let table = Table::from(RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap());
        let found = call("shares", &[("posts", &table)], &json!({ "by": "account" })).unwrap().to_rows();
        assert_eq!(found, expected, "{layout}");
    }
}

#[test]
fn an_error_names_the_row_of_the_table_and_no_text() {
    let reading =
        |account, at: &str, followers| json!({ "influencer_id": account, "at": at, "followers": followers });
    let rows = [
        reading(1, "2026-01-01T00:00:00Z", json!(5)),
        reading(2, "2026-01-01T00:00:00Z", json!(null)),
        reading(2, "2026-01-01T00:00:00Z", json!(7)),
        reading(1, "2026-01-02T00:00:00Z", json!(5)),
        reading(2, "2026-01-01T00:00:00Z", json!(8)),
    ];
    let table = Table::from_rows(&rows).unwrap();
    let error = call("growth", &[("readings", &table)], &Value::Null).unwrap_err().to_string();
    assert!(error.starts_with("row 2 and row 4 give different numbers of followers"), "{error}");
    let rows = [
        json!({ "influencer_id": 1, "hashtags": [] }),
        json!({ "influencer_id": 1, "hashtags": ["Jane Doe"] }),
    ];
    let table = Table::from_rows(&rows).unwrap();
    let error = call("shares", &[("posts", &table)], &Value::Null).unwrap_err();
    assert_eq!(error.code(), "MALFORMED_HASHTAG");
    let error = error.to_string();
    assert!(error.starts_with("posts row 1, column \"hashtags\"") && !error.contains("Jane"), "{error}");
}

#[test]
fn tables_without_a_row_give_tables_without_a_row() {
    let text: ArrayRef = Arc::new(StringArray::from(Vec::<&str>::new()));
    let numbers: ArrayRef = Arc::new(arrow_array::UInt64Array::from(Vec::<u64>::new()));
    let times = cast(
        &(Arc::new(arrow_array::Int64Array::from(Vec::<i64>::new())) as ArrayRef),
        &DataType::Timestamp(arrow_schema::TimeUnit::Millisecond, Some("UTC".into())),
    )
    .unwrap();
    let columns = [
        ("influencer_id", text.clone()),
        ("likes", numbers.clone()),
        ("comments", numbers.clone()),
        ("followers", numbers.clone()),
        ("followers_at_post", numbers),
        ("at", times.clone()),
        ("published_at", times),
        ("caption", text),
        ("value", Arc::new(arrow_array::Float64Array::from(Vec::<f64>::new()))),
        ("sponsored", Arc::new(arrow_array::BooleanArray::from(Vec::<bool>::new()))),
    ];
    let table = Table::from(RecordBatch::try_from_iter(columns).unwrap());
    let prices = json!({ "prices": { "currency": "EUR", "cpe": "1" } });
    for (name, argument, options, columns) in [
        ("summary", "posts", Value::Null, 57),
        ("sponsorship", "posts", Value::Null, 23),
        ("shares", "posts", Value::Null, 10),
        ("value", "posts", prices, 17),
        ("growth", "readings", Value::Null, 21),
        ("growth_spikes", "readings", Value::Null, 4),
        ("tiers", "profiles", Value::Null, 4),
        ("percentiles", "figures", Value::Null, 8),
    ] {
        let found = call(name, &[(argument, &table)], &options).unwrap();
        assert_eq!((found.num_rows(), found.schema().fields().len()), (0, columns), "{name}");
    }
    let bins = call("benchmark", &[("figures", &table)], &Value::Null).unwrap();
    assert_eq!(
        bins.to_rows(),
        [json!({ "min": null, "max": null, "total_profile_count": 0, "is_median": false })]
    );
}

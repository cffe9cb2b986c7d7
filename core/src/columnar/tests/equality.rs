//! Tables say what rows say, to the bit: over random posts, in any order, in any pieces, on any number of threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use arrow_schema::Schema;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::columnar::{Table, call, call_many};
use crate::metrics::cadence::{CadenceOptions, cadence};
use crate::metrics::engagement::{
    Basis, EngagementOptions, HiddenLikes, Listed, Observation, Pinned, Sponsored, Statistic, Window,
    engagement,
};
use crate::metrics::likes_over_time::{LikesOverTimeOptions, likes_over_time};
use crate::metrics::{Period, Zone};
use crate::model::{Platform, Timestamp};
use crate::stats::Figure;

/// A post of an account.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) account: i64,
    pub(super) id: Option<String>,
    pub(super) post: Observation,
}

const DAY: i64 = 86_400_000;

fn small() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![1 => Just(None), 6 => (0_u64..40).prop_map(Some), 2 => (0_u64..5_000_000_000).prop_map(Some)]
}

fn post() -> impl Strategy<Value = Observation> {
    let counts = (small(), small(), small(), small(), small(), small());
    let flags = (any::<bool>(), prop::bool::weighted(0.2), prop::option::weighted(0.3, 0_i64..6));
    let platform = prop::option::of(prop::sample::select(Platform::ALL));
    (counts, (small(), small()), flags, platform, 0_i64..12).prop_map(
        |((likes, comments, shares, saves, views, reach), (impressions, followers), flags, platform, day)| {
            Observation {
                platform,
                published_at: 1_767_225_600_000 + day * DAY / 2,
                likes,
                comments,
                shares,
                saves,
                views,
                reach,
                impressions,
                followers,
                pinned: flags.1,
                sponsored: flags.0,
                collected_at: flags.2.map(|days| 1_767_225_600_000 + days * DAY),
            }
        },
    )
}

/// Posts of few accounts; `ids` gives some of them an id of their own, and repeats some rows.
pub(super) fn rows(ids: bool) -> impl Strategy<Value = Vec<Row>> {
    let one =
        (prop::sample::select(vec![-3_i64, 0, 1, 2, 70_000_000_000]), any::<bool>(), post(), 0_usize..8);
    prop::collection::vec(one, 0..60).prop_map(move |list| {
        let mut rows: Vec<Row> = Vec::new();
        for (place, (account, named, post, again)) in list.into_iter().enumerate() {
            let id = (ids && named).then(|| format!("post {place}"));
            let row = Row { account, id, post };
            if ids && again == 0 && row.id.is_some() {
                rows.push(row.clone());
            }
            rows.push(row);
        }
        rows
    })
}

pub(super) fn batch(rows: &[Row], ids: bool) -> RecordBatch {
    let count = |of: fn(&Observation) -> Option<u64>| -> ArrayRef {
        Arc::new(rows.iter().map(|row| of(&row.post).map(|n| n as i64)).collect::<Int64Array>())
    };
    let time = |of: fn(&Observation) -> Option<i64>| -> ArrayRef {
        let times: TimestampMillisecondArray = rows.iter().map(|row| of(&row.post)).collect();
        Arc::new(times.with_timezone("UTC"))
    };
    let flag = |of: fn(&Observation) -> bool| -> ArrayRef {
        Arc::new(rows.iter().map(|row| Some(of(&row.post))).collect::<BooleanArray>())
    };
    let platform: StringArray = rows.iter().map(|row| row.post.platform.map(Platform::as_str)).collect();
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("influencer_id", Arc::new(rows.iter().map(|row| Some(row.account)).collect::<Int64Array>())),
        ("platform", Arc::new(platform)),
        ("published_at", time(|post| Some(post.published_at))),
        ("likes", count(|post| post.likes)),
        ("comments", count(|post| post.comments)),
        ("shares", count(|post| post.shares)),
        ("saves", count(|post| post.saves)),
        ("views", count(|post| post.views)),
        ("reach", count(|post| post.reach)),
        ("impressions", count(|post| post.impressions)),
        ("followers_at_post", count(|post| post.followers)),
        ("pinned", flag(|post| post.pinned)),
        ("sponsored", flag(|post| post.sponsored)),
        ("collected_at", time(|post| post.collected_at)),
    ];
    if ids {
        let ids: StringArray = rows.iter().map(|row| row.id.as_deref()).collect();
        columns.push(("id", Arc::new(ids)));
    }
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .unwrap()
}

/// The rows in pieces, the ends of which are given by `cuts`, some of the pieces without a row.
pub(super) fn table(rows: &[Row], ids: bool, cuts: &[usize]) -> Table {
    let whole = batch(rows, ids);
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (rows.len() + 1)).chain([rows.len()]).collect();
    ends.sort_unstable();
    let mut from = 0;
    let pieces = ends.into_iter().map(|to| {
        let piece = whole.slice(from, to - from);
        from = to;
        piece
    });
    Table::new(Arc::new(Schema::clone(&whole.schema())), pieces.collect()).unwrap()
}

pub(super) fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

fn options() -> impl Strategy<Value = EngagementOptions> {
    let basis = prop::sample::select(vec![Basis::Followers, Basis::Reach, Basis::Impressions, Basis::Views]);
    let share = prop::sample::select(vec![0.0, 0.1, 0.25, 0.4]);
    let statistic = (0..5, share).prop_map(|(which, share)| match which {
        0 => Statistic::Median,
        1 => Statistic::Mean,
        2 => Statistic::Pooled,
        3 => Statistic::Trimmed { share },
        _ => Statistic::Winsorised { share },
    });
    let window = (prop::option::of(1_u32..9), prop::option::of(0_i64..3), prop::option::of(3_i64..6))
        .prop_map(|(last, since, until)| {
            let at = |days: i64| 1_767_225_600_000 + days * DAY;
            Window { last, since: since.map(at), until: until.map(at) }
        });
    let hidden = prop::sample::select(vec![HiddenLikes::Drop, HiddenLikes::LowerBound, HiddenLikes::Impute]);
    let sponsored = prop::sample::select(vec![Sponsored::Keep, Sponsored::LeaveOut, Sponsored::Only]);
    let pinned = prop::sample::select(vec![Pinned::Keep, Pinned::LeaveOut]);
    let as_of = prop::option::of(0_i64..8);
    (basis, statistic, window, hidden, sponsored, pinned, as_of).prop_map(
        |(basis, statistic, window, hidden_likes, sponsored, pinned, as_of)| EngagementOptions {
            basis,
            statistic,
            window,
            hidden_likes,
            sponsored,
            pinned,
            as_of: as_of.map(|days| 1_767_225_600_000 + days * DAY),
            ..EngagementOptions::default()
        },
    )
}

pub(super) fn time(at: Option<i64>) -> Value {
    at.map_or(Value::Null, |at| json!(Timestamp::from_millis(at).unwrap().to_string()))
}

fn as_json(options: &EngagementOptions) -> Value {
    let (statistic, trim) = match options.statistic {
        Statistic::Trimmed { share } => ("trimmed", share),
        Statistic::Winsorised { share } => ("winsorised", share),
        Statistic::Median => ("median", 0.1),
        Statistic::Mean => ("mean", 0.1),
        Statistic::Pooled => ("pooled", 0.1),
    };
    json!({
        "basis": options.basis,
        "statistic": statistic,
        "trim": trim,
        "last": options.window.last,
        "since": time(options.window.since),
        "until": time(options.window.until),
        "hidden_likes": options.hidden_likes,
        "sponsored": options.sponsored,
        "pinned": options.pinned,
        "as_of": time(options.as_of),
    })
}

fn by_rows(rows: &[Row], options: &EngagementOptions) -> Vec<Value> {
    let mut accounts: BTreeMap<i64, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| accounts.entry(row.account).or_default().push(row));
    let one = |(account, rows): (i64, Vec<&Row>)| {
        let listed = rows.iter().map(|row| Listed { id: row.id.as_deref(), post: row.post });
        let engagement = engagement(listed, options).unwrap();
        let estimate = engagement.figure.estimate();
        let interval = engagement.figure.interval();
        json!({
            "influencer_id": account,
            "value": engagement.figure.value(),
            "low": interval.map(|interval| interval.low),
            "high": interval.map(|interval| interval.high),
            "level": interval.map(|interval| interval.level),
            "n": estimate.map_or(0, |estimate| estimate.n),
            "hidden_share": engagement.hidden_share,
            "method": estimate.map(|estimate| estimate.method.as_str()),
            "reason": engagement.figure.reason().map(|reason| reason.as_str()),
        })
    };
    accounts.into_iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn engagement_of_a_table_is_that_of_its_rows(
        (rows, shuffled) in rows(false).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        cuts in prop::collection::vec(any::<usize>(), 0..5),
        options in options(),
        threads in prop::sample::select(vec![1_usize, 2, 4]),
    ) {
        let expected = by_rows(&rows, &options);
        let table = table(&shuffled, false, &cuts);
        let ours = on_threads(threads, || call("engagement", &[("posts", &table)], &as_json(&options)));
        prop_assert_eq!(ours.unwrap().to_rows(), expected);
    }

    #[test]
    fn posts_with_ids_count_once(
        (rows, shuffled) in rows(true).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        cuts in prop::collection::vec(any::<usize>(), 0..5),
        options in options(),
    ) {
        let expected = by_rows(&rows, &options);
        let table = table(&shuffled, true, &cuts);
        let ours = call("engagement", &[("posts", &table)], &as_json(&options));
        prop_assert_eq!(ours.unwrap().to_rows(), expected);
    }
}

fn of_accounts(rows: &[Row]) -> BTreeMap<i64, Vec<Listed<'_>>> {
    let mut accounts: BTreeMap<i64, Vec<Listed<'_>>> = BTreeMap::new();
    for row in rows {
        accounts.entry(row.account).or_default().push(Listed { id: row.id.as_deref(), post: row.post });
    }
    accounts
}

fn likes_by_rows(rows: &[Row], options: &LikesOverTimeOptions) -> Vec<Value> {
    let mut expected = Vec::new();
    for (account, posts) in of_accounts(rows) {
        for period in likes_over_time(posts, options).unwrap() {
            expected.push(json!({
                "influencer_id": account,
                "start": period.start.to_string(),
                "posts": period.posts,
                "likes": period.likes.sum,
                "likes_hidden": period.likes.hidden,
                "comments": period.comments.sum,
                "comments_hidden": period.comments.hidden,
                "views": period.views.sum,
                "views_hidden": period.views.hidden,
            }));
        }
    }
    expected
}

fn cadence_by_rows(rows: &[Row], options: &CadenceOptions) -> Vec<Value> {
    let one = |(account, posts): (i64, Vec<Listed<'_>>)| {
        let cadence = cadence(posts, options).unwrap();
        let (gap, interval) = (cadence.median_gap, cadence.median_gap.interval());
        let list = |figures: &[Figure], of: fn(&Figure) -> Option<f64>| {
            figures.iter().map(of).collect::<Option<Vec<f64>>>()
        };
        let low = |figure: &Figure| figure.interval().map(|interval| interval.low);
        let high = |figure: &Figure| figure.interval().map(|interval| interval.high);
        json!({
            "influencer_id": account,
            "posts": cadence.posts_per_week.estimate().map_or(0, |estimate| estimate.n),
            "posts_per_week": cadence.posts_per_week.value(),
            "longest_silence": cadence.longest_silence.value(),
            "value": gap.value(),
            "low": interval.map(|interval| interval.low),
            "high": interval.map(|interval| interval.high),
            "level": interval.map(|interval| interval.level),
            "n": gap.estimate().map_or(0, |estimate| estimate.n),
            "method": gap.estimate().map(|estimate| estimate.method.as_str()),
            "reason": gap.reason().map(|reason| reason.as_str()),
            "weekdays": list(&cadence.weekdays, Figure::value),
            "weekdays_low": list(&cadence.weekdays, low),
            "weekdays_high": list(&cadence.weekdays, high),
            "hours": list(&cadence.hours, Figure::value),
            "hours_low": list(&cadence.hours, low),
            "hours_high": list(&cadence.hours, high),
        })
    };
    of_accounts(rows).into_iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn all_figures_of_one_call_are_those_of_rows(
        (rows, shuffled) in any::<bool>().prop_flat_map(rows).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        cuts in prop::collection::vec(any::<usize>(), 0..5),
        several in prop::collection::vec(options(), 1..5),
        period in prop::sample::select(vec![Period::Month, Period::Week, Period::Day]),
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/St_Johns"]),
        dates in (prop::option::of(0_i64..3), prop::option::of(3_i64..6)),
        threads in prop::sample::select(vec![1_usize, 2, 4]),
    ) {
        let at = |days: i64| 1_767_225_600_000 + days * DAY;
        let (since, until) = (dates.0.map(at), dates.1.map(at));
        let zone_named: Zone = zone.parse().unwrap();
        let likes = LikesOverTimeOptions { period, zone: zone_named, since, until };
        let rhythm = CadenceOptions { zone: zone_named, since, until, level: 0.9 };
        let mut requests = serde_json::Map::new();
        let mut expected = BTreeMap::new();
        for (place, options) in several.iter().enumerate() {
            requests.insert(format!("rate {place}"), json!({ "call": "engagement", "options": as_json(options) }));
            expected.insert(format!("rate {place}"), by_rows(&rows, options));
        }
        let dates = json!({ "zone": zone, "since": time(since), "until": time(until) });
        let with = |more: Value| {
            let mut options = dates.as_object().unwrap().clone();
            options.extend(more.as_object().unwrap().clone());
            Value::Object(options)
        };
        requests.insert("likes".into(), json!({ "call": "likes_over_time", "options": with(json!({ "period": period })) }));
        expected.insert("likes".into(), likes_by_rows(&rows, &likes));
        requests.insert("rhythm".into(), json!({ "call": "cadence", "options": with(json!({ "shares": true, "level": 0.9 })) }));
        expected.insert("rhythm".into(), cadence_by_rows(&rows, &rhythm));
        let ids = rows.iter().any(|row| row.id.is_some());
        let table = table(&shuffled, ids, &cuts);
        let ours = on_threads(threads, || call_many("figures", &[("posts", &table)], &json!({ "requests": requests })));
        let ours: BTreeMap<String, Vec<Value>> =
            ours.unwrap().into_iter().map(|(name, table)| (name, table.to_rows())).collect();
        prop_assert_eq!(ours, expected);
    }
}

#[test]
fn many_accounts_and_parts_give_what_rows_give() {
    // Enough rows for several parts and tasks, with wide counts and times that do not fit beside the account.
    let mut rows = Vec::new();
    for place in 0_u64..60_000 {
        let mixed = place.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
        let post = Observation {
            published_at: -62_000_000_000_000 + (mixed % 300_000_000_000_000) as i64,
            likes: (mixed % 11 > 0).then_some(mixed >> (20 + mixed % 40)),
            comments: Some(mixed >> 50),
            followers: (mixed % 7 > 0).then_some(1_000 + mixed % 5),
            ..Observation::default()
        };
        rows.push(Row { account: (mixed % 1_500) as i64 * 3, id: None, post });
    }
    let table = table(&rows, false, &[100, 30_000, 30_001]);
    for options in [
        EngagementOptions {
            window: Window { last: Some(7), ..Window::default() },
            ..EngagementOptions::default()
        },
        EngagementOptions {
            statistic: Statistic::Mean,
            window: Window { last: None, ..Window::default() },
            ..EngagementOptions::default()
        },
    ] {
        for threads in [1, 3] {
            let ours = on_threads(threads, || call("engagement", &[("posts", &table)], &as_json(&options)));
            assert!(ours.unwrap().to_rows() == by_rows(&rows, &options), "{options:?} on {threads}");
        }
    }
    let ours =
        call("cadence", &[("posts", &table)], &json!({ "shares": true, "level": 0.9 })).unwrap().to_rows();
    let expected = cadence_by_rows(&rows, &CadenceOptions { level: 0.9, ..CadenceOptions::default() });
    assert!(ours == expected);
    let ours = call("likes_over_time", &[("posts", &table)], &json!({ "period": "day" })).unwrap().to_rows();
    let expected = likes_by_rows(
        &rows,
        &LikesOverTimeOptions { period: Period::Day, ..LikesOverTimeOptions::default() },
    );
    assert!(ours == expected);
}

/// Posts of which a plain mean needs no more than sums: no platform, no flags, comments everywhere.
fn plain_table(rows: &[Row], cuts: &[usize]) -> Table {
    let whole = batch(rows, false);
    let kept = ["influencer_id", "published_at", "likes", "comments", "views", "reach"];
    let kept: Vec<usize> = kept.iter().map(|name| whole.schema().index_of(name).unwrap()).collect();
    let pieces = table(rows, false, cuts);
    let batches = pieces.batches().iter().map(|batch| batch.project(&kept).unwrap()).collect();
    Table::new(Arc::new(whole.schema().project(&kept).unwrap()), batches).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn means_by_sums_are_those_of_rows(
        mut rows in prop::collection::vec((0_i64..4, post(), 1_u64..4, 0_u64..9), 0..600),
        huge in any::<bool>(),
        cuts in prop::collection::vec(any::<usize>(), 0..4),
        threads in prop::sample::select(vec![1_usize, 2, 4]),
    ) {
        for (_, post, views, reach) in &mut rows {
            post.comments = post.comments.or(Some(2)).map(|count| count % 4_000);
            post.likes = post.likes.map(|count| count % if huge { 2_000_000_000 } else { 300 });
            post.views = post.views.map(|_| if huge { *views } else { *views * 50 });
            post.reach = post.reach.map(|count| if *reach == 0 { count % 900 } else { 7 });
        }
        let rows: Vec<Row> = rows.into_iter().map(|(account, post, ..)| {
            let post = Observation {
                platform: None, pinned: false, sponsored: false, collected_at: None,
                followers: (account != 3).then_some(account.unsigned_abs() * 1_000), ..post
            };
            Row { account, id: None, post }
        }).collect();
        let profiles: Vec<Value> =
            (0..3).map(|account| json!({ "influencer_id": account, "followers": account * 1_000 })).collect();
        let (posts, profiles) = (plain_table(&rows, &cuts), Table::from_rows(&profiles).unwrap());
        let mut requests = serde_json::Map::new();
        let mut expected = BTreeMap::new();
        for basis in [Basis::Followers, Basis::Views, Basis::Reach] {
            let window = Window { last: None, ..Window::default() };
            let options = EngagementOptions { basis, window, statistic: Statistic::Mean, ..EngagementOptions::default() };
            let name = format!("{basis:?}");
            requests.insert(name.clone(), json!({ "call": "engagement", "options": as_json(&options) }));
            expected.insert(name, by_rows(&rows, &options));
        }
        let tables = [("posts", &posts), ("profiles", &profiles)];
        let ours = on_threads(threads, || call_many("figures", &tables, &json!({ "requests": requests })));
        let ours: BTreeMap<String, Vec<Value>> =
            ours.unwrap().into_iter().map(|(name, table)| (name, table.to_rows())).collect();
        prop_assert_eq!(ours, expected);
    }
}

#[test]
fn of_posts_of_one_moment_the_ids_decide_which_is_the_latest() {
    let post = |id: &str, likes: u64| {
        json!({
            "influencer_id": 1, "post_id": id, "published_at": "2026-01-01T00:00:00Z", "likes": likes, "comments": 0,
            "followers_at_post": 100,
        })
    };
    let rate = |rows: [Value; 2]| {
        let posts = Table::from_rows(&rows).unwrap();
        let made = call("engagement", &[("posts", &posts)], &json!({ "last": 1 })).unwrap();
        made.batches().to_vec()
    };
    assert_eq!(rate([post("a", 1), post("b", 2)]), rate([post("b", 2), post("a", 1)]));
    assert_ne!(rate([post("a", 1), post("b", 2)]), rate([post("a", 2), post("b", 1)]));
}

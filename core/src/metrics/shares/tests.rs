use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::metrics::laws::{Laws, keys};

fn named<'a>(id: Option<&'a str>, names: &[&'a str]) -> Named<'a> {
    Named { id, published_at: 0, names: names.to_vec() }
}

fn top(shares: &Shares) -> Vec<(&str, u64)> {
    shares.top.iter().map(|share| (share.name.as_str(), share.posts)).collect()
}

#[test]
fn three_posts_of_ten_are_thirty_percent_with_wilsons_interval() {
    let posts = (0..10).map(|post| named(None, if post < 3 { &["tea", "tea"] } else { &[] }));
    let found = shares(posts, &SharesOptions::default()).unwrap();
    assert_eq!((found.posts, found.names, top(&found)), (10, 1, vec![("tea", 3)]));
    assert_eq!(found.top[0].share.value(), Some(0.3));
    // Published for 3 of 10 at 95 %: 0.1078 to 0.6032.
    let interval = found.top[0].share.interval().unwrap();
    assert!(
        (interval.low - 0.107_789).abs() < 1e-5 && (interval.high - 0.603_222).abs() < 1e-5,
        "{interval:?}"
    );
}

#[test]
fn names_of_the_same_frequency_come_in_the_order_of_their_bytes() {
    let posts = [named(None, &["ß", "z", "a", "Z"]), named(None, &["z"])];
    let found = shares(posts, &SharesOptions::default()).unwrap();
    assert_eq!(top(&found), [("z", 2), ("Z", 1), ("a", 1), ("ß", 1)]);
}

#[test]
fn the_top_two_are_given_and_all_are_counted() {
    let options = SharesOptions { top: Some(2), ..SharesOptions::default() };
    let posts = [named(None, &["a", "b", "c"]), named(None, &["b", "c"]), named(None, &["c"])];
    let found = shares(posts.clone(), &options).unwrap();
    assert_eq!((found.names, top(&found)), (3, vec![("c", 3), ("b", 2)]));
    let none = shares(posts.clone(), &SharesOptions { top: Some(0), ..options }).unwrap();
    assert_eq!((none.names, top(&none)), (3, vec![]));
    let all = shares(posts, &SharesOptions { top: None, ..options }).unwrap();
    assert_eq!(all.top.len(), 3);
}

#[test]
fn without_posts_or_without_names_there_is_no_share() {
    let none = shares([], &SharesOptions::default()).unwrap();
    assert_eq!((none.posts, none.names, top(&none)), (0, 0, vec![]));
    let bare = shares([named(None, &[]), named(None, &[])], &SharesOptions::default()).unwrap();
    assert_eq!((bare.posts, bare.names, top(&bare)), (2, 0, vec![]));
}

#[test]
fn posts_outside_the_dates_count_for_nothing() {
    let options = SharesOptions { since: Some(1), until: Some(3), ..SharesOptions::default() };
    let posts = (0..4).map(|published_at| Named { id: None, published_at, names: vec!["a"] });
    assert_eq!(shares(posts, &options).unwrap().posts, 2);
}

#[test]
fn a_post_that_comes_twice_counts_once_and_a_contradiction_is_named() {
    let posts = [named(Some("1"), &["a", "b"]), named(Some("1"), &["b", "a", "a"]), named(Some("2"), &[])];
    let found = shares(posts.clone(), &SharesOptions::default()).unwrap();
    assert_eq!((found.posts, top(&found)), (2, vec![("a", 1), ("b", 1)]));
    let error =
        shares([&posts[2..], &[named(Some("2"), &["a"])]].concat(), &SharesOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 0 and row 1 have the same post id but differ in \"names\"; give a post once, or again with the same content"
    );
    let moved = Named { published_at: 7, ..posts[2].clone() };
    let error = shares([posts[2].clone(), moved], &SharesOptions::default()).unwrap_err();
    assert!(error.to_string().contains("\"published_at\""), "{error}");
}

#[test]
fn empty_names_and_times_out_of_range_are_refused_with_their_row() {
    let error = shares([named(None, &["a"]), named(None, &[""])], &SharesOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "row 1, column \"names\": a name is empty; leave it out");
    let late = Named { published_at: i64::MAX, ..named(None, &[]) };
    assert_eq!(shares([late], &SharesOptions::default()).unwrap_err().code(), "TIMESTAMP_OUT_OF_RANGE");
    let bad = SharesOptions { level: f64::NAN, ..SharesOptions::default() };
    assert_eq!(shares([], &bad).unwrap_err().code(), "INVALID_LEVEL");
}

#[test]
fn a_name_of_a_million_characters_is_a_name() {
    let long = "ü".repeat(1_000_000);
    let found = shares([named(None, &[&long])], &SharesOptions::default()).unwrap();
    assert_eq!(found.top[0].name.len(), 2_000_000);
}

#[test]
fn an_error_leaves_the_accumulator_as_it_was() {
    let mut state = SharesState::new(SharesOptions::default()).unwrap();
    state.update(&named(Some("1"), &["a"])).unwrap();
    state.update(&named(None, &["a", "b"])).unwrap();
    let before = state.to_bytes();
    assert_eq!(state.update(&named(Some("1"), &["b"])).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.update(&named(None, &[""])).unwrap_err().code(), "EMPTY_NAME");
    assert_eq!(state.retract(&named(None, &["c"])).unwrap_err().code(), "NOT_HELD");
    assert_eq!(
        state.retract(&named(None, &["a"])).unwrap_err().code(),
        "NOT_HELD",
        "the only post without an id has b too"
    );
    assert_eq!(state.retract(&named(Some("2"), &["a"])).unwrap_err().code(), "NOT_HELD");
    let other = SharesState::new(SharesOptions { top: None, ..SharesOptions::default() }).unwrap();
    assert_eq!(state.merge(&other), Err(Error::DifferentOptions));
    assert_eq!(state.to_bytes(), before);
    let shown = format!(
        "{state:?}{:?}{:?}",
        named(None, &["secret"]),
        shares([named(None, &["secret"])], &SharesOptions::default())
    );
    assert!(!shown.contains("secret"), "names stay out of the debug form");
}

type Post = (Option<u8>, i64, Vec<u8>);

fn posts() -> impl Strategy<Value = Vec<Post>> {
    let post = (proptest::option::of(0..6_u8), 0..4_i64, proptest::collection::vec(0..5_u8, 0..4));
    // With an id the content follows from it.
    let post = post.prop_map(|(id, at, names)| match id {
        Some(id) => (Some(id), i64::from(id % 4), vec![id, id / 2]),
        None => (None, at, names),
    });
    proptest::collection::vec(post, 0..30)
}

fn with<T>((id, published_at, names): &Post, give: impl FnOnce(Named<'_>) -> T) -> T {
    let (id, names): (Option<String>, Vec<String>) =
        (id.map(|id| id.to_string()), names.iter().map(|name| format!("name {name}")).collect());
    give(Named {
        id: id.as_deref(),
        published_at: *published_at,
        names: names.iter().map(String::as_str).collect(),
    })
}

fn options() -> SharesOptions {
    SharesOptions { top: Some(3), since: Some(1), until: None, level: 0.9 }
}

fn of_rows(posts: &[Post]) -> Shares {
    let texts: Vec<(Option<String>, i64, Vec<String>)> = posts
        .iter()
        .map(|(id, at, names)| {
            (id.map(|id| id.to_string()), *at, names.iter().map(|name| format!("name {name}")).collect())
        })
        .collect();
    let rows = texts.iter().map(|(id, at, names)| Named {
        id: id.as_deref(),
        published_at: *at,
        names: names.iter().map(String::as_str).collect(),
    });
    shares(rows, &options()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_accumulator_finishes_what_the_function_over_rows_gives(posts in posts()) {
        let mut state = SharesState::new(options()).unwrap();
        posts.iter().for_each(|post| with(post, |named| state.update(&named)).unwrap());
        prop_assert_eq!(state.finish(), of_rows(&posts));
    }

    #[test]
    fn the_accumulator_keeps_the_laws(
        kept in posts(), gone in posts(), keys in keys(), cuts: [Index; 2], at: Index, flip in 1..=255_u8,
    ) {
        let laws = Laws {
            fresh: &|| SharesState::new(options()).unwrap(),
            update: |state, post: &Post| with(post, |named| state.update(&named)),
            retract: |state, post| with(post, |named| state.retract(&named)),
            merge: SharesState::merge,
            to_bytes: SharesState::to_bytes,
            from_bytes: SharesState::from_bytes,
        };
        laws.order_and_partition_do_not_matter(&kept, &keys, cuts)?;
        laws.retracting_undoes_updating(&kept, &gone)?;
        laws.only_whole_bytes_are_read(&kept, at, flip)?;
    }
}

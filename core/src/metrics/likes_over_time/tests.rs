use proptest::prelude::*;

use super::*;

fn utc(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

fn post(at: &str, likes: Option<u64>) -> Observation {
    Observation { published_at: utc(at), likes, comments: Some(1), ..Observation::default() }
}

fn by(period: Period, zone: &str) -> LikesOverTimeOptions {
    LikesOverTimeOptions { period, zone: zone.parse().unwrap(), since: None, until: None }
}

fn likes(periods: &[PeriodTotals]) -> Vec<(&str, Option<u64>, u64, u64)> {
    periods.iter().map(|p| (p.period.as_str(), p.likes.sum, p.posts, p.likes.hidden)).collect()
}

#[test]
fn a_period_whose_posts_all_hide_their_likes_has_no_sum() {
    let posts = [post("2026-01-05T12:00:00Z", None), post("2026-01-06T12:00:00Z", None)];
    let months = likes_over_time(posts, &LikesOverTimeOptions::default()).unwrap();
    assert_eq!(likes(&months), [("2026-01", None, 2, 2)]);
    assert_eq!(months[0].likes.mean(), None);
    assert_eq!(months[0].comments.sum, Some(2));
}

#[test]
fn the_month_ends_at_midnight_of_the_place() {
    let posts = [
        post("2026-01-31T22:59:59Z", Some(1)),
        post("2026-01-31T23:00:00Z", Some(10)),
        post("2026-02-28T23:00:00Z", Some(100)),
    ];
    let months = likes_over_time(posts, &by(Period::Month, "Europe/Berlin")).unwrap();
    assert_eq!(
        likes(&months),
        [("2026-01", Some(1), 1, 0), ("2026-02", Some(10), 1, 0), ("2026-03", Some(100), 1, 0)]
    );
    let months = likes_over_time(posts, &by(Period::Month, "UTC")).unwrap();
    assert_eq!(likes(&months), [("2026-01", Some(11), 2, 0), ("2026-02", Some(100), 1, 0)]);
}

#[test]
fn the_days_of_a_change_of_clocks_have_23_and_25_hours() {
    let hourly = |from: &str, to: &str| -> Vec<Observation> {
        (utc(from)..utc(to))
            .step_by(3_600_000)
            .map(|at| Observation { published_at: at, ..Default::default() })
            .collect()
    };
    let days = |posts: Vec<Observation>| -> Vec<u64> {
        let days = likes_over_time(posts, &by(Period::Day, "Europe/Berlin")).unwrap();
        days.iter().map(|day| day.posts).collect()
    };
    assert_eq!(days(hourly("2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z")), [24, 23, 24]);
    assert_eq!(days(hourly("2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z")), [24, 25, 24]);
}

#[test]
fn posts_outside_the_dates_are_left_out() {
    let options = LikesOverTimeOptions {
        since: Some(utc("2026-01-01T00:00:00Z")),
        until: Some(utc("2026-02-01T00:00:00Z")),
        ..LikesOverTimeOptions::default()
    };
    let posts = [
        post("2025-12-31T23:59:59.999Z", Some(1)),
        post("2026-01-01T00:00:00Z", Some(2)),
        post("2026-01-31T23:59:59.999Z", Some(4)),
        post("2026-02-01T00:00:00Z", Some(8)),
    ];
    assert_eq!(likes(&likes_over_time(posts, &options).unwrap()), [("2026-01", Some(6), 2, 0)]);
}

#[test]
fn sums_beyond_u64_are_refused_with_their_period() {
    let posts = [post("2026-01-31T22:59:59Z", Some((1 << 63) - 1)); 3];
    let error = likes_over_time(posts, &LikesOverTimeOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column \"likes\" adds up to 2^64 or more in 2026-01; check the counts of that period"
    );
    let fits = likes_over_time([posts[0], posts[1]], &LikesOverTimeOptions::default());
    assert_eq!(fits.unwrap()[0].likes.sum, Some(u64::MAX - 1));
}

#[test]
fn nothing_gives_no_period() {
    let none: [Observation; 0] = [];
    assert_eq!(likes_over_time(none, &LikesOverTimeOptions::default()), Ok(vec![]));
}

#[test]
fn the_same_post_counts_once_and_another_with_its_id_is_refused() {
    let a = Listed { id: Some("a"), post: post("2026-01-05T12:00:00Z", Some(5)) };
    let b = Listed { id: Some("b"), ..a };
    let other = Listed { id: Some("a"), post: Observation { likes: Some(6), ..a.post } };
    let options = LikesOverTimeOptions::default();
    assert_eq!(likes(&likes_over_time([a, b, a], &options).unwrap()), [("2026-01", Some(10), 2, 0)]);
    let error = likes_over_time([b, a, b, other], &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 1 and row 3 have the same post id but differ in \"likes\"; give a post once, or again with the same \
         content"
    );
}

#[test]
fn an_error_leaves_the_accumulator_as_it_was() {
    let a = Listed { id: Some("a"), post: post("2026-01-05T12:00:00Z", Some(5)) };
    let other = Listed { id: Some("a"), post: Observation { likes: Some(6), ..a.post } };
    let mut state = LikesOverTimeState::new(LikesOverTimeOptions::default()).unwrap();
    state.update(a).unwrap();
    let before = state.to_bytes();
    assert_eq!(state.update(other).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.retract(other).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.retract(a.post).unwrap_err().code(), "NOT_HELD");
    assert_eq!(state.retract(Listed { id: Some("b"), ..a }).unwrap_err().code(), "NOT_HELD");
    let mut conflicting = LikesOverTimeState::new(LikesOverTimeOptions::default()).unwrap();
    conflicting.update(other).unwrap();
    conflicting.update(other.post).unwrap();
    assert_eq!(state.merge(&conflicting).unwrap_err().code(), "CONFLICTING_POSTS");
    let weekly = LikesOverTimeState::new(by(Period::Week, "UTC")).unwrap();
    assert_eq!(state.merge(&weekly), Err(Error::DifferentOptions));
    assert_eq!(state.to_bytes(), before);
    assert!(!format!("{state:?}").contains("\"a\""), "ids stay out of the debug form");
}

fn listed() -> impl Strategy<Value = Vec<(Option<u8>, Observation)>> {
    let one = (proptest::option::of(0..6_u8), 0..90_i64, proptest::option::of(0..9_u64)).prop_map(
        |(id, day, likes)| {
            // With an id the content follows from it, so that what comes twice comes with the same content.
            let (day, likes) = id.map_or((day, likes), |id| (i64::from(id) * 17, Some(u64::from(id))));
            (id, Observation { published_at: day * 86_400_000, likes, ..Observation::default() })
        },
    );
    proptest::collection::vec(one, 0..40)
}

fn options() -> LikesOverTimeOptions {
    LikesOverTimeOptions { until: Some(80 * 86_400_000), ..by(Period::Week, "Asia/Kolkata") }
}

fn with_ids(posts: &[(Option<u8>, Observation)], mut use_each: impl FnMut(Listed<'_>)) {
    for (id, post) in posts {
        let id = id.map(|id| id.to_string());
        use_each(Listed { id: id.as_deref(), post: *post });
    }
}

fn state_of(posts: &[(Option<u8>, Observation)]) -> LikesOverTimeState {
    let mut state = LikesOverTimeState::new(options()).unwrap();
    with_ids(posts, |listed| state.update(listed).unwrap());
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_order_and_any_partition_give_the_same_bytes_and_periods(
        posts in listed(), cut in any::<prop::sample::Index>(), turn in any::<prop::sample::Index>(),
    ) {
        let whole = state_of(&posts);
        let mut turned = posts.clone();
        if !turned.is_empty() {
            turned.rotate_left(turn.index(posts.len()));
            turned.reverse();
        }
        let (left, right) = turned.split_at(cut.index(turned.len() + 1));
        let mut merged = state_of(right);
        merged.merge(&state_of(left)).unwrap();
        prop_assert_eq!(merged.to_bytes(), whole.to_bytes());
        let ids: Vec<Option<String>> = posts.iter().map(|(id, _)| id.map(|id| id.to_string())).collect();
        let rows = ids.iter().zip(&posts).map(|(id, (_, post))| Listed { id: id.as_deref(), post: *post });
        prop_assert_eq!(merged.finish().unwrap(), likes_over_time(rows, &options()).unwrap());
    }

    #[test]
    fn retracting_undoes_updating(kept in listed(), gone in listed()) {
        let mut state = state_of(&kept);
        with_ids(&gone, |listed| state.update(listed).unwrap());
        with_ids(&gone, |listed| state.retract(listed).unwrap());
        prop_assert_eq!(state.to_bytes(), state_of(&kept).to_bytes());
    }

    #[test]
    fn damaged_bytes_are_an_error(
        posts in listed(), at in any::<prop::sample::Index>(), flip in 1..=255_u8, cut in any::<prop::sample::Index>(),
    ) {
        let bytes = state_of(&posts).to_bytes();
        prop_assert_eq!(&LikesOverTimeState::from_bytes(&bytes).unwrap().to_bytes(), &bytes);
        let mut damaged = bytes.clone();
        damaged[at.index(bytes.len())] ^= flip;
        prop_assert!(LikesOverTimeState::from_bytes(&damaged).is_err());
        prop_assert!(LikesOverTimeState::from_bytes(&bytes[..cut.index(bytes.len())]).is_err());
    }
}

//! The two accumulators: they agree with the function over rows and with each other, and keep the laws.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::metrics::Error;
use crate::metrics::engagement::*;
use crate::metrics::laws::{Laws, Row, keys, rows, two_lists};

const DAY: i64 = 86_400_000;

prop_compose! {
    fn options()(
        basis in select(vec![Basis::Followers, Basis::Views, Basis::Reach]),
        statistic in select(vec![
            Statistic::Median, Statistic::Mean, Statistic::Pooled,
            Statistic::Trimmed { share: 0.2 }, Statistic::Winsorised { share: 0.3 },
        ]),
        last in proptest::option::of(1..12_u32),
        since in proptest::option::of(0..3_i64), until in proptest::option::of(3..7_i64),
        pinned in select(vec![Pinned::LeaveOut, Pinned::Keep]),
        sponsored in select(vec![Sponsored::Keep, Sponsored::LeaveOut, Sponsored::Only]),
        hidden_likes in select(vec![HiddenLikes::Drop, HiddenLikes::LowerBound, HiddenLikes::Impute]),
        counts in proptest::option::of((any::<bool>(), any::<bool>()).prop_map(|(shares, saves)| {
            Counts { shares, saves, ..Counts::LIKES_COMMENTS }
        })),
        settling in 0..3_i64, as_of in proptest::option::of(0..8_i64),
    ) -> EngagementOptions {
        let window = Window { last, since: since.map(|day| day * DAY), until: until.map(|day| day * DAY) };
        EngagementOptions {
            basis, statistic, window, pinned, sponsored, hidden_likes, counts,
            settling: settling * DAY, as_of: as_of.map(|day| day * DAY), level: 0.9,
        }
    }
}

fn bounded() -> impl Strategy<Value = EngagementOptions> {
    (options(), 1..12_u32).prop_map(|(options, last)| EngagementOptions {
        window: Window { last: Some(last), ..options.window },
        ..options
    })
}

fn state_of(rows: &[Row], options: EngagementOptions) -> EngagementState {
    let mut state = EngagementState::new(options).unwrap();
    rows.iter().for_each(|row| state.update(row).unwrap());
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_accumulator_finishes_what_the_function_over_rows_gives(rows in rows(), options in options()) {
        let expected = engagement(&rows, &options).unwrap();
        prop_assert_eq!(state_of(&rows, options).finish(), expected);
        let tally = expected.posts;
        let left_out = tally.outside_dates + tally.pinned + tally.sponsored + tally.unsettled + tally.beyond_last;
        prop_assert_eq!(tally.duplicates + left_out + tally.window(), rows.len() as u64);
    }

    #[test]
    fn the_accumulator_of_the_latest_gives_the_same_figure(rows in rows(), options in bounded()) {
        let expected = state_of(&rows, options).finish();
        let mut latest = LatestEngagementState::new(options).unwrap();
        rows.iter().for_each(|row| latest.update(row).unwrap());
        let found = latest.finish();
        prop_assert_eq!(found.figure, expected.figure);
        prop_assert_eq!(found.hidden_share, expected.hidden_share);
        prop_assert_eq!(found.posts.counted, expected.posts.counted);
        prop_assert_eq!(found.posts.window(), expected.posts.window());
        if expected.posts.duplicates == 0 {
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_accumulator_keeps_the_laws(
        (kept, gone) in two_lists(), options in options(), keys in keys(), cuts: [Index; 2], at: Index, flip in 1..=255_u8,
    ) {
        let laws = Laws {
            fresh: &|| EngagementState::new(options).unwrap(),
            update: |state, row: &Row| state.update(row),
            retract: |state, row| state.retract(row),
            merge: EngagementState::merge,
            to_bytes: EngagementState::to_bytes,
            from_bytes: EngagementState::from_bytes,
        };
        laws.order_and_partition_do_not_matter(&kept, &keys, cuts)?;
        laws.retracting_undoes_updating(&kept, &gone)?;
        laws.only_whole_bytes_are_read(&kept, at, flip)?;
    }

    #[test]
    fn the_accumulator_of_the_latest_keeps_the_laws(
        rows in rows(), options in bounded(), keys in keys(), cuts: [Index; 2], at: Index, flip in 1..=255_u8,
    ) {
        let laws = Laws {
            fresh: &|| LatestEngagementState::new(options).unwrap(),
            update: |state, row: &Row| state.update(row),
            retract: |state, row| state.retract(row),
            merge: LatestEngagementState::merge,
            to_bytes: LatestEngagementState::to_bytes,
            from_bytes: LatestEngagementState::from_bytes,
        };
        laws.order_and_partition_do_not_matter(&rows, &keys, cuts)?;
        laws.only_whole_bytes_are_read(&rows, at, flip)?;
    }
}

fn listed(id: &str, at: i64, likes: u64) -> Listed<'_> {
    let post = Observation { published_at: at, likes: Some(likes), ..Observation::default() };
    Listed { id: Some(id), post }
}

#[test]
fn an_error_leaves_the_accumulator_as_it_was() {
    let mut state = EngagementState::new(EngagementOptions::default()).unwrap();
    state.update(listed("a", 1, 1)).unwrap();
    let before = state.to_bytes();
    assert_eq!(state.update(listed("a", 1, 2)).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.update(listed("b", 1, 1 << 63)).unwrap_err().code(), "COUNT_TOO_LARGE");
    assert_eq!(state.retract(listed("b", 1, 1)).unwrap_err().code(), "NOT_HELD");
    assert_eq!(state.retract(listed("a", 1, 2)).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.retract(listed("a", 1, 1).post).unwrap_err().code(), "NOT_HELD");
    let other =
        EngagementState::new(EngagementOptions { level: 0.9, ..EngagementOptions::default() }).unwrap();
    assert_eq!(state.merge(&other), Err(Error::DifferentOptions));
    let mut conflicting = EngagementState::new(EngagementOptions::default()).unwrap();
    conflicting.update(listed("0", 1, 1)).unwrap();
    conflicting.update(listed("a", 1, 2)).unwrap();
    assert_eq!(state.merge(&conflicting).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.to_bytes(), before);
}

#[test]
fn an_error_leaves_the_accumulator_of_the_latest_as_it_was() {
    let mut state = LatestEngagementState::new(EngagementOptions::default()).unwrap();
    state.update(listed("a", 1, 1)).unwrap();
    let before = state.to_bytes();
    assert_eq!(state.update(listed("a", 1, 2)).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.update(listed("b", 1, 1 << 63)).unwrap_err().code(), "COUNT_TOO_LARGE");
    assert_eq!(state.retract(listed("a", 1, 1)), Err(Error::CannotRetract));
    let mut conflicting = LatestEngagementState::new(EngagementOptions::default()).unwrap();
    conflicting.update(listed("0", 1, 1)).unwrap();
    conflicting.update(listed("a", 1, 2)).unwrap();
    assert_eq!(state.merge(&conflicting).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.to_bytes(), before);
}

#[test]
fn the_accumulator_of_the_latest_asks_how_many() {
    let all = Window { last: None, ..Window::default() };
    let options = EngagementOptions { window: all, ..EngagementOptions::default() };
    assert_eq!(LatestEngagementState::new(options).unwrap_err(), Error::MissingLast);
}

#[test]
fn the_bytes_of_one_are_not_those_of_the_other() {
    let kept = EngagementState::new(EngagementOptions::default()).unwrap().to_bytes();
    let latest = LatestEngagementState::new(EngagementOptions::default()).unwrap().to_bytes();
    assert_eq!(LatestEngagementState::from_bytes(&kept), Err(Error::ForeignBytes { expected: 2, found: 1 }));
    assert_eq!(EngagementState::from_bytes(&latest), Err(Error::ForeignBytes { expected: 1, found: 2 }));
    assert_eq!(EngagementState::from_bytes(&kept[..8]), Err(Error::TruncatedBytes { length: 8 }));
}

#[test]
fn a_share_of_minus_zero_is_zero_in_bytes_too() {
    let state = |share| {
        let statistic = Statistic::Trimmed { share };
        EngagementState::new(EngagementOptions { statistic, ..EngagementOptions::default() }).unwrap()
    };
    assert!(state(0.0) == state(-0.0));
    assert_eq!(state(0.0).to_bytes(), state(-0.0).to_bytes());
}

#[test]
fn ids_stay_out_of_the_debug_form() {
    let mut state = EngagementState::new(EngagementOptions::default()).unwrap();
    let mut latest = LatestEngagementState::new(EngagementOptions::default()).unwrap();
    state.update(listed("secret", 1, 1)).unwrap();
    latest.update(listed("secret", 1, 1)).unwrap();
    assert!(!format!("{state:?}{latest:?}").contains("secret"));
}

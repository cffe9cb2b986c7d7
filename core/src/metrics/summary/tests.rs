use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::metrics::engagement::{COUNT_LIMIT, Sponsored, Window};
use crate::metrics::laws::{Laws, Row, keys, rows, two_lists};
use crate::stats::Method;

fn post(likes: Option<u64>, comments: Option<u64>) -> Observation {
    Observation { likes, comments, ..Observation::default() }
}

fn of(posts: &[Observation]) -> Summary {
    summary(posts.iter().copied(), &EngagementOptions::default()).unwrap()
}

#[test]
fn four_posts_are_followed_by_hand() {
    let mut posts =
        [post(Some(100), Some(4)), post(Some(50), Some(6)), post(None, Some(5)), post(Some(30), None)];
    posts[0].views = Some(1_000);
    posts[1].views = Some(3_000);
    let found = of(&posts);
    // Likes 100, 50, 30: mean 60, variance (1 600 + 100 + 900) / 2 = 1 300; t(0.975) of 2 degrees is 4.3027.
    let likes = *found.likes.estimate().unwrap();
    assert_eq!((likes.value, likes.n, likes.method), (60.0, 3, Method::MeanT));
    let half = 4.302_652_729_749_464 * (1_300.0_f64 / 3.0).sqrt();
    let interval = found.likes.interval().unwrap();
    assert!((interval.low - (60.0 - half)).abs() < 1e-9 && (interval.high - (60.0 + half)).abs() < 1e-9);
    assert_eq!((found.comments.value(), found.views.value()), (Some(5.0), Some(2_000.0)));
    assert_eq!(found.shares, Figure::undefined(Undefined::MissingCounts));
    assert_eq!(found.saves, Figure::undefined(Undefined::MissingCounts));
    // Both are shown by the first two posts: 150 / 10.
    let ratio = *found.likes_per_comment.estimate().unwrap();
    assert_eq!((ratio.value, ratio.n, ratio.method), (15.0, 2, Method::PooledT));
    assert_eq!(found.hidden_likes.value(), Some(0.25));
}

#[test]
fn without_posts_everything_is_empty() {
    let found = of(&[]);
    let all = [found.likes, found.comments, found.views, found.shares, found.saves, found.likes_per_comment];
    assert_eq!(all, [Figure::undefined(Undefined::Empty); 6]);
    assert_eq!(found.hidden_likes, Figure::undefined(Undefined::Empty));
}

#[test]
fn hidden_likes_have_no_mean_and_are_not_missing_comments() {
    let found = of(&[post(None, Some(3)), post(None, Some(5))]);
    assert_eq!(found.likes, Figure::undefined(Undefined::HiddenLikes));
    assert_eq!(found.likes_per_comment, Figure::undefined(Undefined::HiddenLikes));
    assert_eq!((found.comments.value(), found.hidden_likes.value()), (Some(4.0), Some(1.0)));
    let closed = of(&[post(Some(3), None)]);
    assert_eq!(closed.likes_per_comment, Figure::undefined(Undefined::MissingCounts));
    let quiet = of(&[post(Some(3), Some(0)), post(Some(9), Some(0))]);
    assert_eq!(quiet.likes_per_comment, Figure::undefined(Undefined::NoDenominator));
    assert_eq!(quiet.comments.value(), Some(0.0));
}

#[test]
fn one_post_has_means_without_intervals() {
    let found = of(&[post(Some(7), Some(2))]);
    assert_eq!((found.likes.value(), found.likes.reason()), (Some(7.0), Some(Undefined::TooFew)));
    assert_eq!(found.likes_per_comment.value(), Some(3.5));
}

#[test]
fn the_largest_counts_have_their_mean() {
    let most = COUNT_LIMIT - 1;
    let found = of(&[post(Some(most), Some(most)), post(Some(most), Some(most))]);
    assert_eq!((found.likes.value(), found.likes_per_comment.value()), (Some(most as f64), Some(1.0)));
}

#[test]
fn only_the_posts_of_the_window_are_averaged() {
    let posts = (0..10).map(|at| Observation {
        published_at: at,
        sponsored: at % 2 == 0,
        ..post(Some(at.cast_unsigned()), Some(1))
    });
    let options = EngagementOptions {
        window: Window { last: Some(2), ..Window::default() },
        sponsored: Sponsored::Only,
        ..EngagementOptions::default()
    };
    assert_eq!(summary(posts, &options).unwrap().likes.value(), Some(7.0), "the mean of 8 and 6");
}

#[test]
fn followers_per_following_says_what_is_missing() {
    assert_eq!(followers_per_following(Some(10), Some(4)), Figure::exact(2.5, 1));
    assert_eq!(followers_per_following(Some(0), Some(4)), Figure::exact(0.0, 1));
    assert_eq!(followers_per_following(None, Some(4)), Figure::undefined(Undefined::NoFollowers));
    assert_eq!(followers_per_following(Some(10), None), Figure::undefined(Undefined::NoDenominator));
    assert_eq!(followers_per_following(Some(10), Some(0)), Figure::undefined(Undefined::NoDenominator));
}

#[test]
fn bad_input_is_refused() {
    let bad = EngagementOptions { level: 2.0, ..EngagementOptions::default() };
    assert_eq!(summary([post(None, None)], &bad), Err(Error::InvalidLevel { value: 2.0 }));
    let error = summary([post(Some(1 << 63), None)], &EngagementOptions::default()).unwrap_err();
    assert_eq!(error.code(), "COUNT_TOO_LARGE");
}

fn options() -> EngagementOptions {
    EngagementOptions {
        window: Window { last: Some(7), ..Window::default() },
        ..EngagementOptions::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_accumulator_finishes_what_the_function_over_rows_gives(rows in rows()) {
        let mut state = SummaryState::new(options()).unwrap();
        rows.iter().for_each(|row| state.update(row).unwrap());
        prop_assert_eq!(state.finish(), summary(&rows, &options()).unwrap());
    }

    #[test]
    fn the_accumulator_keeps_the_laws(
        (kept, gone) in two_lists(), keys in keys(), cuts: [Index; 2], at: Index, flip in 1..=255_u8,
    ) {
        let laws = Laws {
            fresh: &|| SummaryState::new(options()).unwrap(),
            update: |state, row: &Row| state.update(row),
            retract: |state, row| state.retract(row),
            merge: SummaryState::merge,
            to_bytes: SummaryState::to_bytes,
            from_bytes: SummaryState::from_bytes,
        };
        laws.order_and_partition_do_not_matter(&kept, &keys, cuts)?;
        laws.retracting_undoes_updating(&kept, &gone)?;
        laws.only_whole_bytes_are_read(&kept, at, flip)?;
    }
}

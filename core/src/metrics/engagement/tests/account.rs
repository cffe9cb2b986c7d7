//! Figures of accounts that can be followed with pencil and paper, and the edges of the input.

use crate::metrics::Error;
use crate::metrics::engagement::*;
use crate::model::Platform;
use crate::stats::{Figure, Method, Undefined};

fn post(at: i64, likes: impl Into<Option<u64>>) -> Observation {
    Observation {
        published_at: at,
        likes: likes.into(),
        comments: Some(0),
        followers: Some(1_000),
        ..Observation::default()
    }
}

fn by(statistic: Statistic) -> EngagementOptions {
    EngagementOptions { statistic, ..EngagementOptions::default() }
}

fn of(likes: &[u64], options: &EngagementOptions) -> Figure {
    let posts = (0..).zip(likes).map(|(at, &likes)| post(at, likes));
    engagement(posts, options).unwrap().figure
}

fn ends(figure: Figure) -> (f64, f64) {
    figure.interval().map(|interval| (interval.low, interval.high)).unwrap()
}

fn near(a: (f64, f64), b: (f64, f64)) {
    assert!((a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12, "{a:?} is not {b:?}");
}

/// t(0.975) of 2 and 4 degrees of freedom, from printed tables.
const T2: f64 = 4.302_652_729_749_464;
const T4: f64 = 2.776_445_105_197_793;

#[test]
fn six_posts_are_the_fewest_whose_median_has_an_interval_of_95_percent() {
    // P(all six above, or all below, the true median) = 2/64 = 3.1 %; of five it is 6.3 %.
    let six = of(&[60, 10, 50, 20, 40, 30], &EngagementOptions::default());
    assert_eq!(six.value(), Some(0.035));
    assert_eq!(ends(six), (0.01, 0.06));
    let five = of(&[10, 50, 20, 40, 30], &EngagementOptions::default());
    assert_eq!((five.value(), five.interval(), five.reason()), (Some(0.03), None, Some(Undefined::TooFew)));
}

#[test]
fn the_mean_has_students_interval() {
    // 20, 40, 90 of 1 000: mean 50, variance (900 + 100 + 1 600) / 2 = 1 300.
    let figure = of(&[20, 90, 40], &by(Statistic::Mean));
    assert_eq!(figure.value(), Some(0.05));
    let half = T2 * (1_300.0_f64 / 3.0).sqrt() / 1_000.0;
    near(ends(figure), (0.05 - half, 0.05 + half));
    let one = of(&[20], &by(Statistic::Mean));
    assert_eq!((one.value(), one.reason()), (Some(0.02), Some(Undefined::TooFew)));
}

#[test]
fn the_pooled_rate_is_sum_over_sum_and_weighs_large_audiences_more() {
    let posts = [(10, 100), (10, 900)].map(|(likes, followers)| Observation {
        followers: Some(followers),
        ..post(likes, Some(likes as u64))
    });
    let pooled = engagement(posts, &by(Statistic::Pooled)).unwrap().figure;
    assert_eq!(pooled.value(), Some(0.02));
    let mean = engagement(posts, &by(Statistic::Mean)).unwrap().figure.value().unwrap();
    assert!((mean - (0.1 + 1.0 / 90.0) / 2.0).abs() < 1e-15);
    // Linearised: residuals 10 − 0.02 · 100 = 8 and −8; variance 2/(2−1) · 128 / 1 000²; t of 1 is 12.706….
    let half = 12.706_204_736_174_698 * (2.0_f64 * 128.0).sqrt() / 1_000.0;
    near(ends(pooled), (0.02 - half, 0.02 + half));
}

#[test]
fn a_fifth_trimmed_of_five_leaves_three_and_a_fifth_winsorised_moves_two() {
    // 10, 20, 30, 40, 900: trimmed mean of 20, 30, 40 = 30; winsorised 20, 20, 30, 40, 40 = 30, SSD 400.
    let values = [900, 10, 20, 40, 30];
    let trimmed = of(&values, &by(Statistic::Trimmed { share: 0.2 }));
    assert_eq!(trimmed.value(), Some(0.03));
    let half = T2 * (400.0_f64 / (3.0 * 2.0)).sqrt() / 1_000.0;
    near(ends(trimmed), (0.03 - half, 0.03 + half));
    let winsorised = of(&values, &by(Statistic::Winsorised { share: 0.2 }));
    assert_eq!(winsorised.value(), Some(0.03));
    let half = T2 * (4.0 / 2.0) * (100.0_f64 / 5.0).sqrt() / 1_000.0;
    near(ends(winsorised), (0.03 - half, 0.03 + half));
    // Less than a whole post on each side is no post: the plain mean, of n − 1 = 4 degrees of freedom.
    let plain = of(&values, &by(Statistic::Trimmed { share: 0.19 }));
    assert_eq!(plain.value(), Some(0.2));
    let squares =
        190.0_f64.powi(2) + 180.0_f64.powi(2) + 170.0_f64.powi(2) + 160.0_f64.powi(2) + 700.0_f64.powi(2);
    let half = T4 * (squares / 20.0).sqrt() / 1_000.0;
    near(ends(plain), (0.2 - half, 0.2 + half));
}

#[test]
fn the_method_is_named_with_the_figure() {
    let method = |statistic| of(&[1, 2], &by(statistic)).estimate().unwrap().method;
    assert_eq!(method(Statistic::Median), Method::MedianOrderStatistic);
    assert_eq!(method(Statistic::Mean), Method::MeanT);
    assert_eq!(method(Statistic::Pooled), Method::PooledT);
    assert_eq!(method(Statistic::Trimmed { share: 0.1 }), Method::TrimmedT);
    assert_eq!(method(Statistic::Winsorised { share: 0.1 }), Method::WinsorisedT);
}

#[test]
fn without_a_post_there_is_no_rate_and_without_followers_none_either() {
    let none: [Observation; 0] = [];
    let empty = engagement(none, &EngagementOptions::default()).unwrap();
    assert_eq!((empty.figure, empty.hidden_share), (Figure::undefined(Undefined::Empty), None));
    for followers in [None, Some(0)] {
        let posts = [Observation { followers, ..post(1, 5) }];
        let figure = engagement(posts, &EngagementOptions::default()).unwrap();
        assert_eq!(figure.figure, Figure::undefined(Undefined::NoFollowers));
        assert_eq!(figure.posts.without_denominator, 1);
    }
}

#[test]
fn an_account_that_hides_all_likes_has_no_rate_but_a_lower_bound() {
    let posts = [1, 2, 3].map(|at| Observation { comments: Some(30), ..post(at, None) });
    let with = |hidden_likes| {
        let options = EngagementOptions { hidden_likes, ..EngagementOptions::default() };
        engagement(posts, &options).unwrap()
    };
    for hidden in [HiddenLikes::Drop, HiddenLikes::Impute] {
        let found = with(hidden);
        assert_eq!(found.figure, Figure::undefined(Undefined::HiddenLikes));
        assert_eq!((found.hidden_share, found.posts.hidden), (Some(1.0), 3));
    }
    let bound = with(HiddenLikes::LowerBound);
    assert_eq!((bound.figure.value(), bound.hidden_share), (Some(0.03), Some(1.0)));
    assert_eq!((bound.posts.counted, bound.posts.hidden_likes), (3, 3));
}

#[test]
fn hidden_likes_are_imputed_by_the_accounts_own_likes_per_comment() {
    // 300 likes to 10 comments: a post with 2 comments is taken to have 60 likes.
    let posts = [
        Observation { comments: Some(6), ..post(1, 200) },
        Observation { comments: Some(4), ..post(2, 100) },
        Observation { comments: Some(2), ..post(3, None) },
    ];
    let options = EngagementOptions { hidden_likes: HiddenLikes::Impute, ..by(Statistic::Mean) };
    let found = engagement(posts, &options).unwrap();
    assert_eq!(found.figure.value(), Some((206.0 + 104.0 + 62.0) / 3_000.0));
    assert_eq!(found.hidden_share, Some(1.0 / 3.0));
}

#[test]
fn imputed_likes_that_do_not_fit_spoil_the_figure_and_say_so() {
    let most = COUNT_LIMIT - 1;
    let posts = [
        Observation { comments: Some(1), ..post(1, most) },
        Observation { comments: Some(3), ..post(2, None) },
    ];
    let options = EngagementOptions { hidden_likes: HiddenLikes::Impute, ..EngagementOptions::default() };
    let found = engagement(posts, &options).unwrap();
    assert_eq!(found.figure, Figure::undefined(Undefined::TooLarge));
    assert_eq!(found.posts.window(), 2);
}

#[test]
fn the_last_two_are_the_latest_whatever_the_order_of_rows() {
    let options = EngagementOptions {
        window: Window { last: Some(2), ..Window::default() },
        ..EngagementOptions::default()
    };
    for turn in 0..4 {
        let mut posts = [post(5, 50), post(9, 90), post(1, 10), post(7, 70)];
        posts.rotate_left(turn);
        let found = engagement(posts, &options).unwrap();
        assert_eq!(found.figure.value(), Some(0.08));
        assert_eq!(found.posts.beyond_last, 2);
    }
}

#[test]
fn of_posts_of_one_instant_the_smaller_id_is_taken_and_those_without_come_after() {
    let options = EngagementOptions {
        window: Window { last: Some(1), ..Window::default() },
        ..EngagementOptions::default()
    };
    let listed = |id, likes| Listed { id, post: post(1, likes) };
    let value = |posts: &[Listed<'_>]| engagement(posts.iter().copied(), &options).unwrap().figure.value();
    assert_eq!(value(&[listed(Some("b"), 1), listed(Some("a"), 2), listed(None, 3)]), Some(0.002));
    assert_eq!(value(&[listed(None, 3), listed(Some("b"), 1)]), Some(0.001));
    assert_eq!(value(&[listed(None, 3), listed(None, 2)]), Some(0.002), "the smaller engagement first");
}

#[test]
fn pinned_and_young_and_sponsored_posts_make_room_for_the_next() {
    let options = EngagementOptions {
        window: Window { last: Some(1), ..Window::default() },
        sponsored: Sponsored::LeaveOut,
        as_of: Some(100_000_000),
        ..EngagementOptions::default()
    };
    let posts = [
        Observation { pinned: true, ..post(10, 1) },
        Observation { sponsored: true, ..post(9, 2) },
        post(50_000_000, 3),
        post(8, 40),
        post(7, 5),
    ];
    let found = engagement(posts, &options).unwrap();
    assert_eq!(found.figure.value(), Some(0.04));
    let Tally { pinned, sponsored, unsettled, beyond_last, counted, .. } = found.posts;
    assert_eq!((pinned, sponsored, unsettled, beyond_last, counted), (1, 1, 1, 1, 1));
}

#[test]
fn a_post_read_twice_counts_once_and_a_contradiction_names_both_rows() {
    let one = Listed { id: Some("x"), post: post(1, 10) };
    let other = Listed { id: Some("y"), post: post(2, 30) };
    let found = engagement([one, other, one], &by(Statistic::Mean)).unwrap();
    assert_eq!((found.figure.value(), found.posts.duplicates), (Some(0.02), 1));
    let changed = Listed { id: Some("x"), post: Observation { comments: Some(1), ..one.post } };
    let error = engagement([other, one, changed], &by(Statistic::Mean)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 1 and row 2 have the same post id but differ in \"comments\"; give a post once, or again with the same \
         content"
    );
}

#[test]
fn the_largest_counts_are_taken_and_the_next_larger_refused() {
    let most = COUNT_LIMIT - 1;
    let large =
        Observation { comments: Some(most), followers: Some(most), shares: Some(most), ..post(1, most) };
    assert_eq!(engagement([large], &EngagementOptions::default()).unwrap().figure.value(), Some(2.0));
    let tiktok = Observation { platform: Some(Platform::TikTok), ..large };
    let error = engagement([post(0, 1), tiktok], &EngagementOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 1: the counted components add up to 2^64 or more; check the counts of this post"
    );
    let over = Observation { followers: Some(COUNT_LIMIT), ..large };
    let error = engagement([over], &EngagementOptions::default()).unwrap_err();
    assert!(error.to_string().starts_with("row 0, column \"followers\": 9223372036854775808"), "{error}");
    // Left out by the window, its components are not added up.
    let pinned = Observation { pinned: true, ..tiktok };
    assert_eq!(engagement([pinned], &EngagementOptions::default()).unwrap().posts.pinned, 1);
}

#[test]
fn rates_too_large_for_exact_sums_have_a_median_but_no_mean() {
    let posts = [(1 << 40, 1), (1 << 41, 2)]
        .map(|(likes, followers)| Observation { followers: Some(followers), ..post(1, likes) });
    let by = |statistic| engagement(posts, &by(statistic)).unwrap().figure;
    assert_eq!(by(Statistic::Median).value(), Some(1_099_511_627_776.0));
    assert_eq!(by(Statistic::Mean), Figure::undefined(Undefined::TooLarge));
    assert_eq!(by(Statistic::Pooled).value(), Some(1_099_511_627_776.0));
}

#[test]
fn rates_by_views_take_only_posts_with_views() {
    let options = EngagementOptions { basis: Basis::Views, ..by(Statistic::Mean) };
    let posts = [
        Observation { views: Some(100), ..post(1, 20) },
        Observation { views: Some(0), ..post(2, 20) },
        Observation { views: None, ..post(3, 20) },
    ];
    let found = engagement(posts, &options).unwrap();
    assert_eq!((found.figure.value(), found.posts.without_denominator), (Some(0.2), 2));
}

#[test]
fn bad_options_are_refused_before_posts_are_read() {
    let options = EngagementOptions { level: 1.0, ..EngagementOptions::default() };
    let bad_post = Observation { likes: Some(u64::MAX), ..Observation::default() };
    assert_eq!(engagement([bad_post], &options), Err(Error::InvalidLevel { value: 1.0 }));
    assert_eq!(EngagementState::new(options).unwrap_err().code(), "INVALID_LEVEL");
    assert_eq!(LatestEngagementState::new(options).unwrap_err().code(), "INVALID_LEVEL");
}

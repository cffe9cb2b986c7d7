use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::metrics::engagement::{HiddenLikes, Observation, Window};
use crate::metrics::laws::{Laws, Row, keys, rows, two_lists};
use crate::stats::Method;

fn post(likes: impl Into<Option<u64>>, sponsored: bool) -> Observation {
    Observation {
        likes: likes.into(),
        comments: Some(0),
        followers: Some(1_000),
        sponsored,
        ..Observation::default()
    }
}

fn of(sponsored: &[u64], organic: &[u64]) -> Sponsorship {
    let paid = sponsored.iter().map(|&likes| post(likes, true));
    let unpaid = organic.iter().map(|&likes| post(likes, false));
    sponsored_performance(paid.chain(unpaid), &EngagementOptions::default()).unwrap()
}

#[test]
fn the_published_example_of_a_ratio_of_medians_comes_out_of_posts() {
    // Bonett and Price (2020), in the documentation of the R package statpsych: 43 / 37 = 1.1622, 0.9277 to 1.4559.
    let found =
        of(&[36, 44, 47, 42, 49, 39, 46, 31, 33, 48], &[32, 39, 26, 35, 43, 27, 40, 37, 34, 29, 49, 42, 40]);
    let estimate = *found.performance.estimate().unwrap();
    assert!((estimate.value - 1.162_162).abs() < 1e-6, "{estimate:?}");
    let interval = found.performance.interval().unwrap();
    assert!(
        (interval.low - 0.927_667).abs() < 1e-6 && (interval.high - 1.455_933).abs() < 1e-6,
        "{interval:?}"
    );
    assert_eq!((estimate.n, estimate.method), (23, Method::MedianRatioLog));
    assert_eq!((found.sponsored.value(), found.organic.value()), (Some(0.043), Some(0.037)));
}

#[test]
fn a_side_without_posts_is_named() {
    let unpaid = of(&[], &[10, 20]);
    assert_eq!(unpaid.performance, Figure::undefined(Undefined::NoSponsored));
    assert_eq!(unpaid.sponsored, Figure::undefined(Undefined::NoSponsored));
    assert_eq!(unpaid.organic.value(), Some(0.015));
    let paid = of(&[10, 20], &[]);
    assert_eq!(paid.performance, Figure::undefined(Undefined::NoOrganic));
    assert_eq!(paid.sponsored.value(), Some(0.015));
    let none = of(&[], &[]);
    assert_eq!((none.performance, none.hidden_share), (Figure::undefined(Undefined::NoSponsored), None));
}

#[test]
fn a_side_that_hides_all_its_likes_says_so() {
    let posts = [post(None, true), post(None, true), post(10, false)];
    let found = sponsored_performance(posts, &EngagementOptions::default()).unwrap();
    assert_eq!(found.performance, Figure::undefined(Undefined::HiddenLikes));
    assert_eq!(found.sponsored, Figure::undefined(Undefined::HiddenLikes));
    assert_eq!(found.organic.value(), Some(0.01));
    assert_eq!((found.hidden_share, found.posts.hidden), (Some(2.0 / 3.0), 2));
}

#[test]
fn organic_posts_that_nobody_liked_are_no_denominator() {
    let found = of(&[5], &[0, 0, 0]);
    assert_eq!(found.performance, Figure::undefined(Undefined::NoDenominator));
    assert_eq!(found.organic.value(), Some(0.0));
}

#[test]
fn fewer_than_four_posts_on_a_side_have_a_ratio_without_an_interval() {
    let found = of(&[30, 40, 50], &[10, 20, 30, 40]);
    assert_eq!((found.performance.value(), found.performance.interval()), (Some(1.6), None));
    assert_eq!(found.performance.reason(), Some(Undefined::TooFew));
}

#[test]
fn hidden_likes_are_imputed_from_both_sides_together() {
    let shown =
        |likes, comments, sponsored| Observation { comments: Some(comments), ..post(likes, sponsored) };
    // 200 likes to 20 comments: the hidden one with 5 comments is taken to have 50.
    let posts = [shown(Some(200), 20, false), shown(None, 5, true)];
    let options = EngagementOptions { hidden_likes: HiddenLikes::Impute, ..EngagementOptions::default() };
    let found = sponsored_performance(posts, &options).unwrap();
    assert_eq!((found.sponsored.value(), found.organic.value()), (Some(0.055), Some(0.22)));
    assert_eq!(found.performance.value(), Some(0.25));
}

#[test]
fn options_that_leave_one_side_are_refused() {
    for sponsored in [Sponsored::LeaveOut, Sponsored::Only] {
        let options = EngagementOptions { sponsored, ..EngagementOptions::default() };
        let error = sponsored_performance([post(1, true)], &options).unwrap_err();
        assert_eq!(error, Error::OneSided { option: "sponsored", right: "keep" });
        assert_eq!(SponsorshipState::new(options).unwrap_err(), error);
    }
    let options = EngagementOptions { statistic: Statistic::Mean, ..EngagementOptions::default() };
    let error = SponsorshipState::new(options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "sponsored performance compares the medians of sponsored and organic posts; leave `statistic` at \"median\""
    );
}

fn options() -> EngagementOptions {
    EngagementOptions {
        window: Window { last: Some(9), ..Window::default() },
        hidden_likes: HiddenLikes::Impute,
        ..EngagementOptions::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_accumulator_finishes_what_the_function_over_rows_gives(rows in rows()) {
        let mut state = SponsorshipState::new(options()).unwrap();
        rows.iter().for_each(|row| state.update(row).unwrap());
        prop_assert_eq!(state.finish(), sponsored_performance(&rows, &options()).unwrap());
    }

    #[test]
    fn the_accumulator_keeps_the_laws(
        (kept, gone) in two_lists(), keys in keys(), cuts: [Index; 2], at: Index, flip in 1..=255_u8,
    ) {
        let laws = Laws {
            fresh: &|| SponsorshipState::new(options()).unwrap(),
            update: |state, row: &Row| state.update(row),
            retract: |state, row| state.retract(row),
            merge: SponsorshipState::merge,
            to_bytes: SponsorshipState::to_bytes,
            from_bytes: SponsorshipState::from_bytes,
        };
        laws.order_and_partition_do_not_matter(&kept, &keys, cuts)?;
        laws.retracting_undoes_updating(&kept, &gone)?;
        laws.only_whole_bytes_are_read(&kept, at, flip)?;
    }

    #[test]
    fn twice_the_engagement_of_every_sponsored_post_is_twice_the_performance(
        paid in proptest::collection::vec(1..1_000_u64, 1..12), unpaid in proptest::collection::vec(1..1_000_u64, 1..12),
    ) {
        let doubled: Vec<u64> = paid.iter().map(|likes| 2 * likes).collect();
        let (once, twice) = (of(&paid, &unpaid).performance, of(&doubled, &unpaid).performance);
        let (once, twice) = (once.value().unwrap(), twice.value().unwrap());
        prop_assert!((twice / once - 2.0).abs() < 1e-12);
    }
}

//! The small functions that rows, accumulators and columns share.

use proptest::prelude::*;

use crate::metrics::engagement::*;
use crate::metrics::{Error, Place};
use crate::model::Platform;
use crate::stats::Undefined;

fn shows(likes: Option<u64>, comments: Option<u64>) -> Components {
    Components { likes, comments, ..Components::default() }
}

#[test]
fn tiktok_counts_shares_and_the_others_do_not() {
    let post = Components { likes: Some(100), comments: Some(10), shares: Some(5), saves: Some(1) };
    let counted = |platform| post.engagement(Counts::of(platform), HiddenLikes::Drop);
    assert_eq!(counted(Some(Platform::TikTok)), Ok(Some(115)));
    assert_eq!(counted(Some(Platform::Instagram)), Ok(Some(110)));
    assert_eq!(counted(Some(Platform::YouTube)), Ok(Some(110)));
    assert_eq!(counted(None), Ok(Some(110)));
}

#[test]
fn a_post_that_shows_nothing_has_no_lower_bound_either() {
    let engagement = shows(None, None).engagement(Counts::LIKES_COMMENTS, HiddenLikes::LowerBound);
    assert_eq!(engagement, Ok(None));
}

#[test]
fn a_component_that_is_not_counted_may_be_hidden() {
    let comments = Counts { likes: false, comments: true, shares: false, saves: false };
    assert_eq!(shows(None, Some(4)).engagement(comments, HiddenLikes::Drop), Ok(Some(4)));
}

#[test]
fn components_that_leave_u64_are_refused() {
    let post = shows(Some(u64::MAX), Some(1));
    assert_eq!(post.engagement(Counts::LIKES_COMMENTS, HiddenLikes::Drop), Err(TooLarge));
}

#[test]
fn the_edges_of_the_window_are_half_open() {
    let options = EngagementOptions {
        window: Window { last: None, since: Some(10), until: Some(20) },
        settling: 0,
        ..EngagementOptions::default()
    };
    let admitted: Vec<i64> = (8..23).filter(|&at| options.admit(at, false, false, None).is_ok()).collect();
    assert_eq!(admitted, (10..20).collect::<Vec<_>>());
}

#[test]
fn a_post_that_says_when_it_was_read_does_not_ask_as_of() {
    let options = EngagementOptions { settling: 100, as_of: Some(1_000), ..EngagementOptions::default() };
    assert_eq!(options.admit(900, false, false, None), Ok(()));
    assert_eq!(options.admit(901, false, false, None), Err(LeftOut::Unsettled));
    assert_eq!(options.admit(901, false, false, Some(1_001)), Ok(()));
    assert_eq!(options.admit(900, false, false, Some(999)), Err(LeftOut::Unsettled));
    assert_eq!(options.admit(i64::MAX, false, false, Some(i64::MIN)), Err(LeftOut::Unsettled));
}

#[test]
fn the_first_reason_that_applies_is_given() {
    let options = EngagementOptions {
        window: Window { last: None, since: Some(0), until: None },
        sponsored: Sponsored::LeaveOut,
        ..EngagementOptions::default()
    };
    assert_eq!(options.admit(-1, true, true, Some(-1)), Err(LeftOut::Dates));
    assert_eq!(options.admit(0, true, true, Some(0)), Err(LeftOut::Pinned));
    assert_eq!(options.admit(0, false, true, Some(0)), Err(LeftOut::Sponsored));
    assert_eq!(options.admit(0, false, false, Some(0)), Err(LeftOut::Unsettled));
    let only = EngagementOptions { sponsored: Sponsored::Only, ..options };
    assert_eq!(only.admit(0, false, false, None), Err(LeftOut::Sponsored));
    assert_eq!(only.admit(0, false, true, None), Ok(()));
}

#[test]
fn options_out_of_range_are_refused_each_with_its_own_error() {
    let good = EngagementOptions::default();
    assert_eq!(good.validate(), Ok(()));
    for level in [0.0, 1.0, -0.5, 95.0, f64::INFINITY] {
        let bad = EngagementOptions { level, ..good };
        assert_eq!(bad.validate(), Err(Error::InvalidLevel { value: level }));
    }
    let nan = EngagementOptions { level: f64::NAN, ..good };
    assert!(matches!(nan.validate(), Err(Error::InvalidLevel { value }) if value.is_nan()));
    for share in [-0.1, 0.5, 1.0, f64::INFINITY] {
        for statistic in [Statistic::Trimmed { share }, Statistic::Winsorised { share }] {
            let bad = EngagementOptions { statistic, ..good };
            assert_eq!(bad.validate(), Err(Error::InvalidShare { value: share }));
        }
    }
    let nan = EngagementOptions { statistic: Statistic::Trimmed { share: f64::NAN }, ..good };
    assert!(matches!(nan.validate(), Err(Error::InvalidShare { value }) if value.is_nan()));
    let window = |last, since, until| EngagementOptions { window: Window { last, since, until }, ..good };
    assert_eq!(window(Some(0), None, None).validate(), Err(Error::EmptyLast));
    assert_eq!(window(None, Some(5), Some(5)).validate(), Err(Error::EmptyDates { since: 5, until: 5 }));
    assert_eq!(window(None, Some(5), Some(6)).validate(), Ok(()));
    let negative = EngagementOptions { settling: -1, ..good };
    assert_eq!(negative.validate(), Err(Error::NegativeSettling { value: -1 }));
    let nothing = Counts { likes: false, comments: false, shares: false, saves: false };
    let nothing = EngagementOptions { counts: Some(nothing), ..good };
    assert_eq!(nothing.validate(), Err(Error::NothingCounted));
}

#[test]
fn likes_are_imputed_to_the_nearest_whole_number_and_halves_to_the_even_one() {
    let mut imputation = Imputation::default();
    imputation.add(shows(Some(5), Some(2)));
    imputation.add(shows(None, Some(1_000)));
    imputation.add(shows(Some(1_000), None));
    let imputed: Vec<_> = (0..6).map(|comments| imputation.likes(comments).unwrap().unwrap()).collect();
    assert_eq!(imputed, [0, 2, 5, 8, 10, 12], "0, 2.5, 5, 7.5, 10, 12.5");
}

#[test]
fn an_account_without_a_comment_imputes_nothing() {
    let mut imputation = Imputation::default();
    imputation.add(shows(Some(5), Some(0)));
    assert_eq!(imputation.likes(0), Ok(None));
    assert_eq!(imputation.likes(3), Ok(None));
}

#[test]
fn imputed_likes_that_do_not_fit_are_no_figure() {
    let mut imputation = Imputation::default();
    imputation.add(shows(Some(COUNT_LIMIT - 1), Some(1)));
    assert_eq!(imputation.likes(3), Err(Undefined::TooLarge));
    assert_eq!(imputation.likes(2), Ok(Some(u64::MAX - 1)));
}

#[test]
fn only_hidden_likes_are_imputed_and_only_from_shown_comments() {
    let mut imputation = Imputation::default();
    imputation.add(shows(Some(30), Some(3)));
    let measured = |post| measure(post, Some(100), Counts::LIKES_COMMENTS, HiddenLikes::Impute, &imputation);
    assert_eq!(measured(shows(None, Some(2))), Ok(Measured::Counted(Rate::new(22, 100).unwrap())));
    assert_eq!(measured(shows(Some(7), Some(2))), Ok(Measured::Counted(Rate::new(9, 100).unwrap())));
    assert_eq!(measured(shows(None, None)), Ok(Measured::Hidden));
    assert_eq!(measured(shows(Some(7), None)), Ok(Measured::Hidden));
}

#[test]
fn hidden_comes_before_the_missing_denominator() {
    let measured = |post, denominator| {
        measure(post, denominator, Counts::LIKES_COMMENTS, HiddenLikes::Drop, &Imputation::default())
    };
    assert_eq!(measured(shows(None, Some(2)), None), Ok(Measured::Hidden));
    assert_eq!(measured(shows(Some(1), Some(2)), None), Ok(Measured::NoDenominator));
    assert_eq!(measured(shows(Some(1), Some(2)), Some(0)), Ok(Measured::NoDenominator));
}

#[test]
fn a_rate_alone_says_why_it_is_missing() {
    let options = EngagementOptions::default();
    let post =
        Observation { likes: Some(3), comments: Some(1), followers: Some(8), ..Observation::default() };
    assert_eq!(post.rate(&options).map(Rate::value), Ok(0.5));
    let rate = |post: Observation| post.rate(&options);
    assert_eq!(rate(Observation { likes: None, ..post }), Err(Undefined::HiddenLikes));
    assert_eq!(rate(Observation { comments: None, ..post }), Err(Undefined::MissingCounts));
    assert_eq!(rate(Observation { followers: None, ..post }), Err(Undefined::NoFollowers));
    assert_eq!(rate(Observation { followers: Some(0), ..post }), Err(Undefined::NoFollowers));
    for basis in [Basis::Reach, Basis::Impressions, Basis::Views] {
        let options = EngagementOptions { basis, ..options };
        assert_eq!(post.rate(&options), Err(Undefined::NoDenominator));
        let known =
            Observation { reach: Some(16), impressions: Some(16), views: Some(16), followers: None, ..post };
        assert_eq!(known.rate(&options).map(Rate::value), Ok(0.25));
    }
    let huge = Observation { likes: Some(u64::MAX), ..post };
    assert_eq!(rate(huge), Err(Undefined::TooLarge));
}

#[test]
fn the_reason_is_what_kept_the_posts_out_that_came_furthest() {
    let options = EngagementOptions::default();
    let none = Tally::default();
    assert_eq!(none.why_none(&options), Undefined::Empty);
    assert_eq!(Tally { pinned: 4, ..none }.why_none(&options), Undefined::Empty);
    let hidden = Tally { hidden: 2, hidden_likes: 1, ..none };
    assert_eq!(hidden.why_none(&options), Undefined::HiddenLikes);
    assert_eq!(Tally { hidden_likes: 0, ..hidden }.why_none(&options), Undefined::MissingCounts);
    let comments =
        EngagementOptions { counts: Some(Counts { likes: false, ..Counts::LIKES_COMMENTS }), ..options };
    assert_eq!(hidden.why_none(&comments), Undefined::MissingCounts);
    let both = Tally { without_denominator: 1, ..hidden };
    assert_eq!(both.why_none(&options), Undefined::NoFollowers);
    let views = EngagementOptions { basis: Basis::Views, ..options };
    assert_eq!(both.why_none(&views), Undefined::NoDenominator);
}

#[test]
fn a_count_of_2_to_the_63_is_refused_with_its_place() {
    let post = Observation { shares: Some(1 << 63), ..Observation::default() };
    let error = post.check(Place::Row(17)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 17, column \"shares\": 9223372036854775808 is too large; counts are whole numbers below 2^63"
    );
    assert_eq!(Observation { shares: Some((1 << 63) - 1), ..post }.check(Place::Row(17)), Ok(()));
}

#[test]
fn a_time_outside_the_years_1_to_9999_is_refused_with_its_place() {
    for (at, good) in [
        (TIMES.start, true),
        (TIMES.start - 1, false),
        (TIMES.end - 1, true),
        (TIMES.end, false),
        (i64::MIN, false),
    ] {
        let post = Observation { published_at: at, ..Observation::default() };
        assert_eq!(post.check(Place::Row(0)).is_ok(), good, "{at}");
        let read = Observation { collected_at: Some(at), ..Observation::default() };
        assert_eq!(read.check(Place::Row(0)).is_ok(), good, "{at}");
    }
}

#[test]
fn the_debug_form_of_a_listed_post_hides_its_id() {
    let listed = Listed { id: Some("3141592"), post: Observation::default() };
    assert!(!format!("{listed:?}").contains("3141592"));
}

#[test]
fn every_error_has_a_code_in_the_list() {
    let place = Place::Row(0);
    let errors = [
        Error::InvalidLevel { value: 0.0 },
        Error::InvalidShare { value: 0.0 },
        Error::EmptyLast,
        Error::EmptyDates { since: 0, until: 0 },
        Error::NegativeSettling { value: -1 },
        Error::NothingCounted,
        Error::CountTooLarge { place, column: "likes", value: 1 << 63 },
        Error::EngagementTooLarge { place },
        Error::TimestampOutOfRange { place, column: "published_at", value: 0 },
        Error::ConflictingPosts { first: place, second: place, column: "likes" },
        Error::UnknownZone { name: String::new() },
        Error::SumTooLarge { column: "likes", period: String::new() },
        Error::InvalidSpike { value: 0.0 },
        Error::ConflictingReadings { first: place, second: place, at: 0 },
        Error::NoTiers,
        Error::UnnamedTier { position: 0 },
        Error::RepeatedTier { name: String::new() },
        Error::UnorderedTiers { name: String::new(), from: 0, before: 0 },
        Error::InvalidRate { peer: None, value: 0.0 },
        Error::InvalidBins { what: "" },
        Error::OneSided { option: "", right: "" },
        Error::EmptyName { place },
        Error::InvalidPrice { value: String::new() },
        Error::UnknownCurrency { code: String::new() },
        Error::NoPrices,
        Error::DifferentOptions,
        Error::NotHeld { place },
        Error::CannotRetract,
        Error::MissingLast,
        Error::TooManyPosts { limit: 0 },
        Error::TruncatedBytes { length: 0 },
        Error::CorruptBytes { what: "" },
        Error::ForeignBytes { expected: 0, found: 0 },
        Error::UnknownVersion { version: 0 },
    ];
    let codes: Vec<_> = errors.iter().map(Error::code).collect();
    assert_eq!(codes, Error::CODES);
}

fn small() -> impl Strategy<Value = Option<u64>> {
    proptest::option::of(0..3_u64)
}

prop_compose! {
    fn posts()(
        published_at in 0..2_i64, likes in small(), comments in small(), shares in small(), saves in small(),
        views in small(), reach in small(), followers in small(), pinned: bool, sponsored: bool,
        collected_at in proptest::option::of(0..2_i64),
        platform in proptest::sample::select(vec![None, Some(Platform::TikTok), Some(Platform::YouTube)]),
    ) -> Observation {
        Observation {
            platform, published_at, likes, comments, shares, saves, views, reach, impressions: None, followers,
            pinned, sponsored, collected_at,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_order_of_the_window_is_total(a in posts(), b in posts(), c in posts(), hidden in 0..3) {
        let hidden_likes = [HiddenLikes::Drop, HiddenLikes::LowerBound, HiddenLikes::Impute][hidden as usize];
        let options = EngagementOptions { hidden_likes, ..EngagementOptions::default() };
        let order = |a: Observation, b: Observation| window_order(&a.into(), &b.into(), &options);
        prop_assert_eq!(order(a, b), order(b, a).reverse());
        prop_assert_eq!(order(a, b).is_eq(), a == b);
        prop_assert_eq!(a.differs_in(&b).is_none(), a == b);
        if order(a, b).is_le() && order(b, c).is_le() {
            prop_assert!(order(a, c).is_le());
        }
    }

    #[test]
    fn imputation_is_the_nearest_whole_number(
        likes in 0..1_000_000_u64, seen in 1..1_000_000_u64, comments in 0..1_000_000_u64,
    ) {
        let mut imputation = Imputation::default();
        imputation.add(shows(Some(likes), Some(seen)));
        let imputed = imputation.likes(comments).unwrap().unwrap();
        let (exact, rounded) = (u128::from(comments) * u128::from(likes), u128::from(imputed) * u128::from(seen));
        let (twice, half) = (2 * exact.abs_diff(rounded), u128::from(seen));
        prop_assert!(twice <= half);
        prop_assert!(twice < half || imputed % 2 == 0);
    }
}

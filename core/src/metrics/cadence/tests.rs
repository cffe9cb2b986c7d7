use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::metrics::engagement::{Observation, TIMES};
use crate::metrics::laws::{Laws, Row, keys, rows, two_lists};

fn utc(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

fn posts(times: &[i64]) -> Vec<Observation> {
    times.iter().map(|&published_at| Observation { published_at, ..Observation::default() }).collect()
}

fn of(times: &[&str], zone: &str) -> Cadence {
    let times: Vec<i64> = times.iter().map(|time| utc(time)).collect();
    let options = CadenceOptions { zone: zone.parse().unwrap(), ..CadenceOptions::default() };
    cadence(posts(&times), &options).unwrap()
}

#[test]
fn four_posts_in_three_weeks_are_followed_by_hand() {
    let found = of(
        &["2026-03-30T08:00:00Z", "2026-03-02T08:00:00Z", "2026-03-09T20:00:00Z", "2026-03-03T08:30:00Z"],
        "UTC",
    );
    // First to last 28 days = 4 weeks; gaps 24.5 h, 155.5 h and 492 h.
    assert_eq!(found.posts_per_week, Figure::exact(1.0, 4));
    assert_eq!(found.median_gap.value(), Some(155.5));
    assert_eq!(found.longest_silence, Figure::exact(492.0, 3));
    let weekdays: Vec<Option<f64>> = found.weekdays.iter().map(|share| share.value()).collect();
    let (monday, tuesday, none) = (Some(0.75), Some(0.25), Some(0.0));
    assert_eq!(weekdays, [monday, tuesday, none, none, none, none, none]);
    assert_eq!(found.hours[8].value(), Some(0.75));
    assert_eq!(found.hours[20].value(), Some(0.25));
    // Wilson for 3 of 4 at 95 %: the published example is 0.3006 to 0.9544.
    let interval = found.weekdays[0].interval().unwrap();
    assert!(
        (interval.low - 0.300_64).abs() < 1e-4 && (interval.high - 0.954_41).abs() < 1e-4,
        "{interval:?}"
    );
}

#[test]
fn without_a_post_nothing_can_be_said_and_of_one_post_only_its_hour() {
    let none = of(&[], "UTC");
    for figure in
        [none.posts_per_week, none.median_gap, none.longest_silence, none.weekdays[0], none.hours[0]]
    {
        assert_eq!(figure, Figure::undefined(Undefined::Empty));
    }
    let one = of(&["2026-01-31T23:30:00Z"], "Europe/Berlin");
    assert_eq!(one.posts_per_week, Figure::exact(1.0, 1), "less than a week is taken for one");
    assert_eq!(one.median_gap, Figure::undefined(Undefined::TooFew));
    assert_eq!(one.longest_silence, Figure::undefined(Undefined::TooFew));
    assert_eq!(one.weekdays[6].value(), Some(1.0), "it was Sunday in Berlin");
    assert_eq!(one.hours[0].value(), Some(1.0));
}

#[test]
fn posts_of_one_instant_have_no_gap_between_them() {
    let found = of(&["2026-01-01T00:00:00Z"; 3], "UTC");
    assert_eq!(found.median_gap.value(), Some(0.0));
    assert_eq!(found.longest_silence.value(), Some(0.0));
    assert_eq!(found.posts_per_week.value(), Some(3.0));
}

#[test]
fn the_hour_that_comes_twice_holds_both_posts_and_the_one_that_is_left_out_holds_none() {
    // Berlin's clocks went from 03:00 back to 02:00 on 2026-10-25 and from 02:00 to 03:00 on 2026-03-29.
    let autumn = of(&["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"], "Europe/Berlin");
    assert_eq!(autumn.hours[2].value(), Some(1.0));
    assert_eq!(autumn.median_gap.value(), Some(1.0), "gaps are of instants, not of clocks");
    let spring = of(&["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"], "Europe/Berlin");
    assert_eq!(
        (spring.hours[1].value(), spring.hours[2].value(), spring.hours[3].value()),
        (Some(0.5), Some(0.0), Some(0.5))
    );
}

#[test]
fn the_dates_are_half_open() {
    let options = CadenceOptions { since: Some(10), until: Some(20), ..CadenceOptions::default() };
    let found = cadence(posts(&[9, 10, 19, 20]), &options).unwrap();
    assert_eq!(found.posts_per_week, Figure::exact(2.0, 2));
}

#[test]
fn pinned_sponsored_and_hidden_posts_count_like_any_other() {
    let odd = Observation { pinned: true, sponsored: true, published_at: 5, ..Observation::default() };
    assert_eq!(cadence([odd], &CadenceOptions::default()).unwrap().posts_per_week.value(), Some(1.0));
}

#[test]
fn the_longest_silence_there_can_be_is_counted_exactly() {
    let found = cadence(posts(&[TIMES.start, TIMES.end - 1]), &CadenceOptions::default()).unwrap();
    let span = (TIMES.end - 1 - TIMES.start) as f64;
    assert_eq!(found.longest_silence.value(), Some(span / 3_600_000.0));
    assert_eq!(found.posts_per_week.value(), Some(2.0 * 604_800_000.0 / span));
}

#[test]
fn what_is_out_of_range_is_refused() {
    let bad = CadenceOptions { since: Some(2), until: Some(2), ..CadenceOptions::default() };
    assert_eq!(cadence(posts(&[]), &bad), Err(Error::EmptyDates { since: 2, until: 2 }));
    let bad = CadenceOptions { level: 0.0, ..CadenceOptions::default() };
    assert_eq!(CadenceState::new(bad).unwrap_err().code(), "INVALID_LEVEL");
    let error = cadence(posts(&[0, TIMES.end]), &CadenceOptions::default()).unwrap_err();
    assert!(error.to_string().starts_with("row 1, column \"published_at\": 253402300800000"), "{error}");
}

#[test]
fn a_post_that_comes_twice_counts_once() {
    let listed =
        |id, published_at| Listed { id, post: Observation { published_at, ..Observation::default() } };
    let found =
        cadence([listed(Some("a"), 5), listed(Some("a"), 5), listed(None, 5)], &CadenceOptions::default());
    assert_eq!(found.unwrap().posts_per_week.value(), Some(2.0));
    let error =
        cadence([listed(Some("a"), 5), listed(Some("a"), 6)], &CadenceOptions::default()).unwrap_err();
    assert_eq!(error.code(), "CONFLICTING_POSTS");
}

#[test]
fn an_error_leaves_the_accumulator_as_it_was() {
    let listed =
        |id, published_at| Listed { id, post: Observation { published_at, ..Observation::default() } };
    let mut state = CadenceState::new(CadenceOptions::default()).unwrap();
    state.update(listed(Some("a"), 5)).unwrap();
    state.update(listed(None, 5)).unwrap();
    let before = state.to_bytes();
    assert_eq!(state.update(listed(Some("a"), 6)).unwrap_err().code(), "CONFLICTING_POSTS");
    assert_eq!(state.update(listed(None, i64::MAX)).unwrap_err().code(), "TIMESTAMP_OUT_OF_RANGE");
    assert_eq!(state.retract(listed(None, 6)).unwrap_err().code(), "NOT_HELD");
    assert_eq!(state.retract(listed(Some("b"), 5)).unwrap_err().code(), "NOT_HELD");
    let elsewhere = CadenceOptions { zone: "Asia/Tokyo".parse().unwrap(), ..CadenceOptions::default() };
    assert_eq!(state.merge(&CadenceState::new(elsewhere).unwrap()), Err(Error::DifferentOptions));
    assert_eq!(state.to_bytes(), before);
    assert!(!format!("{state:?}").contains("\"a\""), "ids stay out of the debug form");
}

fn options() -> CadenceOptions {
    const DAY: i64 = 86_400_000;
    let zone = "America/St_Johns".parse().unwrap();
    CadenceOptions { zone, since: Some(DAY), until: Some(5 * DAY), level: 0.9 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_accumulator_finishes_what_the_function_over_rows_gives(rows in rows()) {
        let mut state = CadenceState::new(options()).unwrap();
        rows.iter().for_each(|row| state.update(row).unwrap());
        prop_assert_eq!(state.finish(), cadence(&rows, &options()).unwrap());
    }

    #[test]
    fn the_accumulator_keeps_the_laws(
        (kept, gone) in two_lists(), keys in keys(), cuts: [Index; 2], at: Index, flip in 1..=255_u8,
    ) {
        let laws = Laws {
            fresh: &|| CadenceState::new(options()).unwrap(),
            update: |state, row: &Row| state.update(row),
            retract: |state, row| state.retract(row),
            merge: CadenceState::merge,
            to_bytes: CadenceState::to_bytes,
            from_bytes: CadenceState::from_bytes,
        };
        laws.order_and_partition_do_not_matter(&kept, &keys, cuts)?;
        laws.retracting_undoes_updating(&kept, &gone)?;
        laws.only_whole_bytes_are_read(&kept, at, flip)?;
    }

    #[test]
    fn shares_of_weekdays_and_of_hours_add_up_to_all_posts(times in proptest::collection::vec(TIMES, 1..40)) {
        let found = cadence(posts(&times), &CadenceOptions::default()).unwrap();
        let total = |shares: &[Figure]| shares.iter().filter_map(Figure::value).sum::<f64>();
        prop_assert!((total(&found.weekdays) - 1.0).abs() < 1e-12);
        prop_assert!((total(&found.hours) - 1.0).abs() < 1e-12);
    }
}

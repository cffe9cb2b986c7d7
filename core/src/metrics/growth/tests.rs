use proptest::prelude::*;

use super::*;

const DAY: i64 = 86_400_000;

fn daily(followers: &[u64]) -> Vec<Reading> {
    (0..).zip(followers).map(|(day, &followers)| Reading { at: day * DAY, followers }).collect()
}

fn value(figure: Figure) -> Result<f64, Undefined> {
    match figure {
        Figure::Estimate(estimate) => Ok(estimate.value),
        Figure::Undefined { undefined } => Err(undefined),
    }
}

fn days(spikes: &Spikes) -> Vec<(String, i64, f64)> {
    match spikes {
        Spikes::Days(days) => {
            days.iter().map(|spike| (spike.day.to_string(), spike.change, spike.z)).collect()
        }
        Spikes::Undefined { undefined } => panic!("{undefined}"),
    }
}

#[test]
fn growth_is_the_change_over_what_was_there() {
    let growth = growth(daily(&[200, 230, 250]), &GrowthOptions::default()).unwrap();
    assert_eq!(value(growth.growth), Ok(0.25));
    assert_eq!(growth.first, Some(Reading { at: 0, followers: 200 }));
    assert_eq!(growth.last, Some(Reading { at: 2 * DAY, followers: 250 }));
    assert_eq!(growth.spikes, Spikes::Undefined { undefined: Undefined::TooFew });
}

#[test]
fn a_tenth_a_month_is_found_again_in_half_a_month() {
    let after_half = monthly_growth(1_000_000, 1_048_809, MONTH / 2).unwrap();
    assert!((after_half - 0.1).abs() < 1e-6, "1.048809² = 1.1000003: {after_half}");
    assert_eq!(monthly_growth(100, 0, MONTH), Ok(-1.0));
    assert_eq!(monthly_growth(100, 100, MONTH), Ok(0.0));
    assert_eq!(monthly_growth(0, 100, MONTH), Err(Undefined::NoFollowers));
    assert_eq!(monthly_growth(100, 100, 0), Err(Undefined::TooFew));
}

#[test]
fn growth_from_nothing_is_undefined_and_so_is_growth_of_one_reading() {
    let from_zero = growth(daily(&[0, 10]), &GrowthOptions::default()).unwrap();
    assert_eq!(value(from_zero.growth), Err(Undefined::NoFollowers));
    assert_eq!(value(from_zero.monthly), Err(Undefined::NoFollowers));
    let one = growth(daily(&[5]), &GrowthOptions::default()).unwrap();
    assert_eq!(value(one.growth), Err(Undefined::TooFew));
    let none = growth(daily(&[]), &GrowthOptions::default()).unwrap();
    assert_eq!(value(none.growth), Err(Undefined::Empty));
    assert_eq!((none.first, none.last), (None, None));
}

#[test]
fn the_period_is_half_open() {
    let options = GrowthOptions { since: Some(DAY), until: Some(3 * DAY), ..GrowthOptions::default() };
    let growth = growth(daily(&[1, 100, 150, 900]), &options).unwrap();
    assert_eq!(value(growth.growth), Ok(0.5));
}

#[test]
fn a_jump_among_varied_days_is_scored_by_the_median_absolute_deviation() {
    // Changes 10, 12, 8, 11, 9, 200: median 10.5; deviations .5, 1.5, 2.5, .5, 1.5, 189.5, of which the median is
    // 1.5. z = 0.67449 · 189.5 / 1.5 = 85.21…
    let series = daily(&[1_000, 1_010, 1_022, 1_030, 1_041, 1_050, 1_250]);
    let spikes = growth(series, &GrowthOptions::default()).unwrap().spikes;
    let [(day, change, z)] = &days(&spikes)[..] else { panic!("{spikes:?}") };
    assert_eq!((day.as_str(), *change), ("1970-01-07", 200));
    assert!((z - 85.210_538_44).abs() < 1e-6, "{z}");
}

#[test]
fn a_jump_among_equal_days_is_scored_by_the_mean_absolute_deviation() {
    // Changes 0 five times and 600: median 0, MAD 0; mean absolute deviation 100.
    let series = daily(&[50, 50, 50, 50, 50, 50, 650]);
    let spikes = growth(series, &GrowthOptions::default()).unwrap().spikes;
    let expected = 600.0 / ((std::f64::consts::PI / 2.0).sqrt() * 100.0);
    let [(day, change, z)] = &days(&spikes)[..] else { panic!("{spikes:?}") };
    assert_eq!((day.as_str(), *change), ("1970-01-07", 600));
    assert!((z - expected).abs() < 1e-12, "{z}");
}

#[test]
fn equal_changes_have_no_spike_and_a_fall_may_be_one() {
    let steady = growth(daily(&[10, 20, 30, 40, 50, 60]), &GrowthOptions::default()).unwrap();
    assert_eq!(days(&steady.spikes), []);
    let fall = growth(daily(&[500, 501, 503, 504, 506, 100]), &GrowthOptions::default()).unwrap();
    let [(_, change, z)] = &days(&fall.spikes)[..] else { panic!() };
    assert_eq!(*change, -406);
    assert!(*z < -3.5);
}

#[test]
fn a_change_over_a_gap_is_not_the_change_of_a_day() {
    let mut series = daily(&[10, 20, 31, 39, 50, 60]);
    series.push(Reading { at: 20 * DAY, followers: 10_000 });
    let spikes = growth(series, &GrowthOptions::default()).unwrap().spikes;
    assert_eq!(days(&spikes), []);
}

#[test]
fn the_last_reading_of_a_day_in_its_place_stands_for_the_day() {
    // 23:30 UTC is the next day in Berlin.
    let mut series = daily(&[10, 20, 31, 39, 50, 60, 71]);
    series.push(Reading { at: 5 * DAY + 84_600_000, followers: 5_000 });
    let in_zone = |zone: &str| {
        let options = GrowthOptions { zone: zone.parse().unwrap(), ..GrowthOptions::default() };
        days(&growth(series.clone(), &options).unwrap().spikes)
    };
    assert_eq!(in_zone("UTC").iter().map(|day| day.1).collect::<Vec<_>>(), [4_950, -4_929]);
    assert_eq!(in_zone("Europe/Berlin"), []);
}

#[test]
fn the_same_time_with_another_count_is_refused() {
    let series =
        [Reading { at: 7, followers: 1 }, Reading { at: 7, followers: 1 }, Reading { at: 7, followers: 2 }];
    let error = growth(series, &GrowthOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 0 and row 2 give different numbers of followers at 7 ms; give one reading for a time"
    );
    let mut state = GrowthState::new(GrowthOptions::default()).unwrap();
    state.update(series[0]).unwrap();
    let before = state.to_bytes();
    assert_eq!(state.update(series[2]).unwrap_err().code(), "CONFLICTING_READINGS");
    assert_eq!(state.retract(series[2]).unwrap_err().code(), "CONFLICTING_READINGS");
    assert_eq!(state.to_bytes(), before, "an error changes nothing");
}

#[test]
fn readings_out_of_range_are_refused_with_their_row() {
    let large = [Reading { at: 0, followers: 1 }, Reading { at: 1, followers: 1 << 63 }];
    let error = growth(large, &GrowthOptions::default()).unwrap_err().to_string();
    assert!(error.starts_with("row 1, column \"followers\": 9223372036854775808"), "{error}");
    let early = [Reading { at: i64::MIN, followers: 1 }];
    assert_eq!(growth(early, &GrowthOptions::default()).unwrap_err().code(), "TIMESTAMP_OUT_OF_RANGE");
    for spike in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let options = GrowthOptions { spike, ..GrowthOptions::default() };
        assert_eq!(growth([], &options).unwrap_err().code(), "INVALID_SPIKE");
    }
}

fn series() -> impl Strategy<Value = Vec<Reading>> {
    // The count follows from the time, so that a time that comes twice comes with the same count.
    proptest::collection::vec(0..40_u64, 0..60).prop_map(|times| {
        let reading = |time: u64| Reading {
            at: time.cast_signed() * DAY / 2,
            followers: 1_000 + time * 7 + (time * time) % 13,
        };
        times.into_iter().map(reading).collect()
    })
}

fn state_of(readings: &[Reading]) -> GrowthState {
    let mut state = GrowthState::new(GrowthOptions::default()).unwrap();
    readings.iter().for_each(|&reading| state.update(reading).unwrap());
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_order_and_any_partition_give_the_same_bytes(
        readings in series(), order in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(),
    ) {
        let whole = state_of(&readings);
        let mut turned = readings.clone();
        if !turned.is_empty() {
            turned.rotate_left(order.index(readings.len()));
            turned.reverse();
        }
        let (left, right) = turned.split_at(cut.index(turned.len() + 1));
        let mut merged = state_of(right);
        merged.merge(&state_of(left)).unwrap();
        prop_assert_eq!(merged.to_bytes(), whole.to_bytes());
        prop_assert_eq!(merged.finish(), growth(readings, &GrowthOptions::default()).unwrap());
    }

    #[test]
    fn retracting_undoes_updating(kept in series(), gone in series()) {
        let mut state = state_of(&kept);
        gone.iter().for_each(|&reading| state.update(reading).unwrap());
        gone.iter().for_each(|&reading| state.retract(reading).unwrap());
        prop_assert_eq!(state.to_bytes(), state_of(&kept).to_bytes());
    }

    #[test]
    fn damaged_bytes_are_an_error(
        readings in series(), at in any::<prop::sample::Index>(), flip in 1..=255_u8, cut in any::<prop::sample::Index>(),
    ) {
        let bytes = state_of(&readings).to_bytes();
        prop_assert_eq!(&GrowthState::from_bytes(&bytes).unwrap().to_bytes(), &bytes);
        let mut damaged = bytes.clone();
        damaged[at.index(bytes.len())] ^= flip;
        prop_assert!(GrowthState::from_bytes(&damaged).is_err());
        prop_assert!(GrowthState::from_bytes(&bytes[..cut.index(bytes.len())]).is_err());
    }
}

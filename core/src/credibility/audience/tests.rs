use proptest::prelude::*;

use super::*;
use crate::credibility::{Error, ErrorRates, Feature, Score, Scorecard, Validation, Values};
use crate::stats::Undefined;

fn rates(
    real_taken_for_real: u64,
    real: u64,
    fake_taken_for_real: u64,
    fake: u64,
) -> Result<ErrorRates, Error> {
    Validation { real, real_taken_for_real, fake, fake_taken_for_real }.rates()
}

fn person() -> Score {
    Scorecard::shipped().score(
        &Values::new()
            .with(Feature::HasPicture, 1.0)
            .with(Feature::Posts, 150.0)
            .with(Feature::Followers, 400.0)
            .with(Feature::Following, 350.0),
    )
}

fn fake() -> Score {
    Scorecard::shipped().score(
        &Values::new()
            .with(Feature::HasPicture, 0.0)
            .with(Feature::Posts, 0.0)
            .with(Feature::Followers, 2.0)
            .with(Feature::Following, 900.0),
    )
}

fn audience(persons: u32, fakes: u32) -> AudienceState<'static> {
    let mut state = AudienceState::new(Scorecard::shipped());
    (0..persons).for_each(|_| state.update(&person()).unwrap());
    (0..fakes).for_each(|_| state.update(&fake()).unwrap());
    state
}

fn options(method: Quantification) -> AudienceOptions {
    AudienceOptions { method, ..AudienceOptions::default() }
}

#[test]
fn an_empty_audience_has_no_share() {
    let found = audience(0, 0).finish(&AudienceOptions::default()).unwrap();
    assert_eq!(found.credibility.reason(), Some(Undefined::Empty));
}

#[test]
fn clear_accounts_are_counted_alike_by_every_method() {
    for (method, near) in
        [(Quantification::Naive, 1e-12), (Quantification::Em, 0.01), (Quantification::Adjusted, 0.06)]
    {
        let found = audience(150, 50).finish(&options(method)).unwrap();
        let share = found.suspicious.value().unwrap();
        assert!((share - 0.25).abs() < near, "{method:?}: {share}");
        let interval = found.suspicious.interval().unwrap();
        assert!(interval.low < 0.25 && 0.25 < interval.high, "{method:?}");
        let credibility = found.credibility.value().unwrap();
        assert!((credibility + share - 1.0).abs() < 1e-9, "{method:?}: nobody follows too many here");
    }
}

#[test]
fn an_adjusted_count_undoes_the_error_rates() {
    // 10 % of the real and 80 % of the fake are flagged: 0.3 · 0.8 + 0.7 · 0.1 = 0.31 of all.
    let rates = rates(900, 1_000, 200, 1_000).unwrap();
    let found = audience(690, 310)
        .finish(&AudienceOptions { errors: Some(rates), ..options(Quantification::Adjusted) })
        .unwrap();
    assert!((found.suspicious.value().unwrap() - 0.3).abs() < 1e-12);
}

#[test]
fn a_whole_population_leaves_only_what_the_classifier_leaves_open() {
    let width = |method, population| {
        let options = AudienceOptions { population, ..options(method) };
        let interval = audience(150, 50).finish(&options).unwrap().suspicious.interval().unwrap();
        interval.high - interval.low
    };
    assert_eq!(width(Quantification::Naive, Some(200)), 0.0);
    for method in [Quantification::Adjusted, Quantification::Em] {
        assert!(width(method, Some(200)) > 0.0);
        assert!(width(method, Some(200)) < width(method, Some(400)));
        assert!(width(method, Some(400)) < width(method, None));
    }
    let error =
        audience(150, 50).finish(&AudienceOptions { population: Some(199), ..AudienceOptions::default() });
    assert_eq!(error.unwrap_err().code(), "SAMPLE_LARGER_THAN_POPULATION");
}

#[test]
fn followers_who_were_never_taken_in_cannot_be_taken_back() {
    let mut state = audience(1, 0);
    assert_eq!(state.retract(&fake()), Err(Error::NeverTakenIn));
    state.retract(&person()).unwrap();
    assert_eq!(state, audience(0, 0));
}

#[test]
fn states_of_different_models_do_not_merge() {
    let mut other: serde_json::Value =
        serde_json::from_str(include_str!("../../../models/instagram.json")).unwrap();
    other["base"] = 1.into();
    let other = Scorecard::from_value(&other).unwrap();
    assert_eq!(audience(1, 0).merge(&AudienceState::new(&other)), Err(Error::DifferentModels));
    let bytes = audience(1, 0).to_bytes();
    assert_eq!(AudienceState::from_bytes(&bytes, &other).unwrap_err(), Error::DifferentModels);
}

#[test]
fn error_rates_are_checked() {
    assert_eq!(rates(2, 1, 0, 1).unwrap_err().code(), "BAD_VALIDATION");
    assert_eq!(rates(0, 0, 0, 1).unwrap_err().code(), "BAD_VALIDATION");
}

proptest! {
    #[test]
    fn merging_is_counting_and_retracting_undoes_it(a in 0_u32..40, b in 0_u32..40, c in 0_u32..40, d in 0_u32..40) {
        let mut left = audience(a, b);
        let mut right = audience(c, d);
        let whole = audience(a + c, b + d);
        right.merge(&audience(a, b)).unwrap();
        left.merge(&audience(c, d)).unwrap();
        prop_assert_eq!(&left, &whole);
        prop_assert_eq!(&right, &whole);
        prop_assert_eq!(left.to_bytes(), whole.to_bytes());
        for _ in 0..c { left.retract(&person()).unwrap(); }
        for _ in 0..d { left.retract(&fake()).unwrap(); }
        prop_assert_eq!(left, audience(a, b));
    }

    #[test]
    fn bytes_are_read_as_they_were_written_and_damaged_ones_refused(a in 0_u32..40, b in 0_u32..40, at in 0_usize..64, to in any::<u8>()) {
        let state = audience(a, b);
        let mut bytes = state.to_bytes();
        prop_assert_eq!(&AudienceState::from_bytes(&bytes, Scorecard::shipped()).unwrap(), &state);
        let at = at % bytes.len();
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        prop_assert!(AudienceState::from_bytes(&bytes, Scorecard::shipped()).is_err());
    }

    #[test]
    fn shares_add_up_to_one_and_lie_within_their_intervals(a in 0_u32..60, b in 0_u32..60) {
        prop_assume!(a + b > 0);
        for method in [Quantification::Naive, Quantification::Adjusted, Quantification::Em] {
            let found = audience(a, b).finish(&options(method)).unwrap();
            let kinds = [found.real, found.influencer, found.mass_follower, found.suspicious];
            let sum: f64 = kinds.iter().map(|figure| figure.value().unwrap()).sum();
            prop_assert!((sum - 1.0).abs() < 1e-6, "{:?} {}", method, sum);
            for figure in kinds {
                let (value, interval) = (figure.value().unwrap(), figure.interval().unwrap());
                prop_assert!(interval.low <= value && value <= interval.high, "{:?} {:?}", method, figure);
            }
        }
    }
}

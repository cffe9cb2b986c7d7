use crate::audience::{
    Base, Category, Demographics, DemographicsOptions, Dimension, Error, Person, ShareOptions,
};

mod properties;
mod tables;

fn options(by: &[&[Dimension]], weighted: bool) -> DemographicsOptions {
    let by = by.iter().map(|by| by.to_vec()).collect();
    DemographicsOptions { by, weighted, ..DemographicsOptions::default() }
}

fn count(options: DemographicsOptions, people: &[Person<'_>]) -> Demographics {
    let mut state = Demographics::new(options).unwrap();
    for person in people {
        state.update(person).unwrap();
    }
    state
}

fn gendered(gender: Option<&str>, weight: f64) -> Person<'_> {
    Person { gender, weight: Some(weight), ..Person::default() }
}

const GENDER: &[&[Dimension]] = &[&[Dimension::Gender]];

#[test]
fn shares_by_hand() {
    let people = [
        gendered(Some("female"), 1.0),
        gendered(Some("female"), 1.0),
        gendered(Some("male"), 1.0),
        gendered(None, 1.0),
    ];
    let gender = &count(options(GENDER, false), &people).finish(&ShareOptions::default()).unwrap()[0];
    let labels: Vec<_> = gender.shares.iter().map(|share| share.categories[0].to_string()).collect();
    assert_eq!(labels, ["female", "male", "(missing)"]);
    let values: Vec<_> = gender.shares.iter().map(|share| share.share.value().unwrap()).collect();
    assert_eq!(values, [0.5, 0.25, 0.25]);
    assert_eq!((gender.effective_n, gender.design_effect), (Some(4.0), Some(1.0)));
    assert_eq!(gender.missing.value(), Some(0.25));
    // Wilson for 2 of 4 at 95 %: (2 + z²/2 ± z √(1 + z²/4)) / (4 + z²).
    let interval = gender.shares[0].share.interval().unwrap();
    assert!((interval.low - 0.150_039_0).abs() < 1e-6, "{interval:?}");
    assert!((interval.high - 0.849_961_0).abs() < 1e-6, "{interval:?}");
}

#[test]
fn shares_of_those_known_leave_the_missing_out_and_say_how_many() {
    let people = [gendered(Some("female"), 3.0), gendered(Some("male"), 1.0), gendered(None, 4.0)];
    let known = ShareOptions { base: Base::Known, ..ShareOptions::default() };
    let gender = &count(options(GENDER, true), &people).finish(&known).unwrap()[0];
    assert_eq!(gender.n, 2);
    let values: Vec<_> = gender.shares.iter().map(|share| share.share.value().unwrap()).collect();
    assert_eq!(values, [0.75, 0.25]);
    assert_eq!(gender.missing.value(), Some(0.5));
    // Kish: (3 + 1)² / (9 + 1).
    assert_eq!((gender.effective_n, gender.design_effect), (Some(1.6), Some(1.25)));
}

#[test]
fn equal_weights_have_no_design_effect() {
    let people: Vec<_> = (0..997).map(|i| gendered(Some(if i < 300 { "a" } else { "b" }), 0.1)).collect();
    let weighted = count(options(GENDER, true), &people).finish(&ShareOptions::default()).unwrap();
    let plain = count(options(GENDER, false), &people).finish(&ShareOptions::default()).unwrap();
    assert_eq!(weighted[0].design_effect, Some(1.0));
    let ends = |finished: &[crate::audience::Breakdown]| {
        let interval = finished[0].shares[0].share.interval().unwrap();
        (interval.low, interval.high)
    };
    let ((low, high), (plain_low, plain_high)) = (ends(&weighted), ends(&plain));
    assert!((low - plain_low).abs() < 1e-15 && (high - plain_high).abs() < 1e-15);
}

#[test]
fn a_larger_share_of_the_population_narrows_the_interval_down_to_nothing() {
    let people = [gendered(Some("a"), 1.0), gendered(Some("a"), 1.0), gendered(Some("b"), 1.0)];
    let state = count(options(GENDER, false), &people);
    let width = |population| {
        let finished = state.finish(&ShareOptions { population, ..ShareOptions::default() }).unwrap();
        let interval = finished[0].shares[0].share.interval().unwrap();
        interval.high - interval.low
    };
    assert!(width(None) > width(Some(100)) && width(Some(100)) > width(Some(4)));
    assert_eq!(width(Some(3)), 0.0);
    let small = state.finish(&ShareOptions { population: Some(2), ..ShareOptions::default() });
    assert_eq!(small.unwrap_err().code(), "SAMPLE_LARGER_THAN_POPULATION");
}

#[test]
fn nobody_is_no_error_but_has_no_share() {
    let empty = count(options(GENDER, true), &[]).finish(&ShareOptions::default()).unwrap();
    assert_eq!((empty[0].n, empty[0].effective_n, empty[0].shares.len()), (0, None, 0));
    assert_eq!(empty[0].missing.value(), None);
}

#[test]
fn weights_that_cannot_weigh_are_refused() {
    let mut state = Demographics::new(options(GENDER, true)).unwrap();
    let before = state.to_bytes();
    let negative = state.update(&gendered(Some("a"), -1.0)).unwrap_err();
    assert_eq!(negative.to_string(), "weight -1 is negative; weights are numbers from 0 to below 2^32");
    let none = state.update(&Person::default()).unwrap_err();
    assert_eq!(none.to_string(), "there is no weight, but the audience is weighted; every person needs one");
    assert_eq!(state.to_bytes(), before);
    state.update(&gendered(Some("a"), 0.0)).unwrap();
    let zero = state.finish(&ShareOptions::default()).unwrap_err();
    assert_eq!(zero, Error::WeightsAllZero { people: 1 });
    assert_eq!(zero.to_string(), "the weights of all 1 people are 0; at least one must be above 0");
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let new = |by: &[&[Dimension]]| Demographics::new(options(by, false)).unwrap_err().to_string();
    assert_eq!(new(&[]), "there is no dimension to break the audience down by; name at least one");
    assert_eq!(new(&[&[]]), new(&[]));
    assert_eq!(new(&[&[Dimension::City, Dimension::City]]), "dimension city is named twice; once is enough");
    let twice: &[Dimension] = &[Dimension::Gender, Dimension::AgeBand];
    assert_eq!(new(&[twice, twice]), "the breakdown by gender × age_band is asked for twice; once is enough");
    let level = ShareOptions { level: 1.0, ..ShareOptions::default() };
    assert_eq!(count(options(GENDER, false), &[]).finish(&level).unwrap_err().code(), "LEVEL_OUT_OF_RANGE");
}

#[test]
fn somebody_who_was_never_counted_cannot_be_taken_back() {
    let mut state = count(options(GENDER, true), &[gendered(Some("a"), 2.0), gendered(Some("b"), 1.0)]);
    let before = state.to_bytes();
    for never in
        [gendered(Some("c"), 1.0), gendered(None, 1.0), gendered(Some("a"), 1.0), gendered(Some("b"), 2.0)]
    {
        assert_eq!(state.retract(&never), Err(Error::NeverCounted));
    }
    assert_eq!(state.to_bytes(), before);
    state.retract(&gendered(Some("a"), 2.0)).unwrap();
    assert_eq!(state, count(options(GENDER, true), &[gendered(Some("b"), 1.0)]));
}

#[test]
fn audiences_of_different_roles_do_not_mix() {
    let followers = count(options(GENDER, false), &[]);
    let likers = DemographicsOptions { role: crate::model::AudienceRole::Liker, ..options(GENDER, false) };
    let mismatch = |other| followers.clone().merge(&count(other, &[])).unwrap_err().to_string();
    let end = "cannot be merged; merge states of the same options";
    assert_eq!(mismatch(likers), format!("audiences of different roles {end}"));
    assert_eq!(mismatch(options(GENDER, true)), format!("a weighted and an unweighted audience {end}"));
    let by_age = options(&[&[Dimension::AgeBand]], false);
    assert_eq!(mismatch(by_age), format!("audiences counted by different breakdowns {end}"));
}

#[test]
fn bands_of_reachability_come_in_their_order() {
    let person = |following| Person { following, ..Person::default() };
    let people = [Some(1_500), Some(0), None, Some(999), Some(1_499), Some(500), Some(499)].map(person);
    let state = count(options(&[&[Dimension::Reachability]], false), &people);
    let shares = &state.finish(&ShareOptions::default()).unwrap()[0].shares;
    let listed: Vec<_> = shares.iter().map(|s| (s.categories[0].to_string(), s.n)).collect();
    let expected = [("-500", 2), ("500-1000", 2), ("1000-1500", 1), ("1500-", 1), ("(missing)", 1)];
    assert_eq!(listed, expected.map(|(label, n)| (label.to_owned(), n)));
}

#[test]
fn a_person_with_several_interests_counts_once_among_the_people() {
    let food = ["food".to_owned(), "travel".to_owned(), "food".to_owned()];
    let travel = ["travel".to_owned()];
    let person = |interests| Person { interests, ..Person::default() };
    let people = [person(&food), person(&travel), person(&[])];
    let state = count(options(&[&[Dimension::Interest]], false), &people);
    let interest = &state.finish(&ShareOptions::default()).unwrap()[0];
    assert_eq!(interest.n, 3);
    let counts: Vec<_> = interest.shares.iter().map(|s| (s.categories[0].clone(), s.n)).collect();
    assert_eq!(counts, [("food".into(), 1), ("travel".into(), 2), (Category::Missing, 1)]);
    assert_eq!(interest.shares[1].share.value(), Some(2.0 / 3.0));
    assert_eq!(interest.missing.value(), Some(1.0 / 3.0));
}

#[test]
fn an_interest_that_is_a_special_category_is_refused() {
    let faith = ["religion".to_owned()];
    let mut state = Demographics::new(options(&[&[Dimension::Interest]], false)).unwrap();
    let error = state.update(&Person { interests: &faith, ..Person::default() }).unwrap_err();
    assert_eq!(error.code(), "SPECIAL_CATEGORY");
    assert_eq!(state.n(), 0);
}

use crate::audience::{
    AffinityOptions, Category, Demographics, DemographicsOptions, Dimension, Error, Person, affinity,
};
use crate::stats::{Method, Undefined};

fn count(people: &[(Option<&str>, u32)], weighted: bool) -> Demographics {
    let by = vec![vec![Dimension::Gender]];
    let mut state =
        Demographics::new(DemographicsOptions { by, weighted, ..DemographicsOptions::default() }).unwrap();
    for (gender, many) in people {
        for _ in 0..*many {
            let person = Person { gender: *gender, weight: Some(1.0), ..Person::default() };
            state.update(&person).unwrap();
        }
    }
    state
}

const BY: [Dimension; 1] = [Dimension::Gender];

#[test]
fn affinity_by_hand() {
    let audience = count(&[(Some("female"), 30), (Some("male"), 60), (None, 10)], false);
    let base = count(&[(Some("female"), 15), (Some("male"), 60), (Some("other"), 25)], false);
    let found = affinity(&audience, &base, &BY, &AffinityOptions::default()).unwrap();
    let labels: Vec<_> = found.iter().map(|one| one.categories[0].to_string()).collect();
    assert_eq!(labels, ["female", "male", "other", "(missing)"]);
    let women = found[0].affinity.estimate().unwrap();
    assert_eq!((women.value, women.method), (2.0, Method::KatzLog));
    // Katz: exp(ln 2 ± 1.959964 · sqrt(1/30 − 1/100 + 1/15 − 1/100)).
    let interval = found[0].affinity.interval().unwrap();
    assert!((interval.low - 1.148_9).abs() < 1e-3 && (interval.high - 3.481_7).abs() < 1e-3, "{interval:?}");
    assert_eq!(found[1].affinity.value(), Some(1.0));
    // Nobody of the audience: the ratio is 0, how far from it is not known. Nobody of the base: no ratio.
    assert_eq!((found[2].affinity.value(), found[2].affinity.reason()), (Some(0.0), Some(Undefined::TooFew)));
    assert_eq!(found[2].share.value(), Some(0.0));
    assert_eq!(found[3].affinity.reason(), Some(Undefined::NoDenominator));
    assert_eq!(found[3].categories, [Category::Missing]);
}

#[test]
fn equal_weights_change_nothing() {
    let people = [(Some("female"), 30), (Some("male"), 70)];
    let base = [(Some("female"), 200), (Some("male"), 100)];
    let ends = |weighted| {
        let options = AffinityOptions::default();
        let found = affinity(&count(&people, weighted), &count(&base, weighted), &BY, &options).unwrap();
        let interval = found[0].affinity.interval().unwrap();
        [found[0].affinity.value().unwrap(), interval.low, interval.high]
    };
    let (plain, weighted) = (ends(false), ends(true));
    assert!(plain.iter().zip(weighted).all(|(a, b)| (a - b).abs() < 1e-12), "{plain:?} {weighted:?}");
}

#[test]
fn a_whole_population_has_no_sampling_error() {
    let options = AffinityOptions { population: Some(100), base_population: Some(300), ..Default::default() };
    let audience = count(&[(Some("female"), 30), (Some("male"), 70)], false);
    let base = count(&[(Some("female"), 200), (Some("male"), 100)], false);
    let interval = affinity(&audience, &base, &BY, &options).unwrap()[0].affinity.interval().unwrap();
    assert_eq!(interval.low, interval.high);
}

#[test]
fn a_breakdown_that_was_not_counted_has_no_affinity() {
    let state = count(&[(Some("female"), 1)], false);
    let by = [Dimension::Country];
    let error = affinity(&state, &state, &by, &AffinityOptions::default()).unwrap_err();
    assert_eq!(error, Error::NotCounted { dimensions: by.to_vec() });
}

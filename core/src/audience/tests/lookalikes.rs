use crate::audience::{
    Demographics, DemographicsOptions, Dimension, LookalikeOptions, Person, Portrait, ShareOptions,
    lookalikes, portrait,
};

fn of(dimension: &str, categories: &[(&str, f64)]) -> Portrait {
    let categories = categories.iter().map(|(label, weight)| ((*label).to_owned(), *weight)).collect();
    [(dimension.to_owned(), categories)].into()
}

#[test]
fn similarity_by_hand() {
    let target = of("gender", &[("female", 0.5), ("male", 0.5)]);
    let half = of("gender", &[("female", 8.0)]);
    let other = of("gender", &[("other", 1.0)]);
    let found = lookalikes(&target, &[other, half, target.clone()], &LookalikeOptions::default()).unwrap();
    let order: Vec<_> = found.iter().map(|one| one.candidate).collect();
    assert_eq!(order, [2, 1, 0]);
    assert_eq!((found[0].similarity, found[0].distance), (1.0, 0.0));
    assert!((found[1].similarity - 0.5_f64.sqrt()).abs() < 1e-15);
    assert_eq!((found[2].similarity, found[2].distance), (0.0, 1.0));
}

#[test]
fn what_is_not_known_of_a_candidate_does_not_help_it() {
    let mut target = of("gender", &[("female", 1.0)]);
    target.extend(of("hashtag", &[("sea", 3.0), ("sun", 1.0)]));
    let gender_only = of("gender", &[("female", 1.0)]);
    let found =
        lookalikes(&target, std::slice::from_ref(&gender_only), &LookalikeOptions::default()).unwrap();
    assert_eq!((found[0].similarity, found[0].dimensions["hashtag"]), (0.5, None));
    let weights = [("hashtag".to_owned(), 3.0)].into();
    let found = lookalikes(&target, &[gender_only], &LookalikeOptions { weights, top: 1 }).unwrap();
    assert_eq!(found[0].similarity, 0.25);
}

#[test]
fn equally_alike_ones_come_in_their_order_and_the_list_ends() {
    let target = of("gender", &[("female", 1.0)]);
    let candidates = vec![target.clone(); 5];
    let options = LookalikeOptions { top: 3, ..LookalikeOptions::default() };
    let order: Vec<_> =
        lookalikes(&target, &candidates, &options).unwrap().iter().map(|one| one.candidate).collect();
    assert_eq!(order, [0, 1, 2]);
}

#[test]
fn portraits_that_cannot_be_compared_are_refused() {
    let good = of("gender", &[("female", 1.0)]);
    let options = LookalikeOptions::default();
    for bad in [Portrait::new(), of("gender", &[("female", 0.0)]), of("gender", &[("female", -1.0)])] {
        assert_eq!(lookalikes(&bad, &[], &options).unwrap_err().code(), "BAD_PORTRAIT");
    }
    let error = lookalikes(&good, &[good.clone(), of("x", &[("y", f64::NAN)])], &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "candidate 1: a weight is negative or not finite; weights are numbers from 0"
    );
}

#[test]
fn an_audience_has_a_portrait_without_what_is_missing() {
    let by = vec![vec![Dimension::Gender], vec![Dimension::Gender, Dimension::Country]];
    let mut state = Demographics::new(DemographicsOptions { by, ..DemographicsOptions::default() }).unwrap();
    for (gender, country) in [(Some("female"), Some("DE")), (Some("male"), None), (None, Some("DE"))] {
        state.update(&Person { gender, country, ..Person::default() }).unwrap();
    }
    let portrait = portrait(&state.finish(&ShareOptions::default()).unwrap());
    assert_eq!(portrait["gender"].keys().collect::<Vec<_>>(), ["female", "male"]);
    assert_eq!(portrait["gender × country"].keys().collect::<Vec<_>>(), ["female × DE"]);
}

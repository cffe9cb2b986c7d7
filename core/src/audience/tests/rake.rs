use proptest::prelude::*;

use crate::audience::{Category, Dimension, Margin, Person, RakeOptions, Target, rake};

fn margin(dimension: Dimension, targets: &[(&str, f64)]) -> Margin {
    let target = |(label, n): &(&str, f64)| Target { categories: vec![(*label).into()], n: *n };
    Margin { dimensions: vec![dimension], targets: targets.iter().map(target).collect() }
}

fn person<'a>(gender: &'a str, country: &'a str) -> Person<'a> {
    Person { gender: Some(gender), country: Some(country), ..Person::default() }
}

/// The example of `rake` in the manual of the R package survey: schools by type and by whether they met their
/// target, the cells of its sample of 183 (`svytable(~stype + sch.wide, dclus1)` over the weight of 33.847).
#[test]
fn the_published_example_of_raking_has_its_margins_and_keeps_its_odds_ratios() {
    let cells = [
        ("E", "No", 12),
        ("E", "Yes", 132),
        ("H", "No", 3),
        ("H", "Yes", 11),
        ("M", "No", 8),
        ("M", "Yes", 17),
    ];
    let people: Vec<Person<'_>> = cells
        .iter()
        .flat_map(|(kind, met, many)| {
            let one = Person { weight: Some(33.847), ..person(kind, met) };
            std::iter::repeat_n(one, *many)
        })
        .collect();
    let margins = [
        margin(Dimension::Gender, &[("E", 4421.0), ("H", 755.0), ("M", 1018.0)]),
        margin(Dimension::Country, &[("No", 1072.0), ("Yes", 5122.0)]),
    ];
    let raked = rake(&people, &margins, &RakeOptions::default()).unwrap();
    assert!(raked.largest_gap <= 1e-9 && raked.iterations < 40, "{} rounds", raked.iterations);
    assert!((raked.weights.iter().sum::<f64>() - 6194.0).abs() < 1e-6);
    // Of every 2 × 2 table the odds ratio is that of the sample: that is what raking keeps.
    let weight =
        |at: usize| raked.weights[cells[..at].iter().map(|cell| cell.2).sum::<usize>()] * cells[at].2 as f64;
    let odds = |a: f64, b: f64, c: f64, d: f64| a * d / (b * c);
    let (elementary, middle) = ((weight(0), weight(1)), (weight(4), weight(5)));
    let after = odds(elementary.0, elementary.1, middle.0, middle.1);
    assert!((after / odds(12.0, 132.0, 8.0, 17.0) - 1.0).abs() < 1e-12);
}

#[test]
fn one_margin_is_post_stratification() {
    let people = [person("a", "x"), person("a", "y"), person("b", "x"), person("b", "x")];
    let joint =
        |gender: &str, country: &str, n| Target { categories: vec![gender.into(), country.into()], n };
    let margin = Margin {
        dimensions: vec![Dimension::Gender, Dimension::Country],
        targets: vec![joint("b", "x", 30.0), joint("a", "y", 5.0), joint("a", "x", 20.0)],
    };
    let raked = rake(&people, &[margin], &RakeOptions::default()).unwrap();
    assert_eq!((raked.weights.as_slice(), raked.iterations), (&[20.0, 5.0, 15.0, 15.0][..], 1));
    assert_eq!(raked.fitted[2].people, 2);
    // Kish: 55² / (400 + 25 + 225 + 225).
    assert!((raked.effective_n - 3_025.0 / 875.0).abs() < 1e-12);
    assert!((raked.design_effect - 4.0 / raked.effective_n).abs() < 1e-12);
    assert!((raked.factors[1] - 20.0 * 4.0 / 55.0).abs() < 1e-12, "{:?}", raked.factors);
}

#[test]
fn margins_that_do_not_fit_are_refused_by_name() {
    let people = [person("a", "x"), person("b", "y")];
    let gender = margin(Dimension::Gender, &[("a", 1.0), ("b", 1.0)]);
    let fail = |margins: &[Margin]| rake(&people, margins, &RakeOptions::default()).unwrap_err();
    let nobody = fail(&[margin(Dimension::Gender, &[("a", 1.0), ("b", 1.0), ("c", 2.0)])]);
    assert_eq!(
        nobody.to_string(),
        "margin 0: 2 people are wanted in gender=c, but nobody with weight is there; leave the category out or join \
         it with another"
    );
    let silent = fail(&[margin(Dimension::Gender, &[("a", 1.0)])]);
    assert_eq!(silent.code(), "PEOPLE_WITHOUT_MARGIN");
    let unequal = fail(&[gender.clone(), margin(Dimension::Country, &[("x", 1.0), ("y", 2.0)])]);
    assert_eq!(unequal.code(), "MARGINS_DISAGREE");
    // a and x are the same person: no weights give 1 : 1 by one margin and 1 : 3 by the other.
    let apart = fail(&[gender, margin(Dimension::Country, &[("x", 0.5), ("y", 1.5)])]);
    assert_eq!(apart.code(), "MARGINS_CANNOT_BE_MET");
    assert!(apart.to_string().contains("after 1000 iterations margin 0 is still 0.5 off"), "{apart}");
    assert_eq!(fail(&[]).code(), "NOTHING_ASKED");
    for bad in [
        margin(Dimension::Gender, &[]),
        margin(Dimension::Gender, &[("a", 1.0), ("a", 1.0)]),
        margin(Dimension::Gender, &[("a", -1.0)]),
        margin(Dimension::Interest, &[("a", 1.0)]),
        Margin { dimensions: vec![], targets: vec![] },
        Margin { dimensions: vec![Dimension::Gender; 2], targets: vec![] },
        Margin { dimensions: vec![Dimension::Gender], targets: vec![Target { categories: vec![], n: 1.0 }] },
    ] {
        assert_eq!(fail(&[bad]).code(), "BAD_MARGIN");
    }
}

#[test]
fn weights_that_cannot_weigh_are_refused_with_their_row() {
    let gender = margin(Dimension::Gender, &[("a", 1.0)]);
    let weighted = |weights: &[Option<f64>]| {
        let people: Vec<_> =
            weights.iter().map(|weight| Person { weight: *weight, ..person("a", "x") }).collect();
        rake(&people, std::slice::from_ref(&gender), &RakeOptions::default()).unwrap_err().to_string()
    };
    assert_eq!(
        weighted(&[Some(1.0), Some(-2.0)]),
        "row 1: weight -2 is negative; weights are numbers from 0 to below 2^32"
    );
    assert!(weighted(&[Some(1.0), None]).starts_with("row 1: there is no weight"));
    assert!(weighted(&[Some(0.0), Some(0.0)]).starts_with("the weights of all 2 people are 0"));
}

#[test]
fn what_is_not_known_is_a_category_of_its_own() {
    let people = [person("a", "x"), Person { country: Some("x"), ..Person::default() }];
    let mut gender = margin(Dimension::Gender, &[("a", 3.0)]);
    let silent = rake(&people, std::slice::from_ref(&gender), &RakeOptions::default()).unwrap_err();
    assert!(silent.to_string().contains("1 people are in gender=(missing)"), "{silent}");
    gender.targets.push(Target { categories: vec![Category::Missing], n: 1.0 });
    assert_eq!(rake(&people, &[gender], &RakeOptions::default()).unwrap().weights, [3.0, 1.0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn neither_the_order_of_people_nor_of_targets_changes_a_bit(
        rows in prop::collection::vec((0..3_usize, 0..3_usize, 0.1..4.0_f64), 9..40),
        turn in 0..9_usize,
    ) {
        let labels = ["a", "b", "c"];
        // Everybody is met once, so that every cell has people.
        let full = (0..9).map(|at| (at / 3, at % 3, 1.0));
        let rows: Vec<_> = full.chain(rows).collect();
        let people: Vec<Person<'_>> = rows
            .iter()
            .map(|(g, c, w)| Person { weight: Some(*w), ..person(labels[*g], labels[*c]) })
            .collect();
        let mut margins = [
            margin(Dimension::Gender, &[("a", 5.0), ("b", 2.0), ("c", 3.0)]),
            margin(Dimension::Country, &[("a", 1.0), ("b", 4.0), ("c", 5.0)]),
        ];
        let straight = rake(&people, &margins, &RakeOptions::default()).unwrap();
        let mut turned = people.clone();
        turned.rotate_left(turn);
        margins[0].targets.rotate_left(1);
        margins[1].targets.reverse();
        let mut other = rake(&turned, &margins, &RakeOptions::default()).unwrap().weights;
        other.rotate_right(turn);
        prop_assert_eq!(straight.weights, other);
        prop_assert!(straight.largest_gap < 1e-9);
    }
}

use proptest::prelude::*;

use crate::audience::{NotableOptions, Sketch, notable, overlap};
use crate::stats::{Method, Undefined};

const KEY: [u8; 32] = [9; 32];

fn sketch(size: u32, people: impl IntoIterator<Item = u32>) -> Sketch {
    let mut sketch = Sketch::new(size, &KEY).unwrap();
    for person in people {
        sketch.update(&person.to_le_bytes());
    }
    sketch
}

#[test]
fn overlap_of_nobody_is_not_zero_but_undefined() {
    let none = overlap::<u32>([], []);
    assert_eq!((none.both.value(), none.jaccard.reason()), (Some(0.0), Some(Undefined::Empty)));
    let one = overlap([1, 1, 1], []);
    assert_eq!((one.first.value(), one.jaccard.value()), (Some(1.0), Some(0.0)));
    assert_eq!(one.second_in_first.reason(), Some(Undefined::Empty));
}

#[test]
fn a_small_sketch_is_exact() {
    let (first, second) = (sketch(64, 0..40), sketch(64, 30..64));
    assert_eq!(first.overlap(&second, 0.95).unwrap(), overlap(0..40, 30..64));
    assert_eq!(first.count(0.95).unwrap().estimate().unwrap().method, Method::Exact);
}

#[test]
fn a_sketch_of_many_is_near_and_says_how_near() {
    let (first, second) = (sketch(4_096, 0..60_000), sketch(4_096, 40_000..90_000));
    let found = first.overlap(&second, 0.999).unwrap();
    for (figure, truth) in [
        (found.first, 60_000.0),
        (found.second, 50_000.0),
        (found.both, 20_000.0),
        (found.either, 90_000.0),
        (found.jaccard, 2.0 / 9.0),
        (found.first_in_second, 1.0 / 3.0),
        (found.second_in_first, 0.4),
    ] {
        let interval = figure.interval().unwrap();
        assert!(interval.low <= truth && truth <= interval.high, "{figure:?} {truth}");
    }
    assert!((found.first.value().unwrap() / 60_000.0 - 1.0).abs() < 0.06);
}

#[test]
fn sketches_of_other_keys_sizes_and_bytes_are_refused() {
    let one = sketch(64, 0..200);
    let code = |error: crate::audience::Error| error.code();
    assert_eq!(code(Sketch::new(15, &KEY).unwrap_err()), "BAD_SKETCH");
    assert_eq!(code(Sketch::new(64, &[1; 15]).unwrap_err()), "BAD_SKETCH");
    assert_eq!(code(one.overlap(&sketch(128, 0..9), 0.95).unwrap_err()), "BAD_SKETCH");
    let other = Sketch::new(64, &[1; 32]).unwrap();
    assert_eq!(code(one.clone().merge(&other).unwrap_err()), "BAD_SKETCH");
    let bytes = one.to_bytes();
    assert_eq!(Sketch::from_bytes(&bytes, &KEY).unwrap().to_bytes(), bytes);
    assert_eq!(code(Sketch::from_bytes(&bytes, &[1; 32]).unwrap_err()), "BAD_SKETCH");
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(
            Sketch::from_bytes(&damaged, &KEY).is_err() && Sketch::from_bytes(&bytes[..at], &KEY).is_err()
        );
    }
    assert_eq!(format!("{one:?}"), "Sketch { size: 64, kept: 64, .. }");
}

#[test]
fn notable_people_are_listed_by_followers_then_id() {
    let members =
        [("z", Some(5_000)), ("a", Some(5_000)), ("m", Some(999)), ("k", Some(90_000)), ("u", None)];
    let found = notable(members, &NotableOptions { top: 2, ..NotableOptions::default() }).unwrap();
    assert_eq!(found.top, [("k", 90_000), ("a", 5_000)]);
    assert_eq!((found.n, found.unknown, found.share.value()), (3, 1, Some(0.75)));
    assert!(!format!("{found:?}").contains("90000"), "who they are is not printed");
    let few = notable(members, &NotableOptions { population: Some(3), ..NotableOptions::default() });
    assert_eq!(few.unwrap_err().code(), "SAMPLE_LARGER_THAN_POPULATION");
    let nobody = notable::<u32>([], &NotableOptions::default()).unwrap();
    assert_eq!(nobody.share.reason(), Some(Undefined::Empty));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn exact_overlap_agrees_with_plain_sets(
        first in prop::collection::vec(0_u8..40, 0..60),
        second in prop::collection::vec(0_u8..40, 0..60),
    ) {
        use std::collections::BTreeSet;
        let (a, b): (BTreeSet<u8>, BTreeSet<u8>) = (first.iter().copied().collect(), second.iter().copied().collect());
        let found = overlap(first, second);
        prop_assert_eq!(found.both.value(), Some((&a & &b).len() as f64));
        prop_assert_eq!(found.either.value(), Some((&a | &b).len() as f64));
    }

    #[test]
    fn the_union_of_sketches_is_the_sketch_of_the_union(
        first in prop::collection::vec(0_u32..500, 0..120),
        second in prop::collection::vec(0_u32..500, 0..120),
    ) {
        let mut merged = sketch(32, first.iter().copied());
        merged.merge(&sketch(32, second.iter().copied())).unwrap();
        let whole = sketch(32, second.into_iter().rev().chain(first));
        prop_assert_eq!(merged.to_bytes(), whole.to_bytes());
    }
}

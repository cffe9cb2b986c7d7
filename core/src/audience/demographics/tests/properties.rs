use std::collections::BTreeMap;

use proptest::prelude::*;

use super::options;
use crate::audience::{Demographics, DemographicsOptions, Dimension, Error, Person, ShareOptions};

/// An invented person who owns what is known.
#[derive(Debug, Clone)]
struct Invented {
    country: Option<&'static str>,
    region: Option<&'static str>,
    gender: Option<&'static str>,
    interests: Vec<String>,
    following: Option<u64>,
    weight: f64,
}

impl Invented {
    fn person(&self) -> Person<'_> {
        Person {
            country: self.country,
            region: self.region,
            gender: self.gender,
            interests: &self.interests,
            following: self.following,
            weight: Some(self.weight),
            ..Person::default()
        }
    }
}

fn invented() -> impl Strategy<Value = Invented> {
    let some_of = |labels: &'static [&'static str]| prop::option::weighted(0.8, prop::sample::select(labels));
    let interests = prop::collection::vec(prop::sample::select(&["food", "travel", "Fußball"][..]), 0..3);
    let weight = prop_oneof![Just(0.0), Just(1.0), 0.0..3.0, 1e-30..1e9];
    let place = prop_oneof![
        Just((None, None)),
        Just((Some("DE"), Some("DE-BE"))),
        Just((Some("DE"), None)),
        Just((Some("FR"), Some("FR-IDF"))),
    ];
    (place, some_of(&["female", "male", "other"]), interests, prop::option::of(0..2_000_u64), weight)
        .prop_map(|((country, region), gender, interests, following, weight)| Invented {
            country,
            region,
            gender,
            interests: interests.into_iter().map(str::to_owned).collect(),
            following,
            weight,
        })
}

fn all(weighted: bool) -> DemographicsOptions {
    options(
        &[
            &[Dimension::Gender],
            &[Dimension::Country, Dimension::Region, Dimension::Reachability],
            &[Dimension::Interest, Dimension::Gender],
        ],
        weighted,
    )
}

fn count<'a>(weighted: bool, people: impl IntoIterator<Item = &'a Invented>) -> Demographics {
    let mut state = Demographics::new(all(weighted)).unwrap();
    for person in people {
        state.update(&person.person()).unwrap();
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn order_partition_and_those_who_left_leave_no_trace(
        people in prop::collection::vec((invented(), 0..3_usize), 0..24),
        gone in prop::collection::vec(invented(), 0..8),
        weighted: bool,
    ) {
        let straight = count(weighted, people.iter().map(|(p, _)| p));
        let mut parts: Vec<Demographics> =
            (0..3).map(|part| count(weighted, people.iter().rev().filter(|(_, at)| *at == part).map(|(p, _)| p))).collect();
        for person in &gone {
            parts[1].update(&person.person()).unwrap();
        }
        let mut merged = parts.remove(1);
        merged.merge(&parts.remove(1)).unwrap();
        merged.merge(&parts.remove(0)).unwrap();
        for person in &gone {
            merged.retract(&person.person()).unwrap();
        }
        let bytes = straight.to_bytes();
        prop_assert_eq!(&merged.to_bytes(), &bytes);
        let read = Demographics::from_bytes(&bytes).unwrap();
        prop_assert_eq!(read.to_bytes(), bytes);
        match straight.finish(&ShareOptions::default()) {
            Ok(finished) => prop_assert_eq!(merged.finish(&ShareOptions::default()).unwrap(), finished),
            Err(error) => prop_assert_eq!(error, Error::WeightsAllZero { people: people.len() as u64 }),
        }
    }

    #[test]
    fn counts_agree_with_a_plain_count(people in prop::collection::vec(invented(), 1..60)) {
        let finished = count(false, &people).finish(&ShareOptions::default()).unwrap();
        let mut plain: BTreeMap<Option<&str>, u64> = BTreeMap::new();
        for person in &people {
            *plain.entry(person.gender).or_default() += 1;
        }
        prop_assert_eq!(finished[0].shares.len(), plain.len());
        for share in &finished[0].shares {
            prop_assert_eq!(share.n, plain[&share.categories[0].label()]);
            let value = share.share.value().unwrap();
            prop_assert_eq!(value, share.n as f64 / people.len() as f64);
            let interval = share.share.interval().unwrap();
            prop_assert!(0.0 <= interval.low && interval.low <= value);
            prop_assert!(value <= interval.high && interval.high <= 1.0);
        }
        let total: u64 = finished[1].shares.iter().map(|share| share.n).sum();
        prop_assert_eq!(total, people.len() as u64);
    }

    #[test]
    fn damaged_bytes_are_refused(
        people in prop::collection::vec(invented(), 0..6),
        at: prop::sample::Index,
        flip in 1..=255_u8,
    ) {
        let bytes = count(true, &people).to_bytes();
        prop_assert!(Demographics::from_bytes(&bytes[..at.index(bytes.len())]).is_err());
        let mut damaged = bytes;
        let at = at.index(damaged.len());
        damaged[at] ^= flip;
        prop_assert!(Demographics::from_bytes(&damaged).is_err());
    }

    #[test]
    fn forged_bytes_never_panic(
        people in prop::collection::vec(invented(), 0..6),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut forged = count(true, &people).to_bytes();
        let body = forged.len() - 4;
        for (at, byte) in edits {
            forged[at.index(body)] = byte;
        }
        let sum = crate::stats::codec::crc32(&forged[..body]);
        forged[body..].copy_from_slice(&sum.to_le_bytes());
        // The checksum fits now: whatever is read must still finish.
        if let Ok(state) = Demographics::from_bytes(&forged) {
            for base in [crate::audience::Base::Everyone, crate::audience::Base::Known] {
                if let Ok(finished) = state.finish(&ShareOptions { base, ..ShareOptions::default() }) {
                    let shares = finished.iter().flat_map(|breakdown| &breakdown.shares);
                    for interval in shares.filter_map(|share| share.share.interval()) {
                        prop_assert!(interval.low <= interval.high);
                    }
                }
            }
        }
    }
}

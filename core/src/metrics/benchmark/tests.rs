use proptest::prelude::*;

use super::*;

fn of(peers: &[f64], own: Option<f64>, bins: Bins) -> Benchmark {
    benchmark(peers, own, &bins, 0.95).unwrap()
}

fn counts(found: &Benchmark) -> Vec<u64> {
    found.histogram.iter().map(|bin| bin.total_profile_count).collect()
}

#[test]
fn twenty_one_peers_in_four_bins_are_followed_by_hand() {
    // 0, 1 … 20 percent: the 5th percentile is 1 %, the 95th 19 %; two inner bins of 9 points each.
    let peers: Vec<f64> = (0..21).map(f64::from).collect();
    let found = of(&peers, Some(15.0), Bins::Count(4));
    let bins: Vec<_> =
        found.histogram.iter().map(|bin| (bin.min, bin.max, bin.total_profile_count)).collect();
    assert_eq!(
        bins,
        [
            (None, Some(1.0), 1),
            (Some(1.0), Some(10.0), 9),
            (Some(10.0), Some(19.0), 9),
            (Some(19.0), None, 2)
        ]
    );
    let medians: Vec<bool> = found.histogram.iter().map(|bin| bin.is_median).collect();
    assert_eq!(medians, [false, false, true, false], "the median 10 begins the third bin");
    assert_eq!((found.median.value(), found.peers), (Some(10.0), 21));
    assert_eq!(found.percentile.value(), Some(15.5 / 21.0), "15 below, one the same");
}

#[test]
fn the_percentile_has_wilsons_interval() {
    // 3 of 10 at 95 %: 0.1078 to 0.6032.
    let peers = [1.0, 1.0, 1.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0];
    let found = of(&peers, Some(2.0), Bins::default()).percentile;
    let interval = found.interval().unwrap();
    assert_eq!(found.value(), Some(0.3));
    assert!(
        (interval.low - 0.107_789).abs() < 1e-5 && (interval.high - 0.603_222).abs() < 1e-5,
        "{interval:?}"
    );
}

#[test]
fn above_all_peers_is_the_whole_and_below_all_nothing() {
    let peers = [0.02, 0.03];
    assert_eq!(of(&peers, Some(0.04), Bins::Count(1)).percentile.value(), Some(1.0));
    assert_eq!(of(&peers, Some(0.01), Bins::Count(1)).percentile.value(), Some(0.0));
    assert_eq!(of(&peers, Some(-0.0), Bins::Count(1)).percentile.value(), Some(0.0));
    assert_eq!(of(&[0.0, 0.0], Some(-0.0), Bins::Count(1)).percentile.value(), Some(0.5));
}

#[test]
fn without_peers_there_is_one_empty_bin_and_no_percentile() {
    let found = of(&[], Some(0.1), Bins::default());
    assert_eq!(counts(&found), [0]);
    assert_eq!(
        (found.histogram[0].min, found.histogram[0].max, found.histogram[0].is_median),
        (None, None, false)
    );
    assert_eq!(found.median, Figure::undefined(Undefined::Empty));
    assert_eq!(found.percentile, Figure::undefined(Undefined::Empty));
    let alone = of(&[0.1], None, Bins::Count(2));
    assert_eq!((counts(&alone), alone.percentile), (vec![0, 1], Figure::undefined(Undefined::Empty)));
}

#[test]
fn peers_of_one_rate_share_one_end() {
    let found = of(&[0.02; 9], Some(0.02), Bins::Count(20));
    assert_eq!(counts(&found), [0, 9]);
    assert!(found.histogram[1].is_median);
    assert_eq!(found.percentile.value(), Some(0.5));
}

#[test]
fn one_bin_holds_all_and_two_part_in_the_middle() {
    let peers: Vec<f64> = (0..21).map(f64::from).collect();
    assert_eq!(counts(&of(&peers, None, Bins::Count(1))), [21]);
    let two = of(&peers, None, Bins::Count(2));
    assert_eq!((two.histogram[0].max, counts(&two)), (Some(10.0), vec![10, 11]));
}

#[test]
fn what_is_no_rate_is_refused_with_its_place() {
    for value in [-0.1, f64::INFINITY] {
        let refused = benchmark(&[0.1, value], None, &Bins::default(), 0.95);
        assert_eq!(refused, Err(Error::InvalidRate { peer: Some(1), value }));
        assert_eq!(
            benchmark(&[0.1], Some(value), &Bins::default(), 0.95),
            Err(Error::InvalidRate { peer: None, value })
        );
    }
    let error = benchmark(&[f64::NAN], None, &Bins::default(), 0.95).unwrap_err();
    assert_eq!(error.to_string(), "peer 0 (counted from 0): NaN is not a rate; rates are fractions from 0");
}

#[test]
fn bins_that_cannot_be_made_are_refused() {
    let bad = [
        Bins::Count(0),
        Bins::Count(BINS_MAX + 1),
        Bins::Ends(vec![1.0, 1.0]),
        Bins::Ends(vec![2.0, 1.0]),
        Bins::Ends(vec![f64::NAN]),
        Bins::Ends((0..BINS_MAX).map(f64::from).collect()),
    ];
    for bins in bad {
        assert_eq!(benchmark(&[0.1], None, &bins, 0.95).unwrap_err().code(), "INVALID_BINS", "{bins:?}");
    }
    assert_eq!(of(&[0.1], None, Bins::Count(BINS_MAX)).peers, 1);
    assert_eq!(counts(&of(&[0.1], None, Bins::Ends(vec![]))), [1]);
    assert_eq!(benchmark(&[], None, &Bins::default(), 1.5).unwrap_err().code(), "INVALID_LEVEL");
}

fn peers() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(prop_oneof![0.0..1.0_f64, (0..5_u8).prop_map(f64::from)], 0..40)
}

proptest! {
    #[test]
    fn every_peer_is_in_one_bin_and_the_order_of_peers_does_not_matter(
        peers in peers(), own in proptest::option::of(0.0..6.0_f64), count in 1..30_u32,
    ) {
        let found = of(&peers, own, Bins::Count(count));
        prop_assert_eq!(counts(&found).iter().sum::<u64>(), peers.len() as u64);
        prop_assert!(found.histogram.len() <= count as usize);
        prop_assert_eq!(found.histogram.iter().filter(|bin| bin.is_median).count(), usize::from(!peers.is_empty()));
        prop_assert!(found.histogram.windows(2).all(|pair| pair[0].max.is_some() && pair[0].max == pair[1].min));
        let mut turned = peers.clone();
        turned.reverse();
        prop_assert_eq!(of(&turned, own, Bins::Count(count)), found);
    }

    #[test]
    fn a_higher_rate_has_no_lower_percentile(peers in peers(), a in 0.0..6.0_f64, b in 0.0..6.0_f64) {
        prop_assume!(!peers.is_empty());
        let at = |own| of(&peers, Some(own), Bins::Count(1)).percentile.value().unwrap();
        prop_assert!(at(a.min(b)) <= at(a.max(b)));
    }

    #[test]
    fn each_percentile_is_that_of_the_account_among_the_others(rates in proptest::collection::vec(
        proptest::option::weighted(0.8, prop_oneof![0.0..1.0_f64, (0..3_u8).prop_map(f64::from)]), 0..20,
    )) {
        let found = percentiles(&rates, 0.9).unwrap();
        for (place, figure) in found.iter().enumerate() {
            let others: Vec<f64> =
                rates.iter().enumerate().filter(|(other, _)| *other != place).filter_map(|(_, rate)| *rate).collect();
            let expected = benchmark(&others, rates[place], &Bins::Count(1), 0.9).unwrap().percentile;
            prop_assert_eq!(*figure, expected);
        }
    }
}

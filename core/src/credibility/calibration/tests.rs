use proptest::prelude::*;

use super::*;

#[test]
fn probabilities_that_are_right_have_no_calibration_error() {
    let p: Vec<f64> = [0.25, 0.75].into_iter().flat_map(|p| [p; 4]).collect();
    let labels = [true, false, false, false, true, true, true, false];
    let found = reliability(&p, &labels, 2, 0.95).unwrap();
    assert_eq!((found.ece, found.brier, found.n, found.persons), (0.0, 0.1875, 8, 4));
    assert_eq!(found.bins[1].observed.value(), Some(0.75));
    assert_eq!(found.auc, 0.75, "9 wins and 6 ties of 16 pairs");
}

#[test]
fn the_dearer_error_is_avoided() {
    let p = [0.2, 0.4, 0.6, 0.8];
    let labels = [false, true, false, true];
    let at = |fake_taken_for_real, real_taken_for_fake| {
        threshold_by_cost(&p, &labels, Costs { fake_taken_for_real, real_taken_for_fake }).unwrap()
    };
    assert_eq!(at(5.0, 1.0).threshold, 0.8);
    assert_eq!(at(1.0, 5.0).threshold, 0.4);
    assert_eq!(at(0.0, 1.0).threshold, 0.2, "of several, the lowest");
    assert_eq!(at(1.0, 3.0).if_calibrated, 0.25);
}

#[test]
fn labels_that_cannot_serve_are_refused() {
    let code = |p: &[f64], labels: &[bool]| reliability(p, labels, 10, 0.95).unwrap_err().code();
    assert_eq!(code(&[0.5], &[true, false]), "UNEVEN_LABELS");
    assert_eq!(code(&[0.5, 0.6], &[true, true]), "ONE_CLASS");
    assert_eq!(code(&[], &[]), "ONE_CLASS");
    assert_eq!(code(&[0.5, f64::NAN], &[true, false]), "NOT_A_PROBABILITY");
    assert_eq!(code(&[0.5, 1.1], &[true, false]), "NOT_A_PROBABILITY");
    assert_eq!(reliability(&[0.5, 0.6], &[true, false], 0, 0.95).unwrap_err().code(), "BINS_OUT_OF_RANGE");
    let costs = Costs { fake_taken_for_real: -1.0, real_taken_for_fake: 1.0 };
    assert_eq!(threshold_by_cost(&[0.5, 0.6], &[true, false], costs).unwrap_err().code(), "BAD_COST");
}

#[test]
fn labels_that_are_parted_without_error_give_a_finite_line() {
    let platt = Platt::fit(&[0.1, 0.2, 0.8, 0.9], &[false, false, true, true]).unwrap();
    assert!(platt.slope.is_finite() && platt.intercept.abs() < 1e-6);
    let certain = Platt::fit(&[0.0, 1.0], &[false, true]).unwrap();
    assert!((certain.apply(1.0) - 2.0 / 3.0).abs() < 1e-6, "the target of one person");
}

proptest! {
    #[test]
    fn isotonic_values_rise_and_keep_the_number_of_persons(pairs in proptest::collection::vec((0_u8..20, any::<bool>()), 2..60)) {
        let p: Vec<f64> = pairs.iter().map(|(p, _)| f64::from(*p) / 20.0).collect();
        let labels: Vec<bool> = pairs.iter().map(|(_, label)| *label).collect();
        prop_assume!(labels.contains(&true) && labels.contains(&false));
        let isotonic = Isotonic::fit(&p, &labels).unwrap();
        prop_assert!(isotonic.knots.is_sorted_by(|a, b| a.from < b.from && a.to <= b.to));
        let sum: f64 = p.iter().map(|p| isotonic.apply(*p)).sum();
        let persons = labels.iter().filter(|label| **label).count() as f64;
        prop_assert!((sum - persons).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_accounts_changes_nothing(mut pairs in proptest::collection::vec((0.0_f64..1.0, any::<bool>()), 2..40)) {
        prop_assume!(pairs.iter().any(|pair| pair.1) && pairs.iter().any(|pair| !pair.1));
        let measure = |pairs: &[(f64, bool)]| {
            let (p, labels): (Vec<f64>, Vec<bool>) = pairs.iter().copied().unzip();
            (reliability(&p, &labels, 10, 0.95).unwrap(), Platt::fit(&p, &labels).unwrap())
        };
        let before = measure(&pairs);
        pairs.reverse();
        prop_assert_eq!(measure(&pairs), before);
    }
}

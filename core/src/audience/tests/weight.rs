use proptest::prelude::*;

use crate::audience::{SquareSum, Weight};

#[test]
fn weights_that_mean_nothing_are_refused() {
    for (value, message) in [
        (-3.0, "weight -3 is negative; weights are numbers from 0 to below 2^32"),
        (f64::NAN, "weight NaN is not a number; weights are numbers from 0 to below 2^32"),
        (f64::INFINITY, "weight inf is too large; weights are numbers from 0 to below 2^32"),
        (4_294_967_296.0, "weight 4294967296 is too large; weights are numbers from 0 to below 2^32"),
    ] {
        assert_eq!(Weight::new(value).unwrap_err().to_string(), message);
    }
    assert_eq!(Weight::new(-0.0), Ok(Weight::ZERO));
    assert_eq!(Weight::new(1.0), Ok(Weight::ONE));
}

#[test]
fn the_square_of_the_largest_weight_is_exact() {
    let largest = Weight::new(f64::from_bits(4_294_967_296.0_f64.to_bits() - 1)).unwrap();
    // (2^53 - 1)^2 · 2^78
    let expected = (((1_u128 << 53) - 1).pow(2) >> 50, ((1_u128 << 53) - 1).pow(2) << 78);
    assert_eq!(SquareSum::of(largest).units(), expected);
}

proptest! {
    #[test]
    fn a_weight_of_at_least_a_256th_is_kept_to_the_bit(value in 0.00390625_f64..4_294_967_295.0) {
        prop_assert_eq!(Weight::new(value).unwrap().value(), value);
    }

    #[test]
    fn squares_agree_with_long_multiplication(a in 0_u64.., b in 0_u64..(1 << 28)) {
        let units = (u128::from(b) << 64) | u128::from(a);
        // Schoolbook multiplication in base 2^32.
        let digits = |x: u128| [0, 32, 64, 96].map(|s| (x >> s) & 0xffff_ffff);
        let x = digits(units);
        let mut product = [0_u128; 9];
        for i in 0..4 {
            for j in 0..4 {
                product[i + j] += (x[i] * x[j]) & 0xffff_ffff;
                product[i + j + 1] += (x[i] * x[j]) >> 32;
            }
        }
        for i in 0..8 {
            product[i + 1] += product[i] >> 32;
            product[i] &= 0xffff_ffff;
        }
        let half = |d: &[u128]| d.iter().rev().fold(0, |sum, d| (sum << 32) | d);
        prop_assert_eq!(
            SquareSum::of(Weight::from_units(units)).units(),
            (half(&product[4..8]), half(&product[..4]))
        );
    }

    #[test]
    fn taking_back_undoes_adding(a in any::<[u128; 2]>(), b in any::<[u128; 2]>()) {
        let a = SquareSum::from_units(a[0] >> 1, a[1]);
        let b = SquareSum::from_units(b[0] >> 1, b[1]);
        let sum = a.checked_add(b).unwrap();
        prop_assert_eq!(sum, b.checked_add(a).unwrap());
        prop_assert_eq!(sum.checked_sub(b), Some(a));
        prop_assert_eq!(sum.checked_sub(a), Some(b));
    }
}

use proptest::prelude::*;

use crate::audience::Weight;

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

proptest! {
    #[test]
    fn a_weight_of_at_least_a_256th_is_kept_to_the_bit(value in 0.00390625_f64..4_294_967_295.0) {
        prop_assert_eq!(Weight::new(value).unwrap().value(), value);
    }
}

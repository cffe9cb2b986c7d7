//! 256-bit whole numbers: enough for sums of squares and products of sums.

use ethnum::U256;

/// The nearest `f64`: rounded once, half to even, as a cast of a smaller integer is.
pub(super) fn to_f64(value: U256) -> f64 {
    let (high, low) = value.into_words();
    if high == 0 {
        return low as f64;
    }
    // The top 128 bits carry the mantissa; what lies below only breaks ties.
    let shift = 128 - high.leading_zeros();
    let top = (value >> shift).as_u128();
    let rest = value & ((U256::ONE << shift) - U256::ONE);
    let sticky = u128::from(rest != U256::ZERO);
    ((top | sticky) as f64) * 2_f64.powi(shift as i32)
}

/// The product of two 128-bit numbers, which 256 bits always hold.
pub(super) fn product(a: u128, b: u128) -> U256 {
    U256::from(a) * U256::from(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_number_rounds_once() {
        assert_eq!(to_f64(U256::ZERO), 0.0);
        assert_eq!(to_f64(U256::from(u128::MAX)), u128::MAX as f64);
        assert_eq!(to_f64(U256::from(1_u8) << 200), 2_f64.powi(200));
        // 2^53 + 1 is half way between two numbers; one bit far below decides.
        let half_way = U256::from((1_u128 << 53) + 1) << 180;
        assert_eq!(to_f64(half_way), 2_f64.powi(233));
        assert_eq!(to_f64(half_way + U256::ONE), (2_f64.powi(53) + 2.0) * 2_f64.powi(180));
        assert_eq!(to_f64(U256::MAX), 2_f64.powi(256));
    }
}

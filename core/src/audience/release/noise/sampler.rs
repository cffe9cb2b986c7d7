//! Exact samplers of the discrete Laplace and the discrete Gaussian distribution.
//!
//! One idea to keep in mind: whole numbers only. No floating-point number is drawn, rounded or compared, so no
//! bit of an answer depends on how a computer rounds (Mironov 2012 shows what otherwise leaks). The algorithms
//! are 1 to 3 of Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020).

use super::stream::Stream;

/// 1 with probability `numerator / denominator`, which is at most 1.
fn bernoulli(stream: &mut Stream, numerator: u128, denominator: u128) -> bool {
    stream.below(denominator) < numerator
}

/// 1 with probability `exp(-numerator / denominator)`. None where the denominator grows beyond 128 bits, which
/// takes more than 2^20 lucky draws for the parameters admitted.
fn bernoulli_exp(stream: &mut Stream, numerator: u128, denominator: u128) -> Option<bool> {
    for _ in 0..numerator / denominator {
        if !bernoulli_exp_below_one(stream, 1, 1)? {
            return Some(false);
        }
    }
    bernoulli_exp_below_one(stream, numerator % denominator, denominator)
}

/// The same for a quotient of at most 1: the series of exp, one coin per term.
fn bernoulli_exp_below_one(stream: &mut Stream, numerator: u128, denominator: u128) -> Option<bool> {
    let mut term = 1_u128;
    while bernoulli(stream, numerator, denominator.checked_mul(term)?) {
        term += 1;
    }
    Some(term % 2 == 1)
}

/// A whole number `x` with probability proportional to `exp(-|x| * s / t)`: scale `t / s`.
pub(super) fn laplace(stream: &mut Stream, t: u128, s: u128) -> Option<i128> {
    loop {
        let offset = stream.below(t);
        if !bernoulli_exp(stream, offset, t)? {
            continue;
        }
        let mut whole = 0_u128;
        while bernoulli_exp(stream, 1, 1)? {
            whole += 1;
        }
        let magnitude = offset.checked_add(t.checked_mul(whole)?)? / s;
        let is_negative = bernoulli(stream, 1, 2);
        if is_negative && magnitude == 0 {
            continue;
        }
        let magnitude = i128::try_from(magnitude).ok()?;
        return Some(if is_negative { -magnitude } else { magnitude });
    }
}

/// A whole number `x` with probability proportional to `exp(-x^2 / (2 * a / b))`: variance parameter `a / b`.
pub(super) fn gaussian(stream: &mut Stream, a: u128, b: u128) -> Option<i128> {
    let t = (a / b).isqrt() + 1;
    loop {
        let candidate = laplace(stream, t, 1)?;
        // (|x| - a/(b t))^2 / (2 a / b) as one fraction.
        let distance = candidate.unsigned_abs().checked_mul(t)?.checked_mul(b)?.abs_diff(a);
        let numerator = distance.checked_mul(distance)?;
        let denominator = a.checked_mul(b)?.checked_mul(t)?.checked_mul(t)?.checked_mul(2)?;
        if bernoulli_exp(stream, numerator, denominator)? {
            return Some(candidate);
        }
    }
}

//! The regularised incomplete beta function and its inverse.
//!
//! statrs has both, to about ten digits where one parameter is large: it subtracts large logarithms of the gamma
//! function. Here they are subtracted as series, and statrs gives the starting point of the inverse.

use statrs::function::beta::inv_beta_reg;

/// ln B(a, b). With the larger parameter in Stirling's series, so that lnΓ(b) − lnΓ(a + b) does not lose its
/// digits by cancelling.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    if b < 15.0 {
        return libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    }
    let falling = a - (b - 0.5) * (a / b).ln_1p() - a * (a + b).ln();
    libm::lgamma(a) + falling + stirling_rest(b) - stirling_rest(a + b)
}

/// What Stirling's formula leaves of lnΓ(x), for x of 15 and above (NIST DLMF 5.11.1).
fn stirling_rest(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let series = 1.0 / 1_680.0 - square / 1_188.0;
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1_260.0 - square * series))) / x
}

/// I_x(a, b) for a, b > 0 and x from 0 to 1, by Lentz's continued fraction (NIST DLMF 8.17.22).
pub(super) fn regularised(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b)).exp();
    // The fraction converges fast on the side where x is below the mean.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    // About the square root of the larger parameter many steps are needed.
    let steps = 200 + 10 * a.max(b).sqrt() as u32;
    for m in 1..=steps {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// The x at which I_x(a, b) = p, for p between 0 and 1: Newton where it stays between the bounds, halving where it
/// does not.
pub(super) fn inverse(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let start = inv_beta_reg(a, b, p);
    let mut x = if start > 0.0 && start < 1.0 { start } else { a / (a + b) };
    let constant = ln_beta(a, b);
    for _ in 0..200 {
        let error = regularised(a, b, x) - p;
        if error > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - constant).exp();
        let newton = x - error / density;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        let moved = (next - x).abs();
        x = next;
        if moved <= 2.0 * f64::EPSILON * x {
            break;
        }
    }
    x
}

/// The density of Student's t with `df` degrees of freedom.
pub(super) fn student_density(t: f64, df: f64) -> f64 {
    (-0.5 * df.ln() - ln_beta(0.5 * df, 0.5) - 0.5 * (df + 1.0) * (t * t / df).ln_1p()).exp()
}

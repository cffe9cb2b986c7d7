//! The regularised incomplete beta function and its inverse: behind Clopper–Pearson, Student's t and the ranks of
//! the median's interval.
//!
//! One idea to keep in mind: nothing large is ever subtracted from something large. The power in front of the
//! continued fraction is written as Stirling rests and deviances (Loader 2000), which are small where it matters,
//! both tails are carried, and x is carried together with y = 1 − x. statrs' own functions subtract logarithms of
//! the gamma function, which leaves nine digits at 10⁶ trials, and stop after 141 steps, which is too few from
//! about 10⁵.

use super::distributions::normal_quantile;

/// Which tail of the distribution a probability belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    Lower,
    Upper,
}

impl Tail {
    fn other(self) -> Tail {
        match self {
            Tail::Lower => Tail::Upper,
            Tail::Upper => Tail::Lower,
        }
    }
}

/// From here on both parameters are so large that the normal expansion is exact to the last digits.
const LARGE: f64 = 1e9;

/// A relative step below which Newton's method is as good as done: what comes after is its square.
const CLOSE: f64 = 1e-9;

/// More steps than any parameters below [`LARGE`] need; a bound, so that no input can hang.
const STEPS: u32 = 1_000_000;

/// What Stirling's formula leaves of lnΓ(x): lnΓ(x) − (x − ½) ln x + x − ½ ln 2π (NIST DLMF 5.11.1).
fn stirling_rest(x: f64) -> f64 {
    let (mut x, mut rest) = (x, 0.0);
    // The series serves from 16 on; below, climb there by Γ(x + 1) = x Γ(x).
    while x < 16.0 {
        rest += (x + 0.5) * libm::log1p(1.0 / x) - 1.0;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = 1.0 / 1_680.0 - square * (1.0 / 1_188.0 - square * (691.0 / 360_360.0));
    rest + (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1_260.0 - square * series))) / x
}

/// t − ln(1 + t) with 1 + t = `ratio`, without cancelling where t is small and without losing the ratio where it
/// is small.
fn less_its_logarithm(t: f64, ratio: f64) -> f64 {
    if t.abs() > 0.25 {
        return t - libm::log(ratio);
    }
    // ln(1 + t) = 2 artanh(r) with r = t / (2 + t), and t − 2r = r t.
    let r = t / (2.0 + t);
    let square = r * r;
    let (mut power, mut divisor, mut sum) = (r * square, 3.0, 0.0);
    loop {
        let next = sum + power / divisor;
        if next == sum {
            return r * t - 2.0 * sum;
        }
        sum = next;
        power *= square;
        divisor += 2.0;
    }
}

/// x^a y^b / B(a, b), with y = 1 − x.
fn front(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let off = b * x - a * y;
    let sum = a + b;
    let deviance =
        a * less_its_logarithm(off / a, sum / a * x) + b * less_its_logarithm(-off / b, sum / b * y);
    let rests = stirling_rest(sum) - stirling_rest(a) - stirling_rest(b);
    let scale = a / sum * b / std::f64::consts::TAU;
    scale.sqrt() * libm::exp(rests - deviance)
}

/// I_x(a, b) and 1 − I_x(a, b) for a, b > 0 and y = 1 − x, by the continued fraction on the side where it
/// converges fast.
pub(super) fn tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let front = front(a, b, x, y);
    if x < (a + 1.0) / (a + b + 2.0) {
        let lower = (front / fraction(a, b, x, y)).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (front / fraction(b, a, y, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

/// The fraction β₀ + α₁/(β₁ + α₂/(β₂ + …)) under the front (DiDonato and Morris 1992, equation 9), by Lentz's
/// method. It takes x and y, because a − (a + b) x = a y − b x keeps its digits only so.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value };
    let lambda = a * y - b * x;
    let mut fraction = away_from_zero(a * (lambda + 1.0) / (a + 1.0));
    let (mut c, mut d) = (fraction, 0.0);
    for m in 1..=STEPS {
        let m = f64::from(m);
        let (before, after) = (a + 2.0 * m - 1.0, a + 2.0 * m + 1.0);
        let part = m * (b - m) * x / before;
        let alpha = (a + m - 1.0) * (a + b + m - 1.0) * x / before * part;
        let beta = m + part + (a + m) * (lambda + 1.0 + m * (1.0 + y)) / after;
        d = 1.0 / away_from_zero(beta + alpha * d);
        c = away_from_zero(beta + alpha / c);
        let step = c * d;
        fraction *= step;
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// The x, with 1 − x, at which the tail of Beta(a, b) is `p`, for p between 0 and 1.
///
/// Solved for the logarithm of the smaller of x and 1 − x, so that it keeps its digits however small it is. The
/// logarithm of a tail is concave there, so Newton's steps hardly ever leave the bracket; where one does, halving
/// replaces it.
pub(super) fn inverse(tail: Tail, p: f64, a: f64, b: f64) -> (f64, f64) {
    if a.min(b) > LARGE {
        return inverse_large(tail, p, a, b);
    }
    let (lower, upper) = tails(a, b, 0.5, 0.5);
    let below_half = match tail {
        Tail::Lower => lower >= p,
        Tail::Upper => upper <= p,
    };
    if below_half {
        inverse_below_half(tail, p, a, b)
    } else {
        let (y, x) = inverse_below_half(tail.other(), p, b, a);
        (x, y)
    }
}

fn inverse_below_half(tail: Tail, p: f64, a: f64, b: f64) -> (f64, f64) {
    let target = libm::log(p);
    let (mut low, mut high) = (0.0_f64, 0.5_f64);
    let mut x = start(tail, p, a, b);
    let mut last = f64::INFINITY;
    for _ in 0..200 {
        let y = 1.0 - x;
        let (lower, upper) = tails(a, b, x, y);
        let (now, sign) = match tail {
            Tail::Lower => (lower, 1.0),
            Tail::Upper => (upper, -1.0),
        };
        let over = sign * (libm::log(now) - target);
        if over > 0.0 {
            high = x;
        } else {
            low = x;
        }
        // d ln(tail) / d ln x = x · density / tail = front / (y · tail).
        let step = over * now * y / front(a, b, x, y);
        let newton = x * libm::exp(-step);
        let inside = newton > low && newton < high;
        if step.abs() < CLOSE && (!inside || step.abs() <= 2.0 * f64::EPSILON || step.abs() >= 0.5 * last) {
            // Down to the noise of the function itself.
            x = newton;
            break;
        }
        last = step.abs();
        x = if inside {
            newton
        } else if low > 0.0 {
            (low * high).sqrt()
        } else {
            high / 16.0
        };
        if x < f64::MIN_POSITIVE {
            break;
        }
    }
    (x, 1.0 - x)
}

/// Where Newton begins: the normal approximation where it lies inside, else the power law of the lower end.
fn start(tail: Tail, p: f64, a: f64, b: f64) -> f64 {
    let mean = a / (a + b);
    let z = match tail {
        Tail::Lower => normal_quantile(p),
        Tail::Upper => -normal_quantile(p),
    };
    let normal = mean + z * (mean * (b / (a + b)) / (a + b + 1.0)).sqrt();
    if normal > 0.1 * mean && normal < 0.5 {
        return normal;
    }
    mean.min(0.4)
}

/// Fisher's z of the beta distribution, expanded around the normal one (Abramowitz and Stegun 26.5.22).
fn inverse_large(tail: Tail, p: f64, a: f64, b: f64) -> (f64, f64) {
    let z = match tail {
        Tail::Lower => -normal_quantile(p),
        Tail::Upper => normal_quantile(p),
    };
    let (odds_a, odds_b) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
    let h = 2.0 / (odds_a + odds_b);
    let lambda = (z * z - 3.0) / 6.0;
    let w = z * (h + lambda).sqrt() / h - (odds_b - odds_a) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
    let tilt = libm::exp(2.0 * w);
    (a / (a + b * tilt), b * tilt / (a + b * tilt))
}

//! The interval of a share: what the sample leaves open, and what the classifier leaves open.
//!
//! One idea to keep in mind: the interval holds every share that the estimate does not contradict, judged by the
//! variance that the estimate would have if that share were the true one (as Wilson's does), not by the variance at
//! the estimate, which is wrong near 0 and 1.
//!
//! The variance at a share θ of an audience of N of which n were scored is the sum of three parts:
//! 1. which followers were sampled: θ(1 − θ)/n · (N − n)/(N − 1);
//! 2. what one score leaves open about one follower: 1/(n I(θ)) − θ(1 − θ)/n, where I(θ) is the information of one
//!    scored follower; this part remains when the whole audience is scored;
//! 3. what is not known about the classifier: its rates, or the mean score of each class, were themselves estimated
//!    on a limited number of labelled accounts.
//!
//! Sources: Rogan and Gladen 1978 (American Journal of Epidemiology 107); Lang and Reiczigel 2014 (Preventive
//! Veterinary Medicine 113); for 2 the missing information principle of Orchard and Woodbury 1972; for skewness
//! Cornish and Fisher 1938 (Revue de l'Institut International de Statistique 5).

use crate::credibility::ErrorRates;
use crate::stats::{Interval, Quantiles, finite_population};

/// How many were scored, and what the size of the audience leaves of what sampling does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sampled {
    pub(super) n: f64,
    /// Of the variance: (N − n)/(N − 1), or 1 where N is not known.
    pub(super) remaining: f64,
    /// Of the third moment: the same by (N − 2n)/(N − 2).
    remaining_third: f64,
}

impl Sampled {
    pub(super) fn new(n: u64, population: Option<u64>) -> Result<Self, crate::stats::Error> {
        let Some(population) = population else {
            return Ok(Sampled { n: n as f64, remaining: 1.0, remaining_third: 1.0 });
        };
        let remaining = finite_population(n, population)?;
        let (sample, all) = (n as f64, population as f64);
        let lopsided = if population > 2 { (all - 2.0 * sample) / (all - 2.0) } else { 0.0 };
        Ok(Sampled { n: sample, remaining, remaining_third: remaining * lopsided })
    }

    /// How the count of a share θ is spread: parts of the estimate's moments that all methods have.
    fn binomial(&self, share: f64) -> (f64, f64) {
        let variance = share * (1.0 - share) / self.n;
        (variance, variance * (1.0 - 2.0 * share) / self.n)
    }

    /// Moments of an estimate, from those that it would have in an endless audience, and the variance that the
    /// classifier adds.
    pub(super) fn spread(&self, share: f64, variance: f64, third: f64, of_classifier: f64) -> Spread {
        let (of_sample, third_of_sample) = self.binomial(share);
        let of_scores = (variance - of_sample).max(0.0);
        Spread {
            variance: of_sample * self.remaining + of_scores + of_classifier,
            third: third_of_sample * self.remaining_third + third - third_of_sample,
        }
    }
}

/// How an estimate is spread where a share is the true one: its second and third moment about that share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    pub(super) variance: f64,
    pub(super) third: f64,
}

impl Spread {
    /// How far the estimate may lie from the share, squared, for one that is above (`true`) or below the estimate.
    ///
    /// An estimate that is skewed seldom lies far on its short side: the end of the interval that this side decides
    /// is drawn nearer, by Cornish and Fisher's γ(z² − 1)/6. The other end stays where Wilson has it. With both moved,
    /// small counts (which cannot miss on one side) would be covered too often.
    fn reach(&self, z: f64, above: bool) -> f64 {
        let towards = if above { self.third } else { -self.third };
        let nearer = if towards > 0.0 && self.variance > 0.0 {
            let skewness = towards / (self.variance * self.variance.sqrt());
            (skewness * (z * z - 1.0) / 6.0).clamp(0.0, 0.5 * z)
        } else {
            0.0
        };
        (z - nearer) * (z - nearer) * self.variance
    }
}

/// All θ with (estimate − θ)² ≤ z² · variance(θ).
pub(super) fn invert(estimate: f64, quantiles: &Quantiles, spread: impl Fn(f64) -> Spread) -> Interval {
    let z = quantiles.z();
    let at_estimate = z * spread(estimate).variance.sqrt();
    let end = |far: f64| {
        // Below 0 where the interval holds the share; it holds its estimate, though the variance there may be 0.
        let beyond =
            |share: f64| (estimate - share) * (estimate - share) - spread(share).reach(z, far > estimate);
        let (mut inside, mut at_inside) = (estimate, (-at_estimate * at_estimate).min(-f64::MIN_POSITIVE));
        // From where it would end if the variance were the same everywhere, further out by steps that grow.
        let mut step = if at_estimate > 0.0 { at_estimate } else { 0.01 };
        loop {
            let outside =
                if far > estimate { (estimate + step).min(far) } else { (estimate - step).max(far) };
            let at_outside = beyond(outside);
            if at_outside > 0.0 {
                return root(outside, at_outside, inside, at_inside, beyond);
            }
            if outside == far {
                return far;
            }
            (inside, at_inside) = (outside, at_outside.min(-f64::MIN_POSITIVE));
            step *= 2.0;
        }
    };
    Interval { low: end(0.0).min(estimate), high: end(1.0).max(estimate), level: quantiles.level() }
}

/// Where a function passes 0 between two places at which its signs differ: by inverse quadratic interpolation where
/// that can be trusted, by halving elsewhere (Chandrupatla 1997, Advances in Engineering Software 28).
fn root(outside: f64, at_outside: f64, inside: f64, at_inside: f64, value: impl Fn(f64) -> f64) -> f64 {
    const ROUNDS: u32 = 80;
    const CLOSE: f64 = 1e-9;
    let (mut x1, mut f1, mut x2, mut f2) = (outside, at_outside, inside, at_inside);
    let mut by = (f1 / (f1 - f2)).clamp(0.1, 0.9);
    for _ in 0..ROUNDS {
        let x = x1 + by * (x2 - x1);
        let f = value(x);
        let (x3, f3);
        if (f > 0.0) == (f1 > 0.0) {
            (x3, f3) = (x1, f1);
        } else {
            (x3, f3) = (x2, f2);
            (x2, f2) = (x1, f1);
        }
        (x1, f1) = (x, f);
        let least = CLOSE / (x2 - x1).abs();
        if least >= 0.5 {
            break;
        }
        let (place, height) = ((x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2));
        let trusted = height * height < place && (1.0 - height) * (1.0 - height) < 1.0 - place;
        by = if trusted {
            f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        } else {
            0.5
        };
        by = by.clamp(least, 1.0 - least);
    }
    if f1.abs() < f2.abs() { x1 } else { x2 }
}

/// How an adjusted count (Rogan and Gladen) is spread where the true share of the suspicious is θ.
pub(super) fn of_adjusted(share: f64, rates: &ErrorRates, sampled: Sampled) -> Spread {
    let n = sampled.n;
    let fake_flagged = 1.0 - rates.fake_taken_for_real;
    let real_flagged = 1.0 - rates.real_taken_for_real;
    let distance = fake_flagged - real_flagged;
    let flagged = share * fake_flagged + (1.0 - share) * real_flagged;
    let variance = flagged * (1.0 - flagged) / (n * distance * distance);
    let third = variance * (1.0 - 2.0 * flagged) / (n * distance);
    let of_rates = (share * share * uncertainty(fake_flagged, rates.fake)
        + (1.0 - share) * (1.0 - share) * uncertainty(real_flagged, rates.real))
        / (distance * distance);
    sampled.spread(share, variance, third, of_rates)
}

/// The variance of a rate that was seen on `n` accounts; with two accounts more of each sort (Agresti and Coull), so
/// that a rate of 0 or 1 is not taken for certain.
fn uncertainty(rate: f64, n: u64) -> f64 {
    let n = n as f64;
    let towards_half = (rate * n + 2.0) / (n + 4.0);
    towards_half * (1.0 - towards_half) / (n + 4.0)
}

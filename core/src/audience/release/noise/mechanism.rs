//! How much noise, and what it costs.
//!
//! One idea to keep in mind: parameters are multiples of 2^-20, rounded to the private side when they are made,
//! so that scale and cost are exact fractions and the ledger adds up to the unit.

use serde::{Deserialize, Serialize};

use super::sampler::{gaussian, laplace};
use super::stream::Stream;
use crate::audience::release::Error;
use crate::audience::release::rules::out_of_range;

/// Parameters are multiples of one over this.
const GRAIN: u128 = 1 << 20;

/// Costs are multiples of 2^-60.
pub(super) const UNIT_BITS: u32 = 60;

/// What one person can change in the answer: at most `cells` figures, each by at most `each`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// In how many figures of one answer a person stands at most: 1 for the cells of a table, more where a
    /// person has several interests.
    pub cells: u32,
    /// By how much a person changes one figure at most: 1 for counts, the bound that contributions are clamped
    /// to for sums.
    pub each: u32,
}

impl Contribution {
    /// A person stands in one cell and counts once.
    pub const COUNT: Contribution = Contribution { cells: 1, each: 1 };

    fn l1(self) -> u128 {
        u128::from(self.cells) * u128::from(self.each)
    }

    fn l2_squared(self) -> u128 {
        u128::from(self.cells) * u128::from(self.each) * u128::from(self.each)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Kind {
    Laplace,
    Gaussian,
}

/// A noise mechanism with its parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Declared", into = "Declared")]
pub struct Mechanism {
    kind: Kind,
    /// Epsilon or rho in multiples of 2^-20.
    grains: u64,
    contribution: Contribution,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Declared {
    kind: Kind,
    grains: u64,
    contribution: Contribution,
}

impl TryFrom<Declared> for Mechanism {
    type Error = Error;

    fn try_from(declared: Declared) -> Result<Self, Error> {
        Mechanism::of(declared.kind, declared.grains, declared.contribution)
    }
}

impl From<Mechanism> for Declared {
    fn from(mechanism: Mechanism) -> Self {
        Declared { kind: mechanism.kind, grains: mechanism.grains, contribution: mechanism.contribution }
    }
}

impl Mechanism {
    /// Discrete Laplace noise: pure differential privacy with `epsilon` per answer (2^-20 to 64, rounded down to
    /// a multiple of 2^-20).
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`].
    pub fn laplace(epsilon: f64, contribution: Contribution) -> Result<Self, Error> {
        Mechanism::of(Kind::Laplace, grains("epsilon", epsilon)?, contribution)
    }

    /// Discrete Gaussian noise: zero-concentrated differential privacy with `rho` per answer (2^-20 to 64,
    /// rounded down to a multiple of 2^-20).
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`].
    pub fn gaussian(rho: f64, contribution: Contribution) -> Result<Self, Error> {
        Mechanism::of(Kind::Gaussian, grains("rho", rho)?, contribution)
    }

    fn of(kind: Kind, grains: u64, contribution: Contribution) -> Result<Self, Error> {
        if !(1..=64 << 20).contains(&grains) {
            return Err(out_of_range("the privacy parameter", grains, "from 1 to 67108864 units of 2^-20"));
        }
        if contribution.cells == 0 || contribution.cells > 1 << 10 {
            return Err(out_of_range(
                "the number of cells of one person",
                contribution.cells,
                "from 1 to 1024",
            ));
        }
        if contribution.each == 0 || contribution.each > 1 << 12 {
            return Err(out_of_range("the contribution to one cell", contribution.each, "from 1 to 4096"));
        }
        Ok(Mechanism { kind, grains, contribution })
    }

    /// The parameter after rounding: epsilon for Laplace, rho for Gaussian noise.
    pub fn parameter(&self) -> f64 {
        self.grains as f64 / GRAIN as f64
    }

    /// The standard deviation of the continuous distribution with the same scale.
    pub fn standard_deviation(&self) -> f64 {
        let (a, b) = self.scale();
        match self.kind {
            Kind::Laplace => std::f64::consts::SQRT_2 * a as f64 / b as f64,
            Kind::Gaussian => (a as f64 / b as f64).sqrt(),
        }
    }

    /// The least `w` such that the noise is within `-w` and `w` with probability `level` or more (0 to below 1).
    /// For Gaussian noise with a standard deviation above 1000, from the normal distribution, rounded up.
    pub fn margin(&self, level: f64) -> u64 {
        let tail = 1.0 - level.clamp(0.0, 1.0 - 1e-12);
        let (a, b) = self.scale();
        match self.kind {
            Kind::Laplace => {
                // P(|x| > w) = 2 q^(w + 1) / (1 + q) with q = exp(-1 / scale).
                let rate = b as f64 / a as f64;
                let whole = ((2.0 / (tail * (1.0 + (-rate).exp()))).ln() / rate).ceil() - 1.0;
                whole.max(0.0) as u64
            }
            Kind::Gaussian => {
                let deviation = self.standard_deviation();
                if deviation > 1000.0 {
                    return (deviation
                        * crate::audience::release::noise::budget::normal_quantile(1.0 - tail / 2.0))
                    .ceil() as u64
                        + 1;
                }
                let density = |x: u64| (-((x * x) as f64) * b as f64 / (2.0 * a as f64)).exp();
                let total = 1.0 + 2.0 * (1..=(deviation * 40.0) as u64 + 40).map(density).sum::<f64>();
                let mut within = 1.0;
                let mut margin = 0;
                while within < (1.0 - tail) * total {
                    margin += 1;
                    within += 2.0 * density(margin);
                }
                margin
            }
        }
    }

    pub(super) fn contribution(&self) -> Contribution {
        self.contribution
    }

    pub(super) fn is_pure(&self) -> bool {
        self.kind == Kind::Laplace
    }

    /// Scale `t / s` of the Laplace, variance `a / b` of the Gaussian distribution, in lowest terms.
    fn scale(&self) -> (u128, u128) {
        let (a, b) = match self.kind {
            Kind::Laplace => (self.contribution.l1() * GRAIN, u128::from(self.grains)),
            Kind::Gaussian => (self.contribution.l2_squared() * GRAIN, 2 * u128::from(self.grains)),
        };
        let divisor = greatest_common_divisor(a, b);
        (a / divisor, b / divisor)
    }

    /// What an answer costs as pure differential privacy, in units of 2^-60; none for Gaussian noise.
    pub(super) fn pure_cost(&self) -> Option<u128> {
        self.is_pure().then(|| u128::from(self.grains) << (UNIT_BITS - 20))
    }

    /// What an answer costs as zero-concentrated differential privacy, in units of 2^-60: `epsilon^2 / 2` for
    /// Laplace noise (Bun and Steinke 2016, proposition 1.4), rho for Gaussian noise.
    pub(super) fn concentrated_cost(&self) -> u128 {
        let grains = u128::from(self.grains);
        match self.kind {
            Kind::Laplace => (grains * grains) << (UNIT_BITS - 41),
            Kind::Gaussian => grains << (UNIT_BITS - 20),
        }
    }

    /// What distinguishes this mechanism from others in the key of the noise.
    pub(super) fn key(&self) -> Vec<u8> {
        let Contribution { cells, each } = self.contribution;
        let parts = [
            &[u8::from(self.is_pure())][..],
            &self.grains.to_le_bytes(),
            &cells.to_le_bytes(),
            &each.to_le_bytes(),
        ];
        parts.concat()
    }

    /// One draw. The admitted parameters stay within 128 bits but for draws that never happen (less likely than
    /// 2^-1000); such a draw is taken again.
    pub(super) fn draw(&self, stream: &mut Stream) -> i128 {
        let (a, b) = self.scale();
        loop {
            let noise = match self.kind {
                Kind::Laplace => laplace(stream, a, b),
                Kind::Gaussian => gaussian(stream, a, b),
            };
            if let Some(noise) = noise {
                return noise;
            }
        }
    }
}

fn grains(what: &'static str, parameter: f64) -> Result<u64, Error> {
    let scaled = (parameter * GRAIN as f64).floor();
    if !(1.0..=64.0 * GRAIN as f64).contains(&scaled) {
        return Err(out_of_range(what, parameter, "from 2^-20 (about 0.000001) to 64"));
    }
    Ok(scaled as u64)
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

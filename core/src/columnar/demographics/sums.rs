//! The sums of one audience, exact, and quick for weights as they mostly are.

use super::weights::{BLOCK, COARSE_BITS};
use crate::audience;
use crate::columnar::Error;
use crate::stats::Moments;

/// The sums over people whose weights are known; squares of the coarse part in 128 bits as long as they fit.
#[derive(Default)]
pub(super) struct Sums {
    n: u64,
    sum: u128,
    coarse_squares: u128,
    /// Once a weight has digits below the coarse ones, or is large, everything is summed here.
    wide: Option<Moments>,
}

impl Sums {
    /// Takes in people without weights.
    pub(super) fn add_people(&mut self, people: u64) {
        self.n += people;
    }

    /// Takes in weights in coarse units, each below 2^47, of at most a block.
    pub(super) fn add_coarse(&mut self, weights: impl Iterator<Item = u64>) -> Result<(), Error> {
        if self.wide.is_some() || self.n > (1 << 32) - BLOCK as u64 {
            let mut fine = weights.map(|weight| u128::from(weight) << COARSE_BITS);
            return fine.try_for_each(|unit| self.widen(unit));
        }
        // Fewer than 2^17 of them at a time: the sum fits.
        let (mut n, mut sum, mut squares) = (0, 0_u64, 0_u128);
        for weight in weights {
            n += 1;
            sum += weight;
            squares += u128::from(weight) * u128::from(weight);
        }
        self.n += n;
        self.sum += u128::from(sum) << COARSE_BITS;
        self.coarse_squares += squares;
        Ok(())
    }

    /// Takes in weights in units of 2^-60.
    pub(super) fn add_fine(&mut self, mut weights: impl Iterator<Item = u128>) -> Result<(), Error> {
        weights.try_for_each(|unit| self.widen(unit))
    }

    #[cold]
    fn widen(&mut self, unit: u128) -> Result<(), Error> {
        let mut wide = self.wide.unwrap_or_else(|| self.coarse());
        wide.update(unit).map_err(audience::Error::from)?;
        self.wide = Some(wide);
        Ok(())
    }

    fn coarse(&self) -> Moments {
        Moments::of_coarse(self.n, self.sum, self.coarse_squares, COARSE_BITS)
    }

    /// The sums of weights, or of people where there are no weights.
    pub(super) fn moments(&self, weighted: bool) -> Moments {
        match weighted {
            true => self.wide.unwrap_or_else(|| self.coarse()),
            false => Moments::of(self.n, u128::from(self.n), u128::from(self.n)),
        }
    }

    pub(super) fn n(&self) -> u64 {
        self.wide.map_or(self.n, |wide| wide.n())
    }
}

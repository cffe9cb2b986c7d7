//! How much of an audience can be reached.

use super::super::{Dimension, Error, Reachability};
use super::{Base, Demographics, ShareOptions};
use crate::stats::Figure;

use super::cross::Tally;
use super::finish::Whole;
use super::labels::MISSING;
use crate::stats::{Quantiles, finite_population};

impl Demographics {
    /// The share of people who follow fewer than 1 500 accounts, so that what one account posts is likely to be seen,
    /// a fraction. Whose number is not known is left out, whatever the base of the options.
    ///
    /// # Errors
    /// [`Error::NotCounted`] where the breakdown by reachability alone was not asked for; and as
    /// [`Demographics::finish`].
    ///
    /// ```
    /// use renown::audience::{Demographics, DemographicsOptions, Dimension, Person, ShareOptions};
    ///
    /// let by = vec![vec![Dimension::Reachability]];
    /// let mut audience = Demographics::new(DemographicsOptions { by, ..Default::default() })?;
    /// for following in [Some(80), Some(1_499), Some(1_500), None] {
    ///     audience.update(&Person { following, ..Person::default() })?;
    /// }
    /// assert_eq!(audience.reachable(&ShareOptions::default())?.value(), Some(2.0 / 3.0));
    /// # Ok::<(), renown::audience::Error>(())
    /// ```
    pub fn reachable(&self, options: &ShareOptions) -> Result<Figure, Error> {
        let dimensions = [Dimension::Reachability];
        let cross = self.crosses.iter().find(|cross| cross.dimensions == dimensions);
        let cross = cross.ok_or_else(|| Error::NotCounted { dimensions: dimensions.to_vec() })?;
        // What is refused there is refused here.
        self.finish(&ShareOptions { base: Base::Known, ..*options })?;
        let is_reached = |place: &[u32]| {
            place.first().is_some_and(|&number| number != MISSING)
                && self.categories(&dimensions, place).first().and_then(|category| category.label())
                    != Some(Reachability::From1500.label())
        };
        let reached = cross.cells.iter().filter(|(place, _)| is_reached(place));
        let tally = reached.fold(Tally::default(), |sum, (_, tally)| sum.with(*tally));
        let correction = options.population.map_or(Ok(1.0), |all| finite_population(self.n(), all))?;
        let whole = Whole::new(&cross.known, self.options.weighted, correction);
        Ok(whole.share(tally.weight as f64, &Quantiles::new(options.level)?))
    }
}

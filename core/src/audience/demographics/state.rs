//! The accumulator.

use super::super::{Dimension, Error, Person, Weight};
use super::cross::{Coded, Cross};
use super::labels::{Labels, MISSING};
use super::{Breakdown, DemographicsOptions, ShareOptions};
use crate::stats::Moments;

/// The people of one audience, counted by the asked breakdowns.
///
/// ```
/// use renown::audience::{Demographics, DemographicsOptions, Dimension, Person, ShareOptions};
///
/// let by = vec![vec![Dimension::Gender]];
/// let mut audience = Demographics::new(DemographicsOptions { by, ..Default::default() })?;
/// let woman = Person { gender: Some("female"), ..Person::default() };
/// let unknown = Person::default();
/// for person in [woman, woman, woman, unknown] {
///     audience.update(&person)?;
/// }
/// audience.retract(&woman)?;
///
/// let gender = &audience.finish(&ShareOptions::default())?[0];
/// assert_eq!(gender.shares[0].n, 2);
/// assert_eq!(gender.shares[0].share.value(), Some(2.0 / 3.0));
/// assert_eq!(gender.missing.value(), Some(1.0 / 3.0));
/// # Ok::<(), renown::audience::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Demographics {
    pub(super) options: DemographicsOptions,
    /// By [`Dimension`] in the order of its declaration.
    pub(super) labels: [Labels; Dimension::ALL.len()],
    pub(super) everyone: Moments,
    pub(super) crosses: Vec<Cross>,
}

/// States are equal where they hold the same people; how they came to does not matter.
impl PartialEq for Demographics {
    fn eq(&self, other: &Demographics) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl Demographics {
    /// Nobody counted yet.
    ///
    /// # Errors
    /// [`Error::NothingAsked`] where no breakdown or one without dimensions is asked for;
    /// [`Error::RepeatedDimension`], [`Error::RepeatedBreakdown`].
    pub fn new(options: DemographicsOptions) -> Result<Demographics, Error> {
        options.check()?;
        let crosses = options.by.iter().cloned().map(Cross::new).collect();
        Ok(Demographics { options, labels: Default::default(), everyone: Moments::new(), crosses })
    }

    /// What is counted.
    pub fn options(&self) -> &DemographicsOptions {
        &self.options
    }

    /// How many people are counted.
    pub fn n(&self) -> u64 {
        self.everyone.n()
    }

    /// Takes a person in.
    ///
    /// # Errors
    /// [`Error::MissingWeight`] where the audience is weighted and the person has no weight;
    /// [`Error::BadWeight`], [`Error::BadLabel`], [`Error::SpecialCategory`] for an interest that is one;
    /// [`Error::Stats`] after 2^32 people. The counts are unchanged then.
    pub fn update(&mut self, person: &Person<'_>) -> Result<(), Error> {
        let weight = self.weight_of(person)?;
        let coded = self.coded(person, weight, |labels, dimension, label| labels.number(dimension, label))?;
        // Everybody is a superset of those in any cell: what fits here fits there.
        self.everyone.update(weight)?;
        for cross in &mut self.crosses {
            cross.add(&coded)?;
        }
        Ok(())
    }

    /// Takes back a person who was taken in with the same values: afterwards the state is as if that person had
    /// never come.
    ///
    /// # Errors
    /// [`Error::NeverCounted`] where nobody with these values can have been counted; otherwise as
    /// [`Demographics::update`]. The counts are unchanged then.
    pub fn retract(&mut self, person: &Person<'_>) -> Result<(), Error> {
        let weight = self.weight_of(person)?;
        let coded =
            self.coded(person, weight, |labels, _, label| labels.find(label).ok_or(Error::NeverCounted))?;
        let mut everyone = self.everyone;
        everyone.retract(weight).map_err(|_| Error::NeverCounted)?;
        if !self.crosses.iter().all(|cross| cross.holds(&coded)) {
            return Err(Error::NeverCounted);
        }
        self.everyone = everyone;
        for cross in &mut self.crosses {
            cross.remove(&coded)?;
        }
        Ok(())
    }

    /// Takes in the people of another state of the same options.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the options differ; [`Error::Stats`] where the people are too many. The state is
    /// unchanged then.
    pub fn merge(&mut self, other: &Demographics) -> Result<(), Error> {
        let what = match (&self.options, &other.options) {
            (a, b) if a == b => None,
            (a, b) if a.role != b.role => Some("audiences of different roles"),
            (a, b) if a.weighted != b.weighted => Some("a weighted and an unweighted audience"),
            _ => Some("audiences counted by different breakdowns"),
        };
        if let Some(what) = what {
            return Err(Error::Mismatch { what });
        }
        let mut everyone = self.everyone;
        everyone.merge(&other.everyone)?;
        let mut numbers: Vec<Vec<u32>> = Vec::with_capacity(Dimension::ALL.len());
        for ((ours, theirs), dimension) in self.labels.iter_mut().zip(&other.labels).zip(Dimension::ALL) {
            let mut to = vec![MISSING];
            for label in theirs.all() {
                to.push(ours.number(dimension, Some(label))?);
            }
            numbers.push(to);
        }
        let translate = |dimension: Dimension, number: u32| {
            let number = usize::try_from(number).ok();
            let to = numbers.get(dimension as usize).and_then(|to| to.get(number?));
            to.copied().unwrap_or(MISSING)
        };
        self.everyone = everyone;
        for (ours, theirs) in self.crosses.iter_mut().zip(&other.crosses) {
            ours.merge(theirs, &translate)?;
        }
        Ok(())
    }

    /// The breakdowns, in the order in which they were asked for.
    ///
    /// # Errors
    /// [`Error::WeightsAllZero`] where there are people and none has weight; [`Error::Stats`] where the level is
    /// out of range or the population smaller than the sample.
    pub fn finish(&self, options: &ShareOptions) -> Result<Vec<Breakdown>, Error> {
        self.breakdowns(options)
    }

    fn weight_of(&self, person: &Person<'_>) -> Result<u128, Error> {
        if !self.options.weighted {
            return Ok(1);
        }
        let weight = person.weight.ok_or(Error::MissingWeight { row: None })?;
        Weight::new(weight).map(Weight::units)
    }

    /// The person in numbers, `number` giving the number of a label.
    fn coded(
        &mut self,
        person: &Person<'_>,
        weight: u128,
        number: impl Fn(&mut Labels, Dimension, Option<&str>) -> Result<u32, Error>,
    ) -> Result<Coded, Error> {
        let mut coded = Coded { weight, ..Coded::default() };
        for ((dimension, labels), code) in
            Dimension::ALL.into_iter().zip(&mut self.labels).zip(&mut coded.codes)
        {
            if !self.crosses.iter().any(|cross| cross.dimensions.contains(&dimension)) {
                continue;
            }
            if dimension.is_multi_valued() {
                for interest in person.interests {
                    coded.interests.push(number(labels, dimension, Some(interest))?);
                }
                coded.interests.sort_unstable();
                coded.interests.dedup();
                if coded.interests.is_empty() {
                    coded.interests.push(MISSING);
                }
                continue;
            }
            *code = number(labels, dimension, person.value(dimension))?;
        }
        Ok(coded)
    }
}

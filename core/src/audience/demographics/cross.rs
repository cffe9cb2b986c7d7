//! The cells of one breakdown.

use std::collections::HashMap;

use super::super::{Dimension, Error};
use super::labels::MISSING;
use crate::stats::{self, Moments};

/// How many people, and their weight: in units of 2^-60, or their number where there are no weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) n: u64,
    pub(super) weight: u128,
}

impl Tally {
    /// Both together. What all cells hold is checked before, in [`Moments`], so this cannot overflow; bytes that
    /// pretend otherwise do not add up.
    pub(super) fn with(self, other: Tally) -> Tally {
        Tally { n: self.n.saturating_add(other.n), weight: self.weight.saturating_add(other.weight) }
    }

    /// Takes another in.
    fn add(&mut self, other: Tally) {
        *self = self.with(other);
    }

    /// Whether another can be a part of this.
    pub(super) fn covers(self, other: Tally) -> bool {
        self.n >= other.n && self.weight >= other.weight
    }

    /// What is left without one person; `None` where that person cannot have been counted here.
    fn without(self, weight: u128) -> Option<Tally> {
        let left = Tally { n: self.n.checked_sub(1)?, weight: self.weight.checked_sub(weight)? };
        (left.n > 0 || left.weight == 0).then_some(left)
    }
}

pub(super) type Cells = HashMap<Box<[u32]>, Tally>;

/// One person, each dimension as the number of its label.
#[derive(Debug, Clone, Default)]
pub(super) struct Coded {
    /// By [`Dimension`] in the order of its declaration; not used for those of which a person may have several.
    pub(super) codes: [u32; Dimension::ALL.len()],
    /// Sorted, each once; [`MISSING`] alone where none is known.
    pub(super) interests: Vec<u32>,
    pub(super) weight: u128,
}

impl Coded {
    pub(super) fn code(&self, dimension: Dimension) -> u32 {
        self.codes.get(dimension as usize).copied().unwrap_or(MISSING)
    }

    /// The places of the person in a breakdown: one, or one per interest.
    fn places(&self, dimensions: &[Dimension]) -> Vec<Box<[u32]>> {
        let place = |interest: u32| -> Box<[u32]> {
            let code = |d: &Dimension| if d.is_multi_valued() { interest } else { self.code(*d) };
            dimensions.iter().map(code).collect()
        };
        match dimensions.iter().any(|d| d.is_multi_valued()) {
            true => self.interests.iter().map(|interest| place(*interest)).collect(),
            false => vec![place(MISSING)],
        }
    }

    /// Whether every dimension of a breakdown is known.
    fn is_known(&self, dimensions: &[Dimension]) -> bool {
        dimensions.iter().all(|d| match d.is_multi_valued() {
            true => self.interests.first() != Some(&MISSING),
            false => self.code(*d) != MISSING,
        })
    }
}

/// One breakdown.
#[derive(Debug, Clone)]
pub(super) struct Cross {
    pub(super) dimensions: Vec<Dimension>,
    /// The people of whom every dimension is known.
    pub(super) known: Moments,
    pub(super) cells: Cells,
    /// The same cells without the multi-valued dimension, each person once; empty where there is none.
    pub(super) people: Cells,
}

/// The dimensions of which a person has one value.
pub(super) fn single_valued(dimensions: &[Dimension]) -> Vec<Dimension> {
    dimensions.iter().copied().filter(|d| !d.is_multi_valued()).collect()
}

impl Cross {
    pub(super) fn new(dimensions: Vec<Dimension>) -> Cross {
        Cross { dimensions, known: Moments::new(), cells: Cells::new(), people: Cells::new() }
    }

    pub(super) fn is_multi_valued(&self) -> bool {
        self.dimensions.iter().any(|d| d.is_multi_valued())
    }

    /// Takes a person in, whom the sums of everybody have already taken.
    pub(super) fn add(&mut self, person: &Coded) -> Result<(), Error> {
        if person.is_known(&self.dimensions) {
            self.known.update(person.weight)?;
        }
        let one = Tally { n: 1, weight: person.weight };
        for place in person.places(&self.dimensions) {
            self.cells.entry(place).or_default().add(one);
        }
        if self.is_multi_valued() {
            for place in person.places(&single_valued(&self.dimensions)) {
                self.people.entry(place).or_default().add(one);
            }
        }
        Ok(())
    }

    /// Whether a person can be taken out.
    pub(super) fn holds(&self, person: &Coded) -> bool {
        let has = |cells: &Cells, place: &[u32]| {
            cells.get(place).is_some_and(|tally| tally.without(person.weight).is_some())
        };
        let mut known = self.known;
        (!person.is_known(&self.dimensions) || known.retract(person.weight).is_ok())
            && person.places(&self.dimensions).iter().all(|place| has(&self.cells, place))
            && (!self.is_multi_valued()
                || person
                    .places(&single_valued(&self.dimensions))
                    .iter()
                    .all(|place| has(&self.people, place)))
    }

    /// Takes a person out, of whom [`Cross::holds`] is true.
    pub(super) fn remove(&mut self, person: &Coded) -> Result<(), stats::Error> {
        if person.is_known(&self.dimensions) {
            self.known.retract(person.weight)?;
        }
        let take = |cells: &mut Cells, place: &[u32]| match cells
            .get(place)
            .and_then(|tally| tally.without(person.weight))
        {
            Some(left) if left.n > 0 => _ = cells.insert(place.into(), left),
            _ => _ = cells.remove(place),
        };
        for place in person.places(&self.dimensions) {
            take(&mut self.cells, &place);
        }
        if self.is_multi_valued() {
            for place in person.places(&single_valued(&self.dimensions)) {
                take(&mut self.people, &place);
            }
        }
        Ok(())
    }

    /// Takes in the cells of another, its numbers translated.
    pub(super) fn merge(
        &mut self,
        other: &Cross,
        translate: &impl Fn(Dimension, u32) -> u32,
    ) -> Result<(), Error> {
        self.known.merge(&other.known)?;
        let add = |to: &mut Cells, from: &Cells, dimensions: &[Dimension]| {
            for (place, tally) in from {
                let numbers = dimensions.iter().zip(place).map(|(d, number)| translate(*d, *number));
                to.entry(numbers.collect()).or_default().add(*tally);
            }
        };
        add(&mut self.cells, &other.cells, &self.dimensions);
        add(&mut self.people, &other.people, &single_valued(&self.dimensions));
        Ok(())
    }
}

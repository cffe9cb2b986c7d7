//! Labels as numbers, so that a cell costs a few bytes and no text is compared while counting.

use std::collections::HashMap;

use super::super::axis::check_label;
use super::super::{Category, Dimension, Error};

/// The number of a value that is not known. Labels are numbered from 1.
pub(super) const MISSING: u32 = 0;

/// The labels of one dimension, numbered in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    numbers: HashMap<Box<str>, u32>,
    labels: Vec<Box<str>>,
}

impl Labels {
    /// The number of a label, a new one where it has none yet.
    pub(super) fn number(&mut self, dimension: Dimension, label: Option<&str>) -> Result<u32, Error> {
        let Some(label) = label else { return Ok(MISSING) };
        if let Some(number) = self.numbers.get(label) {
            return Ok(*number);
        }
        check_label(dimension, label)?;
        let number = u32::try_from(self.labels.len() + 1)
            .map_err(|_| Error::TooLarge { what: "the number of labels" })?;
        self.labels.push(label.into());
        self.numbers.insert(label.into(), number);
        Ok(number)
    }

    /// The number of a label, where it has one.
    pub(super) fn find(&self, label: Option<&str>) -> Option<u32> {
        label.map_or(Some(MISSING), |label| self.numbers.get(label).copied())
    }

    /// The label of a number; none for what is missing.
    pub(super) fn label(&self, number: u32) -> Option<&str> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.labels.get(index).map(|label| &**label)
    }

    /// All labels, in the order of their numbers, from 1.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(|label| &**label)
    }

    /// The category of a number.
    pub(super) fn category(&self, number: u32) -> Category {
        self.label(number).map_or(Category::Missing, Category::from)
    }
}

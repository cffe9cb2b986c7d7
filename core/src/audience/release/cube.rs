//! A table with all its totals.
//!
//! One idea to keep in mind: a cube holds every combination of codes at every level, so that the totals that
//! will be published are in it, and each is exactly the sum of its parts.

use super::axis::{TOTAL, index};
use super::system::{Equation, System};
use super::{Axis, Error};

/// The most cells that a cube has, totals included.
pub const MAX_CELLS: usize = 1 << 22;

/// The largest count or sum that a cell has: sums over all cells stay exact in every step.
pub const MAX_VALUE: u64 = 1_000_000_000_000_000;

/// How many of the largest contributions a magnitude keeps.
pub const KEPT_CONTRIBUTIONS: usize = 10;

/// A sum over people, with the largest contributions that dominance rules look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Magnitude {
    sum: u64,
    /// Descending, at most [`KEPT_CONTRIBUTIONS`].
    largest: Vec<u64>,
}

impl Magnitude {
    /// The magnitude of single contributions, one per person.
    ///
    /// ```
    /// use renown::audience::release::Magnitude;
    /// let likes = Magnitude::of([120, 3, 44]);
    /// assert_eq!((likes.sum(), likes.largest()), (167, [120, 44, 3].as_slice()));
    /// ```
    pub fn of(contributions: impl IntoIterator<Item = u64>) -> Self {
        let mut magnitude = Magnitude::default();
        for contribution in contributions {
            magnitude.add(&Magnitude { sum: contribution, largest: vec![contribution] });
        }
        magnitude
    }

    /// A magnitude of which the sum and the largest contributions are known (in any order).
    pub fn from_parts(sum: u64, largest: impl IntoIterator<Item = u64>) -> Self {
        let mut largest: Vec<u64> = largest.into_iter().collect();
        largest.sort_unstable_by(|a, b| b.cmp(a));
        largest.truncate(KEPT_CONTRIBUTIONS);
        Magnitude { sum, largest }
    }

    /// The sum of all contributions.
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The largest contributions, descending.
    pub fn largest(&self) -> &[u64] {
        &self.largest
    }

    fn add(&mut self, other: &Magnitude) {
        self.sum = self.sum.saturating_add(other.sum);
        self.largest.extend_from_slice(&other.largest);
        self.largest.sort_unstable_by(|a, b| b.cmp(a));
        self.largest.truncate(KEPT_CONTRIBUTIONS);
    }
}

/// A table of counts (and, where given, magnitudes) over one or more axes, with all totals.
///
/// ```
/// use renown::audience::release::{Axis, Cube};
/// # fn main() -> Result<(), renown::audience::release::Error> {
/// let axes = vec![Axis::flat("country", ["FR", "IL"])?, Axis::flat("gender", ["female", "male"])?];
/// let cube = Cube::of_counts(axes, [
///     (["FR", "female"], 40), (["FR", "male"], 25), (["IL", "female"], 31), (["IL", "male"], 4),
/// ])?;
/// assert_eq!(cube.count(&["IL", ""])?, 35); // the empty code is the total
/// assert_eq!(cube.len(), 9);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cube {
    axes: Vec<Axis>,
    strides: Vec<usize>,
    counts: Vec<u64>,
    magnitudes: Option<Vec<Magnitude>>,
}

impl Cube {
    /// A table from the counts of its innermost cells; absent ones are 0, totals are computed.
    ///
    /// # Errors
    /// [`Error::MalformedAxes`], [`Error::TooManyCells`], [`Error::WrongArity`], [`Error::UnknownCode`] (also for a code that
    /// has parts), [`Error::DuplicateCell`], [`Error::ValueTooLarge`].
    pub fn of_counts<C: AsRef<[S]>, S: AsRef<str>>(
        axes: Vec<Axis>,
        cells: impl IntoIterator<Item = (C, u64)>,
    ) -> Result<Self, Error> {
        let mut cube = Cube::empty(axes)?;
        let mut seen = vec![false; cube.counts.len()];
        for (position, (codes, count)) in cells.into_iter().enumerate() {
            let cell = cube.inner(position, codes.as_ref(), &mut seen)?;
            cube.put(cell, count)?;
        }
        cube.sum_up();
        cube.check_size()?;
        Ok(cube)
    }

    /// A table from counts and magnitudes of its innermost cells; absent ones are 0, totals are computed.
    /// Every person contributes to one innermost cell: the largest contributions of a total are the largest of
    /// its parts.
    ///
    /// # Errors
    /// As [`Cube::of_counts`]; [`Error::MalformedContributions`] where contributions exceed their sum or their count.
    pub fn of_magnitudes<C: AsRef<[S]>, S: AsRef<str>>(
        axes: Vec<Axis>,
        cells: impl IntoIterator<Item = (C, u64, Magnitude)>,
    ) -> Result<Self, Error> {
        let mut cube = Cube::empty(axes)?;
        let mut magnitudes = vec![Magnitude::default(); cube.counts.len()];
        let mut seen = vec![false; cube.counts.len()];
        for (position, (codes, count, magnitude)) in cells.into_iter().enumerate() {
            let cell = cube.inner(position, codes.as_ref(), &mut seen)?;
            cube.put(cell, count)?;
            cube.check_magnitude(cell, count, &magnitude)?;
            if let Some(place) = magnitudes.get_mut(cell) {
                *place = magnitude;
            }
        }
        cube.magnitudes = Some(magnitudes);
        cube.sum_up();
        cube.check_size()?;
        Ok(cube)
    }

    /// A table of counts that comes with its totals: every cell at every level is given, the total of an axis
    /// as the empty code, and every total must be the sum of its parts.
    ///
    /// # Errors
    /// As [`Cube::of_counts`]; [`Error::MissingCell`], [`Error::TotalsDoNotAddUp`].
    pub fn with_totals<C: AsRef<[S]>, S: AsRef<str>>(
        axes: Vec<Axis>,
        cells: impl IntoIterator<Item = (C, u64)>,
    ) -> Result<Self, Error> {
        let mut cube = Cube::empty(axes)?;
        let mut seen = vec![false; cube.counts.len()];
        for (position, (codes, count)) in cells.into_iter().enumerate() {
            let cell = cube.any(position, codes.as_ref(), &mut seen)?;
            cube.put(cell, count)?;
        }
        if let Some(cell) = seen.iter().position(|seen| !seen) {
            return Err(Error::MissingCell { cell: cube.label(cell) });
        }
        cube.check_size()?;
        cube.check_totals()?;
        Ok(cube)
    }

    /// The number of cells, totals included.
    #[expect(clippy::len_without_is_empty, reason = "a cube has at least its grand total")]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// The axes in order.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The counts in the order of the cells: the last axis runs fastest, the total of an axis comes first.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The magnitudes in the order of the cells, where the table has them.
    pub fn magnitudes(&self) -> Option<&[Magnitude]> {
        self.magnitudes.as_deref()
    }

    /// The count of one cell; the empty code is the total of its axis.
    ///
    /// # Errors
    /// [`Error::WrongArity`], [`Error::UnknownCode`].
    pub fn count<S: AsRef<str>>(&self, codes: &[S]) -> Result<u64, Error> {
        let cell = self.cell(0, codes)?;
        Ok(self.counts.get(cell).copied().unwrap_or(0))
    }

    /// The position of a cell in [`Cube::counts`].
    ///
    /// # Errors
    /// [`Error::WrongArity`], [`Error::UnknownCode`].
    pub fn position<S: AsRef<str>>(&self, codes: &[S]) -> Result<usize, Error> {
        self.cell(0, codes)
    }

    /// The codes of a cell, one per axis, the empty string for a total.
    pub fn codes_of(&self, cell: usize) -> Vec<&str> {
        self.axes
            .iter()
            .zip(self.coordinates(cell))
            .map(|(axis, node)| axis.nodes().get(node as usize).map_or("", |node| node.code.as_str()))
            .collect()
    }

    /// The same axes with nothing in the cells.
    pub(crate) fn without_values(&self) -> Self {
        Cube { axes: self.axes.clone(), strides: self.strides.clone(), counts: Vec::new(), magnitudes: None }
    }

    pub(crate) fn coordinates(&self, cell: usize) -> Vec<u32> {
        let mut rest = cell;
        self.strides
            .iter()
            .map(|&stride| {
                let at = rest / stride;
                rest %= stride;
                index(at)
            })
            .collect()
    }

    pub(crate) fn at(&self, coordinates: &[u32]) -> usize {
        coordinates.iter().zip(&self.strides).map(|(&node, &stride)| node as usize * stride).sum()
    }

    /// A cell in words, for messages: codes of categories, never a person's data.
    pub(crate) fn label(&self, cell: usize) -> String {
        let parts: Vec<String> = self
            .axes
            .iter()
            .zip(self.codes_of(cell))
            .map(|(axis, code)| format!("{}={}", axis.name(), if code.is_empty() { "total" } else { code }))
            .collect();
        parts.join(", ")
    }

    /// How many axes of a cell stand on an inner or total code: 0 for innermost cells.
    pub(crate) fn level(&self, cell: usize) -> usize {
        self.axes.iter().zip(self.coordinates(cell)).filter(|(axis, node)| !axis.is_leaf(*node)).count()
    }

    /// The cells with all their equations.
    pub(crate) fn system(&self) -> System {
        let mut equations = Vec::new();
        for cell in 0..self.counts.len() {
            let coordinates = self.coordinates(cell);
            for (axis, (&node, &stride)) in self.axes.iter().zip(coordinates.iter().zip(&self.strides)) {
                let Some(place) = axis.nodes().get(node as usize) else { continue };
                if place.children.is_empty() {
                    continue;
                }
                let base = cell - node as usize * stride;
                let parts =
                    place.children.iter().map(|&child| index(base + child as usize * stride)).collect();
                equations.push(Equation { total: index(cell), parts });
            }
        }
        System::new(self.counts.len(), equations)
    }

    fn empty(axes: Vec<Axis>) -> Result<Self, Error> {
        if axes.is_empty() {
            return Err(Error::MalformedAxes { what: "there is no axis".to_owned() });
        }
        for (position, axis) in axes.iter().enumerate() {
            if axes.iter().take(position).any(|other| other.name() == axis.name()) {
                return Err(Error::MalformedAxes {
                    what: format!("dimension {:?} is given twice", axis.name()),
                });
            }
        }
        let cells = axes.iter().fold(1_u128, |cells, axis| cells.saturating_mul(axis.len() as u128));
        if cells > MAX_CELLS as u128 {
            return Err(Error::TooManyCells { cells, limit: MAX_CELLS });
        }
        let mut strides = vec![1; axes.len()];
        let mut stride = 1;
        for (place, axis) in strides.iter_mut().zip(&axes).rev() {
            *place = stride;
            stride *= axis.len();
        }
        Ok(Cube { axes, strides, counts: vec![0; stride], magnitudes: None })
    }

    fn cell<S: AsRef<str>>(&self, position: usize, codes: &[S]) -> Result<usize, Error> {
        if codes.len() != self.axes.len() {
            return Err(Error::WrongArity { position, given: codes.len(), axes: self.axes.len() });
        }
        let mut coordinates = Vec::with_capacity(codes.len());
        for (axis, code) in self.axes.iter().zip(codes) {
            coordinates.push(axis.find(code.as_ref())?);
        }
        Ok(self.at(&coordinates))
    }

    fn any<S: AsRef<str>>(&self, position: usize, codes: &[S], seen: &mut [bool]) -> Result<usize, Error> {
        let cell = self.cell(position, codes)?;
        match seen.get_mut(cell) {
            Some(seen) if !*seen => *seen = true,
            _ => return Err(Error::DuplicateCell { cell: self.label(cell) }),
        }
        Ok(cell)
    }

    fn inner<S: AsRef<str>>(&self, position: usize, codes: &[S], seen: &mut [bool]) -> Result<usize, Error> {
        let cell = self.any(position, codes, seen)?;
        for (axis, node) in self.axes.iter().zip(self.coordinates(cell)) {
            if !axis.is_leaf(node) {
                let code = axis.nodes().get(node as usize).map(|node| node.code.clone()).unwrap_or_default();
                return Err(Error::UnknownCode { axis: axis.name().to_owned(), code });
            }
        }
        Ok(cell)
    }

    fn put(&mut self, cell: usize, count: u64) -> Result<(), Error> {
        if count > MAX_VALUE {
            return Err(Error::ValueTooLarge { cell: self.label(cell), limit: MAX_VALUE });
        }
        if let Some(place) = self.counts.get_mut(cell) {
            *place = count;
        }
        Ok(())
    }

    fn check_magnitude(&self, cell: usize, count: u64, magnitude: &Magnitude) -> Result<(), Error> {
        let listed = magnitude.largest.iter().fold(0_u64, |sum, &one| sum.saturating_add(one));
        let what = if listed > magnitude.sum {
            "the largest contributions exceed the sum"
        } else if magnitude.largest.len() as u64 > count {
            "there are more contributions than people"
        } else if (magnitude.largest.len() as u64) < count.min(KEPT_CONTRIBUTIONS as u64) {
            "the largest contributions are not all given (up to 10, one per person, zeros too)"
        } else if magnitude.largest.len() as u64 == count && listed != magnitude.sum {
            "the contributions do not sum to the sum"
        } else {
            return Ok(());
        };
        Err(Error::MalformedContributions { cell: self.label(cell), what })
    }

    /// How many innermost cells with somebody in them each cell contains.
    pub(crate) fn occupied(&self) -> Vec<u64> {
        let mut occupied = self.without_values();
        occupied.counts = (0..self.counts.len())
            .map(|cell| u64::from(self.counts.get(cell) != Some(&0) && self.level(cell) == 0))
            .collect();
        occupied.sum_up();
        occupied.counts
    }

    /// Fills the totals, one axis after the other, children before parents.
    fn sum_up(&mut self) {
        for (number, axis) in self.axes.iter().enumerate() {
            let stride = self.strides.get(number).copied().unwrap_or(1);
            let mut order: Vec<u32> = (0..index(axis.len())).filter(|&node| !axis.is_leaf(node)).collect();
            order.sort_by_key(|&node| std::cmp::Reverse(axis.chain(node).len()));
            let block = stride * axis.len();
            for node in order {
                let children = axis.nodes().get(node as usize).map_or(&[][..], |node| &node.children);
                for start in (0..self.counts.len()).step_by(block.max(1)) {
                    for offset in 0..stride {
                        let total = start + offset + node as usize * stride;
                        for &child in children {
                            let part = start + offset + child as usize * stride;
                            let count = self.counts.get(part).copied().unwrap_or(0);
                            if let Some(place) = self.counts.get_mut(total) {
                                *place = place.saturating_add(count);
                            }
                            if let Some(magnitudes) = &mut self.magnitudes {
                                let part = magnitudes.get(part).cloned().unwrap_or_default();
                                if let Some(place) = magnitudes.get_mut(total) {
                                    place.add(&part);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn check_size(&self) -> Result<(), Error> {
        let large = self
            .counts
            .iter()
            .position(|&count| count > MAX_VALUE)
            .or_else(|| self.magnitudes.as_ref()?.iter().position(|magnitude| magnitude.sum > MAX_VALUE));
        match large {
            Some(cell) => Err(Error::ValueTooLarge { cell: self.label(cell), limit: MAX_VALUE }),
            None => Ok(()),
        }
    }

    fn check_totals(&self) -> Result<(), Error> {
        for cell in 0..self.counts.len() {
            let coordinates = self.coordinates(cell);
            for (axis, (&node, &stride)) in self.axes.iter().zip(coordinates.iter().zip(&self.strides)) {
                let children = axis.nodes().get(node as usize).map_or(&[][..], |node| &node.children);
                if children.is_empty() {
                    continue;
                }
                let base = cell - node as usize * stride;
                let sum: u64 = children
                    .iter()
                    .map(|&child| self.counts.get(base + child as usize * stride).copied().unwrap_or(0))
                    .fold(0, u64::saturating_add);
                let total = self.counts.get(cell).copied().unwrap_or(0);
                if sum != total {
                    return Err(Error::TotalsDoNotAddUp {
                        cell: self.label(cell),
                        axis: axis.name().to_owned(),
                        total,
                        sum,
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether a cell stands on the total of every axis.
    pub fn is_grand_total(&self, cell: usize) -> bool {
        self.coordinates(cell).iter().all(|&node| node == TOTAL)
    }
}

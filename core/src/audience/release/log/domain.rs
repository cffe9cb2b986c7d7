//! Populations over finite domains: who is asked about, in one canonical form.
//!
//! One idea to keep in mind: a question is the set of innermost cells whose people it counts. However it was
//! phrased, two questions about the same people are the same question.

use serde::{Deserialize, Serialize};

use super::ranges::Ranges;
use crate::audience::release::axis::index;
use crate::audience::release::{Error, MAX_CELLS, Release};
use crate::audience::{Axis, Category, Dimension, Table};

/// The dimensions that questions may speak of, each with all its categories. Everybody stands in exactly one
/// innermost cell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    axes: Vec<Axis>,
    /// The nodes of each axis that are leaves.
    leaves: Vec<Vec<usize>>,
    cells: u32,
    fingerprint: [u8; 32],
}

/// Whom a question counts. Made by [`Domain::everybody`] and [`Domain::select`], combined by
/// [`union`](Population::union), [`and`](Population::and) and [`minus`](Population::minus).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    domain: [u8; 32],
    pub(super) cells: Ranges,
}

impl Domain {
    /// The domain of some axes.
    ///
    /// ```
    /// use renown::audience::{Axis, Dimension};
    /// use renown::audience::release::Domain;
    ///
    /// let country = Axis::flat(Dimension::Country, ["FR".into(), "IL".into(), "PT".into()])?;
    /// let gender = Axis::flat(Dimension::Gender, ["female".into(), "male".into()])?;
    /// let domain = Domain::new(vec![country, gender])?;
    /// let french = domain.select(&[(Dimension::Country, &["FR".into()])])?;
    /// let others = domain.select(&[(Dimension::Country, &["PT".into(), "IL".into()])])?;
    /// assert_eq!(domain.everybody().minus(&others)?, french);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::MultiValuedDomain`] for an axis on which one person may stand in several places,
    /// [`Error::TooManyCells`].
    pub fn new(axes: Vec<Axis>) -> Result<Self, Error> {
        if let Some(axis) = axes.iter().find(|axis| axis.is_multi_valued()) {
            return Err(Error::MultiValuedDomain { dimension: names(std::slice::from_ref(axis)) });
        }
        let leaves: Vec<Vec<usize>> = axes.iter().map(|axis| axis.leaves().collect()).collect();
        let cells = leaves.iter().fold(1_u128, |cells, leaves| cells.saturating_mul(leaves.len() as u128));
        if cells > MAX_CELLS as u128 {
            return Err(Error::TooManyCells { cells, limit: MAX_CELLS });
        }
        let written = serde_json::to_vec(&axes)
            .map_err(|error| Error::Damaged { what: "axes", why: error.to_string() })?;
        let fingerprint = hmac_sha256::Hash::hash(&written);
        Ok(Domain { axes, leaves, cells: index(cells as usize), fingerprint })
    }

    /// The axes.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// Everybody.
    pub fn everybody(&self) -> Population {
        self.population(Ranges::below(self.cells))
    }

    /// Those who stand, in every named dimension, in one of the named categories.
    ///
    /// # Errors
    /// [`Error::UnknownDimension`], [`Error::UnknownCategory`].
    pub fn select(&self, chosen: &[(Dimension, &[Category])]) -> Result<Population, Error> {
        let mut population = self.everybody();
        for (dimension, categories) in chosen {
            let found = self.axes.iter().enumerate().find_map(|(axis, place)| {
                Some((axis, place, place.dimensions().iter().position(|other| other == dimension)?))
            });
            let Some((number, axis, level)) = found else {
                return Err(Error::UnknownDimension { dimension: *dimension, present: names(&self.axes) });
            };
            let named = |node: usize| {
                let depth = axis.path(node).count();
                depth == level + 1
                    && axis.nodes().get(node).is_some_and(|node| categories.contains(&node.category))
            };
            for category in *categories {
                let exists = (0..axis.nodes().len()).any(|node| {
                    named(node) && axis.nodes().get(node).is_some_and(|n| n.category == *category)
                });
                if !exists {
                    return Err(Error::UnknownCategory {
                        dimension: *dimension,
                        bytes: category.label().map_or(0, str::len),
                    });
                }
            }
            population = population.and(&self.where_leaf(number, |leaf| axis.path(leaf).any(named)))?;
        }
        Ok(population)
    }

    /// Those in a cell, subtotal or total of a table over these axes.
    ///
    /// # Errors
    /// [`Error::UnknownPlace`].
    pub fn at(&self, place: &[Option<usize>]) -> Result<Population, Error> {
        let exists = place.len() == self.axes.len()
            && place
                .iter()
                .zip(&self.axes)
                .all(|(node, axis)| node.is_none_or(|node| node < axis.nodes().len()));
        if !exists {
            return Err(Error::UnknownPlace { given: place.to_vec() });
        }
        let mut population = self.everybody();
        for (number, (node, axis)) in place.iter().zip(&self.axes).enumerate() {
            if let Some(node) = *node {
                population =
                    population.and(&self.where_leaf(number, |leaf| axis.path(leaf).any(|on| on == node)))?;
            }
        }
        Ok(population)
    }

    /// How many people of a table over these axes a population has.
    ///
    /// # Errors
    /// [`Error::OtherAxes`] for a table or population of another domain.
    pub fn count(&self, population: &Population, table: &Table) -> Result<u64, Error> {
        self.owns(population)?;
        Ok(population.count(&self.running_counts(table)?))
    }

    /// Those whose leaf on one axis is admitted.
    fn where_leaf(&self, axis: usize, admitted: impl Fn(usize) -> bool) -> Population {
        let after: u32 = self.leaves.iter().skip(axis + 1).map(|leaves| index(leaves.len())).product();
        let leaves = self.leaves.get(axis).map_or(&[][..], Vec::as_slice);
        let size = index(leaves.len());
        let admitted: Vec<bool> = leaves.iter().map(|&leaf| admitted(leaf)).collect();
        let cells = (0..self.cells)
            .filter(|cell| size > 0 && admitted.get((cell / after.max(1) % size) as usize) == Some(&true));
        self.population(Ranges::of(cells))
    }

    fn population(&self, cells: Ranges) -> Population {
        Population { domain: self.fingerprint, cells }
    }

    pub(super) fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }

    pub(super) fn owns(&self, population: &Population) -> Result<(), Error> {
        if population.domain == self.fingerprint && population.cells.end() <= self.cells {
            Ok(())
        } else {
            Err(Error::OtherAxes { what: "the population" })
        }
    }

    /// The counts of all innermost cells, added up from the first on: people in `from..to` are a difference.
    pub(super) fn running_counts(&self, table: &Table) -> Result<Vec<u64>, Error> {
        if table.axes() != self.axes {
            return Err(Error::OtherAxes { what: "the table of the domain" });
        }
        let mut running = vec![0_u64; self.cells as usize + 1];
        for cell in table.cells() {
            let mut number = 0;
            for (leaves, node) in self.leaves.iter().zip(&cell.at) {
                number = number * leaves.len() + leaves.binary_search(node).unwrap_or(0);
            }
            if let Some(place) = running.get_mut(number + 1) {
                *place = cell.n;
            }
        }
        let mut sum = 0_u64;
        for place in &mut running {
            sum = sum.saturating_add(*place);
            *place = sum;
        }
        Ok(running)
    }

    /// The population and figure of every cell that a release shows.
    pub(super) fn shown(&self, release: &Release) -> Result<Vec<(Population, u64)>, Error> {
        if release.axes() != self.axes {
            return Err(Error::OtherAxes { what: "the release" });
        }
        let shown = release.cells().iter().filter_map(|cell| Some((&cell.at, cell.n?)));
        shown.map(|(at, n)| Ok((self.at(at)?, n))).collect()
    }
}

impl Population {
    /// Those in either.
    ///
    /// # Errors
    /// [`Error::OtherAxes`] for populations of different domains, here and below.
    pub fn union(&self, other: &Population) -> Result<Population, Error> {
        self.combine(other, Ranges::union)
    }

    /// Those in both.
    ///
    /// # Errors
    /// [`Error::OtherAxes`].
    pub fn and(&self, other: &Population) -> Result<Population, Error> {
        self.combine(other, Ranges::and)
    }

    /// Those in this one and not in the other.
    ///
    /// # Errors
    /// [`Error::OtherAxes`].
    pub fn minus(&self, other: &Population) -> Result<Population, Error> {
        self.combine(other, Ranges::minus)
    }

    fn combine(
        &self,
        other: &Population,
        with: impl Fn(&Ranges, &Ranges) -> Ranges,
    ) -> Result<Population, Error> {
        if self.domain != other.domain {
            return Err(Error::OtherAxes { what: "the other population" });
        }
        Ok(Population { domain: self.domain, cells: with(&self.cells, &other.cells) })
    }

    /// The bytes that identify the question, however it was phrased.
    pub(crate) fn canonical(&self) -> Vec<u8> {
        let ranges = self.cells.as_slice().iter().flat_map(|&(from, to)| [from, to]);
        self.domain.iter().copied().chain(ranges.flat_map(u32::to_le_bytes)).collect()
    }

    pub(super) fn count(&self, running: &[u64]) -> u64 {
        people(&self.cells, running)
    }
}

pub(super) fn people(cells: &Ranges, running: &[u64]) -> u64 {
    let upto = |cell: u32| running.get(cell as usize).copied().unwrap_or(0);
    cells.as_slice().iter().map(|&(from, to)| upto(to).saturating_sub(upto(from))).sum()
}

fn names(axes: &[Axis]) -> String {
    let names: Vec<&str> = axes.iter().flat_map(Axis::dimensions).map(|dimension| dimension.name()).collect();
    names.join(", ")
}

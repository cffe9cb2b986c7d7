//! A breakdown as a table, for release.

use std::collections::{BTreeMap, BTreeSet};

use super::super::paths::{Path, nested, tree};
use super::super::{Axis, Cell, Dimension, Error, Table, Weight};
use super::Demographics;
use super::cross::{Cells, Tally, single_valued};

impl Demographics {
    /// A breakdown as a table of counts. Country, region and city, where the breakdown has more than one of them,
    /// become the levels of one axis with subtotals; it stands where the first of them stands.
    ///
    /// # Errors
    /// [`Error::NotCounted`] where the breakdown was not asked for.
    ///
    /// ```
    /// use renown::audience::{Demographics, DemographicsOptions, Dimension, Person};
    ///
    /// let by = vec![Dimension::Region, Dimension::Gender, Dimension::Country];
    /// let options = DemographicsOptions { by: vec![by.clone()], ..Default::default() };
    /// let mut audience = Demographics::new(options)?;
    /// audience.update(&Person { country: Some("DE"), region: Some("DE-BE"), ..Person::default() })?;
    /// let table = audience.table(&by)?;
    /// assert_eq!(table.axes()[0].dimensions(), [Dimension::Country, Dimension::Region]);
    /// assert_eq!(table.total().n, 1);
    /// # Ok::<(), renown::audience::Error>(())
    /// ```
    pub fn table(&self, dimensions: &[Dimension]) -> Result<Table, Error> {
        let cross = self.crosses.iter().find(|cross| cross.dimensions == dimensions);
        let cross = cross.ok_or_else(|| Error::NotCounted { dimensions: dimensions.to_vec() })?;
        if !cross.is_multi_valued() {
            let (axes, cells) = self.parts(dimensions, &cross.cells, &BTreeMap::new())?;
            return Table::new(axes, cells);
        }
        let singles = single_valued(dimensions);
        let (people_axes, people) = self.parts(&singles, &cross.people, &BTreeMap::new())?;
        // The same axes on both tables: a place without any interest cell cannot be, for "missing" is one.
        let known = people_axes.iter().map(|axis| (axis.dimensions().to_vec(), axis.clone())).collect();
        let (axes, cells) = self.parts(dimensions, &cross.cells, &known)?;
        Table::with_people(axes, cells, Table::new(people_axes, people)?)
    }

    fn parts(
        &self,
        dimensions: &[Dimension],
        cells: &Cells,
        known: &BTreeMap<Vec<Dimension>, Axis>,
    ) -> Result<(Vec<Axis>, Vec<Cell>), Error> {
        let groups = nested(dimensions);
        let position = |d: &Dimension| dimensions.iter().position(|other| other == d);
        // By cell and by axis: the categories from the widest to the innermost level.
        let paths = |place: &[u32]| -> Vec<Path> {
            let categories = self.categories(dimensions, place);
            let path = |group: &Vec<Dimension>| {
                let level = |d| position(d).and_then(|i| categories.get(i).cloned());
                Path { dimensions: group.clone(), categories: group.iter().filter_map(level).collect() }
            };
            groups.iter().map(path).collect()
        };
        let mut sides: Vec<BTreeSet<Path>> = vec![BTreeSet::new(); groups.len()];
        for place in cells.keys() {
            for (side, path) in sides.iter_mut().zip(paths(place)) {
                side.insert(path);
            }
        }
        let mut axes = Vec::with_capacity(groups.len());
        let mut leaves: Vec<BTreeMap<Path, usize>> = Vec::with_capacity(groups.len());
        for (group, side) in groups.iter().zip(sides) {
            let (nodes, at) = tree(side);
            leaves.push(at);
            axes.push(match known.get(group) {
                Some(axis) => axis.clone(),
                None => Axis::hierarchical(group.clone(), nodes)?,
            });
        }
        let cell = |place: &[u32], tally: &Tally| {
            let at =
                paths(place).iter().zip(&leaves).filter_map(|(path, at)| at.get(path).copied()).collect();
            let weight = self.options.weighted.then(|| Weight::from_units(tally.weight));
            Cell { at, n: tally.n, weight, magnitude: None }
        };
        Ok((axes, cells.iter().map(|(at, tally)| cell(at, tally)).collect()))
    }
}

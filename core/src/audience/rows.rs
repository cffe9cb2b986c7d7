//! Tables of counts as rows: one row per cell, with the labels of its categories.
//!
//! One idea to keep in mind: a label that is null is "not known", a category like any other. What is added up over a
//! dimension says so by naming the dimension in `over`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::paths::{Path, find, nested, tree};
use super::{Axis, Category, Cell, Dimension, Error, Magnitude, Table};

/// One row of a table of counts: a cell, or a total that is checked against the cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// The category of every dimension that is not added up.
    pub categories: BTreeMap<Dimension, Category>,
    /// The dimensions that are added up.
    pub over: Vec<Dimension>,
    /// How many people.
    pub n: u64,
    /// What they contribute; `None` in a table of counts.
    pub magnitude: Option<Magnitude>,
}

/// Where a cell, subtotal or total stands, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacedRow {
    /// The category of every dimension that is not added up, by its name.
    #[serde(flatten)]
    pub categories: BTreeMap<&'static str, Category>,
    /// The dimensions that are added up.
    pub over: Vec<Dimension>,
}

/// The axes of rows that name none: the dimensions that they have, in the order in which dimensions are declared;
/// country, region and city are levels of one axis.
///
/// ```
/// use renown::audience::{Dimension, TableRow, axes_of};
///
/// let row = TableRow {
///     categories: [(Dimension::Gender, "female".into()), (Dimension::Region, "DE-BE".into())].into(),
///     over: vec![Dimension::Country],
///     ..TableRow::default()
/// };
/// assert_eq!(axes_of(&[row]), [vec![Dimension::Country, Dimension::Region], vec![Dimension::Gender]]);
/// ```
pub fn axes_of(rows: &[TableRow]) -> Vec<Vec<Dimension>> {
    let has = |dimension: &Dimension| {
        rows.iter().any(|row| row.categories.contains_key(dimension) || row.over.contains(dimension))
    };
    let found: Vec<Dimension> = Dimension::ALL.into_iter().filter(has).collect();
    nested(&found)
}

impl Table {
    /// A table of rows. Each axis is a dimension, or several nested ones with the widest first (country, region);
    /// axes have the categories that rows have. Of a dimension of which a person may have several (interest), the rows
    /// that add it up say how many people there are, for no other row does.
    ///
    /// ```
    /// use renown::audience::{Dimension, Table, TableRow};
    ///
    /// let row = |gender: &str, n| TableRow {
    ///     categories: [(Dimension::Gender, gender.into())].into(),
    ///     n,
    ///     ..TableRow::default()
    /// };
    /// let total = TableRow { over: vec![Dimension::Gender], n: 42, ..TableRow::default() };
    /// let table = Table::from_rows(&[vec![Dimension::Gender]], &[row("female", 30), row("male", 12), total])?;
    /// assert_eq!(table.total().n, 42);
    /// # Ok::<(), renown::audience::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::DimensionNotPresent`] where no row has a dimension; [`Error::BadCell`] where one row has not;
    /// [`Error::TotalsDisagree`] where a total is not the sum of its parts; and as [`Table::new`].
    pub fn from_rows(axes: &[Vec<Dimension>], rows: &[TableRow]) -> Result<Table, Error> {
        for dimension in axes.iter().flatten() {
            let names =
                |row: &TableRow| row.categories.contains_key(dimension) || row.over.contains(dimension);
            if !rows.is_empty() && !rows.iter().any(names) {
                return Err(Error::DimensionNotPresent { dimension: *dimension, rows: rows.len() });
            }
        }
        let mut paths: Vec<Vec<Vec<Category>>> = Vec::with_capacity(rows.len());
        for (cell, row) in rows.iter().enumerate() {
            let path =
                |axis: &Vec<Dimension>| path(axis, row).map_err(|problem| Error::BadCell { cell, problem });
            paths.push(axes.iter().map(path).collect::<Result<_, _>>()?);
        }
        let is_cell =
            |places: &[Vec<Category>]| places.iter().zip(axes).all(|(path, axis)| path.len() == axis.len());
        let mut sides = Vec::with_capacity(axes.len());
        for (number, dimensions) in axes.iter().enumerate() {
            let ends: BTreeSet<Path> = paths
                .iter()
                .filter(|places| is_cell(places))
                .filter_map(|places| places.get(number))
                .map(|categories| Path { dimensions: dimensions.clone(), categories: categories.clone() })
                .collect();
            sides.push(Axis::hierarchical(dimensions.clone(), tree(ends).0)?);
        }
        let place = |places: &[Vec<Category>]| -> Option<Vec<Option<usize>>> {
            let one = |(path, axis): (&Vec<Category>, &Axis)| match path.as_slice() {
                [] => Some(None),
                path => find(axis.nodes(), path).map(Some),
            };
            places.iter().zip(&sides).map(one).collect()
        };
        let (mut cells, mut people, mut totals) = (Vec::new(), Vec::new(), Vec::new());
        let has_several = sides.iter().any(Axis::is_multi_valued);
        for (entry, (row, places)) in rows.iter().zip(&paths).enumerate() {
            let problem = "it is the total of a category that no row is in";
            let at = place(places).ok_or(Error::BadCell { cell: entry, problem })?;
            let cell = |at| Cell { at, n: row.n, weight: None, magnitude: row.magnitude.clone() };
            match at.iter().copied().collect::<Option<Vec<usize>>>().filter(|_| is_cell(places)) {
                Some(at) => cells.push(cell(at)),
                None => match once(&sides, axes, places, &at).filter(|_| has_several) {
                    Some(at) => people.push(cell(at)),
                    None => totals.push((entry, at, row.n)),
                },
            }
        }
        let table = match has_several {
            false => Table::new(sides, cells)?,
            true => {
                let single = sides.iter().filter(|axis| !axis.is_multi_valued()).cloned().collect();
                Table::with_people(sides, cells, Table::new(single, people)?)?
            }
        };
        for (entry, at, given) in totals {
            let sum = table.sum(&at)?.n;
            if sum != given {
                return Err(Error::TotalsDisagree { entry, given, sum });
            }
        }
        Ok(table)
    }
}

/// The categories of a row on one axis, down to where it is added up.
fn path(axis: &[Dimension], row: &TableRow) -> Result<Vec<Category>, &'static str> {
    let mut path = Vec::with_capacity(axis.len());
    let mut is_added_up = false;
    for dimension in axis {
        is_added_up |= row.over.contains(dimension);
        match row.categories.get(dimension) {
            Some(_) if row.over.contains(dimension) => {
                return Err("it has a category of a dimension that it adds up");
            }
            Some(_) if is_added_up => return Err("it adds up a dimension but not the narrower one below"),
            Some(category) => path.push(category.clone()),
            None if is_added_up => {}
            None => {
                return Err(
                    "it has no category of a dimension; what is not known is null, what is added up is named",
                );
            }
        }
    }
    Ok(path)
}

/// The place of a row in which each person counts once: cells on all axes but those of which a person may be in several
/// categories, which are added up. `None` where the row is another total.
fn once(
    sides: &[Axis],
    axes: &[Vec<Dimension>],
    places: &[Vec<Category>],
    at: &[Option<usize>],
) -> Option<Vec<usize>> {
    let mut single = Vec::with_capacity(sides.len());
    for (((side, axis), path), at) in sides.iter().zip(axes).zip(places).zip(at) {
        match (side.is_multi_valued(), path.len()) {
            (true, 0) => {}
            (false, length) if length == axis.len() => single.push((*at)?),
            _ => return None,
        }
    }
    Some(single)
}

/// A place in words: the categories down to the node of every axis, and what is added up.
///
/// ```
/// use renown::audience::{Axis, Dimension, place_row};
///
/// let gender = Axis::flat(Dimension::Gender, ["female".into(), "male".into()])?;
/// let country = Axis::flat(Dimension::Country, ["FR".into()])?;
/// let row = place_row(&[gender, country], &[Some(1), None]);
/// assert_eq!(row.categories["gender"].label(), Some("male"));
/// assert_eq!(row.over, [Dimension::Country]);
/// # Ok::<(), renown::audience::Error>(())
/// ```
pub fn place_row(axes: &[Axis], at: &[Option<usize>]) -> PlacedRow {
    let mut row = PlacedRow { categories: BTreeMap::new(), over: Vec::new() };
    for (axis, at) in axes.iter().zip(at) {
        let mut nodes: Vec<usize> = at.iter().flat_map(|node| axis.path(*node)).collect();
        nodes.reverse();
        for (level, dimension) in axis.dimensions().iter().enumerate() {
            match nodes.get(level).and_then(|node| axis.nodes().get(*node)) {
                Some(node) => _ = row.categories.insert(dimension.name(), node.category.clone()),
                // A branch may end before the narrowest level: only subtotals and totals are added up.
                None if at.is_some_and(|node| axis.is_leaf(node)) => {}
                None => row.over.push(*dimension),
            }
        }
    }
    row
}

//! A table of counts: the result of a breakdown, and what release takes.
//!
//! One idea to keep in mind: only the innermost cells are stored, and only those that are not empty. Totals and
//! subtotals are sums of them, so a table cannot contradict itself; a table that comes with totals of its own
//! is checked against them ([`Table::with_totals`]).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Axis, Error, Weight};

/// The people of one innermost cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// One leaf per axis, an index into [`Axis::nodes`].
    pub at: Vec<usize>,
    /// How many people.
    pub n: u64,
    /// Their weight; `None` in a table without weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// What they contribute to a quantity such as likes; `None` in a table of counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub magnitude: Option<Magnitude>,
}

/// What the people of a cell contribute to a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Magnitude {
    /// The sum of the contributions.
    pub sum: u64,
    /// The largest contributions, descending. A dominance rule that looks at n of them needs n here, or all.
    pub largest: Vec<u64>,
}

/// The people of a cell, a subtotal or a total.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Total {
    /// How many people.
    pub n: u64,
    /// Their weight; `None` in a table without weights.
    pub weight: Option<Weight>,
    /// What they contribute; `None` in a table of counts.
    pub magnitude: Option<Magnitude>,
}

/// A table of counts over up to as many axes as there are dimensions.
///
/// Cells come sorted by place; a place without a cell has no people. Where an axis is multi-valued (interest),
/// the cells add up to more than the people: then [`Table::people`] holds the same table without that axis, in
/// which each person is counted once, and totals over the axis come from there.
///
/// ```
/// use renown::audience::{Axis, Category, Cell, Dimension, Table};
///
/// let gender = Axis::flat(Dimension::Gender, ["female".into(), "male".into(), Category::Missing])?;
/// let cell = |at, n| Cell { at: vec![at], n, weight: None, magnitude: None };
/// let table = Table::new(vec![gender], vec![cell(0, 30), cell(1, 12), cell(2, 3)])?;
/// assert_eq!(table.total().n, 45);
/// assert_eq!(table.sum(&[Some(1)])?.n, 12);
/// # Ok::<(), renown::audience::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Parts")]
pub struct Table {
    axes: Vec<Axis>,
    cells: Vec<Cell>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<Box<Table>>,
    #[serde(skip)]
    total: Total,
}

/// What is written down of a table; the rest follows from it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Parts {
    axes: Vec<Axis>,
    cells: Vec<Cell>,
    #[serde(default)]
    people: Option<Box<Table>>,
}

impl TryFrom<Parts> for Table {
    type Error = Error;

    fn try_from(parts: Parts) -> Result<Table, Error> {
        match parts.people {
            Some(people) => Table::with_people(parts.axes, parts.cells, *people),
            None => Table::new(parts.axes, parts.cells),
        }
    }
}

impl Table {
    /// A table from its innermost cells, in any order. Cells without people may be left out.
    ///
    /// # Errors
    /// [`Error::BadCell`] where a place does not exist, is no leaf or comes twice, or where a magnitude is
    /// smaller than its largest contributions; [`Error::UnevenCells`] where some cells have weights or
    /// magnitudes and others do not; [`Error::RepeatedDimension`]; [`Error::TooLarge`]. A multi-valued axis
    /// needs [`Table::with_people`].
    pub fn new(axes: Vec<Axis>, cells: Vec<Cell>) -> Result<Table, Error> {
        if axes.iter().any(Axis::is_multi_valued) {
            let problem = "a multi-valued axis needs the table of people beside it";
            return Err(Error::BadCell { cell: 0, problem });
        }
        Table::build(axes, cells, None)
    }

    /// A table with multi-valued axes, and the same table without them, in which each person counts once.
    ///
    /// # Errors
    /// As [`Table::new`]; and [`Error::BadCell`] where `people` has other axes than the single-valued ones of
    /// this table, or where a cell has more people than `people` has in its place.
    pub fn with_people(axes: Vec<Axis>, cells: Vec<Cell>, people: Table) -> Result<Table, Error> {
        if !axes.iter().filter(|axis| !axis.is_multi_valued()).eq(&people.axes) {
            let problem = "the table of people must have the single-valued axes, in their order";
            return Err(Error::BadCell { cell: 0, problem });
        }
        for (i, cell) in cells.iter().enumerate() {
            let single = axes.iter().zip(&cell.at).filter(|(axis, _)| !axis.is_multi_valued());
            let at: Vec<_> = single.map(|(_, at)| *at).collect();
            if cell.n > people.cell(&at).map_or(0, |c| c.n) {
                let problem = "it has more people than are counted in its place when each counts once; give that count \
                               too, with the axis of which a person may have several added up";
                return Err(Error::BadCell { cell: i, problem });
            }
        }
        Table::build(axes, cells, Some(Box::new(people)))
    }

    /// A table that comes with totals: an entry that leaves out an axis (`None`) or names an inner node is a
    /// total or subtotal, and is checked against the cells.
    ///
    /// # Errors
    /// As [`Table::new`]; and [`Error::TotalsDisagree`] where a total is not the sum of its parts.
    ///
    /// ```
    /// use renown::audience::{Axis, Dimension, Error, Table};
    ///
    /// let gender = Axis::flat(Dimension::Gender, ["female".into(), "male".into()])?;
    /// let entries = [(vec![Some(0)], 30), (vec![Some(1)], 12), (vec![None], 43)];
    /// let table = Table::with_totals(vec![gender], entries);
    /// assert_eq!(table, Err(Error::TotalsDisagree { entry: 2, given: 43, sum: 42 }));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn with_totals(
        axes: Vec<Axis>,
        entries: impl IntoIterator<Item = (Vec<Option<usize>>, u64)>,
    ) -> Result<Table, Error> {
        let (mut cells, mut totals) = (Vec::new(), Vec::new());
        for (entry, (at, n)) in entries.into_iter().enumerate() {
            let leaves = axes.iter().zip(&at).map(|(axis, at)| at.filter(|at| axis.is_leaf(*at)));
            match leaves.collect::<Option<Vec<_>>>().filter(|_| at.len() == axes.len()) {
                Some(at) => cells.push(Cell { at, n, weight: None, magnitude: None }),
                None => totals.push((entry, at, n)),
            }
        }
        let table = Table::new(axes, cells)?;
        for (entry, at, given) in totals {
            let sum = table.sum(&at).map_err(|error| error.at_cell(entry))?.n;
            if sum != given {
                return Err(Error::TotalsDisagree { entry, given, sum });
            }
        }
        Ok(table)
    }

    fn build(axes: Vec<Axis>, mut cells: Vec<Cell>, people: Option<Box<Table>>) -> Result<Table, Error> {
        let mut dimensions: Vec<_> = axes.iter().flat_map(Axis::dimensions).collect();
        dimensions.sort_unstable();
        if let Some([dimension, _]) = dimensions.array_windows().find(|[a, b]| a == b) {
            return Err(Error::RepeatedDimension { dimension: **dimension });
        }
        let first = cells.first().map(|c| (c.weight.is_some(), c.magnitude.is_some()));
        for (i, cell) in cells.iter().enumerate() {
            check(&axes, cell, i)?;
            let (weight, magnitude) = (cell.weight.is_some(), cell.magnitude.is_some());
            if first.is_some_and(|first| first.0 != weight) {
                return Err(Error::UnevenCells { cell: i, column: "weight", present: weight });
            }
            if first.is_some_and(|first| first.1 != magnitude) {
                return Err(Error::UnevenCells { cell: i, column: "magnitude", present: magnitude });
            }
        }
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by(|a, b| cells.get(*a).map(|c| &c.at).cmp(&cells.get(*b).map(|c| &c.at)));
        let place = |i: usize| cells.get(i).map(|c| &c.at);
        if let Some([_, twice]) = order.array_windows().find(|[a, b]| place(*a) == place(*b)) {
            return Err(Error::BadCell { cell: *twice, problem: "its place comes twice" });
        }
        cells.retain(|cell| cell.n > 0);
        cells.sort_unstable_by(|a, b| a.at.cmp(&b.at));
        let mut table = Table { axes, cells, people, total: Total::default() };
        table.total = table.sum(&vec![None; table.axes.len()])?;
        Ok(table)
    }

    /// The axes.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The innermost cells that have people, sorted by place.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cell at a place, where it has people.
    pub fn cell(&self, at: &[usize]) -> Option<&Cell> {
        self.cells.binary_search_by(|cell| cell.at.as_slice().cmp(at)).ok().and_then(|i| self.cells.get(i))
    }

    /// Everybody, each once.
    pub fn total(&self) -> &Total {
        &self.total
    }

    /// The same table without its multi-valued axes; `None` where there are none.
    pub fn people(&self) -> Option<&Table> {
        self.people.as_deref()
    }

    /// The people of a cell, a subtotal (an inner node) or a total (`None` on an axis), each once.
    ///
    /// # Errors
    /// [`Error::BadCell`] where the place does not exist; [`Error::TooLarge`] where the sum cannot be held.
    pub fn sum(&self, at: &[Option<usize>]) -> Result<Total, Error> {
        check_place(&self.axes, at)?;
        if let Some(people) = &self.people {
            let multi = self.axes.iter().zip(at).filter(|(axis, _)| axis.is_multi_valued());
            if multi.clone().all(|(_, at)| at.is_none()) {
                let single = self.axes.iter().zip(at).filter(|(axis, _)| !axis.is_multi_valued());
                return people.sum(&single.map(|(_, at)| *at).collect::<Vec<_>>());
            }
        }
        let mut total = Total::default();
        if let Some(cell) = self.cells.first() {
            total.weight = cell.weight.map(|_| Weight::ZERO);
            total.magnitude = cell.magnitude.as_ref().map(|_| Magnitude::default());
        }
        for cell in &self.cells {
            let mut sides = self.axes.iter().zip(at).zip(&cell.at);
            if sides.all(|((axis, at), leaf)| at.is_none_or(|at| axis.path(*leaf).any(|node| node == at))) {
                total.add(cell)?;
            }
        }
        Ok(total)
    }

    /// The table over some of the axes, in the given order, the others added up.
    ///
    /// # Errors
    /// [`Error::BadCell`] where there is no such axis; [`Error::RepeatedDimension`] where one comes twice;
    /// [`Error::TooLarge`] where a sum cannot be held.
    pub fn marginal(&self, axes: &[usize]) -> Result<Table, Error> {
        let missing = Error::BadCell { cell: 0, problem: "there is no such axis" };
        let kept: Option<Vec<Axis>> = axes.iter().map(|i| self.axes.get(*i).cloned()).collect();
        let kept = kept.ok_or_else(|| missing.clone())?;
        let dropped_multi =
            self.axes.iter().enumerate().any(|(i, axis)| axis.is_multi_valued() && !axes.contains(&i));
        if let (Some(people), true) = (&self.people, dropped_multi) {
            // There is one multi-valued dimension, so what remains is a marginal of the people.
            let singles: Vec<usize> = (0..self.axes.len())
                .filter(|i| self.axes.get(*i).is_some_and(|a| !a.is_multi_valued()))
                .collect();
            let places: Option<Vec<usize>> =
                axes.iter().map(|i| singles.iter().position(|s| s == i)).collect();
            return people.marginal(&places.ok_or(missing)?);
        }
        let mut sums: BTreeMap<Vec<usize>, Total> = BTreeMap::new();
        for cell in &self.cells {
            let at = axes.iter().filter_map(|i| cell.at.get(*i).copied()).collect();
            let empty = || Total {
                n: 0,
                weight: cell.weight.map(|_| Weight::ZERO),
                magnitude: cell.magnitude.as_ref().map(|_| Magnitude::default()),
            };
            sums.entry(at).or_insert_with(empty).add(cell)?;
        }
        let cells =
            sums.into_iter().map(|(at, t)| Cell { at, n: t.n, weight: t.weight, magnitude: t.magnitude });
        let cells = cells.collect();
        match &self.people {
            None => Table::new(kept, cells),
            Some(people) => {
                let singles: Vec<&Axis> = kept.iter().filter(|axis| !axis.is_multi_valued()).collect();
                let places: Vec<usize> =
                    singles.iter().filter_map(|axis| people.axes.iter().position(|a| a == *axis)).collect();
                let people = people.marginal(&places)?;
                Table::with_people(kept, cells, people)
            }
        }
    }
}

impl Total {
    fn add(&mut self, cell: &Cell) -> Result<(), Error> {
        let too_large = |what| move || Error::TooLarge { what };
        self.n = self.n.checked_add(cell.n).ok_or_else(too_large("the number of people"))?;
        if let (Some(sum), Some(weight)) = (&mut self.weight, cell.weight) {
            *sum = sum.checked_add(weight).ok_or_else(too_large("the weight"))?;
        }
        if let (Some(sum), Some(magnitude)) = (&mut self.magnitude, &cell.magnitude) {
            sum.sum = sum.sum.checked_add(magnitude.sum).ok_or_else(too_large("the magnitude"))?;
            sum.largest.extend(&magnitude.largest);
            sum.largest.sort_unstable_by(|a, b| b.cmp(a));
        }
        Ok(())
    }
}

/// Refuses a cell that does not fit its axes.
fn check(axes: &[Axis], cell: &Cell, index: usize) -> Result<(), Error> {
    let at = cell.at.iter().copied();
    let problem = if cell.at.len() != axes.len() {
        Some("it must name one node per axis")
    } else if !axes.iter().zip(at).all(|(axis, at)| axis.is_leaf(at)) {
        Some("its place does not exist or is a subtotal")
    } else {
        cell.magnitude.as_ref().and_then(|magnitude| {
            let sum = magnitude.largest.iter().try_fold(0_u64, |sum, x| sum.checked_add(*x));
            if !magnitude.largest.is_sorted_by(|a, b| a >= b) {
                Some("its largest contributions must descend")
            } else if magnitude.largest.len() as u64 > cell.n {
                Some("it has more contributions than people")
            } else if sum.is_none_or(|sum| sum > magnitude.sum) {
                Some("its largest contributions add up to more than its magnitude")
            } else {
                None
            }
        })
    };
    match problem {
        Some(problem) => Err(Error::BadCell { cell: index, problem }),
        None => Ok(()),
    }
}

/// Refuses the place of a cell, subtotal or total that does not exist.
fn check_place(axes: &[Axis], at: &[Option<usize>]) -> Result<(), Error> {
    let exists = |(axis, at): (&Axis, &Option<usize>)| at.is_none_or(|at| at < axis.nodes().len());
    if at.len() == axes.len() && axes.iter().zip(at).all(exists) {
        return Ok(());
    }
    Err(Error::BadCell { cell: 0, problem: "its place does not exist" })
}

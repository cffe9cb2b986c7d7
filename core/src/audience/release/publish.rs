//! What may be published, and the report for those who keep the data.

use serde::{Deserialize, Serialize};

use super::cube::Cube;
use super::rules::Method;
use super::{Error, Place, ProtectionInterval, Reason, Rules};
use crate::audience::{Axis, Table};

/// One cell, subtotal or total of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// A node per axis, an index into its nodes; none for the total of the axis.
    pub at: Place,
    /// How many people; none where it is hidden.
    pub n: Option<u64>,
    /// The sum of their contributions; none where it is hidden, or where the table has counts only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<u64>,
}

/// A table that may be published: every cell is a figure or is hidden.
///
/// Which hidden cells are sensitive and which only cover them is in the [`Report`], which is not for publication
/// and is not part of the saved form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Release {
    axes: Vec<Axis>,
    cells: Vec<Published>,
    #[serde(skip)]
    shape: Cube,
    #[serde(skip)]
    report: Report,
}

/// What was hidden, why, at what cost, and how well it is protected. For the keepers of the data: it tells
/// sensitive cells from covering ones, which a reader of the release must not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The declared rules.
    pub rules: Rules,
    /// How the pattern was chosen in the end.
    pub method: Method,
    /// Whether it is proven that no cheaper pattern satisfies the optimiser.
    pub proven_optimal: bool,
    /// The sensitive cells with their reasons.
    pub sensitive: Vec<(Place, Vec<Reason>)>,
    /// How many cells are hidden in all.
    pub hidden: usize,
    /// The cost of what is hidden, in thousandths of the declared cost, with its tie-break.
    pub cost: u64,
    /// What the verifier proved for every sensitive cell.
    pub intervals: Vec<ProtectionInterval>,
}

impl Report {
    /// How many cells are hidden only to cover others.
    pub fn complementary(&self) -> usize {
        self.hidden.saturating_sub(self.sensitive.len())
    }
}

impl Release {
    pub(crate) fn new(table: &Table, cube: &Cube, hidden: &[bool], report: Report) -> Self {
        let cells = (0..cube.len())
            .map(|cell| {
                let is_shown = hidden.get(cell) == Some(&false);
                let n = cube.counts().get(cell).copied();
                let sum = cube.magnitudes().and_then(|all| all.get(cell)).map(|magnitude| magnitude.sum);
                Published { at: cube.place(cell), n: n.filter(|_| is_shown), sum: sum.filter(|_| is_shown) }
            })
            .collect();
        Release { axes: table.axes().to_vec(), cells, shape: cube.without_values(), report }
    }

    /// The axes of the table.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// All cells, subtotals and totals: the last axis runs fastest, the total of an axis comes before its nodes.
    pub fn cells(&self) -> &[Published] {
        &self.cells
    }

    /// One cell.
    ///
    /// # Errors
    /// [`Error::UnknownPlace`].
    pub fn cell(&self, at: &[Option<usize>]) -> Result<&Published, Error> {
        let cell = self.shape.position(at)?;
        self.cells.get(cell).ok_or_else(|| Error::UnknownPlace { given: at.to_vec() })
    }

    /// How many people are in a cell, subtotal or total; none where that is hidden.
    ///
    /// # Errors
    /// [`Error::UnknownPlace`].
    pub fn n(&self, at: &[Option<usize>]) -> Result<Option<u64>, Error> {
        self.cell(at).map(|cell| cell.n)
    }

    /// The report for the keepers of the data.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

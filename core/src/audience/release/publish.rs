//! What may be published, and the report for those who keep the data.

use serde::{Deserialize, Serialize};

use super::rules::Method;
use super::{Axis, Cube, Error, Magnitude, ProtectionInterval, Reason, Rules};

/// A table that may be published: every cell is a figure or is hidden.
///
/// Which hidden cells are sensitive and which only cover them is in the [`Report`], which is not for publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    shape: Cube,
    counts: Vec<Option<u64>>,
    sums: Option<Vec<Option<u64>>>,
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
    /// The sensitive cells by position, with their reasons.
    pub sensitive: Vec<(usize, Vec<Reason>)>,
    /// How many cells are hidden in all.
    pub hidden: usize,
    /// The cost of what is hidden, in thousandths of the declared cost, with its tie-break.
    pub cost: u64,
    /// What the verifier proved for every sensitive cell.
    pub intervals: Vec<ProtectionInterval>,
}

impl Report {
    #[expect(clippy::too_many_arguments, reason = "the one place where a report is put together")]
    pub(crate) fn new(
        rules: &Rules,
        method: Method,
        proven_optimal: bool,
        sensitive: Vec<(usize, Vec<Reason>)>,
        hidden: usize,
        cost: u64,
        intervals: Vec<ProtectionInterval>,
    ) -> Self {
        Report { rules: *rules, method, proven_optimal, sensitive, hidden, cost, intervals }
    }

    /// How many cells are hidden only to cover others.
    pub fn complementary(&self) -> usize {
        self.hidden.saturating_sub(self.sensitive.len())
    }
}

impl Release {
    pub(crate) fn new(cube: &Cube, hidden: &[bool], report: Report) -> Self {
        let show = |value: u64, hidden: bool| (!hidden).then_some(value);
        let counts: Vec<Option<u64>> =
            cube.counts().iter().zip(hidden).map(|(&value, &hidden)| show(value, hidden)).collect();
        let sums = cube.magnitudes().map(|magnitudes| {
            magnitudes
                .iter()
                .map(Magnitude::sum)
                .zip(hidden)
                .map(|(sum, &hidden)| show(sum, hidden))
                .collect()
        });
        Release { shape: cube.without_values(), counts, sums, report }
    }

    /// The axes of the table.
    pub fn axes(&self) -> &[Axis] {
        self.shape.axes()
    }

    /// The counts in the order of [`Cube::counts`]; hidden ones are none.
    pub fn counts(&self) -> &[Option<u64>] {
        &self.counts
    }

    /// The sums in the order of [`Cube::counts`], where the table has magnitudes; hidden ones are none.
    pub fn sums(&self) -> Option<&[Option<u64>]> {
        self.sums.as_deref()
    }

    /// One published count; none where it is hidden. The empty code is the total of its axis.
    ///
    /// # Errors
    /// [`Error::WrongArity`], [`Error::UnknownCode`].
    pub fn count<S: AsRef<str>>(&self, codes: &[S]) -> Result<Option<u64>, Error> {
        let cell = self.shape.position(codes)?;
        Ok(self.counts.get(cell).copied().flatten())
    }

    /// The codes of a cell, one per axis, the empty string for a total.
    pub fn codes_of(&self, cell: usize) -> Vec<&str> {
        self.shape.codes_of(cell)
    }

    /// Which cells are hidden.
    pub fn hidden(&self) -> impl Iterator<Item = bool> + '_ {
        self.counts.iter().map(Option::is_none)
    }

    /// The report for the keepers of the data.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

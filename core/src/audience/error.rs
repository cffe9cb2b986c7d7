//! What can be wrong with a question about an audience.

use super::{Dimension, SpecialCategory};
use crate::stats;

/// What can be wrong with a question about an audience.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each field is what the message prints it as")]
pub enum Error {
    /// The name asks for a special category of personal data.
    #[error(
        "{name:?} asks for {}: a special category of personal data (GDPR art. 9, CCPA 1798.140(ae)), by which \
         renown never breaks an audience down",
        category.describe()
    )]
    SpecialCategory { name: String, category: SpecialCategory },
    /// There is no such dimension.
    #[error("{name:?} is no dimension; there are {}", names())]
    UnknownDimension { name: String },
    /// A dimension is named twice.
    #[error("dimension {dimension} is named twice; once is enough")]
    RepeatedDimension { dimension: Dimension },
    /// A label cannot stand for a category.
    #[error("dimension {dimension}, a label of {bytes} bytes: {problem}")]
    BadLabel { dimension: Dimension, bytes: usize, problem: &'static str },
    /// A category comes twice on an axis.
    #[error("dimension {dimension}, node {node}: the category comes twice; each category is named once")]
    RepeatedCategory { dimension: Dimension, node: usize },
    /// The nodes of an axis are no tree.
    #[error("axis node {node}: {problem}")]
    BrokenHierarchy { node: usize, problem: &'static str },
    /// A cell names a place that the axes do not have.
    #[error("cell {cell}: {problem}")]
    BadCell { cell: usize, problem: &'static str },
    /// Some cells of a table carry weights or magnitudes and others do not.
    #[error("cell {cell} has {}{column}, unlike the first; either all cells have it or none", if *present { "" } else { "no " })]
    UnevenCells { cell: usize, column: &'static str, present: bool },
    /// A total is not the sum of its parts.
    #[error("the total at entry {entry} is {given}, but its parts add up to {sum}")]
    TotalsDisagree { entry: usize, given: u64, sum: u64 },
    /// A weight cannot be used.
    #[error("{}weight {value} {problem}; weights are numbers from 0 to below 2^32", at(*row))]
    BadWeight { row: Option<u64>, value: f64, problem: &'static str },
    /// A sum is too large to be held.
    #[error("{what} is too large to be summed exactly")]
    TooLarge { what: &'static str },
    /// Nothing is asked for.
    #[error("there is no dimension to break the audience down by; name at least one")]
    NothingAsked,
    /// A breakdown is asked for twice.
    #[error("the breakdown by {} is asked for twice; once is enough", list(dimensions))]
    RepeatedBreakdown { dimensions: Vec<Dimension> },
    /// A breakdown was not asked for before counting.
    #[error("the breakdown by {} was not counted; ask for it before counting", list(dimensions))]
    NotCounted { dimensions: Vec<Dimension> },
    /// A person of a weighted audience has no weight.
    #[error("{}there is no weight, but the audience is weighted; every person needs one", at(*row))]
    MissingWeight { row: Option<u64> },
    /// Nobody has weight.
    #[error("the weights of all {people} people are 0; at least one must be above 0")]
    WeightsAllZero { people: u64 },
    /// A person is taken back who was never taken in.
    #[error(
        "nobody with these values can have been counted; a person is taken back with the values that were counted"
    )]
    NeverCounted,
    /// Two states that count different things are merged.
    #[error("{what} cannot be merged; merge states of the same options")]
    Mismatch { what: &'static str },
    /// None of the people has the dimension at all.
    #[error("dimension {dimension} is in none of the {rows} rows; name a column that is there")]
    DimensionNotPresent { dimension: Dimension, rows: usize },
    /// A sketch cannot be made or compared.
    #[error("a sketch: {problem}")]
    BadSketch { problem: &'static str },
    /// A portrait cannot be compared.
    #[error("{}{problem}", of_candidate(*candidate))]
    BadPortrait { candidate: Option<usize>, problem: &'static str },
    /// A margin cannot be one.
    #[error("margin {margin} ({}): {problem}", list(dimensions))]
    BadMargin { margin: usize, dimensions: Vec<Dimension>, problem: &'static str },
    /// A margin wants people of a category that nobody is in.
    #[error(
        "margin {margin}: {target} people are wanted in {category}, but nobody with weight is there; leave the \
         category out or join it with another"
    )]
    MarginWithoutPeople { margin: usize, category: String, target: f64 },
    /// People are in a category of which a margin says nothing.
    #[error(
        "margin {margin}: {people} people are in {category}, of which the margin says nothing; give it a target"
    )]
    PeopleWithoutMargin { margin: usize, category: String, people: u64 },
    /// Two margins are of different totals.
    #[error(
        "margin {margin} adds up to {total} and the first to {first}; margins of one population have one total"
    )]
    MarginsDisagree { margin: usize, total: f64, first: f64 },
    /// No weights meet all margins, as far as was tried.
    #[error(
        "after {iterations} iterations margin {margin} is still {gap} off in {category}; the people at hand cannot \
         meet all margins at once, join categories that few are in"
    )]
    MarginsCannotBeMet { iterations: u32, margin: usize, category: String, gap: f64 },
    /// A statistic cannot be computed.
    #[error(transparent)]
    Stats(#[from] stats::Error),
}

impl Error {
    /// The code of every variant; a statistic's error has its own, listed in [`stats::CODES`].
    pub const CODES: &'static [&'static str] = &[
        "SPECIAL_CATEGORY",
        "UNKNOWN_DIMENSION",
        "REPEATED_DIMENSION",
        "BAD_LABEL",
        "REPEATED_CATEGORY",
        "BROKEN_HIERARCHY",
        "BAD_CELL",
        "UNEVEN_CELLS",
        "TOTALS_DISAGREE",
        "BAD_WEIGHT",
        "TOO_LARGE",
        "NOTHING_ASKED",
        "REPEATED_BREAKDOWN",
        "NOT_COUNTED",
        "MISSING_WEIGHT",
        "WEIGHTS_ALL_ZERO",
        "NEVER_COUNTED",
        "MISMATCH",
        "DIMENSION_NOT_PRESENT",
        "BAD_SKETCH",
        "BAD_PORTRAIT",
        "BAD_MARGIN",
        "MARGIN_WITHOUT_PEOPLE",
        "PEOPLE_WITHOUT_MARGIN",
        "MARGINS_DISAGREE",
        "MARGINS_CANNOT_BE_MET",
    ];

    /// The same error at another cell, for callers that check one of many.
    pub(super) fn at_cell(self, cell: usize) -> Error {
        match self {
            Error::BadCell { problem, .. } => Error::BadCell { cell, problem },
            other => other,
        }
    }

    /// The same error with the row in which it stands.
    pub(crate) fn at_row(self, row: Option<u64>) -> Error {
        match self {
            Error::BadWeight { value, problem, .. } => Error::BadWeight { row, value, problem },
            Error::MissingWeight { .. } => Error::MissingWeight { row },
            other => other,
        }
    }

    /// A code that stays the same when the message is reworded.
    pub fn code(&self) -> &'static str {
        match self {
            Error::SpecialCategory { .. } => "SPECIAL_CATEGORY",
            Error::UnknownDimension { .. } => "UNKNOWN_DIMENSION",
            Error::RepeatedDimension { .. } => "REPEATED_DIMENSION",
            Error::BadLabel { .. } => "BAD_LABEL",
            Error::RepeatedCategory { .. } => "REPEATED_CATEGORY",
            Error::BrokenHierarchy { .. } => "BROKEN_HIERARCHY",
            Error::BadCell { .. } => "BAD_CELL",
            Error::UnevenCells { .. } => "UNEVEN_CELLS",
            Error::TotalsDisagree { .. } => "TOTALS_DISAGREE",
            Error::BadWeight { .. } => "BAD_WEIGHT",
            Error::TooLarge { .. } => "TOO_LARGE",
            Error::NothingAsked => "NOTHING_ASKED",
            Error::RepeatedBreakdown { .. } => "REPEATED_BREAKDOWN",
            Error::NotCounted { .. } => "NOT_COUNTED",
            Error::MissingWeight { .. } => "MISSING_WEIGHT",
            Error::WeightsAllZero { .. } => "WEIGHTS_ALL_ZERO",
            Error::NeverCounted => "NEVER_COUNTED",
            Error::Mismatch { .. } => "MISMATCH",
            Error::DimensionNotPresent { .. } => "DIMENSION_NOT_PRESENT",
            Error::BadSketch { .. } => "BAD_SKETCH",
            Error::BadPortrait { .. } => "BAD_PORTRAIT",
            Error::BadMargin { .. } => "BAD_MARGIN",
            Error::MarginWithoutPeople { .. } => "MARGIN_WITHOUT_PEOPLE",
            Error::PeopleWithoutMargin { .. } => "PEOPLE_WITHOUT_MARGIN",
            Error::MarginsDisagree { .. } => "MARGINS_DISAGREE",
            Error::MarginsCannotBeMet { .. } => "MARGINS_CANNOT_BE_MET",
            Error::Stats(error) => error.code(),
        }
    }
}

/// The names of all dimensions, for messages.
fn names() -> String {
    Dimension::ALL.map(Dimension::name).join(", ")
}

/// Which candidate, for messages.
fn of_candidate(candidate: Option<usize>) -> String {
    candidate.map_or_else(String::new, |candidate| format!("candidate {candidate}: "))
}

/// Where in the rows, for messages.
fn at(row: Option<u64>) -> String {
    row.map_or_else(String::new, |row| format!("row {row}: "))
}

/// Dimensions, for messages.
fn list(dimensions: &[Dimension]) -> String {
    dimensions.iter().map(|d| d.name()).collect::<Vec<_>>().join(" × ")
}

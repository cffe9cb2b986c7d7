//! What can be wrong with a table, its rules, or a release. No message contains a person's data.

/// Why a table cannot be released, a query not be answered, or noise not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The smallest publishable cell is below what the policy allows.
    #[error(
        "a minimum cell size of {k} is below the floor of {floor} that the policy sets; use {floor} or more"
    )]
    #[non_exhaustive]
    CellSizeBelowFloor {
        /// The size that was asked for.
        k: u64,
        /// The least that the policy allows.
        floor: u64,
    },
    /// A parameter outside its range.
    #[error("{what} is {given}, but must be {range}")]
    #[non_exhaustive]
    ParameterOutOfRange {
        /// Which parameter.
        what: &'static str,
        /// What was given.
        given: String,
        /// What would be right.
        range: &'static str,
    },
    /// An axis names the same code twice.
    #[error("axis {axis:?} has the code {code:?} twice; codes are unique on an axis")]
    #[non_exhaustive]
    DuplicateCode {
        /// The axis.
        axis: String,
        /// The code.
        code: String,
    },
    /// A code, or the parent of a code, that the axis does not have.
    #[error("axis {axis:?} has no code {code:?}")]
    #[non_exhaustive]
    UnknownCode {
        /// The axis.
        axis: String,
        /// The code.
        code: String,
    },
    /// The parents of an axis run in a circle.
    #[error("the parents of code {code:?} on axis {axis:?} run in a circle")]
    #[non_exhaustive]
    CircularHierarchy {
        /// The axis.
        axis: String,
        /// A code on the circle.
        code: String,
    },
    /// An axis without codes, or two axes of one dimension, or no axis at all.
    #[error("{what}: a table has at least one axis, each of another dimension, each with at least one code")]
    #[non_exhaustive]
    MalformedAxes {
        /// What is wrong.
        what: String,
    },
    /// A dimension that the table or the domain does not have.
    #[error("there is no dimension {dimension:?} here; there are: {present}")]
    #[non_exhaustive]
    UnknownDimension {
        /// The dimension that was asked for.
        dimension: String,
        /// Those that exist.
        present: String,
    },
    /// A coordinate list of another length than the table has axes.
    #[error("cell {position} has {given} coordinates, but the table has {axes} axes")]
    #[non_exhaustive]
    WrongArity {
        /// The position of the cell in the input, from 0.
        position: usize,
        /// How many coordinates it has.
        given: usize,
        /// How many axes there are.
        axes: usize,
    },
    /// The same cell twice.
    #[error("cell ({cell}) is given twice")]
    #[non_exhaustive]
    DuplicateCell {
        /// Its coordinates.
        cell: String,
    },
    /// A cell of a table with totals is missing.
    #[error("cell ({cell}) is missing; a table with totals gives every cell, zeros too")]
    #[non_exhaustive]
    MissingCell {
        /// Its coordinates.
        cell: String,
    },
    /// A total that is not the sum of its parts.
    #[error("cell ({cell}) is {total}, but its parts along {axis:?} sum to {sum}")]
    #[non_exhaustive]
    TotalsDoNotAddUp {
        /// The coordinates of the total.
        cell: String,
        /// The axis along which it does not add up.
        axis: String,
        /// What the total says.
        total: u64,
        /// What its parts sum to.
        sum: u64,
    },
    /// A table with more cells than are handled.
    #[error("the table has {cells} cells with its totals; at most {limit} are handled")]
    #[non_exhaustive]
    TooManyCells {
        /// How many there would be.
        cells: u128,
        /// How many are handled.
        limit: usize,
    },
    /// A value beyond what is exact in every step.
    #[error("cell ({cell}) is larger than {limit}")]
    #[non_exhaustive]
    ValueTooLarge {
        /// Its coordinates.
        cell: String,
        /// The largest value handled.
        limit: u64,
    },
    /// Contributions that cannot be: larger than their sum, or without contributors.
    #[error("cell ({cell}) has contributions that do not fit its count and sum: {what}")]
    #[non_exhaustive]
    MalformedContributions {
        /// Its coordinates.
        cell: String,
        /// What does not fit.
        what: &'static str,
    },
    /// A dominance rule without magnitudes to apply it to.
    #[error("a dominance rule needs magnitudes with their largest contributions; this table has only counts")]
    DominanceNeedsMagnitudes,
    /// A pattern of another size than the table.
    #[error("the pattern has {given} cells, but the table has {cells}")]
    #[non_exhaustive]
    PatternSize {
        /// The length of the pattern.
        given: usize,
        /// The number of cells.
        cells: usize,
    },
    /// The verifier found hidden cells that an attacker can pin down more tightly than declared.
    #[error(
        "{exposed} of {sensitive} sensitive cells are not protected; the first is ({cell}): an attacker finds \
         {low} to {high}, the rules declare at least {need_low} to {need_high}"
    )]
    #[non_exhaustive]
    Unprotected {
        /// How many sensitive cells are exposed.
        exposed: usize,
        /// How many sensitive cells there are.
        sensitive: usize,
        /// The coordinates of the first.
        cell: String,
        /// The least value that is proven possible.
        low: u64,
        /// The greatest value that is proven possible.
        high: u64,
        /// The least value that must be possible.
        need_low: u64,
        /// The greatest value that must be possible.
        need_high: u64,
    },
    /// A method that this build does not have.
    #[error(
        "this build has no optimiser; enable the feature \"release\" of renown, or choose Method::Heuristic"
    )]
    MethodNotBuilt,
    /// No table of multiples of the base within reach adds up.
    #[error(
        "no table of multiples of {base} within one step of every cell adds up; use suppression or rounding cell by cell"
    )]
    #[non_exhaustive]
    NoControlledRounding {
        /// The base.
        base: u64,
    },
    /// The privacy budget does not suffice for the query.
    #[error("the query costs {cost} and {left} of the budget of {budget} is left (in units of 2^-60)")]
    #[non_exhaustive]
    BudgetExhausted {
        /// What the query costs.
        cost: u128,
        /// What is left.
        left: u128,
        /// The whole budget.
        budget: u128,
    },
    /// A secret that is too short to key noise.
    #[error("the secret has {length} bytes; 32 or more from a secure source are needed")]
    #[non_exhaustive]
    SecretTooShort {
        /// Its length.
        length: usize,
    },
    /// A saved log or budget that is damaged or of another version.
    #[error("the saved {what} cannot be read: {why}")]
    #[non_exhaustive]
    Damaged {
        /// What was read.
        what: &'static str,
        /// Why it cannot be read.
        why: String,
    },
}

/// The codes of all [`Error`]s.
pub const CODES: &[&str] = &[
    "CELL_SIZE_BELOW_FLOOR",
    "PARAMETER_OUT_OF_RANGE",
    "DUPLICATE_CODE",
    "UNKNOWN_CODE",
    "CIRCULAR_HIERARCHY",
    "MALFORMED_AXES",
    "UNKNOWN_DIMENSION",
    "WRONG_ARITY",
    "DUPLICATE_CELL",
    "MISSING_CELL",
    "TOTALS_DO_NOT_ADD_UP",
    "TOO_MANY_CELLS",
    "VALUE_TOO_LARGE",
    "MALFORMED_CONTRIBUTIONS",
    "DOMINANCE_NEEDS_MAGNITUDES",
    "PATTERN_SIZE",
    "UNPROTECTED",
    "METHOD_NOT_BUILT",
    "NO_CONTROLLED_ROUNDING",
    "BUDGET_EXHAUSTED",
    "SECRET_TOO_SHORT",
    "DAMAGED",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::CellSizeBelowFloor { .. } => "CELL_SIZE_BELOW_FLOOR",
            Error::ParameterOutOfRange { .. } => "PARAMETER_OUT_OF_RANGE",
            Error::DuplicateCode { .. } => "DUPLICATE_CODE",
            Error::UnknownCode { .. } => "UNKNOWN_CODE",
            Error::CircularHierarchy { .. } => "CIRCULAR_HIERARCHY",
            Error::MalformedAxes { .. } => "MALFORMED_AXES",
            Error::UnknownDimension { .. } => "UNKNOWN_DIMENSION",
            Error::WrongArity { .. } => "WRONG_ARITY",
            Error::DuplicateCell { .. } => "DUPLICATE_CELL",
            Error::MissingCell { .. } => "MISSING_CELL",
            Error::TotalsDoNotAddUp { .. } => "TOTALS_DO_NOT_ADD_UP",
            Error::TooManyCells { .. } => "TOO_MANY_CELLS",
            Error::ValueTooLarge { .. } => "VALUE_TOO_LARGE",
            Error::MalformedContributions { .. } => "MALFORMED_CONTRIBUTIONS",
            Error::DominanceNeedsMagnitudes => "DOMINANCE_NEEDS_MAGNITUDES",
            Error::PatternSize { .. } => "PATTERN_SIZE",
            Error::Unprotected { .. } => "UNPROTECTED",
            Error::MethodNotBuilt => "METHOD_NOT_BUILT",
            Error::NoControlledRounding { .. } => "NO_CONTROLLED_ROUNDING",
            Error::BudgetExhausted { .. } => "BUDGET_EXHAUSTED",
            Error::SecretTooShort { .. } => "SECRET_TOO_SHORT",
            Error::Damaged { .. } => "DAMAGED",
        }
    }
}

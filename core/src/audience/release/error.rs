//! What can be wrong with a table, its rules, or a release. No message contains a person's data.

use crate::audience::Dimension;

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
    /// A place that the table does not have.
    #[error("the table has no place {given:?}; a place is one node per axis, or none for a total")]
    #[non_exhaustive]
    UnknownPlace {
        /// What was given.
        given: Vec<Option<usize>>,
    },
    /// Two tables or releases that belong together have other axes.
    #[error("{what} has other axes than the table; they must be the same")]
    #[non_exhaustive]
    OtherAxes {
        /// What has other axes.
        what: &'static str,
    },
    /// A dimension that a domain does not have.
    #[error("the domain has no dimension {dimension}; it has: {present}")]
    #[non_exhaustive]
    UnknownDimension {
        /// What was asked for.
        dimension: Dimension,
        /// What there is.
        present: String,
    },
    /// A category that an axis of a domain does not have.
    #[error("dimension {dimension} has no category of that name ({bytes} bytes) in the domain")]
    #[non_exhaustive]
    UnknownCategory {
        /// The dimension.
        dimension: Dimension,
        /// The length of the label.
        bytes: usize,
    },
    /// A domain over a dimension in which one person may stand in several places.
    #[error("dimension {dimension} is multi-valued; in a domain everybody stands in exactly one cell")]
    #[non_exhaustive]
    MultiValuedDomain {
        /// The dimension.
        dimension: String,
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
    #[error("cell ({cell}) has largest contributions that do not fit its people and sum: {what}")]
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
        "no table of multiples of {base} within one step of every cell was found that adds up; use suppression"
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
    /// A question that was answered before, now with other data under the same snapshot.
    #[error(
        "this question was answered for snapshot {snapshot:?} with other data; changed data needs a new snapshot"
    )]
    #[non_exhaustive]
    SnapshotChanged {
        /// The snapshot.
        snapshot: String,
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
    "UNKNOWN_PLACE",
    "OTHER_AXES",
    "UNKNOWN_DIMENSION",
    "UNKNOWN_CATEGORY",
    "MULTI_VALUED_DOMAIN",
    "TOO_MANY_CELLS",
    "VALUE_TOO_LARGE",
    "MALFORMED_CONTRIBUTIONS",
    "DOMINANCE_NEEDS_MAGNITUDES",
    "UNPROTECTED",
    "METHOD_NOT_BUILT",
    "NO_CONTROLLED_ROUNDING",
    "BUDGET_EXHAUSTED",
    "SNAPSHOT_CHANGED",
    "SECRET_TOO_SHORT",
    "DAMAGED",
];

impl Error {
    /// The stable code of this error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Error::CellSizeBelowFloor { .. } => "CELL_SIZE_BELOW_FLOOR",
            Error::ParameterOutOfRange { .. } => "PARAMETER_OUT_OF_RANGE",
            Error::UnknownPlace { .. } => "UNKNOWN_PLACE",
            Error::OtherAxes { .. } => "OTHER_AXES",
            Error::UnknownDimension { .. } => "UNKNOWN_DIMENSION",
            Error::UnknownCategory { .. } => "UNKNOWN_CATEGORY",
            Error::MultiValuedDomain { .. } => "MULTI_VALUED_DOMAIN",
            Error::TooManyCells { .. } => "TOO_MANY_CELLS",
            Error::ValueTooLarge { .. } => "VALUE_TOO_LARGE",
            Error::MalformedContributions { .. } => "MALFORMED_CONTRIBUTIONS",
            Error::DominanceNeedsMagnitudes => "DOMINANCE_NEEDS_MAGNITUDES",
            Error::Unprotected { .. } => "UNPROTECTED",
            Error::MethodNotBuilt => "METHOD_NOT_BUILT",
            Error::NoControlledRounding { .. } => "NO_CONTROLLED_ROUNDING",
            Error::BudgetExhausted { .. } => "BUDGET_EXHAUSTED",
            Error::SnapshotChanged { .. } => "SNAPSHOT_CHANGED",
            Error::SecretTooShort { .. } => "SECRET_TOO_SHORT",
            Error::Damaged { .. } => "DAMAGED",
        }
    }
}

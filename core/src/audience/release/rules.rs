//! The declared rules: which cells are sensitive, and how well they must be protected.

use serde::{Deserialize, Serialize};

use super::Error;

/// The minimum cell size where nothing else is declared.
pub const DEFAULT_CELL_SIZE: u64 = 10;

/// The least minimum cell size where the policy declares no other floor.
pub const DEFAULT_FLOOR: u64 = 5;

/// What may be known of empty cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ZeroCells {
    /// Every empty cell is shown as 0. A reader then knows that a hidden cell holds at least one person, and
    /// the verifier gives the attacker that knowledge.
    #[default]
    Show,
    /// Empty cells are not sensitive, but may be hidden to protect others.
    MayHide,
    /// Empty cells are as sensitive as small ones: that nobody is in a group is not to be known.
    Protect,
}

/// `(n, k %)` dominance: a cell is sensitive where its `n` largest contributions are more than `percent` of its sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dominance {
    /// How many of the largest contributions count, 1 to 10.
    pub n: u8,
    /// The share that they may have at most, 1 to 99 %.
    pub percent: u8,
}

/// How far the attacker's interval of a sensitive count must reach.
///
/// A count `v` below `k` is protected where the attacker can exclude neither `v - below` (or what the shown
/// empty cells tell, if that is more: a total holds at least one person for every cell in it that is not shown
/// as empty) nor the greater of `k` and `v + above`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Protection {
    /// How far below the true count the interval reaches at least.
    pub below: u64,
    /// How far above the true count the interval reaches at least, beside reaching `k`.
    pub above: u64,
}

/// What a hidden cell costs: the sum of costs is what suppression makes small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// Every cell costs the same; of patterns with as many cells the one with the smaller values is preferred.
    #[default]
    Cells,
    /// Every total costs as much as eight inner cells per axis on which it is a total.
    Totals,
    /// A cell costs the people in it: large cells stay.
    People,
}

/// How complementary suppression is chosen. Whatever is chosen is verified by code that shares nothing with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Integer programming with cuts from the attacker's problem, for tables within its limits; the heuristic
    /// beyond. Needs the feature `release`.
    #[default]
    Optimised,
    /// Equation by equation: where a sensitive cell could be computed, the cheapest cell beside it is hidden too,
    /// until the verifier is content; then what is hidden needlessly is shown again. For tables of any size.
    Heuristic,
}

/// The rules of a release.
///
/// ```
/// use renown::audience::release::{Dominance, Rules, ZeroCells};
/// # fn main() -> Result<(), renown::audience::release::Error> {
/// let rules = Rules::new(10)?.zeros(ZeroCells::MayHide).dominance(Dominance { n: 1, percent: 75 })?;
/// assert_eq!(rules.k(), 10);
/// assert_eq!(Rules::new(3).unwrap_err().code(), "CELL_SIZE_BELOW_FLOOR");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Declared", into = "Declared")]
pub struct Rules {
    declared: Declared,
}

/// The form in which rules are written down, each field with its default; [`Rules`] are made of it by `try_from`,
/// which checks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Declared {
    #[serde(default = "default_cell_size")]
    k: u64,
    #[serde(default = "default_floor")]
    floor: u64,
    #[serde(default)]
    zeros: ZeroCells,
    #[serde(default)]
    protection: Option<Protection>,
    #[serde(default)]
    dominance: Option<Dominance>,
    #[serde(default)]
    p_percent: Option<u8>,
    #[serde(default = "default_range")]
    range_percent: u8,
    #[serde(default)]
    cost: Cost,
    #[serde(default)]
    method: Method,
}

fn default_cell_size() -> u64 {
    DEFAULT_CELL_SIZE
}

fn default_floor() -> u64 {
    DEFAULT_FLOOR
}

fn default_range() -> u8 {
    20
}

impl Default for Rules {
    /// A minimum cell size of 10 over a floor of 5, zeros shown.
    fn default() -> Self {
        Rules { declared: Declared::of(DEFAULT_CELL_SIZE, DEFAULT_FLOOR) }
    }
}

impl Declared {
    fn of(k: u64, floor: u64) -> Self {
        Declared {
            k,
            floor,
            zeros: ZeroCells::default(),
            protection: None,
            dominance: None,
            p_percent: None,
            range_percent: default_range(),
            cost: Cost::default(),
            method: Method::default(),
        }
    }

    fn check(self) -> Result<Rules, Error> {
        if self.floor < 2 {
            return Err(out_of_range("the floor of the policy", self.floor, "2 or more: 1 protects nobody"));
        }
        if self.k < self.floor {
            return Err(Error::CellSizeBelowFloor { k: self.k, floor: self.floor });
        }
        if self.k > 1_000_000 {
            return Err(out_of_range("the minimum cell size", self.k, "at most 1000000"));
        }
        if let Some(Protection { below, above }) = self.protection
            && (below > super::MAX_VALUE || above > super::MAX_VALUE)
        {
            return Err(out_of_range("the protection", below.max(above), "at most 10^15"));
        }
        if let Some(Dominance { n, percent }) = self.dominance {
            if !(1..=10).contains(&n) {
                return Err(out_of_range("n of the dominance rule", n, "from 1 to 10"));
            }
            if !(1..=99).contains(&percent) {
                return Err(out_of_range("the percentage of the dominance rule", percent, "from 1 to 99"));
            }
        }
        if let Some(p) = self.p_percent
            && !(1..=100).contains(&p)
        {
            return Err(out_of_range("the percentage of the p % rule", p, "from 1 to 100"));
        }
        if !(1..=100).contains(&self.range_percent) {
            return Err(out_of_range("the range of a hidden sum", self.range_percent, "from 1 to 100 %"));
        }
        Ok(Rules { declared: self })
    }
}

impl TryFrom<Declared> for Rules {
    type Error = Error;

    fn try_from(declared: Declared) -> Result<Self, Error> {
        declared.check()
    }
}

impl From<Rules> for Declared {
    fn from(rules: Rules) -> Self {
        rules.declared
    }
}

impl Rules {
    /// Rules with a minimum cell size of `k`, over the default floor of 5.
    ///
    /// # Errors
    /// [`Error::CellSizeBelowFloor`].
    pub fn new(k: u64) -> Result<Self, Error> {
        Self::over_floor(k, DEFAULT_FLOOR)
    }

    /// Rules with a minimum cell size of `k`, over the floor that the policy declares (2 or more).
    ///
    /// # Errors
    /// [`Error::CellSizeBelowFloor`], [`Error::ParameterOutOfRange`].
    pub fn over_floor(k: u64, floor: u64) -> Result<Self, Error> {
        Declared::of(k, floor).check()
    }

    /// With another treatment of empty cells.
    #[must_use]
    pub fn zeros(mut self, zeros: ZeroCells) -> Self {
        self.declared.zeros = zeros;
        self
    }

    /// With another reach of the attacker's interval. The default reaches from the least that a hidden cell can
    /// hold up to `k`: the reader learns nothing below `k`.
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`].
    pub fn protection(mut self, protection: Protection) -> Result<Self, Error> {
        self.declared.protection = Some(protection);
        self.declared.check()
    }

    /// With an `(n, k %)` rule for magnitudes.
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`].
    pub fn dominance(mut self, dominance: Dominance) -> Result<Self, Error> {
        self.declared.dominance = Some(dominance);
        self.declared.check()
    }

    /// With a `p %` rule for magnitudes: a cell is sensitive where its second contributor could estimate the
    /// first to within `p` percent.
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`].
    pub fn p_percent(mut self, p: u8) -> Result<Self, Error> {
        self.declared.p_percent = Some(p);
        self.declared.check()
    }

    /// With another width of the interval around the sum of a cell that is hidden for its small count, in
    /// percent of the sum to either side (20 by default).
    ///
    /// # Errors
    /// [`Error::ParameterOutOfRange`].
    pub fn range_percent(mut self, percent: u8) -> Result<Self, Error> {
        self.declared.range_percent = percent;
        self.declared.check()
    }

    /// With another measure of what is lost.
    #[must_use]
    pub fn cost(mut self, cost: Cost) -> Self {
        self.declared.cost = cost;
        self
    }

    /// With another way of choosing what is hidden.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.declared.method = method;
        self
    }

    /// The minimum cell size.
    pub fn k(&self) -> u64 {
        self.declared.k
    }

    /// The floor that the policy sets for the minimum cell size.
    pub fn floor(&self) -> u64 {
        self.declared.floor
    }

    pub(crate) fn zero_cells(&self) -> ZeroCells {
        self.declared.zeros
    }

    pub(crate) fn shows_zeros(&self) -> bool {
        self.declared.zeros == ZeroCells::Show
    }

    pub(crate) fn declared_cost(&self) -> Cost {
        self.declared.cost
    }

    pub(crate) fn declared_method(&self) -> Method {
        self.declared.method
    }

    pub(crate) fn declared_dominance(&self) -> (Option<Dominance>, Option<u8>) {
        (self.declared.dominance, self.declared.p_percent)
    }

    pub(crate) fn declared_range(&self) -> u8 {
        self.declared.range_percent
    }

    /// What an attacker's interval of the sensitive count `value` must contain, where he knows it to be at least
    /// `floor` from the empty cells alone.
    pub(crate) fn reach(&self, value: u64, floor: u64) -> (u64, u64) {
        let protection = self.declared.protection.unwrap_or(Protection { below: self.declared.k, above: 0 });
        let low = value.saturating_sub(protection.below).max(floor);
        let high = value.saturating_add(protection.above).max(self.declared.k);
        (low, high)
    }
}

pub(crate) fn out_of_range(what: &'static str, given: impl ToString, range: &'static str) -> Error {
    Error::ParameterOutOfRange { what, given: given.to_string(), range }
}

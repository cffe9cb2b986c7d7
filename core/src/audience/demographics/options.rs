//! The choices behind a breakdown, each with its default.

use serde::{Deserialize, Serialize};

use super::super::{Dimension, Error};
use crate::model::AudienceRole;

/// What is counted. It cannot be changed once people have been counted.
///
/// ```
/// use renown::audience::{DemographicsOptions, Dimension};
///
/// let options = DemographicsOptions {
///     by: vec![vec![Dimension::Country], vec![Dimension::Gender, Dimension::AgeBand]],
///     ..DemographicsOptions::default()
/// };
/// assert!(!options.weighted);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DemographicsOptions {
    /// The breakdowns: each is one dimension (a marginal) or several (a cross).
    pub by: Vec<Vec<Dimension>>,
    /// Whose audience: followers, likers or commenters.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub role: AudienceRole,
    /// Whether people carry weights.
    pub weighted: bool,
}

impl DemographicsOptions {
    /// # Errors
    /// [`Error::NothingAsked`], [`Error::RepeatedDimension`], [`Error::RepeatedBreakdown`].
    pub(super) fn check(&self) -> Result<(), Error> {
        check_breakdowns(&self.by)
    }
}

/// Refuses breakdowns that make no sense.
pub(crate) fn check_breakdowns(breakdowns: &[Vec<Dimension>]) -> Result<(), Error> {
    if breakdowns.is_empty() {
        return Err(Error::NothingAsked);
    }
    for (i, by) in breakdowns.iter().enumerate() {
        if by.is_empty() {
            return Err(Error::NothingAsked);
        }
        for (k, dimension) in by.iter().enumerate() {
            if by.iter().take(k).any(|d| d == dimension) {
                return Err(Error::RepeatedDimension { dimension: *dimension });
            }
        }
        if breakdowns.iter().take(i).any(|other| other == by) {
            return Err(Error::RepeatedBreakdown { dimensions: by.clone() });
        }
    }
    Ok(())
}

/// Of whom a share is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Of everybody: what is missing has its own shares, and all shares add up to 1.
    #[default]
    Everyone,
    /// Of those of whom every dimension of the breakdown is known. How many are not is reported beside.
    Known,
}

/// How shares are finished.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ShareOptions {
    /// Confidence level of the intervals, between 0 and 1.
    pub level: f64,
    /// How many people the audience has in all, where the people counted are a sample of it without replacement:
    /// the intervals shrink accordingly. `None` takes the audience as unlimited.
    pub population: Option<u64>,
    /// Of whom a share is a share.
    pub base: Base,
}

impl Default for ShareOptions {
    fn default() -> Self {
        ShareOptions { level: 0.95, population: None, base: Base::default() }
    }
}

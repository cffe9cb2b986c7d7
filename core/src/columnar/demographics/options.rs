//! The options of `demographics`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::audience::{Base, Dimension};
use crate::columnar::Error;
use crate::model::AudienceRole;

/// A breakdown: a dimension, or several together.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(String),
    Cross(Vec<String>),
}

impl Names {
    pub(super) fn parse(&self) -> Result<Vec<Dimension>, Error> {
        let names = match self {
            Names::One(name) => std::slice::from_ref(name),
            Names::Cross(names) => names.as_slice(),
        };
        names.iter().map(|name| Ok(name.parse::<Dimension>()?)).collect()
    }
}

/// The options of `demographics`.
///
/// | option | default | |
/// |---|---|---|
/// | `by` | `"influencer_id"` | the column of the key; null takes the table as one audience |
/// | `dimensions` | | the breakdowns: each a name (a marginal) or a list of names (a cross) |
/// | `role` | null | `"follower"`, `"liker"` or `"commenter"`: only these rows, by the column `role` |
/// | `weight` | null | the column of the weights |
/// | `population` | null | how many people the audience has in all, where the rows are a sample of it |
/// | `base` | `"everyone"` | or `"known"`: shares of those of whom the breakdown is known |
/// | `minimum` | `1` | cells of fewer people are left out, and their share is given in one row |
/// | `level` | `0.95` | of the intervals |
/// | `interval` | `true` | false leaves `low`, `high` and `level` empty |
/// | `columns` | `{}` | what the table calls a column: `{"age_band": "age"}` |
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemographicsCall {
    #[serde(default = "influencer_id")]
    pub(super) by: Option<String>,
    pub(super) dimensions: Vec<Names>,
    #[serde(default)]
    pub(super) role: Option<AudienceRole>,
    #[serde(default)]
    pub(super) weight: Option<String>,
    #[serde(default)]
    pub(super) population: Option<u64>,
    #[serde(default)]
    pub(super) base: Base,
    #[serde(default = "one")]
    pub(super) minimum: u32,
    #[serde(default = "usual_level")]
    pub(super) level: f64,
    #[serde(default = "yes")]
    pub(super) interval: bool,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

fn influencer_id() -> Option<String> {
    Some("influencer_id".to_owned())
}
fn one() -> u32 {
    1
}
fn usual_level() -> f64 {
    0.95
}
fn yes() -> bool {
    true
}

impl DemographicsCall {
    pub(super) fn read(options: &Value) -> Result<Self, Error> {
        crate::columnar::options::read(options)
    }

    /// What the table calls the column of a dimension.
    pub(super) fn column_of(&self, dimension: Dimension) -> &str {
        let name = match dimension {
            Dimension::Reachability => "following",
            Dimension::Interest => "interests",
            other => other.name(),
        };
        self.columns.get(name).map_or(name, String::as_str)
    }
    /// What the table calls the column of the role.
    pub(super) fn role_column(&self) -> &str {
        self.columns.get("role").map_or("role", String::as_str)
    }
}

//! Trees as they are written.

use serde::{Deserialize, Serialize};

use crate::credibility::basis::{Errors, Prior, Thresholds};

/// An ensemble as it is written: `docs/credibility.md#trees`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ensemble {
    pub(super) format: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) platform: Option<String>,
    /// Log-odds before any tree.
    pub(super) base: f64,
    pub(super) features: Vec<String>,
    pub(super) trees: Vec<Tree>,
    pub(super) kinds: Thresholds,
    pub(super) prior: Prior,
    pub(super) errors: Errors,
    /// The model card, for people.
    #[serde(default)]
    pub(super) card: serde_json::Value,
}

/// A tree: lists with a place for each question, the first being the root; a branch is the place of a question, or
/// −1, −2, … for the first, second, … leaf.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tree {
    /// Which feature is asked for: its place in the list of features.
    pub(super) feature: Vec<u32>,
    /// The answer is yes where the value is below this.
    pub(super) below: Vec<f64>,
    pub(super) yes: Vec<i32>,
    pub(super) no: Vec<i32>,
    /// Whether an unknown value is answered with yes.
    pub(super) unknown: Vec<bool>,
    /// What each leaf adds to the log-odds.
    pub(super) leaves: Vec<f64>,
    /// How much of the training data came to each leaf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cover: Option<Vec<f64>>,
}

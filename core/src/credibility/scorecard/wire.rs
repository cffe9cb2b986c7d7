//! A model as it is written.

use serde::{Deserialize, Serialize};

use crate::credibility::basis::{Errors, Prior, Thresholds};

/// A model as it is written: `docs/credibility.md#the-format-of-a-model`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    pub(super) format: String,
    pub(super) name: String,
    pub(super) platform: Option<String>,
    /// Points that are one unit of log-odds.
    pub(super) scale: i32,
    /// Points of the average account.
    pub(super) base: i32,
    pub(super) features: Vec<Card>,
    pub(super) kinds: Thresholds,
    pub(super) prior: Prior,
    pub(super) errors: Errors,
    /// The model card, for people.
    #[serde(default)]
    pub(super) card: serde_json::Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Card {
    pub(super) feature: String,
    pub(super) direction: Direction,
    /// Where the next bin begins.
    pub(super) edges: Vec<f64>,
    /// One more than edges.
    pub(super) points: Vec<i32>,
    pub(super) unknown: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    Rising,
    Falling,
    Free,
}

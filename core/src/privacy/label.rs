//! What sticks to data when they are combined or derived from (clauses C9, C44).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{DataCategory, Purpose};

/// What a value carries along: what it reveals, what it may be used for, how long it lives, where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// All that it reveals.
    pub categories: BTreeSet<DataCategory>,
    /// What it may be used for.
    pub purposes: BTreeSet<Purpose>,
    /// How long it is kept at most, days; none where no limit is known yet.
    #[serde(default)]
    pub ttl_days: Option<u32>,
    /// Whether it, or anything that it was derived from, came through Google Workspace APIs.
    #[serde(default)]
    pub google_workspace: bool,
    /// Whether it is computed about a person rather than collected.
    #[serde(default)]
    pub inferred: bool,
}

impl Label {
    /// The label of what two values give together: all categories, only the purposes of both, the shorter life; a tag
    /// of either sticks. Joining is a semilattice, so the order in which values are combined cannot matter.
    ///
    /// ```
    /// use renown::privacy::{Label, Purpose, category};
    /// let profile = Label {
    ///     categories: [category::IDENTITY].into(),
    ///     purposes: [Purpose::INFLUENCER_SEARCH].into(),
    ///     ttl_days: Some(1),
    ///     google_workspace: false,
    ///     inferred: false,
    /// };
    /// let mail = Label { categories: [category::WORKSPACE].into(), purposes: [].into(), google_workspace: true, ..profile.clone() };
    /// let both = profile.join(&mail);
    /// assert!(both.purposes.is_empty() && both.google_workspace && both.categories.len() == 2);
    /// ```
    #[must_use]
    pub fn join(&self, other: &Label) -> Label {
        Label {
            categories: self.categories.union(&other.categories).cloned().collect(),
            purposes: self.purposes.intersection(&other.purposes).cloned().collect(),
            ttl_days: match (self.ttl_days, other.ttl_days) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
            google_workspace: self.google_workspace || other.google_workspace,
            inferred: self.inferred || other.inferred,
        }
    }

    /// The label of what is derived from values, `None` from none. What states new facts about a person is an
    /// inference.
    #[must_use]
    pub fn derived<'a>(from: impl IntoIterator<Item = &'a Label>, new_facts: bool) -> Option<Label> {
        let joined = from.into_iter().cloned().reduce(|one, other| one.join(&other))?;
        Some(Label { inferred: joined.inferred || new_facts, ..joined })
    }
}

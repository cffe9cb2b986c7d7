//! What is told along with a copy: computed from what is held, never typed by hand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::item::{HeldItem, Source};
use super::{Effect, ItemAnswer, RequestQuestion};
use crate::privacy::rights::right::RightKey;
use crate::privacy::rights::{HeldUnder, RightsQuestion, rights_of};
use crate::privacy::{DataCategory, Purpose};

/// Until when data of a category is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// The category.
    pub category: DataCategory,
    /// The last day; `None` where no day is known.
    pub kept_until: Option<NaiveDate>,
}

/// What a person is told of the processing (GDPR Art. 15(1), Civ. Code 1798.110(a)(1)-(4)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disclosure {
    /// What it is used for.
    pub purposes: BTreeSet<Purpose>,
    /// What kinds of data are held.
    pub categories: BTreeSet<DataCategory>,
    /// To whom it was disclosed.
    pub recipients: BTreeSet<String>,
    /// Until when each kind is kept.
    pub periods: Vec<Period>,
    /// From whom it came.
    pub sources: BTreeSet<Source>,
    /// On which bases it is processed.
    pub bases: BTreeSet<HeldUnder>,
    /// The rights that the person has, a complaint among them.
    pub rights: Vec<RightKey>,
    /// Whether a machine alone decides something.
    pub automated_decision: bool,
    /// Whether the copy is free.
    pub free: bool,
}

impl Disclosure {
    /// The disclosure over the items of which something is told; `None` where nothing is.
    pub(super) fn of(
        request: &RequestQuestion,
        items: &[HeldItem],
        answers: &[ItemAnswer],
        instead: Option<RightKey>,
    ) -> Option<Self> {
        let told = |effect: &Effect| {
            matches!(
                effect,
                Effect::Export | Effect::ExportRedacted | Effect::ExportKindOnly { .. } | Effect::List
            )
        };
        let ids: BTreeSet<&str> = answers
            .iter()
            .filter(|answer| instead.is_some() || answer.effects.iter().any(told))
            .map(|answer| answer.item.as_str())
            .collect();
        if ids.is_empty() {
            return None;
        }
        let told = || items.iter().filter(|item| ids.contains(item.id.as_str()));
        let bases: BTreeSet<HeldUnder> = told().flat_map(|item| item.bases.iter().copied()).collect();
        let mut periods: BTreeMap<DataCategory, Option<NaiveDate>> = BTreeMap::new();
        for item in told() {
            let until = periods.entry(item.category.clone()).or_insert(item.kept_until);
            *until = until.zip(item.kept_until).map(|(one, other)| one.max(other));
        }
        let held = rights_of(&RightsQuestion {
            bases: bases.clone(),
            regimes: request.regimes.clone(),
            role: request.role,
            direct_marketing: told().any(|item| item.purposes.iter().any(super::is_direct_marketing)),
        });
        Some(Disclosure {
            purposes: told().flat_map(|item| item.purposes.iter().cloned()).collect(),
            categories: told().map(|item| item.category.clone()).collect(),
            recipients: told().flat_map(|item| item.recipients.iter().cloned()).collect(),
            periods: periods
                .into_iter()
                .map(|(category, kept_until)| Period { category, kept_until })
                .collect(),
            sources: told().map(|item| item.source).collect(),
            bases,
            rights: held.rights.iter().filter(|held| held.bound.is_some()).map(|held| held.right).collect(),
            automated_decision: told()
                .any(|item| item.decision.is_some_and(|decision| decision.solely && decision.significant)),
            free: true,
        })
    }
}

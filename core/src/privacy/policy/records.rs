//! What a policy document gives without a question: which document binds, and the records of processing.

use std::collections::BTreeSet;

use serde::Serialize;

use super::read::covers;
use super::{Binding, Policy};
use crate::privacy::RecipientKind;

/// One activity in the records of processing (GDPR Art. 30(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProcessingRecord {
    /// The purpose.
    pub purpose: String,
    /// Its legal basis, where the document names one of its own.
    pub basis: Option<String>,
    /// What is processed for it.
    pub categories: Vec<String>,
    /// Who receives any of that.
    pub recipients: BTreeSet<RecipientKind>,
    /// How long each category is kept, days; none where it is bound to an agreement.
    pub ttl_days: Vec<Option<u32>>,
    /// Tools for transfers to third countries.
    pub transfer_tools: Vec<String>,
    /// The clause that names the purpose.
    pub clause: Option<String>,
}

impl Policy {
    /// Which of several documents holds where they differ (clause C2): the one of the highest precedence. `None` where
    /// the policy knows none of them.
    #[must_use]
    pub fn binding<'a>(&self, documents: impl IntoIterator<Item = &'a str>) -> Option<&Binding> {
        let named =
            |name: &str| self.document().document.iter().find(|binding| binding.name.get_ref() == name);
        documents.into_iter().filter_map(named).max_by_key(|binding| binding.precedence)
    }

    /// The records of processing (duty N8), computed from the document and not typed by hand.
    #[must_use]
    pub fn records_of_processing(&self) -> Vec<ProcessingRecord> {
        let document = self.document();
        let tools: Vec<String> = document.transfers.tools.iter().map(|tool| tool.get_ref().clone()).collect();
        let record = |purpose: &super::DeclaredPurpose| {
            let key = purpose.key.get_ref();
            let serves =
                |category: &&super::Category| category.purposes.iter().any(|named| named.get_ref() == key);
            let categories: Vec<_> = document.category.iter().filter(serves).collect();
            let receives = |recipient: &&super::DeclaredRecipient| {
                recipient.categories.iter().any(|given| {
                    categories.iter().any(|held| {
                        let (given, held) = (given.get_ref(), held.key.get_ref());
                        covers(given, held) || covers(held, given)
                    })
                })
            };
            ProcessingRecord {
                purpose: key.clone(),
                basis: purpose.basis.as_ref().map(|basis| basis.get_ref().clone()),
                recipients: document.recipient.iter().filter(receives).map(|one| one.kind).collect(),
                ttl_days: categories.iter().map(|category| category.ttl_days).collect(),
                categories: categories.iter().map(|category| category.key.get_ref().clone()).collect(),
                transfer_tools: tools.clone(),
                clause: purpose.clause.clone(),
            }
        };
        document.purpose.iter().map(record).collect()
    }
}

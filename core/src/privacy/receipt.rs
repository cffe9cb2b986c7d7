//! What is kept of a disclosure: enough to answer who was shown what, when, why, and by which rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Cite, DataCategory, Obligation, PolicyIdentity, Purpose, Recipient, SubjectId};

/// The record of one disclosure. It names no person: ids are the caller's pseudonyms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// SHA-256 over every other field, hexadecimal: the same disclosure has the same id.
    pub id: String,
    /// When the value was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was decided that it may be.
    pub decided_at: DateTime<Utc>,
    /// Whose data.
    pub subject: SubjectId,
    /// What was shown.
    pub categories: Vec<DataCategory>,
    /// What for.
    pub purpose: Purpose,
    /// To whom.
    pub recipient: Recipient,
    /// What the recipient of the permit took on.
    pub obligations: BTreeSet<Obligation>,
    /// Where the rules stand that permitted it.
    pub cites: BTreeSet<Cite>,
    /// By which policy.
    pub policy: Arc<PolicyIdentity>,
}

impl Receipt {
    /// The same receipt under its id.
    pub(super) fn sealed(mut self) -> Self {
        self.id = String::new();
        // A receipt holds strings, numbers and times only, none of which fails to serialise.
        let bytes = serde_json::to_vec(&self).unwrap_or_default();
        self.id = sha256_hex(&bytes);
        self
    }

    /// Whether the id still fits the content.
    pub fn is_intact(&self) -> bool {
        self.clone().sealed().id == self.id
    }
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&hmac_sha256::Hash::hash(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

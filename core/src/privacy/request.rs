//! The question: whose data, what of it, what for, for whom; and the facts known about the person.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{DataCategory, Error, Purpose, RecipientKind, SubjectId, SubjectRole, SubjectState};

/// To whom data would be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recipient {
    /// What kind of recipient.
    pub kind: RecipientKind,
    /// The pseudonymous id under which the caller keeps the recipient.
    pub id: SubjectId,
}

impl Recipient {
    /// A registered representative of a company or brand.
    ///
    /// # Errors
    /// [`Error::MalformedId`] where `id` is malformed.
    pub fn user(id: impl Into<String>) -> Result<Self, Error> {
        Ok(Recipient { kind: RecipientKind::User, id: SubjectId::new(id)? })
    }
}

/// May these categories of this person's data be shown to this recipient for this purpose?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Whose data.
    pub subject: SubjectId,
    /// What of it; a request for nothing is denied.
    pub categories: Vec<DataCategory>,
    /// What for.
    pub purpose: Purpose,
    /// For whom.
    pub recipient: Recipient,
}

/// What is known about the person when the question is put.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// As what the person stands before the policy; unknown is never permitted.
    pub role: Option<SubjectRole>,
    /// What stands in the way.
    pub states: BTreeSet<SubjectState>,
}

impl Facts {
    /// A person of this role with nothing in the way.
    pub fn of(role: SubjectRole) -> Self {
        Facts { role: Some(role), states: BTreeSet::new() }
    }

    /// The same person with one more state.
    #[must_use]
    pub fn with(mut self, state: SubjectState) -> Self {
        self.states.insert(state);
        self
    }
}

//! The question: whose data, what of it, what for, for whom.

use serde::{Deserialize, Serialize};

use super::{DataCategory, Error, Purpose, RecipientKind, SubjectId};

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

/// What would be done with the data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Shown or given to somebody else.
    #[default]
    Disclose,
    /// Used by the controller.
    Use,
    /// Collected, or written for the first time.
    Collect,
    /// Kept in a place.
    Store,
    /// Published as a figure over many.
    Release,
}

impl Action {
    fn is_disclosure(&self) -> bool {
        *self == Action::Disclose
    }
}

/// May this be done with these categories of this person's data, for this purpose, for this recipient?
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
    /// For whom; what the controller does itself is for the controller.
    pub recipient: Recipient,
    /// What would be done; not said: disclosed.
    #[serde(default, skip_serializing_if = "Action::is_disclosure")]
    pub action: Action,
}

impl Request {
    /// A request to disclose.
    #[must_use]
    pub fn disclose(
        subject: SubjectId,
        categories: Vec<DataCategory>,
        purpose: Purpose,
        recipient: Recipient,
    ) -> Self {
        Request { subject, categories, purpose, recipient, action: Action::Disclose }
    }
}

//! Under which id a person is kept.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::privacy::Error;

/// The pseudonymous id under which the caller keeps a person. Never a name, a handle or an e-mail address:
/// it stands in receipts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct SubjectId(String);

impl SubjectId {
    /// An id of 1 to 256 bytes without white space or control characters.
    ///
    /// # Errors
    /// [`Error::MalformedId`] where `id` has another form.
    pub fn new(id: impl Into<String>) -> Result<Self, Error> {
        let id = id.into();
        if id.is_empty() || id.len() > 256 || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Error::MalformedId { length: id.len() });
        }
        Ok(SubjectId(id))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectId(…)")
    }
}

impl TryFrom<String> for SubjectId {
    type Error = Error;
    fn try_from(id: String) -> Result<Self, Error> {
        SubjectId::new(id)
    }
}

impl From<SubjectId> for String {
    fn from(id: SubjectId) -> String {
        id.0
    }
}

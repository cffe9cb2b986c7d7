//! A value that is known, or the reason why it is not.

use serde::{Deserialize, Serialize};

use crate::stats::Undefined;

/// A value, or the reason why there is none. It is what [`Figure`](crate::stats::Figure) is to estimates, for
/// everything that is not one number.
///
/// ```
/// use renown::report::Stated;
/// use renown::stats::Undefined;
/// let followers: Stated<u64> = serde_json::from_str("475800000")?;
/// assert_eq!(followers.known(), Some(&475_800_000));
/// let hidden: Stated<u64> = serde_json::from_str(r#"{"undefined": "no_followers"}"#)?;
/// assert_eq!(hidden, Stated::undefined(Undefined::NoFollowers));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Stated<T> {
    /// No value, and why. It stands first: reading tries it first, and no value has a field of this name.
    Undefined {
        /// Why there is no value.
        undefined: Undefined,
    },
    /// The value.
    Known(T),
}

impl<T> Stated<T> {
    /// No value, and why.
    pub fn undefined(undefined: Undefined) -> Self {
        Stated::Undefined { undefined }
    }

    /// What is there, or the reason why nothing is.
    pub fn or(value: Option<T>, undefined: Undefined) -> Self {
        value.map_or(Stated::Undefined { undefined }, Stated::Known)
    }

    /// The value, where there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Stated::Known(value) => Some(value),
            Stated::Undefined { .. } => None,
        }
    }
}

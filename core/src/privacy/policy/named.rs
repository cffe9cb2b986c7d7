//! A policy as a caller names it.

use serde::Deserialize;

use super::{Error, Policy};

/// A shipped policy by its name, or a document of one's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Named {
    #[serde(rename = "name")]
    Shipped(String),
    Toml(String),
}

impl Named {
    /// The policy that is named, or the one that was prepared; without either the shipped one.
    ///
    /// # Errors
    /// Those of reading it; `None` where one is named although another was prepared.
    pub(crate) fn policy(named: Option<&Named>, prepared: Option<&Policy>) -> Result<Policy, Option<Error>> {
        match (named, prepared) {
            (None, None) => Ok(Policy::influencer_marketing()),
            (None, Some(prepared)) => Ok(prepared.clone()),
            (Some(_), Some(_)) => Err(None),
            (Some(Named::Shipped(name)), None) => Policy::shipped(name).map_err(Some),
            (Some(Named::Toml(text)), None) => Policy::from_toml(text).map_err(Some),
        }
    }
}

//! What a policy is to the gate: something that decides, and that can be named afterwards.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{Decision, Facts, Request};

/// Which policy decided: enough to find its exact text again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyIdentity {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its version.
    pub version: Cow<'static, str>,
    /// SHA-256 of its rules, hexadecimal.
    pub hash: String,
    /// How long after the decision a permit opens, seconds.
    pub permit_lifetime_seconds: u32,
}

impl PolicyIdentity {
    pub(super) fn permit_lifetime(&self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.permit_lifetime_seconds))
    }
}

/// Decides. Pure: the same facts, request and time give the same decision.
pub trait Policy {
    /// Which policy this is.
    fn identity(&self) -> PolicyIdentity;

    /// May it be shown? What no rule permits is denied.
    fn decide(&self, facts: &Facts, request: &Request, now: DateTime<Utc>) -> Decision;
}

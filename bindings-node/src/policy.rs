//! A policy that was read once.

use napi::Result;
use napi_derive::napi;
use renown::privacy::policy::Error;
use serde_json::Value;

use crate::error::{guarded, raise};

/// A policy, ready to decide.
#[napi]
pub struct Policy(renown::privacy::Policy);

fn read(policy: std::result::Result<renown::privacy::Policy, Error>) -> Result<Policy> {
    policy.map(Policy).map_err(|cause| raise(cause.code(), &cause))
}

#[napi]
impl Policy {
    /// A shipped policy.
    #[napi(factory)]
    pub fn shipped(name: String) -> Result<Policy> {
        read(renown::privacy::Policy::shipped(&name))
    }

    /// A document of one's own.
    #[napi(factory)]
    pub fn from_toml(text: String) -> Result<Policy> {
        read(renown::privacy::Policy::from_toml(&text))
    }

    /// Which policy it is, as JSON.
    #[napi]
    pub fn identity(&self) -> Result<String> {
        serde_json::to_string(&self.0.identity()).map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))
    }

    /// Calls a function of the policy: JSON in, JSON out.
    #[napi]
    pub fn call(&self, name: String, given: String) -> Result<String> {
        guarded(|| {
            let given: Value =
                serde_json::from_str(&given).map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))?;
            let answer = renown::calls::call_by(&self.0, &name, &given)
                .map_err(|cause| raise(cause.code(), &cause))?;
            Ok(answer.to_string())
        })
    }
}

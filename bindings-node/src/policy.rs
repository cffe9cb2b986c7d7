//! A policy that was read once.

use chrono::DateTime;
use napi::Result;
use napi_derive::napi;
use renown::privacy::Decision;
use renown::privacy::policy::Error;
use serde_json::Value;

use crate::error::{guarded, raise};

/// A policy, ready to decide.
#[napi]
pub struct Policy(pub(crate) renown::privacy::Policy);

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

    /// Its rules as SMT-LIB.
    #[napi]
    pub fn to_smtlib(&self) -> Result<String> {
        guarded(|| Ok(self.0.to_smtlib()))
    }

    /// A question that is asked again and again: JSON in.
    #[napi]
    pub fn prepare(&self, given: String) -> Result<Prepared> {
        guarded(|| {
            let given: Value =
                serde_json::from_str(&given).map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))?;
            let prepared = renown::calls::prepare(&self.0, &given);
            prepared.map(Prepared).map_err(|cause| raise(cause.code(), &cause))
        })
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

/// A question that is asked again and again.
#[napi]
pub struct Prepared(renown::privacy::Prepared);

#[napi]
impl Prepared {
    /// The answer at a moment, milliseconds since 1970-01-01T00:00:00Z.
    #[napi]
    pub fn decide(&self, millis: i64) -> Result<Answer> {
        let now = DateTime::from_timestamp_millis(millis)
            .ok_or_else(|| raise("MALFORMED_ARGUMENTS", &"now: no year of the calendar"))?;
        guarded(|| Ok(Answer(self.0.decide(now))))
    }

    /// The answer at a moment that is written.
    #[napi]
    pub fn decide_at(&self, now: String) -> Result<Answer> {
        let now = renown::calls::moment(&now).map_err(|cause| raise(cause.code(), &cause))?;
        guarded(|| Ok(Answer(self.0.decide(now))))
    }
}

/// The answer to a question, of which only what is asked for becomes an object of JavaScript.
#[napi]
pub struct Answer(Decision);

#[napi]
impl Answer {
    /// What was decided.
    #[napi(getter)]
    pub fn outcome(&self) -> &'static str {
        self.0.outcome().as_str()
    }

    /// Whether it permits, with or without obligations.
    #[napi(getter)]
    pub fn permits(&self) -> bool {
        self.0.outcome().permits()
    }

    /// What must be done along with it.
    #[napi(getter)]
    pub fn obligations(&self) -> Vec<String> {
        self.0.obligations().iter().map(ToString::to_string).collect()
    }

    /// Why, in words.
    #[napi(getter)]
    pub fn reason(&self) -> String {
        self.0.reason()
    }

    /// All of it, as JSON.
    #[napi]
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(&self.0).map_err(|cause| raise("MALFORMED_ARGUMENTS", &cause))
    }
}

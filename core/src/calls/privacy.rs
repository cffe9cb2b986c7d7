//! The decision of the built-in policy.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments, result};
use crate::privacy::{BuiltIn, Facts, Policy, Request};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    facts: Facts,
    request: Request,
    now: DateTime<Utc>,
}

pub(super) fn decide(given: &Value) -> Result<Value, Error> {
    let Question { facts, request, now } = arguments(given)?;
    result(&BuiltIn::new().decide(&facts, &request, now))
}

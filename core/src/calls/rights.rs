//! What a person may ask for, and where their request stands.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments, result};
use crate::privacy::rights::{
    self, ChoiceEvent, Event, ExportFormat, ExportRight, Fact, HeldItem, Hold, OptOutQuestion, RequestMade,
    RequestQuestion,
};

pub(super) fn rights_of(given: &Value) -> Result<Value, Error> {
    result(&rights::rights_of(&arguments(given)?))
}

pub(super) fn check_identity(given: &Value) -> Result<Value, Error> {
    result(&rights::check_identity(&arguments(given)?)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Course {
    request: RequestMade,
    events: Vec<Event>,
    now: DateTime<Utc>,
}

pub(super) fn follow_request(given: &Value) -> Result<Value, Error> {
    let Course { request, events, now } = arguments(given)?;
    result(&rights::follow(&request, &events, now)?)
}

pub(super) fn request_metrics(given: &Value) -> Result<Value, Error> {
    result(&rights::metrics(&arguments(given)?)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    message: Value,
}

pub(super) fn read_rights_message(given: &Value) -> Result<Value, Error> {
    let Sent { message } = arguments(given)?;
    result(&rights::read_message(&message)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exercise {
    request: RequestQuestion,
    items: Vec<HeldItem>,
    #[serde(default)]
    holds: Vec<Hold>,
    now: DateTime<Utc>,
}

pub(super) fn answer_request(given: &Value) -> Result<Value, Error> {
    let Exercise { request, items, holds, now } = arguments(given)?;
    result(&rights::answer_request(&request, &items, &holds, now)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Copy {
    facts: Vec<Fact>,
    right: ExportRight,
    format: ExportFormat,
}

pub(super) fn export_facts(given: &Value) -> Result<Value, Error> {
    let Copy { facts, right, format } = arguments(given)?;
    result(&rights::export(&facts, right, format)?)
}

pub(super) fn read_export(given: &Value) -> Result<Value, Error> {
    result(&rights::read_export(&arguments(given)?)?)
}

pub(super) fn plan_erasure(given: &Value) -> Result<Value, Error> {
    result(&rights::plan_erasure(&arguments(given)?)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choices {
    events: Vec<ChoiceEvent>,
    #[serde(default)]
    sixteen_on: Option<NaiveDate>,
    now: DateTime<Utc>,
}

pub(super) fn opt_out_status(given: &Value) -> Result<Value, Error> {
    let Choices { events, sixteen_on, now } = arguments(given)?;
    result(&rights::opt_out_status(&OptOutQuestion { events, sixteen_on }, now)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    inputs: Vec<String>,
}

pub(super) fn check_price_inputs(given: &Value) -> Result<Value, Error> {
    let Inputs { inputs } = arguments(given)?;
    rights::check_price_inputs(&inputs)?;
    Ok(Value::Bool(true))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suppressed {
    /// Hexadecimal.
    key: String,
    platform: String,
    account: String,
}

pub(super) fn suppression_hash(given: &Value) -> Result<Value, Error> {
    let Suppressed { key, platform, account } = arguments(given)?;
    let bytes = crate::transparency::bytes_of_hex(&key).ok_or_else(|| Error::MalformedArguments {
        reason: "key is not hexadecimal; give 64 digits or more".to_owned(),
    })?;
    Ok(Value::String(rights::suppression_hash(&bytes, &platform, &account)?))
}

pub(super) fn complaint_authorities(given: &Value) -> Result<Value, Error> {
    result(&rights::complaint_authorities(&arguments(given)?)?)
}

//! Answers of other systems.

use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments, result};
use crate::import;
use crate::model::Timestamp;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    answer: Value,
    collected_at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenOfAccount {
    answer: Value,
    collected_at: String,
    #[serde(default)]
    influencer_id: Option<String>,
}

/// An answer as data, or as the text in which it came.
fn document(answer: Value) -> Result<Value, Error> {
    let Value::String(text) = answer else { return Ok(answer) };
    serde_json::from_str(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Error::MalformedArguments { reason: format!("answer: no JSON at line {line}, column {column}") }
    })
}

fn at(text: &str) -> Result<Timestamp, Error> {
    text.parse().map_err(|error: crate::model::Error| error.at("collected_at").into())
}

pub(super) fn insightiq(given: &Value) -> Result<Value, Error> {
    let Given { answer, collected_at } = arguments(given)?;
    result(&import::insightiq(&document(answer)?, at(&collected_at)?)?)
}

pub(super) fn instagram_graph(given: &Value) -> Result<Value, Error> {
    let GivenOfAccount { answer, collected_at, influencer_id } = arguments(given)?;
    result(&import::instagram_graph(&document(answer)?, at(&collected_at)?, influencer_id.as_deref())?)
}

pub(super) fn youtube(given: &Value) -> Result<Value, Error> {
    let Given { answer, collected_at } = arguments(given)?;
    result(&import::youtube(&document(answer)?, at(&collected_at)?)?)
}

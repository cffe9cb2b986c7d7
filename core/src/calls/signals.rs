//! Signals of a person's choices, as plain data.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Error, arguments, result};
use crate::privacy::signals::gpc::{self, Event};
use crate::privacy::signals::{effects, gpp, tcf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    string: String,
}

pub(super) fn gpp_decode(given: &Value) -> Result<Value, Error> {
    let Text { string } = arguments(given)?;
    Ok(gpp::decode(&string)?.to_json())
}

pub(super) fn gpp_effects(given: &Value) -> Result<Value, Error> {
    let Text { string } = arguments(given)?;
    Ok(effects::to_json(&gpp::decode(&string)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    sections: Vec<Value>,
}

pub(super) fn gpp_encode(given: &Value) -> Result<Value, Error> {
    let Sections { sections } = arguments(given)?;
    Ok(json!(gpp::Gpp::from_json(&json!({ "sections": sections }))?.encode()?))
}

pub(super) fn tcf_decode(given: &Value) -> Result<Value, Error> {
    let Text { string } = arguments(given)?;
    Ok(tcf::decode(&string)?.to_json())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Segments {
    segments: Value,
    #[serde(default)]
    version: Option<u64>,
}

pub(super) fn tcf_encode(given: &Value) -> Result<Value, Error> {
    let Segments { segments, version } = arguments(given)?;
    let record = tcf::from_json(&json!({ "segments": segments, "version": version }))?;
    Ok(json!(tcf::encode(&record)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Headers {
    header_values: Vec<String>,
}

/// Whether the signal is on, and what it opts out of.
pub(super) fn gpc(given: &Value) -> Result<Value, Error> {
    let Headers { header_values } = arguments(given)?;
    let on = gpc::is_on(header_values.iter().map(String::as_str));
    let opt_outs: Vec<String> = effects::of_gpc(on).iter().map(|opt_out| opt_out.to_string()).collect();
    Ok(json!({ "on": on, "opt_outs": opt_outs }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    body: String,
}

pub(super) fn gpc_support(given: &Value) -> Result<Value, Error> {
    let Body { body } = arguments(given)?;
    result(&gpc::resource(&body)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    events: Vec<Event>,
}

/// Who is opted out since when, and how programmes stand.
pub(super) fn gpc_opt_outs(given: &Value) -> Result<Value, Error> {
    let Events { events } = arguments(given)?;
    let found = gpc::fold(&events);
    let opted_out: Vec<Value> =
        found.iter().map(|(scope, id, since)| json!({ "scope": scope, "id": id, "since": since })).collect();
    let programmes: Vec<Value> = found
        .programmes()
        .map(|(consumer, programme)| {
            json!({
                "consumer": consumer,
                "programme": programme,
                "standing": found.standing(consumer, programme),
            })
        })
        .collect();
    Ok(json!({ "opted_out": opted_out, "programmes": programmes }))
}

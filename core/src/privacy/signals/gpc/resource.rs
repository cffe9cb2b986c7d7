//! What a site says of its support at `/.well-known/gpc.json`.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value as Json;

use super::super::Error;

/// Whether a site says that it abides by the signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Support {
    /// It says that it does.
    Yes,
    /// It says that it does not.
    No,
    /// It says neither.
    Unknown,
}

/// The resource as far as it can be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Resource {
    /// The member `gpc`.
    pub support: Support,
    /// The member `lastUpdate`; none where it is no date of the form 2026-04-03.
    pub last_update: Option<NaiveDate>,
}

/// Reads the resource.
///
/// # Errors
/// [`Error::MalformedResource`] where it is not a JSON object.
pub fn resource(text: &str) -> Result<Resource, Error> {
    let Ok(Json::Object(members)) = serde_json::from_str(text) else { return Err(Error::MalformedResource) };
    let support = match members.get("gpc") {
        Some(Json::Bool(true)) => Support::Yes,
        Some(Json::Bool(false)) => Support::No,
        _ => Support::Unknown,
    };
    let last_update = members.get("lastUpdate").and_then(Json::as_str).and_then(|day| day.parse().ok());
    Ok(Resource { support, last_update })
}

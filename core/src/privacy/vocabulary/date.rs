//! A day as JSON writes it (text) and as TOML writes it (a date of its own).

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Toml(toml::value::Datetime),
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    let Some(written) = Option::<Written>::deserialize(from)? else { return Ok(None) };
    let text = match written {
        Written::Text(text) => text,
        Written::Toml(date) => date.to_string(),
    };
    text.parse().map(Some).map_err(|_| serde::de::Error::custom("not a day: write it as 2026-01-31"))
}

#[expect(clippy::ref_option, reason = "the form that serde calls")]
pub(crate) fn serialize<S: Serializer>(day: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
    day.serialize(to)
}

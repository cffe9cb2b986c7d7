//! Handles, captions, places, languages, posts and profiles.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Error, arguments, result};
use crate::model::{AgeBand, Country, Handle, Language, Platform, Post, Profile, Record, caption};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnPlatform {
    platform: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TwoHandles {
    platform: String,
    first: String,
    second: String,
}

pub(super) fn parse_platform(given: &Value) -> Result<Value, Error> {
    let Text { text } = arguments(given)?;
    result(&text.parse::<Platform>()?)
}

pub(super) fn parse_handle(given: &Value) -> Result<Value, Error> {
    let OnPlatform { platform, text } = arguments(given)?;
    let handle = Handle::parse(platform.parse()?, &text)?;
    Ok(json!({
        "platform": handle.platform(),
        "handle": handle.as_str(),
        "key": handle.key(),
        "skeleton": handle.skeleton(),
        "url": handle.url(),
    }))
}

pub(super) fn handles_confusable(given: &Value) -> Result<Value, Error> {
    let TwoHandles { platform, first, second } = arguments(given)?;
    let platform = platform.parse()?;
    let first = Handle::parse(platform, &first)?;
    Ok(first.is_confusable_with(&Handle::parse(platform, &second)?).into())
}

pub(super) fn scan_caption(given: &Value) -> Result<Value, Error> {
    let OnPlatform { platform, text } = arguments(given)?;
    let found = caption::scan(&text, platform.parse()?);
    // Places are counted in characters: bytes mean nothing outside Rust.
    let characters = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
    let disclosures: Vec<_> = found
        .disclosures
        .iter()
        .map(|disclosed| {
            json!({
                "label": disclosed.disclosure.label,
                "language": disclosed.disclosure.language,
                "start": characters(disclosed.range.start),
                "end": characters(disclosed.range.end),
            })
        })
        .collect();
    Ok(json!({
        "hashtags": found.hashtags,
        "mentions": found.mentions.iter().map(|mention| mention.handle().as_str()).collect::<Vec<_>>(),
        "disclosures": disclosures,
    }))
}

pub(super) fn parse_country(given: &Value) -> Result<Value, Error> {
    let Text { text } = arguments(given)?;
    let country = Country::parse(&text)?;
    Ok(json!({ "code": country.as_str(), "alpha3": country.alpha3(), "name": country.name() }))
}

pub(super) fn parse_language(given: &Value) -> Result<Value, Error> {
    let Text { text } = arguments(given)?;
    let language: Language = text.parse()?;
    Ok(json!({ "tag": language.as_str(), "primary": language.primary(), "name": language.name() }))
}

pub(super) fn parse_age_band(given: &Value) -> Result<Value, Error> {
    let Text { text } = arguments(given)?;
    result(&text.parse::<AgeBand>()?)
}

pub(super) fn read_post(given: &Value) -> Result<Value, Error> {
    result(&Post::from_value(given.clone())?)
}

pub(super) fn read_profile(given: &Value) -> Result<Value, Error> {
    result(&Profile::from_value(given.clone())?)
}

//! The cases of `tests/vectors/model` and `tests/vectors/caption`, which all languages share.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use renown::model::read::{self, Decimal};
use renown::model::{
    AccountFeatures, AgeBand, AudienceMember, Country, Error, FollowerSeries, Gender, Handle, Language,
    Platform, Post, Profile, Record, Region, Timestamp, caption,
};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    given: Value,
    when: When,
    then: Value,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    call: String,
}

fn text<'v>(given: &'v Value, field: &str) -> &'v str {
    given[field].as_str().unwrap_or_else(|| panic!("{given} has no text {field}"))
}

fn record<T: Record + serde::Serialize>(given: &Value) -> Result<Value, Error> {
    Ok(serde_json::to_value(T::from_value(given.clone())?).unwrap())
}

fn word<T: serde::Serialize + std::str::FromStr<Err = Error>>(given: &Value) -> Result<Value, Error> {
    Ok(serde_json::to_value(text(given, "text").parse::<T>()?).unwrap())
}

fn decimal(given: &Value) -> Option<Decimal> {
    given.get("decimal").map(|sign| if sign == "comma" { Decimal::Comma } else { Decimal::Point })
}

fn parse_handle(given: &Value) -> Result<Value, Error> {
    let handle = Handle::parse(text(given, "platform").parse()?, text(given, "text"))?;
    Ok(json!({
        "platform": handle.platform(),
        "handle": handle.as_str(),
        "key": handle.key(),
        "skeleton": handle.skeleton(),
        "url": handle.url(),
    }))
}

fn handles_confusable(given: &Value) -> Result<Value, Error> {
    let platform = text(given, "platform").parse()?;
    let first = Handle::parse(platform, text(given, "first"))?;
    Ok(first.is_confusable_with(&Handle::parse(platform, text(given, "second"))?).into())
}

/// Places are counted in characters: bytes mean nothing outside Rust.
fn scan_caption(given: &Value) -> Result<Value, Error> {
    let text_given = text(given, "text");
    let found = caption::scan(text_given, text(given, "platform").parse()?);
    let characters = |byte: usize| text_given[..byte].chars().count();
    let disclosures: Vec<_> = found
        .disclosures
        .iter()
        .map(|d| {
            let (start, end) = (characters(d.range.start), characters(d.range.end));
            json!({ "label": d.disclosure.label, "language": d.disclosure.language, "start": start, "end": end })
        })
        .collect();
    let mentions: Vec<_> = found.mentions.iter().map(|mention| mention.handle().as_str()).collect();
    Ok(json!({ "hashtags": found.hashtags, "mentions": mentions, "disclosures": disclosures }))
}

fn parse_country(given: &Value) -> Result<Value, Error> {
    let country = Country::parse(text(given, "text"))?;
    Ok(json!({ "code": country.as_str(), "alpha3": country.alpha3(), "name": country.name() }))
}

fn parse_region(given: &Value) -> Result<Value, Error> {
    let country = given["country"].as_str().map(str::parse).transpose()?;
    let region = Region::parse(text(given, "text"), country)?;
    Ok(json!({ "code": region.as_str(), "country": region.country(), "name": region.name() }))
}

fn parse_language(given: &Value) -> Result<Value, Error> {
    let language: Language = text(given, "text").parse()?;
    Ok(json!({ "tag": language.as_str(), "primary": language.primary(), "name": language.name() }))
}

fn parse_count(given: &Value) -> Result<Value, Error> {
    let text = text(given, "text");
    decimal(given).map_or_else(|| read::count(text), |sign| read::count_with(text, sign)).map(Value::from)
}

fn parse_percent(given: &Value) -> Result<Value, Error> {
    let text = text(given, "text");
    decimal(given).map_or_else(|| read::percent(text), |sign| read::percent_with(text, sign)).map(Value::from)
}

fn call(name: &str, given: &Value) -> Result<Value, Error> {
    match name {
        "parse_platform" => word::<Platform>(given),
        "parse_gender" => word::<Gender>(given),
        "parse_age_band" => word::<AgeBand>(given),
        "parse_timestamp" => word::<Timestamp>(given),
        "parse_handle" => parse_handle(given),
        "handles_confusable" => handles_confusable(given),
        "parse_country" => parse_country(given),
        "parse_region" => parse_region(given),
        "parse_language" => parse_language(given),
        "parse_count" => parse_count(given),
        "parse_percent" => parse_percent(given),
        "scan_caption" => scan_caption(given),
        "read_post" => record::<Post>(given),
        "read_profile" => record::<Profile>(given),
        "read_audience_member" => record::<AudienceMember>(given),
        "read_account_features" => record::<AccountFeatures>(given),
        "read_follower_series" => record::<FollowerSeries>(given),
        other => panic!("no call is named {other}"),
    }
}

/// An error as its code, and its place where the case asks for one.
fn outcome(vector: &Vector) -> Value {
    match call(&vector.when.call, &vector.given) {
        Ok(value) => value,
        Err(error) if vector.then.get("place").is_some() => {
            json!({ "error": error.code(), "place": error.place() })
        }
        Err(error) => json!({ "error": error.code() }),
    }
}

fn run(subject: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors").join(subject);
    let mut cases = 0;
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let vectors: Vec<Vector> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for vector in vectors {
            assert!(!vector.source.is_empty(), "a case of {} has no source", path.display());
            let found = outcome(&vector);
            if found != vector.then {
                let (call, given, then) = (&vector.when.call, &vector.given, &vector.then);
                wrong.push(format!("{call} of {given}\n  gives  {found}\n  not    {then}"));
            }
            cases += 1;
        }
    }
    assert!(cases > 20, "{cases} cases in {}", folder.display());
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_model_does_what_the_cases_say() {
    run("model");
}

#[test]
fn captions_are_read_as_the_cases_say() {
    run("caption");
}

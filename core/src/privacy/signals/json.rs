//! Records as plain data and back.
//!
//! One idea to keep in mind: what stands for a person's choice has a default only where the default is "not
//! applicable" or nobody. Times, languages and whether a transaction is covered must be said.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value as Json, json};

use super::layout::{Field, Kind, Layout, SegmentLayout};
use super::record::Segment;
use super::{Error, Identifiers, Record, Restriction, Value};

impl Value {
    /// As plain data: vendors as a list of numbers, those of a restriction as ranges, times in RFC 3339.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Integer(number) => json!(number),
            Value::Boolean(bit) => json!(bit),
            Value::Letters(text) => json!(text),
            Value::Instant(at) => json!(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Value::Choices(choices) => json!(choices),
            Value::Identifiers(ids) => json!(ids.iter().collect::<Vec<_>>()),
            Value::Restrictions(all) => all
                .iter()
                .map(|one| {
                    json!({
                        "purpose": one.purpose,
                        "restriction": one.restriction,
                        "vendors": one.vendors.ranges(),
                    })
                })
                .collect(),
        }
    }
}

impl Record {
    /// As plain data: `version`, and `segments` of fields by name.
    pub fn to_json(&self) -> Json {
        let mut segments = Map::new();
        for segment in &self.segments {
            let fields: Map<String, Json> =
                segment.fields.iter().map(|(name, value)| ((*name).to_owned(), value.to_json())).collect();
            segments.insert(segment.name.to_owned(), Json::Object(fields));
        }
        json!({ "version": self.version(), "segments": segments })
    }

    /// From plain data, by the layout of its version, or of the first of `layouts` where it states none.
    pub(super) fn from_json(given: &Json, layouts: &[&[&'static Layout]], item: &str) -> Result<Self, Error> {
        let written = || layouts.iter().filter_map(|forms| forms.first().copied());
        let layout = match given.get("version") {
            None | Some(Json::Null) => written().next(),
            Some(version) => written().find(|layout| version.as_u64() == Some(u64::from(layout.version))),
        };
        let Some(layout) = layout else {
            let known: Vec<String> = written().map(|layout| layout.version.to_string()).collect();
            return Err(Error::UnknownItem { item: format!("{item}, version"), known: known.join(", ") });
        };
        let Some(stated) = given.get("segments").and_then(Json::as_object) else {
            return Err(Error::MissingField { item: format!("{item}, segments") });
        };
        if let Some(unknown) = stated.keys().find(|name| layout.segment(name).is_none()) {
            let known: Vec<&str> = layout.segments.iter().map(|segment| segment.name).collect();
            return Err(Error::UnknownItem {
                item: format!("{item}, segment {}", shortened(unknown)),
                known: known.join(", "),
            });
        }
        let mut segments = Vec::new();
        for (at, known) in layout.segments.iter().enumerate() {
            match stated.get(known.name) {
                Some(fields) => segments.push(segment_of(fields, known, item)?),
                None if at == 0 => {
                    return Err(Error::MissingField { item: format!("{item}, segment {}", known.name) });
                }
                None => {}
            }
        }
        Ok(Record { layout, segments })
    }
}

/// A name from outside, short enough for a message.
fn shortened(name: &str) -> String {
    name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').take(40).collect()
}

fn segment_of(given: &Json, layout: &SegmentLayout, item: &str) -> Result<Segment, Error> {
    let place = |field: &str| format!("{item}, segment {}, {field}", layout.name);
    let Some(stated) = given.as_object() else {
        return Err(Error::UnwritableField { item: place("fields"), what: "not an object of fields" });
    };
    let known = |name: &String| layout.fields.iter().any(|field| field.name == name);
    if let Some(unknown) = stated.keys().find(|name| !known(name)) {
        let names: Vec<&str> = layout.fields.iter().map(|field| field.name).collect();
        return Err(Error::UnknownItem { item: place(&shortened(unknown)), known: names.join(", ") });
    }
    let mut segment = Segment { name: layout.name, fields: Vec::new() };
    for field in layout.fields {
        let value = match stated.get(field.name) {
            Some(value) => value_of(value, field)
                .ok_or(Error::UnwritableField { item: place(field.name), what: expected(field.kind) })?,
            None => default_of(field.kind).ok_or(Error::MissingField { item: place(field.name) })?,
        };
        segment.fields.push((field.name, value));
    }
    Ok(segment)
}

/// What stands in for a field without a value; none where it must be said.
pub(super) fn default_of(kind: Kind) -> Option<Value> {
    match kind {
        Kind::Integer(_) | Kind::Choice => Some(Value::Integer(0)),
        Kind::Choices(categories) => Some(Value::Choices(vec![0; categories.len()])),
        Kind::Boolean => Some(Value::Boolean(false)),
        Kind::Covered | Kind::Letters(_) | Kind::Instant => None,
        Kind::Bitfield(_)
        | Kind::BitfieldOf(_)
        | Kind::Vendors
        | Kind::FibonacciVendors
        | Kind::VendorsWithDefault => Some(Value::Identifiers(Identifiers::default())),
        Kind::Restrictions | Kind::FibonacciRestrictions => Some(Value::Restrictions(Vec::new())),
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer(_) => "not a whole number from 0",
        Kind::Choice | Kind::Covered => "not 0, 1, 2 or 3",
        Kind::Choices(_) => "not a list of 0, 1, 2 or 3, one for each category",
        Kind::Boolean => "not true or false",
        Kind::Letters(_) => "not letters",
        Kind::Instant => "not a time in RFC 3339",
        Kind::Restrictions | Kind::FibonacciRestrictions => {
            "not a list of {purpose, restriction, vendors: [[first, last], …]}"
        }
        _ => "not a list of numbers from 1 to 65535",
    }
}

fn value_of(given: &Json, field: &Field) -> Option<Value> {
    match field.kind {
        Kind::Integer(_) => given.as_u64().map(Value::Integer),
        Kind::Choice | Kind::Covered => given.as_u64().filter(|choice| *choice <= 3).map(Value::Integer),
        Kind::Choices(categories) => {
            let choices: Option<Vec<u8>> = given.as_array()?.iter().map(choice_of).collect();
            choices.filter(|choices| choices.len() == categories.len()).map(Value::Choices)
        }
        Kind::Boolean => given.as_bool().map(Value::Boolean),
        Kind::Letters(_) => given.as_str().map(|text| Value::Letters(text.to_owned())),
        Kind::Instant => given.as_str()?.parse::<DateTime<Utc>>().ok().map(Value::Instant),
        Kind::Restrictions | Kind::FibonacciRestrictions => {
            given.as_array()?.iter().map(restriction_of).collect::<Option<Vec<_>>>().map(Value::Restrictions)
        }
        _ => given.as_array()?.iter().map(id_of).collect::<Option<Identifiers>>().map(Value::Identifiers),
    }
}

fn choice_of(given: &Json) -> Option<u8> {
    given.as_u64().and_then(|choice| u8::try_from(choice).ok()).filter(|choice| *choice <= 3)
}

fn id_of(given: &Json) -> Option<u16> {
    given.as_u64().and_then(|id| u16::try_from(id).ok()).filter(|id| *id > 0)
}

fn restriction_of(given: &Json) -> Option<Restriction> {
    let small = |name: &str| given.get(name)?.as_u64().and_then(|number| u8::try_from(number).ok());
    let mut ranges = Vec::new();
    for range in given.get("vendors")?.as_array()? {
        match range.as_array()?.as_slice() {
            [first, last] => ranges.push((id_of(first)?, id_of(last)?)),
            _ => return None,
        }
    }
    if ranges.iter().any(|(first, last)| last < first) || given.as_object()?.len() != 3 {
        return None;
    }
    Some(Restriction {
        purpose: small("purpose")?,
        restriction: small("restriction")?,
        vendors: Identifiers::of_ranges(ranges),
    })
}

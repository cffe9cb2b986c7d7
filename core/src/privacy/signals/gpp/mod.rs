//! Strings of the IAB's Global Privacy Platform.
//!
//! One idea to keep in mind: a section that is not understood is carried along as it is, byte for byte, and named;
//! a section that should be understood and cannot be is an error.
//!
//! Source: IAB Tech Lab, Global Privacy Platform, Core/Consent String Specification (CC BY 3.0).
//!
//! ```
//! use renown::privacy::signals::{Value, gpp};
//!
//! let signal = gpp::decode("DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN")?;
//! assert_eq!(signal.sections().map(gpp::Section::id).collect::<Vec<_>>(), [2, 6]);
//! let consent = signal.section(2).and_then(gpp::Section::record).unwrap();
//! assert_eq!(consent.get("core", "cmp_id"), Some(&Value::Integer(31)));
//! # Ok::<(), renown::privacy::signals::Error>(())
//! ```

mod canada;
mod categories;
mod sections;
mod states;
mod us_privacy;

use serde_json::{Value as Json, json};

use super::bits::{Reader, Writer};
use super::ranges::{self, Ends};
use super::{Error, Identifiers, Record, coding};

pub use us_privacy::UsPrivacy;

/// A GPP string: its sections, ascending by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gpp {
    sections: Vec<Section>,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    id: u16,
    content: Content,
}

/// What a section says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Fields that are understood.
    Record(Record),
    /// A US Privacy string.
    UsPrivacy(UsPrivacy),
    /// A section that is not known here, as it was.
    Opaque(String),
}

impl Section {
    /// Its number.
    pub fn id(&self) -> u16 {
        self.id
    }

    /// The prefix of its client-side API, such as `usca`; none for one that is not known.
    pub fn name(&self) -> Option<&'static str> {
        match &self.content {
            Content::Record(record) => Some(record.name()),
            Content::UsPrivacy(_) => Some("uspv1"),
            Content::Opaque(_) => None,
        }
    }

    /// What it says.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Its fields, where it has such.
    pub fn record(&self) -> Option<&Record> {
        match &self.content {
            Content::Record(record) => Some(record),
            _ => None,
        }
    }

    fn encode(&self) -> Result<String, Error> {
        match &self.content {
            Content::Record(record) => coding::encode(record),
            Content::UsPrivacy(string) => Ok(string.encode()),
            Content::Opaque(text) => Ok(text.clone()),
        }
    }

    fn to_json(&self) -> Json {
        let mut value = match &self.content {
            Content::Record(record) => record.to_json(),
            Content::UsPrivacy(string) => string.to_json(),
            Content::Opaque(text) => json!({ "opaque": text }),
        };
        if let Some(object) = value.as_object_mut() {
            object.insert("id".to_owned(), json!(self.id));
            object.insert("name".to_owned(), json!(self.name()));
        }
        value
    }
}

/// Reads a GPP string.
///
/// # Errors
/// [`Error`], with the section, the segment, the field and the bit.
pub fn decode(text: &str) -> Result<Gpp, Error> {
    let mut parts = text.split('~');
    let ids = decode_header(parts.next().unwrap_or_default())?;
    let texts: Vec<&str> = parts.collect();
    if ids.len() != texts.len() {
        return Err(Error::SectionCount { announced: ids.len(), found: texts.len() });
    }
    let sections =
        ids.iter().zip(texts).map(|(id, text)| Ok(Section { id, content: decode_section(id, text)? }));
    Ok(Gpp { sections: sections.collect::<Result<_, Error>>()? })
}

fn decode_header(text: &str) -> Result<Identifiers, Error> {
    let mut reader = Reader::new(text, "the header")?;
    reader.enter("type");
    let found = reader.read(6)?;
    if found != 3 {
        return Err(Error::NotGpp { found });
    }
    reader.enter("version");
    let version = reader.read(6)?;
    if version != 1 {
        let (item, known) = ("the header".to_owned(), "1".to_owned());
        return Err(Error::UnsupportedVersion { item, version, known });
    }
    reader.enter("sections");
    let ids = ranges::read_ranges(&mut reader, Ends::Fibonacci)?;
    reader.finish()?;
    Ok(ids)
}

pub(super) fn decode_section(id: u16, text: &str) -> Result<Content, Error> {
    if text.is_empty() {
        return Err(Error::EmptySection { id });
    }
    if id == sections::US_PRIVACY {
        return UsPrivacy::decode(text).map(Content::UsPrivacy);
    }
    match sections::by_id(id) {
        Some(known) => {
            let item = format!("section {}", known.name);
            coding::decode(text, known.layouts, &item).map(Content::Record)
        }
        None => Ok(Content::Opaque(text.to_owned())),
    }
}

impl Gpp {
    /// The sections, ascending by number.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter()
    }

    /// The section of this number.
    pub fn section(&self, id: u16) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// Writes the string in the form of the IAB's libraries: the header and the sections of the United States
    /// padded to bytes, TC strings to 24 bits.
    ///
    /// # Errors
    /// [`Error::UnwritableField`] where a value does not fit its field.
    pub fn encode(&self) -> Result<String, Error> {
        let ids: Identifiers = self.sections.iter().map(Section::id).collect();
        let mut header = Writer::default();
        header.write(3, 6);
        header.write(1, 6);
        ranges::write_ranges(&mut header, &ids, Ends::Fibonacci).ok_or_else(|| Error::UnwritableField {
            item: "the header, sections".to_owned(),
            what: "more ranges than 4095",
        })?;
        let mut text = header.text(8);
        for section in &self.sections {
            text.push('~');
            text.push_str(&section.encode()?);
        }
        Ok(text)
    }

    /// As plain data: `sections`, each with `id`, `name`, and `version` and `segments`, or `opaque`.
    pub fn to_json(&self) -> Json {
        json!({ "sections": self.sections.iter().map(Section::to_json).collect::<Vec<_>>() })
    }

    /// From plain data; a section may be named by `id` or by `name`, and may come in any order.
    ///
    /// # Errors
    /// [`Error::UnknownItem`], [`Error::MissingField`], [`Error::UnwritableField`].
    pub fn from_json(given: &Json) -> Result<Self, Error> {
        let list = given.get("sections").and_then(Json::as_array);
        let list = list.ok_or_else(|| Error::MissingField { item: "sections".to_owned() })?;
        let mut sections = list.iter().map(section_of).collect::<Result<Vec<_>, _>>()?;
        sections.sort_by_key(Section::id);
        if let Some(pair) = sections.windows(2).find(|pair| matches!(pair, [a, b] if a.id == b.id)) {
            let item = format!("section {}", pair.first().map_or(0, Section::id));
            return Err(Error::UnwritableField { item, what: "is there twice" });
        }
        Ok(Gpp { sections })
    }
}

fn section_of(given: &Json) -> Result<Section, Error> {
    let by_name = given.get("name").and_then(Json::as_str).and_then(sections::id_of);
    let stated = given.get("id").and_then(Json::as_u64).and_then(|id| u16::try_from(id).ok());
    let id = match (stated.filter(|id| *id > 0), by_name) {
        (Some(id), Some(named)) if id != named => {
            let item = format!("section {id}");
            return Err(Error::UnwritableField { item, what: "its id and its name are of two sections" });
        }
        (Some(id), _) | (None, Some(id)) => id,
        (None, None) => return Err(Error::MissingField { item: "section, id".to_owned() }),
    };
    let content = match (sections::by_id(id), given.get("opaque").and_then(Json::as_str)) {
        (None, Some(text)) if id != sections::US_PRIVACY => {
            let websafe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            if text.is_empty() || !text.bytes().all(websafe) {
                let item = format!("section {id}, opaque");
                return Err(Error::UnwritableField {
                    item,
                    what: "empty, or not of A-Z, a-z, 0-9, -, _ and .",
                });
            }
            Content::Opaque(text.to_owned())
        }
        (None, _) if id == sections::US_PRIVACY => Content::UsPrivacy(UsPrivacy::from_json(given)?),
        (None, _) => return Err(Error::MissingField { item: format!("section {id}, opaque") }),
        (Some(known), _) => {
            let item = format!("section {}", known.name);
            Content::Record(Record::from_json(given, known.layouts, &item)?)
        }
    };
    Ok(Section { id, content })
}

/// The forms of a section, for tests that ask how long its lists are.
#[cfg(test)]
pub(super) fn layouts(id: u16) -> &'static [&'static [&'static super::layout::Layout]] {
    sections::by_id(id).map_or(&[], |known| known.layouts)
}

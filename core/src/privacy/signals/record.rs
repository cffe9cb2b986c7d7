//! What a signal says: its segments of named values.

use chrono::{DateTime, Utc};

use super::Identifiers;
use super::layout::Layout;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// A number.
    Integer(u64),
    /// Yes or no.
    Boolean(bool),
    /// Letters, such as those of a language or a country.
    Letters(String),
    /// A time, to a tenth of a second.
    Instant(DateTime<Utc>),
    /// 0, 1, 2 or the undefined 3, for each category of the field.
    Choices(Vec<u8>),
    /// Vendors, purposes, features.
    Identifiers(Identifiers),
    /// What a publisher restricts.
    Restrictions(Vec<Restriction>),
}

/// What a publisher restricts for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Restriction {
    /// The purpose, 0 to 63.
    pub purpose: u8,
    /// 0 not allowed, 1 consent is required, 2 legitimate interest is required; 3 is not defined.
    pub restriction: u8,
    /// To whom it applies.
    pub vendors: Identifiers,
}

impl Restriction {
    /// A restriction.
    pub fn new(purpose: u8, restriction: u8, vendors: Identifiers) -> Self {
        Restriction { purpose, restriction, vendors }
    }
}

/// A signal that is understood: a TC string, or a section of a GPP string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub(super) layout: &'static Layout,
    pub(super) segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) name: &'static str,
    pub(super) fields: Vec<(&'static str, Value)>,
}

impl Segment {
    pub(super) fn get(&self, field: &str) -> Option<&Value> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, value)| value)
    }
}

impl Record {
    /// What it is called: the prefix of its client-side API, such as `usca`; `tcfeuv2` for a TC string.
    pub fn name(&self) -> &'static str {
        self.layout.name
    }

    /// The version that its first bits state.
    pub fn version(&self) -> u8 {
        self.layout.version
    }

    /// The names of its segments, the core first.
    pub fn segments(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.segments.iter().map(|segment| segment.name)
    }

    /// The value of a field.
    pub fn get(&self, segment: &str, field: &str) -> Option<&Value> {
        self.segments.iter().find(|known| known.name == segment)?.get(field)
    }

    /// The fields of a segment with their values, in the order in which they are written.
    pub fn fields(&self, segment: &str) -> impl Iterator<Item = (&'static str, &Value)> {
        let found = self.segments.iter().find(|known| known.name == segment);
        found.into_iter().flat_map(|segment| segment.fields.iter().map(|(name, value)| (*name, value)))
    }

    /// What the entries of a field of choices are about, such as `precise_geolocation`.
    pub fn categories(&self, segment: &str, field: &str) -> &'static [&'static str] {
        let fields = self.layout.segment(segment).map_or(&[] as &[_], |segment| segment.fields);
        match fields.iter().find(|known| known.name == field).map(|known| known.kind) {
            Some(super::layout::Kind::Choices(names)) => names,
            _ => &[],
        }
    }
}

//! Places, and what they belong to on a day.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::privacy::shipped::Shipped;

use super::date;
use crate::model::Country;
use crate::privacy::Error;

/// A country, or a part of one where that part has law of its own: ISO 3166-1 as in `DE`, ISO 3166-2 as in `US-CA`.
///
/// ```
/// use renown::privacy::Place;
/// let day = "2026-03-01".parse().unwrap();
/// assert!(Place::new("IE")?.is_eea(day));
/// assert!(Place::new("DE-BE")?.is_eea(day));
/// assert!(!Place::new("GB")?.is_eea(day));
/// # Ok::<(), renown::privacy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place {
    country: [u8; 2],
    /// The part after the hyphen, filled up with zeros.
    part: [u8; 3],
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Place {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Place".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$" })
    }
}

impl Place {
    /// A place by its code.
    ///
    /// # Errors
    /// [`Error::UnknownTerm`] where no country has the code, or the part is not 1 to 3 letters or digits.
    pub fn new(code: &str) -> Result<Self, Error> {
        let unknown = || Error::UnknownTerm { what: "place", key: code.to_owned() };
        let (country, part) =
            code.split_once('-').map_or((code, None), |(country, part)| (country, Some(part)));
        let known = Country::parse(country).map_err(|_| unknown())?;
        if known.as_str() != country {
            return Err(unknown());
        }
        let mut place = Place { country: [0; 2], part: [0; 3] };
        place.country.copy_from_slice(country.as_bytes());
        if let Some(part) = part {
            let fits = (1..=3).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            if !fits {
                return Err(unknown());
            }
            for (to, from) in place.part.iter_mut().zip(part.bytes()) {
                *to = from;
            }
        }
        Ok(place)
    }

    /// The code of the country.
    #[must_use]
    pub fn country(&self) -> &str {
        std::str::from_utf8(&self.country).unwrap_or_default()
    }

    fn part(&self) -> &str {
        std::str::from_utf8(&self.part).unwrap_or_default().trim_end_matches('\0')
    }

    /// Whether it is `other` or lies in it: California lies in the United States.
    #[must_use]
    pub fn lies_in(&self, other: Place) -> bool {
        self.country == other.country && (other.part == [0; 3] || self.part == other.part)
    }

    /// Whether it belongs to the European Economic Area on a day.
    #[must_use]
    pub fn is_eea(&self, day: NaiveDate) -> bool {
        FILE.eea.members.get(self.country()).is_some_and(|span| span.holds(day))
    }

    /// Whether it is California; of the United States without a state it is not known.
    pub(crate) fn is_californian(&self) -> Option<bool> {
        match (self.country(), self.part()) {
            ("US", "CA") => Some(true),
            ("US", "") => None,
            _ => Some(false),
        }
    }

    /// The adequacy decision of the Commission that covers it on a day.
    #[must_use]
    pub fn adequacy(&self, day: NaiveDate) -> Option<&'static Adequacy> {
        let rows = || FILE.adequacy.iter().filter(|row| row.span.holds(day));
        rows().find(|row| row.place == self.country())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.country())?;
        match self.part() {
            "" => Ok(()),
            part => write!(f, "-{part}"),
        }
    }
}

impl TryFrom<String> for Place {
    type Error = Error;
    fn try_from(code: String) -> Result<Self, Error> {
        Place::new(&code)
    }
}

impl From<Place> for String {
    fn from(place: Place) -> String {
        place.to_string()
    }
}

/// From a day to a day; both belong to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// The first day; none: always.
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub from: Option<NaiveDate>,
    /// The last day; none: still.
    #[serde(default, with = "date", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub until: Option<NaiveDate>,
}

impl Span {
    /// Whether a day belongs to it.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// A decision of the Commission that a place protects data adequately (GDPR Art. 45).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Adequacy {
    /// The place, as its country code; an organisation has a code of its own.
    pub place: String,
    /// The number of the decision.
    pub decision: String,
    /// While it holds.
    #[serde(flatten)]
    pub span: Span,
    /// Whether it covers listed recipients only.
    #[serde(default)]
    pub listed: bool,
    /// What it covers, where that is not everything.
    #[serde(default)]
    pub scope: Option<String>,
    /// Whether the row was compared with the official text.
    pub verified: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    eea: Eea,
    pub(super) adequacy: Vec<Adequacy>,
}

#[derive(Default, Deserialize)]
struct Eea {
    members: BTreeMap<String, Span>,
}

pub(super) static FILE: Shipped<File> =
    Shipped::new("jurisdictions.toml", include_str!("../../../policies/jurisdictions.toml"));

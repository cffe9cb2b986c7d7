//! Subdivisions of countries: ISO 3166-2.

use std::fmt;
use std::str::FromStr;

use super::Country;
use super::lines;
use super::names::fold;
use crate::model::Error;
use crate::model::error::shortened;
use crate::model::words::serde_as_text;

/// Codes and English names, by code; a name that CLDR does not give is empty.
static REGIONS: &str = include_str!("regions.tsv");

/// A region: an ISO 3166-2 code such as `US-CA`.
///
/// It is read strictly from data. [`Region::parse`] takes a code in any case, or the English name of a region of a
/// given country.
///
/// ```
/// use renown::model::{Country, Region};
///
/// let region: Region = "US-CA".parse()?;
/// assert_eq!(region.country().as_str(), "US");
/// assert_eq!(region.name(), Some("California"));
/// assert_eq!(Region::parse("california", Some(region.country()))?, region);
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static str);

fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines::entries(REGIONS)
}

fn find(code: &str) -> Option<(&'static str, &'static str)> {
    lines::find(REGIONS, code)
}

pub(super) fn of(country: Country) -> impl Iterator<Item = Region> {
    let own = move |code: &&str| code.get(..2) == Some(country.as_str());
    entries().map(|(code, _)| code).skip_while(move |code| !own(code)).take_while(own).map(Region)
}

impl Region {
    /// All regions, by code.
    pub fn all() -> impl Iterator<Item = Region> {
        entries().map(|(code, _)| Region(code))
    }

    /// Reads a code in any case, the part after the hyphen where the country is given, or the English name of a
    /// region of that country.
    ///
    /// # Errors
    /// [`Error::UnknownRegion`], with a suggestion where something known is near.
    pub fn parse(text: &str, country: Option<Country>) -> Result<Self, Error> {
        let text = text.trim();
        if text.len() <= 6 {
            let code = text.to_ascii_uppercase();
            let whole = country.map(|country| format!("{country}-{code}"));
            if let Some((code, _)) = find(&code).or_else(|| find(whole.as_deref()?)) {
                return Ok(Region(code));
            }
        }
        let named = country.filter(|_| text.len() <= 200).and_then(|country| {
            let key = fold(text);
            of(country).find(|region| region.name().is_some_and(|name| fold(name) == key))
        });
        named.ok_or_else(|| unknown(text))
    }

    /// The code, such as `US-CA`.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The country in which the region lies.
    pub fn country(self) -> Country {
        // Every line of the table begins with the code of a country: a test checks it.
        self.0.get(..2).and_then(Country::from_alpha2).unwrap_or(Country(0))
    }

    /// The English name, where it is known.
    pub fn name(self) -> Option<&'static str> {
        find(self.0).map(|(_, name)| name).filter(|name| !name.is_empty())
    }
}

fn unknown(text: &str) -> Error {
    let suggestion = if text.len() <= 12 {
        let code = text.trim().to_ascii_uppercase().replace(['_', ' ', '.'], "-");
        find(&code).map(|(code, _)| code.to_owned())
    } else {
        None
    };
    Error::UnknownRegion { value: shortened(text), suggestion }
}

impl FromStr for Region {
    type Err = Error;

    /// Reads a code in capitals; see [`Region::parse`] for what people write.
    fn from_str(text: &str) -> Result<Self, Error> {
        find(text).map(|(code, _)| Region(code)).ok_or_else(|| unknown(text))
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({})", self.0)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

serde_as_text!(Region);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Region {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Region".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "ISO 3166-2",
            "pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$",
        })
    }
}

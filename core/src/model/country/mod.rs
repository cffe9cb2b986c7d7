//! Countries and their subdivisions: ISO 3166-1 and 3166-2.
//!
//! The tables come from Unicode CLDR (see `tools/model-tables`). Kosovo has no ISO code; `XK`, which the European
//! Commission and CLDR use, is taken as one.

mod lines;
mod names;
mod region;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use region::Region;

use super::Error;
use super::error::shortened;
use super::words::serde_as_text;
use table::COUNTRIES;

/// One line of the table.
struct Row {
    alpha2: [u8; 2],
    alpha3: [u8; 3],
    numeric: u16,
    name: &'static str,
}

/// Marks a pair of letters that is no country in [`INDEX`].
const NONE: u8 = u8::MAX;

/// For each pair of letters the line of the table, so that a code is checked without a search.
static INDEX: [u8; 26 * 26] = index();

#[expect(clippy::indexing_slicing, reason = "evaluated when compiling: out of bounds does not compile")]
#[expect(clippy::cast_possible_truncation, reason = "there are fewer than 255 countries")]
const fn index() -> [u8; 26 * 26] {
    let mut index = [NONE; 26 * 26];
    let mut line = 0;
    assert!(COUNTRIES.len() < NONE as usize);
    while line < COUNTRIES.len() {
        let [first, second] = COUNTRIES[line].alpha2;
        index[(first - b'A') as usize * 26 + (second - b'A') as usize] = line as u8;
        line += 1;
    }
    index
}

/// A country: an ISO 3166-1 alpha-2 code, or `XK`.
///
/// It is read strictly, as `DE`, from data. [`Country::parse`] takes what people write: `de`, `DEU`, `Germany`,
/// `Deutschland`, `UK`.
///
/// ```
/// use renown::model::Country;
///
/// let country = Country::parse("germany")?;
/// assert_eq!(country.as_str(), "DE");
/// assert_eq!(country.alpha3(), "DEU");
/// assert_eq!(country.name(), "Germany");
/// let error = "UK".parse::<Country>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "country \"UK\" is unknown; write an ISO 3166-1 alpha-2 code; did you mean GB?"
/// );
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u8);

impl Country {
    /// All countries, by code.
    pub fn all() -> impl ExactSizeIterator<Item = Country> {
        #[expect(clippy::cast_possible_truncation, reason = "there are fewer than 255 countries")]
        (0..COUNTRIES.len()).map(|line| Country(line as u8))
    }

    /// Reads a code strictly, or anything people write for a country: the code in any case, the alpha-3 code, the
    /// English name, the name in an official language, usual abbreviations.
    ///
    /// # Errors
    /// [`Error::UnknownCountry`], with a suggestion where something known is near.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::lookup(text).ok_or_else(|| unknown(text))
    }

    pub(crate) fn lookup(text: &str) -> Option<Self> {
        let code = text.trim();
        Self::from_alpha2(code).or_else(|| Self::from_alpha3(code)).or_else(|| names::find(code))
    }

    fn from_alpha2(code: &str) -> Option<Self> {
        let &[first, second] = code.as_bytes() else { return None };
        let letter = |c: u8| c.is_ascii_alphabetic().then(|| usize::from(c.to_ascii_uppercase() - b'A'));
        let line = *INDEX.get(letter(first)? * 26 + letter(second)?)?;
        (line != NONE).then_some(Country(line))
    }

    fn from_alpha3(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        let code = code.map(|c| c.to_ascii_uppercase());
        Self::all().find(|country| country.row().is_some_and(|row| row.alpha3 == code))
    }

    fn row(self) -> Option<&'static Row> {
        COUNTRIES.get(usize::from(self.0))
    }

    /// The alpha-2 code.
    pub fn as_str(self) -> &'static str {
        self.row().and_then(|row| std::str::from_utf8(&row.alpha2).ok()).unwrap_or_default()
    }

    /// The alpha-3 code.
    pub fn alpha3(self) -> &'static str {
        self.row().and_then(|row| std::str::from_utf8(&row.alpha3).ok()).unwrap_or_default()
    }

    /// The numeric code; Kosovo has none.
    pub fn numeric(self) -> Option<u16> {
        self.row().map(|row| row.numeric).filter(|numeric| *numeric > 0)
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.row().map(|row| row.name).unwrap_or_default()
    }

    /// The regions of the country, by code; empty where ISO 3166-2 lists none.
    pub fn regions(self) -> impl Iterator<Item = Region> {
        region::of(self)
    }
}

fn unknown(text: &str) -> Error {
    Error::UnknownCountry {
        value: shortened(text),
        suggestion: names::nearest(text).map(|country| country.as_str().to_owned()),
    }
}

impl FromStr for Country {
    type Err = Error;

    /// Reads an alpha-2 code in capitals; see [`Country::parse`] for what people write.
    fn from_str(text: &str) -> Result<Self, Error> {
        match Self::from_alpha2(text) {
            Some(country) if country.as_str() == text => Ok(country),
            _ => Err(unknown(text)),
        }
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.as_str())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

serde_as_text!(Country);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Country {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Country".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let codes: Vec<&str> = Country::all().map(Country::as_str).collect();
        schemars::json_schema!({
            "type": "string",
            "description": "ISO 3166-1 alpha-2, or XK for Kosovo",
            "enum": codes,
        })
    }
}

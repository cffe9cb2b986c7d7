//! Free texts and web addresses.

use super::Error;
use super::words::serde_as_text;

/// The longest caption, in bytes. No platform comes near; the limit only keeps broken input out.
pub const CAPTION_MAX: usize = 1 << 24;
/// The longest name, city, category, interest, brand: in characters.
pub const NAME_MAX: usize = 1_000;
/// The longest biography, in characters.
pub const BIO_MAX: usize = 20_000;
/// The longest web address, in bytes.
pub const URL_MAX: usize = 8_192;

/// Checks the length of a text that may be empty.
pub(crate) fn at_most(text: String, max: usize) -> Result<String, Error> {
    // A text of no more bytes than that has no more characters either.
    if text.len() > max {
        let length = text.chars().count();
        if length > max {
            return Err(Error::TextTooLong { length, max, unit: "characters" });
        }
    }
    Ok(text)
}

/// Checks a name: one line, not empty, without white space at its ends.
pub(crate) fn name(text: String) -> Result<String, Error> {
    let text = at_most(text, NAME_MAX)?;
    if text.trim().is_empty() {
        return Err(Error::EmptyText);
    }
    if let Some(position) = text.chars().position(char::is_control) {
        return Err(Error::ForbiddenCharacter { position, length: text.chars().count() });
    }
    Ok(if text.trim().len() == text.len() { text } else { text.trim().to_owned() })
}

/// A web address: `http` or `https`, with a host. It may name a person, so `Debug` shows only its length.
///
/// ```
/// use renown::model::Url;
///
/// assert!("https://www.instagram.com/p/abc/".parse::<Url>().is_ok());
/// assert_eq!("ftp://host".parse::<Url>().unwrap_err().code(), "MALFORMED_URL");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Box<str>);

impl Url {
    /// Checks and keeps an address.
    ///
    /// # Errors
    /// [`Error::MalformedUrl`], [`Error::TextTooLong`].
    pub fn new(url: impl Into<Box<str>>) -> Result<Self, Error> {
        let url = url.into();
        if url.len() > URL_MAX {
            return Err(Error::TextTooLong { length: url.len(), max: URL_MAX, unit: "bytes" });
        }
        match fault(&url) {
            Some(position) => Err(Error::MalformedUrl { position, length: url.chars().count() }),
            None => Ok(Url(url)),
        }
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where an address stops being one.
fn fault(url: &str) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let Some(scheme) = scheme else { return Some(0) };
    let rest = url.get(scheme.len()..).unwrap_or_default();
    if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return Some(scheme.len());
    }
    url.chars().position(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'))
}

impl std::fmt::Debug for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Url({} bytes)", self.0.len())
    }
}

impl std::fmt::Display for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Url {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

serde_as_text!(Url);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Url {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Url".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://" })
    }
}

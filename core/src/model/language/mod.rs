//! Languages: BCP 47 tags.

mod table;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use oxilangtag::LanguageTag;

use super::error::shortened;
use super::words::serde_as_text;
use super::{Country, Error};
use table::{PREFERRED, SCRIPTS, THREE, TWO};

/// A language: a BCP 47 tag such as `en`, `pt-BR`, `zh-Hant`.
///
/// Well-formed, with a registered language, script and country or UN M49 area, in canonical case and with the
/// shortest code: `ENG-us` is read as `en-US`, `iw` as `he`. Variants, extensions and private use are kept as they
/// are.
///
/// ```
/// use renown::model::Language;
///
/// let language: Language = "ZH-hant-tw".parse()?;
/// assert_eq!(language.as_str(), "zh-Hant-TW");
/// assert_eq!(language.primary(), "zh");
/// assert_eq!("english".parse::<Language>().unwrap_err().code(), "UNKNOWN_LANGUAGE");
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

/// The longest tag, in bytes: RFC 5646 asks for room for 35, this leaves some for extensions.
const TAG_MAX: usize = 100;

impl Language {
    /// The tag in canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone: `zh` of `zh-Hant-TW`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The English name of the language, for languages of two letters.
    pub fn name(&self) -> Option<&'static str> {
        two(self.primary()).map(|(_, name)| *name)
    }
}

fn two(code: &str) -> Option<&'static (&'static str, &'static str)> {
    TWO.binary_search_by(|(known, _)| (*known).cmp(code)).ok().and_then(|i| TWO.get(i))
}

fn preferred(code: &str) -> &str {
    PREFERRED
        .binary_search_by(|(old, _)| (*old).cmp(code))
        .ok()
        .and_then(|i| PREFERRED.get(i))
        .map_or(code, |(_, new)| new)
}

fn is_language(code: &str) -> bool {
    match code.len() {
        2 => two(code).is_some(),
        3 => {
            let place = code.bytes().try_fold(0_usize, |place, c| {
                c.is_ascii_lowercase().then(|| place * 26 + usize::from(c - b'a'))
            });
            place.and_then(|place| THREE.get(place / 8).map(|bits| bits >> (place % 8) & 1 == 1))
                == Some(true)
        }
        _ => false,
    }
}

fn is_area(code: &str) -> bool {
    match code.len() {
        2 => code.parse::<Country>().is_ok(),
        _ => code.bytes().all(|c| c.is_ascii_digit()),
    }
}

/// The canonical tag, if every part of it is registered.
fn canonical(text: &str) -> Option<Box<str>> {
    if text.len() > TAG_MAX {
        return None;
    }
    let tag = LanguageTag::parse_and_normalize(text).ok()?;
    let given = tag.primary_language();
    let language = preferred(given);
    let registered = is_language(language)
        && tag.script().is_none_or(|script| SCRIPTS.binary_search(&script).is_ok())
        && tag.region().is_none_or(is_area);
    let rest = tag.as_str().get(given.len()..)?;
    registered.then(|| format!("{language}{rest}").into())
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        canonical(text)
            .map(Language)
            .ok_or_else(|| Error::UnknownLanguage { value: shortened(text), suggestion: suggestion(text) })
    }
}

/// The tag that was probably meant: with hyphens, or the code of a language written by its English name.
fn suggestion(text: &str) -> Option<String> {
    if text.len() > TAG_MAX {
        return None;
    }
    let hyphenated = text.trim().replace('_', "-");
    if let Some(tag) = canonical(&hyphenated) {
        return Some(tag.into());
    }
    let named = TWO.iter().find(|(_, name)| name.eq_ignore_ascii_case(&hyphenated));
    named.map(|(code, _)| (*code).to_owned())
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.0)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

serde_as_text!(Language);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Language {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Language".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "BCP 47",
            "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
        })
    }
}

//! Handles: the names by which accounts are addressed.
//!
//! One idea to keep in mind: the rules are those of the platform, and two handles are the same if the platform
//! would not tell them apart.

mod address;
mod rules;
#[cfg(test)]
mod tests;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::raw::{self, Any, Nested};
use super::words::record;
use super::{Error, Platform, key::key};

/// The name of an account on a platform, without the @.
///
/// It is brought to NFKC; on Instagram and TikTok also to lower case, as they show it. Handles compare without
/// regard to capitals. `Debug` shows the length only.
///
/// ```
/// use renown::model::{Handle, Platform};
///
/// let handle = Handle::parse(Platform::Instagram, "https://www.instagram.com/Invented.Person/")?;
/// assert_eq!(handle.as_str(), "invented.person");
/// assert_eq!(handle.to_string(), "@invented.person");
/// let error = Handle::new(Platform::Instagram, "invented..person").unwrap_err();
/// assert_eq!(error.code(), "HANDLE_CHARACTER");
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct Handle {
    platform: Platform,
    name: Box<str>,
    #[serde(skip)]
    key: Box<str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Handle"))]
struct Wire {
    /// The platform on which the handle is one.
    #[cfg_attr(feature = "schema", schemars(with = "Platform"))]
    platform: Any,
    /// The handle without the @.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    name: Any,
}

record!(Handle: Wire);

impl TryFrom<Wire> for Handle {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let platform = raw::parse("platform", wire.platform)?;
        wire.name.text().and_then(|name| Handle::new(platform, &name)).map_err(|e| e.at("name"))
    }
}

impl Handle {
    /// Checks a handle by the rules of its platform. An @ before it is dropped.
    ///
    /// # Errors
    /// [`Error::HandleLength`], [`Error::HandleCharacter`].
    pub fn new(platform: Platform, name: &str) -> Result<Self, Error> {
        let name = name.strip_prefix(['@', '\u{FF20}', '\u{FE6B}']).unwrap_or(name);
        rules::bounded(platform, name)?;
        let mut name: String = name.nfkc().collect();
        if platform != Platform::YouTube {
            name.make_ascii_lowercase();
        }
        rules::check(platform, &name)?;
        let key = key(&name).into();
        Ok(Handle { platform, name: name.into(), key })
    }

    /// Reads a handle with or without @, with white space around it, or the address of a profile:
    /// `instagram.com/name`, `https://www.tiktok.com/@name?lang=en`, `youtube.com/@name/videos`.
    ///
    /// # Errors
    /// As [`Handle::new`]; [`Error::NotAProfile`] where the address is of another platform or no profile.
    pub fn parse(platform: Platform, text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if !address::looks_like_one(text) {
            return Self::new(platform, text);
        }
        match address::read(text) {
            Some((found, name)) if found == platform => Self::new(platform, &name),
            _ => Err(Error::NotAProfile { platform, example: address::example(platform) }),
        }
    }

    /// Reads the address of a profile on any platform.
    ///
    /// ```
    /// use renown::model::{Handle, Platform};
    ///
    /// let handle = Handle::from_url("https://www.tiktok.com/@invented_person")?;
    /// assert_eq!(handle.platform(), Platform::TikTok);
    /// # Ok::<(), renown::model::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAProfile`]; as [`Handle::new`] where the name in the address breaks the platform's rules.
    pub fn from_url(url: &str) -> Result<Self, Error> {
        let found = address::platform(url.trim()).unwrap_or(Platform::Instagram);
        match address::read(url.trim()) {
            Some((platform, name)) => Self::new(platform, &name),
            None => Err(Error::NotAProfile { platform: found, example: address::example(found) }),
        }
    }

    /// The platform on which this is a handle.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// The handle without the @, as the platform shows it.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The form under which handles compare: without regard to capitals.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The address of the profile.
    pub fn url(&self) -> String {
        match self.platform {
            Platform::Instagram => format!("https://www.instagram.com/{}/", self.name),
            Platform::TikTok => format!("https://www.tiktok.com/@{}", self.name),
            Platform::YouTube => format!("https://www.youtube.com/@{}", self.name),
        }
    }

    /// What the handle looks like: handles with the same skeleton (Unicode UTS #39) are easily taken for one
    /// another.
    pub fn skeleton(&self) -> String {
        unicode_security::skeleton(&self.key).collect()
    }

    /// Whether another handle looks like this one without being the same: a sign of impersonation.
    ///
    /// ```
    /// use renown::model::{Handle, Platform};
    ///
    /// let real = Handle::new(Platform::YouTube, "invented")?;
    /// let cyrillic = Handle::new(Platform::YouTube, "invеntеd")?;
    /// assert!(real.is_confusable_with(&cyrillic));
    /// assert!(!real.is_confusable_with(&real));
    /// # Ok::<(), renown::model::Error>(())
    /// ```
    pub fn is_confusable_with(&self, other: &Handle) -> bool {
        self.key != other.key && self.skeleton() == other.skeleton()
    }
}

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        self.platform == other.platform && self.key == other.key
    }
}

impl Eq for Handle {}

impl PartialOrd for Handle {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Handle {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.platform.cmp(&other.platform).then_with(|| self.key.cmp(&other.key))
    }
}

impl Hash for Handle {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.platform.hash(state);
        self.key.hash(state);
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({}, {} characters)", self.platform, self.name.chars().count())
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.name)
    }
}

impl FromStr for Handle {
    type Err = Error;

    /// Reads the address of a profile, from which the platform is known.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_url(text)
    }
}

/// Where a mention ends of which the handle begins at the start of `body`, in bytes; `None` where there is none.
pub(crate) fn mention_end(platform: Platform, body: &str) -> Option<usize> {
    let (_, max) = rules::bounds(platform);
    let mut end = 0;
    let mut before = '\0';
    for (count, (start, c)) in body.char_indices().enumerate() {
        if !rules::allows(platform, c) || (c == '.' && before == '.') {
            break;
        }
        if count > max {
            // Too long, unless all that follows are the periods of a sentence.
            if c != '.' {
                return None;
            }
            break;
        }
        before = c;
        end = start + c.len_utf8();
    }
    let name = body.get(..end)?;
    // A sign at the end belongs to the sentence.
    let name = match platform {
        Platform::Instagram | Platform::TikTok => name.trim_end_matches('.'),
        Platform::YouTube => name.trim_end_matches(['.', '·', '-']),
    };
    let valid = if name.is_ascii() {
        rules::check(platform, name).is_ok()
    } else {
        Handle::new(platform, name).is_ok()
    };
    valid.then_some(name.len())
}

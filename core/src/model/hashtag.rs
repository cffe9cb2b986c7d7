//! Hashtags, mentions and brands: what a post points to.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::caption::tag;
use super::key::key;
use super::words::serde_as_text;
use super::{Error, Handle, text};

/// The longest hashtag, in characters after the number sign.
pub const HASHTAG_MAX: usize = 150;

/// A text that compares without regard to capitals and compatibility forms.
macro_rules! keyed {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Clone)]
        pub struct $name {
            text: Box<str>,
            key: Box<str>,
        }

        impl $name {
            /// The text as it was given.
            pub fn as_str(&self) -> &str {
                &self.text
            }

            /// The form under which it compares: without regard to capitals and compatibility forms.
            pub fn key(&self) -> &str {
                &self.key
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.key == other.key
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.key.cmp(&other.key)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.key.hash(state);
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::new(text)
            }
        }
    };
}

keyed! {
    /// A hashtag, without its number sign.
    ///
    /// Letters, marks, digits, underscores and emoji, at least one letter or emoji, at most 150 characters. Compared
    /// without regard to capitals: `#OOTD` is `#ootd`.
    ///
    /// ```
    /// use renown::model::Hashtag;
    ///
    /// let tag: Hashtag = "#SummerVibes".parse()?;
    /// assert_eq!(tag.as_str(), "SummerVibes");
    /// assert_eq!(tag, "summervibes".parse()?);
    /// assert_eq!("#2026".parse::<Hashtag>().unwrap_err().code(), "MALFORMED_HASHTAG");
    /// # Ok::<(), renown::model::Error>(())
    /// ```
    Hashtag
}

impl Hashtag {
    /// Checks and keeps a hashtag, with or without its number sign.
    ///
    /// # Errors
    /// [`Error::EmptyText`], [`Error::TextTooLong`], [`Error::MalformedHashtag`].
    pub fn new(text: &str) -> Result<Self, Error> {
        let body = text.strip_prefix(tag::is_number_sign).unwrap_or(text);
        if body.is_empty() {
            return Err(Error::EmptyText);
        }
        let length = body.chars().count();
        if length > HASHTAG_MAX {
            return Err(Error::TextTooLong { length, max: HASHTAG_MAX, unit: "characters" });
        }
        match tag::end(body) {
            Some(end) if end == body.len() => Ok(Hashtag { text: body.into(), key: key(body).into() }),
            end => {
                let position = body.get(..end.unwrap_or(0)).map_or(0, |taken| taken.chars().count());
                Err(Error::MalformedHashtag { position, length })
            }
        }
    }
}

impl fmt::Debug for Hashtag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hashtag({} bytes)", self.text.len())
    }
}

impl fmt::Display for Hashtag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.text)
    }
}

impl Serialize for Hashtag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Hashtag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Hashtag {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hashtag".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": HASHTAG_MAX + 1 })
    }
}

keyed! {
    /// A brand, by its name. Compared without regard to capitals, compatibility forms and repeated white space.
    ///
    /// ```
    /// use renown::model::Brand;
    ///
    /// assert_eq!(Brand::new("Invented  Shoes")?, Brand::new("invented shoes")?);
    /// # Ok::<(), renown::model::Error>(())
    /// ```
    Brand
}

impl Brand {
    /// Checks and keeps a name.
    ///
    /// # Errors
    /// [`Error::EmptyText`], [`Error::TextTooLong`], [`Error::ForbiddenCharacter`].
    pub fn new(name: &str) -> Result<Self, Error> {
        let text = text::name(name.to_owned())?;
        let spaced = key(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Brand { text: text.into(), key: spaced.into() })
    }
}

impl fmt::Debug for Brand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Brand({} bytes)", self.text.len())
    }
}

impl fmt::Display for Brand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

serde_as_text!(Brand);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Brand {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Brand".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": text::NAME_MAX })
    }
}

/// An account that a post mentions: a handle on the platform of the post.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Mention(Handle);

impl Mention {
    /// The account that is mentioned.
    pub fn handle(&self) -> &Handle {
        &self.0
    }
}

impl From<Handle> for Mention {
    fn from(handle: Handle) -> Self {
        Mention(handle)
    }
}

impl fmt::Display for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

//! Identifiers: of influencers, posts, members of an audience, users.
//!
//! An identifier is whatever the caller's system uses, kept as it is: it is compared byte by byte. It may well
//! contain a handle, so `Debug` does not show it.

use super::Error;

/// The longest identifier, in bytes.
pub const ID_MAX: usize = 256;

fn check(id: &str) -> Result<(), Error> {
    if id.is_empty() {
        return Err(Error::EmptyText);
    }
    if id.len() > ID_MAX {
        return Err(Error::TextTooLong { length: id.len(), max: ID_MAX, unit: "bytes" });
    }
    let length = id.chars().count();
    let outer_space = |i: usize, c: char| c.is_whitespace() && (i == 0 || i + 1 == length);
    match id.chars().enumerate().find(|&(i, c)| c.is_control() || outer_space(i, c)) {
        Some((position, _)) => Err(Error::ForbiddenCharacter { position, length }),
        None => Ok(()),
    }
}

macro_rules! id {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        ///
        /// 1 to 256 bytes, no control characters, no white space at the ends. Compared byte by byte. A whole
        /// number is taken as its digits when deserialising; it is always written as a string.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Checks and keeps an identifier.
            ///
            /// # Errors
            /// [`Error::EmptyText`], [`Error::TextTooLong`], [`Error::ForbiddenCharacter`].
            pub fn new(id: impl Into<Box<str>>) -> Result<Self, Error> {
                let id = id.into();
                check(&id)?;
                Ok($name(id))
            }

            /// The identifier as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into_string()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let id = super::raw::Any::deserialize(deserializer)?.id();
                id.and_then(Self::new).map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": ["string", "integer"], "minLength": 1, "maxLength": ID_MAX })
            }
        }
    };
}

id! {
    /// Which influencer: the same person or account on one platform.
    ///
    /// ```
    /// use renown::model::InfluencerId;
    ///
    /// let id = InfluencerId::new("4711")?;
    /// assert_eq!(id.as_str(), "4711");
    /// assert_eq!(format!("{id:?}"), "InfluencerId(4 bytes)");
    /// # Ok::<(), renown::model::Error>(())
    /// ```
    InfluencerId
}
id! {
    /// Which post of an influencer.
    PostId
}
id! {
    /// Which member of an audience; a pseudonym serves as well as the platform's own number.
    MemberId
}
id! {
    /// Which registered user.
    UserId
}

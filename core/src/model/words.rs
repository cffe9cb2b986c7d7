//! Closed lists of words: the enums whose values have one spelling in data and several in the wild.

/// Folds a word for comparison: trimmed, lower case, spaces and hyphens as underscores.
pub(crate) fn fold(word: &str) -> String {
    word.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == ' ' || c == '-' { '_' } else { c })
        .collect()
}

/// Makes an enum with its canonical words and the other spellings that `parse` takes. The canonical word is what
/// is written; reading takes any of the spellings, whatever their case.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident or $error:expr => {
            $($(#[$variant_attribute:meta])* $variant:ident = $word:literal $(| $other:literal)*,)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)+
        }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The canonical word, as it is written in data.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match $crate::model::words::fold(text).as_str() {
                    $($word $(| $other)* => Ok($name::$variant),)+
                    _ => {
                        let refuse: fn(String) -> $crate::model::Error = $error;
                        Err(refuse($crate::model::error::shortened(text)))
                    }
                }
            }
        }

        $crate::model::words::serde_as_text!($name);

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),+] })
            }
        }
    };
}

/// Serialises a type as its `Display` text and deserialises it with `FromStr`.
macro_rules! serde_as_text {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Makes a type a record: read from data as a whole, with the JSON Schema of the form in which it comes in.
macro_rules! record {
    ($name:ident: $wire:ident) => {
        impl TryFrom<$crate::model::raw::Nested<$wire>> for $name {
            type Error = $crate::model::Error;

            fn try_from(nested: $crate::model::raw::Nested<$wire>) -> Result<Self, Self::Error> {
                nested.open()
            }
        }

        impl $crate::model::Record for $name {
            fn from_value(value: serde_json::Value) -> Result<Self, $crate::model::Error> {
                $crate::model::record::read::<$wire, $name>(value)
            }

            fn from_json(json: &str) -> Result<Self, $crate::model::Error> {
                $crate::model::record::read_json::<$wire, $name>(json)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$wire as schemars::JsonSchema>::json_schema(generator)
            }
        }
    };
}

pub(crate) use {record, serde_as_text, words};

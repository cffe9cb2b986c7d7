//! Values as they come in, before they are checked.
//!
//! Deserialisation first takes any scalar and then checks it, so that a wrong value gets the model's own error,
//! which names the field and says what would be right.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Error;
use super::error::shortened;

/// The largest count: 2^63 − 1, so that a count fits the signed columns of tables.
pub const COUNT_MAX: u64 = i64::MAX as u64;

/// Above this a float no longer holds every whole number.
const EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

/// A number of any kind, or what stands in its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Number {
    Whole(i128),
    Float(f64),
    Other(String),
}

impl Number {
    /// The number as a count.
    pub(crate) fn count(&self) -> Result<u64, Error> {
        match self {
            Number::Whole(value) => count(*value),
            Number::Float(value) => count_from_float(*value),
            Number::Other(value) => Err(Error::NotANumber { value: value.clone() }),
        }
    }

    /// The number as a finite float from `low` to `high`.
    pub(crate) fn within(&self, low: f64, high: f64) -> Result<f64, Error> {
        let value = match self {
            #[expect(clippy::cast_precision_loss, reason = "a float is asked for")]
            Number::Whole(value) => *value as f64,
            Number::Float(value) => *value,
            Number::Other(value) => return Err(Error::NotANumber { value: value.clone() }),
        };
        within(value, low, high)
    }
}

/// Checks that a whole number is a count.
pub(crate) fn count(value: i128) -> Result<u64, Error> {
    if value < 0 {
        return Err(Error::NegativeCount { value: value.to_string() });
    }
    match u64::try_from(value) {
        Ok(count) if count <= COUNT_MAX => Ok(count),
        _ => Err(Error::CountTooLarge { value: value.to_string() }),
    }
}

/// Checks that a float is a count: tables with gaps hold counts as floats.
pub(crate) fn count_from_float(value: f64) -> Result<u64, Error> {
    if !value.is_finite() {
        return Err(Error::NotANumber { value: format!("{value:?}") });
    }
    if value < 0.0 {
        return Err(Error::NegativeCount { value: format!("{value:?}") });
    }
    if value.fract() != 0.0 {
        return Err(Error::FractionalCount { value: format!("{value:?}") });
    }
    if value > EXACT_FLOAT {
        return Err(Error::CountTooLarge { value: format!("{value:?}") });
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked: whole, from 0, below 2^53"
    )]
    Ok(value as u64)
}

/// Checks that a float is finite and in its range.
pub(crate) fn within(value: f64, low: f64, high: f64) -> Result<f64, Error> {
    if !value.is_finite() {
        return Err(Error::NotANumber { value: format!("{value:?}") });
    }
    if value < low || value > high {
        return Err(Error::NumberOutOfRange {
            value: format!("{value:?}"),
            low: low.to_string(),
            high: high.to_string(),
        });
    }
    Ok(value)
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Number::Whole(value) => match u64::try_from(*value) {
                Ok(count) => serializer.serialize_u64(count),
                Err(_) => serializer.serialize_i128(*value),
            },
            Number::Float(value) => serializer.serialize_f64(*value),
            Number::Other(value) => serializer.serialize_str(value),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }
            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(Number::Whole(value.into()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
                Ok(Number::Whole(value.into()))
            }
            fn visit_i128<E>(self, value: i128) -> Result<Number, E> {
                Ok(Number::Whole(value))
            }
            fn visit_u128<E>(self, value: u128) -> Result<Number, E> {
                Ok(Number::Whole(i128::try_from(value).unwrap_or(i128::MAX)))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
                Ok(Number::Float(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Number, E> {
                Ok(Number::Other(format!("the text \"{}\"", shortened(value))))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Number, E> {
                Ok(Number::Other(value.to_string()))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// A text, or a whole number as its digits.
#[derive(Clone)]
pub(crate) struct Id(pub(crate) String);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrWhole;
        impl Visitor<'_> for TextOrWhole {
            type Value = Id;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier: a text or a whole number")
            }
            fn visit_u64<E>(self, value: u64) -> Result<Id, E> {
                Ok(Id(value.to_string()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Id, E> {
                Ok(Id(value.to_string()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Id, E> {
                Ok(Id(value.to_owned()))
            }
            fn visit_string<E>(self, value: String) -> Result<Id, E> {
                Ok(Id(value))
            }
        }
        deserializer.deserialize_any(TextOrWhole)
    }
}

/// Reads a text as a value; an error says in which field.
pub(crate) fn parse<T: FromStr<Err = Error>>(field: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|e: Error| e.at(field))
}

/// Reads a text that may be missing.
pub(crate) fn parse_some<T: FromStr<Err = Error>>(
    field: &str,
    text: Option<String>,
) -> Result<Option<T>, Error> {
    text.map(|text| parse(field, &text)).transpose()
}

/// Reads a list of texts; an error says at which index.
pub(crate) fn parse_all<T: FromStr<Err = Error>>(field: &str, texts: &[String]) -> Result<Vec<T>, Error> {
    texts
        .iter()
        .enumerate()
        .map(|(i, text)| text.parse().map_err(|e: Error| e.at(format!("{field}[{i}]"))))
        .collect()
}

/// Reads a count that may be missing.
pub(crate) fn count_some(field: &str, number: Option<&Number>) -> Result<Option<u64>, Error> {
    number.map(|number| number.count().map_err(|e| e.at(field))).transpose()
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    /// How a count looks in a schema.
    pub(crate) struct Count;

    impl JsonSchema for Count {
        fn schema_name() -> Cow<'static, str> {
            "Count".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "integer", "minimum": 0, "maximum": super::COUNT_MAX })
        }
    }
}

#[cfg(feature = "schema")]
pub(crate) use schema::Count;

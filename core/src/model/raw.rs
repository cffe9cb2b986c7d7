//! Values as they come in, before they are checked.
//!
//! Deserialisation first takes a value of any kind and then checks it, so that a wrong value gets the model's own
//! error, which names the field, says what would be right, and shows nothing personal.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Error;

/// The largest count: 2^63 − 1, so that a count fits the signed columns of tables.
pub const COUNT_MAX: u64 = i64::MAX as u64;

/// Above this a float no longer holds every whole number.
const EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

/// A value of any kind, as it comes in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Any {
    Flag(bool),
    Whole(i128),
    Float(f64),
    Text(String),
    List(Vec<Any>),
    /// A map, of which nothing is kept: no field of the model is one.
    Map,
    /// A list element that is null, or bytes: nothing that the model takes.
    Nothing,
}

impl Any {
    fn kind(&self) -> &'static str {
        match self {
            Any::Flag(_) => "true or false",
            Any::Whole(_) | Any::Float(_) => "a number",
            Any::Text(_) => "a text",
            Any::List(_) => "a list",
            Any::Map => "a record",
            Any::Nothing => "nothing",
        }
    }

    fn wrong(&self, expected: &'static str) -> Error {
        Error::WrongType { found: self.kind(), expected }
    }

    /// The value as a count.
    pub(crate) fn count(&self) -> Result<u64, Error> {
        match self {
            Any::Whole(value) => count(*value),
            Any::Float(value) => count_from_float(*value),
            other => Err(other.wrong("a whole number")),
        }
    }

    /// The value as a finite float from `low` to `high`.
    pub(crate) fn within(&self, low: f64, high: f64) -> Result<f64, Error> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "a float is asked for")]
            Any::Whole(value) => within(*value as f64, low, high),
            Any::Float(value) => within(*value, low, high),
            other => Err(other.wrong("a number")),
        }
    }

    /// The value as a text.
    pub(crate) fn text(self) -> Result<String, Error> {
        match self {
            Any::Text(text) => Ok(text),
            other => Err(other.wrong("a text")),
        }
    }

    /// The value as an identifier: a text, or a whole number as its digits.
    pub(crate) fn id(self) -> Result<String, Error> {
        match self {
            Any::Text(text) => Ok(text),
            Any::Whole(number) => Ok(number.to_string()),
            other => Err(other.wrong("a text or a whole number")),
        }
    }

    fn flag(&self) -> Result<bool, Error> {
        match self {
            Any::Flag(flag) => Ok(*flag),
            other => Err(other.wrong("true or false")),
        }
    }

    fn texts(self) -> Result<Vec<String>, Error> {
        match self {
            Any::List(items) => items
                .into_iter()
                .enumerate()
                .map(|(i, item)| item.text().map_err(|e| e.at(format!("[{i}]"))))
                .collect(),
            other => Err(other.wrong("a list of texts")),
        }
    }
}

/// A record inside another, or what stands in its place.
pub(crate) enum Nested<W> {
    Record(W),
    Other(Any),
}

impl<W> Nested<W> {
    /// Opens the record.
    pub(crate) fn open<T: TryFrom<W, Error = Error>>(self) -> Result<T, Error> {
        match self {
            Nested::Record(wire) => T::try_from(wire),
            Nested::Other(other) => Err(other.wrong("a record")),
        }
    }
}

/// Opens a record that may be missing; an error says in which field.
pub(crate) fn record_some<W, T: TryFrom<W, Error = Error>>(
    field: &str,
    nested: Option<Nested<W>>,
) -> Result<Option<T>, Error> {
    nested.map(|nested| nested.open().map_err(|e| e.at(field))).transpose()
}

/// Opens the records of a list; an error says at which index.
pub(crate) fn records<W, T: TryFrom<W, Error = Error>>(
    field: &str,
    list: Vec<Nested<W>>,
) -> Result<Vec<T>, Error> {
    let open = |(i, nested): (usize, Nested<W>)| nested.open().map_err(|e| e.at(format!("{field}[{i}]")));
    list.into_iter().enumerate().map(open).collect()
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

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Any::Flag(value) => serializer.serialize_bool(*value),
            Any::Whole(value) => match u64::try_from(*value) {
                Ok(count) => serializer.serialize_u64(count),
                Err(_) => serializer.serialize_i128(*value),
            },
            Any::Float(value) => serializer.serialize_f64(*value),
            Any::Text(value) => serializer.serialize_str(value),
            Any::List(items) => serializer.collect_seq(items),
            Any::Map | Any::Nothing => serializer.serialize_unit(),
        }
    }
}

/// The methods of a visitor that takes scalars and lists of any kind, each turned into `$value`.
macro_rules! scalars {
    ($value:ty, $wrap:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value")
        }
        fn visit_bool<E>(self, value: bool) -> Result<$value, E> {
            Ok($wrap(Any::Flag(value)))
        }
        fn visit_u64<E>(self, value: u64) -> Result<$value, E> {
            Ok($wrap(Any::Whole(value.into())))
        }
        fn visit_i64<E>(self, value: i64) -> Result<$value, E> {
            Ok($wrap(Any::Whole(value.into())))
        }
        fn visit_u128<E>(self, value: u128) -> Result<$value, E> {
            Ok($wrap(Any::Whole(i128::try_from(value).unwrap_or(i128::MAX))))
        }
        fn visit_i128<E>(self, value: i128) -> Result<$value, E> {
            Ok($wrap(Any::Whole(value)))
        }
        fn visit_f64<E>(self, value: f64) -> Result<$value, E> {
            Ok($wrap(Any::Float(value)))
        }
        fn visit_str<E>(self, value: &str) -> Result<$value, E> {
            Ok($wrap(Any::Text(value.to_owned())))
        }
        fn visit_string<E>(self, value: String) -> Result<$value, E> {
            Ok($wrap(Any::Text(value)))
        }
        fn visit_unit<E>(self) -> Result<$value, E> {
            Ok($wrap(Any::Nothing))
        }
        fn visit_none<E>(self) -> Result<$value, E> {
            Ok($wrap(Any::Nothing))
        }
        fn visit_bytes<E>(self, _: &[u8]) -> Result<$value, E> {
            Ok($wrap(Any::Nothing))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<$value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = list.next_element()? {
                items.push(item);
            }
            Ok($wrap(Any::List(items)))
        }
    };
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Anything;
        impl<'de> Visitor<'de> for Anything {
            type Value = Any;
            scalars!(Any, std::convert::identity);

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Any, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Any::Map)
            }
        }
        deserializer.deserialize_any(Anything)
    }
}

impl<'de, W: Deserialize<'de>> Deserialize<'de> for Nested<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RecordOrOther<W>(PhantomData<W>);
        impl<'de, W: Deserialize<'de>> Visitor<'de> for RecordOrOther<W> {
            type Value = Nested<W>;
            scalars!(Nested<W>, Nested::Other);

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Nested<W>, A::Error> {
                W::deserialize(MapAccessDeserializer::new(map)).map(Nested::Record)
            }
        }
        deserializer.deserialize_any(RecordOrOther(PhantomData))
    }
}

/// Reads a text as a value; an error says in which field.
pub(crate) fn parse<T: FromStr<Err = Error>>(field: &str, value: Any) -> Result<T, Error> {
    value.text().and_then(|text| text.parse()).map_err(|e| e.at(field))
}

/// Reads a text that may be missing.
pub(crate) fn parse_some<T: FromStr<Err = Error>>(
    field: &str,
    value: Option<Any>,
) -> Result<Option<T>, Error> {
    value.map(|value| parse(field, value)).transpose()
}

/// Reads an identifier: a text, or a whole number as its digits.
pub(crate) fn parse_id<T: FromStr<Err = Error>>(field: &str, value: Any) -> Result<T, Error> {
    value.id().and_then(|id| id.parse()).map_err(|e| e.at(field))
}

/// Takes a text as it is, if it is one.
pub(crate) fn text_some(field: &str, value: Option<Any>) -> Result<Option<String>, Error> {
    value.map(|value| value.text().map_err(|e| e.at(field))).transpose()
}

/// Takes true or false.
pub(crate) fn flag_some(field: &str, value: Option<&Any>) -> Result<Option<bool>, Error> {
    value.map(|value| value.flag().map_err(|e| e.at(field))).transpose()
}

/// Takes a list of texts; one that is missing is `None`.
pub(crate) fn texts_some(field: &str, value: Option<Any>) -> Result<Option<Vec<String>>, Error> {
    value.map(|value| value.texts().map_err(|e| e.at(field))).transpose()
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
pub(crate) fn count_some(field: &str, value: Option<&Any>) -> Result<Option<u64>, Error> {
    value.map(|value| value.count().map_err(|e| e.at(field))).transpose()
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

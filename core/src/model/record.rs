//! Records: the types that are read from data as a whole.

use serde::de::DeserializeOwned;

use super::Error;
use super::raw::Nested;

/// A type of the model that is read from data as a whole.
///
/// Deserialising it with serde checks the same, but serde keeps the message of an error only; these keep the
/// [`Error`] with its code and place.
///
/// ```
/// use renown::model::{Post, Record};
///
/// let error = Post::from_json(
///     r#"{"id":"1","influencer_id":"4711","platform":"instagram","published_at":"2026-01-31T10:00:00Z","likes":-3}"#,
/// )
/// .unwrap_err();
/// assert_eq!(error.code(), "NEGATIVE_COUNT");
/// assert_eq!(error.place().as_deref(), Some("likes"));
/// ```
pub trait Record: Sized {
    /// Reads a record from a JSON value.
    ///
    /// # Errors
    /// [`Error::MalformedRecord`], [`Error::WrongType`], and what the fields of the type refuse.
    fn from_value(value: serde_json::Value) -> Result<Self, Error>;

    /// Reads a record from JSON.
    ///
    /// # Errors
    /// As [`Record::from_value`].
    fn from_json(json: &str) -> Result<Self, Error>;
}

fn malformed(error: &serde_json::Error) -> Error {
    Error::MalformedRecord { message: error.to_string() }
}

pub(crate) fn read<W: DeserializeOwned, T: TryFrom<W, Error = Error>>(
    value: serde_json::Value,
) -> Result<T, Error> {
    serde_json::from_value::<Nested<W>>(value).map_err(|e| malformed(&e))?.open()
}

pub(crate) fn read_json<W: DeserializeOwned, T: TryFrom<W, Error = Error>>(json: &str) -> Result<T, Error> {
    serde_json::from_str::<Nested<W>>(json).map_err(|e| malformed(&e))?.open()
}

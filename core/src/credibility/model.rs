//! A model of either form.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde_json::Value;

use super::trees::FORMAT as TREES;
use super::{Basis, Error, Score, Scorecard, Trees, Values};

/// A model that tells how probable it is that a person is behind an account: a scorecard, or trees.
///
/// ```
/// use renown::credibility::{Feature, Kind, Model, Values};
/// let model = Model::shipped();
/// let empty = Values::new().with(Feature::Followers, 3.0).with(Feature::Following, 900.0);
/// assert_eq!(model.score(&empty).kind(), Kind::Suspicious);
/// assert_eq!(model.as_ref().name(), "instagram-public-profile");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// Points for each feature.
    Scorecard(Scorecard),
    /// An ensemble of decision trees.
    Trees(Trees),
}

impl Model {
    /// The model that comes with the library, [`Scorecard::shipped`].
    #[must_use]
    pub fn shipped() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Model::Scorecard(Scorecard::shipped().clone()))
    }

    /// Reads a model from a JSON value: a scorecard, unless its `format` is that of trees.
    ///
    /// # Errors
    /// As [`Scorecard::from_value`] and [`Trees::from_value`].
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        if value.get("format").and_then(Value::as_str) == Some(TREES) {
            Trees::from_value(value).map(Model::Trees)
        } else {
            Scorecard::from_value(value).map(Model::Scorecard)
        }
    }

    /// The model that is given as a JSON value, the shipped one where none is.
    ///
    /// # Errors
    /// As [`Model::from_value`].
    pub(crate) fn given(value: Option<&Value>) -> Result<Cow<'static, Model>, Error> {
        match value {
            Some(value) => Model::from_value(value).map(Cow::Owned),
            None => Ok(Cow::Borrowed(Model::shipped())),
        }
    }

    /// Scores an account; nothing is allocated.
    #[must_use]
    pub fn score(&self, values: &Values) -> Score {
        match self {
            Model::Scorecard(scorecard) => scorecard.score(values),
            Model::Trees(trees) => trees.score(values),
        }
    }
}

impl AsRef<Basis> for Model {
    fn as_ref(&self) -> &Basis {
        match self {
            Model::Scorecard(scorecard) => scorecard.as_ref(),
            Model::Trees(trees) => trees.as_ref(),
        }
    }
}

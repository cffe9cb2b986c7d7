//! One value of a dimension, where "not known" is a value of its own.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One value of a dimension. What is not known is a category too: it is counted and reported, never dropped.
///
/// Known labels come in order of their UTF-8 bytes, [`Category::Missing`] comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Option<String>", into = "Option<String>")]
#[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
pub enum Category {
    /// A label.
    Known(Box<str>),
    /// The value is not known; `null` in JSON, null in a column.
    Missing,
}

impl Category {
    /// The label, or `None` where the value is missing.
    pub fn label(&self) -> Option<&str> {
        match self {
            Category::Known(label) => Some(label),
            Category::Missing => None,
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label().unwrap_or("(missing)"))
    }
}

impl From<&str> for Category {
    fn from(label: &str) -> Category {
        Category::Known(label.into())
    }
}

impl From<Option<String>> for Category {
    fn from(label: Option<String>) -> Category {
        label.map_or(Category::Missing, |label| Category::Known(label.into()))
    }
}

impl From<Category> for Option<String> {
    fn from(category: Category) -> Option<String> {
        match category {
            Category::Known(label) => Some(label.into()),
            Category::Missing => None,
        }
    }
}

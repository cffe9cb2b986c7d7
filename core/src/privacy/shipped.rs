//! Tables that are compiled in: each is read once, from its text.
//!
//! One idea to keep in mind: a test can put another text in the place of a shipped one, for its own thread, and see which
//! vectors notice.

#[cfg(test)]
mod stand_in;

use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
#[cfg(test)]
pub(crate) use stand_in::with;

/// A table of `core/policies`. A test reads each with its errors shown; where one is broken, nothing is known.
pub(crate) struct Shipped<T> {
    /// The name of its file.
    #[cfg_attr(not(test), allow(dead_code, reason = "tests find tables by their names"))]
    name: &'static str,
    text: &'static str,
    table: OnceLock<T>,
}

impl<T: DeserializeOwned + Default + 'static> Shipped<T> {
    pub(crate) const fn new(name: &'static str, text: &'static str) -> Self {
        Shipped { name, text, table: OnceLock::new() }
    }

    /// Reads it, with its errors.
    pub(crate) fn parse(&self) -> Result<T, toml::de::Error> {
        toml::from_str(self.text)
    }
}

impl<T: DeserializeOwned + Default + 'static> Deref for Shipped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        #[cfg(test)]
        if let Some(changed) = stand_in::changed(self.name) {
            return changed;
        }
        self.table.get_or_init(|| self.parse().unwrap_or_default())
    }
}

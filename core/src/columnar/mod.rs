//! The figures over Arrow record batches: the same functions, for tables of any size.
//!
//! One idea to keep in mind: a function over tables is called by its name with its tables and its options, as
//! [`calls`](crate::calls) are, so that Rust, Python and Node share one list of functions, one shape of options and
//! one set of errors. What it gives is a record batch.
//!
//! Work is spread over the current rayon pool: call from within `pool.install` to choose another one.

mod error;
mod table;

use serde_json::Value;

pub use error::{CODES, Error};
pub use table::{Table, Tables};

type Function = fn(&Tables<'_>, &Value) -> Result<Table, Error>;

/// All functions, by name.
const FUNCTIONS: &[(&str, Function)] = &[];

/// The names of all functions, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// Calls a function by its name.
///
/// # Errors
/// [`Error::UnknownCall`], [`Error::MalformedOptions`], and those of the function.
pub fn call(name: &str, tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let found = FUNCTIONS.binary_search_by(|(known, _)| known.cmp(&name));
    match found.ok().and_then(|at| FUNCTIONS.get(at)) {
        Some((_, function)) => function(tables, options),
        None => Err(Error::UnknownCall { name: name.to_owned() }),
    }
}

//! What a ledger does, by name: JSON in, JSON out, so that Python and Node have the same ledger.

mod counter;
mod functions;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, Ledger};

type Function = fn(&Ledger, &Value) -> Result<Value, Error>;

/// All functions, by name.
const FUNCTIONS: &[(&str, Function)] = &[
    ("add_receipt", functions::add_receipt),
    ("checkpoint", functions::checkpoint),
    ("erase", functions::erase),
    ("erasure", functions::erasure),
    ("events", functions::events),
    ("export", functions::export),
    ("facts", functions::facts),
    ("fields", functions::fields),
    ("hold_fields", functions::hold_fields),
    ("is_suppressed", functions::is_suppressed),
    ("log_in", functions::log_in),
    ("meter", functions::meter),
    ("plan_erasure", functions::plan_erasure),
    ("prove_consistency", functions::prove_consistency),
    ("prove_inclusion", functions::prove_inclusion),
    ("public_key", functions::public_key),
    ("record", functions::record),
    ("register", functions::register),
    ("register_store", functions::register_store),
    ("release", functions::release),
    ("reserve", functions::reserve),
    ("rotate_keys", functions::rotate_keys),
    ("set_quota", functions::set_quota),
    ("settle", functions::settle),
    ("statement", functions::statement),
    ("sweep", functions::sweep),
    ("usage", functions::usage),
    ("user", functions::user),
    ("verify", functions::verify),
];

impl Ledger {
    /// The names of all functions of [`Ledger::call`], sorted.
    pub fn call_names() -> impl Iterator<Item = &'static str> {
        FUNCTIONS.iter().map(|(name, _)| *name)
    }

    /// Calls a function by its name: the methods of a ledger over plain data.
    ///
    /// # Errors
    /// [`Error::MalformedCall`], and those of the function.
    pub fn call(&self, name: &str, given: &Value) -> Result<Value, Error> {
        let found = FUNCTIONS.binary_search_by(|(known, _)| known.cmp(&name));
        match found.ok().and_then(|at| FUNCTIONS.get(at)) {
            Some((_, function)) => function(self, given),
            None => Err(Error::MalformedCall { reason: format!("a ledger has no function {name:?}") }),
        }
    }
}

/// Reads arguments. Serde quotes a text that stands where something else belongs; the text may be about a person, so
/// only what belongs there is told.
fn arguments<T: DeserializeOwned>(given: &Value) -> Result<T, Error> {
    T::deserialize(given).map_err(|error| {
        let reason = error.to_string();
        let quoted = ["string \"", "unknown variant `"].iter().any(|quote| reason.contains(quote));
        let expected = reason.rsplit_once("expected ").map(|(_, expected)| expected.to_owned());
        let reason = match (quoted, expected) {
            (false, _) => reason,
            (true, Some(expected)) => format!("another value where this belongs: {expected}"),
            (true, None) => "a text where another value belongs".to_owned(),
        };
        Error::MalformedCall { reason }
    })
}

fn result(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::MalformedCall { reason: error.to_string() })
}

//! The codes of all errors, from which the Python half makes one class each.

use pyo3::prelude::*;

/// A room of the core, and the codes of its errors.
const CODES: &[(&str, &[&str])] = &[
    ("model", renown::model::Error::CODES),
    ("stats", renown::stats::CODES),
    ("metrics", renown::metrics::Error::CODES),
    ("credibility", renown::credibility::CODES),
    ("audience", renown::audience::Error::CODES),
    ("audience.release", renown::audience::release::CODES),
    ("import", renown::import::Error::CODES),
    ("privacy", renown::privacy::CODES),
    ("privacy.clocks", renown::privacy::clocks::CODES),
    ("privacy.decision_table", renown::privacy::decision_table::CODES),
    ("privacy.policy", renown::privacy::policy::CODES),
    ("privacy.consent", renown::privacy::consent::CODES),
    ("privacy.signals", renown::privacy::signals::CODES),
    ("privacy.retention", renown::privacy::retention::CODES),
    ("privacy.rights", renown::privacy::rights::CODES),
    ("report", renown::report::CODES),
    ("search", renown::search::CODES),
    ("calls", renown::calls::CODES),
    ("columnar", renown::columnar::CODES),
    ("transparency", renown::transparency::CODES),
    ("usage", renown::usage::CODES),
    ("store", renown_store::CODES),
    ("python", crate::error::CODES),
];

/// The rooms of the core with the codes of their errors; `python` are those of this package alone.
#[pyfunction]
pub(crate) fn error_codes() -> Vec<(&'static str, Vec<&'static str>)> {
    CODES.iter().map(|(room, codes)| (*room, codes.to_vec())).collect()
}

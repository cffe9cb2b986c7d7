//! One value of one row, whatever the format of the file.

use chrono::{DateTime, Utc};

/// One value of one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    Moment(DateTime<Utc>),
    List(Vec<String>),
    /// A value of a kind that no column of ours has; holds what kind.
    Other(&'static str),
}

impl Cell {
    /// A cell of a text file: empty is missing.
    pub(super) fn of_text(text: &str) -> Cell {
        if text.is_empty() { Cell::Null } else { Cell::Text(text.to_owned()) }
    }

    /// What the cell holds, in words; numbers are shown, text is not: it may be about a person.
    pub(super) fn describe(&self) -> String {
        match self {
            Cell::Null => "nothing".to_owned(),
            Cell::Bool(value) => value.to_string(),
            Cell::Integer(value) => value.to_string(),
            Cell::Float(value) => value.to_string(),
            Cell::Text(text) => format!("a text of {} characters", text.chars().count()),
            Cell::Moment(moment) => moment.to_rfc3339(),
            Cell::List(entries) => format!("a list of {}", entries.len()),
            Cell::Other(kind) => (*kind).to_owned(),
        }
    }
}

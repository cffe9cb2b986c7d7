//! A report as a table for a terminal: a pure function from the report to a text.
//!
//! One idea to keep in mind: names, captions and hashtags come from strangers. They are measured in columns of the
//! terminal, not in characters, and nothing in them may move the cursor, colour the screen or turn the direction of
//! the line.

mod layout;
mod number;
mod rows;
mod width;

pub(super) use layout::{Line, Section, Subject};
pub(super) use number::{Unit, count};
pub(super) use rows::{Extent, sections};
pub(super) use width::{columns, cut, tame};

use super::Report;

/// How the table looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextOptions {
    /// How many columns the terminal has; fewer than 40 count as 40.
    pub width: usize,
    /// Whether headings are set off with escape sequences: only where the reader is a terminal.
    pub styled: bool,
}

impl Default for TextOptions {
    /// 100 columns, plain.
    fn default() -> Self {
        TextOptions { width: 100, styled: false }
    }
}

/// The report as a table: a figure a line, with its interval, its sample size and what it is about; where there is no
/// figure stands the reason. Lists are cut to what fits a screen; the whole is in the JSON form.
#[must_use]
pub fn text(report: &Report, options: &TextOptions) -> String {
    layout::lay_out(&sections(report, Extent::SCREEN), options)
}

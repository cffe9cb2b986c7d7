//! From sections of lines to aligned columns.

use super::TextOptions;
use super::width::{columns, cut, pad};

/// A line of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Line {
    pub(in crate::report) label: String,
    pub(in crate::report) value: String,
    pub(in crate::report) interval: String,
    pub(in crate::report) n: String,
    pub(in crate::report) note: String,
    /// How the figure was computed. A terminal has no room for it.
    pub(in crate::report) method: &'static str,
}

impl Line {
    fn cells(&self) -> [&str; 5] {
        [&self.label, &self.value, &self.interval, &self.n, &self.note]
    }
}

/// Lines under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Section {
    pub(in crate::report) subject: Subject,
    pub(in crate::report) heading: String,
    pub(in crate::report) lines: Vec<Line>,
}

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Subject {
    Account,
    Engagement,
    Averages,
    Sponsorship,
    Cadence,
    History,
    Topics,
    Posts,
    Value,
    Credibility,
    Audience,
    Origin,
}

/// A narrower terminal than this has no room for a table.
const NARROWEST: usize = 40;
/// A label is cut rather than push the figures out of sight.
const LABEL_MAX: usize = 30;
/// A shorter note says nothing.
const NOTE_MIN: usize = 12;
const GAP: &str = "  ";

pub(super) fn lay_out(sections: &[Section], options: &TextOptions) -> String {
    let width = options.width.max(NARROWEST);
    // Without figures beside it, a line is a sentence: its note takes the place of the columns.
    let tabular = |line: &&Line| !line.value.is_empty();
    let mut widths = [0_usize; 4];
    for line in sections.iter().flat_map(|section| &section.lines).filter(tabular) {
        for (widest, cell) in widths.iter_mut().zip(line.cells()) {
            *widest = (*widest).max(columns(cell));
        }
    }
    let [label, value, interval, n] = widths;
    let label = label.min(LABEL_MAX).min(width / 2);
    // In a narrow terminal notes give way first, then sample sizes; the interval stays.
    let figures = [label, value, interval].iter().map(|column| column + GAP.len()).sum::<usize>();
    let n_fits = figures + GAP.len() + n <= width;
    let note_fits = figures + GAP.len() * 2 + n + NOTE_MIN <= width;
    let mut text = String::new();
    for section in sections {
        let heading = cut(&section.heading, width);
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&if options.styled { format!("\u{1b}[1m{heading}\u{1b}[0m") } else { heading });
        text.push('\n');
        for line in &section.lines {
            let shown_label = pad(&cut(&line.label, label), label, false);
            let written = match (line.value.as_str(), line.interval.as_str(), line.n.as_str()) {
                ("", ..) => [shown_label, line.note.clone()].join(GAP),
                // A reason in place of a figure may run on where the interval would stand.
                ("–", "", "") => [shown_label, pad("–", value, true), line.note.clone()].join(GAP),
                _ => [
                    shown_label,
                    pad(&line.value, value, true),
                    pad(&line.interval, interval, false),
                    if n_fits { pad(&line.n, n, true) } else { String::new() },
                    if note_fits { line.note.clone() } else { String::new() },
                ]
                .join(GAP),
            };
            text.push_str(&cut(&format!("{GAP}{}", written.trim_end()), width));
            text.push('\n');
        }
    }
    text
}

//! SVG, piece by piece. Colours are classes, which the page gives light and dark forms.

use std::fmt::Write;

use super::axis::Scale;
use crate::report::text::{Unit, columns, cut, tame};

/// How wide pictures are, in units of their own.
pub(super) const WIDTH: f64 = 480.0;
/// How wide a column of text is, about.
const COLUMN: f64 = 7.4;

/// A picture in the making.
#[derive(Debug, Clone)]
pub(super) struct Canvas {
    height: f64,
    body: String,
}

/// Where a text is held by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Canvas {
    pub(super) fn new(height: f64) -> Canvas {
        Canvas { height, body: String::new() }
    }

    fn add(&mut self, piece: std::fmt::Arguments<'_>) {
        // Writing to a String does not fail.
        let _ = self.body.write_fmt(piece);
    }

    /// A rectangle between two corners, given in any order.
    pub(super) fn rect(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x, y, width, height) = (x1.min(x2), y1.min(y2), (x2 - x1).abs(), (y2 - y1).abs());
        self.add(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#
        ));
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.add(format_args!(r#"<path class="{class}" d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"/>"#));
    }

    /// A line through points, or the area within them.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let mut way = String::new();
        for (at, (x, y)) in points.iter().enumerate() {
            let _ = write!(way, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
        }
        self.add(format_args!(r#"<path class="{class}" d="{way}"/>"#));
    }

    pub(super) fn dot(&mut self, class: &str, (x, y): (f64, f64)) {
        self.add(format_args!(r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="3.5"/>"#));
    }

    /// An interval from `low` to `high` with caps, at the height `y`.
    pub(super) fn interval(&mut self, low: f64, high: f64, y: f64) {
        self.add(format_args!(
            r#"<path class="interval" d="M{low:.1} {a:.1}V{b:.1}M{low:.1} {y:.1}H{high:.1}M{high:.1} {a:.1}V{b:.1}"/>"#,
            a = y - 4.0,
            b = y + 4.0
        ));
    }

    pub(super) fn text(&mut self, class: &str, anchor: Anchor, (x, y): (f64, f64), text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escaped(&tame(text));
        self.add(format_args!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// The axis below: lines of the grid, labels, the title.
    pub(super) fn axis_below(
        &mut self,
        scale: &Scale,
        unit: Unit,
        title: &str,
        (top, bottom): (f64, f64),
        middle: f64,
    ) {
        for (tick, label) in scale.ticks(unit) {
            let x = scale.at(tick);
            self.line("grid", (x, top), (x, bottom));
            self.text("tick", Anchor::Middle, (x, bottom + 15.0), &label);
        }
        self.text("axis", Anchor::Middle, (middle, bottom + 33.0), title);
    }

    /// The axis on the left, its title above it.
    pub(super) fn axis_left(&mut self, scale: &Scale, unit: Unit, title: &str, (left, right): (f64, f64)) {
        for (tick, label) in scale.ticks(unit) {
            let y = scale.at(tick);
            self.line("grid", (left, y), (right, y));
            self.text("tick", Anchor::End, (left - 6.0, y + 4.0), &label);
        }
        self.text("axis", Anchor::Start, (2.0, 13.0), title);
    }

    /// The whole, with its name and description.
    pub(super) fn finish(self, id: &str, title: &str, description: &str) -> String {
        let (title, description) = (escaped(&tame(title)), escaped(&tame(description)));
        format!(
            r#"<svg viewBox="0 0 {WIDTH:.0} {height:.0}" role="img" aria-labelledby="{id}-title" aria-describedby="{id}-desc"><title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>{body}</svg>"#,
            height = self.height,
            body = self.body
        )
    }
}

/// How wide a text is, about.
pub(super) fn width(text: &str) -> f64 {
    columns(text) as f64 * COLUMN
}

/// The label of a row, short enough to stand beside it.
pub(super) fn row_label(text: &str) -> String {
    cut(&tame(text), 22)
}

/// A text as HTML and XML have it, in elements and in quoted attributes.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

//! A chart before it is drawn.

use super::bars::Bars;
use super::histogram::Histogram;
use super::line::Line;
use super::pyramid::Pyramid;
use crate::report::text::{Unit, count};
use crate::stats::{Bounds, Figure};

/// What a chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Drawing {
    /// What it is of.
    pub(in crate::report) title: String,
    /// What marks mean that do not explain themselves.
    pub(in crate::report) key: String,
    /// What is to be seen, for who does not see it.
    pub(in crate::report) description: String,
    pub(in crate::report) plot: Plot,
}

/// The shapes of charts.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum Plot {
    Bars(Bars),
    Histogram(Histogram),
    Line(Line),
    Pyramid(Pyramid),
}

/// The same in rows and columns; the first column names the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Table {
    pub(in crate::report) columns: Vec<String>,
    pub(in crate::report) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(columns: &[&str], rows: Vec<Vec<String>>) -> Table {
        Table { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }
    }
}

impl Drawing {
    pub(in crate::report) fn table(&self) -> Table {
        match &self.plot {
            Plot::Bars(bars) => bars.table(),
            Plot::Histogram(histogram) => histogram.table(),
            Plot::Line(line) => line.table(),
            Plot::Pyramid(pyramid) => pyramid.table(),
        }
    }

    /// The picture, its texts named by ids that begin with `id`.
    pub(in crate::report) fn svg(&self, id: &str) -> String {
        let canvas = match &self.plot {
            Plot::Bars(bars) => bars.svg(),
            Plot::Histogram(histogram) => histogram.svg(),
            Plot::Line(line) => line.svg(),
            Plot::Pyramid(pyramid) => pyramid.svg(),
        };
        canvas.finish(id, &self.title, &self.description)
    }
}

/// The ends of the interval of a figure.
pub(super) fn ends(figure: &Figure) -> Option<(f64, f64)> {
    figure.interval().map(|interval| (interval.low, interval.high))
}

/// Value and interval as people read them, or the reason why there is none.
pub(in crate::report) fn told(figure: &Figure, unit: Unit) -> [String; 2] {
    match figure {
        Figure::Undefined { undefined } => ["–".to_owned(), undefined.to_string()],
        Figure::Estimate(estimate) => {
            let interval = match estimate.interval {
                Bounds::Known(interval) => {
                    format!("{} to {}", unit.write(interval.low), unit.write(interval.high))
                }
                Bounds::Unknown { .. } => "exact".to_owned(),
            };
            [unit.write(estimate.value), interval]
        }
    }
}

/// A named figure as the row of a table: name, value, interval, n.
pub(super) fn row(name: &str, figure: &Figure, unit: Unit) -> Vec<String> {
    let [value, interval] = told(figure, unit);
    let n = figure.estimate().map_or(String::new(), |estimate| count(estimate.n));
    vec![name.to_owned(), value, interval, n]
}

/// A count of things with its noun: `1 post`, `2 posts`.
pub(super) fn counted(things: u64, noun: &str) -> String {
    let plural = if things == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", count(things))
}

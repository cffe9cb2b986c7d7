//! Bars, one below the other: a figure each, with its interval.

use serde_json::{Value, json};

use super::axis::Scale;
use super::drawing::{Table, ends, row};
use super::palette::{BLUE, INK, VERMILLION};
use super::spec::{self, intervals, quantity, tooltip};
use super::svg::{Anchor, Canvas, WIDTH, row_label, width};
use crate::report::text::Unit;
use crate::stats::Figure;

/// So many bars a chart shows; the table has all.
pub(super) const MOST: usize = 25;
const ROW: f64 = 26.0;
const BAR: f64 = 15.0;

/// Figures by name.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Bars {
    /// What the names are names of: `Country`.
    pub(super) names: &'static str,
    /// What is measured, with its unit.
    pub(super) measure: String,
    pub(super) unit: Unit,
    /// Dots do not begin at 0: they are for figures of which the difference matters, not the size.
    pub(super) dots: bool,
    pub(super) bars: Vec<Bar>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) figure: Figure,
}

impl Bars {
    /// What is drawn: figures that there are, the first ones.
    pub(super) fn drawn(&self) -> impl Iterator<Item = (&str, f64, Option<(f64, f64)>)> {
        let bars = self.bars.iter();
        bars.filter_map(|bar| Some((bar.name.as_str(), bar.figure.value()?, ends(&bar.figure)))).take(MOST)
    }

    pub(super) fn table(&self) -> Table {
        let rows = self.bars.iter().map(|bar| row(&bar.name, &bar.figure, self.unit));
        Table::new(&[self.names, &self.measure, "Interval", "n"], rows.collect())
    }

    /// The extent of values and intervals.
    fn extent(&self) -> (f64, f64) {
        let ends = self.drawn().flat_map(|(_, value, ends)| {
            let (low, high) = ends.unwrap_or((value, value));
            [value, low, high]
        });
        let start = if self.dots { (f64::INFINITY, f64::NEG_INFINITY) } else { (0.0, 0.0) };
        ends.fold(start, |(low, high), value| (low.min(value), high.max(value)))
    }

    pub(super) fn svg(&self) -> Canvas {
        let rows = self.drawn().count() as f64;
        let (top, bottom) = (6.0, 6.0 + rows * ROW);
        let mut canvas = Canvas::new(bottom + 40.0);
        let label = self.drawn().map(|(name, ..)| width(&row_label(name))).fold(40.0, f64::max);
        let written = self.drawn().map(|(_, value, _)| width(&self.unit.write(value))).fold(0.0, f64::max);
        let (left, right) = (label + 8.0, WIDTH - written - 10.0);
        let (low, high) = self.extent();
        let scale = Scale::new(low, high, left, right).round();
        canvas.axis_below(&scale, self.unit, &self.measure, (top, bottom), (left + right) / 2.0);
        for (row, (name, value, ends)) in self.drawn().enumerate() {
            let middle = top + (row as f64 + 0.5) * ROW;
            canvas.text("label", Anchor::End, (left - 8.0, middle + 4.5), &row_label(name));
            if self.dots {
                canvas.dot("mark", (scale.at(value), middle));
            } else {
                let class = if value < 0.0 { "against" } else { "bar" };
                let (from, to) = ((scale.at(0.0), middle - BAR / 2.0), (scale.at(value), middle + BAR / 2.0));
                canvas.rect(class, from, to);
            }
            if let Some((low, high)) = ends {
                canvas.interval(scale.at(low), scale.at(high), middle);
            }
            canvas.text("value", Anchor::Start, (right + 8.0, middle + 4.5), &self.unit.write(value));
        }
        if low < 0.0 {
            canvas.line("zero", (scale.at(0.0), top), (scale.at(0.0), bottom));
        }
        canvas
    }

    pub(super) fn spec(&self) -> Value {
        let values: Vec<Value> = self
            .drawn()
            .map(|(name, value, ends)| {
                let (low, high) = ends.unzip();
                json!({ "name": name, "value": value, "low": low, "high": high })
            })
            .collect();
        let told = tooltip(&[
            ("name", self.names, None),
            ("value", &self.measure, Some(self.unit)),
            ("low", "from", Some(self.unit)),
            ("high", "to", Some(self.unit)),
        ]);
        let scale = if self.dots { json!({ "zero": false, "nice": true }) } else { json!({ "zero": true }) };
        let mut along = quantity("value", &self.measure, self.unit);
        if let Some(members) = along.as_object_mut() {
            members.insert("scale".to_owned(), scale);
        }
        let colour = json!({
            "condition": { "test": "datum.value < 0", "value": VERMILLION }, "value": BLUE,
        });
        let mark = if self.dots {
            json!({ "type": "point", "filled": true, "size": 70 })
        } else {
            json!({ "type": "bar", "height": { "band": 0.62 } })
        };
        let mut layers =
            vec![json!({ "mark": mark, "encoding": { "x": along, "color": colour, "tooltip": told } })];
        layers.extend(intervals("x", "low", "high"));
        if self.extent().0 < 0.0 {
            layers.push(
                json!({ "mark": { "type": "rule", "color": INK }, "encoding": { "x": { "datum": 0 } } }),
            );
        }
        json!({
            "width": spec::WIDTH,
            "height": { "step": 26 },
            "data": { "values": values },
            "encoding": {
                "y": { "field": "name", "type": "nominal", "sort": null, "title": null,
                       "axis": { "labelLimit": 320, "ticks": false, "domain": false } },
            },
            "layer": layers,
        })
    }
}

//! A line over time, with a band around it and days that stand out.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::axis::Scale;
use super::drawing::Table;
use super::palette::{BLUE, INK, SKY, VERMILLION};
use super::spec::{self, quantity, tooltip};
use super::svg::{Anchor, Canvas, WIDTH, width};
use crate::report::text::Unit;

const HEIGHT: f64 = 260.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 220.0;

/// A measure by period.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Line {
    pub(super) measure: String,
    /// What the band holds; empty where there is none.
    pub(super) band: &'static str,
    /// Whether the axis begins at 0: it need not where growth is small beside the whole.
    pub(super) from_zero: bool,
    pub(super) points: Vec<Point>,
    pub(super) events: Vec<Event>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    pub(super) day: NaiveDate,
    /// How the period is written.
    pub(super) name: String,
    pub(super) value: Option<f64>,
    pub(super) band: Option<(f64, f64)>,
    /// What else there is to say of the period.
    pub(super) note: String,
}

/// A day that stands out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Event {
    pub(super) day: NaiveDate,
    pub(super) name: String,
}

/// The canvas counts days in floats, which hold them exactly.
fn days(day: NaiveDate) -> f64 {
    f64::from(day.num_days_from_ce())
}

impl Line {
    pub(super) fn table(&self) -> Table {
        let written = |value: f64| Unit::Number.write(value);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for point in &self.points {
            let mut row = vec![point.name.clone(), point.value.map_or("–".to_owned(), written)];
            if !self.band.is_empty() {
                let band = point.band.map(|(low, high)| format!("{} to {}", written(low), written(high)));
                row.push(band.unwrap_or("–".to_owned()));
            }
            row.push(point.note.clone());
            rows.push(row);
        }
        for event in &self.events {
            let mut row = vec![event.day.to_string(), "–".to_owned()];
            if !self.band.is_empty() {
                row.push(String::new());
            }
            row.push(event.name.clone());
            rows.push(row);
        }
        let columns: &[&str] = if self.band.is_empty() {
            &["Period", &self.measure, "Note"]
        } else {
            &["Period", &self.measure, self.band, "Note"]
        };
        Table::new(columns, rows)
    }

    fn extent(&self) -> (f64, f64) {
        let values = self.points.iter().flat_map(|point| {
            let (low, high) = point.band.unzip();
            [point.value, low, high]
        });
        let start = if self.from_zero { (0.0, 0.0) } else { (f64::INFINITY, f64::NEG_INFINITY) };
        values.flatten().fold(start, |(low, high), value| (low.min(value), high.max(value)))
    }

    pub(super) fn svg(&self) -> Canvas {
        let mut canvas = Canvas::new(HEIGHT);
        let (low, high) = self.extent();
        let y = Scale::new(low, high, BOTTOM, TOP).round();
        let labels = y.ticks(Unit::Number).iter().map(|(_, label)| width(label)).fold(0.0, f64::max);
        let (left, right) = (labels + 12.0, WIDTH - 26.0);
        let all = self.points.iter().map(|point| point.day).chain(self.events.iter().map(|event| event.day));
        let (first, last) =
            all.map(days).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), day| (a.min(day), b.max(day)));
        let x = Scale::new(first, last, left + 12.0, right);
        canvas.axis_left(&y, Unit::Number, &self.measure, (left, right + 12.0));
        self.names_below(&mut canvas, &x);

        for run in runs(&self.points, |point| point.band.is_some()) {
            let band =
                |point: &Point| point.band.map(|(low, high)| (x.at(days(point.day)), y.at(low), y.at(high)));
            let ends: Vec<_> = run.iter().filter_map(band).collect();
            match ends.as_slice() {
                [(at, low, high)] => canvas.rect("band", (at - 5.0, *low), (at + 5.0, *high)),
                _ => {
                    let above = ends.iter().map(|(x, _, high)| (*x, *high));
                    let below = ends.iter().rev().map(|(x, low, _)| (*x, *low));
                    canvas.path("band", &above.chain(below).collect::<Vec<_>>());
                }
            }
        }
        for event in &self.events {
            let at = x.at(days(event.day));
            canvas.line("event", (at, TOP), (at, BOTTOM));
            let side = if at > (left + right) / 2.0 { Anchor::End } else { Anchor::Start };
            let beside = if side == Anchor::End { -4.0 } else { 4.0 };
            canvas.text("event-name", side, (at + beside, TOP + 10.0), &event.name);
        }
        for run in runs(&self.points, |point| point.value.is_some()) {
            let at = |point: &Point| point.value.map(|value| (x.at(days(point.day)), y.at(value)));
            let places: Vec<_> = run.iter().filter_map(at).collect();
            canvas.path("line", &places);
            if self.points.len() <= 60 {
                places.iter().for_each(|place| canvas.dot("mark", *place));
            }
        }
        canvas
    }

    /// As many names of periods as have room.
    fn names_below(&self, canvas: &mut Canvas, x: &Scale) {
        let mut free = f64::NEG_INFINITY;
        for point in &self.points {
            let (at, half) = (x.at(days(point.day)), width(&point.name) / 2.0);
            if at - half > free {
                canvas.text("tick", Anchor::Middle, (at, BOTTOM + 18.0), &point.name);
                free = at + half + 8.0;
            }
        }
    }

    pub(super) fn spec(&self) -> Value {
        let values: Vec<Value> = self
            .points
            .iter()
            .map(|point| {
                let (low, high) = point.band.unzip();
                json!({
                    "day": point.day, "period": point.name, "value": point.value,
                    "low": low, "high": high, "note": point.note,
                })
            })
            .collect();
        let unit = Some(Unit::Number);
        let mut told = vec![("period", "Period", None), ("value", self.measure.as_str(), unit)];
        if !self.band.is_empty() {
            told.extend([("low", "middle half from", unit), ("high", "to", unit)]);
        }
        told.push(("note", "Note", None));
        let mut along = quantity("value", &self.measure, Unit::Number);
        if let Some(members) = along.as_object_mut() {
            members.insert("scale".to_owned(), json!({ "zero": self.from_zero }));
        }
        let mut layers = Vec::new();
        if !self.band.is_empty() {
            layers.push(json!({
                "mark": { "type": "area", "color": SKY, "opacity": 0.4 },
                "encoding": { "y": { "field": "low", "type": "quantitative", "title": self.measure },
                              "y2": { "field": "high" } },
            }));
            layers.push(json!({
                "transform": [{ "filter": "isValid(datum.low)" }],
                "mark": { "type": "rule", "color": SKY, "opacity": 0.6, "strokeWidth": 2 },
                "encoding": { "y": { "field": "low", "type": "quantitative" }, "y2": { "field": "high" } },
            }));
        }
        layers.push(json!({
            "mark": { "type": "line", "color": BLUE, "strokeWidth": 2.5,
                      "point": { "filled": true, "color": BLUE, "size": 45 } },
            "encoding": { "y": along, "tooltip": tooltip(&told) },
        }));
        layers.extend(self.event_layers());
        json!({
            "width": spec::WIDTH,
            "height": 220,
            "data": { "values": values },
            "encoding": {
                "x": { "field": "day", "type": "temporal", "title": "Period", "scale": { "type": "utc" },
                       "axis": { "labelOverlap": true, "grid": false, "format": "%Y-%m-%d", "tickCount": 6 } },
            },
            "layer": layers,
        })
    }

    fn event_layers(&self) -> Vec<Value> {
        if self.events.is_empty() {
            return Vec::new();
        }
        let values: Vec<Value> =
            self.events.iter().map(|event| json!({ "day": event.day, "name": event.name })).collect();
        let data = json!({ "values": values });
        let told = json!([
            { "field": "day", "type": "temporal", "title": "Day", "format": "%Y-%m-%d", "timeUnit": "utcyearmonthdate" },
            { "field": "name", "type": "nominal", "title": "Change" },
        ]);
        vec![
            json!({
                "data": data,
                "mark": { "type": "rule", "color": VERMILLION, "strokeDash": [5, 3], "strokeWidth": 1.5 },
                "encoding": { "tooltip": told },
            }),
            json!({
                "data": data,
                "mark": { "type": "text", "align": "left", "dx": 4, "dy": 8, "baseline": "top", "color": INK },
                "encoding": { "y": { "value": 0 }, "text": { "field": "name" } },
            }),
        ]
    }
}

/// The stretches of points next to each other that have what is asked for.
fn runs(points: &[Point], has: impl Fn(&Point) -> bool) -> Vec<&[Point]> {
    points.split(|point| !has(point)).filter(|run| !run.is_empty()).collect()
}

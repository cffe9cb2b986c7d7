//! Vega-Lite specifications, version 6, with their data in them.

use serde_json::{Map, Value, json};

use super::drawing::{Drawing, Plot};
use super::palette::INK;
use crate::report::text::Unit;

const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v6.json";
/// How wide views are.
pub(super) const WIDTH: u32 = 460;

/// A specification around views.
pub(super) fn page(description: &str) -> Value {
    json!({
        "$schema": SCHEMA,
        "description": description,
        "background": "white",
        "padding": 12,
        "config": {
            "view": { "stroke": null },
            "font": "sans-serif",
            "axis": { "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": "#E3E3E3",
                      "labelColor": INK, "titleColor": INK, "domainColor": "#8A8A8A", "tickColor": "#8A8A8A" },
            "title": { "anchor": "start", "fontSize": 15, "subtitleFontSize": 12, "offset": 12,
                       "color": INK, "subtitleColor": "#4D4D4D" },
            "legend": { "labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "titleColor": INK },
        },
    })
}

/// The specification of one chart.
pub(super) fn of(drawing: &Drawing) -> Value {
    merged(page(&drawing.description), view(drawing))
}

/// The view of a chart, to stand alone or among others.
pub(super) fn view(drawing: &Drawing) -> Value {
    let title = if drawing.key.is_empty() {
        json!({ "text": drawing.title })
    } else {
        json!({ "text": drawing.title, "subtitle": lines(&drawing.key) })
    };
    let plot = match &drawing.plot {
        Plot::Bars(bars) => bars.spec(),
        Plot::Histogram(histogram) => histogram.spec(),
        Plot::Line(line) => line.spec(),
        Plot::Pyramid(pyramid) => pyramid.spec(),
    };
    merged(json!({ "title": title, "description": drawing.description }), plot)
}

fn merged(one: Value, other: Value) -> Value {
    let mut members = Map::new();
    for value in [one, other] {
        if let Value::Object(entries) = value {
            members.extend(entries);
        }
    }
    Value::Object(members)
}

/// A sentence in lines that are no wider than the view.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 72 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// How numbers of a unit are written on an axis: in full where they are short, else with a letter for thousands.
fn axis(unit: Unit) -> Value {
    match unit {
        Unit::Share => json!({ "format": "~%" }),
        Unit::Change => json!({ "format": "+~%" }),
        Unit::Number => {
            json!({ "labelExpr": "format(datum.value, abs(datum.value) < 1e4 ? ',~f' : '~s')" })
        }
    }
}

/// How numbers of a unit are written beside a mark.
pub(super) fn precise(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => ".2%",
        Unit::Change => "+.2%",
        Unit::Number => ",.4~r",
    }
}

/// A quantity of the data on an axis.
pub(super) fn quantity(field: &str, title: &str, unit: Unit) -> Value {
    json!({ "field": field, "type": "quantitative", "title": title, "axis": axis(unit) })
}

/// The layers that draw intervals: a line and its two caps.
pub(super) fn intervals(along: &str, low: &str, high: &str) -> Vec<Value> {
    let filter = json!([{ "filter": format!("isValid(datum['{low}'])") }]);
    let (other, orient) = if along == "x" { ("x2", "vertical") } else { ("y2", "horizontal") };
    let cap = |field: &str| {
        json!({
            "transform": filter,
            "mark": { "type": "tick", "orient": orient, "size": 9, "thickness": 1.5, "color": INK },
            "encoding": { along: { "field": field, "type": "quantitative" } },
        })
    };
    let rule = json!({
        "transform": filter,
        "mark": { "type": "rule", "strokeWidth": 1.5, "color": INK },
        "encoding": { along: { "field": low, "type": "quantitative" }, other: { "field": high } },
    });
    vec![rule, cap(low), cap(high)]
}

/// What is told of a mark that is pointed at.
pub(super) fn tooltip(fields: &[(&str, &str, Option<Unit>)]) -> Value {
    let entry = |(field, title, unit): &(&str, &str, Option<Unit>)| match unit {
        None => json!({ "field": field, "type": "nominal", "title": title }),
        Some(unit) => {
            json!({ "field": field, "type": "quantitative", "title": title, "format": precise(*unit) })
        }
    };
    Value::Array(fields.iter().map(entry).collect())
}

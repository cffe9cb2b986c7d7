//! The rates of peers by bin, with the place of the account.

use serde_json::{Value, json};

use super::axis::Scale;
use super::drawing::{Table, ends, told};
use super::palette::{INK, SKY, VERMILLION};
use super::spec::{self, quantity, tooltip};
use super::svg::{Anchor, Canvas, WIDTH, width};
use crate::metrics::benchmark::Bin;
use crate::report::text::{Unit, count};
use crate::stats::Figure;

const TOP: f64 = 64.0;
const BOTTOM: f64 = 230.0;

/// Peers by their rates.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Histogram {
    /// What the rates are, with their unit.
    pub(super) measure: String,
    pub(super) bins: Vec<Bin>,
    pub(super) median: Figure,
    /// The rate of the account.
    pub(super) own: Figure,
}

/// A bin with both ends: what is open is drawn as wide as its neighbour.
struct Drawn {
    from: f64,
    to: f64,
    peers: u64,
    name: String,
}

fn name(bin: &Bin) -> String {
    let written = |rate: f64| Unit::Share.write(rate);
    match (bin.min, bin.max) {
        (Some(min), Some(max)) => format!("{} to {}", written(min), written(max)),
        (Some(min), None) => format!("{} and more", written(min)),
        (None, Some(max)) => format!("below {}", written(max)),
        (None, None) => "all".to_owned(),
    }
}

impl Histogram {
    fn drawn(&self) -> Vec<Drawn> {
        let ends: Vec<f64> = self.bins.iter().filter_map(|bin| bin.max).collect();
        let wide = ends.windows(2).map(|pair| pair.iter().rev().copied().reduce(|b, a| b - a).unwrap_or(0.0));
        let wide = wide.fold(f64::INFINITY, f64::min);
        let own = self.own.value().unwrap_or(0.0);
        // Without two ends to measure by, the bins are as wide as the one end is far from 0, or the account from it.
        let one = ends.first().copied().unwrap_or(own).max(own / 2.0).max(1e-6);
        let wide = if wide.is_finite() && wide > 0.0 { wide } else { one };
        let bin = |bin: &Bin| {
            let (from, to) = match (bin.min, bin.max) {
                (Some(min), Some(max)) => (min, max),
                (Some(min), None) => (min, min + wide),
                (None, Some(max)) => ((max - wide).max(0.0).min(max), max),
                (None, None) => (0.0, wide * 2.0),
            };
            Drawn { from, to, peers: bin.total_profile_count, name: name(bin) }
        };
        self.bins.iter().map(bin).collect()
    }

    pub(super) fn table(&self) -> Table {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for bin in &self.bins {
            let within =
                |value: f64| bin.min.is_none_or(|min| min <= value) && bin.max.is_none_or(|max| value < max);
            let mut notes = Vec::new();
            if bin.is_median {
                notes.push("the median of the peers");
            }
            if self.own.value().is_some_and(within) {
                notes.push("this account");
            }
            rows.push(vec![name(bin), count(bin.total_profile_count), notes.join(", ")]);
        }
        for (what, figure) in [("Median of the peers", &self.median), ("This account", &self.own)] {
            let [value, interval] = told(figure, Unit::Share);
            rows.push(vec![what.to_owned(), value, interval]);
        }
        Table::new(&[&self.measure, "Peers", "Note"], rows)
    }

    pub(super) fn svg(&self) -> Canvas {
        let mut canvas = Canvas::new(BOTTOM + 40.0);
        let bins = self.drawn();
        let (left, right) = (40.0, WIDTH - 16.0);
        let all = bins.iter().flat_map(|bin| [Some(bin.from), Some(bin.to)]);
        let figures = [&self.own, &self.median];
        let own = figures.iter().flat_map(|figure| {
            let (low, high) = ends(figure).unzip();
            [figure.value(), low, high]
        });
        let (low, high) = all
            .chain(own)
            .flatten()
            .fold((f64::INFINITY, 0.0_f64), |(low, high), at| (low.min(at), high.max(at)));
        let x = Scale::new(low, high, left, right).round();
        let most = bins.iter().map(|bin| bin.peers).max().unwrap_or(0);
        let y = Scale::new(0.0, most as f64, BOTTOM, TOP).round();
        canvas.axis_left(&y, Unit::Number, "Peers", (left, right));
        for bin in &bins {
            canvas.rect(
                "beside",
                (x.at(bin.from) + 0.5, y.at(bin.peers as f64)),
                (x.at(bin.to) - 0.5, BOTTOM),
            );
        }
        for (tick, label) in x.ticks(Unit::Share) {
            canvas.text("tick", Anchor::Middle, (x.at(tick), BOTTOM + 15.0), &label);
        }
        canvas.text("axis", Anchor::Middle, ((left + right) / 2.0, BOTTOM + 33.0), &self.measure);
        let own_is_higher = self.own.value().unwrap_or(f64::INFINITY) >= self.median.value().unwrap_or(0.0);
        let higher = if own_is_higher { &self.own } else { &self.median };
        for (figure, what, class, height) in
            [(&self.median, "Median of peers", "median", 56.0), (&self.own, "This account", "own", 32.0)]
        {
            let Some(value) = figure.value() else { continue };
            let at = x.at(value);
            if let Some((low, high)) = ends(figure) {
                canvas.rect(&format!("{class}-band"), (x.at(low), height + 4.0), (x.at(high), BOTTOM));
            }
            canvas.line(class, (at, height + 4.0), (at, BOTTOM));
            let text = format!("{what} {}", Unit::Share.write(value));
            // Away from the other line, so that it does not cross the text; where there is room.
            let wide = width(&text) + 4.0;
            let to_the_right = if std::ptr::eq(figure, higher) { at + wide < WIDTH } else { at < wide };
            let anchor = if to_the_right { Anchor::Start } else { Anchor::End };
            canvas.text("value", anchor, (at, height), &text);
        }
        canvas
    }

    pub(super) fn spec(&self) -> Value {
        let bins: Vec<Value> = self
            .drawn()
            .into_iter()
            .map(|bin| json!({ "from": bin.from, "to": bin.to, "peers": bin.peers, "bin": bin.name }))
            .collect();
        let mut along = quantity("from", &self.measure, Unit::Share);
        if let Some(members) = along.as_object_mut() {
            members.insert("bin".to_owned(), json!("binned"));
            members.insert("scale".to_owned(), json!({ "zero": false, "nice": true }));
        }
        let told = tooltip(&[("bin", &self.measure, None), ("peers", "Peers", Some(Unit::Number))]);
        let mut layers = vec![json!({
            "data": { "values": bins },
            "mark": { "type": "bar", "color": SKY, "stroke": "white", "strokeWidth": 0.5 },
            "encoding": {
                "x": along, "x2": { "field": "to" },
                "y": { "field": "peers", "type": "quantitative", "title": "Peers", "axis": { "tickMinStep": 1, "format": "~s" } },
                "tooltip": told,
            },
        })];
        let places = [
            (&self.median, "Median of peers", INK, json!([2, 3]), -24),
            (&self.own, "This account", VERMILLION, json!([1, 0]), -8),
        ];
        for (figure, what, colour, dash, above) in places {
            let Some(value) = figure.value() else { continue };
            let (low, high) = ends(figure).unzip();
            let text = format!("{what} {}", Unit::Share.write(value));
            let data = json!({ "values": [{ "value": value, "low": low, "high": high, "text": text }] });
            let at = json!({ "field": "value", "type": "quantitative" });
            if low.is_some() {
                layers.push(json!({
                    "data": data,
                    "mark": { "type": "rect", "color": colour, "opacity": 0.18 },
                    "encoding": { "x": { "field": "low", "type": "quantitative" }, "x2": { "field": "high" } },
                }));
            }
            layers.push(json!({
                "data": data,
                "mark": { "type": "rule", "color": colour, "strokeWidth": 2.5, "strokeDash": dash },
                "encoding": { "x": at },
            }));
            layers.push(json!({
                "data": data,
                "mark": { "type": "text", "align": self.side(value), "baseline": "bottom", "dy": above, "color": INK },
                "encoding": { "x": at, "y": { "value": 0 }, "text": { "field": "text" } },
            }));
        }
        json!({ "width": spec::WIDTH, "height": 200, "layer": layers })
    }

    /// On which side of its line a text has room.
    fn side(&self, value: f64) -> &'static str {
        let bins = self.drawn();
        let first = bins.first().map_or(0.0, |bin| bin.from);
        let last = bins.last().map_or(0.0, |bin| bin.to);
        if value > (first + last) / 2.0 { "right" } else { "left" }
    }
}

//! A pyramid of ages: one gender to the left, one to the right.

use serde_json::{Value, json};

use super::axis::Scale;
use super::drawing::{Table, ends, row};
use super::palette::{BLUE, ORANGE};
use super::spec::{self, intervals, tooltip};
use super::svg::{Anchor, Canvas, WIDTH};
use crate::report::text::Unit;
use crate::stats::Figure;

const ROW: f64 = 30.0;
const BAR: f64 = 18.0;
const MIDDLE: f64 = WIDTH / 2.0;
/// Half of the room for the names of the bands, which stand between the sides.
const NAMES: f64 = 34.0;

/// Shares by age band and gender.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Pyramid {
    pub(super) measure: String,
    /// What stands on the left, and what on the right.
    pub(super) sides: [&'static str; 2],
    /// The bands, the oldest first, each with the share on the left and on the right where there is one.
    pub(super) bands: Vec<(String, [Option<Figure>; 2])>,
    /// What has no side: other genders, what is not known.
    pub(super) others: Vec<(String, Figure)>,
}

impl Pyramid {
    /// The shares that there are: band, side, value, interval.
    fn drawn(&self) -> impl Iterator<Item = (usize, &str, usize, f64, Option<(f64, f64)>)> {
        self.bands.iter().enumerate().flat_map(|(row, (band, sides))| {
            sides.iter().enumerate().filter_map(move |(side, figure)| {
                let figure = figure.as_ref()?;
                Some((row, band.as_str(), side, figure.value()?, ends(figure)))
            })
        })
    }

    pub(super) fn table(&self) -> Table {
        let mut rows = Vec::new();
        for (side, gender) in self.sides.iter().enumerate() {
            for (band, figures) in self.bands.iter().rev() {
                if let Some(Some(figure)) = figures.get(side) {
                    rows.push(row(&format!("{gender}, {band}"), figure, Unit::Share));
                }
            }
        }
        rows.extend(self.others.iter().map(|(name, figure)| row(name, figure, Unit::Share)));
        Table::new(&["Gender, age", &self.measure, "Interval", "n"], rows)
    }

    pub(super) fn svg(&self) -> Canvas {
        let (top, bottom) = (26.0, 26.0 + self.bands.len() as f64 * ROW);
        let mut canvas = Canvas::new(bottom + 40.0);
        let most =
            self.drawn().map(|(.., value, ends)| ends.map_or(value, |(_, high)| high)).fold(0.0, f64::max);
        let left = Scale::new(0.0, most, MIDDLE - NAMES, 14.0).round();
        let right = Scale::new(0.0, most, MIDDLE + NAMES, WIDTH - 14.0).round();
        for scale in [&left, &right] {
            canvas.axis_below(scale, Unit::Share, "", (top, bottom), MIDDLE);
        }
        canvas.text("axis", Anchor::Middle, (MIDDLE, bottom + 33.0), &self.measure);
        let [of_left, of_right] = self.sides;
        canvas.text("side", Anchor::End, (MIDDLE - NAMES, 16.0), of_left);
        canvas.text("side", Anchor::Start, (MIDDLE + NAMES, 16.0), of_right);
        for (row, (band, _)) in self.bands.iter().enumerate() {
            let middle = top + (row as f64 + 0.5) * ROW;
            canvas.text("label", Anchor::Middle, (MIDDLE, middle + 4.5), band);
        }
        for (row, _, side, value, ends) in self.drawn() {
            let (scale, class) = if side == 0 { (&left, "bar") } else { (&right, "second") };
            let middle = top + (row as f64 + 0.5) * ROW;
            canvas.rect(class, (scale.at(0.0), middle - BAR / 2.0), (scale.at(value), middle + BAR / 2.0));
            if let Some((low, high)) = ends {
                canvas.interval(scale.at(low), scale.at(high), middle);
            }
        }
        canvas
    }

    pub(super) fn spec(&self) -> Value {
        let [of_left, of_right] = self.sides;
        let values: Vec<Value> = self
            .drawn()
            .map(|(_, band, side, value, ends)| {
                let sign = if side == 0 { -1.0 } else { 1.0 };
                let (low, high) = ends.unzip();
                json!({
                    "band": band, "gender": self.sides.get(side), "share": value, "low": low, "high": high,
                    "at": sign * value, "from": low.map(|low| sign * low), "to": high.map(|high| sign * high),
                })
            })
            .collect();
        let bands: Vec<&str> = self.bands.iter().map(|(band, _)| band.as_str()).collect();
        let unit = Some(Unit::Share);
        let told = tooltip(&[
            ("gender", "Gender", None),
            ("band", "Age", None),
            ("share", &self.measure, unit),
            ("low", "from", unit),
            ("high", "to", unit),
        ]);
        let bars = json!({
            "mark": { "type": "bar", "height": { "band": 0.68 } },
            "encoding": {
                "x": { "field": "at", "type": "quantitative", "title": self.measure, "stack": null,
                       "axis": { "labelExpr": "format(abs(datum.value), '~%')" } },
                "color": { "field": "gender", "type": "nominal", "title": "Gender",
                           "scale": { "domain": [of_left, of_right], "range": [BLUE, ORANGE] },
                           "legend": { "orient": "top" } },
                "tooltip": told,
            },
        });
        let mut layers = vec![bars];
        layers.extend(intervals("x", "from", "to"));
        json!({
            "width": spec::WIDTH,
            "height": { "step": 30 },
            "data": { "values": values },
            "encoding": {
                "y": { "field": "band", "type": "ordinal", "sort": bands, "title": "Age",
                       "axis": { "ticks": false, "domain": false } },
            },
            "layer": layers,
        })
    }
}

//! Charts: what a figure looks like, as a Vega-Lite specification for notebooks and programs, and as SVG for the page.
//!
//! One idea to keep in mind: a chart is first said and then drawn. [`Drawing`] holds its title, its description, its
//! unit and its rows with their intervals; a specification, an SVG and a table are three forms of the same drawing, so
//! that none shows what another does not say. No chart names the person: who it is about stands beside it.

mod axis;
mod bars;
mod drawing;
mod histogram;
mod kind;
mod line;
mod of_answers;
mod of_report;
mod palette;
mod pyramid;
mod spec;
mod svg;

use serde_json::{Value, json};

pub(super) use drawing::{Drawing, told};
pub use kind::ChartKind;
pub use of_answers::{Answer, FigureRow, chart_of};
pub(super) use of_report::drawing;
pub(super) use svg::escaped;

use super::{Error, Report};
use crate::stats::Undefined;

/// A chart of a report as a Vega-Lite specification (version 6), with its data in it.
///
/// Colours are those of Okabe and Ito, which the colour-blind tell apart; every interval that a figure has is drawn;
/// `description` says in words what is to be seen.
///
/// # Errors
/// [`Error::NothingToDraw`] where the report has not what the chart shows, with the reason.
///
/// ```
/// use renown::report::{ChartKind, Report, chart};
/// # let text = include_str!("../../../../tests/vectors/calls/report.json");
/// # let cases: serde_json::Value = serde_json::from_str(text)?;
/// # let text = cases[0]["then"]["report"].to_string();
/// let report: Report = serde_json::from_str(&text)?;
/// let spec = chart(&report, ChartKind::LikesOverTime)?;
/// assert_eq!(spec["$schema"], "https://vega.github.io/schema/vega-lite/v6.json");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn chart(report: &Report, kind: ChartKind) -> Result<Value, Error> {
    let found = match kind {
        ChartKind::Overview => overview(report),
        kind => drawing(report, kind).map(|drawing| spec::of(&drawing)),
    };
    found.map_err(|reason| Error::NothingToDraw { chart: kind.as_str(), reason })
}

/// The kinds of charts that a report can show.
#[must_use]
pub fn charts(report: &Report) -> Vec<ChartKind> {
    ChartKind::SINGLE.iter().copied().filter(|kind| drawing(report, *kind).is_ok()).collect()
}

/// Every chart that there is, one above the other.
fn overview(report: &Report) -> Result<Value, Undefined> {
    let drawings: Vec<Drawing> =
        ChartKind::SINGLE.iter().filter_map(|kind| drawing(report, *kind).ok()).collect();
    if drawings.is_empty() {
        return Err(Undefined::Empty);
    }
    let titles: Vec<&str> = drawings.iter().map(|drawing| drawing.title.as_str()).collect();
    let mut whole = spec::page(&format!("Charts of one influencer: {}.", titles.join("; ")));
    let views: Vec<Value> = drawings.iter().map(spec::view).collect();
    if let Some(members) = whole.as_object_mut() {
        members.insert("vconcat".to_owned(), json!(views));
        members.insert("spacing".to_owned(), json!(36));
        members.insert("resolve".to_owned(), json!({ "scale": { "color": "independent" } }));
    }
    Ok(whole)
}

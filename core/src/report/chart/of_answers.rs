//! Charts of what other functions answer, without a report around it.

use serde::Deserialize;
use serde_json::Value;

use super::bars::{Bar, Bars, MOST};
use super::drawing::{Drawing, Plot, counted};
use super::line::Point;
use super::{of_report, spec};
use crate::credibility::AudienceCredibility;
use crate::metrics::Period;
use crate::metrics::benchmark::Benchmark;
use crate::metrics::likes_over_time::PeriodTotals;
use crate::report::Error;
use crate::report::text::{Unit, cut, tame};
use crate::stats::{Bounds, Estimate, Figure, Interval, Method, Undefined};

/// What a chart can be made of.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// Figures by name, such as the rows of a table of engagement rates.
    Figures {
        /// The rows.
        rows: Vec<FigureRow>,
        /// What is measured.
        measure: String,
        /// Whether the values are fractions, shown as per cent.
        share: bool,
    },
    /// Likes over time of one account.
    LikesOverTime(Vec<PeriodTotals>, Period),
    /// Rates of peers, with the account's own.
    Peers(Box<Benchmark>, Figure),
    /// The credibility of an audience.
    Credibility(Box<AudienceCredibility>),
    /// The reasons behind the score of an account: what speaks for a person and what against, the strongest first.
    Score(Vec<(String, f64)>),
}

/// A figure by name, as a row of a table has it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct FigureRow {
    /// What the figure is of.
    pub name: String,
    /// The value; null where it is undefined.
    pub value: Option<f64>,
    /// The lower end of the interval.
    #[serde(default)]
    pub low: Option<f64>,
    /// The upper end of the interval.
    #[serde(default)]
    pub high: Option<f64>,
}

/// A chart of an answer as a Vega-Lite specification, as [`chart`](super::chart) makes it of a report.
///
/// # Errors
/// [`Error::NothingToDraw`] where there is no figure; [`Error::BadOption`] where a row is none.
pub fn chart_of(answer: &Answer) -> Result<Value, Error> {
    let (name, drawing) = match answer {
        Answer::Figures { rows, measure, share } => ("figures", figures(rows, measure, *share)?),
        Answer::LikesOverTime(periods, period) => ("likes_over_time", likes(periods, *period)),
        Answer::Peers(peers, own) => ("peers", of_report::peer_rates(peers, *own, None)),
        Answer::Credibility(shares) => {
            let level = shares.credibility.interval().map_or(0.95, |interval| interval.level);
            ("credibility", of_report::credibility(shares, level))
        }
        Answer::Score(reasons) => ("score", score(reasons)),
    };
    let drawing = drawing.map_err(|reason| Error::NothingToDraw { chart: name, reason })?;
    Ok(spec::of(&drawing))
}

fn figures(rows: &[FigureRow], measure: &str, share: bool) -> Result<Result<Drawing, Undefined>, Error> {
    let mut bars = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let finite = [row.value, row.low, row.high].into_iter().flatten().all(f64::is_finite);
        if !finite || row.low.zip(row.high).is_some_and(|(low, high)| low > high) {
            let problem = format!(
                "row {position} (counted from 0) has no interval of two finite ends, the lower one first"
            );
            return Err(Error::BadOption { option: "data", problem });
        }
        let interval = match row.low.zip(row.high) {
            // The level is the caller's and is not drawn.
            Some((low, high)) => Bounds::Known(Interval { low, high, level: 0.95 }),
            None => Bounds::Unknown { undefined: Undefined::Exact },
        };
        let figure = row.value.map_or(Figure::undefined(Undefined::Empty), |value| {
            Figure::Estimate(Estimate { value, interval, n: 0, method: Method::Exact })
        });
        bars.push(Bar { name: cut(&tame(&row.name), 40), figure });
    }
    bars.retain(|bar| bar.figure.value().is_some());
    bars.sort_by(|a, b| b.figure.value().unwrap_or(0.0).total_cmp(&a.figure.value().unwrap_or(0.0)));
    let unit = if share { Unit::Share } else { Unit::Number };
    let measure = cut(&tame(measure), 60);
    let Some((first, last)) = bars.first().zip(bars.last()) else { return Ok(Err(Undefined::Empty)) };
    let written = |bar: &Bar| bar.figure.value().map_or(String::new(), |value| unit.write(value));
    let more = if bars.len() > MOST {
        format!(" The first {MOST} of {} are drawn.", bars.len())
    } else {
        String::new()
    };
    let description = format!(
        "{measure} of {}, the highest first: from {} down to {}.{more}",
        counted(bars.len() as u64, "row"),
        written(first),
        written(last)
    );
    Ok(Ok(Drawing {
        title: measure.clone(),
        key: format!("Lines: intervals.{more}"),
        description,
        plot: Plot::Bars(Bars { names: "Name", measure: unit_of(&measure, unit), unit, dots: true, bars }),
    }))
}

fn unit_of(measure: &str, unit: Unit) -> String {
    if unit == Unit::Share { format!("{measure} (%)") } else { measure.to_owned() }
}

fn likes(periods: &[PeriodTotals], period: Period) -> Result<Drawing, Undefined> {
    let point = |period: &PeriodTotals| Point {
        day: period.start,
        name: period.period.clone(),
        value: period.likes.mean(),
        band: None,
        note: counted(period.posts, "post"),
    };
    let points: Vec<Point> = periods.iter().map(point).collect();
    if points.iter().all(|point| point.value.is_none()) {
        return Err(if points.is_empty() { Undefined::Empty } else { Undefined::HiddenLikes });
    }
    Ok(of_report::line_of_likes(points, period, ""))
}

fn score(reasons: &[(String, f64)]) -> Result<Drawing, Undefined> {
    let bar = |(text, contribution): &(String, f64)| Bar {
        // Which way the bar goes says whom it speaks for.
        name: cut(&tame(text.split(", speaks ").next().unwrap_or(text)), 60),
        figure: Figure::exact(*contribution, 1),
    };
    let bars: Vec<Bar> =
        reasons.iter().filter(|(_, contribution)| contribution.is_finite()).map(bar).collect();
    let Some(first) = bars.first() else { return Err(Undefined::Empty) };
    let description = format!(
        "What speaks for a person (to the right) and against one (to the left), in {}; the strongest is \"{}\".",
        counted(bars.len() as u64, "reason"),
        first.name
    );
    Ok(Drawing {
        title: "Reasons behind the score".to_owned(),
        key: "To the right: speaks for a person. To the left: speaks against one.".to_owned(),
        description,
        plot: Plot::Bars(Bars {
            names: "Reason",
            measure: "Contribution (log-odds)".to_owned(),
            unit: Unit::Number,
            dots: false,
            bars,
        }),
    })
}

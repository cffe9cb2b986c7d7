//! Charts of what other functions answer.

use serde::Deserialize;
use serde_json::Value;

use super::{Error, arguments};
use crate::credibility::AudienceCredibility;
use crate::metrics::Period;
use crate::metrics::benchmark::Benchmark;
use crate::metrics::likes_over_time::PeriodTotals;
use crate::report::{Answer, FigureRow, chart_of};
use crate::stats::{Figure, Undefined};

/// What is drawn, by the name of the chart.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Given {
    /// Rows of figures.
    Figures {
        data: Vec<FigureRow>,
        #[serde(default = "engagement_rate")]
        measure: String,
        #[serde(default = "yes")]
        share: bool,
    },
    /// The answer of `account_likes_over_time`.
    LikesOverTime {
        data: Vec<PeriodTotals>,
        #[serde(default)]
        period: Period,
    },
    /// The answer of `peer_benchmark`, and the account's own rate.
    Peers {
        data: Box<Benchmark>,
        #[serde(default)]
        own: Option<Figure>,
    },
    /// The answer of `audience_credibility`.
    Credibility { data: Box<AudienceCredibility> },
    /// The answer of `score_account`.
    Score { data: Scored },
}

fn engagement_rate() -> String {
    "Engagement rate".to_owned()
}

fn yes() -> bool {
    true
}

/// Of a score only the reasons are drawn.
#[derive(Deserialize)]
struct Scored {
    reasons: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reason {
    contribution: f64,
    text: String,
}

/// A chart of an answer.
pub(super) fn chart(given: &Value) -> Result<Value, Error> {
    let answer = match arguments(given)? {
        Given::Figures { data, measure, share } => Answer::Figures { rows: data, measure, share },
        Given::LikesOverTime { data, period } => Answer::LikesOverTime(data, period),
        Given::Peers { data, own } => Answer::Peers(data, own.unwrap_or(Figure::undefined(Undefined::Empty))),
        Given::Credibility { data } => Answer::Credibility(data),
        Given::Score { data } => {
            let reasons = data.reasons.into_iter();
            Answer::Score(reasons.map(|Reason { contribution, text }| (text, contribution)).collect())
        }
    };
    Ok(chart_of(&answer)?)
}

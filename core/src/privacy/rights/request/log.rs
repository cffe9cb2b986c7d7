//! What is kept of a request, and what is made known of all of them each year.
//!
//! One idea to keep in mind: the log holds the date, nature and manner of a request and of its answer, and why it was
//! denied, for 24 months and for no other use (11 CCR 7101); it holds nothing about the person.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::event::{AnswerOutcome, Channel};
use super::{Answer, ClockState, Error, RightKey};

/// How one right of a request was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// The right.
    pub right: String,
    /// How; absent while it is not.
    #[serde(default)]
    pub outcome: Option<AnswerOutcome>,
    /// When.
    #[serde(default)]
    pub answered_on: Option<NaiveDate>,
    /// Why not, or not wholly.
    #[serde(default)]
    pub reasons: Vec<String>,
}

/// What is kept of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// The day of receipt.
    pub received_on: NaiveDate,
    /// In what manner it was made.
    pub channel: Channel,
    /// What was asked for, and how it was answered.
    pub settled: Vec<Settled>,
    /// The day before which the entry must not be deleted.
    #[serde(default)]
    pub keep_until: Option<NaiveDate>,
}

impl LogEntry {
    pub(super) fn of(
        received_on: NaiveDate,
        channel: Channel,
        answers: &[Answer],
        clocks: &[ClockState],
    ) -> Self {
        let settled = answers.iter().map(|answer| Settled {
            right: answer.right.as_str().to_owned(),
            outcome: answer.outcome,
            answered_on: answer.answered_on,
            reasons: answer.reasons.clone(),
        });
        let kept = clocks.iter().filter(|state| state.clock.id == "ccpa.keep_record");
        LogEntry {
            received_on,
            channel,
            settled: settled.collect(),
            keep_until: kept.map(|state| state.clock.due).max(),
        }
    }
}

/// Whose year?
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MetricsQuestion {
    /// The calendar year of receipt.
    pub year: i32,
    /// The log.
    pub log: Vec<LogEntry>,
}

/// The figures of a right over a year (11 CCR 7102).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Metrics {
    /// The right.
    pub right: RightKey,
    /// How many were received.
    pub received: u64,
    /// How many were complied with wholly.
    pub complied: u64,
    /// How many were complied with in part.
    pub complied_in_part: u64,
    /// How many were denied.
    pub denied: u64,
    /// How many are not answered yet.
    pub open: u64,
    /// The mean of the days to the answer.
    pub mean_days: Option<f64>,
    /// The median of the days to the answer.
    pub median_days: Option<f64>,
    /// By when the figures are published.
    pub publish_by: Option<NaiveDate>,
}

/// The figures of a year, by the name of the right.
///
/// # Errors
/// [`Error::UnknownRight`], [`Error::AnswerBeforeReceipt`].
pub fn metrics(asked: &MetricsQuestion) -> Result<Vec<Metrics>, Error> {
    let mut all: Vec<(RightKey, Option<AnswerOutcome>, Option<i64>)> = Vec::new();
    for (row, entry) in asked.log.iter().enumerate() {
        for settled in &entry.settled {
            let key = RightKey::new(&settled.right)?;
            let received = entry.received_on;
            let days = settled.answered_on.map(|answered| (answered - received).num_days());
            if let (Some(answered), Some(..0)) = (settled.answered_on, days) {
                return Err(Error::AnswerBeforeReceipt { row, answered, received });
            }
            if received.year() == asked.year {
                all.push((key, settled.outcome, days));
            }
        }
    }
    let mut keys: Vec<RightKey> = all.iter().map(|(key, ..)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    Ok(keys.into_iter().map(|key| of_right(key, &all, asked.year)).collect())
}

fn of_right(right: RightKey, all: &[(RightKey, Option<AnswerOutcome>, Option<i64>)], year: i32) -> Metrics {
    let mine = || all.iter().filter(|(key, ..)| *key == right);
    let count = |wanted: Option<AnswerOutcome>| {
        u64::try_from(mine().filter(|(_, outcome, _)| *outcome == wanted).count()).unwrap_or(u64::MAX)
    };
    let mut days: Vec<i64> = mine().filter_map(|(_, outcome, days)| outcome.and(*days)).collect();
    days.sort_unstable();
    let (complied, complied_in_part) =
        (count(Some(AnswerOutcome::Complete)), count(Some(AnswerOutcome::Partial)));
    let (denied, open) = (count(Some(AnswerOutcome::Refused)), count(None));
    Metrics {
        right,
        received: complied + complied_in_part + denied + open,
        complied,
        complied_in_part,
        denied,
        open,
        mean_days: mean(&days),
        median_days: median(&days),
        publish_by: NaiveDate::from_ymd_opt(year + 1, 7, 1),
    }
}

#[expect(clippy::cast_precision_loss, reason = "days of a request are few")]
fn mean(days: &[i64]) -> Option<f64> {
    (!days.is_empty()).then(|| days.iter().sum::<i64>() as f64 / days.len() as f64)
}

#[expect(clippy::cast_precision_loss, reason = "days of a request are few")]
fn median(sorted: &[i64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    let lower = if sorted.len().is_multiple_of(2) { *sorted.get(middle.checked_sub(1)?)? } else { upper };
    Some((lower + upper) as f64 / 2.0)
}

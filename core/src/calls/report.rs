//! One influencer's report, through the gate.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Error, arguments};
use crate::credibility::AudienceCredibility;
use crate::model::{self, AudienceMember, FollowerSeries, Post, Profile, Record, Timestamp};
use crate::privacy::{Policy, Purpose, Recipient, Request, SubjectState};
use crate::report::{
    ChartKind, Input, Report, ReportOptions, TextOptions, chart, charts, facts_of, html, report as make, text,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    profile: Value,
    posts: Vec<Value>,
    #[serde(default)]
    audience: Vec<Value>,
    #[serde(default)]
    series: Option<Value>,
    #[serde(default)]
    peers: Vec<f64>,
    #[serde(default)]
    credibility: Option<AudienceCredibility>,
    #[serde(default)]
    options: ReportOptions,
    generated_at: Timestamp,
    recipient: Recipient,
    #[serde(default = "influencer_search")]
    purpose: Purpose,
    /// What stands in the way, besides what the profile says.
    #[serde(default)]
    states: BTreeSet<SubjectState>,
}

fn influencer_search() -> Purpose {
    Purpose::INFLUENCER_SEARCH
}

/// The records of a list; an error says at which index.
fn records<T: Record>(what: &str, values: Vec<Value>) -> Result<Vec<T>, model::Error> {
    let read =
        |(at, value)| T::from_value(value).map_err(|error: model::Error| error.at(format!("{what}[{at}]")));
    values.into_iter().enumerate().map(read).collect()
}

/// The report and the receipt of its disclosure, where the shipped policy permits it.
pub(super) fn report(given: &Value) -> Result<Value, Error> {
    let given: Given = arguments(given)?;
    let profile = Profile::from_value(given.profile).map_err(|error| error.at("profile"))?;
    let posts: Vec<Post> = records("posts", given.posts)?;
    let audience: Vec<AudienceMember> = records("audience", given.audience)?;
    let series =
        given.series.map(FollowerSeries::from_value).transpose().map_err(|error| error.at("series"))?;
    let input = Input {
        audience: &audience,
        series: series.as_ref(),
        peers: &given.peers,
        credibility: given.credibility.as_ref(),
        ..Input::new(&profile, &posts, given.generated_at)
    };
    let held = make(&input, &given.options)?;

    let mut facts = facts_of(&profile);
    facts.states.extend(given.states);
    let (subject, categories) = (held.subject().clone(), held.categories().to_vec());
    let request = Request::disclose(subject, categories, given.purpose, given.recipient);
    let now = given.generated_at.datetime();
    let permit = Policy::influencer_marketing().decide(&facts, &request, now).permit()?;
    let (report, receipt) = held.open(&permit, now)?.into_parts();
    Ok(json!({ "report": super::result(report)?, "receipt": super::result(&receipt)? }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    report: Report,
}

/// The report again, as this version writes it; an error where it is none.
pub(super) fn read_report(given: &Value) -> Result<Value, Error> {
    let Written { report } = arguments(given)?;
    super::result(&report)
}

/// The report as a page.
pub(super) fn report_html(given: &Value) -> Result<Value, Error> {
    let Written { report } = arguments(given)?;
    Ok(html(&report).into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    report: Report,
    #[serde(default = "usual_width")]
    width: usize,
    #[serde(default)]
    styled: bool,
}

fn usual_width() -> usize {
    TextOptions::default().width
}

/// The report as a table for a terminal.
pub(super) fn report_text(given: &Value) -> Result<Value, Error> {
    let Printed { report, width, styled } = arguments(given)?;
    Ok(text(&report, &TextOptions { width, styled }).into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawn {
    report: Report,
    kind: String,
}

/// A chart of the report.
pub(super) fn report_chart(given: &Value) -> Result<Value, Error> {
    let Drawn { report, kind } = arguments(given)?;
    Ok(chart(&report, kind.parse::<ChartKind>()?)?)
}

/// The kinds of charts that the report can show.
pub(super) fn report_charts(given: &Value) -> Result<Value, Error> {
    let Written { report } = arguments(given)?;
    super::result(&charts(&report))
}

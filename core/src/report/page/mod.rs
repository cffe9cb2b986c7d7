//! A report as one page for a browser: self-contained, readable by everybody, safe with whatever strangers wrote.
//!
//! One idea to keep in mind: the page is text first. Every picture has a description and a table with the same numbers,
//! no script is needed, and nothing is fetched: not a font, not the profile picture. What comes from outside (names,
//! captions, hashtags) goes through [`safe`] and nowhere else.

mod frame;
mod parts;

use super::chart::{ChartKind, drawing};
use super::text::{Extent, Section, Subject, sections, tame};
use super::{Report, chart};

/// The report as one HTML page, which needs nothing beside it: no script, no request.
///
/// It follows the reader's choice of light or dark, prints, and has a table beside each chart.
///
/// ```
/// use renown::report::{Report, html};
/// # let text = include_str!("../../../../tests/vectors/calls/report.json");
/// # let cases: serde_json::Value = serde_json::from_str(text)?;
/// # let text = cases[0]["then"]["report"].to_string();
/// let report: Report = serde_json::from_str(&text)?;
/// let page = html(&report);
/// assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
/// assert!(!page.contains("<script"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn html(report: &Report) -> String {
    let mut sections = sections(report, Extent::WHOLE);
    // The account is the head of the page.
    let account = if sections.is_empty() { None } else { Some(sections.remove(0)) };
    let anchors: Vec<String> = (1..=sections.len()).map(|number| format!("part-{number}")).collect();
    let title = format!("@{} on {}: report", tame(&report.identity.handle), report.identity.platform);

    let mut body = parts::header(report, account.as_ref());
    body.push_str(&parts::contents(&sections, &anchors));
    body.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    body.push_str(&parts::key_figures(report));
    for (section, anchor) in sections.iter().zip(&anchors) {
        body.push_str(&whole(report, section, anchor));
    }
    body.push_str("</main>\n");
    body.push_str(&parts::footer(report));
    frame::page(&safe(&title), &body)
}

/// A section: its heading, its charts with their tables, its figures.
fn whole(report: &Report, section: &Section, anchor: &str) -> String {
    let mut text = format!(
        "<section aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">{}</h2>\n",
        safe(&section.heading)
    );
    for kind in charts_of(section.subject) {
        match drawing(report, *kind) {
            Ok(drawing) => text.push_str(&parts::figure(&drawing, &format!("{anchor}-{kind}"))),
            Err(_) => continue,
        }
    }
    // The table of the chart has all that the lines of the history say.
    if section.subject != Subject::History || drawing(report, ChartKind::LikesOverTime).is_err() {
        text.push_str(&parts::lines(&section.lines, anchor, &section.heading));
    }
    text.push_str("</section>\n");
    text
}

fn charts_of(subject: Subject) -> &'static [ChartKind] {
    match subject {
        Subject::History => &[ChartKind::LikesOverTime, ChartKind::Growth],
        Subject::Engagement => &[ChartKind::Peers],
        Subject::Credibility => &[ChartKind::Credibility],
        Subject::Audience => &[ChartKind::Pyramid, ChartKind::Countries],
        _ => &[],
    }
}

/// Text of whatever origin as HTML: nothing in it is markup, moves a line, or turns the direction of what follows.
fn safe(text: &str) -> String {
    chart::escaped(&tame(text))
}

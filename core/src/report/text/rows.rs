//! What the table says, section by section.

use super::layout::{Line, Section, Subject};
use super::number::{Unit, count};
use super::width::tame;
use crate::metrics::engagement::{Basis, Engagement};
use crate::metrics::shares::Shares;
use crate::report::{AudienceSample, ContentPost, PeriodReport, Report, Stated};
use crate::stats::{Bounds, Figure, Undefined};

/// How much of each list is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Extent {
    /// Hashtags, mentions, brands, categories of the audience.
    entries: usize,
    /// Periods of the history, the latest ones.
    periods: usize,
    /// Posts of each kind.
    posts: usize,
}

impl Extent {
    /// What fits a screen.
    pub(in crate::report) const SCREEN: Extent = Extent { entries: 5, periods: 6, posts: 3 };
    /// All that the report has.
    pub(in crate::report) const WHOLE: Extent =
        Extent { entries: usize::MAX, periods: usize::MAX, posts: usize::MAX };
}
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(in crate::report) fn sections(report: &Report, extent: Extent) -> Vec<Section> {
    let mut sections = vec![
        account(report),
        engagement(report),
        averages(report),
        sponsorship(report),
        cadence(report),
        history(report, extent),
        topics(report, extent),
        posts("Top posts", &report.content.top, extent),
        posts("Sponsored posts", &report.content.sponsored, extent),
    ];
    sections.extend(value(report));
    sections.extend(credibility(report));
    sections.extend(report.audience.iter().map(|sample| audience(sample, extent)));
    sections.push(origin(report));
    sections.retain(|section| !section.lines.is_empty());
    sections
}

fn section(subject: Subject, heading: impl Into<String>, lines: Vec<Line>) -> Section {
    Section { subject, heading: heading.into(), lines }
}

/// A figure with its interval, or with the reason why there is none.
fn figure(label: impl Into<String>, figure: &Figure, unit: Unit, note: impl Into<String>) -> Line {
    let label = label.into();
    match figure {
        Figure::Undefined { undefined } => {
            Line { label, value: "–".to_owned(), note: undefined.to_string(), ..Line::default() }
        }
        Figure::Estimate(estimate) => {
            let interval = match estimate.interval {
                Bounds::Known(interval) => {
                    format!("{} to {}", unit.write(interval.low), unit.write(interval.high))
                }
                Bounds::Unknown { .. } => String::new(),
            };
            let n = if interval.is_empty() { String::new() } else { format!("n {}", count(estimate.n)) };
            Line {
                label,
                value: unit.write(estimate.value),
                interval,
                n,
                note: note.into(),
                method: estimate.method.as_str(),
            }
        }
    }
}

fn stated(label: &str, value: &Stated<u64>) -> Line {
    match value {
        Stated::Known(value) => Line { label: label.to_owned(), value: count(*value), ..Line::default() },
        Stated::Undefined { .. } => Line {
            label: label.to_owned(),
            value: "–".to_owned(),
            note: "not known".to_owned(),
            ..Line::default()
        },
    }
}

fn sentence(label: impl Into<String>, note: impl Into<String>) -> Line {
    Line { label: label.into(), note: note.into(), ..Line::default() }
}

fn account(report: &Report) -> Section {
    let identity = &report.identity;
    let name = identity.full_name.as_deref().map(tame).filter(|name| !name.is_empty());
    let mut heading = format!("@{} · {}", tame(&identity.handle), identity.platform);
    if let Some(tier) = report.tier.known() {
        heading.push_str(&format!(" · {}", tame(&tier.name)));
    }
    let mut lines: Vec<Line> = name.map(|name| sentence("Name", name)).into_iter().collect();
    let country = identity.location.as_ref().and_then(|location| location.country());
    let place =
        [country.map(|country| country.name()), identity.language.as_ref().and_then(|tag| tag.name())];
    let place: Vec<_> = place.into_iter().flatten().collect();
    if !place.is_empty() {
        lines.push(sentence("Place, language", place.join(", ")));
    }
    let counts = &report.counts;
    lines.push(stated("Followers", &counts.followers));
    lines.push(stated("Following", &counts.following));
    lines.push(stated("Posts", &counts.content_count));
    if let Some(growth) = report.history.growth.known() {
        lines.push(figure("Growth", &growth.growth, Unit::Change, "of followers over the series"));
        lines.push(figure("Growth a month", &growth.monthly, Unit::Change, "constant rate"));
    }
    section(Subject::Account, heading, lines)
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Followers => "by followers",
        Basis::Reach => "by reach",
        Basis::Impressions => "by impressions",
        Basis::Views => "by views",
    }
}

fn engagement(report: &Report) -> Section {
    let rates = &report.engagement.rates;
    let headline = report.engagement.basis;
    let rate = |of: Basis| {
        let Engagement { figure: rate, posts, .. } = rates.by(of);
        let note = if of == headline {
            format!("headline; {} of {} posts counted", posts.counted, report.counts.posts_read)
        } else {
            String::new()
        };
        figure(format!("Rate {}", basis(of)), rate, Unit::Share, note)
    };
    let others = [Basis::Followers, Basis::Views, Basis::Reach, Basis::Impressions];
    let mut lines = vec![rate(headline)];
    lines.extend(
        others.into_iter().filter(|of| *of != headline && rates.by(*of).figure.value().is_some()).map(rate),
    );
    if let Some(peers) = report.engagement.peers.known() {
        lines.push(figure("Peers below", &peers.percentile, Unit::Share, "of similar accounts"));
        lines.push(figure("Median of peers", &peers.median, Unit::Share, ""));
    }
    section(Subject::Engagement, "Engagement", lines)
}

fn averages(report: &Report) -> Section {
    let averages = &report.averages;
    let means = [
        ("Likes", &averages.likes),
        ("Comments", &averages.comments),
        ("Views", &averages.views),
        ("Shares", &averages.shares),
        ("Saves", &averages.saves),
    ];
    let mut lines: Vec<Line> = means
        .into_iter()
        .filter(|(label, mean)| mean.value().is_some() || *label == "Likes")
        .map(|(label, mean)| figure(label, mean, Unit::Number, ""))
        .collect();
    lines.push(figure("Likes per comment", &averages.likes_per_comment, Unit::Number, ""));
    lines.push(figure("Posts with hidden likes", &averages.hidden_likes, Unit::Share, ""));
    section(Subject::Averages, "Average post", lines)
}

fn sponsorship(report: &Report) -> Section {
    let sponsorship = &report.sponsorship;
    let lines = vec![
        figure("Sponsored over organic", &sponsorship.performance, Unit::Number, "1 is no difference"),
        figure("Rate of sponsored posts", &sponsorship.sponsored, Unit::Share, "median"),
        figure("Rate of organic posts", &sponsorship.organic, Unit::Share, "median"),
    ];
    section(Subject::Sponsorship, "Sponsored posts against organic ones", lines)
}

fn cadence(report: &Report) -> Section {
    let cadence = &report.cadence;
    let mut lines = vec![
        figure("Posts a week", &cadence.posts_per_week, Unit::Number, ""),
        figure("Median gap", &cadence.median_gap, Unit::Number, "hours"),
        figure("Longest silence", &cadence.longest_silence, Unit::Number, "hours"),
    ];
    let busiest = |shares: &[Figure]| {
        let values = shares.iter().enumerate().filter_map(|(at, share)| Some((at, share.value()?, *share)));
        // Of equal ones the first.
        values.reduce(|best, next| if next.1 > best.1 { next } else { best })
    };
    if let Some((day, _, share)) = busiest(&cadence.weekdays) {
        let name = WEEKDAYS.get(day).copied().unwrap_or_default();
        lines.push(figure("Busiest weekday", &share, Unit::Share, name));
    }
    if let Some((hour, _, share)) = busiest(&cadence.hours) {
        let note = format!("{hour:02}:00 {}", report.options.zone.name());
        lines.push(figure("Busiest hour", &share, Unit::Share, note));
    }
    section(Subject::Cadence, "Cadence", lines)
}

fn history(report: &Report, extent: Extent) -> Section {
    let periods = &report.history.periods;
    let latest = periods.iter().skip(periods.len().saturating_sub(extent.periods));
    section(Subject::History, "Likes over time", latest.map(period).collect())
}

fn period(period: &PeriodReport) -> Line {
    let posts = if period.posts == 1 { "post" } else { "posts" };
    let mut note = format!("{} {posts}", period.posts);
    if let Some(average) = period.likes.average.value() {
        note.push_str(&format!(", {} each", Unit::Number.write(average)));
    }
    if period.likes.hidden > 0 {
        note.push_str(&format!(", {} with hidden likes", period.likes.hidden));
    }
    Line { note, ..stated(&period.period, &period.likes.total) }
}

fn topics(report: &Report, extent: Extent) -> Section {
    let named = |mark: &'static str, shares: &Shares| -> Vec<Line> {
        let top = shares.top.iter().take(extent.entries);
        top.map(|share| figure(format!("{mark}{}", tame(&share.name)), &share.share, Unit::Share, "of posts"))
            .collect()
    };
    let content = &report.content;
    let lines = [named("#", &content.hashtags), named("@", &content.mentions), named("", &content.brands)];
    section(Subject::Topics, "Hashtags, mentions, brands", lines.concat())
}

fn posts(heading: &str, posts: &[ContentPost], extent: Extent) -> Section {
    let line = |post: &ContentPost| {
        let caption = post.caption.as_deref().map(tame).unwrap_or_default();
        let date = post.published_at.datetime().format("%Y-%m-%d").to_string();
        Line { interval: String::new(), n: String::new(), ..figure(date, &post.rate, Unit::Share, caption) }
    };
    section(Subject::Posts, heading, posts.iter().take(extent.posts).map(line).collect())
}

fn value(report: &Report) -> Option<Section> {
    let value = report.value.known()?;
    let range = value.low.zip(value.high).map_or("no price fits what is known".to_owned(), |(low, high)| {
        if low == high { low.to_string() } else { format!("{low} to {high}") }
    });
    Some(section(Subject::Value, "Value of an average post at your prices", vec![sentence("Range", range)]))
}

fn credibility(report: &Report) -> Option<Section> {
    let lines = match &report.credibility {
        Stated::Undefined { undefined: Undefined::Withheld } => {
            vec![sentence("Credibility", "withheld: fewer people than a cell may have")]
        }
        Stated::Undefined { .. } => return None,
        Stated::Known(shares) => vec![
            figure("Credibility", &shares.credibility, Unit::Share, "real people who may see a post"),
            figure("Ordinary people", &shares.real, Unit::Share, ""),
            figure("Notable followers", &shares.influencer, Unit::Share, ""),
            figure("Follow too many", &shares.mass_follower, Unit::Share, ""),
            figure("Suspicious", &shares.suspicious, Unit::Share, "probably no persons"),
        ],
    };
    Some(section(Subject::Credibility, "Credibility of the audience", lines))
}

fn audience(sample: &AudienceSample, extent: Extent) -> Section {
    let members = sample.members.known().map_or("too few to show".to_owned(), |members| count(*members));
    let heading = format!("Audience: sample of {members} {}s", sample.role);
    let mut lines = Vec::new();
    for breakdown in &sample.breakdowns {
        let [dimension] = breakdown.dimensions.as_slice() else { continue };
        let mut shares: Vec<_> = breakdown.shares.iter().collect();
        // The largest first; those of equal size, and those withheld, in their own order.
        shares.sort_by(|a, b| {
            let value = |figure: &Figure| figure.value().unwrap_or(-1.0);
            value(&b.share).total_cmp(&value(&a.share))
        });
        for share in shares.iter().filter(|share| share.share.value().is_some()).take(extent.entries) {
            let label = share.categories.iter().map(|category| category.label().unwrap_or("not known"));
            let label = format!("{} {}", dimension.name().replace('_', " "), label.collect::<String>());
            lines.push(figure(tame(&label), &share.share, Unit::Share, ""));
        }
        let withheld = shares.iter().filter(|share| share.share.value().is_none()).count();
        if withheld > 0 {
            let categories = if withheld == 1 { "category" } else { "categories" };
            let note = format!(
                "{withheld} {categories} withheld: fewer than {} people could be told",
                sample.minimum_cell
            );
            lines.push(sentence(dimension.name().replace('_', " "), note));
        }
    }
    section(Subject::Audience, heading, lines)
}

fn origin(report: &Report) -> Section {
    let mut lines = vec![sentence("Made", report.generated_at.to_string())];
    if let Some(updated) = report.updated_at {
        lines.push(sentence("Data of", updated.to_string()));
    }
    lines.push(sentence("Intervals", format!("{} % confidence", report.options.level * 100.0)));
    section(Subject::Origin, "About this report", lines)
}

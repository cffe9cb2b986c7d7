//! What the table says, section by section.

use super::layout::{Line, Section};
use super::number::{Unit, count};
use super::width::tame;
use crate::metrics::engagement::{Basis, Engagement};
use crate::metrics::shares::Shares;
use crate::report::{AudienceSample, ContentPost, PeriodReport, Report, Stated};
use crate::stats::{Bounds, Figure};

/// How many entries of a list are shown.
const ENTRIES: usize = 5;
/// How many periods of the history are shown, the latest ones.
const PERIODS: usize = 6;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(super) fn sections(report: &Report) -> Vec<Section> {
    let mut sections = vec![
        account(report),
        engagement(report),
        averages(report),
        sponsorship(report),
        cadence(report),
        history(report),
        topics(report),
        posts("Top posts", &report.content.top),
        posts("Sponsored posts", &report.content.sponsored),
    ];
    sections.extend(value(report));
    sections.extend(report.audience.iter().map(audience));
    sections.push(origin(report));
    sections.retain(|section| !section.lines.is_empty());
    sections
}

fn section(heading: impl Into<String>, lines: Vec<Line>) -> Section {
    Section { heading: heading.into(), lines }
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
            Line { label, value: unit.write(estimate.value), interval, n, note: note.into() }
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
    section(heading, lines)
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
    section("Engagement", lines)
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
    section("Average post", lines)
}

fn sponsorship(report: &Report) -> Section {
    let sponsorship = &report.sponsorship;
    let lines = vec![
        figure("Sponsored over organic", &sponsorship.performance, Unit::Number, "1 is no difference"),
        figure("Rate of sponsored posts", &sponsorship.sponsored, Unit::Share, "median"),
        figure("Rate of organic posts", &sponsorship.organic, Unit::Share, "median"),
    ];
    section("Sponsored posts against organic ones", lines)
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
    section("Cadence", lines)
}

fn history(report: &Report) -> Section {
    let periods = &report.history.periods;
    let latest = periods.iter().skip(periods.len().saturating_sub(PERIODS));
    section("Likes over time", latest.map(period).collect())
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

fn topics(report: &Report) -> Section {
    let named = |mark: &'static str, shares: &Shares| -> Vec<Line> {
        let top = shares.top.iter().take(ENTRIES);
        top.map(|share| figure(format!("{mark}{}", tame(&share.name)), &share.share, Unit::Share, "of posts"))
            .collect()
    };
    let content = &report.content;
    let lines = [named("#", &content.hashtags), named("@", &content.mentions), named("", &content.brands)];
    section("Hashtags, mentions, brands", lines.concat())
}

fn posts(heading: &str, posts: &[ContentPost]) -> Section {
    let line = |post: &ContentPost| {
        let caption = post.caption.as_deref().map(tame).unwrap_or_default();
        let date = post.published_at.datetime().format("%Y-%m-%d").to_string();
        Line { interval: String::new(), n: String::new(), ..figure(date, &post.rate, Unit::Share, caption) }
    };
    section(heading, posts.iter().take(3).map(line).collect())
}

fn value(report: &Report) -> Option<Section> {
    let value = report.value.known()?;
    let range = value.low.zip(value.high).map_or("no price fits what is known".to_owned(), |(low, high)| {
        if low == high { low.to_string() } else { format!("{low} to {high}") }
    });
    Some(section("Value of an average post at your prices", vec![sentence("Range", range)]))
}

fn audience(sample: &AudienceSample) -> Section {
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
        for share in shares.iter().filter(|share| share.share.value().is_some()).take(ENTRIES) {
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
    section(heading, lines)
}

fn origin(report: &Report) -> Section {
    let mut lines = vec![sentence("Made", report.generated_at.to_string())];
    if let Some(updated) = report.updated_at {
        lines.push(sentence("Data of", updated.to_string()));
    }
    lines.push(sentence("Intervals", format!("{} % confidence", report.options.level * 100.0)));
    section("About this report", lines)
}

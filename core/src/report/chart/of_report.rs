//! The charts of a report.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Months, NaiveDate};

use super::bars::{Bar, Bars, MOST};
use super::drawing::{Drawing, Plot, counted, ends, told};
use super::histogram::Histogram;
use super::kind::ChartKind;
use super::line::{Event, Line, Point};
use super::pyramid::Pyramid;
use crate::audience::{Category, Dimension};
use crate::credibility::AudienceCredibility;
use crate::metrics::Period;
use crate::metrics::benchmark::Benchmark;
use crate::metrics::engagement::Basis;
use crate::metrics::growth::Spikes;
use crate::model::{AudienceRole, Country};
use crate::report::text::{Unit, count};
use crate::report::{AudienceBreakdown, AudienceSample, PeriodReport, Report, Stated};
use crate::stats::{Figure, Undefined};

/// The drawing of a chart, or the reason why there is none.
pub(in crate::report) fn drawing(report: &Report, kind: ChartKind) -> Result<Drawing, Undefined> {
    match kind {
        ChartKind::LikesOverTime => likes(&report.history.periods, report.options.period),
        ChartKind::Growth => growth(report),
        ChartKind::Peers => {
            let peers = known(&report.engagement.peers)?;
            peer_rates(peers, report.engagement.rate, Some(report.engagement.basis))
        }
        ChartKind::Credibility => credibility(known(&report.credibility)?, report.options.level),
        ChartKind::Pyramid => pyramid(report),
        ChartKind::Countries => countries(report),
        ChartKind::Overview => Err(Undefined::Empty),
    }
}

fn known<T>(value: &Stated<T>) -> Result<&T, Undefined> {
    match value {
        Stated::Known(value) => Ok(value),
        Stated::Undefined { undefined } => Err(*undefined),
    }
}

fn by(period: Period) -> &'static str {
    match period {
        Period::Month => "month",
        Period::Week => "week",
        Period::Day => "day",
    }
}

/// The lowest and the highest of the values, with their periods.
fn extremes(points: &[Point]) -> Option<(&Point, &Point)> {
    let valued = || points.iter().filter(|point| point.value.is_some());
    let order = |a: &&Point, b: &&Point| a.value.unwrap_or(0.0).total_cmp(&b.value.unwrap_or(0.0));
    Some((valued().min_by(order)?, valued().max_by(order)?))
}

fn spoken(points: &[Point], what: &str) -> Result<String, Undefined> {
    let (low, high) = extremes(points).ok_or(Undefined::Empty)?;
    let written = |point: &Point| Unit::Number.write(point.value.unwrap_or(0.0));
    let valued = || points.iter().filter(|point| point.value.is_some()).map(|point| point.name.as_str());
    let span = match (valued().next(), valued().next_back()) {
        (Some(first), Some(last)) if first != last => format!("from {first} to {last}"),
        (Some(only), _) => format!("in {only}"),
        _ => String::new(),
    };
    let range = if low.name == high.name {
        written(low)
    } else {
        format!("lowest {} in {}, highest {} in {}", written(low), low.name, written(high), high.name)
    };
    Ok(format!("{what} {span}: {range}."))
}

fn likes(periods: &[PeriodReport], period: Period) -> Result<Drawing, Undefined> {
    let point = |period: &PeriodReport| {
        let mut note = counted(period.posts, "post");
        if period.likes.hidden > 0 {
            note.push_str(&format!(", {} with hidden likes", count(period.likes.hidden)));
        }
        Point {
            day: period.start,
            name: period.period.clone(),
            value: period.likes.average.value(),
            band: period.likes.middle_half.known().map(|spread| (spread.low, spread.high)),
            note,
        }
    };
    let points: Vec<Point> = periods.iter().filter(|period| period.posts > 0).map(point).collect();
    let hidden = points.iter().all(|point| point.value.is_none());
    if hidden {
        return Err(if points.is_empty() { Undefined::Empty } else { Undefined::HiddenLikes });
    }
    Ok(line_of_likes(points, period, "Middle half of the posts"))
}

/// The line of average likes; `band` names what the band around it holds.
pub(super) fn line_of_likes(points: Vec<Point>, period: Period, band: &'static str) -> Drawing {
    let by = by(period);
    let banded = points.iter().any(|point| point.band.is_some());
    let key = if banded { "Line: mean of the posts. Band: the middle half of the posts." } else { "" };
    let description = spoken(&points, &format!("Average likes of a post by {by}")).unwrap_or_default();
    Drawing {
        title: "Likes over time".to_owned(),
        key: key.to_owned(),
        description: format!("{description} {key}").trim_end().to_owned(),
        plot: Plot::Line(Line {
            measure: "Likes of a post".to_owned(),
            band: if banded { band } else { "" },
            from_zero: true,
            points,
            events: Vec::new(),
        }),
    }
}

fn growth(report: &Report) -> Result<Drawing, Undefined> {
    let growth = known(&report.history.growth)?;
    let latest = growth.last.and_then(|last| DateTime::from_timestamp_millis(last.at));
    let latest = latest.map_or(NaiveDate::MAX, |latest| latest.date_naive());
    let points: Vec<Point> = report
        .history
        .periods
        .iter()
        .filter_map(|period| {
            let followers = *period.followers.known()?;
            // The reading is the last one of the period, so it stands at its end, as far as the series goes.
            let day = last_day(period.start, report.options.period).min(latest);
            let name = period.period.clone();
            Some(Point { day, name, value: Some(followers as f64), band: None, note: String::new() })
        })
        .collect();
    let events: Vec<Event> = match &growth.spikes {
        Spikes::Undefined { .. } => Vec::new(),
        Spikes::Days(days) => days
            .iter()
            .map(|spike| Event { day: spike.day, name: format!("{} followers", signed(spike.change)) })
            .collect(),
    };
    let by = by(report.options.period);
    let mut description = spoken(&points, &format!("Followers at the last reading of each {by},"))?;
    if let Some(value) = growth.growth.value() {
        description.push_str(&format!(" Growth over the series: {}.", Unit::Change.write(value)));
    }
    if !events.is_empty() {
        let days: Vec<String> =
            events.iter().map(|event| format!("{} on {}", event.name, event.day)).collect();
        description.push_str(&format!(" Days that stand out: {}.", days.join("; ")));
    }
    let key =
        if events.is_empty() { "" } else { "Dashed: days on which followers changed as they seldom do." };
    Ok(Drawing {
        title: format!("Followers by {by}"),
        key: key.to_owned(),
        description,
        plot: Plot::Line(Line {
            measure: "Followers".to_owned(),
            band: "",
            from_zero: false,
            points,
            events,
        }),
    })
}

fn last_day(start: NaiveDate, period: Period) -> NaiveDate {
    let next = match period {
        Period::Month => start.checked_add_months(Months::new(1)),
        Period::Week => start.checked_add_days(Days::new(7)),
        Period::Day => None,
    };
    next.and_then(|next| next.pred_opt()).unwrap_or(start)
}

fn signed(change: i64) -> String {
    let sign = if change < 0 { "−" } else { "+" };
    format!("{sign}{}", count(change.unsigned_abs()))
}

/// The histogram of peers with the account's own rate.
pub(super) fn peer_rates(peers: &Benchmark, own: Figure, basis: Option<Basis>) -> Result<Drawing, Undefined> {
    if peers.peers == 0 {
        return Err(Undefined::Empty);
    }
    let by = match basis {
        Some(Basis::Followers) => " by followers",
        Some(Basis::Reach) => " by reach",
        Some(Basis::Impressions) => " by impressions",
        Some(Basis::Views) => " by views",
        None => "",
    };
    let written = |figure: &Figure| {
        let [value, interval] = told(figure, Unit::Share);
        if ends(figure).is_some() { format!("{value} (interval {interval})") } else { value }
    };
    let mut description = format!(
        "Engagement rates{by} of {}; their median is {}.",
        counted(peers.peers, "peer"),
        written(&peers.median)
    );
    if own.value().is_some() {
        description.push_str(&format!(" This account has {}", written(&own)));
        if let Some(percentile) = peers.percentile.value() {
            description.push_str(&format!("; {} of the peers are below it", Unit::Share.write(percentile)));
        }
        description.push('.');
    }
    Ok(Drawing {
        title: "Engagement among peers".to_owned(),
        key: "Shaded around a line: its interval. The first and the last bar hold all beyond.".to_owned(),
        description,
        plot: Plot::Histogram(Histogram {
            measure: format!("Engagement rate{by} (%)"),
            bins: peers.histogram.clone(),
            median: peers.median,
            own,
        }),
    })
}

/// The shares of kinds of accounts in an audience.
pub(super) fn credibility(shares: &AudienceCredibility, level: f64) -> Result<Drawing, Undefined> {
    let rows = [
        ("Credibility", "real people who may see a post", &shares.credibility),
        ("Ordinary people", "", &shares.real),
        ("Notable followers", "", &shares.influencer),
        ("Follow too many", "", &shares.mass_follower),
        ("Suspicious", "", &shares.suspicious),
    ];
    if let Some(reason) = shares.credibility.reason() {
        return Err(reason);
    }
    let bars: Vec<Bar> =
        rows.iter().map(|(name, _, figure)| Bar { name: (*name).to_owned(), figure: **figure }).collect();
    let said: Vec<String> = rows
        .iter()
        .map(|(name, _, figure)| {
            let [value, interval] = told(figure, Unit::Share);
            format!("{name} {value} ({interval})")
        })
        .collect();
    Ok(Drawing {
        title: "Credibility of the audience".to_owned(),
        key: format!(
            "Credibility: ordinary people and notable followers together. Lines: {} % intervals.",
            level * 100.0
        ),
        description: format!("Shares of the audience with intervals: {}.", said.join("; ")),
        plot: Plot::Bars(Bars {
            names: "Kind of account",
            measure: "Share of the audience (%)".to_owned(),
            unit: Unit::Share,
            dots: false,
            bars,
        }),
    })
}

/// The sample that charts are of: followers where there is one of them.
fn sample(report: &Report) -> Result<&AudienceSample, Undefined> {
    let followers = report.audience.iter().find(|sample| sample.role == AudienceRole::Follower);
    let sample = followers.or(report.audience.first()).ok_or(Undefined::Empty)?;
    known(&sample.members)?;
    Ok(sample)
}

fn breakdown<'a>(sample: &'a AudienceSample, by: &[Dimension]) -> Result<&'a AudienceBreakdown, Undefined> {
    sample.breakdowns.iter().find(|breakdown| breakdown.dimensions == by).ok_or(Undefined::Empty)
}

fn measured(sample: &AudienceSample) -> String {
    format!("Share of sampled {}s (%)", sample.role)
}

/// How many are withheld, in words; empty where none is.
fn withheld(count: usize, sample: &AudienceSample) -> String {
    match count {
        0 => String::new(),
        1 => format!(" 1 group is withheld: fewer than {} people could be told.", sample.minimum_cell),
        many => {
            format!(" {many} groups are withheld: fewer than {} people could be told.", sample.minimum_cell)
        }
    }
}

fn countries(report: &Report) -> Result<Drawing, Undefined> {
    let sample = sample(report)?;
    let breakdown = breakdown(sample, &[Dimension::Country])?;
    let mut bars: Vec<Bar> = Vec::new();
    for share in &breakdown.shares {
        let label = share.categories.first().and_then(Category::label);
        let name = label.map_or("not known".to_owned(), |label| {
            label.parse::<Country>().map_or(label.to_owned(), |country| country.name().to_owned())
        });
        bars.push(Bar { name, figure: share.share });
    }
    // The largest first, what is withheld last; of equal ones the order of their codes stays.
    bars.sort_by(|a, b| b.figure.value().unwrap_or(-1.0).total_cmp(&a.figure.value().unwrap_or(-1.0)));
    let drawn = bars.iter().filter(|bar| bar.figure.value().is_some()).count();
    let hidden = bars.len() - drawn;
    if drawn == 0 {
        return Err(Undefined::Withheld);
    }
    let said: Vec<String> = bars
        .iter()
        .take(drawn.min(3))
        .map(|bar| {
            format!("{} {}", bar.name, bar.figure.value().map_or(String::new(), |v| Unit::Share.write(v)))
        })
        .collect();
    let rest = if drawn > MOST { format!(" The largest {MOST} of {drawn}.") } else { String::new() };
    Ok(Drawing {
        title: "Audience by country".to_owned(),
        key: format!(
            "Lines: {} % intervals.{rest}{}",
            report.options.level * 100.0,
            withheld(hidden, sample)
        ),
        description: format!(
            "Sampled {}s by country, the largest first: {}.{}",
            sample.role,
            said.join(", "),
            withheld(hidden, sample)
        ),
        plot: Plot::Bars(Bars {
            names: "Country",
            measure: measured(sample),
            unit: Unit::Share,
            dots: false,
            bars,
        }),
    })
}

fn pyramid(report: &Report) -> Result<Drawing, Undefined> {
    let sample = sample(report)?;
    let breakdown = breakdown(sample, &[Dimension::Gender, Dimension::AgeBand])?;
    let mut bands: BTreeMap<&str, [Option<Figure>; 2]> = BTreeMap::new();
    let mut others = Vec::new();
    let mut hidden = 0;
    for share in &breakdown.shares {
        hidden += usize::from(share.share.value().is_none());
        let label = |at: usize| share.categories.get(at).and_then(Category::label);
        let side = match label(0) {
            Some("female") => Some(0),
            Some("male") => Some(1),
            _ => None,
        };
        match (side, label(1)) {
            (Some(side), Some(band)) => {
                if let Some(place) = bands.entry(band).or_default().get_mut(side) {
                    *place = Some(share.share);
                }
            }
            (_, band) => {
                let gender = label(0).unwrap_or("gender not known");
                others.push((format!("{gender}, {}", band.unwrap_or("age not known")), share.share));
            }
        }
    }
    let drawn = bands.values().flatten().flatten().filter(|figure| figure.value().is_some());
    if drawn.count() == 0 {
        return Err(if bands.is_empty() { Undefined::Empty } else { Undefined::Withheld });
    }
    let largest = bands
        .iter()
        .flat_map(|(band, sides)| {
            let of = |gender: &'static str, figure: &Option<Figure>| {
                Some((figure.as_ref()?.value()?, gender, *band))
            };
            let [women, men] = sides;
            [of("women", women), of("men", men)]
        })
        .flatten()
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let largest = largest.map_or(String::new(), |(share, gender, band)| {
        format!(" The largest group: {gender} of {band}, {}.", Unit::Share.write(share))
    });
    let beside: f64 = others.iter().filter_map(|(_, figure)| figure.value()).sum();
    let beside = if beside > 0.0 {
        format!(" Not drawn: {} with another or no known gender or age.", Unit::Share.write(beside))
    } else {
        String::new()
    };
    Ok(Drawing {
        title: "Audience by gender and age".to_owned(),
        key: format!(
            "Lines: {} % intervals.{beside}{}",
            report.options.level * 100.0,
            withheld(hidden, sample)
        ),
        description: format!(
            "Sampled {}s by gender and age band: women on the left, men on the right.{largest}{beside}{}",
            sample.role,
            withheld(hidden, sample)
        ),
        plot: Plot::Pyramid(Pyramid {
            measure: measured(sample),
            sides: ["Women", "Men"],
            bands: bands.into_iter().rev().map(|(band, sides)| (band.to_owned(), sides)).collect(),
            others,
        }),
    })
}

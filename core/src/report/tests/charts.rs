//! The charts of a report: what they draw is what it says.

use super::*;
use crate::audience::Dimension;
use crate::stats::{Figure, Undefined};
use serde_json::Value;

fn spec(kind: ChartKind) -> Value {
    chart(&Invented::new().report(), kind).unwrap()
}

/// The rows of data of all views and layers.
fn rows(spec: &Value) -> Vec<Value> {
    let mut rows: Vec<Value> = spec["data"]["values"].as_array().cloned().unwrap_or_default();
    for part in ["layer", "vconcat"] {
        rows.extend(spec[part].as_array().into_iter().flatten().flat_map(rows_of));
    }
    rows
}

fn rows_of(spec: &Value) -> Vec<Value> {
    rows(spec)
}

#[test]
fn every_chart_of_a_full_report_is_there_with_its_description() {
    let report = Invented::new().report();
    assert_eq!(charts(&report), ChartKind::SINGLE);
    for kind in ChartKind::SINGLE {
        let spec = chart(&report, *kind).unwrap();
        assert!(spec["description"].as_str().is_some_and(|text| text.len() > 40), "{kind}");
        assert!(!rows(&spec).is_empty(), "{kind}");
        assert_eq!(kind.as_str().parse::<ChartKind>().unwrap(), *kind);
    }
    assert_eq!(spec(ChartKind::Overview)["vconcat"].as_array().unwrap().len(), ChartKind::SINGLE.len());
    assert_eq!("pie".parse::<ChartKind>().unwrap_err().code(), "BAD_OPTION");
}

#[test]
fn the_likes_are_those_of_the_history_with_the_middle_half_of_the_posts() {
    let report = Invented::new().report();
    let drawn = rows(&spec(ChartKind::LikesOverTime));
    assert_eq!(drawn.len(), report.history.periods.len());
    for (row, period) in drawn.iter().zip(&report.history.periods) {
        assert_eq!(row["value"].as_f64(), period.likes.average.value());
        let spread = period.likes.middle_half.known().unwrap();
        assert_eq!((row["low"].as_f64(), row["high"].as_f64()), (Some(spread.low), Some(spread.high)));
        // Eleven or twelve posts: by hand from the sorted counts, the quartiles lie within.
        assert!(spread.low < spread.high);
    }
}

#[test]
fn the_middle_half_is_that_of_the_quartiles() {
    let mut invented = Invented::new();
    invented.posts.truncate(0);
    for (number, likes) in [10, 20, 30, 40, 50].into_iter().enumerate() {
        let id = PostId::new(format!("q{number}")).unwrap();
        let counts = PostCounts { likes: Some(likes), ..PostCounts::default() };
        let post = Post::new(id, super::id(), Platform::Instagram, at("2026-01-10T00:00:00Z"));
        invented.posts.push(post.with_counts(counts).unwrap());
    }
    let likes = |invented: &Invented| {
        let report = invented.report();
        report.history.periods.iter().find(|period| period.posts > 0).unwrap().likes.middle_half
    };
    assert_eq!(likes(&invented), Stated::Known(Spread { low: 20.0, high: 40.0 }));
    invented.posts.truncate(3);
    assert_eq!(likes(&invented), Stated::undefined(Undefined::TooFew));
}

#[test]
fn intervals_are_drawn_wherever_a_figure_has_one() {
    for kind in [ChartKind::Credibility, ChartKind::Pyramid, ChartKind::Countries] {
        for row in rows(&spec(kind)) {
            assert!(row["low"].is_number() && row["high"].is_number(), "{kind}: {row}");
        }
    }
    let peers = spec(ChartKind::Peers);
    let banded = rows(&peers).iter().filter(|row| row["low"].is_number()).count();
    assert!(banded >= 2, "the median of the peers and the account itself");
}

#[test]
fn what_is_withheld_is_not_drawn() {
    let drawn = rows(&spec(ChartKind::Countries));
    let names: Vec<&str> = drawn.iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["Japan"]);
    let description = spec(ChartKind::Countries)["description"].as_str().unwrap().to_owned();
    assert!(description.contains("2 groups are withheld"), "{description}");
    let mut small = Invented::new();
    small.audience.truncate(9);
    let error = chart(&small.report(), ChartKind::Pyramid).unwrap_err();
    assert_eq!(error, Error::NothingToDraw { chart: "pyramid", reason: Undefined::Withheld });
}

#[test]
fn days_that_stand_out_are_marked() {
    let drawn = rows(&spec(ChartKind::Growth));
    let marked: Vec<&Value> = drawn.iter().filter(|row| row["name"].is_string()).collect();
    assert!(
        marked.iter().any(|row| row["day"] == "2026-02-04" && row["name"] == "+940 followers"),
        "{marked:?}"
    );
}

#[test]
fn women_stand_on_the_left_and_men_on_the_right() {
    let report = Invented::new().report();
    let cross = report.audience[0]
        .breakdowns
        .iter()
        .find(|breakdown| breakdown.dimensions == [Dimension::Gender, Dimension::AgeBand]);
    let told = cross.unwrap().shares.iter().filter(|share| share.share.value().is_some()).count();
    let drawn = rows(&spec(ChartKind::Pyramid));
    assert_eq!(drawn.len(), told);
    for row in drawn {
        let left = row["gender"] == "Women";
        assert_eq!(row["at"].as_f64().unwrap() < 0.0, left);
        assert_eq!(row["at"].as_f64().unwrap().abs(), row["share"].as_f64().unwrap());
    }
}

#[test]
fn a_report_of_reasons_has_no_charts_and_says_why() {
    let invented = Invented::new();
    let held = report(&Input::new(&invented.profile, &[], noon()), &ReportOptions::default()).unwrap();
    let report = open(&held);
    assert!(charts(&report).is_empty());
    for kind in ChartKind::SINGLE.iter().chain([&ChartKind::Overview]) {
        assert_eq!(chart(&report, *kind).unwrap_err().code(), "NOTHING_TO_DRAW");
    }
}

#[test]
fn charts_name_nobody() {
    let written = spec(ChartKind::Overview).to_string();
    for personal in ["空野", "invented.person", "inf-1", "kumo_tea"] {
        assert!(!written.contains(personal), "{personal}");
    }
}

#[test]
fn figures_of_a_table_are_drawn_the_highest_first() {
    let row = |name: &str, value: Option<f64>| FigureRow {
        name: name.to_owned(),
        value,
        low: value.map(|value| value / 2.0),
        high: value.map(|value| value * 2.0),
    };
    let rows = vec![row("a", Some(0.01)), row("b", None), row("c", Some(0.03))];
    let figures = |rows| Answer::Figures { rows, measure: "Engagement rate".to_owned(), share: true };
    let spec = chart_of(&figures(rows)).unwrap();
    let names: Vec<&str> =
        spec["data"]["values"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["c", "a"]);
    assert_eq!(chart_of(&figures(vec![row("a", None)])).unwrap_err().code(), "NOTHING_TO_DRAW");
    let broken = FigureRow { low: Some(0.5), high: Some(0.1), ..row("a", Some(0.2)) };
    assert_eq!(chart_of(&figures(vec![broken])).unwrap_err().code(), "BAD_OPTION");
}

#[test]
fn a_score_is_drawn_by_its_reasons() {
    let reasons =
        vec![("posts: none, speaks against a person".to_owned(), -2.32), ("a picture".to_owned(), 0.5)];
    let spec = chart_of(&Answer::Score(reasons)).unwrap();
    assert_eq!(rows(&spec)[0]["value"], -2.32);
    assert_eq!(chart_of(&Answer::Score(Vec::new())).unwrap_err().code(), "NOTHING_TO_DRAW");
}

#[test]
fn the_credibility_of_too_few_is_withheld() {
    let mut invented = Invented::new();
    let share = wilson(4, 9, 0.95).unwrap();
    invented.credibility = AudienceCredibility {
        credibility: share,
        real: share,
        influencer: share,
        mass_follower: share,
        suspicious: share,
    };
    let report = invented.report();
    assert_eq!(report.credibility, Stated::undefined(Undefined::Withheld));
    let none = Figure::undefined(Undefined::Empty);
    invented.credibility = AudienceCredibility {
        credibility: none,
        real: none,
        influencer: none,
        mass_follower: none,
        suspicious: none,
    };
    assert_eq!(chart(&invented.report(), ChartKind::Credibility).unwrap_err().code(), "NOTHING_TO_DRAW");
}

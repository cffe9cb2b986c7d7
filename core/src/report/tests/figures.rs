//! Each figure is that of its metric, over the input that it names.

use super::*;
use crate::metrics::engagement::{Basis, Listed, engagement};
use crate::stats::Undefined;

#[test]
fn the_rates_are_those_of_the_metric_on_every_basis() {
    let invented = Invented::new();
    let report = invented.report();
    for basis in [Basis::Followers, Basis::Reach, Basis::Impressions, Basis::Views] {
        let listed = invented.posts.iter().map(|post| Listed::of(post, Some(&invented.profile)));
        let expected = engagement(listed, &options().engagement(basis, None)).unwrap();
        assert_eq!(report.engagement.rates.by(basis), &expected);
    }
    assert_eq!(report.engagement.basis, Basis::Followers);
    assert_eq!(report.engagement.rate, report.engagement.rates.followers.figure);
    assert_eq!(report.engagement.rates.reach.figure.reason(), Some(Undefined::NoDenominator));
}

#[test]
fn tiktok_and_youtube_are_rated_by_views_unless_the_caller_chooses() {
    let by = |platform| ReportOptions::default().basis_for(platform);
    assert_eq!(
        [by(Platform::TikTok), by(Platform::YouTube), by(Platform::Instagram)],
        [Basis::Views, Basis::Views, Basis::Followers]
    );
    let chosen = ReportOptions { basis: Some(Basis::Reach), ..ReportOptions::default() };
    assert_eq!(chosen.basis_for(Platform::TikTok), Basis::Reach);
}

#[test]
fn neither_the_order_of_the_input_nor_a_repeated_post_changes_a_figure() {
    let mut invented = Invented::new();
    let expected = invented.report();
    invented.posts.reverse();
    invented.audience.reverse();
    invented.peers.reverse();
    assert_eq!(invented.report(), expected);
    invented.posts.push(invented.posts[7].clone());
    let report = invented.report();
    assert_eq!(report.counts.posts_repeated, 1);
    assert_eq!((report.engagement, report.content), (expected.engagement, expected.content));
}

#[test]
fn a_profile_alone_gives_a_report_of_reasons() {
    let invented = Invented::new();
    let held = report(&Input::new(&invented.profile, &[], noon()), &ReportOptions::default()).unwrap();
    let report = open(&held);
    assert_eq!(report.engagement.rate.reason(), Some(Undefined::Empty));
    assert_eq!(report.history.growth, Stated::undefined(Undefined::Empty));
    assert_eq!(report.value, Stated::undefined(Undefined::Empty));
    assert!(report.audience.is_empty() && report.history.periods.is_empty());
    assert_eq!(report.tier.known().map(|tier| tier.name.as_str()), Some("micro"));
    assert!(!held.categories().contains(&crate::privacy::category::AUDIENCE));
}

#[test]
fn top_posts_have_the_most_engagement_and_recent_ones_are_the_newest() {
    let content = Invented::new().report().content;
    let engagement = |post: &ContentPost| post.engagement.likes.unwrap() + post.engagement.comments.unwrap();
    assert!(content.top.is_sorted_by_key(|post| std::cmp::Reverse(engagement(post))));
    assert!(content.recent.is_sorted_by_key(|post| std::cmp::Reverse(post.published_at)));
    assert!(content.sponsored.iter().all(|post| post.sponsored));
    let ids: Vec<&str> = content.recent.iter().map(|post| post.id.as_str()).collect();
    assert_eq!(ids, ["p00", "p01", "p02"]);
    let best = Invented::new()
        .posts
        .iter()
        .filter_map(|post| Some(post.counts().likes? + post.counts().comments?))
        .max();
    assert_eq!(content.top.first().map(engagement), best);
}

#[test]
fn the_history_has_the_followers_of_the_last_day_of_each_month() {
    let history = Invented::new().report().history;
    let month = |name: &str| history.periods.iter().find(|period| period.period == name).unwrap();
    assert_eq!(month("2026-01").followers, Stated::Known(40_000 + 27 * 40));
    assert_eq!(month("2026-02").followers, Stated::Known(40_000 + 49 * 40 + 900));
    assert_eq!(month("2025-12").followers, Stated::undefined(Undefined::NoFollowers));
    let growth = history.growth.known().unwrap().growth.value().unwrap();
    assert_eq!(growth, 2_860.0 / 40_000.0);
}

#[test]
fn an_average_post_is_worth_its_means_at_the_stated_prices() {
    let invented = Invented::new();
    let mut short = options();
    short.last = Some(2);
    short.settling = 0;
    let report = open(&report(&invented.input(), &short).unwrap());
    let value = report.value.known().unwrap();
    // p00: 900 + 20, 9000 views; p01: 1037 + 27 and no views. The mean of 920 and 1064 is 992.
    assert_eq!((value.average_post.engagements, value.average_post.views), (Some(992), Some(9_000)));
    assert_eq!(value.low.map(|low| low.to_string()).as_deref(), Some("EUR 99.20"));
    assert_eq!(value.high.map(|high| high.to_string()).as_deref(), Some("EUR 180.00"));
}

#[test]
fn every_figure_says_from_which_part_of_the_input_it_comes() {
    let report = Invented::new().report();
    let written = serde_json::to_value(&report).unwrap();
    let sections = written.as_object().unwrap().keys();
    let about_itself = ["version", "generated_at", "updated_at", "provenance", "options"];
    for section in sections.filter(|section| !about_itself.contains(&section.as_str())) {
        let Some(fields) = written[section].as_object() else {
            assert!(report.provenance.of(section).is_some_and(|parts| !parts.is_empty()), "{section}");
            continue;
        };
        for field in fields.keys() {
            let path = format!("{section}.{field}");
            let nested =
                report.provenance.figures.keys().any(|figure| figure.starts_with(&format!("{path}.")));
            let named = report.provenance.of(&path).is_some_and(|parts| !parts.is_empty());
            assert!(named || nested || path == "engagement.basis", "{path}");
        }
    }
    let posts = &report.provenance.inputs[&Part::Posts];
    assert_eq!((posts.records, posts.unstated), (Some(36), false));
    assert_eq!(report.updated_at, Some(at("2026-03-01T06:00:00Z")));
    assert!(report.provenance.inputs[&Part::Profile].unstated);
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let invented = Invented::new();
    let code = |input: &Input<'_>| report(input, &options()).unwrap_err().code();
    let other = InfluencerId::new("inf-2").unwrap();
    let handle = Handle::new(Platform::Instagram, "another.person").unwrap();
    let profile = Profile::new(other, handle.clone());
    assert_eq!(code(&Input { profile: &profile, ..invented.input() }), "OTHER_INFLUENCER");

    let mut posts = invented.posts.clone();
    posts.push(post(0).with_pinned(true));
    let error = report(&Input { posts: &posts, ..invented.input() }, &options()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "post 0 and 36 (counted from 0) have the same id but differ; give one once, or again with the same content"
    );
    let weighted = [member(1), member(2).with_weight(2.0).unwrap()];
    assert_eq!(code(&Input { audience: &weighted, ..invented.input() }), "WEIGHTED_SAMPLE");
    let spaced = Profile::new(InfluencerId::new("a b").unwrap(), handle);
    assert_eq!(code(&Input::new(&spaced, &[], noon())), "MALFORMED_SUBJECT");
    let many = ReportOptions { top: 10_001, ..options() };
    assert_eq!(report(&invented.input(), &many).unwrap_err().code(), "BAD_OPTION");
    let level = ReportOptions { level: 1.0, ..options() };
    assert_eq!(report(&invented.input(), &level).unwrap_err().code(), "INVALID_LEVEL");
}

#[test]
fn every_error_has_its_code_in_the_list() {
    let errors = [
        Error::OtherInfluencer { what: "post", position: 0 },
        Error::ConflictingRecords { what: "post", first: 0, second: 1 },
        Error::WeightedSample { position: 0, weight: 2.0 },
        Error::MalformedSubject,
        Error::NothingToDraw { chart: "growth", reason: Undefined::Empty },
        Error::BadOption { option: "top", problem: String::new() },
    ];
    assert_eq!(errors.iter().map(Error::code).collect::<Vec<_>>(), CODES);
}

//! What a report keeps to itself: behind the gate, and about the audience.

use super::*;
use crate::audience::Dimension;
use crate::model::AgeBand;
use crate::privacy::{Facts, SubjectRole, SubjectState};
use crate::stats::Undefined;

fn breakdown(report: &Report, dimensions: &[Dimension]) -> AudienceBreakdown {
    let found = report.audience[0].breakdowns.iter().find(|breakdown| breakdown.dimensions == dimensions);
    found.unwrap().clone()
}

#[test]
fn a_report_is_not_opened_for_who_objected_went_private_or_is_under_age() {
    let invented = Invented::new();
    let held = report(&invented.input(), &options()).unwrap();
    let decide =
        |facts: &Facts| Policy::influencer_marketing().decide(facts, &request(&held), noon().datetime());
    assert!(decide(&facts_of(&invented.profile)).permit().is_ok());
    let private = facts_of(&invented.profile.clone().with_private(true));
    let minor = facts_of(&invented.profile.clone().with_age_band(AgeBand::From13To17));
    let objected = Facts::of(SubjectRole::Influencer).with(SubjectState::Objected);
    for facts in [private, minor, objected] {
        assert_eq!(decide(&facts).permit().unwrap_err().code(), "NOT_PERMITTED");
    }
}

#[test]
fn a_report_reveals_its_audience_only_under_a_permit_for_the_audience() {
    let held = report(&Invented::new().input(), &options()).unwrap();
    let without = Request {
        categories: held
            .categories()
            .iter()
            .filter(|c| c.as_str() != "influencer.audience")
            .cloned()
            .collect(),
        ..request(&held)
    };
    let facts = Facts::of(SubjectRole::Influencer);
    let permit = Policy::influencer_marketing().decide(&facts, &without, noon().datetime()).permit().unwrap();
    assert_eq!(held.open(&permit, noon().datetime()).unwrap_err().code(), "CATEGORY_NOT_COVERED");
}

#[test]
fn no_cell_of_fewer_people_than_the_minimum_is_told_nor_can_be_computed() {
    let report = Invented::new().report();
    let countries = breakdown(&report, &[Dimension::Country]);
    let told: Vec<_> = countries.shares.iter().filter(|share| share.members.known().is_some()).collect();
    assert!(told.iter().all(|share| share.members.known().is_some_and(|members| *members >= 10)));
    // Iceland has 3; with one hidden cell alone the total would give it away.
    assert!(countries.shares.len() - told.len() >= 2);
    for share in &countries.shares {
        assert_eq!(share.members.known().is_some(), share.share.value().is_some());
        if share.members.known().is_none() {
            assert_eq!(share.share.reason(), Some(Undefined::Withheld));
        }
    }
}

#[test]
fn what_is_withheld_cannot_be_computed_from_the_size_of_the_sample() {
    // Of two countries the small one would be what is left of the sample.
    for small in 1..=9 {
        let mut invented = Invented::new();
        invented.audience.retain(|member| member.country().is_some_and(|country| country.as_str() != "IS"));
        let mut kept = 0;
        invented.audience.retain(|member| {
            let german = member.country().is_some_and(|country| country.as_str() == "DE");
            kept += usize::from(german);
            !german || kept <= small
        });
        let report = invented.report();
        let countries = breakdown(&report, &[Dimension::Country]);
        assert_eq!(countries.shares.len(), 2);
        assert!(countries.shares.iter().all(|share| share.members.known().is_none()), "{small}");
        // Nor does any breakdown of people by one thing they have once withhold a single cell.
        for breakdown in &report.audience[0].breakdowns {
            let withheld = breakdown.shares.iter().filter(|share| share.members.known().is_none()).count();
            assert!(withheld != 1 || breakdown.dimensions.contains(&Dimension::Interest));
        }
    }
}

#[test]
fn marginals_and_their_cross_come_from_one_release() {
    let report = Invented::new().report();
    let genders = breakdown(&report, &[Dimension::Gender]);
    let cross = breakdown(&report, &[Dimension::Gender, Dimension::AgeBand]);
    for gender in &genders.shares {
        let parts = cross.shares.iter().filter(|share| share.categories[0] == gender.categories[0]);
        let told: Option<Vec<u64>> = parts.map(|share| share.members.known().copied()).collect();
        if let (Some(parts), Some(whole)) = (told, gender.members.known()) {
            assert_eq!(parts.iter().sum::<u64>(), *whole);
        }
    }
    assert_eq!(genders.shares.iter().filter_map(|share| share.members.known()).sum::<u64>(), 80);
}

#[test]
fn large_categories_of_interests_are_told() {
    let interests = breakdown(&Invented::new().report(), &[Dimension::Interest]);
    let members: Vec<_> = interests.shares.iter().map(|share| share.members.known().copied()).collect();
    assert_eq!(members, [Some(40), Some(40)]);
}

#[test]
fn a_sample_smaller_than_a_cell_is_not_told_at_all() {
    let mut invented = Invented::new();
    invented.audience.truncate(9);
    let report = invented.report();
    let sample = &report.audience[0];
    assert_eq!(sample.members, Stated::undefined(Undefined::Withheld));
    assert!(sample.breakdowns.is_empty());
    assert_eq!(report.provenance.inputs[&Part::Audience].records, None);
}

#[test]
fn no_error_and_no_debug_form_shows_the_person() {
    let invented = Invented::new();
    let printed = format!("{:?} {:?}", invented.report(), report(&invented.input(), &options()).unwrap());
    for personal in ["空野", "invented.person", "inf-1", "tea by", "散歩", "kumo_tea"] {
        assert!(!printed.contains(personal), "{personal}");
    }
}

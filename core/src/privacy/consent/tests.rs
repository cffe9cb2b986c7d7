//! Worked cases, and what holds for every row of entries.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::privacy::{DataCategory, Purpose, SubjectId};

fn at(second: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_770_000_000 + second, 0).unwrap()
}

fn id(name: &str) -> SubjectId {
    SubjectId::new(name).unwrap()
}

fn purpose(key: &str) -> Purpose {
    Purpose::new(key).unwrap()
}

fn given(name: &str, second: i64) -> Given {
    Given {
        id: id(name),
        subject: id("u-1"),
        controller: "example".to_owned(),
        text: TextHash::of("Version 1."),
        language: Some("en".to_owned()),
        purposes: vec![purpose("marketing")],
        categories: vec![],
        recipients: vec![],
        jurisdiction: "IE".to_owned(),
        at: at(second),
        expires_at: None,
        act: Act::BoxTicked,
        means: Means { channel: Channel::Web, steps: 1 },
        withdrawal: vec![Means { channel: Channel::Web, steps: 1 }],
        evidence: vec![],
        age: None,
        guardian: None,
    }
}

fn withdrawn(second: i64, consent: Option<&str>, purposes: &[&str]) -> Entry {
    Entry::Withdrawn(Withdrawn {
        subject: id("u-1"),
        consent: consent.map(id),
        purposes: purposes.iter().map(|key| purpose(key)).collect(),
        at: at(second),
    })
}

fn state(log: &Log, second: i64) -> State {
    log.consent_at(&id("u-1"), &purpose("marketing"), None, at(second))
}

fn refused_with(entries: Vec<Entry>) -> &'static str {
    Log::new(entries).unwrap_err().code()
}

#[test]
fn consent_under_one_text_is_none_under_another() {
    let log = Log::new(vec![
        Entry::Given(given("c-1", 0)),
        Entry::Notified(Seen { subject: id("u-1"), text: TextHash::of("Version 2."), at: at(10) }),
        Entry::Accepted(Seen { subject: id("u-1"), text: TextHash::of("Version 2."), at: at(20) }),
    ])
    .unwrap();
    let under =
        |text: &str| log.consent_at(&id("u-1"), &purpose("marketing"), Some(&TextHash::of(text)), at(30));
    assert!(under("Version 1.").is_consent());
    assert_eq!(under("Version 2."), State::Never);
    let states = log.states_at(&id("u-1"), at(30));
    assert_eq!(states.accepted, [TextHash::of("Version 2.")].into());
    assert_eq!(states.consented.first().unwrap().text, TextHash::of("Version 1."));
}

#[test]
fn withdrawal_counts_from_its_instant_and_a_new_consent_is_a_new_record() {
    let log = Log::new(vec![
        Entry::Given(given("c-1", 0)),
        withdrawn(10, None, &["marketing"]),
        Entry::Given(given("c-2", 20)),
    ])
    .unwrap();
    assert_eq!(state(&log, -1), State::Never);
    assert!(state(&log, 9).is_consent());
    assert_eq!(state(&log, 10), State::Withdrawn { at: at(10) });
    let State::Consented(again) = state(&log, 20) else { panic!() };
    assert_eq!(again.consent, id("c-2"));
}

#[test]
fn a_wide_withdrawal_reaches_a_narrow_consent_and_a_wide_consent_no_narrow_purpose() {
    let mut narrow = given("c-1", 0);
    narrow.purposes = vec![purpose("marketing.email")];
    let log = Log::new(vec![Entry::Given(narrow), withdrawn(10, None, &["marketing"])]).unwrap();
    let email = |second| log.consent_at(&id("u-1"), &purpose("marketing.email"), None, at(second));
    assert!(email(5).is_consent());
    assert!(!email(10).is_consent());
    let log = Log::new(vec![Entry::Given(given("c-1", 0))]).unwrap();
    assert_eq!(log.consent_at(&id("u-1"), &purpose("marketing.email"), None, at(5)), State::Never);
}

#[test]
fn a_later_refusal_ends_an_earlier_consent_and_expiry_ends_it_at_its_instant() {
    let mut limited = given("c-1", 0);
    limited.expires_at = Some(at(100));
    let refusal = Refused {
        subject: id("u-1"),
        text: TextHash::of("Version 2."),
        purposes: vec![purpose("marketing")],
        at: at(50),
    };
    let log = Log::new(vec![Entry::Given(limited.clone())]).unwrap();
    assert!(state(&log, 99).is_consent());
    assert_eq!(state(&log, 100), State::Expired { at: at(100) });
    let log = Log::new(vec![Entry::Given(limited), Entry::Refused(refusal)]).unwrap();
    assert_eq!(state(&log, 60), State::Refused { at: at(50) });
}

#[test]
fn what_is_no_consent_is_refused() {
    for act in [Act::PreTickedBox, Act::Silence, Act::ContinuedUse, Act::AcceptanceOfTerms] {
        assert_eq!(refused_with(vec![Entry::Given(Given { act, ..given("c-1", 0) })]), "NOT_CONSENT");
    }
    let hard = |channel, steps| {
        vec![Entry::Given(Given { withdrawal: vec![Means { channel, steps }], ..given("c-1", 0) })]
    };
    assert_eq!(refused_with(hard(Channel::Telephone, 1)), "WITHDRAWAL_HARDER");
    assert_eq!(refused_with(hard(Channel::Web, 2)), "WITHDRAWAL_HARDER");
    let no_purpose = Given { purposes: vec![], ..given("c-1", 0) };
    assert_eq!(refused_with(vec![Entry::Given(no_purpose)]), "CONSENT_WITHOUT_PURPOSE");
    let upside_down = Given { expires_at: Some(at(0)), ..given("c-1", 0) };
    assert_eq!(refused_with(vec![Entry::Given(upside_down)]), "EXPIRES_BEFORE_GIVEN");
    let twice = vec![Entry::Given(given("c-1", 0)), Entry::Given(given("c-1", 1))];
    assert_eq!(refused_with(twice), "REPEATED_CONSENT");
    let early = vec![Entry::Given(given("c-1", 0)), withdrawn(-5, Some("c-1"), &[])];
    assert_eq!(refused_with(early), "CONTRADICTORY_WITHDRAWAL");
    assert_eq!(refused_with(vec![withdrawn(0, None, &[])]), "EMPTY_WITHDRAWAL");
    assert!(Log::new(vec![Entry::Given(given("c-1", 0)), Entry::Given(given("c-1", 0))]).is_ok());
}

#[test]
fn a_child_needs_a_guardian_below_the_age_of_the_country_at_the_time() {
    let child = |jurisdiction: &str, age, guardian: Option<&str>| {
        let given = Given {
            jurisdiction: jurisdiction.to_owned(),
            age: Some(age),
            guardian: guardian.map(id),
            ..given("c-1", 0)
        };
        Log::new(vec![Entry::Given(given)]).map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(child("IE", 15, None), Err("GUARDIAN_NEEDED"));
    assert_eq!(child("IE", 15, Some("g-1")), Ok(()));
    assert_eq!(child("IE", 16, None), Ok(()));
    assert_eq!(child("AT", 14, None), Ok(()));
    assert_eq!(child("DK", 14, None), Err("GUARDIAN_NEEDED"));
    let age = |country, year| {
        digital_age(country, NaiveDate::from_ymd_opt(year, 6, 1).unwrap()).map(|rule| rule.age)
    };
    assert_eq!(age("DK", 2023), Ok(13));
    assert_eq!(age("DK", 2024), Ok(15));
    assert_eq!(age("XX", 2024).unwrap_err().code(), "UNKNOWN_AGE");
    assert_eq!(age("IE", 2017).unwrap_err().code(), "UNKNOWN_AGE");
}

#[test]
fn every_country_of_the_eea_has_an_age_from_13_to_16() {
    let eea = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK";
    for country in eea.split(' ') {
        let rule = digital_age(country, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).unwrap();
        assert!((13..=16).contains(&rule.age), "{country}");
    }
}

#[test]
fn a_minor_is_asked_again_after_twelve_months_and_not_before_sixteen() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(sale_opt_in(12), SaleOptIn::Parent);
    assert_eq!(sale_opt_in(13), SaleOptIn::Minor);
    assert_eq!(sale_opt_in(15), SaleOptIn::Minor);
    assert_eq!(sale_opt_in(16), SaleOptIn::Nobody);
    assert_eq!(ask_again_from(day("2024-02-29"), None), Ok(day("2025-02-28")));
    assert_eq!(ask_again_from(day("2026-01-01"), Some(day("2028-05-05"))), Ok(day("2028-05-05")));
    assert_eq!(ask_again_from(day("2026-01-01"), Some(day("2026-05-05"))), Ok(day("2027-01-01")));
}

#[test]
fn the_terms_of_the_export_are_terms_of_the_vocabulary() {
    // The vocabulary, and the guide of the same group for the terms that the stored modules do not define.
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/privacy");
    let mut vocabulary = String::new();
    let mut folders = vec![shared.join("dpv-2.3")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(path) {
                vocabulary.push_str(&text);
            }
        }
    }
    let guide = shared.join("iso27560-kantara/dpv-guide-27560-examples.json");
    vocabulary.push_str(&std::fs::read_to_string(guide).unwrap_or_default());
    if vocabulary.is_empty() {
        std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no ../shared/data/privacy/dpv-2.3\n")
            .unwrap();
        return;
    }
    let mut limited = given("c-1", 0);
    limited.expires_at = Some(at(100));
    limited.purposes = vec![purpose("marketing"), purpose("analytics"), purpose("research")];
    let refusal = Refused {
        subject: id("u-1"),
        text: TextHash::of("2"),
        purposes: vec![purpose("analytics")],
        at: at(50),
    };
    limited.guardian = Some(id("g-1"));
    let entries =
        vec![Entry::Given(limited), withdrawn(10, Some("c-1"), &["marketing"]), Entry::Refused(refusal)];
    let text = Log::new(entries).unwrap().iso27560(&id("c-1"), at(200)).unwrap().to_string();
    let mut seen = 0;
    for term in text.split("dpv:").skip(1) {
        let term: String = term.chars().take_while(char::is_ascii_alphabetic).collect();
        assert!(vocabulary.contains(&term), "{term}");
        seen += 1;
    }
    for status in ["ConsentGiven", "ConsentWithdrawn", "ConsentRefused", "ConsentExpired"] {
        assert!(text.contains(status), "{status}");
    }
    assert!(seen > 20);
}

#[test]
fn a_record_of_the_standard_reads_back_to_its_entries() {
    let mut child = given("c-1", 0);
    (child.age, child.guardian) = (Some(14), Some(id("g-1")));
    (child.language, child.expires_at) = (Some("en".to_owned()), Some(at(900)));
    child.purposes = vec![purpose("marketing"), purpose("analytics")];
    child.categories = vec![DataCategory::new("user.registration").unwrap()];
    child.recipients = vec!["Example Mail Ltd".to_owned()];
    child.evidence = vec![Evidence { reference: "form-17".to_owned(), sha256: Some(TextHash::of("form")) }];
    let log = Log::new(vec![Entry::Given(child), withdrawn(10, Some("c-1"), &["marketing"])]).unwrap();
    for moment in [5, 20] {
        let document = log.iso27560(&id("c-1"), at(moment)).unwrap();
        let read = Log::from_iso27560(&document, &Unsaid::default()).unwrap();
        let before = log.entries().iter().take(if moment < 10 { 1 } else { 2 });
        assert_eq!(read.entries(), before.cloned().collect::<Vec<_>>());
        assert_eq!(read.iso27560(&id("c-1"), at(moment)).unwrap(), document);
    }
}

/// A record as others write it, with what it leaves unsaid.
fn foreign() -> (serde_json::Value, Unsaid) {
    let document = json!({
        "@id": "a6f58318-72e6", "@type": "dpv:ConsentRecord",
        "dpv:hasDataSubject": "0760c9ba",
        "dpv:hasDataController": { "@id": "acme" },
        "dpv:hasProcess": { "@type": "dpv:Process", "dpv:hasPurpose": "dpv:Marketing", "dpv:hasPersonalData": "pd:Name" },
        "dpv:hasConsentStatus": [
            { "@type": ["dpv:ConsentGiven", "dpv:ExplicitlyExpressedConsent"],
              "dpv:isIndicatedAtTime": "2025-11-05T16:08:50Z", "dpv:hasIndicationMethod": "Agree button in dialogue" },
            { "@type": "dpv:ConsentRequested" },
            { "@type": "dpv:ConsentWithdrawn", "dpv:isIndicatedAtTime": "2025-12-05T16:08:50Z" },
        ],
    });
    let unsaid = json!({
        "jurisdiction": "IE", "text": TextHash::of("shown"), "act": "button_pressed",
        "means": { "channel": "web", "steps": 1 }, "withdrawal": [{ "channel": "web", "steps": 1 }],
        "purpose_of": { "dpv:Marketing": "marketing" }, "category_of": { "pd:Name": "user.registration.name" },
    });
    (document, serde_json::from_value(unsaid).unwrap())
}

#[test]
fn a_record_of_others_is_read_with_what_is_declared() {
    let (document, unsaid) = foreign();
    let log = Log::from_iso27560(&document, &unsaid).unwrap();
    let [Entry::Given(given), Entry::Withdrawn(withdrawn)] = log.entries() else { panic!() };
    assert_eq!((given.act, given.controller.as_str()), (Act::ButtonPressed, "acme"));
    assert_eq!(given.purposes, [purpose("marketing")]);
    assert_eq!(withdrawn.consent.as_ref(), Some(&given.id));
}

#[test]
fn what_is_wrong_in_a_record_of_the_standard_is_named_by_its_place() {
    type Change = fn(&mut serde_json::Value, &mut Unsaid);
    let wrong: [(&str, Change); 12] = [
        ("$", |document, _| document["@type"] = json!("dpv:ConsentReceipt")),
        ("$[\"dpv:hasDataSubject\"]", |document, _| document["dpv:hasDataSubject"] = json!("a person")),
        ("$[\"dpv:hasProcess\"]", |document, _| document["dpv:hasProcess"] = json!(null)),
        ("$[\"dpv:hasProcess\"][\"dpv:hasPurpose\"]", |document, _| {
            document["dpv:hasProcess"]["dpv:hasPurpose"] = json!("dpv:SomethingElse");
        }),
        ("$[\"dpv:hasProcess\"][1]", |document, _| {
            let one = document["dpv:hasProcess"].clone();
            let mut other = one.clone();
            other["dpv:hasPersonalData"] = json!([]);
            document["dpv:hasProcess"] = json!([one, other]);
        }),
        ("$[\"dpv:hasConsentStatus\"][0][\"dpv:isIndicatedAtTime\"]", |document, _| {
            document["dpv:hasConsentStatus"][0]["dpv:isIndicatedAtTime"] = json!("2025-11-05T16:08:50");
        }),
        ("$[\"dpv:hasConsentStatus\"][1]", |document, _| {
            document["dpv:hasConsentStatus"][1] = json!({ "@type": "dpv:ConsentInvalidated" });
        }),
        ("$[\"dpv:hasConsentStatus\"][0][\"dpv:hasIndicationMethod\"]", |_, unsaid| unsaid.act = None),
        ("$[\"dpv:hasConsentStatus\"][0]", |_, unsaid| unsaid.means = None),
        ("$", |_, unsaid| unsaid.jurisdiction = None),
        ("$", |_, unsaid| unsaid.text = None),
        ("$[\"dpv:hasDuration\"]", |document, _| {
            document["dpv:hasDuration"] =
                json!({ "@type": "dpv:UntilEventDuration", "rdf:value": "the end" });
        }),
    ];
    for (place, change) in wrong {
        let (mut document, mut unsaid) = foreign();
        change(&mut document, &mut unsaid);
        match Log::from_iso27560(&document, &unsaid) {
            Err(Error::MalformedRecord { path, .. }) => assert_eq!(path, place),
            other => panic!("{place}: {other:?}"),
        }
    }
    // A record may not say what consent never is.
    let (document, mut unsaid) = foreign();
    unsaid.act = Some(Act::ContinuedUse);
    assert_eq!(Log::from_iso27560(&document, &unsaid).unwrap_err().code(), "NOT_CONSENT");
}

#[test]
fn entries_read_back_to_themselves() {
    let entries = vec![Entry::Given(given("c-1", 0)), withdrawn(10, Some("c-1"), &[])];
    let text = json!(entries).to_string();
    assert_eq!(serde_json::from_str::<Vec<Entry>>(&text).unwrap(), entries);
    let unknown = text.replace("\"controller\"", "\"controler\"");
    assert!(serde_json::from_str::<Vec<Entry>>(&unknown).is_err());
}

fn entry() -> impl Strategy<Value = Entry> {
    let text = prop_oneof![Just("Version 1."), Just("Version 2.")];
    let keys = prop_oneof![Just("marketing"), Just("marketing.email"), Just("analytics")];
    (0_u8..5, 0_i64..40, text, keys, prop::option::of(1_i64..20)).prop_map(
        |(kind, second, text, key, lasting)| {
            let seen = Seen { subject: id("u-1"), text: TextHash::of(text), at: at(second) };
            match kind {
                0 => Entry::Notified(seen),
                1 => Entry::Accepted(seen),
                2 => Entry::Given(Given {
                    text: TextHash::of(text),
                    purposes: vec![purpose(key)],
                    expires_at: lasting.map(|lasting| at(second + lasting)),
                    ..given(
                        &format!(
                            "c-{second}-{key}-{}-{lasting:?}",
                            text.len() + usize::from(text.contains('2'))
                        )
                        .replace(' ', ""),
                        second,
                    )
                }),
                3 => Entry::Refused(Refused {
                    subject: id("u-1"),
                    text: TextHash::of(text),
                    purposes: vec![purpose(key)],
                    at: at(second),
                }),
                _ => withdrawn(second, None, &[key]),
            }
        },
    )
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 0..10)
}

proptest! {
    #[test]
    fn being_told_and_accepting_change_no_consent(all in entries(), second in 0_i64..60) {
        let acts = all.iter().filter(|entry| !matches!(entry, Entry::Notified(_) | Entry::Accepted(_)));
        let acts = Log::new(acts.cloned().collect()).unwrap();
        prop_assert_eq!(state(&Log::new(all).unwrap(), second), state(&acts, second));
    }

    #[test]
    fn a_withdrawal_or_refusal_more_never_makes_consent(all in entries(), more in entry(), second in 0_i64..60) {
        prop_assume!(matches!(more, Entry::Withdrawn(_) | Entry::Refused(_)));
        let before = state(&Log::new(all.clone()).unwrap(), second).is_consent();
        let mut longer = all;
        longer.push(more);
        prop_assert!(before || !state(&Log::new(longer).unwrap(), second).is_consent());
    }

    #[test]
    fn what_was_withdrawn_stays_so_whatever_is_added(all in entries(), more in entries(), ended in 0_i64..40) {
        let mut all = all;
        all.push(withdrawn(ended, None, &["marketing"]));
        let given_before = |entry: &Entry| matches!(entry, Entry::Given(given) if given.at <= at(ended));
        let mut longer = all.clone();
        longer.extend(more.into_iter().filter(|entry| !given_before(entry)));
        let log = Log::new(longer).unwrap();
        for second in ended..60 {
            if let State::Consented(one) = state(&log, second) {
                prop_assert!(one.since > at(ended));
            }
        }
    }

    #[test]
    fn time_alone_makes_no_consent_and_order_changes_nothing(all in entries(), turn in 0_usize..10) {
        let log = Log::new(all.clone()).unwrap();
        let mut turned = all.clone();
        if !turned.is_empty() {
            let middle = turn % turned.len();
            turned.rotate_left(middle);
        }
        let turned = Log::new(turned).unwrap();
        for second in 0..60 {
            prop_assert_eq!(state(&log, second), state(&turned, second));
            let acted = all.iter().any(|entry| matches!(entry, Entry::Given(given) if given.at == at(second)));
            if second > 0 && !acted && !state(&log, second - 1).is_consent() {
                prop_assert!(!state(&log, second).is_consent());
            }
        }
    }
}

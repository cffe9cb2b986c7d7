//! The shipped policy enumerated, the gate tried at every hinge.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;

const ROLES: [Option<SubjectRole>; 4] =
    [None, Some(SubjectRole::Visitor), Some(SubjectRole::User), Some(SubjectRole::Influencer)];
const STATES: [SubjectState; 5] = [
    SubjectState::Objected,
    SubjectState::Restricted,
    SubjectState::Erased,
    SubjectState::Minor,
    SubjectState::NotPublic,
];
const RECIPIENTS: [RecipientKind; 8] = [
    RecipientKind::Affiliate,
    RecipientKind::Processor,
    RecipientKind::User,
    RecipientKind::Authority,
    RecipientKind::Counsel,
    RecipientKind::Successor,
    RecipientKind::Public,
    RecipientKind::ThirdParty,
];
const CATEGORIES: [DataCategory; 8] = [
    category::INFLUENCER,
    category::IDENTITY,
    category::CONTENT,
    category::PERFORMANCE,
    category::AUDIENCE,
    category::CREDIBILITY,
    category::REGISTRATION,
    category::CONSUMPTION,
];

fn subject() -> SubjectId {
    SubjectId::new("influencer-17").unwrap()
}

fn noon() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn request(categories: Vec<DataCategory>) -> Request {
    let user = Recipient::user("brand-4").unwrap();
    Request::disclose(subject(), categories, Purpose::INFLUENCER_SEARCH, user)
}

fn allowed(categories: Vec<DataCategory>) -> Permit {
    Policy::influencer_marketing()
        .decide(&Facts::of(SubjectRole::Influencer), &request(categories), noon())
        .permit()
        .unwrap()
}

#[test]
fn of_all_questions_only_the_one_that_the_policy_names_passes() {
    let purposes =
        [Purpose::INFLUENCER_SEARCH, Purpose::new("marketing").unwrap(), Purpose::new("train_ml").unwrap()];
    let policy = Policy::influencer_marketing();
    let mut permitted = 0;
    for role in ROLES {
        for states in 0_u32..32 {
            let states: BTreeSet<_> = STATES
                .iter()
                .enumerate()
                .filter(|(bit, _)| states >> bit & 1 == 1)
                .map(|(_, state)| *state)
                .collect();
            for kind in RECIPIENTS {
                for purpose in &purposes {
                    for category in CATEGORIES {
                        let facts = Facts { role, states: states.clone(), ..Facts::default() };
                        let recipient = Recipient { kind, id: SubjectId::new("r-1").unwrap() };
                        let categories = vec![category.clone()];
                        let question = Request::disclose(subject(), categories, purpose.clone(), recipient);
                        let decision = policy.decide(&facts, &question, noon());
                        let passes = role == Some(SubjectRole::Influencer)
                            && states.is_empty()
                            && kind == RecipientKind::User
                            && purpose.as_str() == "influencer_search"
                            && category.as_str().starts_with("influencer");
                        let expected = match decision.outcome {
                            _ if passes => Outcome::PermitWith,
                            Outcome::NeedsHuman if role.is_none() => Outcome::NeedsHuman,
                            _ => Outcome::Deny,
                        };
                        assert_eq!(decision.outcome, expected, "{facts:?} {question:?}");
                        assert_eq!(decision.permit().is_ok(), passes);
                        assert!(
                            decision
                                .items
                                .iter()
                                .all(|item| !item.cites.is_empty() && !item.reason.is_empty())
                        );
                        permitted += usize::from(passes);
                    }
                }
            }
        }
    }
    assert_eq!(permitted, 6, "one role, no state, one recipient, one purpose, six categories");
}

#[test]
fn asking_for_nothing_is_denied() {
    let decision =
        Policy::influencer_marketing().decide(&Facts::of(SubjectRole::Influencer), &request(vec![]), noon());
    assert_eq!(decision.outcome, Outcome::Deny);
    assert_eq!(decision.permit().unwrap_err().code(), "NOT_PERMITTED");
}

#[test]
fn a_mixed_question_is_partial_and_its_permit_opens_only_what_was_granted() {
    let question = request(vec![category::PERFORMANCE, category::REGISTRATION]);
    let decision =
        Policy::influencer_marketing().decide(&Facts::of(SubjectRole::Influencer), &question, noon());
    assert_eq!(decision.outcome, Outcome::Partial);
    let permit = decision.permit().unwrap();
    assert!(Held::new(1, subject(), vec![category::PERFORMANCE]).open(&permit, noon()).is_ok());
    let both = Held::new(1, subject(), vec![category::PERFORMANCE, category::REGISTRATION]);
    assert_eq!(both.open(&permit, noon()).unwrap_err().code(), "CATEGORY_NOT_COVERED");
}

#[test]
fn a_permit_for_the_whole_opens_a_part_but_not_the_other_way_round() {
    let part = Held::new(1, subject(), vec![category::CREDIBILITY]);
    assert!(part.open(&allowed(vec![category::INFLUENCER]), noon()).is_ok());
    let whole = Held::new(1, subject(), vec![category::INFLUENCER]);
    let error = whole.open(&allowed(vec![category::CREDIBILITY]), noon()).unwrap_err();
    assert_eq!(error, Error::CategoryNotCovered { category: category::INFLUENCER });
    let lookalike = DataCategory::new("influencers").unwrap();
    assert!(!category::INFLUENCER.covers(&lookalike), "a longer word is another category");
}

#[test]
fn a_permit_for_the_whole_does_not_open_a_part_that_is_denied_by_itself() {
    let permit = allowed(vec![category::INFLUENCER]);
    for key in [
        "influencer.special.religious_belief",
        "influencer.identity.location.precise",
        "influencer.shoe_size",
    ] {
        let held = Held::new(1, subject(), vec![DataCategory::new(key).unwrap()]);
        assert_eq!(held.open(&permit, noon()).unwrap_err().code(), "CATEGORY_NOT_COVERED", "{key}");
    }
}

#[test]
fn what_must_be_done_first_is_acknowledged_one_by_one_before_anything_opens() {
    let facts = Facts { residence: Place::new("DE").ok(), ..Facts::of(SubjectRole::Influencer) };
    let recipient = RecipientFacts { place: Place::new("FR").ok(), ..RecipientFacts::default() };
    let facts = Facts { recipient, ..facts };
    let decision =
        Policy::influencer_marketing().decide(&facts, &request(vec![category::PERFORMANCE]), noon());
    let notice = Obligation::Notify("gdpr_art14".into());
    let permit = decision.permit().unwrap();
    assert_eq!(permit.pending(), &BTreeSet::from([notice.clone()]));
    let held = Held::new(1, subject(), vec![category::PERFORMANCE]);
    assert_eq!(held.open(&permit, noon()).unwrap_err().code(), "OBLIGATION_PENDING");
    let (_, receipt) = held.open(&permit.acknowledge(&notice), noon()).unwrap().into_parts();
    assert!(receipt.obligations.contains(&notice));
}

#[test]
fn every_obligation_reads_back_from_its_text() {
    for text in ["log", "meter", "notify:gdpr_art14", "generalise:region", "no_reidentification"] {
        assert_eq!(text.parse::<Obligation>().unwrap().to_string(), text);
    }
    for text in ["", "sing", "notify", "notify:", "log:x"] {
        assert!(text.parse::<Obligation>().is_err(), "{text}");
    }
}

#[test]
fn a_permit_does_not_open_another_subject() {
    let other = Held::new(1, SubjectId::new("influencer-18").unwrap(), vec![category::PERFORMANCE]);
    assert_eq!(other.open(&allowed(vec![category::PERFORMANCE]), noon()).unwrap_err(), Error::OtherSubject);
}

#[test]
fn a_permit_lives_from_its_decision_to_its_end_and_not_a_moment_longer() {
    let held = Held::new(1, subject(), vec![category::PERFORMANCE]);
    let permit = allowed(vec![category::PERFORMANCE]);
    assert!(held.open(&permit, noon()).is_ok());
    assert!(held.open(&permit, noon() + TimeDelta::seconds(300)).is_ok());
    for moment in [noon() + TimeDelta::milliseconds(300_001), noon() - TimeDelta::milliseconds(1)] {
        assert_eq!(held.open(&permit, moment).unwrap_err().code(), "PERMIT_EXPIRED");
    }
    assert_eq!(held.open(&permit, DateTime::<Utc>::MAX_UTC).unwrap_err().code(), "PERMIT_EXPIRED");
    assert_eq!(held.open(&permit, DateTime::<Utc>::MIN_UTC).unwrap_err().code(), "PERMIT_EXPIRED");
}

#[test]
fn a_value_that_does_not_say_what_it_reveals_never_opens() {
    let held = Held::new(1, subject(), vec![]);
    assert_eq!(held.open(&allowed(vec![category::INFLUENCER]), noon()).unwrap_err().code(), "NOT_PERMITTED");
}

#[test]
fn a_receipt_is_the_same_for_the_same_disclosure_and_shows_tampering() {
    let held = Held::new(1, subject(), vec![category::PERFORMANCE]);
    let permit = allowed(vec![category::PERFORMANCE]);
    let (_, receipt) = held.open(&permit, noon()).unwrap().into_parts();
    let (_, again) = held.open(&permit, noon()).unwrap().into_parts();
    assert_eq!(receipt, again);
    assert!(receipt.is_intact());
    assert_eq!(receipt.obligations, BTreeSet::from([Obligation::Log, Obligation::Meter]));
    let mut forged = receipt;
    forged.recipient = Recipient::user("brand-5").unwrap();
    assert!(!forged.is_intact());
}

#[test]
fn joining_outcomes_is_a_semilattice() {
    let all = [
        Outcome::NotApplicable,
        Outcome::Permit,
        Outcome::PermitWith,
        Outcome::Partial,
        Outcome::NeedsHuman,
        Outcome::Deny,
    ];
    for a in all {
        assert_eq!(a.join(a), a);
        for b in all {
            assert_eq!(a.join(b), b.join(a));
            for c in all {
                assert_eq!(a.join(b).join(c), a.join(b.join(c)));
            }
        }
    }
}

#[test]
fn the_order_of_the_categories_asked_for_does_not_change_the_outcome() {
    for a in CATEGORIES {
        for b in CATEGORIES {
            let facts = Facts::of(SubjectRole::Influencer);
            let one =
                Policy::influencer_marketing().decide(&facts, &request(vec![a.clone(), b.clone()]), noon());
            let other =
                Policy::influencer_marketing().decide(&facts, &request(vec![b.clone(), a.clone()]), noon());
            assert_eq!(one.outcome, other.outcome);
            assert_eq!(one.obligations, other.obligations);
        }
    }
}

#[test]
fn malformed_keys_and_ids_are_refused_on_every_way_in() {
    for key in ["", ".", "a.", ".a", "a..b", "A", "a b", "a-b", "ä"] {
        assert_eq!(DataCategory::new(key).unwrap_err().code(), "MALFORMED_KEY", "{key}");
        assert!(serde_json::from_value::<Purpose>(key.into()).is_err(), "{key}");
    }
    for id in ["", " ", "a b", "a\n", &"x".repeat(257)] {
        assert_eq!(SubjectId::new(id).unwrap_err().code(), "MALFORMED_ID");
        assert!(serde_json::from_value::<SubjectId>((*id).into()).is_err());
    }
}

#[test]
fn nothing_that_is_printed_shows_the_value_or_the_subject() {
    let held = Held::new("a secret", subject(), vec![category::IDENTITY]);
    let permit = allowed(vec![category::PERFORMANCE]);
    let printed = format!("{held:?} {permit:?} {:?}", held.open(&permit, noon()).unwrap_err());
    assert!(!printed.contains("secret"));
    assert!(!printed.contains("influencer-17"));
}

#[test]
fn every_error_has_its_code_in_the_list() {
    let errors = [
        DataCategory::new("").unwrap_err(),
        Place::new("").unwrap_err(),
        SubjectId::new("").unwrap_err(),
        Error::NotPermitted { outcome: Outcome::Deny, reason: String::new() },
        Error::OtherSubject,
        Error::CategoryNotCovered { category: category::IDENTITY },
        Error::ObligationPending { obligation: Obligation::Mask },
        Error::PermitExpired { lifetime_seconds: 1 },
    ];
    assert_eq!(errors.iter().map(Error::code).collect::<Vec<_>>(), CODES);
}

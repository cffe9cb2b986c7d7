use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;

use super::*;
use crate::privacy::rights::HeldUnder;

const NOW: &str = "2026-03-02T12:00:00Z";

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn request(right: &str, regimes: &[&str]) -> RequestQuestion {
    serde_json::from_value(json!({
        "right": right, "regimes": regimes, "role": "user", "calendar": "IE",
        "received": "2026-03-01T12:00:00Z", "evidence": { "reauthenticated": true }
    }))
    .unwrap()
}

fn item(id: &str) -> HeldItem {
    serde_json::from_value(json!({
        "id": id, "category": "user.registration", "origin": "provided", "source": "subject",
        "bases": ["legitimate_interests"], "purposes": ["authenticate"], "obtained_on": "2025-12-01"
    }))
    .unwrap()
}

fn hold(id: &str, items: &[&str]) -> Hold {
    serde_json::from_value(json!({
        "id": id, "kind": "claim", "items": items, "recorded_by": "counsel",
        "recorded_at": "2026-02-01T12:00:00Z", "from": "2026-01-01", "until": "2032-12-31"
    }))
    .unwrap()
}

#[test]
fn the_shipped_table_names_facts_and_rights_that_are_known_and_cites_each_row() {
    let file = table::RULES.parse().unwrap();
    for rule in &file.rule {
        for name in rule.when.iter().chain(&rule.unless) {
            assert!(fact::NAMES.contains(&name.as_str()), "{name} is no fact");
        }
        for right in rule.rights.iter().filter(|right| *right != "*") {
            assert!(RightKey::new(right).is_ok(), "{right}");
        }
        assert!(!rule.cites.is_empty() && !rule.by.is_empty(), "{}", rule.reason);
    }
    let used = |name: &&str| {
        file.rule.iter().any(|rule| rule.when.iter().chain(&rule.unless).any(|used| used == name))
    };
    assert!(fact::NAMES.iter().all(used), "a fact that no row asks for");
}

#[test]
fn what_a_tax_law_needs_stays_restricted_to_it_and_the_rest_goes() {
    let items: Vec<HeldItem> = ["invoice", "mail"]
        .map(|id| HeldItem { erasure_grounds: [ErasureGround::NoLongerNeeded].into(), ..item(id) })
        .into();
    let holds = [Hold { kind: HoldKind::LegalObligation, ..hold("tax", &["invoice"]) }];
    let answer = answer_request(&request("gdpr.erasure", &["gdpr"]), &items, &holds, now()).unwrap();
    assert_eq!(answer.outcome, Outcome::Partial);
    let to = BTreeSet::from(["legal_obligation"]);
    let until = "2032-12-31".parse().ok();
    assert_eq!(answer.items[0].effects, [Effect::KeepRestricted { to, until }]);
    assert_eq!(answer.items[1].effects, [Effect::Erase]);
}

#[test]
fn a_hold_that_came_after_the_request_counts_only_with_a_case() {
    let items = [HeldItem { erasure_grounds: [ErasureGround::NoLongerNeeded].into(), ..item("mail") }];
    let late = Hold { recorded_at: "2026-03-02T10:00:00Z".parse().unwrap(), ..hold("claim", &["mail"]) };
    let asked = request("gdpr.erasure", &["gdpr"]);
    let answer = answer_request(&asked, &items, std::slice::from_ref(&late), now()).unwrap();
    assert_eq!(answer.items[0].effects, [Effect::Erase]);
    assert_eq!(answer.holds_ignored[0].reason, "after_the_request_without_a_case");
    let real = Hold { case: Some("2 O 12/26".to_owned()), ..late };
    let answer = answer_request(&asked, &items, &[real], now()).unwrap();
    assert_eq!(answer.items[0].outcome, Outcome::Partial);
}

#[test]
fn a_right_that_no_law_that_applies_gives_is_an_error() {
    let error = answer_request(&request("ccpa.opt_out", &["gdpr"]), &[], &[], now()).unwrap_err();
    assert_eq!(error.code(), "OTHER_REGIME");
    let error = answer_request(&request("gdpr.complaint", &["gdpr"]), &[], &[], now()).unwrap_err();
    assert_eq!(error.code(), "NOT_OVER_ITEMS");
}

/// An item of which anything may be true that does not contradict itself.
fn any_item() -> impl Strategy<Value = HeldItem> {
    let grounds =
        vec![ErasureGround::NoLongerNeeded, ErasureGround::Unlawful, ErasureGround::ObjectionUpheld];
    let exceptions =
        vec![ErasureException::Expression, ErasureException::LegalObligation, ErasureException::LegalClaims];
    let california = vec![CaliforniaException::Security, CaliforniaException::BusinessPurpose];
    let restrictions = vec![RestrictionGround::AccuracyContested, RestrictionGround::OpposesErasure];
    let purposes: Vec<Purpose> = ["authenticate", "marketing"].map(|key| Purpose::new(key).unwrap()).into();
    (
        (subsequence(grounds, 0..=3), subsequence(exceptions, 0..=3), subsequence(california, 0..=2)),
        (subsequence(restrictions, 0..=2), subsequence(purposes, 0..=2)),
        (any::<bool>(), any::<bool>(), any::<bool>()),
        select(vec![Source::Subject, Source::Public, Source::Automatic]),
        subsequence(HeldUnder::ALL.to_vec(), 0..=3),
    )
        .prop_map(
            |((grounds, exceptions, california), (restrictions, purposes), flags, source, bases)| {
                let origin = match source {
                    Source::Subject => Origin::Provided,
                    _ if flags.0 => Origin::Inferred,
                    _ => Origin::Observed,
                };
                HeldItem {
                    origin,
                    source,
                    public: flags.1,
                    others: flags.2,
                    purposes: purposes.into_iter().collect(),
                    bases: bases.into_iter().collect(),
                    erasure_grounds: grounds.into_iter().collect(),
                    erasure_exceptions: exceptions.into_iter().collect(),
                    california_exceptions: california.into_iter().collect(),
                    restriction_grounds: restrictions.into_iter().collect(),
                    ..item("datum")
                }
            },
        )
}

fn any_request() -> impl Strategy<Value = RequestQuestion> {
    let right =
        select(vec!["gdpr.erasure", "ccpa.delete", "gdpr.access", "gdpr.objection", "gdpr.portability"]);
    let regimes = select(vec![vec!["gdpr"], vec!["gdpr", "ccpa"]]);
    (right, regimes, any::<bool>(), any::<bool>()).prop_map(|(right, regimes, known, role)| {
        let regimes = if right == "ccpa.delete" { vec!["gdpr", "ccpa"] } else { regimes };
        let mut request = request(right, &regimes);
        request.evidence.reauthenticated = known;
        request.role = role.then_some(SubjectRole::User);
        request
    })
}

fn erased(answer: &RequestAnswer) -> usize {
    answer.items.iter().filter(|item| item.effects.contains(&Effect::Erase)).count()
}

proptest! {
    #[test]
    fn more_holds_never_erase_more_and_a_held_item_never_goes(asked in any_request(), datum in any_item()) {
        let items = [datum];
        let free = answer_request(&asked, &items, &[], now()).unwrap();
        let held = answer_request(&asked, &items, &[hold("claim", &["datum"])], now()).unwrap();
        prop_assert!(erased(&held) <= erased(&free));
        prop_assert_eq!(erased(&held), 0);
    }

    #[test]
    fn who_is_not_known_gets_nothing_but_what_needs_no_proof(asked in any_request(), datum in any_item()) {
        let mut asked = asked;
        asked.evidence = Evidence::default();
        let answer = answer_request(&asked, &[datum], &[], now()).unwrap();
        for item in &answer.items {
            let marketing = item.purpose.as_ref().is_some_and(|purpose| purpose.as_str() == "marketing");
            prop_assert!(item.outcome != Outcome::Permit || marketing, "{:?}", item);
        }
    }

    #[test]
    fn without_a_role_a_human_decides(asked in any_request(), datum in any_item()) {
        let asked = RequestQuestion { role: None, ..asked };
        let answer = answer_request(&asked, &[datum], &[], now()).unwrap();
        prop_assert!(answer.items.iter().all(|item| item.outcome == Outcome::NeedsHuman));
    }

    #[test]
    fn the_order_of_items_and_holds_does_not_matter(
        asked in any_request(), one in any_item(), other in any_item()
    ) {
        let other = HeldItem { id: "other".to_owned(), ..other };
        let holds = [hold("first", &["datum"]), hold("second", &["datum", "other"])];
        let forwards = answer_request(&asked, &[one.clone(), other.clone()], &holds, now()).unwrap();
        let [first, second] = holds;
        let mut backwards = answer_request(&asked, &[other, one], &[second, first], now()).unwrap();
        backwards.items.sort_by(|one, other| (&one.item, &one.purpose).cmp(&(&other.item, &other.purpose)));
        prop_assert_eq!(forwards, backwards);
    }

    #[test]
    fn an_objection_to_marketing_always_stops_it(datum in any_item(), compelling in any::<bool>()) {
        let mut asked = request("gdpr.objection", &["gdpr"]);
        asked.controller_grounds = compelling.then(|| ControllerGrounds::Compelling {
            code: Some("fraud".to_owned()),
            recorded_by: Some("officer".to_owned()),
        });
        let answer = answer_request(&asked, &[datum], &[], now()).unwrap();
        for item in &answer.items {
            if let Some(purpose) = &item.purpose
                && purpose.as_str() == "marketing"
            {
                prop_assert_eq!(&item.effects, &[Effect::StopPurpose { purpose: Some(purpose.clone()) }]);
            }
        }
    }
}

//! What the tables of `core/policies/answers.toml` may ask of an item.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};

use super::item::{
    Accuracy, CaliforniaException, DecisionAllowed, ErasureException, HeldItem, Origin, RestrictionGround,
    Source,
};
use super::{AskedOf, ControllerGrounds, Standing, check};
use crate::privacy::rights::HeldUnder;
use crate::privacy::rights::identity::Identity;

/// Every name that a table may use.
#[cfg(test)]
pub(super) const NAMES: &[&str] = &[
    "accuracy_unknown",
    "accurate",
    "agent_not_authorised",
    "answered_twice",
    "automated",
    "basis_unknown",
    "before_look_back",
    "before_twelve_months",
    "business_purpose",
    "consent",
    "decided_by_machine",
    "decision_by_contract_or_consent",
    "decision_by_law",
    "exception_named_by_policy",
    "exception_of_california",
    "exception_of_california_law",
    "exception_of_statute_alone",
    "excessive",
    "from_the_person",
    "ground",
    "grounds_claims",
    "grounds_compelling",
    "grounds_not_shown",
    "grounds_pending",
    "hold",
    "household",
    "identity_not_proven",
    "inaccurate",
    "incomplete",
    "inferred",
    "kept_for_the_person",
    "legitimate_interests",
    "made_public",
    "manifestly_unfounded",
    "marketing",
    "not_disproved",
    "objectable_basis",
    "obtained_unknown",
    "opinion",
    "others",
    "portable_basis",
    "public",
    "repeated",
    "restriction_ground",
    "role_unknown",
    "secret",
    "sensitive_beyond_service",
    "sensitive_use_unknown",
    "suspected_fraud",
];

/// The facts of one item, for one purpose where the right is exercised purpose by purpose.
pub(super) fn facts(
    asked: &AskedOf<'_>,
    identity: &Identity,
    item: &HeldItem,
    marketing: bool,
    held: bool,
) -> BTreeSet<&'static str> {
    let mut facts = BTreeSet::new();
    facts.extend(identity.reason);
    let mut note = |name: &'static str, holds: bool| {
        if holds {
            facts.insert(name);
        }
    };
    let standing = &asked.request.standing;
    note("role_unknown", asked.request.role.is_none());
    note("manifestly_unfounded", *standing == Standing::ManifestlyUnfounded);
    note("excessive", *standing == Standing::Excessive);
    note("answered_twice", asked.request.answered_in_twelve_months >= 2);
    note("marketing", marketing);
    note("hold", held);
    of_origin(item, &mut note);
    of_bases(item, &mut note);
    of_erasure(item, &mut note);
    of_accuracy(item, asked.received, &mut note);
    of_grounds(asked.request.controller_grounds.as_ref(), &mut note);
    of_decision(item, &mut note);
    of_look_back(asked, item, &mut note);
    facts
}

fn of_origin(item: &HeldItem, note: &mut impl FnMut(&'static str, bool)) {
    let inferred = item.origin == Origin::Inferred;
    note("inferred", inferred);
    // What is computed about a person never counts as public because its inputs are.
    note("public", item.public && !inferred);
    note("made_public", item.made_public);
    let from = matches!(item.source, Source::Subject | Source::Representative | Source::Automatic);
    note("from_the_person", from && !inferred);
    note("secret", check::secret_of(item).is_some());
    note("others", item.others);
    note("household", item.household);
    note("automated", item.automated);
    note("sensitive_beyond_service", item.sensitive && item.used_beyond_service == Some(true));
    note("sensitive_use_unknown", item.sensitive && item.used_beyond_service.is_none());
}

fn of_bases(item: &HeldItem, note: &mut impl FnMut(&'static str, bool)) {
    let on = |basis| item.bases.contains(&basis);
    note("basis_unknown", item.bases.is_empty());
    note("consent", on(HeldUnder::Consent));
    note("legitimate_interests", on(HeldUnder::LegitimateInterests));
    note("portable_basis", on(HeldUnder::Consent) || on(HeldUnder::Contract));
    note("objectable_basis", on(HeldUnder::LegitimateInterests) || on(HeldUnder::PublicTask));
}

fn of_erasure(item: &HeldItem, note: &mut impl FnMut(&'static str, bool)) {
    use {CaliforniaException as California, ErasureException as Exception, RestrictionGround as Ground};
    note("ground", !item.erasure_grounds.is_empty());
    let named =
        |exception: &Exception| matches!(exception, Exception::LegalObligation | Exception::LegalClaims);
    note("exception_named_by_policy", item.erasure_exceptions.iter().any(named));
    note("exception_of_statute_alone", item.erasure_exceptions.iter().any(|exception| !named(exception)));
    let exceptions = &item.california_exceptions;
    note("business_purpose", exceptions.contains(&California::BusinessPurpose));
    note("exception_of_california_law", exceptions.contains(&California::LegalObligation));
    note("exception_of_california", exceptions.iter().any(|one| *one != California::BusinessPurpose));
    note("restriction_ground", !item.restriction_grounds.is_empty());
    let asserted = |ground| item.restriction_grounds.contains(&ground);
    note("kept_for_the_person", asserted(Ground::OpposesErasure) || asserted(Ground::NeededByThePerson));
}

fn of_accuracy(item: &HeldItem, received: NaiveDate, note: &mut impl FnMut(&'static str, bool)) {
    let is = |accuracy| item.accuracy == Some(accuracy);
    note("accuracy_unknown", item.accuracy.is_none());
    note("inaccurate", is(Accuracy::Inaccurate));
    note("not_disproved", is(Accuracy::NotDisproved));
    note("incomplete", is(Accuracy::Incomplete));
    note("opinion", is(Accuracy::Opinion));
    note("accurate", is(Accuracy::Accurate));
    let again = item.correction_denied_on.and_then(|day| day.checked_add_months(Months::new(6)));
    note("repeated", again.is_some_and(|end| received < end));
}

fn of_grounds(grounds: Option<&ControllerGrounds>, note: &mut impl FnMut(&'static str, bool)) {
    let name = match grounds {
        None => "grounds_pending",
        // What is asserted without a recorded code, and by nobody, is not shown.
        Some(ControllerGrounds::Compelling { code: Some(code), recorded_by: Some(by) })
            if !code.is_empty() && !by.is_empty() =>
        {
            "grounds_compelling"
        }
        Some(ControllerGrounds::None {} | ControllerGrounds::Compelling { .. }) => "grounds_not_shown",
        Some(ControllerGrounds::Claims { .. }) => "grounds_claims",
    };
    note(name, true);
}

fn of_decision(item: &HeldItem, note: &mut impl FnMut(&'static str, bool)) {
    let decided = item.decision.filter(|decision| decision.solely && decision.significant);
    note("decided_by_machine", decided.is_some());
    match decided.and_then(|decision| decision.allowed_by) {
        Some(DecisionAllowed::Law) => note("decision_by_law", true),
        Some(DecisionAllowed::Contract | DecisionAllowed::ExplicitConsent) => {
            note("decision_by_contract_or_consent", true);
        }
        None => {}
    }
}

fn of_look_back(asked: &AskedOf<'_>, item: &HeldItem, note: &mut impl FnMut(&'static str, bool)) {
    note("obtained_unknown", item.obtained_on.is_none());
    let Some(obtained) = item.obtained_on else { return };
    note("before_look_back", asked.look_back.is_some_and(|from| obtained < from));
    note("before_twelve_months", asked.twelve_months.is_some_and(|from| obtained < from));
}

//! From facts and request to the attributes that rules ask about.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};

use super::policy::Compiled;
use super::rules::{Attribute, Codes};
use super::transfer::{TransferTool, tool};
use super::{
    Action, DataCategory, Facts, Identifiability, RecipientKind, ReleaseCheck, Request, SubjectRole,
    SubjectState, Term, TermKind, category,
};

/// A yes, a no, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    No,
    Yes,
    Unknown,
}

impl Known {
    fn of(answer: Option<bool>) -> Self {
        match answer {
            Some(true) => Known::Yes,
            Some(false) => Known::No,
            None => Known::Unknown,
        }
    }
}

/// Which bodies of law apply to a person (clause C6): where the person has a home or stays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Regimes {
    pub(super) gdpr: Known,
    pub(super) ccpa: Known,
}

impl Regimes {
    pub(super) fn of(facts: &Facts, day: NaiveDate) -> Self {
        let places = || facts.stay.iter().chain(&facts.residence);
        let known = places().next().is_some();
        let in_area = places().any(|place| place.is_eea(day));
        let californian = facts.residence.and_then(|home| home.is_californian());
        Regimes { gdpr: Known::of(known.then_some(in_area)), ccpa: Known::of(californian) }
    }
}

/// What is the same for all categories of a request.
pub(super) fn encode(
    policy: &Compiled,
    facts: &Facts,
    request: &Request,
    now: DateTime<Utc>,
) -> (Codes, Regimes) {
    let day = now.date_naive();
    let regimes = Regimes::of(facts, day);
    let mut codes = Codes::new();
    let mut set = |attribute, code: u8| codes.set(attribute, code);
    let flag = u8::from;
    let has = |state| facts.states.contains(&state);
    let purpose = &request.purpose;

    set(Attribute::Action, request.action as u8);
    set(Attribute::Role, facts.role.map_or(0, role));
    set(Attribute::Purpose, index_of(TermKind::Purpose, purpose.as_str()));
    set(Attribute::Declared, flag(policy.purpose(purpose).is_some()));
    set(
        Attribute::AutomatedDecision,
        flag(policy.purpose(purpose).is_some_and(|known| known.automated_decision)),
    );
    set(Attribute::Recipient, request.recipient.kind as u8);
    set(Attribute::Gdpr, regimes.gdpr as u8);
    set(Attribute::Ccpa, regimes.ccpa as u8);
    let objected = has(SubjectState::Objected) || facts.objections.iter().any(|to| to.covers(purpose));
    set(Attribute::Objected, flag(objected));
    set(Attribute::Restricted, flag(has(SubjectState::Restricted)));
    set(Attribute::Erased, flag(has(SubjectState::Erased)));
    set(
        Attribute::Minor,
        match () {
            () if has(SubjectState::Minor) => 2,
            () => flag(has(SubjectState::SuspectedMinor)),
        },
    );
    set(Attribute::Visibility, flag(has(SubjectState::NotPublic)));
    set(Attribute::Suppressed, flag(has(SubjectState::Suppressed)));
    set(Attribute::OptedOut, flag(has(SubjectState::OptedOut)));
    set(Attribute::Limited, flag(has(SubjectState::Limited)));
    set(Attribute::Consent, flag(consented(facts, request)));
    set(Attribute::Abuse, flag(facts.abuse));
    set(Attribute::Sells, flag(policy.document.declares.sells || policy.document.declares.shares));
    let seat = policy.document.controller.place;
    set(
        Attribute::Seat,
        match seat.country() {
            "IL" => 2,
            _ => flag(seat.is_eea(day)),
        },
    );
    set(
        Attribute::Reach,
        match facts.followers {
            None => 0,
            Some(followers) => 1 + flag(followers >= policy.document.limits.min_followers),
        },
    );
    set(
        Attribute::Platform,
        match facts.platform {
            None => 0,
            Some(platform) => 1 + flag(policy.document.limits.platforms.contains(&platform)),
        },
    );
    set(
        Attribute::Notice,
        match () {
            () if facts.notified => 1,
            () if facts.notice_exemption.is_some() => 2,
            () => 0,
        },
    );
    encode_value(policy, facts, request, &mut codes);
    encode_recipient(facts, request, day, &mut codes);
    encode_occasion(facts, regimes, day, &mut codes);
    (codes, regimes)
}

fn encode_value(policy: &Compiled, facts: &Facts, request: &Request, codes: &mut Codes) {
    let value = &facts.value;
    codes.set(Attribute::Source, value.source.map_or(0, |source| source as u8));
    codes.set(Attribute::Proof, u8::from(value.public_proof));
    codes.set(Attribute::Datum, value.datum as u8);
    codes.set(Attribute::Identifiability, value.identifiability as u8);
    codes.set(Attribute::Release, value.release as u8);
    let under = value.collected_under.as_deref();
    let known_then = under.is_none_or(|version| policy.had_purpose(version, &request.purpose));
    codes.set(
        Attribute::Version,
        match () {
            () if known_then => 0,
            () if value.compatible.contains(&request.purpose) => 1,
            () => 2,
        },
    );
}

fn encode_recipient(facts: &Facts, request: &Request, day: NaiveDate, codes: &mut Codes) {
    let recipient = &facts.recipient;
    let contract = recipient.contract.as_ref();
    codes.set(Attribute::Contract, contract.map_or(0, |contract| 1 + u8::from(contract.term.holds(day))));
    let instructed =
        contract.is_some_and(|contract| contract.purposes.iter().any(|to| to.covers(&request.purpose)));
    codes.set(Attribute::Instructed, u8::from(instructed));
    codes.set(Attribute::OwnPurposes, u8::from(contract.is_some_and(|contract| contract.own_purposes)));
    codes.set(
        Attribute::Ownership,
        match recipient.owned {
            None => 0,
            Some(span) if span.holds(day) => 2,
            Some(span) if span.from.is_some_and(|from| day < from) => 1,
            Some(_) => 3,
        },
    );
}

fn encode_occasion(facts: &Facts, regimes: Regimes, day: NaiveDate, codes: &mut Codes) {
    let occasion = &facts.occasion;
    codes.set(Attribute::Deal, occasion.deal.map_or(0, |deal| deal as u8));
    codes.set(Attribute::Minimised, u8::from(occasion.minimised));
    codes.set(Attribute::Confidential, u8::from(occasion.confidential));
    let written = |text: &str| !text.trim().is_empty();
    let necessity = occasion.necessity.as_ref();
    let recorded = necessity.is_some_and(|why| written(&why.case) && written(&why.reason));
    codes.set(Attribute::Necessity, u8::from(recorded));
    codes.set(
        Attribute::Order,
        match &occasion.order {
            None => 0,
            Some(order) if !order.compulsory => 1,
            Some(order) if order.origin.is_eea(day) => 2,
            Some(_) => 3,
        },
    );
    codes.set(
        Attribute::Channel,
        match occasion.callback.as_deref() {
            None => 0,
            Some(address) if address.starts_with("https://") => 1,
            Some(_) => 2,
        },
    );
    if regimes.gdpr != Known::Yes {
        codes.set(Attribute::Transfer, TransferTool::NotNeeded as u8);
    }
}

/// What depends on the category.
pub(super) fn encode_category(
    policy: &Compiled,
    facts: &Facts,
    request: &Request,
    category: &DataCategory,
    (mut codes, regimes): (Codes, Regimes),
    day: NaiveDate,
) -> Codes {
    let term = TermKind::Category.term(category.as_str()).ok();
    let is = |mark: fn(&Term) -> bool| u8::from(term.is_some_and(mark));
    codes.set(Attribute::Category, index_of(TermKind::Category, category.as_str()));
    codes.set(Attribute::Special, is(|term| term.special));
    codes.set(Attribute::Sensitive, is(|term| term.sensitive));
    codes.set(Attribute::Inferred, is(|term| term.inferred));
    codes.set(Attribute::Secret, is(|term| term.secret));
    codes.set(Attribute::Workspace, u8::from(from_workspace(policy, facts, category)));
    codes.set(Attribute::Listed, u8::from(policy.category(category).is_some()));
    let leaves = matches!(request.action, Action::Disclose | Action::Store);
    if regimes.gdpr == Known::Yes && leaves {
        let carve_out = policy.document.transfers.carve_out;
        codes.set(Attribute::Transfer, tool(facts, request, category, carve_out, day) as u8);
    }
    codes
}

/// The tag of Google Workspace sticks to all that is derived. It drops from a released aggregate only, and only where
/// the policy says so (clause C44).
fn from_workspace(policy: &Compiled, facts: &Facts, category: &DataCategory) -> bool {
    let value = &facts.value;
    let dropped = policy.document.limits.workspace_tag_drops
        && value.identifiability == Identifiability::Aggregate
        && value.release == ReleaseCheck::Passed;
    (value.google_workspace || category::WORKSPACE.covers(category)) && !dropped
}

fn role(role: SubjectRole) -> u8 {
    1 + role as u8
}

/// Consent is to the purpose that it names and to nothing below it, and to the recipient that it names; where it names
/// none, it is to the controller and to who works for it, and opens nothing to anybody else (clause C27).
fn consented(facts: &Facts, request: &Request) -> bool {
    let own = matches!(
        request.recipient.kind,
        RecipientKind::Controller | RecipientKind::Processor | RecipientKind::Subject
    );
    facts.consents.iter().any(|consent| {
        let to_recipient = consent.recipient.as_ref().map_or(own, |to| *to == request.recipient.id);
        consent.purpose == request.purpose && to_recipient
    })
}

/// The code of a word of the vocabulary; a word that is not in it has a code that no rule names.
fn index_of(kind: TermKind, key: &str) -> u8 {
    let keys = if kind == TermKind::Category { &CATEGORIES } else { &PURPOSES };
    keys.binary_search(&key).ok().and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

static CATEGORIES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| TermKind::Category.terms().map(|(key, _)| key).collect());
static PURPOSES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| TermKind::Purpose.terms().map(|(key, _)| key).collect());

//! What is questionable about a policy document.

use chrono::NaiveDate;
use serde::Serialize;

use super::read::covers;
use super::{Change, Compiled, Document};
use crate::privacy::clocks;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Wrong: it must not be published like this.
    Error,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lint {
    /// How bad it is.
    pub severity: Severity,
    /// Its name, which stays the same.
    pub code: &'static str,
    /// Where in the document.
    pub key: String,
    /// What is wrong.
    pub message: String,
}

type Found<'a> = &'a mut Vec<Lint>;

fn warning(found: Found<'_>, code: &'static str, key: impl Into<String>, message: impl Into<String>) {
    found.push(Lint { severity: Severity::Warning, code, key: key.into(), message: message.into() });
}

fn error(found: Found<'_>, code: &'static str, key: impl Into<String>, message: impl Into<String>) {
    found.push(Lint { severity: Severity::Error, code, key: key.into(), message: message.into() });
}

/// All findings, sorted.
pub(super) fn lint(policy: &Compiled, today: NaiveDate) -> Vec<Lint> {
    let document = &policy.document;
    let mut found = Vec::new();
    bases(document, &mut found);
    retention(document, &mut found);
    rights(document, &mut found);
    transfers(document, &mut found);
    timers(document, &mut found);
    versions(document, today, &mut found);
    notices(document, &mut found);
    for open in &document.open {
        warning(&mut found, "OPEN_QUESTION", &open.key, &open.question);
    }
    found.sort();
    found
}

/// A purpose needs a basis; the basis text names its own category (Z2); acceptance activates no consent (Z6).
fn bases(document: &Document, found: Found<'_>) {
    for purpose in &document.purpose {
        let key = purpose.key.get_ref();
        let of_category = |category: &super::Category| {
            category.basis.is_some() && category.purposes.iter().any(|named| named.get_ref() == key)
        };
        if purpose.basis.is_none() && !document.category.iter().any(of_category) {
            let message = "the purpose has no legal basis, neither its own nor that of a category it is for";
            error(found, "PURPOSE_WITHOUT_BASIS", format!("purpose.{key}"), message);
        }
        if purpose.automated_decision {
            let message = "persons are scored or ranked: GDPR Art. 22 if that is decisive, and the Californian rules on automated decisions from 1 January 2027";
            warning(found, "AUTOMATED_DECISION", format!("purpose.{key}"), message);
        }
    }
    for text in &document.basis_text {
        let (about, names) = (text.about.get_ref(), text.names.get_ref());
        if !covers(names, about) && !covers(about, names) {
            let message = format!("the section is about {about}, but its basis text names {names}");
            warning(found, "BASIS_OF_ANOTHER_CATEGORY", format!("basis_text.{}", text.section), message);
        }
    }
    for purpose in &document.acceptance.activates {
        let message = "conduct is not consent (GDPR Art. 4(11) and 7)";
        error(found, "CONSENT_BY_ACCEPTANCE", format!("acceptance.activates.{purpose}"), message);
    }
}

fn retention(document: &Document, found: Found<'_>) {
    for category in &document.category {
        if category.ttl_days.is_none() && !category.agreement_bound {
            let message = "nothing says how long the category is kept: declare ttl_days, or agreement_bound";
            error(found, "CATEGORY_WITHOUT_TTL", format!("category.{}", category.key.get_ref()), message);
        }
    }
}

/// Portability rests on consent or contract (GDPR Art. 20, Z1), objection on legitimate interests or a public task.
fn rights(document: &Document, found: Found<'_>) {
    for right in &document.right {
        let fitting: &[&str] = match right.key.get_ref().as_str() {
            "gdpr.portability" => &["consent", "contract"],
            "gdpr.objection" => &["legitimate_interests", "public_task"],
            "gdpr.withdrawal" => &["consent", "explicit_consent"],
            _ => continue,
        };
        for named in &right.categories {
            let basis = document
                .category
                .iter()
                .filter(|category| covers(category.key.get_ref(), named.get_ref()))
                .find_map(|category| category.basis.as_ref());
            if let Some(basis) = basis.filter(|basis| !fitting.contains(&basis.get_ref().as_str())) {
                let (right, named, basis) = (right.key.get_ref(), named.get_ref(), basis.get_ref());
                let message =
                    format!("promised for {named}, whose basis is {basis}: the law does not ask for it");
                warning(found, "RIGHT_ON_WRONG_BASIS", format!("right.{right}"), message);
            }
        }
    }
}

fn transfers(document: &Document, found: Found<'_>) {
    if document.transfers.tools.is_empty() {
        error(found, "TRANSFER_WITHOUT_TOOL", "transfers.tools", "the policy names no tool for transfers");
    }
    if document.transfers.carve_out == crate::privacy::CarveOut::Promise {
        let message = "that data are public is no tool for transfers (GDPR Chapter V)";
        warning(found, "TRANSFER_WITHOUT_TOOL", "transfers.carve_out", message);
    }
}

fn timers(document: &Document, found: Found<'_>) {
    for timer in &document.timer {
        let (clock, reading) = (timer.clock.get_ref(), timer.reading.get_ref());
        let key = format!("timer.{clock}");
        if timer.regime.is_none() {
            error(found, "TIMER_WITHOUT_REGIME", &key, "nothing says under which law the clock runs");
        }
        match clocks::reading(clock, reading) {
            None => {
                error(found, "UNKNOWN_READING", &key, format!("no clock {clock} has a reading {reading}"))
            }
            Some(true) => {
                error(found, "LATER_THAN_STATUTE", &key, "the reading ends later than the law allows")
            }
            Some(false) => {}
        }
    }
}

/// A policy is reviewed every twelve months (Cal. Civ. Code 1798.130(a)(5)).
fn versions(document: &Document, today: NaiveDate, found: Found<'_>) {
    let head = &document.policy;
    let reviewed = head.reviewed.or(head.effective);
    match reviewed.and_then(|day| day.checked_add_months(chrono::Months::new(12))) {
        None => warning(found, "REVIEW_OVERDUE", "policy.reviewed", "nothing says when it was reviewed"),
        Some(due) if today > due => {
            warning(found, "REVIEW_OVERDUE", "policy.reviewed", format!("a review was due by {due}"));
        }
        Some(_) => {}
    }
    if head.change != Change::First && head.change != Change::Editorial {
        let message = "tell persons before the change; what was collected before keeps its purposes";
        warning(found, "CHANGE_NEEDS_NOTICE", "policy.change", message);
    }
}

fn notices(document: &Document, found: Found<'_>) {
    let controller = &document.controller;
    if controller.contact.as_ref().is_none_or(|contact| contact.trim().is_empty()) {
        let message = "every notice and answer names a contact (GDPR Art. 13(1)(a), 14(1)(a))";
        error(found, "CONTROLLER_WITHOUT_CONTACT", "controller.contact", message);
    }
    let in_area = document.policy.effective.is_some_and(|day| controller.place.is_eea(day));
    if controller.representative.is_none() && !in_area {
        let message = "a controller outside the European Economic Area names a representative (GDPR Art. 27)";
        warning(found, "NO_REPRESENTATIVE", "controller.representative", message);
    }
}

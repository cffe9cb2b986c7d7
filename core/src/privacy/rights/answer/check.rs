//! Whether the facts of a request can be true together. What cannot is an error that names the item.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::item::{ErasureGround, HeldItem, Hold, Origin, Secret, Source};
use super::{Error, HoldIgnored, RequestQuestion, Standing};
use crate::privacy::rights::HeldUnder;
use crate::privacy::{DataCategory, Term, TermKind};

pub(super) fn request(request: &RequestQuestion, now: DateTime<Utc>) -> Result<(), Error> {
    if now < request.received {
        return Err(Error::AnswerBeforeRequest);
    }
    let recorded = request.standing_recorded_by.as_deref().is_some_and(|by| !by.is_empty());
    if request.standing != Standing::Ordinary && !recorded {
        // The burden of showing that a request need not be answered is the controller's (GDPR Art. 12(5)).
        return Err(Error::UnsupportedRefusal);
    }
    Ok(())
}

pub(super) fn items(items: &[HeldItem]) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for item in items {
        if !seen.insert(item.id.as_str()) {
            return Err(Error::DuplicateItem { item: item.id.clone() });
        }
        let unknown =
            |what, key: &str| Error::UnknownWord { item: item.id.clone(), what, key: key.to_owned() };
        let category = item.category.as_str();
        let term = word(TermKind::Category, category).ok_or_else(|| unknown("data category", category))?;
        if term.inferred && item.origin != Origin::Inferred {
            let what = "its category is one of inferences, and it is none";
            return Err(Error::ContradictoryFacts { item: item.id.clone(), what });
        }
        for purpose in &item.purposes {
            word(TermKind::Purpose, purpose.as_str()).ok_or_else(|| unknown("purpose", purpose.as_str()))?;
        }
        if let Some(what) = contradiction(item) {
            return Err(Error::ContradictoryFacts { item: item.id.clone(), what });
        }
    }
    Ok(())
}

/// What the vocabulary says of a key: of itself, or of what it stands below.
pub(super) fn word(kind: TermKind, key: &str) -> Option<&'static Term> {
    match kind.term(key) {
        Ok(term) => Some(term),
        Err(_) => key.rsplit_once('.').and_then(|(above, _)| word(kind, above)),
    }
}

/// What must not be shown of an item: as it says, or as its category does.
pub(super) fn secret_of(item: &HeldItem) -> Option<Secret> {
    item.secret.or_else(|| secret_category(&item.category))
}

/// What must not be shown of any item of a category.
pub(in crate::privacy::rights) fn secret_category(category: &DataCategory) -> Option<Secret> {
    word(TermKind::Category, category.as_str()).filter(|term| term.secret).map(|_| Secret::Password)
}

fn contradiction(item: &HeldItem) -> Option<&'static str> {
    let withdrawn = item.erasure_grounds.contains(&ErasureGround::ConsentWithdrawn);
    let from_the_person = matches!(item.source, Source::Subject | Source::Representative);
    let faults = [
        (
            item.origin == Origin::Provided && !from_the_person,
            "it was provided by the person, and came from somebody else",
        ),
        (item.origin == Origin::Inferred && from_the_person, "it was inferred, and came from the person"),
        (
            withdrawn && !item.bases.contains(&HeldUnder::Consent),
            "consent to it was withdrawn, and it does not rest on consent",
        ),
        (withdrawn && item.bases.len() > 1, "consent to it was withdrawn, and it rests on another basis too"),
        (item.secret.is_some() && item.public, "it is secret, and public"),
        (item.made_public && item.secret.is_some(), "it is secret, and the controller made it public"),
    ];
    faults.into_iter().find(|(wrong, _)| *wrong).map(|(_, what)| what)
}

/// The holds that count, and those that do not.
pub(super) fn holds<'a>(
    request: &RequestQuestion,
    items: &[HeldItem],
    holds: &'a [Hold],
    now: DateTime<Utc>,
) -> Result<(Vec<&'a Hold>, Vec<HoldIgnored>), Error> {
    let known: BTreeSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let mut ids = BTreeSet::new();
    let (mut live, mut ignored) = (Vec::new(), Vec::new());
    for hold in holds {
        if !ids.insert(hold.id.as_str()) {
            return Err(Error::DuplicateHold { hold: hold.id.clone() });
        }
        if let Some(item) = hold.items.iter().find(|item| !known.contains(item.as_str())) {
            return Err(Error::UnknownItem { hold: hold.id.clone(), item: item.clone() });
        }
        if hold.until.is_some_and(|until| until < hold.from) || hold.recorded_at > now {
            return Err(Error::MisplacedHold { hold: hold.id.clone() });
        }
        match not_counted(request, hold, now) {
            None => live.push(hold),
            Some(reason) => ignored.push(HoldIgnored { hold: hold.id.clone(), reason }),
        }
    }
    ignored.sort_by(|one, other| one.hold.cmp(&other.hold));
    Ok((live, ignored))
}

/// Why a hold does not count.
fn not_counted(request: &RequestQuestion, hold: &Hold, now: DateTime<Utc>) -> Option<&'static str> {
    let today = now.date_naive();
    if hold.recorded_by.is_empty() {
        Some("recorded_by_nobody")
    } else if hold.recorded_at > request.received && hold.case.as_deref().is_none_or(str::is_empty) {
        // A hold that came after the request counts only for a claim that is real.
        Some("after_the_request_without_a_case")
    } else if hold.until.is_some_and(|until| until < today) {
        Some("ended")
    } else if hold.from > today {
        Some("not_begun")
    } else {
        None
    }
}

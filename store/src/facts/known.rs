//! What a fold says at a time.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use renown::privacy::{ActiveConsent, Facts, Purpose, SubjectState};
use serde::Serialize;

use super::fold::Fold;

/// Consent to one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// To what.
    pub purpose: String,
    /// SHA-256 of the text that the person saw, hexadecimal.
    pub text: String,
}

/// A request under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenRequest {
    /// The request's own id.
    pub id: String,
    /// How far it is.
    pub state: String,
}

/// A reason to keep data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// The hold's own id.
    pub id: String,
    /// Why.
    pub ground: String,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
}

/// What is known about a person at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// What [`renown::privacy::Policy::decide`] takes.
    pub facts: Facts,
    /// Consents in force.
    pub consents: Vec<Consent>,
    /// Purposes objected to.
    pub objections: BTreeSet<String>,
    /// What the person opted out of.
    pub opt_outs: BTreeSet<String>,
    /// Holds in force.
    pub holds: Vec<Hold>,
    /// Agreements in force.
    pub agreements: BTreeSet<String>,
    /// Notices that were shown.
    pub notices: BTreeSet<String>,
    /// Versions of the policy that were accepted.
    pub accepted: BTreeSet<String>,
    /// Requests under way.
    pub requests: Vec<OpenRequest>,
}

impl Known {
    /// What the words say at a time: a hold may have ended by itself since it was recorded.
    pub(super) fn of(fold: &Fold, erased: bool, at: DateTime<Utc>) -> Self {
        let role = fold.of("role").find_map(|(_, word)| {
            serde_json::from_value(serde_json::Value::from(word.detail.first()?.as_str())).ok()
        });
        let mut facts = Facts { role, ..Facts::default() };
        let opted_out = |scopes: &[&str]| {
            fold.of("opt_out").any(|(name, word)| word.on && scopes.contains(&name.as_str()))
        };
        let states = [
            (SubjectState::Restricted, fold.is_on("restriction")),
            (SubjectState::Erased, erased),
            (SubjectState::Minor, fold.is_on("minor")),
            (SubjectState::NotPublic, fold.is_on("not_public")),
            (SubjectState::OptedOut, opted_out(&["sale", "sharing"])),
            (SubjectState::Limited, opted_out(&["sensitive"])),
        ];
        facts.states.extend(states.iter().filter(|(_, on)| *on).map(|(state, _)| *state));
        // What was recorded as a purpose is one; an objection is to its purpose alone.
        let purposes = |kind: &'static str| {
            let on = fold.of(kind).filter(|(_, word)| word.on);
            on.filter_map(|(name, _)| Purpose::new(name.as_str()).ok())
        };
        facts.objections.extend(purposes("objection"));
        facts.consents.extend(purposes("consent").map(|purpose| ActiveConsent { purpose, recipient: None }));
        let names = |kind: &str| -> BTreeSet<String> {
            fold.of(kind).filter(|(_, word)| word.on).map(|(name, _)| name.clone()).collect()
        };
        let said = |kind: &'static str| {
            let on = fold.of(kind).filter(|(_, word)| word.on);
            on.map(|(name, word)| (name.clone(), word.detail.first().cloned().unwrap_or_default(), word))
        };
        let consents = said("consent").map(|(purpose, text, _)| Consent { purpose, text }).collect();
        let requests = said("request").map(|(id, state, _)| OpenRequest { id, state }).collect();
        let holds = said("hold").map(|(id, ground, word)| {
            let until = word.detail.get(1).and_then(|until| until.parse().ok());
            Hold { id, ground, until }
        });
        Known {
            facts,
            consents,
            objections: names("objection"),
            opt_outs: names("opt_out"),
            holds: holds.filter(|hold| hold.until.is_none_or(|until| at < until)).collect(),
            agreements: names("agreement"),
            notices: names("notice"),
            accepted: names("accepted"),
            requests,
        }
    }
}

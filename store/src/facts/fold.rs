//! The latest word on each topic.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::{Event, EventKind};

/// The latest word on one topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Word {
    /// When it happened, in milliseconds since 1970.
    pub(super) at: i64,
    /// Its place in the log.
    pub(super) position: i64,
    /// Whether the topic is on.
    pub(super) on: bool,
    /// What else was said.
    pub(super) detail: Vec<String>,
}

/// The latest words on all topics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fold {
    /// By kind of topic and name.
    pub(super) words: BTreeMap<String, BTreeMap<String, Word>>,
    /// When the latest of all events happened: before it, this says nothing.
    pub(super) latest: i64,
    /// How many events there were.
    pub(super) events: u64,
}

impl Fold {
    pub(super) fn add(&mut self, event: &Event, position: i64) {
        let at = event.at.timestamp_millis();
        self.latest = if self.events == 0 { at } else { self.latest.max(at) };
        self.events += 1;
        let Some((kind, name, on, detail)) = topic(&event.what) else { return };
        let word = Word { at, position, on, detail };
        let named = self.words.entry(kind.to_owned()).or_default();
        match named.get_mut(&name) {
            Some(known) if *known >= word => {}
            Some(known) => *known = word,
            None => {
                named.insert(name, word);
            }
        }
    }

    pub(super) fn of(&self, kind: &str) -> impl Iterator<Item = (&String, &Word)> {
        self.words.get(kind).into_iter().flatten()
    }

    pub(super) fn is_on(&self, kind: &str) -> bool {
        self.of(kind).any(|(_, word)| word.on)
    }
}

type Topic = (&'static str, String, bool, Vec<String>);

/// On which topic an event is a word; none where it changes nothing that a decision needs.
fn topic(what: &EventKind) -> Option<Topic> {
    let plain = |kind, name: &str, on| Some((kind, name.to_owned(), on, Vec::new()));
    let said = |kind, name: &str, on, detail: &[&str]| {
        Some((kind, name.to_owned(), on, detail.iter().map(|&word| word.to_owned()).collect()))
    };
    match what {
        EventKind::RoleSet { role } => {
            // The word of a role is the one that it has in JSON.
            let role = serde_json::to_value(role).ok()?;
            said("role", "", true, &[role.as_str()?])
        }
        EventKind::ConsentGiven { purpose, text } => said("consent", purpose.as_str(), true, &[text]),
        EventKind::ConsentWithdrawn { purpose } => plain("consent", purpose.as_str(), false),
        EventKind::NoticeShown { notice } => plain("notice", notice, true),
        EventKind::PolicyAccepted { version } => plain("accepted", version, true),
        EventKind::ObjectionMade { purpose } => plain("objection", purpose.as_str(), true),
        EventKind::ObjectionEnded { purpose } => plain("objection", purpose.as_str(), false),
        EventKind::RestrictionOn { ground } => said("restriction", "", true, &[ground]),
        EventKind::RestrictionOff => plain("restriction", "", false),
        EventKind::OptedOut { scope } => plain("opt_out", scope, true),
        EventKind::OptedIn { scope } => plain("opt_out", scope, false),
        EventKind::HoldOn { hold, ground, until } => {
            let until = until.map(|until| until.to_rfc3339());
            let detail: Vec<&str> = std::iter::once(ground.as_str()).chain(until.as_deref()).collect();
            said("hold", hold, true, &detail)
        }
        EventKind::HoldOff { hold } => plain("hold", hold, false),
        EventKind::RequestReceived { request, .. } => said("request", request, true, &["received"]),
        EventKind::RequestMoved { request, state } => said("request", request, true, &[state]),
        EventKind::RequestCompleted { request, outcome } => said("request", request, false, &[outcome]),
        EventKind::AgreementStarted { agreement } => plain("agreement", agreement, true),
        EventKind::AgreementEnded { agreement } => plain("agreement", agreement, false),
        EventKind::VisibilitySet { public } => plain("not_public", "", !public),
        EventKind::MinoritySet { minor } => plain("minor", "", *minor),
        EventKind::ErasurePlanned { erasure } => plain("erasure", erasure, true),
        EventKind::ErasureDone { erasure } => plain("erasure", erasure, false),
        EventKind::DisclosureMade { .. }
        | EventKind::RegistrationChanged { .. }
        | EventKind::UsageMetered { .. } => None,
    }
}

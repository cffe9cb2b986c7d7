//! What happens to a request.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::rules::reason;
use super::{Error, Tier};
use crate::privacy::rights::identity::AgentPermission;

/// What kind of event, in the order in which events of one instant are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The organisation received it, through whatever channel.
    Received,
    /// The person was told that it was received.
    Acknowledged,
    /// An agent showed permission to act.
    AgentAuthorised,
    /// Evidence of identity was asked for.
    IdentityAsked,
    /// It came.
    EvidenceArrived,
    /// It shows the person.
    Verified,
    /// It does not, or never came.
    VerificationFailed,
    /// The person was told of an extension and its reasons.
    Extended,
    /// A right was answered.
    Answered,
    /// The person took the request back.
    Withdrawn,
    /// The request is over.
    Closed,
}

impl EventKind {
    /// All of them, in order.
    pub const ALL: &'static [EventKind] = &[
        EventKind::Received,
        EventKind::Acknowledged,
        EventKind::AgentAuthorised,
        EventKind::IdentityAsked,
        EventKind::EvidenceArrived,
        EventKind::Verified,
        EventKind::VerificationFailed,
        EventKind::Extended,
        EventKind::Answered,
        EventKind::Withdrawn,
        EventKind::Closed,
    ];

    /// The name that the tables use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EventKind::Received => "received",
            EventKind::Acknowledged => "acknowledged",
            EventKind::AgentAuthorised => "agent_authorised",
            EventKind::IdentityAsked => "identity_asked",
            EventKind::EvidenceArrived => "evidence_arrived",
            EventKind::Verified => "verified",
            EventKind::VerificationFailed => "verification_failed",
            EventKind::Extended => "extended",
            EventKind::Answered => "answered",
            EventKind::Withdrawn => "withdrawn",
            EventKind::Closed => "closed",
        }
    }
}

/// Through which channel a request came. Every one counts (GDPR Art. 12; recital 59).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By e-mail, to whatever inbox.
    Email,
    /// By the form.
    Form,
    /// By post.
    Post,
    /// By telephone.
    Telephone,
    /// By a signal of the browser.
    Signal,
    /// By a message of a protocol.
    Protocol,
    /// In another way.
    Other,
}

/// How a right was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    /// Wholly.
    Complete,
    /// In part, with reasons for the rest.
    Partial,
    /// Not at all, with reasons.
    Refused,
}

/// Something that happened to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its own id: the same event may be handed in twice.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: EventKind,
    /// Of `received`: through which channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Of `identity_asked`: whether a reasonable doubt is recorded, without which no clock stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<bool>,
    /// Of `verified`: how surely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// Of `agent_authorised`: what the agent showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<AgentPermission>,
    /// Of `answered`: which right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
    /// Of `answered`: how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AnswerOutcome>,
    /// Of `answered` and `extended`: why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

impl Event {
    /// An event with nothing beside its kind.
    #[must_use]
    pub fn new(id: impl Into<String>, at: DateTime<Utc>, kind: EventKind) -> Self {
        Event {
            id: id.into(),
            at,
            kind,
            channel: None,
            doubt: None,
            tier: None,
            permission: None,
            right: None,
            outcome: None,
            reasons: Vec::new(),
        }
    }

    fn malformed(&self, what: &'static str) -> Error {
        Error::MalformedEvent { event: self.id.clone(), kind: self.kind.name(), what }
    }

    /// Whether its fields are those of its kind.
    fn check(&self) -> Result<(), Error> {
        use EventKind as Kind;
        let strays = [
            (self.channel.is_some() && self.kind != Kind::Received, "only receipt has a channel"),
            (
                self.doubt.is_some() && self.kind != Kind::IdentityAsked,
                "only asking for identity has a doubt",
            ),
            (self.tier.is_some() && self.kind != Kind::Verified, "only verification has a tier"),
            (
                self.permission.is_some() && self.kind != Kind::AgentAuthorised,
                "only an agent has a permission",
            ),
            (self.right.is_some() && self.kind != Kind::Answered, "only an answer has a right"),
            (self.outcome.is_some() && self.kind != Kind::Answered, "only an answer has an outcome"),
            (
                !self.reasons.is_empty() && !matches!(self.kind, Kind::Answered | Kind::Extended),
                "only answers and extensions have reasons",
            ),
            (self.kind == Kind::Verified && self.tier.is_none(), "verification needs a tier"),
            (
                self.kind == Kind::Verified && self.tier == Some(Tier::None),
                "verification to no degree is none",
            ),
            (self.kind == Kind::AgentAuthorised && self.permission.is_none(), "an agent needs a permission"),
            (self.permission == Some(AgentPermission::None), "an agent without permission is not authorised"),
            (self.kind == Kind::Answered && self.right.is_none(), "an answer needs a right"),
            (self.kind == Kind::Answered && self.outcome.is_none(), "an answer needs an outcome"),
            (
                self.outcome == Some(AnswerOutcome::Complete) && !self.reasons.is_empty(),
                "a complete answer has no reasons",
            ),
        ];
        if let Some((_, what)) = strays.into_iter().find(|(wrong, _)| *wrong) {
            return Err(self.malformed(what));
        }
        let needs_reasons = self.kind == Kind::Extended
            || matches!(self.outcome, Some(AnswerOutcome::Partial | AnswerOutcome::Refused));
        if needs_reasons && self.reasons.is_empty() {
            return Err(Error::MissingReasons { event: self.id.clone() });
        }
        if self.kind == Kind::Answered {
            self.reasons.iter().try_for_each(|key| reason(key).map(|_| ()))?;
        }
        Ok(())
    }
}

/// The events in the order of time, each once.
pub(super) fn in_order(events: &[Event], now: DateTime<Utc>) -> Result<Vec<&Event>, Error> {
    let mut sorted: Vec<&Event> = events.iter().collect();
    for event in &sorted {
        event.check()?;
        if event.at > now {
            return Err(Error::EventInFuture { event: event.id.clone() });
        }
    }
    sorted.sort_by(|one, other| one.id.cmp(&other.id));
    for pair in sorted.windows(2) {
        if let [one, other] = pair
            && one.id == other.id
            && one != other
        {
            return Err(Error::ConflictingEvent { event: one.id.clone() });
        }
    }
    sorted.dedup();
    sorted.sort_by(|one, other| (one.at, one.kind, &one.id).cmp(&(other.at, other.kind, &other.id)));
    Ok(sorted)
}

//! The life of a request: what happened to it, folded into where it stands.
//!
//! One idea to keep in mind: a request is its events, nothing else. The same events give the same state in whatever
//! order they are handed in and however often; an event that cannot follow is refused, so that a log that is wrong is
//! noticed.

mod event;
mod fold;
mod log;
mod message;
mod standing;

#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::identity::Tier;
use super::right::RightKey;
use super::{Error, rules};
use crate::privacy::clocks::{Calendar, Choice, Clock, Suspension, office_zone};

pub use event::{AnswerOutcome, Channel, Event, EventKind};
pub use log::{LogEntry, Metrics, MetricsQuestion, Settled, metrics};
pub use message::{Message, OpenDsrStatus, StatusMessage, read_message};

/// What was asked for, and how the office counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestMade {
    /// The rights that are asked for, such as `gdpr.erasure`.
    pub rights: Vec<String>,
    /// Whether the data is sensitive, or its loss or change would harm.
    #[serde(default)]
    pub sensitive: bool,
    /// The office's IANA zone, in which an instant becomes a day.
    #[serde(default)]
    pub zone: Option<String>,
    /// Whose holidays count: the name of a shipped calendar.
    #[serde(default)]
    pub calendar: Option<String>,
    /// `usual`, `conservative`, or the name of a reading of the clocks.
    #[serde(default)]
    pub reading: Option<String>,
    /// Whether a clock that may stand still while identity is awaited does: guidance differs, so it is declared.
    #[serde(default)]
    pub suspend: bool,
}

impl RequestMade {
    fn keys(&self) -> Result<Vec<RightKey>, Error> {
        let mut keys = self.rights.iter().map(|right| RightKey::new(right)).collect::<Result<Vec<_>, _>>()?;
        keys.sort_unstable();
        keys.dedup();
        if keys.is_empty() { Err(Error::NoRight) } else { Ok(keys) }
    }

    fn office(&self) -> Result<Office, Error> {
        let zone = office_zone(self.zone.as_deref())?;
        let calendar = self.calendar.as_deref().map(Calendar::shipped).transpose()?;
        let reading = Choice::named(self.reading.as_deref());
        Ok(Office { zone, calendar, reading, suspend: self.suspend })
    }
}

/// How the office counts.
struct Office {
    zone: Tz,
    calendar: Option<Calendar>,
    reading: Choice,
    suspend: bool,
}

impl Office {
    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }
}

/// How far the proof of identity is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdentityPhase {
    /// Nobody asked for it.
    #[default]
    Unasked,
    /// Evidence was asked for and is awaited.
    Awaited,
    /// Evidence came and is looked at.
    EvidenceHeld,
    /// The person is known.
    Verified,
    /// The proof failed.
    Failed,
}

impl IdentityPhase {
    fn name(self) -> &'static str {
        match self {
            IdentityPhase::Unasked => "where identity was not asked for",
            IdentityPhase::Awaited => "waiting for evidence of identity",
            IdentityPhase::EvidenceHeld => "looking at evidence of identity",
            IdentityPhase::Verified => "verified",
            IdentityPhase::Failed => "not verified",
        }
    }
}

/// Where the request as a whole stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequestStatus {
    /// Something is still to be answered.
    Open,
    /// Every right is answered, wholly, in part or by refusal.
    Answered,
    /// The person took it back.
    Withdrawn,
    /// It is over.
    Closed,
}

/// The answer to one right so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The right.
    pub right: RightKey,
    /// How it was answered; `None` while it is not.
    pub outcome: Option<AnswerOutcome>,
    /// The day of the answer that counts, in the office's zone.
    pub answered_on: Option<NaiveDate>,
    /// Why not, or not wholly.
    pub reasons: Vec<String>,
    /// The reasons in words, for the person.
    pub explanation: Vec<&'static str>,
    /// What the person was to be told beside the reasons.
    pub remedies: &'static [String],
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockStatus {
    /// It was met in time.
    Met,
    /// It was met after its end.
    MetLate,
    /// It runs.
    Running,
    /// It ended, and nothing was done.
    Overdue,
    /// The request was taken back.
    Stopped,
    /// It bounds something else than an answer.
    Bound,
}

/// One clock of one right, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockState {
    /// The right.
    pub right: RightKey,
    /// How it stands.
    pub status: ClockStatus,
    /// The day of the deed that meets it.
    pub met_on: Option<NaiveDate>,
    /// The first day on which it was overdue, where it was or is.
    pub overdue_since: Option<NaiveDate>,
    /// The clock.
    #[serde(flatten)]
    pub clock: Clock,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestState {
    /// As a whole.
    pub status: RequestStatus,
    /// How far the proof of identity is.
    pub identity: IdentityPhase,
    /// How surely the person is known.
    pub tier: Tier,
    /// The day of receipt in the office's zone: by the organisation, not by whoever sorts the mail.
    pub received_on: NaiveDate,
    /// The day of the acknowledgement.
    pub acknowledged_on: Option<NaiveDate>,
    /// Each right and its answer, by the name of the right.
    pub answers: Vec<Answer>,
    /// Every clock of every right.
    pub clocks: Vec<ClockState>,
    /// The next day by which something must be done.
    pub next_due: Option<NaiveDate>,
    /// When the clock stood still, where it may: identity was in doubt, and evidence awaited.
    pub suspensions: Vec<Suspension>,
    /// What went wrong, such as `extension_too_late`, `overdue`.
    pub breaches: Vec<&'static str>,
    /// The state as other protocols write it.
    pub messages: StatusMessage,
    /// What must be kept for 24 months, and for nothing else (11 CCR 7101).
    pub log: LogEntry,
}

/// Where a request stands at a time.
///
/// # Errors
/// What [`Error`] lists of requests and events.
///
/// ```
/// use renown::privacy::rights::{Event, EventKind, RequestMade, RequestStatus, follow};
/// let made: RequestMade = serde_json::from_str(r#"{"rights": ["gdpr.access"], "calendar": "IE"}"#).unwrap();
/// let received: Event =
///     serde_json::from_str(r#"{"id": "e1", "at": "2026-01-31T10:00:00Z", "kind": "received"}"#).unwrap();
/// let now = "2026-02-10T10:00:00Z".parse().unwrap();
/// let state = follow(&made, &[received], now)?;
/// assert_eq!(state.status, RequestStatus::Open);
/// assert_eq!(state.next_due.unwrap().to_string(), "2026-03-02");
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn follow(made: &RequestMade, events: &[Event], now: DateTime<Utc>) -> Result<RequestState, Error> {
    let (keys, office) = (made.keys()?, made.office()?);
    let events = event::in_order(events, now)?;
    let folded = fold::fold(made, &keys, &events)?;
    standing::standing(&keys, &office, &folded, now)
}

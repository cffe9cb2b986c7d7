//! Requests as other protocols write them: the Data Rights Protocol 1.0 and OpenDSR 2.0.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::AnswerOutcome;
use super::fold::Folded;
use super::{Answer, Error, IdentityPhase, RequestStatus, RightKey, rules};
use crate::privacy::rights::rules::REQUESTS;

/// The state of a request under OpenDSR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OpenDsrStatus {
    /// Received.
    Pending,
    /// Acted on.
    InProgress,
    /// Over.
    Completed,
    /// Taken back.
    Cancelled,
}

/// The state of a request as other protocols write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusMessage {
    /// `status` of the Data Rights Protocol.
    pub drp_status: &'static str,
    /// `reason` of the Data Rights Protocol.
    pub drp_reason: Option<&'static str>,
    /// `request_status` of OpenDSR.
    pub opendsr_status: OpenDsrStatus,
}

impl StatusMessage {
    pub(super) fn of(status: RequestStatus, folded: &Folded, answers: &[Answer]) -> Result<Self, Error> {
        let (drp_status, drp_reason) = match status {
            _ if folded.withdrawn => ("revoked", None),
            RequestStatus::Open if folded.phase == IdentityPhase::Awaited => {
                ("in_progress", Some("need_user_verification"))
            }
            RequestStatus::Open if folded.acknowledged.is_none() && folded.answers.is_empty() => {
                ("open", None)
            }
            RequestStatus::Open => ("in_progress", None),
            _ if answers.iter().all(|answer| answer.outcome == Some(AnswerOutcome::Refused)) => {
                let first = answers.iter().flat_map(|answer| &answer.reasons).next();
                let reason = first.map(|key| rules::reason(key)).transpose()?;
                ("denied", reason.map(|reason| reason.drp.as_str()))
            }
            _ => ("fulfilled", None),
        };
        let opendsr_status = match drp_status {
            "revoked" => OpenDsrStatus::Cancelled,
            "open" => OpenDsrStatus::Pending,
            "in_progress" => OpenDsrStatus::InProgress,
            _ => OpenDsrStatus::Completed,
        };
        Ok(StatusMessage { drp_status, drp_reason, opendsr_status })
    }
}

/// What a message of a protocol asks for. Who it is about is left to the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// `drp` or `opendsr`.
    pub protocol: &'static str,
    /// The sender's id of the request.
    pub request_id: Option<String>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// The rights that answer it.
    pub rights: Vec<RightKey>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Exercise {
    One(String),
    Many(Vec<String>),
}

/// What is read of a message; the rest is about the person or the transport.
#[derive(Deserialize)]
struct Written {
    exercise: Option<Exercise>,
    #[serde(rename = "agent-request-id")]
    agent_request_id: Option<String>,
    #[serde(rename = "issued-at")]
    issued_at: Option<DateTime<Utc>>,
    subject_request_type: Option<String>,
    subject_request_id: Option<String>,
    submitted_time: Option<DateTime<Utc>>,
}

/// Reads what a message of the Data Rights Protocol (`exercise`) or OpenDSR (`subject_request_type`) asks for.
///
/// # Errors
/// [`Error::UnknownAction`], [`Error::NoRight`] where it asks for nothing or is of neither protocol.
///
/// ```
/// use renown::privacy::rights::read_message;
/// let message = read_message(&serde_json::json!({ "exercise": "sale:opt-out" }))?;
/// assert_eq!(message.rights[0].as_str(), "ccpa.opt_out");
/// # Ok::<(), renown::privacy::rights::Error>(())
/// ```
pub fn read_message(message: &serde_json::Value) -> Result<Message, Error> {
    let written = Written::deserialize(message).map_err(|_| Error::NoRight)?;
    let (protocol, actions, request_id, sent_at) = match (written.exercise, written.subject_request_type) {
        (Some(Exercise::One(action)), None) => {
            ("drp", vec![action], written.agent_request_id, written.issued_at)
        }
        (Some(Exercise::Many(actions)), None) => {
            ("drp", actions, written.agent_request_id, written.issued_at)
        }
        (None, Some(action)) => ("opendsr", vec![action], written.subject_request_id, written.submitted_time),
        _ => return Err(Error::NoRight),
    };
    let mut rights =
        actions.iter().map(|action| right_of(protocol, action)).collect::<Result<Vec<_>, _>>()?;
    rights.sort_unstable();
    rights.dedup();
    if rights.is_empty() {
        Err(Error::NoRight)
    } else {
        Ok(Message { protocol, request_id, sent_at, rights })
    }
}

fn right_of(protocol: &'static str, action: &str) -> Result<RightKey, Error> {
    let known = || REQUESTS.message.iter().filter(|row| row.protocol == protocol);
    match known().find(|row| row.action == action) {
        Some(row) => RightKey::new(&row.right),
        None => Err(Error::UnknownAction {
            protocol,
            action: action.to_owned(),
            known: rules::listed(known().map(|row| row.action.as_str())),
        }),
    }
}

//! The kinds of events.

use chrono::{DateTime, Utc};
use renown::privacy::{Purpose, SubjectRole};
use serde::{Deserialize, Serialize};

/// What happened. In JSON the kind is a field `kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum EventKind {
    /// It became known as what the person stands before the policy.
    RoleSet {
        /// As what.
        role: SubjectRole,
    },
    /// Consent to one purpose, to a text of which the hash is kept.
    ConsentGiven {
        /// To what.
        purpose: Purpose,
        /// SHA-256 of the text that the person saw, hexadecimal.
        text: String,
    },
    /// Consent taken back.
    ConsentWithdrawn {
        /// To what.
        purpose: Purpose,
    },
    /// A notice was shown.
    NoticeShown {
        /// Which notice, in which version.
        notice: String,
    },
    /// A version of the policy was accepted; this is no consent.
    PolicyAccepted {
        /// Which version.
        version: String,
    },
    /// The person objected to a purpose.
    ObjectionMade {
        /// To what.
        purpose: Purpose,
    },
    /// An objection was taken back, or did not stand.
    ObjectionEnded {
        /// To what.
        purpose: Purpose,
    },
    /// Processing is restricted to storage.
    RestrictionOn {
        /// Why.
        ground: String,
    },
    /// The restriction was lifted.
    RestrictionOff,
    /// The person opted out: of `sale`, of `sharing`, of the use of `sensitive` data, or of what else there is.
    OptedOut {
        /// Of what.
        scope: String,
    },
    /// The person opted in again.
    OptedIn {
        /// To what.
        scope: String,
    },
    /// Data must be kept.
    HoldOn {
        /// The hold's own id.
        hold: String,
        /// Why.
        ground: String,
        /// Until when, where that is known.
        until: Option<DateTime<Utc>>,
    },
    /// Data need no longer be kept.
    HoldOff {
        /// The hold's own id.
        hold: String,
    },
    /// A request by the person came in.
    RequestReceived {
        /// The request's own id.
        request: String,
        /// What it asks for, such as `access`.
        right: String,
    },
    /// A request got further.
    RequestMoved {
        /// The request's own id.
        request: String,
        /// To which state, such as `verified`.
        state: String,
    },
    /// A request was answered.
    RequestCompleted {
        /// The request's own id.
        request: String,
        /// How.
        outcome: String,
    },
    /// Data of the person was shown to someone.
    DisclosureMade {
        /// The id of the receipt that the gate gave.
        receipt: String,
        /// The whole receipt, as the gate gave it.
        content: serde_json::Value,
    },
    /// An agreement with a user began.
    AgreementStarted {
        /// The agreement's own id.
        agreement: String,
    },
    /// An agreement ended.
    AgreementEnded {
        /// The agreement's own id.
        agreement: String,
    },
    /// Registration data changed; which fields, not what they hold.
    RegistrationChanged {
        /// Which fields.
        fields: Vec<String>,
    },
    /// The user consumed something.
    UsageMetered {
        /// What.
        unit: String,
        /// How many.
        units: u64,
    },
    /// The account is no longer public, or is again.
    VisibilitySet {
        /// Whether it is public.
        public: bool,
    },
    /// The person is found, or no longer taken, to be under age.
    MinoritySet {
        /// Whether the person is.
        minor: bool,
    },
    /// It was decided that the person is to be erased.
    ErasurePlanned {
        /// The erasure's own id.
        erasure: String,
    },
    /// All stores have erased the person.
    ErasureDone {
        /// The erasure's own id.
        erasure: String,
    },
}

impl EventKind {
    /// Under the key of which purpose an event is kept: a log of requests may have to outlive the rest
    /// (11 CCR 7101), as may what was disclosed.
    pub fn purpose_group(&self) -> &'static str {
        match self {
            EventKind::RequestReceived { .. }
            | EventKind::RequestMoved { .. }
            | EventKind::RequestCompleted { .. }
            | EventKind::ErasurePlanned { .. }
            | EventKind::ErasureDone { .. } => "requests",
            EventKind::DisclosureMade { .. } => "disclosures",
            EventKind::UsageMetered { .. } => "usage",
            _ => "record",
        }
    }
}

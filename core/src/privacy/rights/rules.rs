//! The tables of `core/policies/rights.toml` and `requests.toml`. A test reads them with their errors shown; where a
//! table is broken, it is empty, and nothing is granted.

use serde::Deserialize;

use crate::privacy::shipped::Shipped;

use super::Error;
use super::request::IdentityPhase;
use super::right::RightRow;
use crate::privacy::clocks::Cited;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rights {
    pub(super) right: Vec<RightRow>,
}

/// What an event about identity does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) event: String,
    pub(super) from: Vec<IdentityPhase>,
    pub(super) to: IdentityPhase,
}

/// Which deed meets a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Done {
    Answer,
    Acknowledgement,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    pub(super) clocks: Vec<String>,
    pub(super) done_by: Done,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proof {
    pub(super) reasonable_points: u32,
    pub(super) high_points: u32,
    pub(super) cites: Vec<Cited>,
}

/// Why a request may be refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) drp: String,
    #[serde(default)]
    pub(super) needs_identity: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remedies {
    pub(super) gdpr: Vec<String>,
    pub(super) ccpa: Vec<String>,
}

impl Remedies {
    pub(super) fn of(&self, law: &str) -> &[String] {
        match law {
            "gdpr" => &self.gdpr,
            _ => &self.ccpa,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    pub(super) protocol: String,
    pub(super) action: String,
    pub(super) right: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Requests {
    pub(super) step: Vec<Step>,
    pub(super) deed: Vec<Deed>,
    pub(super) identity: Proof,
    pub(super) reason: Vec<Reason>,
    pub(super) remedies: Remedies,
    pub(super) message: Vec<Action>,
    pub(super) price: Price,
}

/// What a price never looks at.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Price {
    pub(super) never_looks_at: Vec<String>,
}

pub(super) static RIGHTS: Shipped<Rights> =
    Shipped::new("rights.toml", include_str!("../../../policies/rights.toml"));
pub(super) static REQUESTS: Shipped<Requests> =
    Shipped::new("requests.toml", include_str!("../../../policies/requests.toml"));

pub(super) fn right(name: &str) -> Result<&'static RightRow, Error> {
    let rights: &'static Rights = &RIGHTS;
    rights.right.iter().find(|row| row.right == name).ok_or_else(|| Error::UnknownRight {
        right: name.to_owned(),
        known: listed(rights.right.iter().map(|row| row.right.as_str())),
    })
}

pub(super) fn reason(key: &str) -> Result<&'static Reason, Error> {
    let requests: &'static Requests = &REQUESTS;
    requests.reason.iter().find(|reason| reason.key == key).ok_or_else(|| Error::UnknownReason {
        reason: key.to_owned(),
        known: listed(requests.reason.iter().map(|reason| reason.key.as_str())),
    })
}

/// Names for an error message.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.join(", ")
}

//! What must be done along with an answer.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What must be done along with an answer. As text a word, or a word and what it is about: `log`,
/// `notify:gdpr_art14`, `generalise:region`.
///
/// The gate carries out [`Log`](Obligation::Log) and [`Meter`](Obligation::Meter) by the receipt; all others must be
/// acknowledged before a value is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Obligation {
    /// Keep the receipt in the disclosure log.
    Log,
    /// Count the access as consumption of the recipient.
    Meter,
    /// Hide the value behind a mask.
    Mask,
    /// Make the value coarser, to what is named.
    Generalise(Arc<str>),
    /// Take out what is about other persons.
    Redact,
    /// Reduce the data to what is needed.
    Minimise,
    /// Keep, and do nothing else.
    Restrict,
    /// Put the account on the list of those never to be collected again.
    Suppress,
    /// Delete what is held or cached.
    Purge,
    /// Set aside until somebody has looked; not in search.
    Quarantine,
    /// Keep unchanged and disclose nothing until it is decided.
    Freeze,
    /// Ask again for proof before going on.
    ReVerify,
    /// Destroy the key of the data.
    ShredKey,
    /// Tell those who received the data.
    TellRecipients,
    /// Bind the recipient to confidentiality.
    Confidentiality,
    /// Bind the recipient not to re-identify.
    NoReidentification,
    /// Write down the weighing of interests.
    RecordBalancing,
    /// Let a person look at the decision on request.
    HumanReview,
    /// Send the text that is named.
    Notify(Arc<str>),
}

/// The words of obligations that are about nothing else.
const PLAIN: &[(&str, Obligation)] = &[
    ("log", Obligation::Log),
    ("meter", Obligation::Meter),
    ("mask", Obligation::Mask),
    ("redact", Obligation::Redact),
    ("minimise", Obligation::Minimise),
    ("restrict", Obligation::Restrict),
    ("suppress", Obligation::Suppress),
    ("purge", Obligation::Purge),
    ("quarantine", Obligation::Quarantine),
    ("freeze", Obligation::Freeze),
    ("re_verify", Obligation::ReVerify),
    ("shred_key", Obligation::ShredKey),
    ("tell_recipients", Obligation::TellRecipients),
    ("confidentiality", Obligation::Confidentiality),
    ("no_reidentification", Obligation::NoReidentification),
    ("record_balancing", Obligation::RecordBalancing),
    ("human_review", Obligation::HumanReview),
];

impl Obligation {
    /// Whether the gate carries it out by itself, through the receipt.
    #[must_use]
    pub fn is_carried_out_by_the_gate(&self) -> bool {
        matches!(self, Obligation::Log | Obligation::Meter)
    }
}

impl fmt::Display for Obligation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Obligation::Generalise(to) => write!(f, "generalise:{to}"),
            Obligation::Notify(text) => write!(f, "notify:{text}"),
            plain => {
                let word = PLAIN.iter().find(|(_, obligation)| obligation == plain);
                f.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}

impl FromStr for Obligation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("generalise", to)) if !to.is_empty() => Ok(Obligation::Generalise(to.into())),
            Some(("notify", text)) if !text.is_empty() => Ok(Obligation::Notify(text.into())),
            _ => PLAIN
                .iter()
                .find(|(word, _)| *word == text)
                .map(|(_, obligation)| obligation.clone())
                .ok_or_else(|| format!("{text:?} is no obligation")),
        }
    }
}

impl TryFrom<String> for Obligation {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Obligation> for String {
    fn from(obligation: Obligation) -> String {
        obligation.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Obligation {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Obligation".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[a-z_]+(:[a-z0-9_]+)?$" })
    }
}

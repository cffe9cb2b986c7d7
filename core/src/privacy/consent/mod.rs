//! Consent: who agreed to what, by which text, how, until when, and when they took it back.
//!
//! One idea to keep in mind: being told, accepting and consenting are three states, and none follows from
//! another. A person who goes on using a service after a notice has accepted a contract; nobody has consented but
//! by an act of their own, to a purpose, under a text that is known by its hash.
//!
//! Source: GDPR Art. 4(11), 7 and 8; ISO/IEC TS 27560:2023 for the fields.
//!
//! ```
//! use renown::privacy::consent::{self, Entry, State, TextHash};
//! use renown::privacy::{Purpose, SubjectId};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let entries: Vec<Entry> = serde_json::from_str(&format!(
//!     r#"[{{"kind": "accepted", "subject": "u-1", "text": "{text}", "at": "2026-02-01T08:00:00Z"}}]"#,
//!     text = TextHash::of("Version 2 of the policy.").as_str(),
//! ))?;
//! let log = consent::Log::new(entries)?;
//! let (subject, marketing) = (SubjectId::new("u-1")?, Purpose::new("marketing")?);
//! let now = "2026-03-01T00:00:00Z".parse()?;
//! assert_eq!(log.consent_at(&subject, &marketing, None, now), State::Never);
//! # Ok(())
//! # }
//! ```

mod ages;
mod error;
mod iso27560;
mod log;
mod minors;
mod record;

#[cfg(test)]
mod tests;

pub use ages::{AgeRule, digital_age};
pub use error::{CODES, Error};
pub use iso27560::Unsaid;
pub use log::{Consented, Log, State, States};
pub use minors::{SaleOptIn, ask_again_from, sale_opt_in};
pub use record::{Act, Channel, Entry, Evidence, Given, Means, Refused, Seen, TextHash, Withdrawn};

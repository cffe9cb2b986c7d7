//! What may be done: the decision, and the gate where data crosses from held to shown.
//!
//! One idea to keep in mind: nothing is shown without being asked for. A value about a person is
//! [`Held`]; it opens only with a [`Permit`], a permit comes only from a [`Decision`], and opening leaves a
//! [`Receipt`]. What no rule permits is denied.
//!
//! ```
//! use renown::privacy::{BuiltIn, Facts, Held, Policy, Purpose, Recipient, Request, SubjectId, SubjectRole, category};
//! # fn main() -> Result<(), renown::privacy::Error> {
//! let subject = SubjectId::new("influencer-17")?;
//! let held = Held::new(0.031, subject.clone(), vec![category::PERFORMANCE]);
//!
//! let request = Request {
//!     subject,
//!     categories: vec![category::PERFORMANCE],
//!     purpose: Purpose::INFLUENCER_SEARCH,
//!     recipient: Recipient::user("brand-4")?,
//! };
//! let now = chrono::DateTime::UNIX_EPOCH;
//! let decision = BuiltIn::new().decide(&Facts::of(SubjectRole::Influencer), &request, now);
//! let shown = held.open(&decision.permit()?, now)?;
//! let (rate, receipt) = shown.into_parts();
//! assert_eq!(*rate, 0.031);
//! assert_eq!(receipt.purpose, Purpose::INFLUENCER_SEARCH);
//! # Ok(())
//! # }
//! ```

mod built_in;
pub mod clocks;
mod decision;
mod error;
mod gate;
mod policy;
mod receipt;
mod request;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use built_in::BuiltIn;
pub use decision::{Decision, Item, Obligation, Outcome};
pub use error::{CODES, Error};
pub use gate::{Held, Permit, Shown};
pub use policy::{Policy, PolicyIdentity};
pub use receipt::Receipt;
pub use request::{Facts, Recipient, Request};
pub use vocabulary::{
    Adequacy, Cite, DataCategory, Place, Purpose, RecipientKind, Regime, Span, Strength, SubjectId,
    SubjectRole, SubjectState, Term, TermKind, category,
};

//! What may be done: the decision, and the gate where data crosses from held to shown.
//!
//! One idea to keep in mind: nothing is shown without being asked for. A value about a person is
//! [`Held`]; it opens only with a [`Permit`], a permit comes only from a [`Decision`], and opening leaves a
//! [`Receipt`]. What no rule permits is denied.
//!
//! ```
//! use renown::privacy::{Facts, Held, Policy, Purpose, Recipient, Request, SubjectId, SubjectRole, category};
//! # fn main() -> Result<(), renown::privacy::Error> {
//! let subject = SubjectId::new("influencer-17")?;
//! let held = Held::new(0.031, subject.clone(), vec![category::PERFORMANCE]);
//!
//! let user = Recipient::user("brand-4")?;
//! let request = Request::disclose(subject, vec![category::PERFORMANCE], Purpose::INFLUENCER_SEARCH, user);
//! let now = chrono::DateTime::UNIX_EPOCH;
//! let decision = Policy::influencer_marketing().decide(&Facts::of(SubjectRole::Influencer), &request, now);
//! let shown = held.open(&decision.permit()?, now)?;
//! let (rate, receipt) = shown.into_parts();
//! assert_eq!(*rate, 0.031);
//! assert_eq!(receipt.purpose, Purpose::INFLUENCER_SEARCH);
//! # Ok(())
//! # }
//! ```

mod breach;
pub mod clocks;
pub mod consent;
mod decide;
mod decision;
pub mod decision_table;
mod error;
mod facts;
mod gate;
mod label;
mod obligation;
pub mod policy;
mod prepared;
mod question;
mod receipt;
mod request;
pub mod retention;
pub mod rights;
mod rules;
mod search_permit;
pub(crate) mod shipped;
pub mod signals;
mod smt;
mod transfer;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use breach::{BreachNotice, breach_notice};
pub use decision::{Bound, Decision, DecisionClock, Item, Outcome};
pub use error::{CODES, Error};
pub use facts::{
    ActiveConsent, Clauses, Contract, Datum, Deal, Facts, Identifiability, Necessity, Occasion, Order,
    RecipientFacts, ReleaseCheck, Source, ValueFacts,
};
pub use gate::{Held, Permit, Shown};
pub use label::Label;
pub use obligation::Obligation;
pub use policy::{Policy, PolicyIdentity};
pub use prepared::Prepared;
pub use receipt::Receipt;
pub use request::{Action, Recipient, Request};
pub use search_permit::SearchPermit;
pub use transfer::{CarveOut, TransferTool};
pub use vocabulary::{
    Adequacy, Cite, DataCategory, Place, Purpose, RecipientKind, Regime, Span, Strength, SubjectId,
    SubjectRole, SubjectState, Term, TermKind, category,
};

//! The words of a decision: what data is called, what it is used for, on what basis, by whom, where; and how a rule
//! is cited.
//!
//! One idea to keep in mind: words are data (`core/policies/vocabulary.toml`, `jurisdictions.toml`). A key is
//! words joined by dots, and stands below the key that it continues; what is said of a key holds below it. Facts
//! about places have dates.

mod cite;
pub(crate) mod date;
mod keys;
mod people;
mod place;
mod subject;
mod terms;

#[cfg(test)]
mod tests;

pub use cite::{Cite, Regime, Strength};
pub use keys::{DataCategory, Purpose, category};
pub use people::{RecipientKind, SubjectRole, SubjectState};
pub use place::{Adequacy, Place, Span};
pub use subject::SubjectId;
pub use terms::{Term, TermKind};

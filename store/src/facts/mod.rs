//! What is known about a person at a time: events folded into what a decision needs.
//!
//! One idea to keep in mind: of each topic only the latest word counts, latest by when it happened and then by its
//! place in the log. So events may arrive in any order, and folding on from a snapshot is folding from the start.

mod fold;
mod known;
mod reading;

pub use known::{Consent, Hold, Known, OpenRequest};

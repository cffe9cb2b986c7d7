//! What happened to a person's data: events that are only ever added.
//!
//! One idea to keep in mind: an event is written once under the caller's id for it. To write it again changes nothing,
//! so whoever does not know whether a write arrived may repeat it.

mod kind;
mod record;

pub use kind::EventKind;
pub use record::{Event, Recorded};

pub(crate) use record::open_with;

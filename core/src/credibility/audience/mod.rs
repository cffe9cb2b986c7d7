//! How much of an audience is real: the share of each kind of follower, from scored followers.
//!
//! One idea to keep in mind: counting what a classifier says gives the wrong share wherever the audience differs from
//! the accounts that the classifier was fitted to. An estimate corrects for that, and its interval holds what the
//! sample leaves open and what the classifier leaves open.

mod estimate;
mod interval;
mod line;
mod mixture;
mod state;

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

#[cfg(feature = "arrow")]
pub(crate) use estimate::estimate;
pub use estimate::{AudienceCredibility, AudienceOptions, Quantification};
pub use state::AudienceState;
#[cfg(feature = "arrow")]
pub(crate) use state::{CELLS, cell};

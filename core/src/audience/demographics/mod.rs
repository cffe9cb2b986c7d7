//! Demographics: how many people of an audience stand in each category, and what share that is.
//!
//! One idea to keep in mind: the state holds whole numbers only (people, and weights in fixed point). Order,
//! partition and what was added and taken back in between leave no trace in it.

mod bytes;
mod cross;
mod finish;
mod labels;
mod options;
mod reachable;
mod state;
mod table;

#[cfg(feature = "arrow")]
pub(crate) use finish::Whole;
pub use finish::{Breakdown, Share};
#[cfg(feature = "arrow")]
pub(crate) use options::check_breakdowns;
pub use options::{Base, DemographicsOptions, ShareOptions};
pub use state::Demographics;

#[cfg(test)]
mod tests;

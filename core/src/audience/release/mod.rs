//! Safe publication of tables: what may be shown of an audience, so that no single person can be found in it.
//!
//! One idea to keep in mind: the figure that is published is not the question; what a reader can compute from
//! everything published is. So every hidden cell is attacked before a release leaves this module.

mod axis;
mod cube;
mod error;
mod log;
mod noise;
mod primary;
mod publish;
mod round;
mod rules;
mod suppress;
mod system;
mod verify;

pub use cube::{MAX_CELLS, MAX_VALUE};
pub use error::{CODES, Error};
pub use log::{Answer, Domain, Population, Refusal, ReleaseLog};
pub use noise::{Account, Budget, Contribution, Curator, Mechanism, Noisy, NoisyTable, Secret};
pub use primary::Reason;
pub use publish::{Published, Release, Report};
pub use round::{Rounded, round};
pub use rules::{
    Cost, DEFAULT_CELL_SIZE, DEFAULT_FLOOR, Declared, Dominance, Method, Protection, Rules, ZeroCells,
};
pub use suppress::{suppress, suppress_update};
pub use verify::{ProtectionInterval, Quantity, verify};

/// Where a cell stands: per axis a node, an index into [`Axis::nodes`](super::Axis::nodes), or none for the total.
pub type Place = Vec<Option<usize>>;

#[cfg(test)]
mod tests;

//! Safe publication of tables: what may be shown of an audience, so that no single person can be found in it.
//!
//! One idea to keep in mind: the figure that is published is not the question; what a reader can compute from
//! everything published is. So every hidden cell is attacked before a release leaves this module.

mod axis;
mod cube;
mod error;
mod primary;
mod publish;
mod rules;
mod suppress;
mod system;
mod verify;

pub use axis::Axis;
pub use cube::{Cube, KEPT_CONTRIBUTIONS, MAX_CELLS, MAX_VALUE, Magnitude};
pub use error::{CODES, Error};
pub use primary::Reason;
pub use publish::{Release, Report};
pub use rules::{Cost, DEFAULT_CELL_SIZE, DEFAULT_FLOOR, Dominance, Method, Protection, Rules, ZeroCells};
pub use suppress::suppress;
pub use verify::{ProtectionInterval, verify};

#[cfg(test)]
mod tests;

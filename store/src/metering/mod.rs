//! What users consume: counted once, limited by quotas, stated in money.
//!
//! One idea to keep in mind: a batch of usage has an id, and its id is written in the transaction that counts it. So
//! a batch that was acknowledged is counted, one that was not may be sent again, and neither is counted twice. Nothing
//! here knows which influencer was looked at, and at a user's erasure the totals become nobody's.

mod counter;
mod entry;
mod group;
mod journal;
mod meter;
mod moved;
mod quota;
mod reserve;
mod search;
mod state;
mod totals;

pub use counter::UsageCounter;
pub use meter::{Usage, UsageBatch};
pub use search::{SEARCH, SEARCH_RESULT};
pub use totals::Total;

pub(crate) use group::Group;

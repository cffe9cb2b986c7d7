//! Engagement of an account: which posts count, what is counted, by what it is divided, and how one figure
//! is made of many posts.

mod observation;
mod options;

pub use observation::Observation;
pub use options::{Basis, Counts, EngagementOptions, HiddenLikes, Pinned, Sponsored, Statistic, Window};

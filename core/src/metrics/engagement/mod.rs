//! Engagement of an account: which posts count, what is counted, by what it is divided, and how one figure
//! is made of many posts.
//!
//! One idea to keep in mind: the way is a chain of small functions over plain values, and rows, accumulators
//! and columns all walk it.
//!
//! | step | function |
//! |---|---|
//! | is the post looked at? | [`EngagementOptions::admit`] |
//! | is it among the last N? | [`window_order`] |
//! | what does it show? | [`Components::engagement`], [`Imputation`] for hidden likes |
//! | by what is it divided? | [`Observation::denominator`] |
//! | what does it give? | [`measure`], counted in a [`Tally`] |
//! | what is the figure? | [`finish_rates`], or [`finish_values`] on a buffer of one's own |

mod account;
mod bytes;
pub(crate) mod distinct;
mod finish;
mod hidden;
mod latest;
mod measure;
mod observation;
mod options;
mod order;
mod rate;
mod state;
mod window;

pub(crate) use account::Selected;
pub use account::{Engagement, engagement};
pub use finish::{finish_rates, finish_values, or_too_large};
pub use hidden::Imputation;
pub use latest::LatestEngagementState;
pub use measure::{Measured, Tally, measure};
pub use observation::{Listed, Observation};
pub use options::{Basis, Counts, EngagementOptions, HiddenLikes, Pinned, Sponsored, Statistic, Window};
pub use order::window_order;
pub use rate::{COUNT_LIMIT, Components, Rate, TIMES, TooLarge, no_denominator};
pub use state::EngagementState;
pub use window::LeftOut;
pub(crate) use window::{check_dates, check_level, quantiles};

#[cfg(test)]
mod tests;

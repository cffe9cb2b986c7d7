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

mod hidden;
mod measure;
mod observation;
mod options;
mod order;
mod rate;
mod window;

pub use hidden::Imputation;
pub use measure::{Measured, Tally, measure};
pub use observation::{Listed, Observation};
pub use options::{Basis, Counts, EngagementOptions, HiddenLikes, Pinned, Sponsored, Statistic, Window};
pub use order::window_order;
pub use rate::{COUNT_LIMIT, Components, Rate, TIMES, TooLarge, no_denominator};
pub use window::LeftOut;

#[cfg(test)]
mod tests;

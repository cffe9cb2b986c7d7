//! What is measured: engagement and its family.
//!
//! One idea to keep in mind: a metric is a pure function over [`engagement::Observation`]s, an accumulator
//! on top of it, and a columnar loop on top of that; the three agree to the last bit.
//!
//! | module | figures |
//! |---|---|
//! | [`engagement`] | rate of a post, rate of an account |
//! | [`summary`] | average likes, comments and views, likes per comment, followers per account followed |
//! | [`likes_over_time`] | likes, comments and views by month, week or day |
//! | [`growth`] | growth over a period and by month, days that stand out |
//! | [`cadence`] | posts a week, median gap, longest silence, weekdays and hours |
//! | [`sponsorship`] | sponsored against organic posts |
//! | [`shares`] | hashtags, mentions and brands |
//! | [`tiers`], [`benchmark`] | how large an account is, and where it stands among its peers |
//! | [`value`] | earned value and unit costs, from prices that the caller states |

pub mod benchmark;
pub mod cadence;
mod calendar;
pub(crate) mod choices;
mod codec;
pub mod engagement;
mod error;
mod from_model;
mod gathered;
pub mod growth;
#[cfg(test)]
mod laws;
pub mod likes_over_time;
mod place;
pub mod shares;
pub mod sponsorship;
pub mod summary;
pub mod tiers;
pub mod value;

pub use calendar::{Period, Zone, hour, weekday};
pub(crate) use calendar::{date, shortened};
pub(crate) use engagement::check_dates;
pub use error::Error;
pub use place::Place;

use crate::stats::{Figure, Quantiles, Undefined, wilson_at};

/// The share of `posts` that are some of `of`, with Wilson's interval.
pub(crate) fn share(posts: u64, of: u64, quantiles: &Quantiles) -> Figure {
    // Some of the posts are never more than all of them, which is the one error that there could be.
    wilson_at(posts, of, None, quantiles).unwrap_or(Figure::undefined(Undefined::TooLarge))
}

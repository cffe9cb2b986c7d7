//! The mathematics that every figure shares.
//!
//! One idea to keep in mind: a figure is either an [`Estimate`] with its interval, sample size and
//! method, or [`Undefined`] with the reason. It is never NaN, and never 0 for "unknown".

mod figure;

pub use figure::{Bounds, Estimate, Figure, Interval, Method, Undefined};

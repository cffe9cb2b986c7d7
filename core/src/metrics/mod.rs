//! What is measured: engagement and its family.
//!
//! One idea to keep in mind: a metric is a pure function over [`engagement::Observation`]s, an accumulator
//! on top of it, and a columnar loop on top of that; the three agree to the last bit.

pub mod engagement;
mod error;
mod place;

pub use error::Error;
pub use place::Place;

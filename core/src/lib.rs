//! Influencer analytics with privacy rules built in.
//!
//! The crate is pure: no I/O, no clock, no locale, no global state. What a function needs to know of
//! the world (the time, a zone, a seed, a policy) is an argument.
//!
//! | module | what it answers |
//! |---|---|
//! | [`model`] | what is known: influencers, posts, audience |
//! | [`audience`] | who the audience is, and what of it may be published |
//! | [`credibility`] | how much of an audience is real, and how sure that is |
//! | [`import`] | what answers of other systems hold |
//! | [`metrics`] | what is measured: engagement and its family |
//! | [`privacy`] | what may be done: decisions, and the gate from held to shown |
//! | [`report`] | one influencer's report, put together from all of these |
//! | `search` (feature `search`) | who fits: a catalog, queries over it, lookalikes |
//! | [`calls`] | every function over plain data by its name: what Python and Node call |
//! | `columnar` (feature `arrow`) | the same figures over Arrow record batches |
//! | [`stats`] | the mathematics everything shares: figures, exact sums, intervals |
//! | [`transparency`] | whether a log only ever grew: proofs and signed checkpoints |
//! | [`usage`] | what a user consumed: counters, quotas, and statements in decimal money |

#![forbid(unsafe_code)]

pub mod audience;
pub mod calls;
#[cfg(feature = "arrow")]
pub mod columnar;
pub mod credibility;
pub mod import;
pub mod metrics;
pub mod model;
pub mod privacy;
pub mod report;
#[cfg(feature = "search")]
pub mod search;
pub mod stats;
pub mod transparency;
pub mod usage;

/// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

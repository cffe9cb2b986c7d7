//! What is known: influencers, their posts, their audience.
//!
//! One idea to keep in mind: every type validates on construction and on deserialisation, so that a value
//! which exists is a value which is right. A count that the platform hides is `None`, never 0.

mod platform;

pub use platform::Platform;

//! Signals: what a browser or a consent platform says about a person's choices, and what follows from it.
//!
//! One idea to keep in mind: a signal is read whole or not at all. A bit that belongs to no field, a version that
//! is not known, a list that ends early are errors with their place, so that nobody acts on half a refusal; and
//! the absence of a signal is never a permission.
//!
//! - [`gpc`]: the header `Sec-GPC`, and what stays opted out when it is gone;
//! - [`gpp`]: the strings of the IAB's Global Privacy Platform, all sections;
//! - [`tcf`]: TC strings, version 1 and 2 (2.0 to 2.3).
//!
//! ```
//! use renown::privacy::signals::{effects, gpp};
//!
//! let signal = gpp::decode("DBABBg~BVVVVVVY.YA")?;
//! assert_eq!(signal.encode()?, "DBABBg~BVVVVVVY.YA");
//! let out = effects::of_gpp(&signal);
//! assert!(out.contains(effects::OptOut::Sale) && out.contains(effects::OptOut::Sharing));
//! # Ok::<(), renown::privacy::signals::Error>(())
//! ```

mod bits;
mod coding;
pub mod effects;
mod error;
pub mod gpc;
pub mod gpp;
mod identifiers;
mod json;
mod layout;
mod ranges;
mod record;
pub mod tcf;

#[cfg(test)]
mod tests;

pub use error::{CODES, Error};
pub use identifiers::Identifiers;
pub use record::{Record, Restriction, Value};

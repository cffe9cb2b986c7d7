//! The header `Sec-GPC`, and what stays opted out when it is gone.
//!
//! One idea to keep in mind: only `1` says anything. Every other value, and no header at all, says nothing, which
//! is neither a refusal taken back nor a permission.
//!
//! Source: W3C, Global Privacy Control, 3 April 2026; 11 CCR 7025.
//!
//! ```
//! use renown::privacy::signals::gpc;
//!
//! assert!(gpc::is_on(["0", "1"]));
//! assert!(!gpc::is_on(["true"]));
//! ```

mod opt_outs;
mod resource;

pub use opt_outs::{Answer, Event, OptOuts, Scope, Standing, fold};
pub use resource::{Resource, Support, resource};

/// The header's name, in any case. It does not count in a trailer.
pub const HEADER: &str = "Sec-GPC";

/// Whether any of the header's values is exactly `1`.
///
/// White space around a value belongs to the line and not to the value (RFC 9110, 5.5); values that a proxy joined
/// with commas are taken apart (5.3). `"1"`, `?1` and `true` are other values.
pub fn is_on<'a>(values: impl IntoIterator<Item = &'a str>) -> bool {
    values.into_iter().flat_map(|value| value.split(',')).any(|value| value.trim_matches([' ', '\t']) == "1")
}

//! From the columns of a table to the values that metrics read, checked.
//!
//! One idea to keep in mind: a column is checked once, as a whole, and read afterwards in blocks without a test that
//! could fail. Nothing is copied where the layout is one of the usual ones; an unusual one (floats, decimals,
//! dictionaries of numbers, times as text) is converted once, to 8 bytes a row.

mod column;
mod flags;
mod keys;
mod numbers;
mod platforms;
mod posts;
mod profiles;
mod texts;
mod times;

pub(super) use column::Source;
pub(super) use numbers::{ABSENT, GAP, Numbers};
pub(super) use posts::{Posts, Wanted};

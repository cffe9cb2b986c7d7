//! From the columns of a table to the values that metrics read, checked.
//!
//! One idea to keep in mind: a column is checked once, as a whole, and read afterwards in blocks without a test that
//! could fail. Nothing is copied where the layout is one of the usual ones; an unusual one (floats, decimals,
//! dictionaries of numbers, times as text) is converted once, to 8 bytes a row.

mod bits;
mod column;
mod days;
mod flags;
mod floats;
mod identifiers;
mod keys;
mod lists;
mod moments;
mod numbers;
mod payments;
mod platforms;
mod posts;
mod profiles;
mod texts;
mod times;
mod words;

pub(super) use bits::{bits_of, bytes_of_rows, read_bits};
pub(super) use column::{Column, Source, missing_column};
pub(super) use days::days;
pub(super) use floats::floats;
pub(super) use keys::{Keys, Names};
pub(super) use lists::{Lists, entries_of, places};
pub(super) use moments::Moments;
pub(super) use numbers::{ABSENT, GAP, Numbers, Piece, each};
pub(super) use payments::Payments;
pub(super) use posts::{Posts, Wanted};
pub(super) use texts::Texts;
pub(super) use times::{NO_TIME, Times};
pub(super) use words::{Refused, Words};

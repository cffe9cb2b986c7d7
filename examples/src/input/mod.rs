//! Readers for the user's own files: CSV, JSON lines, Parquet and Arrow IPC.
//!
//! One idea to keep in mind: a file is read row by row into cells that remember where they stand, so that
//! whatever is wrong is reported with file, line, column and value, and nothing is guessed.

mod arrow;
mod cell;
mod columns;
mod error;
mod json_lines;
mod records;
mod separated;
mod table;

pub use columns::Renamed;
pub use error::{InputError, Problem};
pub use records::{FromRow, Known, Records, Sampled};
pub use table::{Rows, open};

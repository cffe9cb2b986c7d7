//! Where a value stands, for messages.

use std::fmt;

/// Where a value stands. A post is named by its row or its time, never by its id, its author or its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The row of the input, counted from 0.
    Row(u64),
    /// The post published then, milliseconds since 1970-01-01T00:00:00Z: where an accumulator takes one post
    /// at a time and there are no rows.
    Published(i64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Row(row) => write!(f, "row {row}"),
            Place::Published(at) => write!(f, "the post published at {at} ms"),
        }
    }
}

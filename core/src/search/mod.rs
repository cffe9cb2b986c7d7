//! Who fits: a catalog of influencers in memory, queries over it as data, and who is like whom.
//!
//! One idea to keep in mind: a search is asked with a [`SearchPermit`](crate::privacy::SearchPermit), and whoever may
//! not be shown is no candidate from the start, so that no result, count or facet depends on them.
//!
//! `docs/search.md` describes the fields, the clauses of a query, and how fast it is beside others.

mod builder;
mod bytes;
mod catalog;
mod check;
mod column;
mod cost;
mod cursor;
mod error;
mod exclusions;
mod execute;
mod facets;
mod field;
mod follow;
mod found;
mod mask;
mod matching;
mod names;
mod narrow;
mod order;
#[cfg(feature = "arrow")]
pub(crate) mod parts;
mod plan;
mod posting;
mod postings;
mod query;
mod record;
#[cfg(feature = "schema")]
mod schema;
mod similar;
mod terms;
mod values;
mod words;
mod zone;

#[cfg(test)]
mod tests;

pub use bytes::Verify;
pub use catalog::Catalog;
pub use error::{CODES, Error};
pub use exclusions::Exclusion;
pub use facets::{Cell, Counted, SMALLEST_CELL};
pub use follow::{Changes, ErasedPerson, Following, Mark, News, Pseudonym, Rights, Standing};
pub use found::{Explained, Found, Match, Metered};
pub use query::{
    Alike, Choice, Clause, Count, Days, Facet, Order, Query, Range, Share, Sort, Sponsored, Text,
};
pub use record::{Bounded, Record, Sponsorship};

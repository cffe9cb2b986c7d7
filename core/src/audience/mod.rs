//! Who the audience is: demographics, affinity, overlap, lookalikes, and the tables of which a part may be
//! published.
//!
//! One idea to keep in mind: an aggregate is a multiset of people. Every state adds, merges and takes back
//! exactly, so that a figure depends on who is in the audience and on nothing else, and erasing one person
//! leaves the bytes that would be there had the person never come.
//!
//! Special categories of personal data (ethnicity, religion, health, sexuality, politics) are no [`Dimension`]:
//! there is no way to ask for them.

mod affinity;
mod axis;
mod category;
mod codec;
mod demographics;
mod dimension;
mod error;
mod lookalikes;
mod notable;
mod overlap;
mod paths;
mod person;
mod rake;
mod reachability;
pub mod release;
mod rows;
mod sketch;
mod table;
mod weight;

pub use affinity::{Affinity, AffinityOptions, affinity};
#[cfg(feature = "arrow")]
pub(crate) use axis::check_label;
pub use axis::{Axis, Node};
pub use category::Category;
pub use demographics::{Base, Breakdown, Demographics, DemographicsOptions, Share, ShareOptions};
#[cfg(feature = "arrow")]
pub(crate) use demographics::{Whole, check_breakdowns};
pub use dimension::{Dimension, SpecialCategory};
pub use error::Error;
pub use lookalikes::{Lookalike, LookalikeOptions, Portrait, lookalikes, portrait};
pub use notable::{Notable, NotableOptions, notable};
pub use overlap::{Overlap, overlap};
pub use person::Person;
pub use rake::{FittedCategory, Margin, RakeOptions, Raked, Target, rake};
pub use reachability::Reachability;
pub use rows::{PlacedRow, TableRow, axes_of, place_row};
pub use sketch::{DEFAULT_SKETCH_SIZE, Sketch};
pub use table::{Cell, Magnitude, Table, Total};
pub use weight::Weight;

#[cfg(test)]
mod tests;

//! By when a request must be answered: statutory clocks by calendar month and business day.
//!
//! One idea to keep in mind: a clock is data (`core/policies/clocks.toml`), and so is a calendar
//! (`core/policies/calendars.txt`); code only counts days. Where a text can be read in more than one way, every
//! reading has a name, the answer shows them all, and [`Choice::Conservative`] takes the strictest.
//!
//! | question | where |
//! |---|---|
//! | which days are working days? | [`Calendar`] |
//! | when does a month end? | [`Term`] |
//! | which clocks run for a right, and where do they stand? | [`deadline`] |

mod calendar;
mod deadline;
mod error;
mod readings;
mod rules;
mod term;

#[cfg(test)]
mod tests;

pub use calendar::Calendar;
pub use deadline::{
    Choice, Clock, Deadline, Deadlines, Extension, Receipt, Suspension, deadline, office_zone,
};
pub use error::{CODES, Error};
pub(crate) use rules::reading;
pub use rules::{Cited, Kind};
pub use term::{Term, Unit};

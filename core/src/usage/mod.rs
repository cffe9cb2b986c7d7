//! What a user consumed: counted in memory, quotas, and statements in decimal money.
//!
//! One idea to keep in mind: units are whole numbers and money is decimal, so a statement adds up to the last digit.
//! Nothing here knows whose usage it is but by the caller's id, and nothing at all knows which influencer was looked
//! at.
//!
//! ```
//! use renown::usage::{Price, Statement};
//!
//! let prices = [Price::new("profile_view", "0.002", "0.05")?];
//! let statement = Statement::of("EUR", &[("profile_view", 300)], &prices)?;
//! assert_eq!(statement.revenue.to_string(), "15.00");
//! assert_eq!(statement.margin.to_string(), "14.400");
//! # Ok::<(), renown::usage::Error>(())
//! ```

mod counter;
mod error;
mod quota;
mod statement;
#[cfg(test)]
mod tests;

pub use counter::{Counter, CounterList};
pub use error::{CODES, Error};
pub use quota::{Period, Quota};
pub use statement::{Line, Price, Statement};

//! Rules as data: tables of `when {…} -> outcome, obligations, cites`, read from TOML and interpreted.
//!
//! One idea to keep in mind: the rules that fit a question are a set, and what they say is joined by the strictest.
//! So the order in which rules stand, or in which files are read, cannot matter; and what no rule grants is denied.

mod attribute;
mod read;
mod table;

#[cfg(test)]
mod strictness;
#[cfg(test)]
mod tests;

pub(crate) use attribute::{Attribute, Codes};
pub(crate) use read::{Problem, RuleFile, RuleText, Text, compile, size_of, values_of};
pub(crate) use table::{MOST_RULES, Rule, Table, Verdict};

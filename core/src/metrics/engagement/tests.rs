//! Worked examples by hand, and properties.

mod account;
mod pieces;
mod states;

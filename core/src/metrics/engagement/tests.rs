//! Worked examples by hand, and properties.

mod pieces;

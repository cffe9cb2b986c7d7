//! Tables against the functions over rows, bad input, and the vectors that all languages read.

mod bad_input;
mod equality;
mod family;
mod large;
mod layouts;
mod vectors;

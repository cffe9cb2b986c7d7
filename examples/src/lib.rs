//! What the example programs share: invented data, and readers for the user's own files.

pub mod invented;

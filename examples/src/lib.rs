//! What the example programs share: invented data, readers for the user's own files, and the main job.

pub mod input;
pub mod invented;
pub mod job;

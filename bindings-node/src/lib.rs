//! The native half of the Node package: converts, calls the core, converts back.
//!
//! Plain data crosses as JSON and tables as Arrow IPC bytes, so that one conversion serves every function. Errors
//! cross as `CODE\nmessage`; the JavaScript half makes `RenownError`s of them.

pub mod calls;
pub mod catalog;
mod cells;
pub mod counter;
mod error;
pub mod frame;
mod ipc;
pub mod ledger;
pub mod policy;
mod pools;
pub mod rows;
pub mod tables;

//! Registered users: who they are, and whether a password is theirs.
//!
//! One idea to keep in mind: whoever asks learns nothing from how an answer fails. An unknown address costs as much
//! work as a wrong password and gets the same answer; a session is the embedding application's business.

mod attempts;
mod decoy;
mod email;
mod login;
mod password;
mod register;

pub use password::PasswordCost;
pub use register::{Registration, User};

pub(crate) use decoy::KeptDecoy;

//! Tests of safe publication. The attacker here shares nothing with the optimiser or the verifier: it reads
//! what is published, derives its own equations from the codes, and solves in its own way.

mod attacker;
mod published;
mod random;
#[cfg(feature = "release")]
mod round;
mod suppression;
mod verifier;

pub(super) use random::Draw;

//! Differential privacy: answers with noise that hides whether any one person is in the data.
//!
//! One idea to keep in mind: the same question on the same data has the same answer for ever. Its noise is a
//! function of the secret and the question's canonical form, so that no average over repetitions teaches
//! anything; and every new question is paid from a budget that never grows.

mod budget;
mod curator;
mod mechanism;
mod sampler;
mod stream;

pub use budget::Budget;
pub use curator::{Account, Curator, Noisy, NoisyTable};
pub use mechanism::{Contribution, Mechanism};
pub use stream::Secret;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod published;

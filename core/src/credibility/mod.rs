//! Who is real: a probability for each account with its reasons, and shares of an audience with their intervals.
//!
//! One idea to keep in mind: a score is a hint about one account and evidence about an audience. The shares of an
//! audience are right where the audience differs from what the model was fitted to; the score of one account is
//! wrong about one in twenty, and nobody is to be judged by it alone.
//!
//! Credibility is an inference about a person. Where it is kept or shown, it is personal data of the category
//! [`CATEGORY`], and passes the gate as such.
//!
//! Formulas with their sources, the format of models, and what a forged feature moves: `docs/credibility.md`.

mod audience;
mod basis;
pub mod calibration;
mod error;
mod feature;
mod kind;
mod model;
mod score;
mod scorecard;
pub mod signals;
mod trees;
mod values;

pub use audience::{AudienceCredibility, AudienceOptions, AudienceState, Quantification};
#[cfg(feature = "arrow")]
pub(crate) use audience::{CELLS, cell, estimate};
pub use basis::{Basis, ErrorRates, Validation};
pub use error::{CODES, Error};
pub use feature::Feature;
pub use kind::Kind;
pub use model::Model;
pub use score::{Reason, Score};
#[cfg(feature = "arrow")]
pub(crate) use score::{Trait, logistic, points};
#[cfg(feature = "arrow")]
pub(crate) use scorecard::Card;
pub use scorecard::Scorecard;
#[cfg(feature = "arrow")]
pub(crate) use trees::{Batch, Column, ONE, Rows};
pub use trees::{Trees, TreesToRead};
pub use values::{Values, posting_regularity};

/// The data category of everything that this module says of an account, for the privacy gate:
/// `privacy::category::CREDIBILITY` is the same key.
pub const CATEGORY: &str = "influencer.inferred.credibility";

//! An ensemble of decision trees, as gradient boosting makes them.
//!
//! One idea to keep in mind: what leaves add to the log-odds is held as a whole number of parts, [`ONE`] of which are
//! one unit. Sums are then exact in every order, so that trees may be gone through in whatever order is fast, and one
//! account alone and a table of them come to the same bits.

#[cfg(feature = "arrow")]
mod batch;
#[cfg(feature = "arrow")]
mod bins;
mod check;
mod read;
#[cfg(feature = "arrow")]
mod tiles;
mod wire;

use serde_json::Value;

#[cfg(feature = "arrow")]
pub(crate) use batch::{Batch, Column, Rows};

#[cfg(test)]
mod tests;

pub use read::TreesToRead;

use super::basis::bad;
use super::score::Score;
use super::{Basis, Error, Feature, Values};

pub(super) const FORMAT: &str = "renown.trees/1";
/// Parts of one unit of log-odds.
pub(crate) const ONE: i64 = 1 << 40;
/// Points of one unit of log-odds.
const SCALE: i32 = 1_000;

fn fixed(log_odds: f64) -> i64 {
    (log_odds * ONE as f64).round() as i64
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Branch {
    Question(usize),
    Leaf(usize),
}

#[derive(Debug, Clone, PartialEq)]
struct Question {
    /// Its place among the features of the ensemble.
    feature: usize,
    below: f64,
    yes: Branch,
    no: Branch,
    unknown_is_yes: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Tree {
    questions: Vec<Question>,
    leaves: Vec<i64>,
    /// What is to be expected at each question.
    values: Vec<i64>,
}

/// A model of many decision trees: read from a model of XGBoost or LightGBM, or written in the format of
/// `docs/credibility.md`.
///
/// ```
/// use renown::credibility::{Feature, Kind, Trees, Values};
/// use serde_json::json;
/// let trees = Trees::from_value(&json!({
///     "format": "renown.trees/1", "name": "one question", "base": 0.0, "features": ["posts"],
///     "trees": [{ "feature": [0], "below": [1.0], "yes": [-1], "no": [-2], "unknown": [false], "leaves": [-2.0, 1.0] }],
///     "kinds": { "suspicious_below": 0.5, "mass_follower_above": 1500, "notable_above": 1000 },
///     "prior": { "real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5 },
///     "errors": { "real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100 },
/// }))?;
/// assert_eq!(trees.score(&Values::new().with(Feature::Posts, 0.0)).kind(), Kind::Suspicious);
/// assert_eq!(trees.score(&Values::new()).points(), 1_000);
/// # Ok::<(), renown::credibility::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Trees {
    basis: Basis,
    features: Vec<Feature>,
    trees: Vec<Tree>,
    base: i64,
}

impl Trees {
    /// Reads an ensemble: the format is in `docs/credibility.md`.
    ///
    /// # Errors
    /// [`Error::MalformedModel`], [`Error::UnknownFeature`], [`Error::ForbiddenFeature`], [`Error::BadTree`],
    /// [`Error::BadModel`].
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let read: wire::Ensemble = serde_json::from_str(json)
            .map_err(|error| Error::MalformedModel { reason: error.to_string() })?;
        Self::checked(read)
    }

    /// Reads an ensemble from a JSON value.
    ///
    /// # Errors
    /// As [`Trees::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        let read: wire::Ensemble = serde::Deserialize::deserialize(value)
            .map_err(|error: serde_json::Error| Error::MalformedModel { reason: error.to_string() })?;
        Self::checked(read)
    }

    fn checked(read: wire::Ensemble) -> Result<Self, Error> {
        if read.format != FORMAT {
            return Err(bad("format", "it is not \"renown.trees/1\""));
        }
        let features = check::features(&read.features)?;
        let (trees, base) = check::trees(&read, features.len())?;
        // What decides a score, in one text; the card for people does not belong to it.
        let decides =
            serde_json::to_vec(&wire::Ensemble { card: Value::Null, ..read.clone() }).unwrap_or_default();
        let of_kinds = (read.kinds, read.prior, read.errors);
        let basis = Basis::checked(read.name, SCALE, of_kinds, read.card, &decides)?;
        Ok(Trees { basis, features, trees, base })
    }

    /// The features that the ensemble asks for.
    pub fn features(&self) -> impl Iterator<Item = Feature> + '_ {
        self.features.iter().copied()
    }

    /// Scores an account, tree by tree; nothing is allocated.
    ///
    /// The reason of a feature is what the answers about it moved: at each question, what is to be expected after the
    /// answer less what was to be expected before (Saabas 2014). The reasons and what is to be expected of an account of
    /// which nothing was asked add up to the log-odds, exactly.
    #[must_use]
    pub fn score(&self, values: &Values) -> Score {
        let mut start = self.base;
        let mut moved = [0_i64; Feature::COUNT];
        for tree in &self.trees {
            start += tree.values.first().or(tree.leaves.first()).copied().unwrap_or_default();
            tree.walk(
                |feature| self.features.get(feature).map_or(f64::NAN, |feature| values.raw(*feature)),
                |feature, by| {
                    if let Some(moved) = moved.get_mut(feature) {
                        *moved += by;
                    }
                },
            );
        }
        let mut score = Score::new(start, ONE, SCALE);
        for (feature, parts) in self.features.iter().zip(moved) {
            let value = values.raw(*feature);
            score.add(*feature, parts, (!value.is_nan()).then_some((value, value)));
        }
        score.finish(&self.basis, values)
    }
}

impl Tree {
    /// Follows the answers to a leaf and gives what it adds; tells for each answer about which feature it was and by
    /// how much it moved what is to be expected.
    fn walk(&self, value: impl Fn(usize) -> f64, mut moved: impl FnMut(usize, i64)) -> i64 {
        let (mut at, mut expected) = match self.values.first() {
            Some(expected) => (Branch::Question(0), *expected),
            None => (Branch::Leaf(0), 0),
        };
        loop {
            match at {
                Branch::Leaf(leaf) => return self.leaves.get(leaf).copied().unwrap_or_default(),
                Branch::Question(question) => {
                    let Some(question) = self.questions.get(question) else { return 0 };
                    let value = value(question.feature);
                    let yes = if value.is_nan() { question.unknown_is_yes } else { value < question.below };
                    at = if yes { question.yes } else { question.no };
                    let then = match at {
                        Branch::Question(next) => self.values.get(next),
                        Branch::Leaf(leaf) => self.leaves.get(leaf),
                    };
                    let then = then.copied().unwrap_or_default();
                    moved(question.feature, then - expected);
                    expected = then;
                }
            }
        }
    }
}

impl AsRef<Basis> for Trees {
    fn as_ref(&self) -> &Basis {
        &self.basis
    }
}

/// The name, the error rates and the card.
impl std::ops::Deref for Trees {
    type Target = Basis;

    fn deref(&self) -> &Basis {
        &self.basis
    }
}

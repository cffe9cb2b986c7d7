//! Ensembles that other libraries have made.
//!
//! One idea to keep in mind: both libraries ask whether a value is below (or at most) a threshold, one of them of single
//! precision. Both questions are asked of the value itself here, by the threshold that parts the same numbers, so that
//! an account comes to the same leaf.

mod lightgbm;
mod xgboost;

use serde::Deserialize;
use serde_json::Value;

use super::check::bad;
use super::{FORMAT, Trees, wire};
use crate::credibility::Error;
use crate::credibility::basis::{Errors, Prior, Thresholds};

/// Which library made an ensemble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Source {
    /// XGBoost: what `Booster.save_model` writes as JSON.
    Xgboost,
    /// LightGBM: what `Booster.dump_model` gives.
    Lightgbm,
}

/// What the ensemble was trained to find.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Finds {
    /// Label 1 is a person.
    #[default]
    Real,
    /// Label 1 is an account without one.
    Fake,
}

/// An ensemble of another library, and what that library does not know of it: as it is written, with serde.
///
/// ```
/// use renown::credibility::{Feature, Trees, Values};
/// use serde_json::json;
/// let ensemble = json!({ "objective": "binary sigmoid:1", "feature_names": ["posts"], "tree_info": [{ "tree_structure": {
///     "split_feature": 0, "threshold": 2.5, "decision_type": "<=", "missing_type": "NaN", "default_left": true,
///     "left_child": { "leaf_value": -2.0 }, "right_child": { "leaf_value": 1.0 } } }] });
/// let given = json!({ "source": "lightgbm", "ensemble": ensemble, "name": "theirs",
///     "prior": { "real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5 },
///     "errors": { "real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100 } });
/// let model = Trees::read(serde_json::from_value(given)?)?;
/// let score = Trees::from_value(&model)?.score(&Values::new().with(Feature::Posts, 3.0));
/// assert_eq!(score.points(), 1_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreesToRead {
    source: Source,
    ensemble: Value,
    name: String,
    #[serde(default)]
    platform: Option<String>,
    /// What its features are here, in their order; what the ensemble calls them where nothing is said.
    #[serde(default)]
    features: Option<Vec<String>>,
    #[serde(default)]
    finds: Finds,
    #[serde(default = "usual_kinds")]
    kinds: Thresholds,
    prior: Prior,
    errors: Errors,
    #[serde(default)]
    card: Value,
}

const fn usual_kinds() -> Thresholds {
    Thresholds { suspicious_below: 0.5, mass_follower_above: 1_500, notable_above: 1_000 }
}

/// What is read of an ensemble.
struct Read {
    base: f64,
    features: Vec<String>,
    trees: Vec<wire::Tree>,
}

impl Trees {
    /// Reads an ensemble that XGBoost or LightGBM made, and gives it in the format of `docs/credibility.md`.
    ///
    /// Trees of one output with numeric questions are read: objectives `binary:logistic` and `binary`. A missing value
    /// takes the branch that it takes there.
    ///
    /// # Errors
    /// [`Error::BadTree`] where something is not as these libraries write it, or is not among what is read; those of
    /// [`Trees::from_value`].
    pub fn read(given: TreesToRead) -> Result<Value, Error> {
        let Read { base, features, mut trees } = match given.source {
            Source::Xgboost => xgboost::read(&given.ensemble)?,
            Source::Lightgbm => lightgbm::read(&given.ensemble)?,
        };
        let features = match given.features {
            Some(named) if !features.is_empty() && named.len() != features.len() => {
                return Err(bad("features".to_owned(), "there are as many as the ensemble has"));
            }
            Some(named) => named,
            None => features,
        };
        let sign = if given.finds == Finds::Fake { -1.0 } else { 1.0 };
        trees.iter_mut().flat_map(|tree| &mut tree.leaves).for_each(|leaf| *leaf *= sign);
        let written = wire::Ensemble {
            format: FORMAT.to_owned(),
            name: given.name,
            platform: given.platform,
            base: base * sign,
            features,
            trees,
            kinds: given.kinds,
            prior: given.prior,
            errors: given.errors,
            card: given.card,
        };
        let value = serde_json::to_value(&written)
            .map_err(|error| Error::MalformedModel { reason: error.to_string() })?;
        Trees::from_value(&value).map(|_| value)
    }
}

/// A part of what another library wrote, with where it stands.
#[derive(Clone)]
struct Part<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Part<'a> {
    fn whole(value: &'a Value) -> Self {
        Part { value, path: "ensemble".to_owned() }
    }

    fn refuse<T>(&self, problem: &'static str) -> Result<T, Error> {
        Err(bad(self.path.clone(), problem))
    }

    fn get(&self, name: &str) -> Option<Part<'a>> {
        self.value.get(name).map(|value| Part { value, path: format!("{}.{name}", self.path) })
    }

    fn need(&self, name: &str) -> Result<Part<'a>, Error> {
        self.get(name).ok_or_else(|| bad(format!("{}.{name}", self.path), "it is missing"))
    }

    fn each(&self) -> Result<impl Iterator<Item = Part<'a>> + use<'a>, Error> {
        let Some(values) = self.value.as_array() else { return self.refuse("it is a list") };
        let path = self.path.clone();
        Ok(values.iter().enumerate().map(move |(at, value)| Part { value, path: format!("{path}[{at}]") }))
    }

    /// A number, which may be written as a text.
    fn number(&self) -> Result<f64, Error> {
        let of_text = || self.value.as_str().and_then(|text| text.parse().ok());
        match self.value.as_f64().or_else(of_text).filter(|value: &f64| value.is_finite()) {
            Some(value) => Ok(value),
            None => self.refuse("it is a finite number"),
        }
    }

    fn whole_number(&self) -> Result<i64, Error> {
        match self.value.as_i64() {
            Some(value) => Ok(value),
            None => self.refuse("it is a whole number"),
        }
    }

    /// True and false, which may be written as 1 and 0.
    fn flag(&self) -> Result<bool, Error> {
        match self.value.as_bool().or(self.value.as_i64().map(|value| value != 0)) {
            Some(value) => Ok(value),
            None => self.refuse("it is true or false"),
        }
    }

    fn text(&self) -> Result<&'a str, Error> {
        match self.value.as_str() {
            Some(text) => Ok(text),
            None => self.refuse("it is a text"),
        }
    }

    fn texts(&self) -> Result<Vec<String>, Error> {
        self.each()?.map(|part| part.text().map(str::to_owned)).collect()
    }
}

/// A question as another library has it: a branch is another question or a leaf.
struct Asked {
    feature: u32,
    below: f64,
    unknown: bool,
}

/// Puts a tree together from its root: questions before those that they lead to, leaves from left to right.
#[derive(Default)]
struct Planted {
    tree: wire::Tree,
    cover: Vec<f64>,
}

/// The branch of a question that a question or leaf hangs from.
#[derive(Clone, Copy)]
enum Place {
    Root,
    Yes(usize),
    No(usize),
}

impl Planted {
    fn hang(&mut self, place: Place, branch: i32) {
        let slot = match place {
            Place::Root => None,
            Place::Yes(at) => self.tree.yes.get_mut(at),
            Place::No(at) => self.tree.no.get_mut(at),
        };
        if let Some(slot) = slot {
            *slot = branch;
        }
    }

    /// Adds a question; its branches are still to be hung.
    fn ask(&mut self, place: Place, asked: &Asked) -> usize {
        let at = self.tree.feature.len();
        self.hang(place, i32::try_from(at).unwrap_or(i32::MAX));
        self.tree.feature.push(asked.feature);
        self.tree.below.push(asked.below);
        self.tree.unknown.push(asked.unknown);
        self.tree.yes.push(0);
        self.tree.no.push(0);
        at
    }

    fn leaf(&mut self, place: Place, leaf: f64, cover: f64) {
        let branch = -1 - i32::try_from(self.tree.leaves.len()).unwrap_or(i32::MAX - 1);
        self.hang(place, branch);
        self.tree.leaves.push(leaf);
        self.cover.push(cover);
    }

    /// The tree; covers that are no shares of anything are left out.
    fn grown(mut self) -> wire::Tree {
        if self.cover.iter().all(|cover| cover.is_finite() && *cover > 0.0) {
            self.tree.cover = Some(self.cover);
        }
        self.tree
    }
}

//! A scorecard: points for each feature, whose sum is the log-odds that a person is behind an account.
//!
//! One idea to keep in mind: points are whole numbers, and 100 of them (the scale of the model) are one unit of
//! log-odds. A sum of whole numbers is exact, so that a score is the same in every order and language, and each
//! feature's part of it is the reason.

mod check;
mod wire;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use serde_json::Value;

use super::score::{Place, Score};
use super::{Basis, Error, Feature, Values};

/// The scorecard that comes with the library.
const SHIPPED: &str = include_str!("../../../models/instagram.json");

/// The points of one feature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    pub(crate) feature: Feature,
    /// Where the next bin begins, rising.
    pub(crate) edges: Vec<f64>,
    /// One more than edges.
    pub(crate) points: Vec<i32>,
    pub(crate) unknown: i32,
}

/// A model that tells how probable it is that a person is behind an account.
///
/// ```
/// use renown::credibility::{Feature, Kind, Scorecard, Values};
/// let scorecard = Scorecard::shipped();
/// let empty = Values::new()
///     .with(Feature::HasPicture, 0.0)
///     .with(Feature::Posts, 0.0)
///     .with(Feature::Followers, 3.0)
///     .with(Feature::Following, 900.0);
/// let score = scorecard.score(&empty);
/// assert_eq!(score.kind(), Kind::Suspicious);
/// assert!(score.p_real() < 0.01);
/// assert_eq!(score.reasons().next().map(|reason| reason.feature), Some(Feature::FollowingPerFollower));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    basis: Basis,
    base: i32,
    cards: Vec<Card>,
}

impl Scorecard {
    /// The scorecard that comes with the library: public profiles on Instagram.
    #[must_use]
    pub fn shipped() -> &'static Scorecard {
        static MODEL: OnceLock<Scorecard> = OnceLock::new();
        #[expect(clippy::expect_used, reason = "the text is part of the library, and a test reads it")]
        MODEL.get_or_init(|| Scorecard::from_json(SHIPPED).expect("the shipped model is right"))
    }

    /// Reads a model: the format is in `docs/credibility.md`.
    ///
    /// # Errors
    /// [`Error::MalformedModel`], [`Error::UnknownFeature`], [`Error::ForbiddenFeature`], [`Error::BadCard`],
    /// [`Error::BadModel`].
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let read: wire::Model = serde_json::from_str(json)
            .map_err(|error| Error::MalformedModel { reason: error.to_string() })?;
        Self::checked(read)
    }

    /// Reads a model from a JSON value.
    ///
    /// # Errors
    /// As [`Scorecard::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        let read: wire::Model = serde::Deserialize::deserialize(value)
            .map_err(|error: serde_json::Error| Error::MalformedModel { reason: error.to_string() })?;
        Self::checked(read)
    }

    fn checked(read: wire::Model) -> Result<Self, Error> {
        check::header(&read)?;
        // What decides a score, in one text; the card for people does not belong to it.
        let decides =
            serde_json::to_vec(&wire::Model { card: Value::Null, ..read.clone() }).unwrap_or_default();
        let of_kinds = (read.kinds, read.prior, read.errors);
        let basis = Basis::checked(read.name, read.scale, of_kinds, read.card, &decides)?;
        let cards = check::cards(&read.features)?;
        check::range(read.base, read.scale, &cards)?;
        Ok(Scorecard { basis, base: read.base, cards })
    }

    /// Scores an account; nothing is allocated.
    #[must_use]
    pub fn score(&self, values: &Values) -> Score {
        let mut score = Score::new(i64::from(self.base), i64::from(self.basis.scale()), self.basis.scale());
        for card in &self.cards {
            let value = values.raw(card.feature);
            let place = if value.is_nan() {
                Place::Unknown
            } else {
                Place::Bin(card.edges.partition_point(|edge| *edge <= value))
            };
            let points = match place {
                Place::Unknown => card.unknown,
                Place::Bin(bin) => card.points.get(bin).copied().unwrap_or_default(),
            };
            score.add(card.feature, i64::from(points), bounds(card, place));
        }
        score.finish(&self.basis, values)
    }

    /// The features that the model uses.
    pub fn features(&self) -> impl Iterator<Item = Feature> + '_ {
        self.cards.iter().map(|card| card.feature)
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn cards(&self) -> &[Card] {
        &self.cards
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn base(&self) -> i32 {
        self.base
    }
}

impl AsRef<Basis> for Scorecard {
    fn as_ref(&self) -> &Basis {
        &self.basis
    }
}

/// The name, the error rates and the card.
impl std::ops::Deref for Scorecard {
    type Target = Basis;

    fn deref(&self) -> &Basis {
        &self.basis
    }
}

/// Where the bin of a value begins and ends.
fn bounds(card: &Card, place: Place) -> Option<(f64, f64)> {
    let Place::Bin(bin) = place else { return None };
    let low = bin.checked_sub(1).and_then(|before| card.edges.get(before)).copied();
    let high = card.edges.get(bin).copied();
    Some((low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)))
}

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
use super::{Error, Feature, Kind, Values};
use crate::stats::codec::crc32;

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

/// How often the model is wrong, and how far these rates are to be trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorRates {
    /// P(taken for real | real), a fraction.
    pub real_taken_for_real: f64,
    /// P(taken for real | fake), a fraction.
    pub fake_taken_for_real: f64,
    /// On how many real accounts the first rate rests.
    pub real: u64,
    /// On how many fake accounts the second rate rests.
    pub fake: u64,
}

/// What someone saw on labelled accounts of their own, scored with the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validation {
    /// Labelled accounts of persons.
    pub real: u64,
    /// How many of these the model takes for real.
    pub real_taken_for_real: u64,
    /// Labelled accounts of no person.
    pub fake: u64,
    /// How many of these the model takes for real.
    pub fake_taken_for_real: u64,
}

impl Validation {
    /// The rates.
    ///
    /// # Errors
    /// [`Error::BadValidation`] where a part is larger than its whole, or a whole is 0.
    pub fn rates(&self) -> Result<ErrorRates, Error> {
        for (what, part, whole) in [
            ("real accounts that were taken for real", self.real_taken_for_real, self.real),
            ("fake accounts that were taken for real", self.fake_taken_for_real, self.fake),
        ] {
            if part > whole || whole == 0 {
                return Err(Error::BadValidation { what, part, whole });
            }
        }
        Ok(ErrorRates {
            real_taken_for_real: self.real_taken_for_real as f64 / self.real as f64,
            fake_taken_for_real: self.fake_taken_for_real as f64 / self.fake as f64,
            real: self.real,
            fake: self.fake,
        })
    }
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
    name: String,
    scale: i32,
    base: i32,
    cards: Vec<Card>,
    suspicious_below: f64,
    mass_follower_above: u64,
    notable_above: u64,
    prior: [f64; 4],
    errors: ErrorRates,
    card: Value,
    fingerprint: u32,
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
        let cards = check::cards(&read.features)?;
        check::range(read.base, read.scale, &cards)?;
        // What decides a score, in one text; the card for people does not belong to it.
        let decides =
            serde_json::to_vec(&wire::Model { card: Value::Null, ..read.clone() }).unwrap_or_default();
        let trusted = read.errors.trusted_as;
        Ok(Scorecard {
            name: read.name,
            scale: read.scale,
            base: read.base,
            cards,
            suspicious_below: read.kinds.suspicious_below,
            mass_follower_above: read.kinds.mass_follower_above,
            notable_above: read.kinds.notable_above,
            prior: [read.prior.real, read.prior.influencer, read.prior.mass_follower, read.prior.suspicious],
            errors: ErrorRates {
                real_taken_for_real: read.errors.real_taken_for_real,
                fake_taken_for_real: read.errors.fake_taken_for_real,
                real: trusted,
                fake: trusted,
            },
            card: read.card,
            fingerprint: crc32(&decides),
        })
    }

    /// Scores an account; nothing is allocated.
    #[must_use]
    pub fn score(&self, values: &Values) -> Score {
        let mut score = Score::new(self.base, self.scale);
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
            score.add(card.feature, points, bounds(card, place));
        }
        let following = values.get(Feature::Following);
        let followers = values.get(Feature::Followers);
        let of_real = self.trait_of(followers, following);
        score.finish(self.kind_of(score.p_real(), of_real), of_real)
    }

    /// What an account of this probability is, given what it is if it is real.
    pub(crate) fn kind_of(&self, p_real: f64, of_real: Trait) -> Kind {
        if p_real < self.suspicious_below {
            return Kind::Suspicious;
        }
        match of_real {
            Trait::MassFollower => Kind::MassFollower,
            Trait::Notable => Kind::Influencer,
            Trait::Plain | Trait::Unknown => Kind::Real,
        }
    }

    /// What an account is if it is real.
    pub(crate) fn trait_of(&self, followers: Option<f64>, following: Option<f64>) -> Trait {
        if following.is_some_and(|following| following > self.mass_follower_above as f64) {
            Trait::MassFollower
        } else if followers.is_some_and(|followers| followers > self.notable_above as f64) {
            Trait::Notable
        } else if followers.is_some() && following.is_some() {
            Trait::Plain
        } else {
            Trait::Unknown
        }
    }

    /// The name of the model.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The features that the model uses.
    pub fn features(&self) -> impl Iterator<Item = Feature> + '_ {
        self.cards.iter().map(|card| card.feature)
    }

    /// How often the model is wrong.
    #[must_use]
    pub fn errors(&self) -> ErrorRates {
        self.errors
    }

    /// The model card: where the model comes from, what it is for, where it ends, how good it is.
    #[must_use]
    pub fn card(&self) -> &Value {
        &self.card
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn cards(&self) -> &[Card] {
        &self.cards
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn base(&self) -> i32 {
        self.base
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn suspicious_below(&self) -> f64 {
        self.suspicious_below
    }

    pub(crate) fn scale(&self) -> i32 {
        self.scale
    }

    /// How common each kind was where the model was fitted, in the order of [`Kind::ALL`].
    pub(crate) fn prior(&self) -> [f64; 4] {
        self.prior
    }

    pub(crate) fn fingerprint(&self) -> u32 {
        self.fingerprint
    }
}

/// What an account is if a person is behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trait {
    Plain,
    Notable,
    MassFollower,
    /// A number is unknown, so that it may be any of them.
    Unknown,
}

/// Where the bin of a value begins and ends.
fn bounds(card: &Card, place: Place) -> Option<(f64, f64)> {
    let Place::Bin(bin) = place else { return None };
    let low = bin.checked_sub(1).and_then(|before| card.edges.get(before)).copied();
    let high = card.edges.get(bin).copied();
    Some((low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)))
}

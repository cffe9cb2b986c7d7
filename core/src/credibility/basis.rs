//! What every model has beside the way in which it scores: kinds, how common they were, how often it is wrong.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::score::Trait;
use super::{Error, Kind};
use crate::stats::codec::crc32;

const MOST_NAME: usize = 128;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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

/// Where kinds begin, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thresholds {
    pub(super) suspicious_below: f64,
    pub(super) mass_follower_above: u64,
    pub(super) notable_above: u64,
}

/// How common kinds were, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prior {
    pub(super) real: f64,
    pub(super) influencer: f64,
    pub(super) mass_follower: f64,
    pub(super) suspicious: f64,
}

/// How often the model is wrong, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Errors {
    pub(super) real_taken_for_real: f64,
    pub(super) fake_taken_for_real: f64,
    pub(super) trusted_as: u64,
}

/// What every model has beside the way in which it scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    name: String,
    /// Points that are one unit of log-odds.
    scale: i32,
    kinds: Thresholds,
    prior: [f64; 4],
    errors: ErrorRates,
    card: Value,
    fingerprint: u32,
}

pub(super) fn bad(part: &'static str, problem: &'static str) -> Error {
    Error::BadModel { part, problem }
}

impl Basis {
    /// From what is written; `decides` is all that decides a score, in one text.
    pub(super) fn checked(
        name: String,
        scale: i32,
        (kinds, prior, errors): (Thresholds, Prior, Errors),
        card: Value,
        decides: &[u8],
    ) -> Result<Self, Error> {
        if name.is_empty() || name.len() > MOST_NAME {
            return Err(bad("name", "a name has 1 to 128 bytes"));
        }
        let open = |value: f64| value > 0.0 && value < 1.0;
        if !open(kinds.suspicious_below) {
            return Err(bad("kinds.suspicious_below", "it is a probability between 0 and 1"));
        }
        let prior = [prior.real, prior.influencer, prior.mass_follower, prior.suspicious];
        if !prior.into_iter().all(open) {
            return Err(bad("prior", "each kind has a share between 0 and 1"));
        }
        if (prior.iter().sum::<f64>() - 1.0).abs() > 1e-6 {
            return Err(bad("prior", "the shares of the four kinds add up to 1"));
        }
        if !open(errors.real_taken_for_real) || !open(errors.fake_taken_for_real) {
            return Err(bad("errors", "each rate is a fraction between 0 and 1"));
        }
        if errors.real_taken_for_real <= errors.fake_taken_for_real {
            return Err(bad("errors", "real accounts are taken for real more often than fake ones"));
        }
        if errors.trusted_as == 0 {
            return Err(bad("errors.trusted_as", "it is a number of accounts from 1"));
        }
        let errors = ErrorRates {
            real_taken_for_real: errors.real_taken_for_real,
            fake_taken_for_real: errors.fake_taken_for_real,
            real: errors.trusted_as,
            fake: errors.trusted_as,
        };
        Ok(Basis { name, scale, kinds, prior, errors, card, fingerprint: crc32(decides) })
    }

    /// The name of the model.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
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

    /// What an account of this probability is, given what it is if it is real.
    pub(crate) fn kind_of(&self, p_real: f64, of_real: Trait) -> Kind {
        if p_real < self.kinds.suspicious_below {
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
        if following.is_some_and(|following| following > self.kinds.mass_follower_above as f64) {
            Trait::MassFollower
        } else if followers.is_some_and(|followers| followers > self.kinds.notable_above as f64) {
            Trait::Notable
        } else if followers.is_some() && following.is_some() {
            Trait::Plain
        } else {
            Trait::Unknown
        }
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn suspicious_below(&self) -> f64 {
        self.kinds.suspicious_below
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

impl AsRef<Basis> for Basis {
    fn as_ref(&self) -> &Basis {
        self
    }
}

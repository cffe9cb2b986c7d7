//! What an account is as a follower.

use serde::{Deserialize, Serialize};

/// What an account is as a follower.
///
/// The first that holds, in this order: `suspicious` (its probability of being real is below the threshold of the
/// model), `mass_follower` (it follows more than 1 500 accounts, so that a post is seldom seen), `influencer` (more
/// than 1 000 follow it: a notable follower), `real`. The numbers are those of the model. A number that is unknown
/// makes no account a mass follower or an influencer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person with an ordinary account.
    Real,
    /// A person whom many follow.
    Influencer,
    /// A person who follows too many to see what one of them posts.
    MassFollower,
    /// Probably no person.
    Suspicious,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Kind; 4] = [Kind::Real, Kind::Influencer, Kind::MassFollower, Kind::Suspicious];

    /// The name of the kind in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Real => "real",
            Kind::Influencer => "influencer",
            Kind::MassFollower => "mass_follower",
            Kind::Suspicious => "suspicious",
        }
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

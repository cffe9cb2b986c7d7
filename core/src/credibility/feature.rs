//! The features: what is public about an account that bears on whether a person is behind it.
//!
//! One idea to keep in mind: a feature is about what an account does and shows, never about who its owner is. Gender,
//! ethnicity, language, country and age of a person are no features, and a model that names one is refused. For the
//! same reason there is no feature of the languages or scripts of a text.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Error;

macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $label:literal, $unit:ident;)*) => {
        /// A feature of an account. Each may be unknown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Feature {
            $($(#[$doc])* $variant,)*
        }

        impl Feature {
            /// All features, in order.
            pub const ALL: &'static [Feature] = &[$(Feature::$variant),*];

            /// The name of the feature in models and tables.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Feature::$variant => $name,)* }
            }

            /// What the feature is called in a reason.
            pub(super) const fn label(self) -> &'static str {
                match self { $(Feature::$variant => $label,)* }
            }

            pub(super) const fn unit(self) -> Unit {
                match self { $(Feature::$variant => Unit::$unit,)* }
            }
        }
    };
}

/// What the values of a feature are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 0 or 1.
    Flag,
    /// Whole numbers from 0.
    Count,
    /// Numbers from 0.
    Number,
}

features! {
    /// Whether the account has a picture of its own: 1 or 0.
    HasPicture = "has_picture", "a picture of its own", Flag;
    /// Characters of the handle (Unicode scalar values).
    UsernameLength = "username_length", "characters in the username", Count;
    /// Decimal digits of the handle by its characters, 0 to 1.
    UsernameDigitShare = "username_digit_share", "share of digits in the username", Number;
    /// Shannon entropy of the characters of the handle, bits a character, over its first 64 characters.
    UsernameEntropy = "username_entropy", "bits of entropy a character of the username", Number;
    /// How much of the handle's letters the full name holds in the same order, 0 to 1; of letters and digits only,
    /// in lower case. Needs both texts.
    NameSimilarity = "name_similarity", "similarity of username and full name", Number;
    /// Words of the name shown: runs of characters other than white space.
    FullNameWords = "full_name_words", "words in the full name", Count;
    /// Decimal digits of the name shown by its characters, 0 to 1.
    FullNameDigitShare = "full_name_digit_share", "share of digits in the full name", Number;
    /// Whether the name shown is the handle: 1 or 0.
    NameEqualsUsername = "name_equals_username", "a full name that is the username", Flag;
    /// Characters of what the account says of itself.
    BioLength = "bio_length", "characters in the biography", Count;
    /// Whether the account shows a link: 1 or 0.
    ExternalLink = "external_link", "a link", Flag;
    /// Whether the account is private: 1 or 0.
    Private = "private", "a private account", Flag;
    /// Whether the platform has verified the account: 1 or 0.
    Verified = "verified", "a verified account", Flag;
    /// How many posts the account shows.
    Posts = "posts", "posts", Count;
    /// How many follow the account.
    Followers = "followers", "followers", Count;
    /// How many the account follows.
    Following = "following", "accounts followed", Count;
    /// Accounts followed by followers and one: `following / (followers + 1)`. Its logarithm is the log-ratio; a
    /// scorecard asks only for its order, which is the same.
    FollowingPerFollower = "following_per_follower", "accounts followed for each follower", Number;
    /// Days from when the account was made to when it was read, whole.
    AccountAgeDays = "account_age_days", "days since the account was made", Count;
    /// How alike the gaps between posts are, 0 to 1: see [`posting_regularity`](super::posting_regularity). Known
    /// where a series of posts is.
    PostingRegularity = "posting_regularity", "regularity of posting", Number;
}

/// Words in the name of a feature that would hold against persons who they are.
const FORBIDDEN: &[&str] = &[
    "gender",
    "sex",
    "male",
    "female",
    "ethnic",
    "ethnicity",
    "race",
    "racial",
    "religion",
    "language",
    "languages",
    "lang",
    "script",
    "country",
    "countries",
    "nationality",
    "region",
    "city",
    "location",
    "locale",
    "birth",
    "birthday",
    "age_band",
];

impl Feature {
    /// How many features there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The feature of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Feature> {
        Self::ALL.iter().copied().find(|feature| feature.as_str() == name)
    }

    /// The feature that a model names.
    pub(super) fn of_model(position: usize, name: &str) -> Result<Feature, Error> {
        Feature::named(name).ok_or_else(|| {
            let shown = name.chars().take(64).collect();
            if Feature::is_forbidden(name) {
                Error::ForbiddenFeature { position, name: shown }
            } else {
                Error::UnknownFeature { position, name: shown }
            }
        })
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }

    pub(super) fn names() -> String {
        Self::ALL.iter().map(|feature| feature.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Whether a name speaks of who a person is.
    pub(super) fn is_forbidden(name: &str) -> bool {
        let name = name.to_lowercase();
        FORBIDDEN.iter().any(|word| name == *word || name.split('_').any(|part| part == *word))
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

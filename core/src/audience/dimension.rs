//! By what an audience may be broken down, and by what it may not.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Category, Error, Reachability};

/// By what an audience may be broken down.
///
/// Ethnicity, religion, health, sexuality and politics have no variant, and none may be added.
///
/// ```
/// use renown::audience::{Dimension, Error};
///
/// assert_eq!("age_band".parse(), Ok(Dimension::AgeBand));
/// assert!(matches!("ethnicity".parse::<Dimension>(), Err(Error::SpecialCategory { .. })));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "&'static str")]
pub enum Dimension {
    /// Country of residence, ISO 3166-1 alpha-2 where the caller has it.
    Country,
    /// First-level subdivision; the level below [`Dimension::Country`].
    Region,
    /// City; the level below [`Dimension::Region`].
    City,
    /// Gender as declared or estimated.
    Gender,
    /// Age band, such as `18-24`.
    AgeBand,
    /// Language of the account.
    Language,
    /// Interests: one person may have several.
    Interest,
    /// How many accounts the person follows, in the bands of [`Reachability`].
    Reachability,
    /// What the account is (real, influencer, mass follower, suspicious), as a label of the caller.
    Kind,
}

impl Dimension {
    /// Every dimension, in the order in which it is declared.
    pub const ALL: [Dimension; 9] = [
        Dimension::Country,
        Dimension::Region,
        Dimension::City,
        Dimension::Gender,
        Dimension::AgeBand,
        Dimension::Language,
        Dimension::Interest,
        Dimension::Reachability,
        Dimension::Kind,
    ];

    /// The name in options, columns and documents.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Country => "country",
            Dimension::Region => "region",
            Dimension::City => "city",
            Dimension::Gender => "gender",
            Dimension::AgeBand => "age_band",
            Dimension::Language => "language",
            Dimension::Interest => "interest",
            Dimension::Reachability => "reachability",
            Dimension::Kind => "kind",
        }
    }

    /// The order in which reports list the categories: labels by their bytes (bands of reachability ascending),
    /// what is missing last.
    pub fn order(self, a: &Category, b: &Category) -> Ordering {
        if self == Dimension::Reachability { Reachability::order(a, b) } else { a.cmp(b) }
    }

    /// Whether one person may stand in several categories, so that the cells add up to more than the people.
    pub fn is_multi_valued(self) -> bool {
        self == Dimension::Interest
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Dimension> for &'static str {
    fn from(dimension: Dimension) -> &'static str {
        dimension.name()
    }
}

impl TryFrom<String> for Dimension {
    type Error = Error;

    fn try_from(name: String) -> Result<Dimension, Error> {
        name.parse()
    }
}

impl FromStr for Dimension {
    type Err = Error;

    /// # Errors
    /// [`Error::SpecialCategory`] where the name asks for a special category, [`Error::UnknownDimension`] where
    /// there is no such dimension.
    fn from_str(name: &str) -> Result<Dimension, Error> {
        if let Some(dimension) = Dimension::ALL.into_iter().find(|d| d.name() == name) {
            return Ok(dimension);
        }
        Err(match SpecialCategory::named_by(name) {
            Some(category) => Error::SpecialCategory { name: name.to_owned(), category },
            None => Error::UnknownDimension { name: name.to_owned() },
        })
    }
}

/// What renown refuses to break an audience down by: special categories of personal data (GDPR art. 9(1)),
/// which are sensitive personal information under the CCPA (1798.140(ae)) too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpecialCategory {
    /// Racial or ethnic origin.
    Ethnicity,
    /// Religious or philosophical beliefs.
    Religion,
    /// Health, including genetic and biometric data.
    Health,
    /// Sex life or sexual orientation.
    Sexuality,
    /// Political opinions and trade-union membership.
    Politics,
}

impl SpecialCategory {
    /// The words that name the category, lower case; a name that contains one as a whole word is refused.
    const WORDS: [(SpecialCategory, &[&str]); 5] = [
        (
            SpecialCategory::Ethnicity,
            &[
                "ethnicity",
                "ethnicities",
                "ethnic",
                "race",
                "racial",
                "nationality",
                "nationalities",
                "caste",
                "castes",
                "tribe",
                "tribes",
                "ancestry",
                "skin_color",
                "skin_colour",
                "skin_tone",
                "country_of_origin",
                "national_origin",
            ],
        ),
        (
            SpecialCategory::Religion,
            &[
                "religion",
                "religions",
                "religious",
                "faith",
                "faiths",
                "belief",
                "beliefs",
                "creed",
                "church",
                "spirituality",
                "denomination",
                "philosophy",
                "christianity",
                "islam",
                "judaism",
                "hinduism",
                "buddhism",
                "atheism",
            ],
        ),
        (
            SpecialCategory::Health,
            &[
                "health",
                "healthcare",
                "medicine",
                "disability",
                "disabilities",
                "disease",
                "diseases",
                "illness",
                "illnesses",
                "diagnosis",
                "diagnoses",
                "medical",
                "pregnancy",
                "pregnant",
                "genetic",
                "genetics",
                "biometric",
                "biometrics",
                "addiction",
                "hiv",
            ],
        ),
        (
            SpecialCategory::Sexuality,
            &[
                "sexuality",
                "sexualities",
                "sexual",
                "sex_life",
                "orientation",
                "orientations",
                "lgbt",
                "lgbtq",
                "lgbtqia",
                "gay",
                "lesbian",
                "queer",
                "bisexual",
                "transgender",
            ],
        ),
        (
            SpecialCategory::Politics,
            &[
                "politics",
                "politic",
                "political",
                "party_affiliation",
                "ideology",
                "ideologies",
                "voting",
                "vote",
                "voter",
                "union_membership",
                "trade_union",
                "trade_unions",
            ],
        ),
    ];

    /// The special category that a name asks for, if it does; case, spaces, hyphens and underscores do not
    /// matter.
    ///
    /// ```
    /// use renown::audience::SpecialCategory;
    ///
    /// assert_eq!(SpecialCategory::named_by("Political views"), Some(SpecialCategory::Politics));
    /// assert_eq!(SpecialCategory::named_by("racing"), None);
    /// ```
    pub fn named_by(name: &str) -> Option<SpecialCategory> {
        let mut plain = String::with_capacity(name.len() + 2);
        plain.push('_');
        for c in name.chars() {
            match c.is_alphanumeric() {
                true => plain.extend(c.to_lowercase()),
                false => plain.push('_'),
            }
        }
        plain.push('_');
        let names = |word: &&str| {
            let mut rest = plain.as_str();
            while let Some(at) = rest.find(*word) {
                let (before, from) = rest.split_at(at);
                let after = from.get(word.len()..).unwrap_or("");
                if before.ends_with('_') && after.starts_with('_') {
                    return true;
                }
                rest = after;
            }
            false
        };
        Self::WORDS.into_iter().find(|(_, words)| words.iter().any(names)).map(|(category, _)| category)
    }

    /// The category in the words of the law.
    pub fn describe(self) -> &'static str {
        match self {
            SpecialCategory::Ethnicity => "racial or ethnic origin",
            SpecialCategory::Religion => "religious or philosophical beliefs",
            SpecialCategory::Health => "data concerning health, genetic or biometric data",
            SpecialCategory::Sexuality => "sex life or sexual orientation",
            SpecialCategory::Politics => "political opinions or trade-union membership",
        }
    }
}

//! What a catalog is told of one influencer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::{AccountType, AgeBand, Country, Gender, InfluencerId, Language, Platform, Region};

/// A figure, with the lower bound of its interval where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "NumberOrBounded")]
pub struct Bounded {
    /// The figure.
    pub value: f64,
    /// The lower bound of its interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
}

/// A number, or a number with the lower bound of its interval.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum NumberOrBounded {
    Number(f64),
    Bounded { value: f64, low: Option<f64> },
}

impl From<NumberOrBounded> for Bounded {
    fn from(given: NumberOrBounded) -> Self {
        match given {
            NumberOrBounded::Number(value) => Bounded { value, low: None },
            NumberOrBounded::Bounded { value, low } => Bounded { value, low },
        }
    }
}

/// A collaboration with a brand that was marked as such.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sponsorship {
    /// The brand.
    pub brand: String,
    /// The day of the latest post for it.
    pub on: NaiveDate,
}

/// One influencer, as a catalog takes it in: what is not known is left out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "named as the fields of queries, which docs/search.md lists")]
pub struct Record {
    pub id: InfluencerId,
    #[serde(default)]
    pub platform: Option<Platform>,
    #[serde(default)]
    pub country: Option<Country>,
    #[serde(default)]
    pub region: Option<Region>,
    #[serde(default)]
    pub city: Option<String>,
    #[serde(default)]
    pub language: Option<Language>,
    #[serde(default)]
    pub gender: Option<Gender>,
    #[serde(default)]
    pub age_band: Option<AgeBand>,
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub account_type: Option<AccountType>,
    #[serde(default)]
    pub verified: Option<bool>,
    #[serde(default)]
    pub contact_available: Option<bool>,
    #[serde(default)]
    pub interests: Vec<String>,
    #[serde(default)]
    pub hashtags: Vec<String>,
    #[serde(default)]
    pub mentions: Vec<String>,
    #[serde(default)]
    pub brands: Vec<String>,
    #[serde(default)]
    pub sponsored: Vec<Sponsorship>,
    /// Weights of content topics, from 0.
    #[serde(default)]
    pub topics: BTreeMap<String, f64>,
    /// Shares of the audience, from 0 to 1, by dimension and label: `{"country": {"DE": 0.4}}`.
    #[serde(default)]
    pub audience: BTreeMap<String, BTreeMap<String, Bounded>>,
    /// Figures by name: `{"followers": 2000, "credibility": {"value": 0.8, "low": 0.7}}`.
    #[serde(default)]
    pub figures: BTreeMap<String, Bounded>,
    #[serde(default)]
    pub last_post: Option<NaiveDate>,
    /// The name and the handle.
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub bio: Option<String>,
    #[serde(default)]
    pub captions: Vec<String>,
}

impl Record {
    /// An influencer of whom nothing else is known.
    pub fn new(id: InfluencerId) -> Self {
        Record {
            id,
            platform: None,
            country: None,
            region: None,
            city: None,
            language: None,
            gender: None,
            age_band: None,
            category: None,
            account_type: None,
            verified: None,
            contact_available: None,
            interests: Vec::new(),
            hashtags: Vec::new(),
            mentions: Vec::new(),
            brands: Vec::new(),
            sponsored: Vec::new(),
            topics: BTreeMap::new(),
            audience: BTreeMap::new(),
            figures: BTreeMap::new(),
            last_post: None,
            name: None,
            bio: None,
            captions: Vec::new(),
        }
    }
}

/// Shows nothing of the person.
impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record").finish_non_exhaustive()
    }
}

//! A query as data: what is looked for, in which order, and what is told of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Error;

/// What is looked for. All filters must hold.
///
/// ```
/// use renown::search::Query;
/// use serde_json::json;
///
/// let query = Query::from_json(&json!({
///     "filters": [
///         { "country": ["DE", "AT"] },
///         { "credibility": { "low_at_least": 0.7 } },
///         { "audience": { "gender": "female", "age_band": "25-34", "at_least": 0.15 } },
///         { "not": { "brands": { "any": ["Invented Cola"] } } },
///     ],
///     "sort": [{ "by": "engagement_rate", "order": "descending" }],
/// }))?;
/// assert_eq!(query.limit, 20);
/// # Ok::<(), renown::search::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// All of them must hold.
    pub filters: Vec<Clause>,
    /// The first key decides, the next between equal ones; last the id, ascending. What is not known comes last.
    pub sort: Vec<Sort>,
    /// How many influencers a page has, 20 where nothing is said, at most 1,000. With 0 there are only counts.
    #[cfg_attr(feature = "schema", schemars(range(max = 1_000)))]
    pub limit: usize,
    /// The cursor of the page before.
    pub cursor: Option<String>,
    /// How many match altogether.
    pub count: Count,
    /// Which fields the influencers come with.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::fields"))]
    pub fields: Vec<String>,
    /// What is counted over all that match.
    pub facets: Vec<Facet>,
    /// Whether to tell what each filter leaves out.
    pub explain: bool,
}

impl Default for Query {
    fn default() -> Self {
        Query {
            filters: Vec::new(),
            sort: Vec::new(),
            limit: 20,
            cursor: None,
            count: Count::default(),
            fields: Vec::new(),
            facets: Vec::new(),
            explain: false,
        }
    }
}

/// A key of the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// A number, a share of the audience, or `similarity`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::order"))]
    pub by: String,
    /// Which way.
    #[serde(default)]
    pub order: Order,
}

/// Which way an order goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The largest first.
    #[default]
    Descending,
    /// The smallest first.
    Ascending,
}

/// How many match altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// The number.
    #[default]
    Exact,
    /// The number to two significant digits, and to tens where these are finer: enough to plan by, too coarse for the
    /// difference of two to be about one. Counts of facets and of what filters leave are told no finer.
    Estimated,
    /// Not told.
    None,
}

/// What is counted over all that match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Facet {
    /// A field.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::countable"))]
    pub field: String,
    /// Of labels, the most frequent ones, 10 where nothing is said.
    #[serde(default = "ten")]
    pub top: usize,
    /// Of numbers, the edges between bins, ascending; a bin holds its lower edge. The outer bins are open.
    #[serde(default)]
    pub edges: Vec<f64>,
}

pub(super) fn ten() -> usize {
    10
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "named as the fields of records; each takes what its type says")]
pub enum Clause {
    And(Vec<Clause>),
    Or(Vec<Clause>),
    /// All but those for which it holds; those of whom nothing is known are among the others.
    Not(Box<Clause>),
    /// One of these.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<crate::model::Platform>"))]
    Platform(Vec<String>),
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<crate::model::Country>"))]
    Country(Vec<String>),
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<crate::model::Region>"))]
    Region(Vec<String>),
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<String>"))]
    City(Vec<String>),
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<crate::model::Language>"))]
    Language(Vec<String>),
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<crate::model::Gender>"))]
    Gender(Vec<String>),
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<crate::model::AgeBand>"))]
    AgeBand(Vec<String>),
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::labels::<String>"))]
    Category(Vec<String>),
    #[cfg_attr(
        feature = "schema",
        schemars(schema_with = "super::schema::labels::<crate::model::AccountType>")
    )]
    AccountType(Vec<String>),
    Verified(bool),
    ContactAvailable(bool),
    Interests(Choice),
    Hashtags(Choice),
    Mentions(Choice),
    Brands(Choice),
    Followers(Range),
    Following(Range),
    EngagementRate(Range),
    AverageLikes(Range),
    AverageComments(Range),
    AverageViews(Range),
    GrowthMonth(Range),
    GrowthQuarter(Range),
    GrowthYear(Range),
    PostsPerWeek(Range),
    Credibility(Range),
    HiddenLikeShare(Range),
    SponsoredShare(Range),
    SponsoredPerformance(Range),
    LastPost(Days),
    Audience(Share),
    Text(Text),
    /// Alike in topics, audience and size to the influencer of this id, who is not found.
    LookalikeOf(Alike),
    /// Alike in audience to the influencer of this id, who is not found.
    SimilarAudienceTo(Alike),
    /// None of these ids.
    Exclude(Vec<String>),
    Sponsored(Sponsored),
}

/// Labels, of which an influencer may have several. All parts that are given must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minProperties" = 1)))]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// At least one of these.
    pub any: Vec<String>,
    /// Each of these.
    pub all: Vec<String>,
    /// None of these.
    pub none: Vec<String>,
}

/// A range of numbers, both ends included; a number that is not known is in none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minProperties" = 1)))]
#[serde(default, deny_unknown_fields)]
pub struct Range {
    /// No less than this.
    pub at_least: Option<f64>,
    /// No more than this.
    pub at_most: Option<f64>,
    /// The lower bound of the interval is no less than this: surely as much.
    pub low_at_least: Option<f64>,
}

/// Days, both ends included.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minProperties" = 1)))]
#[serde(default, deny_unknown_fields)]
pub struct Days {
    /// On this day or later.
    pub since: Option<chrono::NaiveDate>,
    /// On this day or earlier.
    pub until: Option<chrono::NaiveDate>,
    /// In the last days, counted back from the time of the search.
    pub within_days: Option<u32>,
}

/// A share of the audience, of one dimension, or of a gender and an age band together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minProperties" = 2)))]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the dimensions of an audience")]
pub struct Share {
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::model::Country>"))]
    pub country: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::model::Region>"))]
    pub region: Option<String>,
    pub city: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::model::Gender>"))]
    pub gender: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::model::AgeBand>"))]
    pub age_band: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::model::Language>"))]
    pub language: Option<String>,
    pub interest: Option<String>,
    pub brand_affinity: Option<String>,
    /// The share is no less than this; a fraction.
    pub at_least: Option<f64>,
    /// The share is no more than this; a fraction.
    pub at_most: Option<f64>,
    /// The lower bound of its interval is no less than this; a fraction.
    pub low_at_least: Option<f64>,
}

/// Words of a text, in any case, with or without accents. One of the forms is given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minProperties" = 1)))]
#[serde(default, deny_unknown_fields)]
pub struct Text {
    /// These words, one after the other.
    pub phrase: Option<String>,
    /// Each of these words, anywhere.
    pub words: Option<Vec<String>>,
    /// A word that begins so.
    pub prefix: Option<String>,
    /// A word like this one.
    pub fuzzy: Option<String>,
    /// How many letters of a fuzzy word may be missing, added, changed or swapped with their neighbour: 1 or 2.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 2)))]
    pub edits: Option<usize>,
    /// Where: `name`, `bio`, `captions`, `hashtags`; everywhere where nothing is said.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::places"))]
    pub within: Vec<String>,
}

/// Alike to somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// To whom.
    pub id: String,
    /// The least similarity, from 0 to 1.
    #[serde(default)]
    pub at_least: f64,
}

/// Has worked for a brand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sponsored {
    /// Which.
    pub brand: String,
    /// In the last days, counted back from the time of the search; ever where nothing is said.
    #[serde(default)]
    pub within_days: Option<u32>,
}

impl Query {
    /// What tells this query from any other: the SHA-256 of it.
    pub fn fingerprint(&self) -> [u8; 32] {
        hmac_sha256::Hash::hash(serde_json::json!(self).to_string().as_bytes())
    }

    /// Reads a query.
    ///
    /// # Errors
    /// [`Error::BadQuery`], which names the path of what is wrong.
    pub fn from_json(given: &Value) -> Result<Self, Error> {
        super::check::depth(given)?;
        if !given.is_object() {
            // An empty list would do for an object in which nothing is required.
            return Err(Error::query("query".to_owned(), "a query is an object".to_owned()));
        }
        serde_path_to_error::deserialize(given).map_err(|error| {
            let path = error.path().to_string();
            Error::query(if path == "." { "query".to_owned() } else { path }, told(&error.into_inner()))
        })
    }
}

/// What serde says, without the text that it found.
fn told(error: &serde_json::Error) -> String {
    let reason = error.to_string();
    match (reason.split_once("string \""), reason.rsplit_once("\", expected ")) {
        (Some((before, _)), Some((_, expected))) => format!("{before}string, expected {expected}"),
        _ => reason.chars().take(1_200).collect(),
    }
}

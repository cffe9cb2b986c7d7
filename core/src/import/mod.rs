//! Answers of other systems, read into the model: YouTube Data API, Instagram Graph API, InsightIQ.
//!
//! One idea to keep in mind: an answer is read field by field, and whatever is not read is told
//! ([`Imported::left_out`]). What the model has no place for stays outside, above all the special categories of
//! personal data: ethnicity, religion, health, sexuality, politics are never taken in, whoever states them.
//!
//! Names of fields follow the documentation of each service: YouTube Data API v3 (`channels.list`, `videos.list`),
//! Instagram Graph API (business discovery, `media`, insights), InsightIQ (profile analytics).

mod error;
mod fields;
mod insightiq;
mod instagram_graph;
mod posts;
#[cfg(test)]
mod tests;
mod youtube;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

pub use error::Error;
pub use insightiq::insightiq;
pub use instagram_graph::instagram_graph;
pub use youtube::youtube;

use self::fields::Fields;
use self::posts::Posts;
use crate::model::{
    AudienceRole, FollowerSeries, InfluencerId, OriginTag, Post, Profile, Provenance, Record, Source,
    Timestamp, shortened,
};

/// What an answer holds, as far as the model has a place for it.
///
/// `Debug` shows what the types of the model show: no name and no text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Imported {
    /// The accounts.
    pub profiles: Vec<Profile>,
    /// The posts, each once, in the order of the answer.
    pub posts: Vec<Post>,
    /// Followers over time.
    pub follower_series: Vec<FollowerSeries>,
    /// Who the audience is, as the service states it.
    pub audiences: Vec<Audience>,
    /// Figures that the service states. They are not renown's: they have no interval, no sample size and no method.
    pub stated: Vec<Stated>,
    /// What the answer holds and was not read, by path.
    pub left_out: Vec<LeftOut>,
}

/// An audience along one dimension, as a service states it. Services name the largest groups only, so shares need not
/// add up to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audience {
    /// Whose audience.
    pub influencer_id: InfluencerId,
    /// In which way they belong to it.
    pub role: AudienceRole,
    /// `country`, `city`, `gender`, `age_band`, `gender_age`, `language`, `interests`, `kind`.
    pub dimension: &'static str,
    /// Its groups, by label.
    pub groups: Vec<Group>,
}

/// A group of an audience: `DE`, `female`, `female 25-34`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// What they have in common, as renown writes it; `unknown` where the service knows nothing.
    pub label: String,
    /// Their share of the audience, a fraction, where the service states shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// How many they are, where the service states numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u64>,
}

/// Figures of one influencer, by the names that a catalog has for them; rates and shares are fractions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stated {
    /// Whose figures.
    pub influencer_id: InfluencerId,
    /// `engagement_rate`, `average_likes`, `average_comments`, `average_views`, `sponsored_performance`,
    /// `credibility`.
    pub figures: BTreeMap<&'static str, f64>,
}

/// A field of an answer that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Where it stands: `items[].snippet.tags`, for all items.
    pub path: String,
    /// Why it was not read.
    pub reason: Reason,
}

/// Why a field was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The model has no place for it.
    NotModelled,
    /// It tells of other people than the influencer: commenters, named followers.
    OtherPeople,
    /// It belongs to a special category of personal data, or is read from one.
    SpecialCategory,
}

/// What is being read.
#[derive(Default)]
struct Reading {
    imported: Imported,
    posts: Posts,
    left_out: BTreeMap<String, Reason>,
}

impl Reading {
    fn finish(self) -> Result<Imported, Error> {
        let Reading { mut imported, posts, left_out } = self;
        imported.posts = posts.finish()?;
        imported.left_out = left_out.into_iter().map(|(path, reason)| LeftOut { path, reason }).collect();
        Ok(imported)
    }
}

/// Where what an answer holds comes from.
fn provenance(source: Source, collected_at: Timestamp, system: &str) -> Result<Provenance, Error> {
    Ok(Provenance::new(source, collected_at).with_origin(OriginTag::new(system)?))
}

/// The pages of an answer: a list of them, or the one that it is. An answer that is an error of the service is refused.
fn pages(answer: &Value) -> Result<Vec<Fields<'_>>, Error> {
    let pages = match answer {
        Value::Array(pages) => {
            pages.iter().enumerate().map(|(i, page)| Fields::of(page, format!("[{i}]"))).collect()
        }
        page => Fields::of(page, String::new()).map(|page| vec![page]),
    };
    let mut pages: Vec<Fields<'_>> = pages?;
    for page in &mut pages {
        if let Some(mut error) = page.inner("error")? {
            let reason = error.get("code").or_else(|| error.get("type")).map(ToString::to_string);
            let reason = shortened(reason.as_deref().unwrap_or("without a code"));
            return Err(Error::ErrorAnswer { reason });
        }
    }
    Ok(pages)
}

/// Puts a value into a record that the model reads, where there is one.
fn put(record: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        record.insert(name.to_owned(), value.into());
    }
}

/// Reads a record of the model; an error says where in the answer the record stands.
fn read<T: Record>(record: Map<String, Value>, place: &str) -> Result<T, Error> {
    T::from_value(Value::Object(record))
        .map_err(|error| Error::Model(if place.is_empty() { error } else { error.at(place) }))
}

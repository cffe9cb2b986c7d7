//! Engagement and its family, of one account from a plain list of its posts.
//!
//! One idea to keep in mind: tables of many accounts go through functions over tables; these take the posts of one
//! account as records of the model, with everything that a record checks.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Error, arguments, result};
use crate::metrics::cadence::cadence;
use crate::metrics::choices::{
    CadenceChoices, DeliveredChoices, EngagementChoices, GrowthChoices, LikesOverTimeChoices, SharesChoices,
};
use crate::metrics::engagement::{Listed, engagement};
use crate::metrics::growth::{Reading, growth};
use crate::metrics::likes_over_time::likes_over_time;
use crate::metrics::shares::{Named, shares};
use crate::metrics::sponsorship::sponsored_performance;
use crate::metrics::summary::{followers_per_following, summary};
use crate::metrics::value::delivered;
use crate::model::{self, FollowerPoint, Post, Profile, Record, Timestamp};

/// The posts of an account, its profile where known, and options.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    posts: Vec<Value>,
    #[serde(default)]
    profile: Option<Value>,
    #[serde(default)]
    options: Value,
}

/// Posts and profile as the model reads them.
struct Known {
    posts: Vec<Post>,
    profile: Option<Profile>,
    options: Value,
}

impl Known {
    fn read(given: &Value) -> Result<Self, Error> {
        let Account { posts, profile, options } = arguments(given)?;
        let profile = profile.filter(|profile| !profile.is_null());
        let profile =
            profile.map(|profile| Profile::from_value(profile).map_err(|error| error.at("profile")));
        Ok(Known { posts: records("posts", posts)?, profile: profile.transpose()?, options })
    }

    fn listed(&self) -> impl Iterator<Item = Listed<'_>> {
        self.posts.iter().map(|post| Listed::of(post, self.profile.as_ref()))
    }

    fn options<T: DeserializeOwned>(&self) -> Result<T, Error> {
        choices(&self.options)
    }
}

/// Records of a list, each named by its place.
fn records<T: Record>(name: &str, values: Vec<Value>) -> Result<Vec<T>, model::Error> {
    let read = |(at, value)| T::from_value(value).map_err(|error| error.at(format!("{name}[{at}]")));
    values.into_iter().enumerate().map(read).collect()
}

/// Options; none are the same as an empty object.
pub(super) fn choices<T: DeserializeOwned>(options: &Value) -> Result<T, Error> {
    match options {
        Value::Null => arguments(&Value::Object(Map::new())),
        options => arguments(options),
    }
}

pub(super) fn account_engagement(given: &Value) -> Result<Value, Error> {
    let known = Known::read(given)?;
    let options = known.options::<EngagementChoices>()?.options()?;
    result(&engagement(known.listed(), &options)?)
}

pub(super) fn account_sponsorship(given: &Value) -> Result<Value, Error> {
    let known = Known::read(given)?;
    let options = known.options::<EngagementChoices>()?.options()?;
    result(&sponsored_performance(known.listed(), &options)?)
}

/// The summary of the posts and, as `followers_per_following`, the ratio of the profile.
pub(super) fn account_summary(given: &Value) -> Result<Value, Error> {
    let known = Known::read(given)?;
    let options = known.options::<EngagementChoices>()?.options()?;
    let mut summary = result(&summary(known.listed(), &options)?)?;
    let profile = known.profile.as_ref();
    let ratio =
        followers_per_following(profile.and_then(Profile::followers), profile.and_then(Profile::following));
    if let Some(fields) = summary.as_object_mut() {
        fields.insert("followers_per_following".to_owned(), result(&ratio)?);
    }
    Ok(summary)
}

pub(super) fn account_likes_over_time(given: &Value) -> Result<Value, Error> {
    let known = Known::read(given)?;
    let options = known.options::<LikesOverTimeChoices>()?.options()?;
    result(&likes_over_time(known.listed(), &options)?)
}

pub(super) fn account_cadence(given: &Value) -> Result<Value, Error> {
    let known = Known::read(given)?;
    let options = known.options::<CadenceChoices>()?.options()?;
    result(&cadence(known.listed(), &options)?)
}

/// The sums that `earned_value` and `unit_costs` take as `delivered`, and how many posts show each.
pub(super) fn account_delivered(given: &Value) -> Result<Value, Error> {
    let known = Known::read(given)?;
    let options = known.options::<DeliveredChoices>()?.options()?;
    result(&delivered(known.listed(), &options)?)
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Of {
    Hashtags,
    Mentions,
    Brands,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sharing {
    posts: Vec<Value>,
    of: Of,
    #[serde(default)]
    options: Value,
}

pub(super) fn account_shares(given: &Value) -> Result<Value, Error> {
    let Sharing { posts, of, options } = arguments(given)?;
    let options = choices::<SharesChoices>(&options)?.options()?;
    let posts: Vec<Post> = records("posts", posts)?;
    let named = match of {
        Of::Hashtags => Named::hashtags,
        Of::Mentions => Named::mentions,
        Of::Brands => Named::brands,
    };
    result(&shares(posts.iter().map(named), &options)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Readings {
    readings: Vec<Value>,
    #[serde(default)]
    options: Value,
}

/// A reading at an instant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct At {
    at: Timestamp,
    followers: u64,
}

/// Readings are `{at, followers}` at instants or `{date, followers}` of days, which begin at midnight UTC.
pub(super) fn account_growth(given: &Value) -> Result<Value, Error> {
    let Readings { readings, options } = arguments(given)?;
    let options = choices::<GrowthChoices>(&options)?.options()?;
    let read = |(place, value): (usize, Value)| -> Result<Reading, Error> {
        if value.get("at").is_some() {
            let At { at, followers } = arguments(&value)?;
            return Ok(Reading { at: at.millis(), followers });
        }
        let point =
            FollowerPoint::from_value(value).map_err(|error| error.at(format!("readings[{place}]")))?;
        Ok(Reading::from(&point))
    };
    let readings = readings.into_iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    let growth = growth(readings, &options)?;
    // Times are written as they are read.
    let reading = |reading: Option<Reading>| -> Result<Value, Error> {
        let Some(Reading { at, followers }) = reading else { return Ok(Value::Null) };
        Ok(json!({ "at": Timestamp::from_millis(at)?, "followers": followers }))
    };
    let (first, last) = (reading(growth.first)?, reading(growth.last)?);
    let mut growth = result(&growth)?;
    if let Some(fields) = growth.as_object_mut() {
        fields.extend([("first".to_owned(), first), ("last".to_owned(), last)]);
    }
    Ok(growth)
}

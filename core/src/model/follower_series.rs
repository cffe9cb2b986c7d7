//! How many followers an account had, day by day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::raw::{Any, COUNT_MAX, Nested, count_some, parse_id, records};
use super::words::record;
use super::{Error, InfluencerId, timestamp};

/// The followers of an account on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Nested<WirePoint>")]
pub struct FollowerPoint {
    date: NaiveDate,
    followers: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    following: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FollowerPoint"))]
struct WirePoint {
    /// The calendar day, as in 2026-01-31.
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    date: Any,
    #[cfg_attr(feature = "schema", schemars(with = "super::raw::Count"))]
    followers: Any,
    /// Accounts that this one followed.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::raw::Count>"))]
    following: Option<Any>,
}

record!(FollowerPoint: WirePoint);

impl TryFrom<WirePoint> for FollowerPoint {
    type Error = Error;

    fn try_from(wire: WirePoint) -> Result<Self, Error> {
        Ok(FollowerPoint {
            date: wire.date.text().and_then(|text| timestamp::date(&text)).map_err(|e| e.at("date"))?,
            followers: wire.followers.count().map_err(|e| e.at("followers"))?,
            following: count_some("following", wire.following.as_ref())?,
        })
    }
}

impl FollowerPoint {
    /// The followers on this day.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn new(date: NaiveDate, followers: u64) -> Result<Self, Error> {
        if followers > COUNT_MAX {
            return Err(Error::CountTooLarge { value: followers.to_string() }.at("followers"));
        }
        Ok(FollowerPoint { date, followers, following: None })
    }

    /// Adds how many accounts this one followed.
    ///
    /// # Errors
    /// [`Error::CountTooLarge`].
    pub fn with_following(mut self, following: u64) -> Result<Self, Error> {
        if following > COUNT_MAX {
            return Err(Error::CountTooLarge { value: following.to_string() }.at("following"));
        }
        self.following = Some(following);
        Ok(self)
    }

    /// The calendar day.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The followers.
    pub fn followers(&self) -> u64 {
        self.followers
    }

    /// How many accounts this one followed.
    pub fn following(&self) -> Option<u64> {
        self.following
    }
}

/// The followers of an account over time, on strictly increasing days; days may be missing.
///
/// ```
/// use renown::model::{FollowerPoint, FollowerSeries, InfluencerId};
///
/// let day = |day, followers| FollowerPoint::new(chrono::NaiveDate::from_ymd_opt(2026, 1, day).unwrap(), followers);
/// let series = FollowerSeries::new(InfluencerId::new("4711")?, vec![day(1, 900)?, day(3, 950)?])?;
/// assert_eq!(series.points().len(), 2);
/// let swapped = FollowerSeries::new(InfluencerId::new("4711")?, vec![day(3, 950)?, day(1, 900)?]);
/// assert_eq!(swapped.unwrap_err().code(), "DATES_NOT_INCREASING");
/// # Ok::<(), renown::model::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Nested<Wire>")]
pub struct FollowerSeries {
    influencer_id: InfluencerId,
    points: Vec<FollowerPoint>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FollowerSeries"))]
struct Wire {
    #[cfg_attr(feature = "schema", schemars(with = "InfluencerId"))]
    influencer_id: Any,
    /// On strictly increasing days.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<FollowerPoint>"))]
    points: Vec<Nested<WirePoint>>,
}

record!(FollowerSeries: Wire);

impl TryFrom<Wire> for FollowerSeries {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        FollowerSeries::new(parse_id("influencer_id", wire.influencer_id)?, records("points", wire.points)?)
    }
}

impl FollowerSeries {
    /// Checks and keeps a series; it may be empty.
    ///
    /// # Errors
    /// [`Error::DatesNotIncreasing`] names the first two points that are out of order or on the same day.
    pub fn new(influencer_id: InfluencerId, points: Vec<FollowerPoint>) -> Result<Self, Error> {
        let pairs = points.iter().zip(points.iter().skip(1));
        if let Some((index, (before, after))) = pairs.enumerate().find(|(_, (a, b))| a.date >= b.date) {
            return Err(Error::DatesNotIncreasing {
                index: index + 1,
                date: after.date,
                previous_index: index,
                previous: before.date,
            }
            .at("points"));
        }
        Ok(FollowerSeries { influencer_id, points })
    }

    /// Whose followers they are.
    pub fn influencer_id(&self) -> &InfluencerId {
        &self.influencer_id
    }

    /// The points, on strictly increasing days.
    pub fn points(&self) -> &[FollowerPoint] {
        &self.points
    }
}

//! How many followers an account had, day by day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::raw::{self, COUNT_MAX, Number, count_some};
use super::words::schema_of;
use super::{Error, InfluencerId, timestamp};

/// The followers of an account on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WirePoint")]
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
    date: String,
    #[cfg_attr(feature = "schema", schemars(with = "raw::Count"))]
    followers: Number,
    /// Accounts that this one followed.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<raw::Count>"))]
    following: Option<Number>,
}

schema_of!(FollowerPoint: WirePoint);

impl TryFrom<WirePoint> for FollowerPoint {
    type Error = Error;

    fn try_from(wire: WirePoint) -> Result<Self, Error> {
        Ok(FollowerPoint {
            date: timestamp::date(&wire.date).map_err(|e| e.at("date"))?,
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
#[serde(try_from = "Wire")]
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
    influencer_id: raw::Id,
    /// On strictly increasing days.
    points: Vec<FollowerPoint>,
}

schema_of!(FollowerSeries: Wire);

impl TryFrom<Wire> for FollowerSeries {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let id = InfluencerId::new(wire.influencer_id.0).map_err(|e| e.at("influencer_id"))?;
        FollowerSeries::new(id, wire.points)
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

//! Growth of a following: over a period, by month, and the days on which it jumped.
//!
//! One idea to keep in mind: a series is a set of readings, each at its time; the order in which they come, and
//! a reading that comes twice, change nothing.

mod spikes;
mod state;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::state::GrowthState;
use super::engagement::{COUNT_LIMIT, TIMES};
use super::{Error, Place, Zone, check_dates};
use crate::stats::{Figure, Undefined};

/// The mean month of the Gregorian calendar, a twelfth of 365.2425 days, in milliseconds.
pub const MONTH: i64 = 2_629_746_000;

/// The choices behind growth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct GrowthOptions {
    /// Read at or after, milliseconds since 1970-01-01T00:00:00Z.
    pub since: Option<i64>,
    /// Read before, milliseconds since 1970-01-01T00:00:00Z.
    pub until: Option<i64>,
    /// Whose midnights part the days.
    pub zone: Zone,
    /// A day is a spike where the robust z-score of its change is beyond this, up or down. 3.5 after Iglewicz
    /// and Hoaglin (1993).
    pub spike: f64,
}

impl Default for GrowthOptions {
    fn default() -> Self {
        GrowthOptions { since: None, until: None, zone: Zone::UTC, spike: 3.5 }
    }
}

impl GrowthOptions {
    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::EmptyDates`]; [`Error::InvalidSpike`] where the threshold is not a number above 0.
    ///
    /// ```
    /// use renown::metrics::growth::GrowthOptions;
    /// assert!(GrowthOptions { spike: -1.0, ..GrowthOptions::default() }.validate().is_err());
    /// ```
    pub fn validate(&self) -> Result<(), Error> {
        if !(self.spike > 0.0 && self.spike.is_finite()) {
            return Err(Error::InvalidSpike { value: self.spike });
        }
        check_dates(self.since, self.until)
    }

    fn admits(&self, at: i64) -> bool {
        self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at < until)
    }
}

/// How many followers an account had at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// How many.
    pub followers: u64,
}

impl Reading {
    fn check(&self, place: Place) -> Result<(), Error> {
        let Reading { at, followers } = *self;
        if followers >= COUNT_LIMIT {
            return Err(Error::CountTooLarge { place, column: "followers", value: followers });
        }
        if !TIMES.contains(&at) {
            return Err(Error::TimestampOutOfRange { place, column: "at", value: at });
        }
        Ok(())
    }
}

/// A day on which a following changed as it seldom does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spike {
    /// The day, in the zone of the options.
    pub day: NaiveDate,
    /// Followers at the end of the day less those at the end of the day before.
    pub change: i64,
    /// The robust z-score of the change.
    pub z: f64,
}

/// The days that stand out, or why none can be named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Spikes {
    /// The days, the earliest first; none where nothing stands out.
    Days(Vec<Spike>),
    /// No answer, and why.
    Undefined {
        /// Why there is no answer.
        undefined: Undefined,
    },
}

/// Growth of an account over a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Growth {
    /// The earliest reading of the period.
    pub first: Option<Reading>,
    /// The latest reading of the period.
    pub last: Option<Reading>,
    /// (last − first) / first, a fraction. `n` is the number of readings.
    pub growth: Figure,
    /// The constant monthly growth, a fraction, that would lead from the first reading to the last.
    pub monthly: Figure,
    /// Days whose change stands out from the daily changes of the period.
    pub spikes: Spikes,
}

/// Growth from one count to another: (now − then) / then, a fraction.
///
/// Source: `docs/formulas/engagement.md#growth`.
///
/// # Errors
/// [`Undefined::NoFollowers`] where there were none then.
///
/// ```
/// use renown::metrics::growth::growth_between;
/// assert_eq!(growth_between(1_000, 1_250), Ok(0.25));
/// assert_eq!(growth_between(1_000, 900), Ok(-0.1));
/// ```
pub fn growth_between(then: u64, now: u64) -> Result<f64, Undefined> {
    if then == 0 {
        return Err(Undefined::NoFollowers);
    }
    let change = i128::from(now) - i128::from(then);
    Ok(change as f64 / then as f64)
}

/// The constant monthly growth, a fraction, that leads from one count to another in so many milliseconds:
/// (now / then)^(month / elapsed) − 1, where a month is [`MONTH`].
///
/// # Errors
/// [`Undefined::NoFollowers`] where there were none then, [`Undefined::TooFew`] where no time has passed.
///
/// ```
/// use renown::metrics::growth::{MONTH, monthly_growth};
/// assert_eq!(monthly_growth(1_000, 1_210, 2 * MONTH).map(|rate| (rate * 1e12).round() / 1e12), Ok(0.1));
/// ```
pub fn monthly_growth(then: u64, now: u64, elapsed: i64) -> Result<f64, Undefined> {
    if then == 0 {
        return Err(Undefined::NoFollowers);
    }
    if elapsed <= 0 {
        return Err(Undefined::TooFew);
    }
    let months = elapsed as f64 / MONTH as f64;
    // ln(0) is -∞, and from that e^x − 1 is -1: all followers are gone. The functions of `libm` give the same bits on
    // every platform; those of the platform need not.
    Ok(libm::expm1(libm::log(now as f64 / then as f64) / months))
}

/// Growth of an account over a period, from readings in any order.
///
/// # Errors
/// Options out of range, counts or times out of range, [`Error::ConflictingReadings`] where two rows give
/// different counts for the same time.
///
/// ```
/// use renown::metrics::growth::{GrowthOptions, Reading, growth};
/// let day = 86_400_000;
/// let series = [Reading { at: 0, followers: 100 }, Reading { at: day, followers: 150 }];
/// let growth = growth(series, &GrowthOptions::default())?;
/// assert_eq!(serde_json::to_value(growth.growth).unwrap()["value"], 0.5);
/// # Ok::<(), renown::metrics::Error>(())
/// ```
pub fn growth(series: impl IntoIterator<Item = Reading>, options: &GrowthOptions) -> Result<Growth, Error> {
    options.validate()?;
    let mut readings: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
    for (row, reading) in (0..).zip(series) {
        reading.check(Place::Row(row))?;
        let (followers, first) = *readings.entry(reading.at).or_insert((reading.followers, row));
        if followers != reading.followers {
            let (first, second) = (Place::Row(first), Place::Row(row));
            return Err(Error::ConflictingReadings { first, second, at: reading.at });
        }
    }
    let readings = readings.iter().map(|(&at, &(followers, _))| Reading { at, followers });
    Ok(finish(readings, options))
}

/// Growth from readings in the order of time, each time once.
fn finish(readings: impl Iterator<Item = Reading>, options: &GrowthOptions) -> Growth {
    let readings: Vec<Reading> = readings.filter(|reading| options.admits(reading.at)).collect();
    let figure = |value: Result<f64, Undefined>| match value {
        Ok(value) => Figure::exact(value, readings.len() as u64),
        Err(undefined) => Figure::undefined(undefined),
    };
    let (growth, monthly) = match readings.as_slice() {
        [] => (Err(Undefined::Empty), Err(Undefined::Empty)),
        [_] => (Err(Undefined::TooFew), Err(Undefined::TooFew)),
        [first, .., last] => (
            growth_between(first.followers, last.followers),
            monthly_growth(first.followers, last.followers, last.at - first.at),
        ),
    };
    Growth {
        first: readings.first().copied(),
        last: readings.last().copied(),
        growth: figure(growth),
        monthly: figure(monthly),
        spikes: spikes::spikes(&readings, options),
    }
}

#[cfg(test)]
mod tests;

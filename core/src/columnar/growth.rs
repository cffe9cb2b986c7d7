//! Growth of every account of a table of follower readings, and the days on which it jumped.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, Date32Array, Float64Array, Int64Array, StringArray, TimestampMillisecondArray, UInt64Array,
};
use chrono::NaiveDate;
use serde_json::Value;

use super::accounts::{TableOptions, choices};
use super::groups::Groups;
use super::ingest::{Keys, Numbers, Source, Times, days};
use super::output::{Columns, FigureOf, Figures};
use super::{Error, Table, Tables};
use crate::metrics::choices::GrowthChoices;
use crate::metrics::growth::{Growth, Reading, Spikes, growth as of_readings};
use crate::metrics::{Error as MetricsError, Place};

/// The columns of readings that can be renamed.
const NAMES: &[&str] = &["influencer_id", "at", "date", "followers"];

type ReadingOf = fn(&Growth) -> Option<Reading>;

/// The growth of each account.
struct Grown {
    options: TableOptions,
    keys: Keys,
    accounts: Vec<u32>,
    growths: Vec<Growth>,
}

impl Grown {
    fn read(tables: &Tables<'_>, options: &Value) -> Result<Self, Error> {
        let (table, choices) = choices::<GrowthChoices>(options)?;
        let options = choices.options()?;
        let source = Source::only(tables, "readings", NAMES, &table.columns, &table.by)?;
        let lengths = source.lengths()?;
        let keys = Keys::new(source.require(&table.by)?)?;
        let times = match (source.find("at")?, source.find("date")?) {
            (None, Some(dates)) => Times::new(days(dates)?, true)?,
            (Some(times), None) => Times::new(times, true)?,
            (Some(_), Some(_)) => {
                let reason = "readings have a column \"at\" and a column \"date\"; leave one of them, the one that \
                              says when the followers were read";
                return Err(Error::NothingToRead { reason: reason.to_owned() });
            }
            (None, None) => {
                return Err(source.require("at").err().unwrap_or(Error::MissingTable { table: "readings" }));
            }
        };
        let followers = Numbers::new(source.require("followers")?)?;
        let groups = Groups::new(&keys, &lengths);
        let growths = groups.compute(|_, rows| {
            // A reading without a number of followers is none.
            let known: Vec<(u64, Reading)> = (0..)
                .zip(rows)
                .filter_map(|(row, &of_table)| {
                    let (batch, at) = groups.place(of_table);
                    let reading = Reading { at: times.get(batch, at)?, followers: followers.get(batch, at)? };
                    Some((row, reading))
                })
                .collect();
            let place = |place: Place| match place {
                Place::Row(row) => {
                    let known = usize::try_from(row).ok().and_then(|row| known.get(row));
                    Place::Row(known.map_or(row, |(row, _)| *row))
                }
                other => other,
            };
            of_readings(known.iter().map(|(_, reading)| *reading), &options).map_err(|error| match error {
                MetricsError::ConflictingReadings { first, second, at } => {
                    MetricsError::ConflictingReadings { first: place(first), second: place(second), at }
                }
                other => other,
            })
        })?;
        let accounts = groups.accounts();
        Ok(Grown { options: table, keys, accounts, growths })
    }
}

/// `growth`: one row for each account, in ascending order of the key: `<by>`, the columns of growth over the period
/// (`growth_value, …`) and of compound monthly growth (`monthly_value, …`), `first_at, first_followers, last_at,
/// last_followers`, and how many days stand out: `spikes, spikes_reason`.
///
/// Options: `by`, `zone`, `since`, `until`, `spike`, `interval`, `columns`. A row of the table `readings` has the key,
/// `followers`, and either `at`, an instant, or `date`, a day that begins at midnight UTC.
pub(super) fn growth(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let Grown { options, keys, accounts, growths } = Grown::read(tables, options)?;
    let mut columns = Columns::default();
    columns.full(&options.by, keys.names().array(&accounts));
    let figures: [FigureOf<Growth>; 2] =
        [("growth_", |growth| &growth.growth), ("monthly_", |growth| &growth.monthly)];
    for (prefix, figure) in figures {
        let mut figures = Figures::new(accounts.len(), options.interval);
        growths.iter().for_each(|growth| figures.push(figure(growth)));
        figures.finish_as(prefix, &mut columns, Vec::new());
    }
    let readings: [(&str, &str, ReadingOf); 2] = [
        ("first_at", "first_followers", |growth| growth.first),
        ("last_at", "last_followers", |growth| growth.last),
    ];
    for (at, followers, reading) in readings {
        let times: TimestampMillisecondArray =
            growths.iter().map(|growth| reading(growth).map(|reading| reading.at)).collect();
        let counts: UInt64Array =
            growths.iter().map(|growth| reading(growth).map(|reading| reading.followers)).collect();
        columns.gapped(at, Arc::new(times.with_timezone("UTC")));
        columns.gapped(followers, Arc::new(counts));
    }
    let spikes: UInt64Array = growths
        .iter()
        .map(|growth| match &growth.spikes {
            Spikes::Days(days) => Some(days.len() as u64),
            Spikes::Undefined { .. } => None,
        })
        .collect();
    let reasons: StringArray = growths
        .iter()
        .map(|growth| match &growth.spikes {
            Spikes::Days(_) => None,
            Spikes::Undefined { undefined } => Some(undefined.as_str()),
        })
        .collect();
    columns.gapped("spikes", Arc::new(spikes));
    columns.gapped("spikes_reason", Arc::new(reasons));
    columns.table()
}

/// `growth_spikes`: one row for each day that stands out: `<by>, day, change, z`, by account and day.
pub(super) fn growth_spikes(tables: &Tables<'_>, options: &Value) -> Result<Table, Error> {
    let Grown { options, keys, accounts, growths } = Grown::read(tables, options)?;
    let spikes = || {
        accounts.iter().zip(&growths).flat_map(|(&account, growth)| {
            let days: &[_] = match &growth.spikes {
                Spikes::Days(days) => days,
                Spikes::Undefined { .. } => &[],
            };
            days.iter().map(move |spike| (account, spike))
        })
    };
    let ids: Vec<u32> = spikes().map(|(account, _)| account).collect();
    let since_1970 =
        |day: NaiveDate| i32::try_from((day - NaiveDate::default()).num_days()).unwrap_or_default();
    let days: ArrayRef =
        Arc::new(Date32Array::from_iter_values(spikes().map(|(_, spike)| since_1970(spike.day))));
    let mut columns = Columns::default();
    columns.full(&options.by, keys.names().array(&ids));
    columns.full("day", days);
    columns.full("change", Arc::new(Int64Array::from_iter_values(spikes().map(|(_, spike)| spike.change))));
    columns.full("z", Arc::new(Float64Array::from_iter_values(spikes().map(|(_, spike)| spike.z))));
    columns.table()
}

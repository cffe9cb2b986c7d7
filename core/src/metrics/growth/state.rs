//! Growth, one reading at a time, in parts that merge.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Growth, GrowthOptions, Reading, finish};
use crate::metrics::codec::{Kind, Reader, Writer, corrupt};
use crate::metrics::{Error, Place, Zone};

/// How many readings may be given: a reading every second for ten thousand years is less.
const LIMIT: u64 = 1 << 40;

/// Growth of one account, as an accumulator.
///
/// It keeps every reading, for the days that stand out need them all.
///
/// ```
/// use renown::metrics::growth::{GrowthOptions, GrowthState, Reading};
/// let mut state = GrowthState::new(GrowthOptions::default())?;
/// state.update(Reading { at: 0, followers: 100 })?;
/// let mut later = GrowthState::new(GrowthOptions::default())?;
/// later.update(Reading { at: 1_000, followers: 150 })?;
/// state.merge(&later)?;
/// assert_eq!(state.finish().last.map(|reading| reading.followers), Some(150));
/// assert_eq!(GrowthState::from_bytes(&state.to_bytes())?, state);
/// # Ok::<(), renown::metrics::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthState {
    options: GrowthOptions,
    rows: u64,
    /// By time: how many followers, and how often that was given.
    readings: BTreeMap<i64, (u64, u64)>,
}

impl GrowthState {
    /// An accumulator without readings.
    ///
    /// # Errors
    /// As [`GrowthOptions::validate`].
    pub fn new(options: GrowthOptions) -> Result<Self, Error> {
        options.validate()?;
        Ok(GrowthState { options, rows: 0, readings: BTreeMap::new() })
    }

    /// Takes a reading in.
    ///
    /// # Errors
    /// Counts or times out of range; another count for the same time. Then nothing has changed.
    pub fn update(&mut self, reading: Reading) -> Result<(), Error> {
        reading.check(Place::Published(reading.at))?;
        self.room_for(1)?;
        self.add(reading, 1)
    }

    fn room_for(&self, more: u64) -> Result<(), Error> {
        match self.rows.checked_add(more) {
            Some(rows) if rows <= LIMIT => Ok(()),
            _ => Err(Error::TooManyPosts { limit: LIMIT }),
        }
    }

    fn add(&mut self, Reading { at, followers }: Reading, times: u64) -> Result<(), Error> {
        let (held, count) = self.readings.entry(at).or_insert((followers, 0));
        if *held != followers {
            return Err(conflict(at));
        }
        *count += times;
        self.rows += times;
        Ok(())
    }

    /// Takes back a reading that was taken in.
    ///
    /// # Errors
    /// [`Error::NotHeld`] where it was not, [`Error::ConflictingReadings`] where it was with another count. Then
    /// nothing has changed.
    pub fn retract(&mut self, reading: Reading) -> Result<(), Error> {
        let Entry::Occupied(mut entry) = self.readings.entry(reading.at) else {
            return Err(Error::NotHeld { place: Place::Published(reading.at) });
        };
        let (followers, count) = entry.get_mut();
        if *followers != reading.followers {
            return Err(conflict(reading.at));
        }
        if *count == 1 {
            entry.remove();
        } else {
            *count -= 1;
        }
        self.rows -= 1;
        Ok(())
    }

    /// Takes in what another has taken in.
    ///
    /// # Errors
    /// [`Error::DifferentOptions`]; another count for the same time. Then nothing has changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.options != other.options {
            return Err(Error::DifferentOptions);
        }
        self.room_for(other.rows)?;
        let differs = |(at, (followers, _)): &(&i64, &(u64, u64))| {
            self.readings.get(at).is_some_and(|(held, _)| held != followers)
        };
        if let Some((at, _)) = other.readings.iter().find(differs) {
            return Err(conflict(*at));
        }
        for (&at, &(followers, times)) in &other.readings {
            self.add(Reading { at, followers }, times)?;
        }
        Ok(())
    }

    /// The growth.
    #[must_use]
    pub fn finish(&self) -> Growth {
        let readings = self.readings.iter().map(|(&at, &(followers, _))| Reading { at, followers });
        finish(readings, &self.options)
    }

    /// The byte form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Growth);
        writer.maybe(self.options.since, Writer::signed);
        writer.maybe(self.options.until, Writer::signed);
        writer.text(self.options.zone.name());
        writer.float(self.options.spike);
        writer.count(self.readings.len() as u64);
        for (&at, &(followers, times)) in &self.readings {
            writer.signed(at);
            writer.count(followers);
            writer.count(times);
        }
        writer.finish()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::TruncatedBytes`], [`Error::CorruptBytes`], [`Error::ForeignBytes`], [`Error::UnknownVersion`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes, Kind::Growth)?;
        let since = reader.maybe(Reader::signed)?;
        let until = reader.maybe(Reader::signed)?;
        let zone: Zone = reader.text()?.parse()?;
        let spike = reader.float()?;
        let mut state = GrowthState::new(GrowthOptions { since, until, zone, spike })?;
        for _ in 0..reader.count()? {
            let reading = Reading { at: reader.signed()?, followers: reader.count()? };
            reading.check(Place::Published(reading.at))?;
            if state.readings.last_key_value().is_some_and(|(last, _)| *last >= reading.at) {
                return Err(corrupt("readings are out of order"));
            }
            let times = reader.count()?;
            if times == 0 {
                return Err(corrupt("a reading was given 0 times"));
            }
            state.room_for(times)?;
            state.add(reading, times)?;
        }
        reader.finish()?;
        Ok(state)
    }
}

const fn conflict(at: i64) -> Error {
    Error::ConflictingReadings { first: Place::Published(at), second: Place::Published(at), at }
}

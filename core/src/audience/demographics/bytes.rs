//! The byte form: one state, one form, whatever the order in which people came and went.

use std::collections::BTreeMap;

use super::super::codec::Kind;
use super::super::{Dimension, Error};
use super::cross::{Cells, Cross, Tally, single_valued};
use super::labels::{Labels, MISSING};
use super::{Demographics, DemographicsOptions};
use crate::model::AudienceRole;
use crate::stats::codec::{Reader, Writer, malformed};
use crate::stats::{MOMENTS_BYTES, Moments};

impl Demographics {
    /// The state as bytes: equal where the same people are counted by the same options.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Demographics.format());
        writer.byte(match self.options.role {
            AudienceRole::Follower => 0,
            AudienceRole::Liker => 1,
            AudienceRole::Commenter => 2,
        });
        writer.flag(self.options.weighted);
        writer.raw(&self.everyone.to_bytes());
        writer.count(self.crosses.len() as u64);
        for cross in &self.crosses {
            writer.count(cross.dimensions.len() as u64);
            for dimension in &cross.dimensions {
                writer.byte(*dimension as u8);
            }
        }
        let ranks: Vec<BTreeMap<u32, u32>> = Dimension::ALL
            .iter()
            .zip(&self.labels)
            .map(|(d, labels)| self.write_labels(*d, labels, &mut writer))
            .collect();
        for cross in &self.crosses {
            writer.raw(&cross.known.to_bytes());
            self.write_cells(&cross.dimensions, &cross.cells, &ranks, &mut writer);
            if cross.is_multi_valued() {
                self.write_cells(&single_valued(&cross.dimensions), &cross.people, &ranks, &mut writer);
            }
        }
        writer.finish()
    }

    /// Writes the labels that are in use, sorted, and gives the rank of each number among them, from 1.
    fn write_labels(&self, dimension: Dimension, labels: &Labels, writer: &mut Writer) -> BTreeMap<u32, u32> {
        let mut used: BTreeMap<&str, u32> = BTreeMap::new();
        for cross in &self.crosses {
            let Some(i) = cross.dimensions.iter().position(|d| *d == dimension) else { continue };
            for number in cross.cells.keys().filter_map(|place| place.get(i)) {
                if let Some(label) = labels.label(*number) {
                    used.insert(label, *number);
                }
            }
        }
        writer.count(used.len() as u64);
        for label in used.keys() {
            writer.text(label);
        }
        let ranks = used.values().zip(1..).map(|(number, rank)| (*number, rank));
        ranks.chain([(MISSING, MISSING)]).collect()
    }

    fn write_cells(
        &self,
        by: &[Dimension],
        cells: &Cells,
        ranks: &[BTreeMap<u32, u32>],
        writer: &mut Writer,
    ) {
        let rank = |(d, number): (&Dimension, &u32)| ranks.get(*d as usize)?.get(number).copied();
        let sorted: BTreeMap<Vec<u32>, Tally> =
            cells.iter().map(|(at, tally)| (by.iter().zip(at).filter_map(rank).collect(), *tally)).collect();
        writer.count(sorted.len() as u64);
        for (place, tally) in sorted {
            for rank in place {
                writer.count(u64::from(rank));
            }
            writer.count(tally.n);
            if self.options.weighted {
                writer.wide(tally.weight);
            }
        }
    }

    /// Reads [`Demographics::to_bytes`] back.
    ///
    /// # Errors
    /// [`Error::Stats`] where the bytes are cut short, damaged, of another kind or version, or hold what no
    /// counting can give.
    pub fn from_bytes(bytes: &[u8]) -> Result<Demographics, Error> {
        let mut reader = Reader::new(bytes, Kind::Demographics.format())?;
        let role = match reader.byte()? {
            0 => AudienceRole::Follower,
            1 => AudienceRole::Liker,
            2 => AudienceRole::Commenter,
            _ => return Err(malformed("the role is not known").into()),
        };
        let weighted = reader.flag()?;
        let everyone = Moments::from_bytes(reader.raw(MOMENTS_BYTES)?)?;
        let mut by = Vec::new();
        for _ in 0..reader.length(1)? {
            let dimension = |reader: &mut Reader<'_>| {
                let number = usize::from(reader.byte()?);
                Dimension::ALL.get(number).copied().ok_or(malformed("a dimension is not known"))
            };
            let length = reader.length(1)?;
            by.push((0..length).map(|_| dimension(&mut reader)).collect::<Result<Vec<_>, _>>()?);
        }
        let mut state = Demographics::new(DemographicsOptions { by, role, weighted })
            .map_err(|_| malformed("the breakdowns cannot be asked for"))?;
        for (dimension, labels) in Dimension::ALL.into_iter().zip(&mut state.labels) {
            for rank in 1..=reader.length(1)? {
                let number = labels
                    .number(dimension, Some(reader.text()?))
                    .map_err(|_| malformed("a label cannot be one"))?;
                if usize::try_from(number) != Ok(rank) {
                    return Err(malformed("a label comes twice").into());
                }
            }
            if !labels.all().is_sorted() {
                return Err(malformed("the labels are not sorted").into());
            }
        }
        state.everyone = everyone;
        for cross in &mut state.crosses {
            read_cross(&mut reader, cross, &state.labels, &state.everyone, weighted)?;
        }
        reader.finish()?;
        // What no cell uses, or what is not in its one form, shows when the state is written again.
        if state.to_bytes() != bytes {
            return Err(malformed("it is not in its one form").into());
        }
        Ok(state)
    }
}

fn read_cross(
    reader: &mut Reader<'_>,
    cross: &mut Cross,
    labels: &[Labels],
    everyone: &Moments,
    weighted: bool,
) -> Result<(), Error> {
    cross.known = Moments::from_bytes(reader.raw(MOMENTS_BYTES)?)?;
    cross.cells = read_cells(reader, &cross.dimensions, labels, everyone, weighted)?;
    let people = if cross.is_multi_valued() {
        cross.people = read_cells(reader, &single_valued(&cross.dimensions), labels, everyone, weighted)?;
        &cross.people
    } else {
        &cross.cells
    };
    let sum = |known: bool| {
        let cells = people.iter().filter(|(place, _)| !known || !place.contains(&MISSING));
        cells.fold(Tally::default(), |sum, (_, tally)| sum.with(*tally))
    };
    let all = |moments: &Moments| Tally { n: moments.n(), weight: moments.sum() };
    let known_adds_up = if cross.is_multi_valued() {
        // Those without interests are not told apart in the table of people, and those with several interests
        // stand in several cells.
        let known = all(&cross.known);
        let mut cells = cross.cells.iter().filter(|(place, _)| !place.contains(&MISSING));
        sum(true).covers(known) && cells.all(|(_, tally)| known.covers(*tally))
    } else {
        sum(true) == all(&cross.known)
    };
    let adds_up = sum(false) == all(everyone);
    match adds_up && known_adds_up {
        true => Ok(()),
        false => Err(malformed("the cells do not add up").into()),
    }
}

fn read_cells(
    reader: &mut Reader<'_>,
    by: &[Dimension],
    labels: &[Labels],
    everyone: &Moments,
    weighted: bool,
) -> Result<Cells, Error> {
    let length = reader.length(by.len() + 1)?;
    let mut cells = Cells::with_capacity(length);
    for _ in 0..length {
        let mut place = Vec::with_capacity(by.len());
        for dimension in by {
            let number = u32::try_from(reader.count()?).map_err(|_| malformed("a label is not there"))?;
            let known = labels.get(*dimension as usize).is_some_and(|labels| labels.label(number).is_some());
            if number != MISSING && !known {
                return Err(malformed("a label is not there").into());
            }
            place.push(number);
        }
        let n = reader.count()?;
        let weight = if weighted { reader.wide()? } else { u128::from(n) };
        if n == 0 || n > everyone.n() || weight > everyone.sum() {
            return Err(malformed("a cell holds what it cannot").into());
        }
        cells.insert(place.into(), Tally { n, weight });
    }
    Ok(cells)
}

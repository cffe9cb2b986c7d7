//! Holds over columns: those of a table of their own, by the ids of the records that they name.

use std::collections::BTreeMap;

use crate::columnar::Error;
use crate::columnar::ingest::{Keys, Names, Source, Times};
use crate::columnar::spans::Span;
use crate::privacy::retention;

/// From when and until when a hold counts, in milliseconds.
pub(super) type Held = (i64, Option<i64>);

/// Rows that are read at a time.
const BLOCK: usize = 1 << 12;

/// The rows that a hold names, in their order, with the spans of their holds.
#[derive(Default)]
pub(super) struct Named(Vec<(usize, Vec<Held>)>);

impl Named {
    /// Finds the records that the table of holds names.
    pub(super) fn new(records: &Source<'_>, holds: &Source<'_>, spans: &[Span]) -> Result<Self, Error> {
        let lengths = holds.lengths()?;
        let held = spans_of(holds, &lengths)?;
        if held.is_empty() {
            return Ok(Named::default());
        }
        let ids = records.require("id")?;
        let starts: Vec<usize> = (0..ids.arrays.len())
            .map(|batch| usize::try_from(ids.start(batch)).unwrap_or(usize::MAX))
            .collect();
        let ids = Keys::new(ids)?;
        let of_id = by_id(holds, &lengths, ids.names(), held)?;
        let mut found: BTreeMap<u32, (usize, Vec<Held>)> = BTreeMap::new();
        let mut block = vec![0_u32; BLOCK];
        for span in spans {
            let start = starts.get(span.batch).copied().unwrap_or_default();
            for from in (span.from..span.to).step_by(BLOCK) {
                let Some(block) = block.get_mut(..BLOCK.min(span.to - from)) else { continue };
                ids.read(span.batch, from, block);
                for (id, row) in block.iter().zip(start + from..) {
                    let Some(held) = of_id.get(*id as usize).filter(|held| !held.is_empty()) else {
                        continue;
                    };
                    if found.insert(*id, (row, held.clone())).is_some() {
                        let record = format!("row {row}");
                        return Err(retention::Error::DuplicateRecord { record }.into());
                    }
                }
            }
        }
        let mut rows: Vec<_> = found.into_values().collect();
        rows.sort_unstable();
        Ok(Named(rows))
    }

    /// The rows of a stretch that holds name.
    pub(super) fn within(&self, from: usize, rows: usize) -> &[(usize, Vec<Held>)] {
        let first = self.0.partition_point(|(row, _)| *row < from);
        let end = self.0.partition_point(|(row, _)| *row < from + rows);
        self.0.get(first..end).unwrap_or_default()
    }
}

/// The span of each hold, in the order of the table.
fn spans_of(holds: &Source<'_>, lengths: &[usize]) -> Result<Vec<Held>, Error> {
    let held_from = Times::new(holds.require("held_from")?, true)?;
    let times = |name| holds.find(name)?.map(|column| Times::new(column, false)).transpose();
    let (until, recorded) = (times("held_until")?, times("recorded_at")?);
    let mut spans = Vec::new();
    for (batch, length) in lengths.iter().enumerate() {
        for row in 0..*length {
            let at = |times: &Option<Times>| times.as_ref().and_then(|times| times.get(batch, row));
            let from = held_from.get(batch, row).unwrap_or(i64::MAX);
            let until = at(&until);
            if until.is_some_and(|until| until < from) {
                let hold = format!("row {}", spans.len());
                return Err(retention::Error::MisplacedHold { hold }.into());
            }
            // A hold that nobody has recorded yet keeps nothing yet.
            spans.push((at(&recorded).map_or(from, |recorded| recorded.max(from)), until));
        }
    }
    Ok(spans)
}

/// The spans of the holds on each record, by the id of its key.
fn by_id(
    holds: &Source<'_>,
    lengths: &[usize],
    records: &Names,
    held: Vec<Held>,
) -> Result<Vec<Vec<Held>>, Error> {
    let column = holds.require("record")?;
    let keys = Keys::new(holds.require("record")?)?;
    let ids: Vec<Option<u32>> = match keys.names() {
        Names::Text(names) => names.iter().map(|name| records.text(name)).collect(),
        Names::Whole { names, .. } => names.iter().map(|name| records.whole(*name)).collect(),
        Names::Range { low, count, .. } => {
            (0..*count).map(|id| records.whole(low + i128::from(id))).collect()
        }
    };
    let mut of_id: Vec<Vec<Held>> = vec![Vec::new(); records.count()];
    let mut held = held.into_iter();
    for (batch, length) in lengths.iter().enumerate() {
        let mut named = vec![0_u32; *length];
        keys.read(batch, 0, &mut named);
        for ((row, key), held) in named.iter().enumerate().zip(held.by_ref()) {
            let id = ids.get(*key as usize).copied().flatten();
            match id.and_then(|id| of_id.get_mut(id as usize)) {
                Some(spans) => spans.push(held),
                None => return Err(column.wrong_text(batch, row, "UNKNOWN_RECORD", "the id of a record")),
            }
        }
    }
    Ok(of_id)
}

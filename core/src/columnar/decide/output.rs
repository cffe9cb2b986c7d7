//! The answers as columns: dictionaries of which the keys are written and the few texts are shared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::types::{ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type};
use arrow_array::{ArrayRef, Date32Array, DictionaryArray, PrimitiveArray, StringArray};
use arrow_buffer::{ArrowNativeType, NullBuffer, ScalarBuffer};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::cells::Cells;
use super::lanes::Lanes;
use crate::columnar::Error;
use crate::columnar::memory::Memory;
use crate::columnar::output::Columns;
use crate::columnar::spans::Span;
use crate::privacy::decision_table::{Cell, DecisionTable};

/// A column of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Outcome,
    Reason,
    Obligations,
    Bound,
    Cites,
    Rules,
    Promise,
    Statute,
    Missing,
    NoticeDue,
}

impl Part {
    /// What is answered where nobody says what to.
    pub(super) fn usual() -> Vec<Part> {
        vec![Part::Outcome, Part::Reason, Part::Obligations, Part::Bound, Part::Cites]
    }

    fn name(self) -> String {
        word(&self)
    }

    /// What a cell says; words of a list are joined, and none of them has the sign that joins them.
    fn text(self, cell: &Cell) -> String {
        match self {
            Part::Outcome => word(&cell.outcome),
            Part::Promise => word(&cell.promise),
            Part::Statute => word(&cell.statute),
            Part::Bound => word(&cell.bound),
            Part::Reason => cell.reason.to_string(),
            Part::Obligations => joined(cell.obligations.iter(), " "),
            Part::Rules => joined(cell.rules.iter(), " "),
            Part::Missing => joined(cell.missing.iter(), " "),
            Part::Cites => {
                let cites = cell.cites.iter().map(|cite| format!("{} {}", word(&cite.regime), cite.place));
                let cites: BTreeSet<String> = cites.collect();
                joined(cites.iter(), "; ")
            }
            Part::NoticeDue => String::new(),
        }
    }
}

/// The name of a variant as it crosses.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn joined<T: ToString>(all: impl Iterator<Item = T>, by: &str) -> String {
    all.map(|one| one.to_string()).collect::<Vec<_>>().join(by)
}

/// Keys of the narrowest width that holds all texts.
enum Keys {
    I8(Memory<i8>),
    I16(Memory<i16>),
    I32(Memory<i32>),
}

/// A column of texts in the making.
struct Dictionary {
    name: String,
    texts: Vec<String>,
    /// Which text each cell has.
    of_cell: Vec<u32>,
    keys: Keys,
}

/// The days by which notices are due.
struct Notices {
    rule: Due,
    due: Memory<i32>,
}

/// How a notice becomes due.
struct Due {
    owed: Vec<bool>,
    cells: Vec<Cell>,
    day: NaiveDate,
    first_held: Option<NaiveDate>,
    /// Whether records say themselves since when they are held.
    own: bool,
}

/// What stands for no day.
const NO_DAY: i32 = i32::MIN;

enum One {
    Texts(Dictionary),
    Notices(Notices),
}

/// The columns in the making.
pub(super) struct Output(Vec<One>);

/// The part of the columns that one task writes.
pub(super) struct Task<'a>(Vec<Piece<'a>>);

enum Piece<'a> {
    I8(&'a mut [i8], &'a [u32]),
    I16(&'a mut [i16], &'a [u32]),
    I32(&'a mut [i32], &'a [u32]),
    Notices(&'a mut [i32], &'a Due, Known),
}

/// The days that one task computed already: the rules of clocks are asked once for each.
type Known = BTreeMap<(u32, Option<i32>), i32>;

impl Output {
    pub(super) fn new(
        parts: &[Part],
        table: &DecisionTable,
        cells: &Cells,
        lanes: &Lanes,
        rows: usize,
    ) -> Result<Self, Error> {
        let mut all = Vec::with_capacity(parts.len());
        for (at, part) in parts.iter().enumerate() {
            if parts.iter().take(at).any(|before| before == part) {
                let reason = format!("output: {:?} is named twice", part.name());
                return Err(Error::MalformedOptions { reason });
            }
            all.push(match part {
                Part::NoticeDue => One::Notices(Notices {
                    rule: Due {
                        owed: cells.cells.iter().map(Cell::owes_notice).collect(),
                        cells: cells.cells.clone(),
                        day: table.day(),
                        first_held: table.first_held(),
                        own: lanes.say_first_held(),
                    },
                    due: Memory::new(rows),
                }),
                part => One::Texts(Dictionary::new(*part, &cells.cells, rows)),
            });
        }
        Ok(Output(all))
    }

    /// Deals the columns out to the tasks of spans.
    pub(super) fn tasks(&mut self, spans: &[Span]) -> Vec<Task<'_>> {
        let mut tasks: Vec<Task<'_>> = spans.iter().map(|_| Task(Vec::new())).collect();
        fn deal<'a, T>(mut rest: &'a mut [T], spans: &[Span], mut give: impl FnMut(usize, &'a mut [T])) {
            for (at, span) in spans.iter().enumerate() {
                let Some((own, others)) = rest.split_at_mut_checked(span.to - span.from) else { return };
                rest = others;
                give(at, own);
            }
        }
        for one in &mut self.0 {
            let mut give = |at: usize, piece| {
                if let Some(task) = tasks.get_mut(at) {
                    task.0.push(piece);
                }
            };
            match one {
                One::Texts(Dictionary { of_cell, keys, .. }) => match keys {
                    Keys::I8(keys) => deal(keys.as_mut(), spans, |at, own| give(at, Piece::I8(own, of_cell))),
                    Keys::I16(keys) => {
                        deal(keys.as_mut(), spans, |at, own| give(at, Piece::I16(own, of_cell)))
                    }
                    Keys::I32(keys) => {
                        deal(keys.as_mut(), spans, |at, own| give(at, Piece::I32(own, of_cell)))
                    }
                },
                One::Notices(Notices { rule, due }) => {
                    let rule = &*rule;
                    deal(due.as_mut(), spans, |at, own| give(at, Piece::Notices(own, rule, Known::new())));
                }
            }
        }
        tasks
    }

    /// The columns, in the order in which they were asked for.
    pub(super) fn finish(self, columns: &mut Columns) -> Result<(), Error> {
        for one in self.0 {
            match one {
                One::Notices(notices) => {
                    let rows = notices.due.as_ref().len();
                    let nulls = NullBuffer::from_iter(notices.due.as_ref().iter().map(|day| *day != NO_DAY));
                    let days = ScalarBuffer::new(notices.due.into_buffer(), 0, rows);
                    columns.gapped("notice_due", Arc::new(Date32Array::new(days, Some(nulls))));
                }
                One::Texts(dictionary) => {
                    let Dictionary { name, texts, keys, .. } = dictionary;
                    let array = match keys {
                        Keys::I8(keys) => finished::<Int8Type>(keys, texts)?,
                        Keys::I16(keys) => finished::<Int16Type>(keys, texts)?,
                        Keys::I32(keys) => finished::<Int32Type>(keys, texts)?,
                    };
                    columns.full(&name, array);
                }
            }
        }
        Ok(())
    }
}

fn finished<K: ArrowDictionaryKeyType>(keys: Memory<K::Native>, texts: Vec<String>) -> Result<ArrayRef, Error>
where
    K::Native: FromBytes + IntoBytes + Immutable + KnownLayout + ArrowNativeType,
{
    let rows = keys.as_ref().len();
    let keys = PrimitiveArray::<K>::new(ScalarBuffer::new(keys.into_buffer(), 0, rows), None);
    let array = DictionaryArray::try_new(keys, Arc::new(StringArray::from(texts)));
    Ok(Arc::new(array.map_err(|_| Error::TooManyRows { table: "records" })?))
}

impl Dictionary {
    fn new(part: Part, cells: &[Cell], rows: usize) -> Self {
        let of_cell: Vec<String> = cells.iter().map(|cell| part.text(cell)).collect();
        let texts: Vec<String> = of_cell.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let at =
            |text: &String| u32::try_from(texts.binary_search(text).unwrap_or_default()).unwrap_or_default();
        let of_cell = of_cell.iter().map(at).collect();
        let keys = match texts.len() {
            0..=128 => Keys::I8(Memory::new(rows)),
            129..=32_768 => Keys::I16(Memory::new(rows)),
            _ => Keys::I32(Memory::new(rows)),
        };
        Dictionary { name: part.name(), texts, of_cell, keys }
    }
}

impl Task<'_> {
    /// Writes the answers of the next rows, by the ids of their cells.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "the width was chosen to hold all"
    )]
    pub(super) fn write(&mut self, ids: &[u32], first_held: impl Fn(&mut [Option<i32>])) {
        fn put<T>(slot: &mut &mut [T], ids: &[u32], of_cell: &[u32], to: impl Fn(u32) -> T) {
            let Some((now, later)) = std::mem::take(slot).split_at_mut_checked(ids.len()) else { return };
            for (key, id) in now.iter_mut().zip(ids) {
                *key = to(of_cell.get(*id as usize).copied().unwrap_or_default());
            }
            *slot = later;
        }
        for piece in &mut self.0 {
            match piece {
                Piece::I8(keys, of_cell) => put(keys, ids, of_cell, |key| key as i8),
                Piece::I16(keys, of_cell) => put(keys, ids, of_cell, |key| key as i16),
                Piece::I32(keys, of_cell) => put(keys, ids, of_cell, |key| key as i32),
                Piece::Notices(slot, rule, known) => {
                    let Some((now, later)) = std::mem::take(slot).split_at_mut_checked(ids.len()) else {
                        return;
                    };
                    let mut held = vec![None; ids.len()];
                    first_held(&mut held);
                    for ((out, id), held) in now.iter_mut().zip(ids).zip(held) {
                        *out = rule.of(*id, held, known);
                    }
                    *slot = later;
                }
            }
        }
    }
}

impl Due {
    fn of(&self, id: u32, held: Option<i32>, known: &mut Known) -> i32 {
        if !self.owed.get(id as usize).copied().unwrap_or_default() {
            return NO_DAY;
        }
        *known.entry((id, held)).or_insert_with(|| {
            let own_day = held.and_then(NaiveDate::from_epoch_days);
            let start = if self.own { own_day } else { self.first_held };
            let due = self.cells.get(id as usize).and_then(|cell| cell.notice_due(start, self.day));
            due.map_or(NO_DAY, |due| due.to_epoch_days())
        })
    }
}

//! The columns of a table as lanes: what each adds to the place of a row.

use arrow_array::Array;
use chrono::NaiveDate;

use super::byte::{Byte, Yes};
use super::consent::{Consent, Purposes};
use super::{BLOCK, BatchCall};
use crate::columnar::Error;
use crate::columnar::ingest::{Column, Numbers, Refused, Source, Texts, Times, Words, bits_of, days};
use crate::columnar::spans::Span;
use crate::privacy::Policy;
use crate::privacy::decision_table::{Axis, DecisionTable, Field, Value};

const DAY: i64 = 86_400_000;

/// One column, before it is known how far apart its codes lie.
pub(super) enum Lane {
    Words(Vec<Words>),
    Yes(Yes),
}

/// All columns of a table that say something about a record: what each of their codes adds to a place.
pub(super) struct Lanes {
    words: Vec<Vec<(Words, Vec<u64>)>>,
    bytes: Vec<Byte>,
    first_held: Option<Times>,
}

impl Lanes {
    /// Reads the columns, and compiles the table that their codes lead into.
    pub(super) fn new(
        source: &Source<'_>,
        policy: &Policy,
        call: &BatchCall,
    ) -> Result<(DecisionTable, Lanes), Error> {
        let day = call.now.date_naive();
        let mut found: Vec<(Axis, Lane)> = Vec::new();
        for field in Field::ALL.iter().filter(|field| field.is_word()) {
            if let Some(column) = source.find(field.name())? {
                let mut axis = Axis::new(*field, Vec::new());
                let lane = words(&column, &mut axis, policy, day)?;
                if axis.values().is_empty() {
                    // A table without rows has no values; any will do.
                    axis = Axis::new(*field, vec![Value::Unknown]);
                }
                found.push((axis, Lane::Words(lane)));
            }
        }
        for field in Field::ALL.iter().filter(|field| field.is_flag()) {
            if let Some(column) = source.find(field.name())? {
                let flags = bits_of(column, field.is_required())?;
                found.push((yes_or_no(*field), Lane::Yes(Yes::Flags(flags))));
            }
        }
        if let Some(column) = source.find(Field::NoticeExemption.name())? {
            let present = Texts::pieces(column)?;
            let present =
                present.iter().map(|texts| (0..texts.len()).map(|row| texts.get(row).is_some()).collect());
            found.push((yes_or_no(Field::NoticeExemption), Lane::Yes(Yes::Flags(present.collect()))));
        }
        if let Some(column) = source.find(Field::Followers.name())? {
            let lane = followers(column, policy)?;
            let least = policy.document().limits.min_followers;
            let values = vec![Value::Unknown, Value::Count(0), Value::Count(least.max(1))];
            found.push((Axis::new(Field::Followers, values), Lane::Words(lane)));
        }
        let purposes = Purposes::of(&found, &call.request);
        let mut about = Vec::new();
        for (field, below) in [(Field::Objection, true), (Field::Compatible, false)] {
            if let Some(column) = source.find(field.name())? {
                about.push((yes_or_no(field), Lane::Yes(Yes::Flags(purposes.listed(column, below)?))));
            }
        }
        if let Some(consent) = Consent::of(source, &purposes, call)? {
            about.push((yes_or_no(Field::Consent), Lane::Yes(Yes::Consent(Box::new(consent)))));
        }
        found.extend(about);
        // As the table has its axes, the purpose first.
        found.sort_by_key(|(axis, _)| axis.field() != Field::Purpose);
        let (axes, lanes): (Vec<Axis>, Vec<Lane>) = found.into_iter().unzip();
        let table = DecisionTable::new(policy, call.facts.clone(), call.request.clone(), call.now, axes)?;
        let (mut words, mut yes) = (Vec::new(), Vec::new());
        for (lane, (axis, stride)) in lanes.into_iter().zip(table.axes()) {
            match lane {
                Lane::Yes(column) => yes.push((column, stride)),
                Lane::Words(batches) => {
                    let steps: Vec<u64> =
                        (0..).take(axis.values().len()).map(|code: u64| code * stride).collect();
                    words.push(
                        batches
                            .into_iter()
                            .map(|words| {
                                let own = words.values(&steps);
                                (words, own)
                            })
                            .collect(),
                    );
                }
            }
        }
        let first_held =
            source.find("first_held")?.map(|column| Times::new(days(column)?, false)).transpose()?;
        Ok((table, Lanes { words, bytes: Byte::all(yes), first_held }))
    }

    /// Calls `seen` with the places of the rows of a span, a block at a time, each with its first row.
    pub(super) fn walk(&self, span: Span, mut seen: impl FnMut(usize, &[u64])) {
        let mut places = vec![0_u64; BLOCK];
        for from in (span.from..span.to).step_by(BLOCK) {
            let Some(places) = places.get_mut(..BLOCK.min(span.to - from)) else { return };
            self.places(span.batch, from, places);
            seen(from, places);
        }
    }

    /// The places of the rows of a batch from a row on.
    fn places(&self, batch: usize, from: usize, places: &mut [u64]) {
        places.fill(0);
        for batches in &self.words {
            if let Some((words, steps)) = batches.get(batch) {
                words.visit(steps, from, places, |place, step| *place += step);
            }
        }
        for byte in &self.bytes {
            byte.add(batch, from, places);
        }
    }

    /// Looks closely at times that may lie outside the dates that exist, once all were compared.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.bytes.iter().try_for_each(Byte::check)
    }

    /// Since when the records of a batch are held, as days since 1970-01-01, where they say so.
    pub(super) fn first_held(&self, batch: usize, from: usize, out: &mut [Option<i32>]) {
        if let Some(held) = &self.first_held {
            for (row, out) in (from..).zip(out) {
                *out = held.get(batch, row).and_then(|at| i32::try_from(at.div_euclid(DAY)).ok());
            }
        }
    }

    /// Whether records say themselves since when they are held.
    pub(super) fn say_first_held(&self) -> bool {
        self.first_held.is_some()
    }
}

/// A column of words; its values become those of the axis.
fn words(column: &Column, axis: &mut Axis, policy: &Policy, day: NaiveDate) -> Result<Vec<Words>, Error> {
    let field = axis.field();
    Words::read(column, &mut |text| {
        let value = match text {
            None if field.is_required() => return Err(Refused::Missing),
            None => Value::Unknown,
            Some(text) => field.read(text).map_err(|wrong| Refused::Wrong(wrong.code, wrong.right))?,
        };
        Ok(u32::try_from(axis.code(value, policy, day)).unwrap_or(u32::MAX))
    })
}

fn yes_or_no(field: Field) -> Axis {
    Axis::new(field, vec![Value::No, Value::Yes])
}

/// 0 where unknown, 1 below what the policy asks, 2 from there on.
fn followers(column: Column, policy: &Policy) -> Result<Vec<Words>, Error> {
    let lengths: Vec<usize> = column.arrays.iter().map(|array| array.len()).collect();
    let least = policy.document().limits.min_followers;
    let numbers = Numbers::new(column)?;
    let code = |batch, row| match numbers.get(batch, row) {
        None => 0,
        Some(count) if count < least => 1,
        Some(_) => 2,
    };
    let codes = |(batch, length)| Words::Codes((0..length).map(|row| code(batch, row)).collect());
    Ok(lengths.into_iter().enumerate().map(codes).collect())
}

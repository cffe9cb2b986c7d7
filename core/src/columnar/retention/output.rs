//! The answers as columns: two dictionaries of few texts, and a mask.

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, Int8Array, StringArray};
use arrow_buffer::{BooleanBufferBuilder, ScalarBuffer};
use serde::Deserialize;

use super::block::{REASONS, VERDICTS};
use crate::columnar::Error;
use crate::columnar::memory::Memory;
use crate::columnar::output::Columns;
use crate::columnar::spans::Span;

/// A column of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Verdict,
    Reason,
    Erase,
}

impl Part {
    /// What is answered where nobody says what to.
    pub(super) fn all() -> Vec<Part> {
        vec![Part::Verdict, Part::Reason, Part::Erase]
    }

    fn name(self) -> &'static str {
        match self {
            Part::Verdict => "verdict",
            Part::Reason => "reason",
            Part::Erase => "erase",
        }
    }
}

/// The columns in the making.
pub(super) struct Output {
    parts: Vec<Part>,
    verdicts: Option<Memory<i8>>,
    reasons: Option<Memory<i8>>,
}

/// The part of the columns that one task writes; the mask it gives back.
#[derive(Default)]
pub(super) struct Task<'a> {
    pub(super) verdicts: Option<&'a mut [i8]>,
    pub(super) reasons: Option<&'a mut [i8]>,
}

impl Output {
    pub(super) fn new(parts: &[Part], rows: usize) -> Result<Self, Error> {
        let twice = |(at, part): &(usize, &Part)| parts.iter().take(*at).any(|before| before == *part);
        if let Some((_, part)) = parts.iter().enumerate().find(twice) {
            let reason = format!("output: {:?} is named twice", part.name());
            return Err(Error::MalformedOptions { reason });
        }
        let keys = |part| parts.contains(&part).then(|| Memory::new(rows));
        Ok(Output { parts: parts.to_vec(), verdicts: keys(Part::Verdict), reasons: keys(Part::Reason) })
    }

    /// Deals the columns out to the tasks of spans.
    pub(super) fn tasks(&mut self, spans: &[Span]) -> Vec<Task<'_>> {
        let mut verdicts = self.verdicts.as_mut().map(Memory::as_mut);
        let mut reasons = self.reasons.as_mut().map(Memory::as_mut);
        fn next<'a>(rest: &mut Option<&'a mut [i8]>, rows: usize) -> Option<&'a mut [i8]> {
            let (own, others) = rest.take()?.split_at_mut_checked(rows)?;
            *rest = Some(others);
            Some(own)
        }
        let task = |span: &Span| Task {
            verdicts: next(&mut verdicts, span.to - span.from),
            reasons: next(&mut reasons, span.to - span.from),
        };
        spans.iter().map(task).collect()
    }

    /// The columns, in the order in which they were asked for.
    pub(super) fn finish(
        mut self,
        spans: &[Span],
        masks: &[Vec<u64>],
        columns: &mut Columns,
    ) -> Result<(), Error> {
        for part in std::mem::take(&mut self.parts) {
            let array = match part {
                Part::Verdict => dictionary(self.verdicts.take(), VERDICTS)?,
                Part::Reason => dictionary(self.reasons.take(), REASONS)?,
                Part::Erase => mask(spans, masks),
            };
            columns.full(part.name(), array);
        }
        Ok(())
    }
}

fn dictionary(keys: Option<Memory<i8>>, texts: &[&str]) -> Result<ArrayRef, Error> {
    let keys = keys.unwrap_or_else(|| Memory::new(0));
    let rows = keys.as_ref().len();
    let keys = Int8Array::new(ScalarBuffer::new(keys.into_buffer(), 0, rows), None);
    let texts = StringArray::from_iter_values(texts);
    let array = DictionaryArray::<Int8Type>::try_new(keys, Arc::new(texts));
    Ok(Arc::new(array.map_err(|_| Error::TooManyRows { table: "records" })?))
}

/// The masks of all tasks as one.
fn mask(spans: &[Span], masks: &[Vec<u64>]) -> ArrayRef {
    let rows = spans.iter().map(|span| span.to - span.from).sum();
    let mut bits = BooleanBufferBuilder::new(rows);
    for (span, mask) in spans.iter().zip(masks) {
        let bytes: Vec<u8> = mask.iter().flat_map(|word| word.to_le_bytes()).collect();
        bits.append_packed_range(0..span.to - span.from, &bytes);
    }
    Arc::new(BooleanArray::new(bits.finish(), None))
}

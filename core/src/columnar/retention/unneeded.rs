//! Since when nobody needs a record.

use arrow_buffer::BooleanBuffer;

use super::SweepCall;
use super::block::{Bits, Block, WORDS};
use crate::columnar::Error;
use crate::columnar::ingest::{Moments, Source, bits_of, read_bits};
use crate::privacy::retention::not_needed_from;

/// Since when nobody needs a record, and from when on that matters.
pub(super) struct Unneeded {
    pub(super) since: Moments,
    from_eea: Option<Vec<BooleanBuffer>>,
    /// For data from anywhere, and from the European Economic Area, in milliseconds.
    begins: [Option<i64>; 2],
}

impl Unneeded {
    pub(super) fn of(source: &Source<'_>, call: &SweepCall) -> Result<Option<Self>, Error> {
        let eea = source.find("from_eea")?.map(|column| bits_of(column, false)).transpose()?;
        let Some(since) = source.find("not_needed_since")? else { return Ok(None) };
        let begin = |from_eea| not_needed_from(from_eea, &call.regimes).map(|at| at.timestamp_millis());
        let since = Moments::new(since, false)?;
        Ok(Some(Unneeded { since, from_eea: eea, begins: [begin(false), begin(true)] }))
    }

    /// Which rows are over, and which will be.
    pub(super) fn come(
        &self,
        batch: usize,
        from: usize,
        rows: usize,
        now: i64,
        over: &mut Bits,
        ever: &mut Bits,
    ) {
        let mut eea = [0; WORDS];
        if let Some(flags) = self.from_eea.as_ref().and_then(|flags| flags.get(batch)) {
            read_bits(flags, from, rows, &mut eea);
        }
        let [elsewhere, in_area] = self.begins;
        let of = |is: bool| if is { u64::MAX } else { 0 };
        let begun = |begin: Option<i64>| of(begin.is_some_and(|begin| begin <= now));
        self.since.come(batch, from, rows, over, &self.since.limit(now));
        self.since.there(batch, from, rows, ever);
        for ((over, ever), eea) in over.iter_mut().zip(ever).zip(eea) {
            *over &= (begun(in_area) & eea) | (begun(elsewhere) & !eea);
            *ever &= (of(in_area.is_some()) & eea) | (of(elsewhere.is_some()) & !eea);
        }
    }

    pub(super) fn end(&self, block: &Block, row: usize) -> Option<i64> {
        let row = block.from + row;
        let flags = self.from_eea.as_ref().and_then(|flags| flags.get(block.batch));
        let eea = flags.is_some_and(|flags| row < flags.len() && flags.value(row));
        let [elsewhere, in_area] = self.begins;
        Some(self.since.get(block.batch, row)?.max(if eea { in_area } else { elsewhere }?))
    }
}

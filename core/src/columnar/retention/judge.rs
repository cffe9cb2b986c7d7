//! The records of a table, judged: what is so of each block, and of single records where bits are not enough.

use chrono::{DateTime, Utc};

use super::block::{Bits, Block, HELD, HIDDEN, LATE, OVER, UNNEEDED, WORDS, each_bit, found, merge};
use super::holds::{Held, Named};
use super::output::Task;
use super::unneeded::Unneeded;
use super::{BLOCK, SweepCall};
use crate::columnar::Error;
use crate::columnar::ingest::{Moments, NO_TIME, Refused, Source, Words};
use crate::columnar::spans::Span;
use crate::privacy::DataCategory;
use crate::privacy::retention::{self, Limits, Ttl, TtlStart, counts, kept};

/// The time of one category at one moment.
struct Limit {
    ttl: Ttl,
    /// Milliseconds: what starts then or before is over.
    latest: i64,
}

/// What the categories of a batch say, by their codes or the keys of their dictionary.
struct Batch {
    words: Words,
    /// The latest start that is over, of the categories that count from it; else none is.
    collected: Vec<i64>,
    refreshed: Vec<i64>,
    ended: Vec<i64>,
    of_agreement: Vec<bool>,
    limits: Vec<u32>,
}

/// The records of a table.
pub(super) struct Records {
    now: i64,
    limits: Vec<Limit>,
    batches: Vec<Batch>,
    /// The row at which each batch begins.
    starts: Vec<usize>,
    collected: Moments,
    refreshed: Option<Moments>,
    ended: Option<Moments>,
    hidden: Option<Moments>,
    unneeded: Option<Unneeded>,
    held_from: Option<Moments>,
    held_until: Option<Moments>,
    named: Named,
    /// Whether anybody asks which of several reasons came first.
    tells_reason: bool,
}

impl Records {
    pub(super) fn new(
        source: &Source<'_>,
        holds: Option<&Source<'_>>,
        call: &SweepCall,
        spans: &[Span],
    ) -> Result<Self, Error> {
        let now = call.now.timestamp_millis();
        let times = |name| source.find(name)?.map(|column| Moments::new(column, false)).transpose();
        let categories = source.require("category")?;
        let starts = (0..categories.arrays.len())
            .map(|batch| usize::try_from(categories.start(batch)).unwrap_or(usize::MAX))
            .collect();
        let collected = Moments::not_after(source.require("collected_at")?, true, now)?;
        let (refreshed, ended) = (times("refreshed_at")?, times("agreement_ended_at")?);
        let declared = Limits::new(&call.ttls)?;
        let mut limits: Vec<Limit> = Vec::new();
        let words = Words::read(&categories, &mut |name| {
            let name = name.ok_or(Refused::Missing)?;
            let limit = limit(name, &declared, call.now).map_err(|error| Refused::Other(error.into()))?;
            if limit.ttl.from == TtlStart::AgreementEnd && ended.is_none() {
                // Without the column, no agreement would ever end.
                source.require("agreement_ended_at").map_err(Refused::Other)?;
            }
            limits.push(limit);
            Ok(u32::try_from(limits.len() - 1).unwrap_or(u32::MAX))
        })?;
        let batches = words.into_iter().map(|words| {
            let of = |from: TtlStart, times: Option<&Moments>| {
                let latest = |limit: &Limit| match times.filter(|_| limit.ttl.from == from) {
                    Some(times) => times.limit(limit.latest),
                    None => i64::MIN,
                };
                words.values(&limits.iter().map(latest).collect::<Vec<_>>())
            };
            let codes: Vec<u32> = (0..).take(limits.len()).collect();
            let of_agreement = limits.iter().map(|limit| limit.ttl.from == TtlStart::AgreementEnd);
            Batch {
                collected: of(TtlStart::Collected, Some(&collected)),
                refreshed: of(TtlStart::Refreshed, Some(&collected)),
                ended: of(TtlStart::AgreementEnd, ended.as_ref()),
                of_agreement: words.values(&of_agreement.collect::<Vec<_>>()),
                limits: words.values(&codes),
                words,
            }
        });
        let batches = batches.collect();
        Ok(Records {
            now,
            batches,
            starts,
            refreshed,
            ended,
            hidden: times("not_public_since")?,
            unneeded: Unneeded::of(source, call)?,
            held_from: times("held_from")?,
            held_until: times("held_until")?,
            named: holds.map(|holds| Named::new(source, holds, spans)).transpose()?.unwrap_or_default(),
            tells_reason: call.output.contains(&super::Part::Reason),
            limits,
            collected,
        })
    }

    /// Judges a stretch of rows; gives the mask of those that go.
    pub(super) fn judge(&self, span: Span, task: Task<'_>) -> Result<Vec<u64>, Error> {
        let Task { mut verdicts, mut reasons } = task;
        let mut mask = Vec::with_capacity((span.to - span.from).div_ceil(64));
        let mut block = Block { batch: span.batch, from: span.from, rows: 0, bits: [[0; WORDS]; 8] };
        for from in (span.from..span.to).step_by(BLOCK) {
            (block.from, block.rows) = (from, BLOCK.min(span.to - from));
            self.fill(&mut block)?;
            let erased = |at: usize| {
                let word = |bit: usize| block.word(bit, at);
                (word(OVER) | word(HIDDEN) | word(UNNEEDED)) & !word(HELD) & !word(LATE)
            };
            mask.extend((0..block.rows.div_ceil(64)).map(erased));
            block.write(&mut verdicts, |byte| found(byte).0);
            block.write(&mut reasons, |byte| found(byte).1);
        }
        Ok(mask)
    }

    /// Looks closely at times that may be wrong, once all were compared.
    pub(super) fn check(&self) -> Result<(), Error> {
        let since = self.unneeded.as_ref().map(|unneeded| &unneeded.since);
        let times = [&self.refreshed, &self.ended, &self.hidden, &self.held_from, &self.held_until];
        times.into_iter().flatten().chain(since).try_for_each(|times| times.check().map(drop))?;
        let late = if self.collected.check()? { None } else { self.collected.first_after(self.now) };
        match late {
            None => Ok(()),
            Some((batch, row)) => {
                let start = self.starts.get(batch).copied().unwrap_or_default();
                Err(misplaced(start + row, "it was collected after now"))
            }
        }
    }

    fn fill(&self, block: &mut Block) -> Result<(), Error> {
        let Some(batch) = self.batches.get(block.batch) else { return Ok(()) };
        let (from, rows) = (block.from, block.rows);
        block.bits = [[0; WORDS]; 8];
        let [over, hidden, unneeded, held, _, lasts, of_agreement, _] = &mut block.bits;
        let mut latest = [i64::MIN; BLOCK];
        let latest = latest.get_mut(..rows).unwrap_or_default();
        let mut come = |limits: &[i64], times: &Moments, bits: &mut Bits| {
            batch.words.visit(limits, from, latest, |slot, limit| *slot = limit);
            times.come(block.batch, from, rows, bits, &*latest);
        };
        let counts_from = |start| self.limits.iter().any(|limit| limit.ttl.from == start);
        come(&batch.collected, &self.collected, over);
        let mut bits = [0; WORDS];
        if counts_from(TtlStart::Refreshed) {
            // As if none was refreshed; those that were are looked at below.
            come(&batch.refreshed, &self.collected, &mut bits);
            merge(over, &bits);
        }
        if let Some(ended) = self.ended.as_ref().filter(|_| counts_from(TtlStart::AgreementEnd)) {
            come(&batch.ended, ended, &mut bits);
            merge(over, &bits);
            batch.agreements(from, rows, of_agreement);
            ended.there(block.batch, from, rows, &mut bits);
            lasts
                .iter_mut()
                .zip(&*of_agreement)
                .zip(&bits)
                .for_each(|((lasts, own), ended)| *lasts = own & !ended);
        }
        if let Some(times) = &self.hidden {
            times.come(block.batch, from, rows, hidden, &times.limit(self.now));
            times.there(block.batch, from, rows, &mut bits);
            lasts.iter_mut().zip(&bits).for_each(|(lasts, hidden)| *lasts &= !hidden);
        }
        if let Some(times) = &self.unneeded {
            times.come(block.batch, from, rows, self.now, unneeded, &mut bits);
            lasts.iter_mut().zip(&bits).for_each(|(lasts, unneeded)| *lasts &= !unneeded);
        }
        if let Some(times) = self.held_until.as_ref().filter(|_| self.held_from.is_none()) {
            times.come(block.batch, from, rows, &mut bits, &times.limit(self.now));
            times.there(block.batch, from, rows, held);
            held.iter_mut().zip(&bits).for_each(|(held, ended)| *held &= !ended);
        }
        self.look_at_refreshed(batch, block)?;
        self.look_at_each(batch, block)
    }

    /// A fetch counts only while the record was still public.
    fn look_at_refreshed(&self, batch: &Batch, block: &mut Block) -> Result<(), Error> {
        let Some(refreshed) = &self.refreshed else { return Ok(()) };
        let mut bits = [0; WORDS];
        refreshed.there(block.batch, block.from, block.rows, &mut bits);
        let no_times = || [NO_TIME; BLOCK];
        let (mut fetched, mut collected, mut hidden) = (no_times(), no_times(), no_times());
        let rows = block.rows;
        for (times, out) in [(Some(refreshed), &mut fetched), (Some(&self.collected), &mut collected)]
            .into_iter()
            .chain([(self.hidden.as_ref(), &mut hidden)])
        {
            if let (Some(times), Some(out)) = (times, out.get_mut(..rows)) {
                times.read(block.batch, block.from, out);
            }
        }
        for row in each_bit(&bits, rows) {
            let at = |times: &[i64; BLOCK]| times.get(row).copied().unwrap_or(NO_TIME);
            let (at, hidden) = (at(&fetched), at(&hidden));
            if at < collected.get(row).copied().unwrap_or(NO_TIME) {
                let row = self.row_of(block, row);
                return Err(misplaced(row, "it was refreshed before it was collected"));
            }
            let Some(limit) = self.limit_of(batch, block.from + row) else { continue };
            if limit.ttl.from == TtlStart::Refreshed && (hidden == NO_TIME || at < hidden) {
                block.set(OVER, row, at <= limit.latest);
            }
        }
        Ok(())
    }

    /// Records that are over for more than one reason, and those that holds of their own name.
    fn look_at_each(&self, batch: &Batch, block: &mut Block) -> Result<(), Error> {
        if self.tells_reason {
            let several: Bits = std::array::from_fn(|at| {
                let [over, hidden, unneeded, held] =
                    [OVER, HIDDEN, UNNEEDED, HELD].map(|bit| block.word(bit, at));
                ((over & hidden) | (over & unneeded) | (hidden & unneeded)) & !held
            });
            for row in each_bit(&several, block.rows) {
                self.look_at(batch, block, row, &[])?;
            }
        }
        let start = self.row_of(block, 0);
        let named = self.named.within(start, block.rows);
        let mut names = named.iter();
        let mut next = names.next();
        let mut own = [0; WORDS];
        if let Some(from) = &self.held_from {
            from.there(block.batch, block.from, block.rows, &mut own);
            if let Some(until) = &self.held_until {
                let mut bits = [0; WORDS];
                until.there(block.batch, block.from, block.rows, &mut bits);
                merge(&mut own, &bits);
            }
        }
        for (row, _) in named {
            if let Some(word) = row.checked_sub(start).and_then(|row| own.get_mut(row / 64)) {
                *word |= 1 << ((row - start) % 64);
            }
        }
        for row in each_bit(&own, block.rows) {
            let mut spans: Vec<Held> = self.own_hold(block, row).into_iter().collect();
            if let Some((_, held)) = next.filter(|(named, _)| *named == start + row) {
                spans.extend(held);
                next = names.next();
            }
            self.look_at(batch, block, row, &spans)?;
        }
        Ok(())
    }

    /// The hold that the record itself speaks of: where it does not say since when, before its time was over.
    fn own_hold(&self, block: &Block, row: usize) -> Option<Held> {
        let at = |times: &Option<Moments>| times.as_ref()?.get(block.batch, block.from + row);
        match (at(&self.held_from), at(&self.held_until)) {
            (None, None) => None,
            (from, until) => Some((from.unwrap_or(i64::MIN), until)),
        }
    }

    /// Looks at one record: what came first, and what its holds say.
    fn look_at(&self, batch: &Batch, block: &mut Block, row: usize, spans: &[Held]) -> Result<(), Error> {
        let is = |bit| block.is(bit, row);
        if !(is(OVER) || is(HIDDEN) || is(UNNEEDED)) {
            return Ok(());
        }
        let at = |times: &Moments| times.get(block.batch, block.from + row);
        let end = is(OVER).then(|| self.end_of(batch, block, row)).transpose()?.flatten();
        let hidden = self.hidden.as_ref().filter(|_| is(HIDDEN)).and_then(at);
        let unneeded = self.unneeded.as_ref().filter(|_| is(UNNEEDED)).and_then(|own| own.end(block, row));
        let ends = [(end, OVER), (hidden, HIDDEN), (unneeded, UNNEEDED)];
        let ends = ends.into_iter().filter_map(|(end, bit)| Some((end?, bit)));
        let Some((expired, first)) = ends.min_by_key(|(end, _)| *end) else { return Ok(()) };
        for bit in [OVER, HIDDEN, UNNEEDED] {
            block.set(bit, row, bit == first);
        }
        if !spans.is_empty() {
            let until = kept(expired, spans).0;
            block.set(HELD, row, until.is_none_or(|until| self.now < until));
            block.set(LATE, row, spans.iter().any(|span| counts(*span, self.now)));
        }
        Ok(())
    }

    /// When the time of a record is over.
    fn end_of(&self, batch: &Batch, block: &Block, row: usize) -> Result<Option<i64>, Error> {
        let at = |times: Option<&Moments>| times.and_then(|times| times.get(block.batch, block.from + row));
        let Some(limit) = self.limit_of(batch, block.from + row) else { return Ok(None) };
        let collected = at(Some(&self.collected));
        let start = match limit.ttl.from {
            TtlStart::Collected => collected,
            TtlStart::AgreementEnd => at(self.ended.as_ref()),
            TtlStart::Refreshed => {
                let hidden = at(self.hidden.as_ref());
                let public = |at: &i64| hidden.is_none_or(|hidden| *at < hidden);
                at(self.refreshed.as_ref()).filter(public).or(collected)
            }
        };
        let Some(start) = start else { return Ok(None) };
        let end = limit.ttl.end_of_millis(start);
        let beyond =
            || retention::Error::DateOutOfRange { record: format!("row {}", self.row_of(block, row)) };
        Ok(Some(end.ok_or_else(beyond)?))
    }

    fn limit_of(&self, batch: &Batch, row: usize) -> Option<&Limit> {
        let mut code = [0_u32];
        batch.words.visit(&batch.limits, row, &mut code, |slot, code| *slot = code);
        let [code] = code;
        self.limits.get(code as usize)
    }

    fn row_of(&self, block: &Block, row: usize) -> usize {
        self.starts.get(block.batch).copied().unwrap_or_default() + block.from + row
    }
}

impl Batch {
    fn agreements(&self, from: usize, rows: usize, out: &mut Bits) {
        let mut own = [false; BLOCK];
        let own = own.get_mut(..rows).unwrap_or_default();
        self.words.visit(&self.of_agreement, from, own, |slot, is| *slot = is);
        for (own, out) in own.chunks(64).zip(out) {
            *out = own.iter().zip(0..).map(|(is, at)| u64::from(*is) << at).sum();
        }
    }
}

/// The limit of a category.
fn limit(name: &str, declared: &Limits<'_>, now: DateTime<Utc>) -> Result<Limit, retention::Error> {
    let missing = || retention::Error::MissingTtl { category: name.to_owned() };
    let category = DataCategory::new(name).map_err(|_| missing())?;
    let ttl = declared.of(&category)?.clone();
    let beyond = || retention::Error::DateOutOfRange { record: format!("any of {name}") };
    ttl.end(now).ok_or_else(beyond)?;
    let latest = ttl.latest_start_that_is_over(now).map_or(i64::MIN + 1, |at| at.timestamp_millis());
    Ok(Limit { ttl, latest })
}

fn misplaced(row: usize, what: &'static str) -> Error {
    retention::Error::MisplacedRecord { record: format!("row {row}"), what }.into()
}

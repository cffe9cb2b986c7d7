//! The columns of a table as lanes: what each adds to the place of a row.

use std::collections::HashSet;

use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_buffer::BooleanBuffer;
use arrow_schema::DataType;
use chrono::NaiveDate;

use super::words::{Words, words};
use super::{BLOCK, BatchCall};
use crate::columnar::Error;
use crate::columnar::ingest::{Column, Lists, Numbers, Piece, Source, Texts, Times, days, each};
use crate::columnar::spans::Span;
use crate::privacy::decision_table::{Asked, Axis, DecisionTable, Field, Value};
use crate::privacy::{Policy, Purpose};

const NO_TIME: i64 = i64::MIN;
const DAY: i64 = 86_400_000;

/// What reading a column depends on.
pub(super) struct Question<'a> {
    pub(super) policy: &'a Policy,
    pub(super) day: NaiveDate,
}

/// One column, before it is known how far apart its codes lie.
enum Lane {
    Words(Vec<Words>),
    Flags(Vec<BooleanBuffer>),
    Consent(Consent),
}

/// One column: what each of its codes adds to a place.
enum Step {
    Words(Vec<(Words, Vec<u64>)>),
    Flags(Vec<BooleanBuffer>, u64),
    Consent(Consent, u64),
}

/// Whether a consent is active: what is said of it must all be so.
#[derive(Default)]
struct Consent {
    consented: Option<Vec<BooleanBuffer>>,
    listed: Option<Vec<BooleanBuffer>>,
    given: Option<Times>,
    withdrawn: Option<Times>,
    expires: Option<Times>,
    now: i64,
}

/// All columns of a table that say something about a record.
pub(super) struct Lanes {
    steps: Vec<Step>,
    first_held: Option<Times>,
}

impl Lanes {
    /// Reads the columns, and compiles the table that their codes lead into.
    pub(super) fn new(
        source: &Source<'_>,
        policy: &Policy,
        call: &BatchCall,
    ) -> Result<(DecisionTable, Lanes), Error> {
        let question = Question { policy, day: call.now.date_naive() };
        let mut found: Vec<(Axis, Lane)> = Vec::new();
        for field in Field::ALL.iter().filter(|field| field.is_word()) {
            if let Some(column) = source.find(field.name())? {
                let mut axis = Axis::new(*field, Vec::new());
                let lane = words(&column, &mut axis, &question)?;
                if axis.values().is_empty() {
                    // A table without rows has no values; any will do.
                    axis = Axis::new(*field, vec![Value::Unknown]);
                }
                found.push((axis, Lane::Words(lane)));
            }
        }
        for field in Field::ALL.iter().filter(|field| field.is_flag()) {
            if let Some(column) = source.find(field.name())? {
                let flags = flags(column, field.is_required())?;
                found.push((yes_or_no(*field), Lane::Flags(flags)));
            }
        }
        if let Some(column) = source.find(Field::NoticeExemption.name())? {
            let present = Texts::pieces(column)?;
            let present =
                present.iter().map(|texts| (0..texts.len()).map(|row| texts.get(row).is_some()).collect());
            found.push((yes_or_no(Field::NoticeExemption), Lane::Flags(present.collect())));
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
                about.push((yes_or_no(field), Lane::Flags(purposes.listed(column, below)?)));
            }
        }
        if let Some(consent) = consent(source, &purposes, call)? {
            about.push((yes_or_no(Field::Consent), Lane::Consent(consent)));
        }
        found.extend(about);
        // As the table has its axes, the purpose first.
        found.sort_by_key(|(axis, _)| axis.field() != Field::Purpose);
        let (axes, lanes): (Vec<Axis>, Vec<Lane>) = found.into_iter().unzip();
        let table = DecisionTable::new(policy, call.facts.clone(), call.request.clone(), call.now, axes)?;
        let steps =
            lanes.into_iter().zip(table.axes()).map(|(lane, (_, stride))| lane.step(stride)).collect();
        let first_held =
            source.find("first_held")?.map(|column| Times::new(days(column)?, false)).transpose()?;
        Ok((table, Lanes { steps, first_held }))
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
        for step in &self.steps {
            match step {
                Step::Words(batches) => {
                    if let Some((words, steps)) = batches.get(batch) {
                        add_words(words, steps, from, places);
                    }
                }
                Step::Flags(batches, step) => {
                    if let Some(flags) = batches.get(batch) {
                        add_flags(flags, *step, from, places);
                    }
                }
                Step::Consent(consent, step) => consent.add(*step, batch, from, places),
            }
        }
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

impl Lane {
    fn step(self, stride: u64) -> Step {
        match self {
            Lane::Flags(flags) => Step::Flags(flags, stride),
            Lane::Consent(consent) => Step::Consent(consent, stride),
            Lane::Words(batches) => {
                let with_steps = |words: Words| {
                    let steps = match &words {
                        Words::Keys { codes, .. } => {
                            codes.iter().map(|code| u64::from(*code) * stride).collect()
                        }
                        Words::Codes(_) => vec![stride],
                    };
                    (words, steps)
                };
                Step::Words(batches.into_iter().map(with_steps).collect())
            }
        }
    }
}

fn yes_or_no(field: Field) -> Axis {
    Axis::new(field, vec![Value::No, Value::Yes])
}

#[expect(clippy::cast_possible_truncation, reason = "one width among many; keys are checked")]
fn add_words(words: &Words, steps: &[u64], from: usize, places: &mut [u64]) {
    match words {
        Words::Codes(codes) => {
            let step = steps.first().copied().unwrap_or_default();
            let codes = codes.get(from..).unwrap_or_default();
            places.iter_mut().zip(codes).for_each(|(place, code)| *place += u64::from(*code) * step);
        }
        Words::Keys { keys, nulls: None, .. } => each!(keys, array => {
            let keys = array.values().get(from..).unwrap_or_default();
            for (place, key) in places.iter_mut().zip(keys) {
                *place += steps.get(*key as usize).copied().unwrap_or_default();
            }
        }, ()),
        Words::Keys { keys, nulls: Some(nulls), .. } => {
            let gap = steps.last().copied().unwrap_or_default();
            each!(keys, array => {
                let keys = array.values().get(from..).unwrap_or_default();
                for ((place, key), row) in places.iter_mut().zip(keys).zip(from..) {
                    let step = steps.get(*key as usize).copied().unwrap_or_default();
                    *place += if nulls.is_null(row) { gap } else { step };
                }
            }, ());
        }
    }
}

fn add_flags(flags: &BooleanBuffer, step: u64, from: usize, places: &mut [u64]) {
    each_word(flags, from, places, |places, word| {
        if word == 0 {
            return;
        }
        for (at, place) in places.iter_mut().enumerate() {
            *place += step & all_of_bit(word, at);
        }
    });
}

/// Calls `visit` with up to 64 values at a time and the bits of their rows.
fn each_word(flags: &BooleanBuffer, from: usize, values: &mut [u64], visit: impl Fn(&mut [u64], u64)) {
    let bits = flags.slice(from, values.len());
    let chunks = bits.bit_chunks();
    let words = chunks.iter().chain([chunks.remainder_bits()]);
    values.chunks_mut(64).zip(words).for_each(|(values, word)| visit(values, word));
}

/// All bits where the one of a row is set, and none where it is not.
fn all_of_bit(word: u64, row: usize) -> u64 {
    ((word >> row) & 1).wrapping_neg()
}

/// Yes and no; a gap is a no, or an error where every record has to say.
fn flags(column: Column, required: bool) -> Result<Vec<BooleanBuffer>, Error> {
    let column = column.plain()?;
    let mut batches = Vec::with_capacity(column.arrays.len());
    for (batch, array) in column.arrays.iter().enumerate() {
        if required && let Some(nulls) = array.logical_nulls().filter(|nulls| nulls.null_count() > 0) {
            let row = (0..nulls.len()).find(|&row| nulls.is_null(row)).unwrap_or_default();
            return Err(column.missing(batch, row));
        }
        batches.push(match array.data_type() {
            DataType::Null => BooleanBuffer::new_unset(array.len()),
            DataType::Boolean => set(array.as_boolean()),
            _ => return Err(column.wrong_type("true and false")),
        });
    }
    Ok(batches)
}

/// The bits of what is there and true.
fn set(array: &BooleanArray) -> BooleanBuffer {
    match array.nulls().filter(|nulls| nulls.null_count() > 0) {
        Some(nulls) => array.values() & nulls.inner(),
        None => array.values().clone(),
    }
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

/// The purposes of the question: one for all records, or one for each.
struct Purposes<'a> {
    asked: Option<Purpose>,
    own: Option<(&'a Axis, &'a [Words])>,
}

impl<'a> Purposes<'a> {
    fn of(found: &'a [(Axis, Lane)], asked: &Asked) -> Self {
        let own = found.iter().find_map(|(axis, lane)| match lane {
            Lane::Words(words) if axis.field() == Field::Purpose => Some((axis, words.as_slice())),
            _ => None,
        });
        Purposes { asked: asked.purpose.clone(), own }
    }

    fn of_row(&self, batch: usize, row: usize) -> Option<&Purpose> {
        let Some((axis, words)) = self.own else { return self.asked.as_ref() };
        let code = words.get(batch)?.code(row);
        match axis.values().get(code as usize)? {
            Value::Purpose(purpose) => Some(purpose),
            _ => None,
        }
    }

    /// Whether a list of purposes has that of the record, or, with `below`, one above it.
    fn listed(&self, column: Column, below: bool) -> Result<Vec<BooleanBuffer>, Error> {
        let lengths: Vec<usize> = column.arrays.iter().map(|array| array.len()).collect();
        let lists = Lists::new(column)?;
        let mut right: HashSet<String> = HashSet::new();
        let mut batches = Vec::with_capacity(lengths.len());
        for (batch, length) in lengths.into_iter().enumerate() {
            let mut found = Vec::with_capacity(length);
            for row in 0..length {
                let purpose = self.of_row(batch, row).map_or("", Purpose::as_str);
                let mut has = false;
                for key in lists.texts(batch, row) {
                    if !right.contains(key) {
                        let wrong = "a list of keys of purposes, as in influencer_search";
                        Purpose::new(key)
                            .map_err(|_| lists.column.wrong_text(batch, row, "MALFORMED_KEY", wrong))?;
                        right.insert(key.to_owned());
                    }
                    let rest = purpose.strip_prefix(key);
                    has |= rest.is_some_and(|rest| rest.is_empty() || (below && rest.starts_with('.')));
                }
                found.push(has);
            }
            batches.push(BooleanBuffer::from(found));
        }
        Ok(batches)
    }
}

fn consent(source: &Source<'_>, purposes: &Purposes<'_>, call: &BatchCall) -> Result<Option<Consent>, Error> {
    let times = |name| source.find(name)?.map(|column| Times::new(column, false)).transpose();
    let consent = Consent {
        consented: source.find("consented")?.map(|column| flags(column, false)).transpose()?,
        listed: source.find("consents")?.map(|column| purposes.listed(column, false)).transpose()?,
        given: times("consented_at")?,
        withdrawn: times("consent_withdrawn_at")?,
        expires: times("consent_expires_at")?,
        now: call.now.timestamp_millis(),
    };
    let ends = consent.withdrawn.is_some() || consent.expires.is_some();
    let says = consent.consented.is_some() || consent.listed.is_some() || consent.given.is_some();
    if ends && !says {
        // When a consent ended does not say that there was one.
        let column = ["consented", "consented_at", "consents"].map(|name| source.called(name)).join(" or ");
        let reason = format!(
            "records: there is a column of when consents end but none of whether there was one; give {column}"
        );
        return Err(Error::NothingToRead { reason });
    }
    Ok(says.then_some(consent))
}

impl Consent {
    /// Adds to the places of rows with an active consent.
    fn add(&self, step: u64, batch: usize, from: usize, places: &mut [u64]) {
        let mut active = [u64::MAX; BLOCK];
        let Some(active) = active.get_mut(..places.len()) else { return };
        for flags in [&self.consented, &self.listed].into_iter().flatten() {
            let Some(flags) = flags.get(batch) else { continue };
            each_word(flags, from, active, |active, word| {
                for (at, active) in active.iter_mut().enumerate() {
                    *active &= all_of_bit(word, at);
                }
            });
        }
        let mut block = [NO_TIME; BLOCK];
        let Some(block) = block.get_mut(..places.len()) else { return };
        if let Some(given) = &self.given {
            given.read(batch, from, block);
            for (active, at) in active.iter_mut().zip(&*block) {
                *active &= u64::from(*at != NO_TIME && *at <= self.now).wrapping_neg();
            }
        }
        for ends in [&self.withdrawn, &self.expires].into_iter().flatten() {
            ends.read(batch, from, block);
            for (active, at) in active.iter_mut().zip(&*block) {
                *active &= u64::from(*at == NO_TIME || *at > self.now).wrapping_neg();
            }
        }
        places.iter_mut().zip(active).for_each(|(place, active)| *place += step & *active);
    }
}

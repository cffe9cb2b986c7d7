//! Whether a consent is active, and to what a record's lists of purposes say yes.

use std::collections::HashSet;

use arrow_array::Array;
use arrow_buffer::BooleanBuffer;

use super::BatchCall;
use super::byte::WORDS;
use super::lanes::Lane;
use crate::columnar::Error;
use crate::columnar::ingest::{Column, Lists, Moments, Source, Words, bits_of, read_bits};
use crate::privacy::Purpose;
use crate::privacy::decision_table::{Asked, Axis, Field, Value};

/// Whether a consent is active: what is said of it must all be so.
pub(super) struct Consent {
    consented: Option<Vec<BooleanBuffer>>,
    listed: Option<Vec<BooleanBuffer>>,
    given: Option<Moments>,
    withdrawn: Option<Moments>,
    expires: Option<Moments>,
    now: i64,
}

impl Consent {
    /// The columns that are about consent, where there are such.
    pub(super) fn of(
        source: &Source<'_>,
        purposes: &Purposes<'_>,
        call: &BatchCall,
    ) -> Result<Option<Consent>, Error> {
        let times = |name| source.find(name)?.map(|column| Moments::new(column, false)).transpose();
        let consent = Consent {
            consented: source.find("consented")?.map(|column| bits_of(column, false)).transpose()?,
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
            let column =
                ["consented", "consented_at", "consents"].map(|name| source.called(name)).join(" or ");
            let reason = format!(
                "records: there is a column of when consents end but none of whether there was one; give {column}"
            );
            return Err(Error::NothingToRead { reason });
        }
        Ok(says.then_some(consent))
    }

    /// Which rows have an active consent.
    pub(super) fn read(&self, batch: usize, from: usize, rows: usize, out: &mut [u64; WORDS]) {
        out.fill(u64::MAX);
        let mut bits = [0; WORDS];
        let mut narrow = |bits: &[u64; WORDS], yes: bool| {
            for (out, bits) in out.iter_mut().zip(bits) {
                *out &= if yes { *bits } else { !*bits };
            }
        };
        for flags in [&self.consented, &self.listed].into_iter().flatten() {
            if let Some(flags) = flags.get(batch) {
                read_bits(flags, from, rows, &mut bits);
                narrow(&bits, true);
            }
        }
        for (times, yes) in [(&self.given, true), (&self.withdrawn, false), (&self.expires, false)] {
            if let Some(times) = times {
                let now = times.limit(self.now);
                times.come(batch, from, rows, &mut bits, &now);
                narrow(&bits, yes);
            }
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let mut times = [&self.given, &self.withdrawn, &self.expires].into_iter().flatten();
        times.try_for_each(|times| times.check().map(drop))
    }
}

/// The purposes of the question: one for all records, or one for each.
pub(super) struct Purposes<'a> {
    asked: Option<Purpose>,
    own: Option<(&'a Axis, &'a [Words])>,
}

impl<'a> Purposes<'a> {
    pub(super) fn of(found: &'a [(Axis, Lane)], asked: &Asked) -> Self {
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
    pub(super) fn listed(&self, column: Column, below: bool) -> Result<Vec<BooleanBuffer>, Error> {
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

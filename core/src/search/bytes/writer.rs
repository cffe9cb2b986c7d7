//! How parts of a catalog are written.

use std::io::{Result, Write};

use sha2::{Digest, Sha256};

use super::super::column::{Column, Numbers};
use super::super::names::{Names, Texts};
use super::super::posting::Rows;
use super::super::postings::Postings;
use super::super::terms::Terms;
use super::super::values::{Plain, bytes_of};
use super::ALIGNED;

/// Rows of labels that are written at once.
const AT_ONCE: usize = 4_096;

/// Writes, and hashes what it writes.
pub(super) struct Writer<'a> {
    to: &'a mut dyn Write,
    hash: Sha256,
    written: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(to: &'a mut dyn Write) -> Self {
        Writer { to, hash: Sha256::new(), written: 0 }
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.written += bytes.len();
        self.to.write_all(bytes)
    }

    pub(super) fn number(&mut self, number: usize) -> Result<()> {
        self.bytes(&(number as u64).to_le_bytes())
    }

    /// How many values there are, these, and nothing up to where the next part may begin.
    pub(super) fn values<T: Plain>(&mut self, values: &[T]) -> Result<()> {
        self.number(values.len())?;
        self.bytes(&bytes_of(values))?;
        self.pad()
    }

    fn pad(&mut self) -> Result<()> {
        let rest = self.written.next_multiple_of(ALIGNED) - self.written;
        self.bytes([0; ALIGNED].get(..rest).unwrap_or_default())
    }

    /// Ends with the hash of all that was written.
    pub(super) fn finish(self) -> Result<()> {
        let hash = self.hash.finalize();
        self.to.write_all(&hash)
    }

    pub(super) fn texts(&mut self, texts: &Texts) -> Result<()> {
        let numbers = || (0_u32..).take(texts.len());
        let mut end = 0;
        let ends = numbers().map(|number| {
            end += texts.get(number).len() as u64;
            end
        });
        self.values(&ends.collect::<Vec<u64>>())?;
        let mut all = Vec::with_capacity(usize::try_from(end).unwrap_or_default());
        numbers().for_each(|number| all.extend_from_slice(texts.get(number).as_bytes()));
        self.values(&all)
    }

    pub(super) fn names(&mut self, names: &Names) -> Result<()> {
        self.texts(names.texts())?;
        self.values(&names.order())
    }

    fn postings(&mut self, postings: &Postings) -> Result<()> {
        let labels = || (0_u32..).take(postings.len());
        let rows = |label: u32| postings.get(label).unwrap_or(Rows::Listed(&[]));
        let listed = |label: &u32| !matches!(rows(*label), Rows::Many { .. });
        let mut end = 0;
        let ends = labels().map(|label| {
            end += if listed(&label) { rows(label).len() } else { 0 };
            end
        });
        self.values(&ends.collect::<Vec<u64>>())?;
        self.number(usize::try_from(end).unwrap_or(usize::MAX))?;
        let mut some = Vec::with_capacity(AT_ONCE);
        for label in labels().filter(listed) {
            let mut result = Ok(());
            rows(label).each(|row| {
                some.push(row);
                if some.len() == AT_ONCE && result.is_ok() {
                    result = self.bytes(&bytes_of(&some));
                    some.clear();
                }
            });
            result?;
        }
        self.bytes(&bytes_of(&some))?;
        self.pad()?;
        let many: Vec<u32> = labels().filter(|label| !listed(label)).collect();
        self.number(many.len())?;
        for label in many {
            if let Rows::Many { rows, len } = rows(label) {
                self.number(label as usize)?;
                self.bytes(&len.to_le_bytes())?;
                self.values(rows.words())?;
            }
        }
        Ok(())
    }

    pub(super) fn terms(&mut self, terms: &Terms) -> Result<()> {
        self.names(&terms.labels)?;
        self.texts(&terms.others)?;
        self.postings(&terms.postings)?;
        self.values(&terms.ends)?;
        self.values(&terms.ids)?;
        self.values(&terms.weights)
    }

    pub(super) fn column(&mut self, column: &Column) -> Result<()> {
        match column.numbers() {
            Numbers::Empty(_) => self.number(0)?,
            Numbers::Whole(values) => {
                self.number(1)?;
                self.values(values)?;
            }
            Numbers::Single(values) => {
                self.number(2)?;
                self.values(values)?;
            }
            Numbers::Double(values) => {
                self.number(3)?;
                self.values(values)?;
            }
        }
        let zones = column.zones();
        self.values(&zones.iter().map(|zone| zone.low).collect::<Vec<_>>())?;
        self.values(&zones.iter().map(|zone| zone.high).collect::<Vec<_>>())?;
        self.values(&zones.iter().map(|zone| u8::from(zone.gaps)).collect::<Vec<_>>())
    }
}

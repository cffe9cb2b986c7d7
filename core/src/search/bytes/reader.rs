//! How parts of a catalog are read: large ones stay where they are.

use bytes::Bytes;

use super::super::Error;
use super::super::column::{Column, Numbers};
use super::super::names::{Names, Texts};
use super::super::postings::Postings;
use super::super::terms::Terms;
use super::super::values::{Plain, Values};
use super::super::zone::Zone;
use super::{ALIGNED, SHORT, WRONG};

/// What is left to read, of content that begins aligned.
pub(super) struct Reader(pub(super) Bytes);

impl Reader {
    fn take(&mut self, count: usize) -> Result<Bytes, Error> {
        if count > self.0.len() {
            return Err(SHORT);
        }
        Ok(self.0.split_to(count))
    }

    pub(super) fn number(&mut self) -> Result<usize, Error> {
        usize::try_from(self.long()?).map_err(|_| WRONG)
    }

    fn long(&mut self) -> Result<u64, Error> {
        let bytes = self.take(size_of::<u64>())?;
        bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes)).ok_or(SHORT)
    }

    pub(super) fn values<T: Plain>(&mut self) -> Result<Values<T>, Error> {
        let bytes = self.number()?.checked_mul(size_of::<T>()).ok_or(WRONG)?;
        let values = Values::shared(self.take(bytes)?).ok_or(WRONG)?;
        self.take(bytes.checked_next_multiple_of(ALIGNED).ok_or(WRONG)? - bytes)?;
        Ok(values)
    }

    pub(super) fn text(&mut self) -> Result<String, Error> {
        String::from_utf8(self.values::<u8>()?.to_vec()).map_err(|_| WRONG)
    }

    fn texts(&mut self) -> Result<Texts, Error> {
        Ok(Texts::of_file(self.values()?, self.values()?))
    }

    pub(super) fn names(&mut self) -> Result<Names, Error> {
        let texts = self.texts()?;
        Names::of_file(texts, self.values()?).ok_or(WRONG)
    }

    fn postings(&mut self) -> Result<Postings, Error> {
        let (ends, listed) = (self.values()?, self.values()?);
        let mut many = Vec::new();
        for _ in 0..self.number()? {
            let label = u32::try_from(self.number()?).map_err(|_| WRONG)?;
            many.push((label, self.long()?, self.values()?));
        }
        Ok(Postings::of_file(ends, listed, many))
    }

    /// Labels of so many rows at most.
    pub(super) fn terms(&mut self, rows: usize) -> Result<Terms, Error> {
        let (labels, others, postings) = (self.names()?, self.texts()?, self.postings()?);
        let (ends, ids, weights) = (self.values()?, self.values()?, self.values::<f32>()?);
        let terms = Terms { labels, others, postings, ends, ids, weights };
        let fits = terms.others.len() == terms.labels.len()
            && terms.postings.len() == terms.labels.len()
            && terms.ends.len() <= rows
            && [0, terms.ids.len()].contains(&terms.weights.len());
        fits.then_some(terms).ok_or(WRONG)
    }

    pub(super) fn column(&mut self, rows: usize) -> Result<Column, Error> {
        let numbers = match self.number()? {
            0 => Numbers::Empty(rows),
            1 => Numbers::Whole(self.values()?),
            2 => Numbers::Single(self.values()?),
            3 => Numbers::Double(self.values()?),
            _ => return Err(WRONG),
        };
        let (lows, highs, gaps) = (self.values::<f32>()?, self.values::<f32>()?, self.values::<u8>()?);
        if lows.len() != highs.len() || lows.len() != gaps.len() {
            return Err(WRONG);
        }
        let zones = lows.iter().zip(&*highs).zip(&*gaps);
        let zones = zones.map(|((low, high), gaps)| Zone { low: *low, high: *high, gaps: *gaps != 0 });
        Column::of_file(numbers, zones.collect()).filter(|column| column.len() == rows).ok_or(WRONG)
    }
}

//! A catalog as bytes, and back: what a file holds.
//!
//! One idea to keep in mind: what was removed is not written, and indexes are not either: they are made again from the
//! rows when the bytes are read, so that bytes which pass the checksum cannot hold an index that disagrees with them.
//!
//! The bytes are `RNCATLOG`, the version of the format (4 bytes), the length of the content (8 bytes), the content, and
//! the SHA-256 of all before it. Numbers are little-endian.

use std::collections::BTreeMap;

use super::Error;
use super::catalog::{Catalog, Figure};
use super::column::{Column, Numbers};
use super::exclusions::Exclusions;
use super::field::NUMBERS;
use super::terms::Terms;

const MAGIC: &[u8; 8] = b"RNCATLOG";
const VERSION: u32 = 2;
const HEAD: usize = 20;
const HASH: usize = 32;

const SHORT: Error = Error::DamagedCatalog { problem: "they end too early" };
const WRONG: Error = Error::DamagedCatalog { problem: "a part is not what belongs there" };

impl Catalog {
    /// The catalog as bytes, without the influencers that were removed.
    ///
    /// ```
    /// use renown::model::InfluencerId;
    /// use renown::search::{Catalog, Record};
    ///
    /// let catalog = Catalog::from_rows([Record::new(InfluencerId::new("i1")?)])?;
    /// let mut bytes = catalog.to_bytes();
    /// assert_eq!(Catalog::from_bytes(&bytes)?.len(), 1);
    /// bytes[25] ^= 1;
    /// assert_eq!(Catalog::from_bytes(&bytes).unwrap_err().code(), "DAMAGED_CATALOG");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut rows: Vec<u32> = Vec::with_capacity(self.len());
        let mut writer = Writer(Vec::new());
        writer.0.extend(MAGIC);
        writer.0.extend(VERSION.to_le_bytes());
        writer.0.extend([0; 8]);
        rows.extend((0_u32..).zip(&self.ids).filter(|(_, id)| !id.is_empty()).map(|(row, _)| row));
        writer.number(rows.len());
        self.ids.iter().filter(|id| !id.is_empty()).for_each(|id| writer.text(id));
        for terms in self.labels.iter().chain(&self.texts).chain([&self.sponsored, &self.topics]) {
            terms.write(&rows, &mut writer);
        }
        self.numbers.iter().for_each(|figure| figure.write(&rows, &mut writer));
        writer.number(self.audience.len());
        for (name, figure) in &self.audience {
            writer.text(name);
            figure.write(&rows, &mut writer);
        }
        writer.text(&serde_json::json!(self.exclusions).to_string());
        let mut bytes = writer.0;
        let length = (bytes.len() - HEAD) as u64;
        if let Some(place) = bytes.get_mut(12..HEAD) {
            place.copy_from_slice(&length.to_le_bytes());
        }
        bytes.extend(hmac_sha256::Hash::hash(&bytes));
        bytes
    }

    /// Reads what [`Catalog::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::DamagedCatalog`], [`Error::NewerCatalog`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader(bytes);
        if reader.take(8)? != MAGIC {
            return Err(Error::DamagedCatalog { problem: "they do not begin as a catalog does" });
        }
        let version = u32::from_le_bytes(reader.array()?);
        if version > VERSION {
            return Err(Error::NewerCatalog { version, known: VERSION });
        }
        let length = u64::from_le_bytes(reader.array()?);
        if (reader.0.len() as u64) < length.saturating_add(HASH as u64) {
            return Err(SHORT);
        }
        let (content, hash) = bytes.split_last_chunk::<HASH>().ok_or(SHORT)?;
        if hmac_sha256::Hash::hash(content) != *hash {
            return Err(Error::DamagedCatalog { problem: "the checksum does not agree" });
        }
        let mut reader = Reader(content.get(HEAD..).ok_or(SHORT)?);
        let rows = reader.number()?;
        let ids: Vec<&str> = (0..rows).map(|_| reader.text()).collect::<Result<_, _>>()?;
        let mut catalog = Catalog::new();
        let places = catalog.labels.iter_mut().chain(&mut catalog.texts);
        for terms in places.chain([&mut catalog.sponsored, &mut catalog.topics]) {
            *terms = Terms::read(rows, &mut reader)?;
        }
        catalog.numbers =
            NUMBERS.iter().map(|_| Figure::read(rows, &mut reader)).collect::<Result<_, _>>()?;
        for _ in 0..reader.number()? {
            let name = reader.text()?.to_owned();
            catalog.audience.insert(name, Figure::read(rows, &mut reader)?);
        }
        let left_out = reader.text()?;
        catalog.exclusions = if version == 1 {
            let (own, kept_from) = serde_json::from_str(left_out).map_err(|_| WRONG)?;
            Exclusions::of_first_version(own, kept_from)
        } else {
            serde_json::from_str(left_out).map_err(|_| WRONG)?
        };
        catalog.expect_rows(rows);
        for (row, id) in ids.into_iter().enumerate() {
            catalog.name_row(row, id).map_err(|_| WRONG)?;
        }
        if reader.0.is_empty() { Ok(catalog) } else { Err(WRONG) }
    }
}

impl Figure {
    fn write(&self, rows: &[u32], writer: &mut Writer) {
        self.value.write(rows, writer);
        self.low.write(rows, writer);
    }

    fn read(rows: usize, reader: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(Figure { value: Column::read(rows, reader)?, low: Column::read(rows, reader)? })
    }
}

impl Column {
    fn write(&self, rows: &[u32], writer: &mut Writer) {
        fn kept<'a, T: Copy>(rows: &'a [u32], values: &'a [T]) -> impl Iterator<Item = T> + 'a {
            rows.iter().filter_map(|row| values.get(*row as usize).copied())
        }
        match self.numbers() {
            Numbers::Empty(_) => writer.0.push(0),
            Numbers::Whole(values) => {
                writer.0.push(1);
                kept(rows, values).for_each(|value| writer.0.extend(value.to_le_bytes()));
            }
            Numbers::Single(values) => {
                writer.0.push(2);
                kept(rows, values).for_each(|value| writer.0.extend(value.to_le_bytes()));
            }
            Numbers::Double(values) => {
                writer.0.push(3);
                kept(rows, values).for_each(|value| writer.0.extend(value.to_le_bytes()));
            }
        }
    }

    fn read(rows: usize, reader: &mut Reader<'_>) -> Result<Self, Error> {
        let [kind] = reader.array::<1>()?;
        Ok(Column::of(match kind {
            0 => Numbers::Empty(rows),
            1 => Numbers::Whole(reader.each(rows, u32::from_le_bytes)?),
            2 => Numbers::Single(reader.each(rows, f32::from_le_bytes)?),
            3 => Numbers::Double(reader.each(rows, f64::from_le_bytes)?),
            _ => return Err(WRONG),
        }))
    }
}

impl Terms {
    /// The labels that rows have, then how many each row has, then these, then their weights.
    fn write(&self, rows: &[u32], writer: &mut Writer) {
        let mut renumbered = BTreeMap::new();
        writer.number(self.labels().count());
        for (new, (id, label)) in (0_u32..).zip(self.labels()) {
            renumbered.insert(id, new);
            writer.text(label);
            writer.text(Some(self.shown(id)).filter(|shown| *shown != label).unwrap_or_default());
        }
        let mut counts: Vec<usize> = rows.iter().map(|row| self.of(*row).len()).collect();
        let total = counts.iter().sum();
        counts.drain(..).for_each(|count| writer.number(count));
        writer.number(total);
        let ids = rows.iter().flat_map(|row| self.of(*row));
        ids.for_each(|id| writer.0.extend(renumbered.get(id).copied().unwrap_or_default().to_le_bytes()));
        let weights: Vec<f32> =
            rows.iter().flat_map(|row| self.weighted(*row).map(|(_, weight)| weight)).collect();
        writer.number(weights.len());
        weights.iter().for_each(|weight| writer.0.extend(weight.to_le_bytes()));
    }

    fn read(rows: usize, reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut labels = Vec::new();
        for _ in 0..reader.number()? {
            let (label, shown) = (reader.text()?, reader.text()?);
            labels.push((Box::from(label), Box::from(shown)));
        }
        let counts: Vec<usize> = (0..rows).map(|_| reader.number()).collect::<Result<_, _>>()?;
        let total = reader.number()?;
        let ids = reader.each(total, u32::from_le_bytes)?;
        let weighted = reader.number()?;
        let weights = reader.each(weighted, f32::from_le_bytes)?;
        Terms::of_parts(labels, &counts, ids, weights).ok_or(WRONG)
    }
}

pub(super) struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: usize) {
        // Numbers of labels, of rows and of bytes of a label fit well into 32 bits; all labels of all rows may not.
        self.0.extend((number as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend(text.as_bytes());
    }
}

pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(SHORT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.take(N)?.try_into().map_err(|_| SHORT)
    }

    /// A number of things that are still to come, each of a byte at least or of none at all.
    fn number(&mut self) -> Result<usize, Error> {
        usize::try_from(u64::from_le_bytes(self.array()?)).map_err(|_| WRONG)
    }

    fn text(&mut self) -> Result<&'a str, Error> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| WRONG)
    }

    fn each<T, const N: usize>(&mut self, count: usize, read: fn([u8; N]) -> T) -> Result<Vec<T>, Error> {
        let (values, _) = self.take(count.checked_mul(N).ok_or(WRONG)?)?.as_chunks::<N>();
        Ok(values.iter().map(|value| read(*value)).collect())
    }
}

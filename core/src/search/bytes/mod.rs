//! A catalog as bytes, and back: what a file holds.
//!
//! One idea to keep in mind: what is large stands in a file as it stands in memory, indexes included, so that it can be
//! searched where it is, in a file that is mapped. What was removed is not written.
//!
//! The bytes are `RNCATLOG`, the version of the format (4 bytes), 4 bytes of zero, the content, and the SHA-256 of all
//! before it. Numbers are little-endian, and each part begins at a multiple of 8 bytes.

mod reader;
mod writer;

use std::io;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use self::reader::Reader;
use self::writer::Writer;
use super::Error;
use super::catalog::{Catalog, Figure};
use super::field::NUMBERS;

const MAGIC: &[u8; 8] = b"RNCATLOG";
const VERSION: u32 = 3;
const HEAD: usize = 16;
const HASH: usize = 32;
/// Where the parts of the content begin: at multiples of so many bytes.
const ALIGNED: usize = 8;

const SHORT: Error = Error::DamagedCatalog { problem: "they end too early" };
const WRONG: Error = Error::DamagedCatalog { problem: "a part is not what belongs there" };

/// How much of the bytes of a catalog is looked at before it is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verify {
    /// The checksum, for which everything is read once.
    #[default]
    Checksum,
    /// Whether the parts fit together. Bytes that were damaged within a part give wrong answers.
    Layout,
}

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
        let mut bytes = Vec::new();
        // Memory takes everything.
        let _ = self.write_to(&mut bytes);
        bytes
    }

    /// Writes what [`Catalog::to_bytes`] gives, part after part.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, to: &mut dyn io::Write) -> io::Result<()> {
        if self.ids.count() < self.ids.len() { self.anew().write_all(to) } else { self.write_all(to) }
    }

    /// Writes every row.
    fn write_all(&self, to: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = Writer::new(to);
        writer.bytes(MAGIC)?;
        writer.bytes(&VERSION.to_le_bytes())?;
        writer.bytes(&[0; 4])?;
        writer.names(&self.ids)?;
        for terms in self.labels.iter().chain(&self.texts).chain([&self.sponsored, &self.topics]) {
            writer.terms(terms)?;
        }
        for figure in &self.numbers {
            writer.column(&figure.value)?;
            writer.column(&figure.low)?;
        }
        writer.number(self.audience.len())?;
        for (name, figure) in &self.audience {
            writer.values(name.as_bytes())?;
            writer.column(&figure.value)?;
            writer.column(&figure.low)?;
        }
        writer.values(serde_json::json!(self.exclusions).to_string().as_bytes())?;
        writer.finish()
    }

    /// Reads what [`Catalog::to_bytes`] wrote, into memory of its own.
    ///
    /// # Errors
    /// [`Error::DamagedCatalog`], [`Error::NewerCatalog`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(Catalog::read(Bytes::copy_from_slice(bytes), Verify::Checksum)?.anew())
    }

    /// Reads what [`Catalog::to_bytes`] wrote without a copy: columns, labels and indexes stay where the owner has
    /// them, for instance in a file that is mapped into memory, and are read when a search needs them. The bytes must
    /// not change as long as the catalog is there.
    ///
    /// A change copies what it touches: to add or to remove an influencer, most columns; to keep one from being shown,
    /// none. What the bytes say of somebody who is erased stays in them, unread, until the catalog is written anew.
    ///
    /// # Errors
    /// [`Error::DamagedCatalog`], [`Error::NewerCatalog`].
    ///
    /// ```
    /// use renown::model::InfluencerId;
    /// use renown::search::{Catalog, Record, Verify};
    ///
    /// let bytes = Catalog::from_rows([Record::new(InfluencerId::new("i1")?)])?.to_bytes();
    /// assert_eq!(Catalog::open(bytes, Verify::Checksum)?.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(owner: impl AsRef<[u8]> + Send + 'static, verify: Verify) -> Result<Self, Error> {
        Catalog::read(Bytes::from_owner(owner), verify)
    }

    fn read(bytes: Bytes, verify: Verify) -> Result<Self, Error> {
        let (head, _) = bytes.split_first_chunk::<HEAD>().ok_or(SHORT)?;
        let Some(version) = head.strip_prefix(MAGIC).and_then(|rest| rest.first_chunk()) else {
            return Err(Error::DamagedCatalog { problem: "they do not begin as a catalog does" });
        };
        let version = u32::from_le_bytes(*version);
        if version > VERSION {
            return Err(Error::NewerCatalog { version, known: VERSION });
        }
        if version < VERSION {
            let problem =
                "they have a form that was given up before the first release; make the catalog anew";
            return Err(Error::DamagedCatalog { problem });
        }
        let (content, hash) = bytes.split_last_chunk::<HASH>().ok_or(SHORT)?;
        if verify == Verify::Checksum && Sha256::digest(content).as_slice() != hash {
            return Err(Error::DamagedCatalog { problem: "the checksum does not agree" });
        }
        if content.len() < HEAD {
            return Err(SHORT);
        }
        let mut reader = Reader(bytes.slice(HEAD..content.len()));
        let ids = reader.names()?;
        let rows = ids.len();
        let mut catalog = Catalog::new();
        catalog.ids = ids;
        let places = catalog.labels.iter_mut().chain(&mut catalog.texts);
        for terms in places.chain([&mut catalog.sponsored, &mut catalog.topics]) {
            *terms = reader.terms(rows)?;
        }
        let figure = |reader: &mut Reader| {
            Ok::<_, Error>(Figure { value: reader.column(rows)?, low: reader.column(rows)? })
        };
        catalog.numbers = NUMBERS.iter().map(|_| figure(&mut reader)).collect::<Result<_, _>>()?;
        for _ in 0..reader.number()? {
            let name = reader.text()?;
            catalog.audience.insert(name, figure(&mut reader)?);
        }
        catalog.exclusions = serde_json::from_str(&reader.text()?).map_err(|_| WRONG)?;
        catalog.show_all_who_are_free();
        if reader.0.is_empty() { Ok(catalog) } else { Err(WRONG) }
    }
}

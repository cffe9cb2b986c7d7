//! The byte form of accumulators: written once, read strictly.
//!
//! One idea to keep in mind: one state has one byte form. Numbers are written in the shortest way and read
//! only in the shortest way, and a checksum closes the whole, so that bytes are equal where states are equal
//! and damaged bytes are an error.
//!
//! Layout: the mark `rnm`, a kind, a version, the body, and the CRC-32 (ISO 3309) of all before it.

use super::Error;

/// What the bytes hold. The number of a kind never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Engagement = 1,
    LatestEngagement = 2,
    LikesOverTime = 3,
    Cadence = 4,
    Shares = 5,
    Growth = 6,
    Sponsorship = 7,
    Summary = 8,
}

const MARK: [u8; 3] = *b"rnm";
const VERSION: u8 = 1;
const FRAME: usize = 9;

/// Writes a byte form.
#[derive(Debug)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(kind: Kind) -> Self {
        let mut bytes = MARK.to_vec();
        bytes.extend([kind as u8, VERSION]);
        Writer { bytes }
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        let sum = crc32(&self.bytes);
        self.bytes.extend(sum.to_le_bytes());
        self.bytes
    }

    pub(crate) fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Seven bits a byte, lowest first, the high bit set on all but the last.
    pub(crate) fn wide(&mut self, mut value: u128) {
        while value >= 0x80 {
            self.bytes.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub(crate) fn count(&mut self, value: u64) {
        self.wide(u128::from(value));
    }

    pub(crate) fn signed(&mut self, value: i64) {
        // Zigzag: 0, -1, 1, -2 … become 0, 1, 2, 3 …
        self.count(((value << 1) ^ (value >> 63)) as u64);
    }

    pub(crate) fn float(&mut self, value: f64) {
        // −0 and 0 are one number, so they have one byte form: adding 0 makes a 0 of both.
        self.bytes.extend((value + 0.0).to_bits().to_le_bytes());
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.count(value.len() as u64);
        self.bytes.extend(value.as_bytes());
    }

    pub(crate) fn flag(&mut self, value: bool) {
        self.byte(u8::from(value));
    }

    pub(crate) fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }
}

/// Reads a byte form that [`Writer`] wrote.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], kind: Kind) -> Result<Self, Error> {
        let (body, sum) = bytes
            .len()
            .checked_sub(4)
            .filter(|_| bytes.len() >= FRAME)
            .and_then(|at| bytes.split_at_checked(at))
            .ok_or(Error::TruncatedBytes { length: bytes.len() as u64 })?;
        if crc32(body).to_le_bytes() != sum {
            return Err(Error::CorruptBytes { what: "the checksum does not fit" });
        }
        let mut reader = Reader { rest: body };
        if reader.array::<3>()? != MARK {
            return Err(Error::CorruptBytes { what: "the mark is missing" });
        }
        let [found, version] = reader.array()?;
        if found != kind as u8 {
            return Err(Error::ForeignBytes { expected: kind as u8, found });
        }
        if version != VERSION {
            return Err(Error::UnknownVersion { version });
        }
        Ok(reader)
    }

    /// That nothing is left over.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(corrupt("there is more than was announced")) }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) =
            self.rest.split_at_checked(length).ok_or(corrupt("there is less than was announced"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| corrupt("there is less than was announced"))
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Error> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn wide(&mut self) -> Result<u128, Error> {
        let mut value = 0_u128;
        for shift in (0..128).step_by(7) {
            let byte = self.byte()?;
            let part = u128::from(byte & 0x7f);
            if (part << shift) >> shift != part {
                return Err(corrupt("a number is too large"));
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return if byte == 0 && shift > 0 {
                    Err(corrupt("a number is longer than it need be"))
                } else {
                    Ok(value)
                };
            }
        }
        Err(corrupt("a number is too long"))
    }

    pub(crate) fn count(&mut self) -> Result<u64, Error> {
        u64::try_from(self.wide()?).map_err(|_| corrupt("a number is too large"))
    }

    pub(crate) fn signed(&mut self) -> Result<i64, Error> {
        let value = self.count()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub(crate) fn float(&mut self) -> Result<f64, Error> {
        let value = self.array().map(|bytes| f64::from_bits(u64::from_le_bytes(bytes)))?;
        if value == 0.0 && value.is_sign_negative() { Err(corrupt("a number is −0")) } else { Ok(value) }
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        let length = usize::try_from(self.count()?).map_err(|_| corrupt("a text is too long"))?;
        std::str::from_utf8(self.take(length)?).map_err(|_| corrupt("a text is not UTF-8"))
    }

    pub(crate) fn flag(&mut self) -> Result<bool, Error> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(corrupt("a flag is neither 0 nor 1")),
        }
    }

    pub(crate) fn maybe<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        if self.flag()? { read(self).map(Some) } else { Ok(None) }
    }
}

/// Bytes that hold something which no accumulator can hold.
pub(crate) const fn corrupt(what: &'static str) -> Error {
    Error::CorruptBytes { what }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, &byte| {
        let index = (sum as u8 ^ byte) as usize;
        // 256 entries for an index of 8 bits.
        (sum >> 8) ^ TABLE.get(index).copied().unwrap_or_default()
    })
}

static TABLE: [u32; 256] = {
    let mut table = [0_u32; 256];
    let mut index = 0;
    while index < 256 {
        let mut sum = index as u32;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
            bit += 1;
        }
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler; index < 256")]
        {
            table[index] = sum;
        }
        index += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926, "check value of CRC-32/ISO-HDLC");
    }

    #[test]
    fn a_number_in_more_bytes_than_it_needs_is_refused() {
        let mut writer = Writer::new(Kind::Cadence);
        writer.byte(0x80);
        writer.byte(0x00);
        let bytes = writer.finish();
        assert!(Reader::new(&bytes, Kind::Cadence).unwrap().count().is_err());
    }

    #[test]
    fn another_kind_and_another_version_are_told_from_damage() {
        let bytes = Writer::new(Kind::Cadence).finish();
        assert_eq!(
            Reader::new(&bytes, Kind::Growth).unwrap_err(),
            Error::ForeignBytes { expected: 6, found: 4 }
        );
        let mut later = bytes[..5].to_vec();
        later[4] = 9;
        let sum = crc32(&later);
        later.extend(sum.to_le_bytes());
        assert_eq!(Reader::new(&later, Kind::Cadence).unwrap_err(), Error::UnknownVersion { version: 9 });
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(wide: u128, count: u64, signed: i64, text: String, maybe: Option<u64>) {
            let mut writer = Writer::new(Kind::Shares);
            writer.wide(wide);
            writer.count(count);
            writer.signed(signed);
            writer.text(&text);
            writer.maybe(maybe, Writer::count);
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes, Kind::Shares).unwrap();
            prop_assert_eq!(reader.wide().unwrap(), wide);
            prop_assert_eq!(reader.count().unwrap(), count);
            prop_assert_eq!(reader.signed().unwrap(), signed);
            prop_assert_eq!(reader.text().unwrap(), text.as_str());
            prop_assert_eq!(reader.maybe(Reader::count).unwrap(), maybe);
            reader.finish().unwrap();
        }

        #[test]
        fn any_bytes_are_read_without_panic(body: Vec<u8>) {
            let mut writer = Writer::new(Kind::Shares);
            writer.bytes.extend(body);
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes, Kind::Shares).unwrap();
            while reader.wide().is_ok() && reader.text().is_ok() && reader.flag().is_ok() {}
        }
    }
}

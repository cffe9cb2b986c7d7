//! The byte form of accumulators: written once, read strictly.
//!
//! One idea to keep in mind: one state has one byte form. Numbers are written in the shortest way and read only
//! in the shortest way, and a checksum closes the whole, so that bytes are equal where states are equal and
//! damaged bytes are an error.
//!
//! Layout: three bytes that name the room, a kind, a version, the body, and the CRC-32 (ISO 3309) of all before.

use super::Error;

/// What bytes hold, and in which version of its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Format {
    /// The room whose state it is.
    pub(crate) mark: [u8; 3],
    /// Which of the room's states; a number never changes its meaning.
    pub(crate) kind: u8,
    /// The version of the layout.
    pub(crate) version: u8,
}

/// Writes a byte form.
#[derive(Debug)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(format: Format) -> Self {
        let mut bytes = format.mark.to_vec();
        bytes.extend([format.kind, format.version]);
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

    pub(crate) fn flag(&mut self, value: bool) {
        self.byte(u8::from(value));
    }

    pub(crate) fn raw(&mut self, value: &[u8]) {
        self.bytes.extend(value);
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.count(value.len() as u64);
        self.raw(value.as_bytes());
    }
}

/// Reads a byte form that [`Writer`] wrote.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], format: Format) -> Result<Self, Error> {
        let (body, sum) = bytes
            .len()
            .checked_sub(4)
            .and_then(|at| bytes.split_at_checked(at))
            .ok_or(malformed("it is cut short"))?;
        if crc32(body).to_le_bytes() != sum {
            return Err(malformed("the checksum does not fit"));
        }
        let mut reader = Reader { rest: body };
        let [found @ .., kind, version] = reader.array::<5>()?;
        if found != format.mark || kind != format.kind {
            return Err(malformed("it is the state of something else"));
        }
        if version != format.version {
            return Err(malformed("its version is not known"));
        }
        Ok(reader)
    }

    /// That nothing is left over.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(malformed("there is more than was announced")) }
    }

    /// How many bytes are left: more entries than that there cannot be.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(crate) fn raw(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) =
            self.rest.split_at_checked(length).ok_or(malformed("there is less than was announced"))?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let taken = self.raw(N)?;
        taken.try_into().map_err(|_| malformed("there is less than was announced"))
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
                return Err(malformed("a number is too large"));
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                if byte == 0 && shift > 0 {
                    return Err(malformed("a number is longer than it need be"));
                }
                return Ok(value);
            }
        }
        Err(malformed("a number is too long"))
    }

    pub(crate) fn count(&mut self) -> Result<u64, Error> {
        u64::try_from(self.wide()?).map_err(|_| malformed("a number is too large"))
    }

    /// How many entries of at least `size` bytes follow, refused where the bytes cannot hold them.
    pub(crate) fn length(&mut self, size: usize) -> Result<usize, Error> {
        let length = usize::try_from(self.count()?).map_err(|_| malformed("a number is too large"))?;
        if length.checked_mul(size.max(1)).is_none_or(|bytes| bytes > self.left()) {
            return Err(malformed("there is less than was announced"));
        }
        Ok(length)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        let length = self.length(1)?;
        std::str::from_utf8(self.raw(length)?).map_err(|_| malformed("a text is not UTF-8"))
    }

    pub(crate) fn flag(&mut self) -> Result<bool, Error> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(malformed("a flag is neither 0 nor 1")),
        }
    }
}

/// Bytes that hold something which no accumulator can hold.
pub(crate) const fn malformed(reason: &'static str) -> Error {
    Error::MalformedState { reason }
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, &byte| {
        let index = usize::from(sum as u8 ^ byte);
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
    use super::*;

    const FORMAT: Format = Format { mark: *b"tst", kind: 1, version: 1 };

    #[test]
    fn the_checksum_is_the_standard_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926, "check value of CRC-32/ISO-HDLC");
    }

    #[test]
    fn numbers_are_read_only_in_their_shortest_form() {
        let mut writer = Writer::new(FORMAT);
        writer.raw(&[0x80, 0x00]);
        let bytes = writer.finish();
        let error = Reader::new(&bytes, FORMAT).unwrap().wide().unwrap_err();
        assert_eq!(error, malformed("a number is longer than it need be"));
        for value in [0, 127, 128, u128::from(u64::MAX), u128::MAX] {
            let mut writer = Writer::new(FORMAT);
            writer.wide(value);
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes, FORMAT).unwrap();
            assert_eq!(reader.wide(), Ok(value));
            assert_eq!(reader.finish(), Ok(()));
        }
    }

    #[test]
    fn another_kind_or_version_is_refused() {
        let bytes = Writer::new(FORMAT).finish();
        for other in [Format { kind: 2, ..FORMAT }, Format { mark: *b"oth", ..FORMAT }] {
            assert_eq!(
                Reader::new(&bytes, other).unwrap_err(),
                malformed("it is the state of something else")
            );
        }
        let later = Format { version: 2, ..FORMAT };
        assert_eq!(Reader::new(&bytes, later).unwrap_err(), malformed("its version is not known"));
        assert_eq!(Reader::new(b"tst", FORMAT).unwrap_err(), malformed("it is cut short"));
    }
}

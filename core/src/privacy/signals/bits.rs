//! Bits as characters of six: the reader and the writer of every string here.
//!
//! One idea to keep in mind: a string is a row of six-bit characters, not of bytes. `DBABM` has 30 bits, which a
//! base64 library for bytes refuses; that is why this is written out. Lengths are of bits throughout.

use super::Error;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The most zero bits that encoders put behind the last field: up to the next multiple of 24.
const MOST_PADDING: usize = 23;

/// Reads fields from the left, and knows where it stands.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    sextets: Vec<u8>,
    position: usize,
    item: &'a str,
    field: &'static str,
}

impl<'a> Reader<'a> {
    /// The bits of `text`; `item` is what it is called in an error.
    ///
    /// Padding characters (`=`) may stand at the end where they fill the last group of four.
    pub(super) fn new(text: &str, item: &'a str) -> Result<Self, Error> {
        let bare = text.trim_end_matches('=');
        let padding = text.len() - bare.len();
        if padding > 2 || (padding > 0 && !text.len().is_multiple_of(4)) {
            let what = "the characters = do not fill the last group of four";
            return Err(Error::WrongPadding { item: item.to_owned(), bit: bare.len() * 6, what });
        }
        let mut sextets = Vec::with_capacity(bare.len());
        for (at, byte) in bare.bytes().enumerate() {
            let sextet = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'-' => 62,
                b'_' => 63,
                _ => return Err(Error::NotBase64url { item: item.to_owned(), position: at }),
            };
            sextets.push(sextet);
        }
        Ok(Reader { sextets, position: 0, item, field: "" })
    }

    /// Names the field that is read next.
    pub(super) fn enter(&mut self, field: &'static str) {
        self.field = field;
    }

    fn length(&self) -> usize {
        self.sextets.len() * 6
    }

    fn place(&self) -> String {
        if self.field.is_empty() { self.item.to_owned() } else { format!("{}, {}", self.item, self.field) }
    }

    /// An error about what was read last, at `bit`.
    pub(super) fn out_of_range(&self, bit: usize, what: &'static str) -> Error {
        Error::FieldOutOfRange { item: self.place(), bit, what }
    }

    /// Where it stands.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// The next `width` bits as a number, at most 64.
    pub(super) fn read(&mut self, width: usize) -> Result<u64, Error> {
        let mut value = 0;
        for taken in 0..width {
            let Some(sextet) = self.sextets.get(self.position / 6) else {
                let missing = width - taken;
                return Err(Error::TruncatedSignal { item: self.place(), bit: self.position, missing });
            };
            value = value << 1 | u64::from(sextet >> (5 - self.position % 6) & 1);
            self.position += 1;
        }
        Ok(value)
    }

    /// The next bit.
    pub(super) fn bit(&mut self) -> Result<bool, Error> {
        Ok(self.read(1)? == 1)
    }

    /// A number of 16 bits or fewer.
    pub(super) fn short(&mut self, width: usize) -> Result<u16, Error> {
        let at = self.position;
        u16::try_from(self.read(width)?).map_err(|_| self.out_of_range(at, "more than 65535"))
    }

    /// A number in Fibonacci coding, at most 65535: one bit for each of 1, 2, 3, 5, 8, …, then a 1 more.
    ///
    /// Source: GPP, Consent String Specification, "About Fibonacci Encoding".
    pub(super) fn fibonacci(&mut self) -> Result<u16, Error> {
        let at = self.position;
        let (mut current, mut next) = (1_u32, 2_u32);
        let (mut value, mut before) = (0_u32, false);
        loop {
            let bit = self.bit()?;
            if bit && before {
                return u16::try_from(value).map_err(|_| self.out_of_range(at, "more than 65535"));
            }
            if bit {
                value += current;
            }
            // 28657 + 10946 + … stays below 65535; a place above that is more than an identifier can be.
            if value > 65_535 || current > 65_535 {
                return Err(self.out_of_range(at, "more than 65535"));
            }
            before = bit;
            (current, next) = (next, current + next);
        }
    }

    /// Checks that only padding follows: zeros, fewer than 24.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.field = "";
        let end = self.position;
        if self.length() - end > MOST_PADDING {
            return Err(Error::OverlongSignal { item: self.place(), bit: end });
        }
        while self.position < self.length() {
            let bit = self.position;
            if self.bit()? {
                let what = "a bit after the last field is 1";
                return Err(Error::WrongPadding { item: self.place(), bit, what });
            }
        }
        Ok(())
    }
}

/// Writes fields from the left.
#[derive(Debug, Clone, Default)]
pub(super) struct Writer {
    sextets: Vec<u8>,
    length: usize,
}

impl Writer {
    /// How many bits are written.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn bit(&mut self, bit: bool) {
        if self.length.is_multiple_of(6) {
            self.sextets.push(0);
        }
        if let Some(last) = self.sextets.last_mut() {
            *last |= u8::from(bit) << (5 - self.length % 6);
        }
        self.length += 1;
    }

    /// The lowest `width` bits of `value`.
    pub(super) fn write(&mut self, value: u64, width: usize) {
        for place in (0..width).rev() {
            self.bit(value >> place & 1 == 1);
        }
    }

    /// A number from 1 on in Fibonacci coding.
    pub(super) fn fibonacci(&mut self, value: u16) {
        let mut places = vec![1_u32];
        let (mut current, mut next) = (1_u32, 2_u32);
        while next <= u32::from(value) {
            (current, next) = (next, current + next);
            places.push(current);
        }
        let mut rest = u32::from(value);
        let mut taken: Vec<bool> = places
            .iter()
            .rev()
            .map(|place| {
                let take = *place <= rest;
                rest -= if take { *place } else { 0 };
                take
            })
            .collect();
        taken.reverse();
        taken.into_iter().for_each(|bit| self.bit(bit));
        self.bit(true);
    }

    /// Appends all that `other` wrote.
    pub(super) fn append(&mut self, other: &Writer) {
        for at in 0..other.length {
            let bit = other.sextets.get(at / 6).is_some_and(|sextet| sextet >> (5 - at % 6) & 1 == 1);
            self.bit(bit);
        }
    }

    /// The text, after zeros up to a multiple of `group` bits.
    pub(super) fn text(mut self, group: usize) -> String {
        while !self.length.is_multiple_of(group) {
            self.bit(false);
        }
        let letter = |sextet: &u8| ALPHABET.get(usize::from(*sextet)).copied().unwrap_or(b'A');
        self.sextets.iter().map(|sextet| char::from(letter(sextet))).collect()
    }
}

#[cfg(test)]
impl Writer {
    /// What is written, as 0 and 1.
    pub(super) fn binary(&self) -> String {
        (0..self.length)
            .map(|at| if self.sextets[at / 6] >> (5 - at % 6) & 1 == 1 { '1' } else { '0' })
            .collect()
    }

    /// The bits of a text of 0 and 1.
    pub(super) fn of_binary(text: &str) -> Option<Self> {
        let mut writer = Writer::default();
        for letter in text.chars() {
            writer.bit(match letter {
                '0' => false,
                '1' => true,
                _ => return None,
            });
        }
        Some(writer)
    }
}

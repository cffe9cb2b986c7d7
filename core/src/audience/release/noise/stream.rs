//! Randomness that is a function of a secret and a question.
//!
//! One idea to keep in mind: the same question has the same noise, so that asking again teaches nothing; and
//! without the secret the noise cannot be told from fresh coin flips. HMAC-SHA-256 is the pseudorandom function,
//! once to derive a key per question and then over a counter.

use crate::audience::release::Error;

/// The fewest bytes of a [`Secret`].
const LEAST: usize = 32;

/// What keys the noise. Whoever knows it can take the noise off every answer; keep it like a signing key, and
/// draw it from the system's source of randomness.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A secret of at least 32 bytes.
    ///
    /// # Errors
    /// [`Error::SecretTooShort`].
    pub fn new(bytes: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let bytes = bytes.into();
        if bytes.len() < LEAST {
            return Err(Error::SecretTooShort { length: bytes.len() });
        }
        Ok(Secret(bytes))
    }

    /// A keyed digest of parts that cannot run into one another.
    pub(super) fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = hmac_sha256::HMAC::new(&self.0);
        for part in parts {
            mac.update((part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Coin flips from one key.
pub(crate) struct Stream {
    key: [u8; 32],
    block: [u8; 32],
    used: usize,
    counter: u64,
}

impl Stream {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Stream { key, block: [0; 32], used: 32, counter: 0 }
    }

    fn byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            self.block = hmac_sha256::HMAC::mac(self.counter.to_le_bytes(), self.key);
            self.counter = self.counter.wrapping_add(1);
            self.used = 0;
        }
        let byte = self.block.get(self.used).copied().unwrap_or(0);
        self.used += 1;
        byte
    }

    /// Uniform over `0..2^bits`.
    fn bits(&mut self, bits: u32) -> u128 {
        let value = (0..bits.div_ceil(8)).fold(0_u128, |value, _| (value << 8) | u128::from(self.byte()));
        let spare = bits.div_ceil(8) * 8 - bits;
        value >> spare
    }

    /// Uniform over `0..below`, by rejection; `below` is at least 1.
    pub(crate) fn below(&mut self, below: u128) -> u128 {
        let bits = u128::BITS - below.saturating_sub(1).leading_zeros();
        loop {
            let draw = self.bits(bits);
            if draw < below.max(1) {
                return draw;
            }
        }
    }
}

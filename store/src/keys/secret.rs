//! Thirty-two secret bytes that are overwritten when they are no longer needed.

use std::fmt;

use zeroize::Zeroize;

use crate::Error;

/// A key of 32 bytes. `Debug` does not show it, and dropping it overwrites it.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub fn random() -> Result<Self, Error> {
        random().map(SecretKey)
    }

    /// A key of bytes that the caller keeps.
    ///
    /// # Errors
    /// [`Error::KeyLength`] where there are not 32.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        bytes.try_into().map(SecretKey).map_err(|_| Error::KeyLength { length: bytes.len() })
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::NoRandomness)?;
    Ok(bytes)
}

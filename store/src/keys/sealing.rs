//! Sealing: XChaCha20-Poly1305 with a random nonce, over what is kept and over where it is kept.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::{SecretKey, random};
use crate::Error;

/// The length of a nonce, which stands before what it seals.
const NONCE: usize = 24;

/// Seals `plain`. `place` is not kept: what is moved to another place does not open there.
pub(crate) fn seal(key: &SecretKey, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce = XNonce::from(random::<NONCE>()?);
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let sealed = cipher.encrypt(&nonce, Payload { msg: plain, aad: place });
    // The only reason to refuse is a text of more than 256 GiB.
    let sealed = sealed.map_err(|_| Error::malformed("value", "it is too long to be sealed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what was sealed with this key for this place; none where it was not, or was changed since.
pub(crate) fn open(key: &SecretKey, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: place }).ok()
}
